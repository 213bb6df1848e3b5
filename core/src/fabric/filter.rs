//! Hops that let pass or drop.

use alloc::vec::Vec;

use super::{HopId, Label, ListId, StateId, Stop, Table};
use crate::packet::Packet;
use crate::reason::Reason;
use crate::space::{Space, Spaces};

/// A hop that applies a list of rules.
#[derive(Debug)]
pub(crate) struct Filter {
    /// The rules.
    pub(crate) list: ListId,
    /// The memory of a stateful filter: it asks its rules about first packets only.
    pub(crate) state: Option<StateId>,
    /// Where passing packets go.
    pub(crate) next: HopId,
    /// Where those go of which the text does not say whether they pass.
    pub(crate) gap: Option<HopId>,
}

/// Rules in stages. In each the first that matches decides, and what holds when none does; the next stage is asked about
/// packets that are passed on to it. What the last stage passes on passes.
///
/// An unordered union of allow rules is a stage in any order.
#[derive(Debug)]
pub(crate) struct FilterList {
    stages: Vec<Stage>,
    table: Table,
    /// Why packets are dropped, by the number that the table has for it, less [`DROPPED`].
    stops: Vec<Stop>,
    /// Whether it was more than its store could be worked with, so that the table is not to be relied on.
    is_too_large: bool,
}

/// Rules that are asked together.
#[derive(Debug)]
pub(crate) struct Stage {
    /// In the order in which they are asked.
    pub(crate) rules: Vec<Rule>,
    /// What holds when none matches.
    pub(crate) otherwise: Otherwise,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// What it matches.
    pub(crate) packets: Space,
    /// What it does with that.
    pub(crate) action: Action,
    /// What it is.
    pub(crate) label: Label,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// It lets pass.
    Allow,
    /// It drops, for this reason.
    Deny(Reason),
    /// It leaves the decision to the next stage.
    Next,
    /// It lets pass or leaves to later rules, which the text does not say.
    MayAllow,
    /// It drops, for this reason, or leaves to later rules, which the text does not say.
    MayDeny(Reason),
}

impl Action {
    const fn is_known(self) -> bool {
        !matches!(self, Self::MayAllow | Self::MayDeny(_))
    }
}

/// What holds when no rule matches.
#[derive(Debug)]
pub(crate) struct Otherwise {
    /// What happens.
    pub(crate) action: Action,
    /// The lists that lack a rule: at least one.
    pub(crate) lists: Vec<Label>,
}

/// Numbers of the table.
const PASSES: u32 = 0;
const PASSED_ON: u32 = 1;
const UNKNOWN: u32 = 2;
pub(super) const DROPPED: u32 = 3;

/// The rules of each stage with their numbers, and what those from [`DROPPED`] on stand for.
fn numbered(stages: &[Stage]) -> (Vec<Vec<(Space, u32)>>, Vec<Stop>) {
    let mut stops = Vec::new();
    let mut number = |action: Action, stop: &dyn Fn(Reason) -> Stop| match action {
        Action::Allow | Action::MayAllow => PASSES,
        Action::Next => PASSED_ON,
        Action::Deny(reason) | Action::MayDeny(reason) => {
            stops.push(stop(reason));
            DROPPED.saturating_add((stops.len() as u32).saturating_sub(1))
        }
    };
    let mut numbered = Vec::new();
    for Stage { rules, otherwise } in stages {
        let mut entries: Vec<(Space, u32)> = rules
            .iter()
            .map(|rule| (rule.packets, number(rule.action, &|reason| Stop::new(reason, rule.label))))
            .collect();
        let last = |reason| Stop { reason, at: otherwise.lists.clone() };
        entries.push((Space::ALL, number(otherwise.action, &last)));
        numbered.push(entries);
    }
    (numbered, stops)
}

impl FilterList {
    /// One stage.
    pub(crate) fn new(spaces: &mut Spaces, rules: Vec<Rule>, otherwise: Otherwise) -> Self {
        let is_known = rules.iter().all(|rule| rule.action.is_known());
        let stages = alloc::vec![Stage { rules, otherwise }];
        if is_known { Self::of_stages(spaces, stages) } else { Self::with_unknown(spaces, stages) }
    }

    /// One stage of which some rules may match less than they say: what passes whatever they match passes, what is dropped whatever
    /// they match is dropped.
    fn with_unknown(spaces: &mut Spaces, stages: Vec<Stage>) -> Self {
        let (numbered, stops) = numbered(&stages);
        let rules = || stages.iter().flat_map(|stage| &stage.rules);
        let mut without = |left_out: &dyn Fn(&Rule) -> bool| {
            let entries = numbered.iter().flatten();
            let kept = rules().map(|rule| !left_out(rule)).chain([true]);
            let kept = entries.zip(kept).filter(|(_, kept)| *kept).map(|(entry, _)| *entry);
            spaces.decisions(kept)
        };
        let most = without(&|rule| matches!(rule.action, Action::MayDeny(_)));
        let fewest = without(&|rule| rule.action == Action::MayAllow);
        let (passes, may_pass) = (spaces.decided(fewest, PASSES), spaces.decided(most, PASSES));
        let dropped = spaces.complement(may_pass);
        let dropped = spaces.decisions_within(most, dropped);
        let others = spaces.decisions([(passes, PASSES), (may_pass, UNKNOWN)]);
        let decisions = spaces.decisions_or(others, dropped);
        let table = Table::of(spaces, decisions, &|number| number.min(DROPPED));
        Self { stages, table, stops, is_too_large: spaces.is_exhausted() }
    }

    /// Stages in the order in which they are asked.
    pub(crate) fn of_stages(spaces: &mut Spaces, stages: Vec<Stage>) -> Self {
        let (numbered, stops) = numbered(&stages);
        let mut after = spaces.decisions([(Space::ALL, PASSES)]);
        for entries in numbered.into_iter().rev() {
            let own = spaces.decisions(entries);
            let passed_on = spaces.decided(own, PASSED_ON);
            let kept = spaces.complement(passed_on);
            let (own, later) =
                (spaces.decisions_within(own, kept), spaces.decisions_within(after, passed_on));
            after = spaces.decisions_or(own, later);
        }
        let table = Table::of(spaces, after, &|number| number.min(DROPPED));
        Self { stages, table, stops, is_too_large: spaces.is_exhausted() }
    }

    /// One stage, of which `known` is the table.
    pub(crate) fn known(known: &Self, rules: Vec<Rule>, otherwise: Otherwise) -> Self {
        let stages = alloc::vec![Stage { rules, otherwise }];
        let stops = numbered(&stages).1;
        Self { stages, table: known.table, stops, is_too_large: known.is_too_large }
    }

    /// What it is, if it was too large.
    pub(super) fn too_large(&self) -> Option<Label> {
        let first = self.stages.first().and_then(|stage| stage.otherwise.lists.first());
        first.copied().filter(|_| self.is_too_large)
    }

    /// The rules of the first stage, in their order.
    pub(crate) fn rules(&self) -> &[Rule] {
        self.stages.first().map_or(&[], |stage| &stage.rules)
    }

    /// What becomes of packets, by number: see [`FilterList::stop`].
    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    /// The same, to be changed.
    pub(super) const fn table_mut(&mut self) -> &mut Table {
        &mut self.table
    }

    /// Why packets with this number in the table are dropped; `None` when they pass.
    pub(crate) fn stop(&self, number: u32) -> Option<&Stop> {
        self.stops.get(number.checked_sub(DROPPED)? as usize)
    }

    /// Whether the text does not say what becomes of packets with this number in the table.
    pub(crate) const fn is_unknown(number: u32) -> bool {
        number == UNKNOWN
    }

    /// The rule of which the text does not say what it matches; the list where there are several.
    pub(crate) fn unknown(&self) -> Option<Label> {
        let mut unknown = self.rules().iter().filter(|rule| !rule.action.is_known());
        let (first, second) = (unknown.next()?.label, unknown.next());
        let list = self.stages.first().and_then(|stage| stage.otherwise.lists.first());
        Some(second.and(list.copied()).unwrap_or(first))
    }

    /// What decides about one packet: the rule, or the list where no rule matches.
    pub(crate) fn decides(&self, spaces: &Spaces, packet: &Packet, mark: u8) -> Option<Label> {
        let mut decides = None;
        for stage in &self.stages {
            let rule = stage.rules.iter().find(|rule| spaces.contains_marked(rule.packets, packet, mark));
            let otherwise = (stage.otherwise.action, stage.otherwise.lists.first().copied());
            let (action, label) = rule.map_or(otherwise, |rule| (rule.action, Some(rule.label)));
            decides = label;
            if action != Action::Next {
                break;
            }
        }
        decides
    }
}
