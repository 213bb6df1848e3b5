//! Hops that let pass or drop.

use alloc::vec::Vec;

use super::{HopId, Label, ListId, StateId, Stop};
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
}

/// Rules of which the first that matches decides, and what holds when none does.
///
/// An unordered union of allow rules is such a list in any order.
#[derive(Debug)]
pub(crate) struct FilterList {
    rules: Vec<Rule>,
    otherwise: Otherwise,
    allowed: Space,
    denials: Vec<Denial>,
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
}

/// What holds when no rule matches.
#[derive(Debug)]
pub(crate) struct Otherwise {
    /// What happens.
    pub(crate) action: Action,
    /// The lists that lack a rule: at least one.
    pub(crate) lists: Vec<Label>,
}

/// Packets that a list drops for one and the same reason.
#[derive(Debug)]
pub(crate) struct Denial {
    /// Which packets.
    pub(crate) packets: Space,
    /// Why, and what would have to change.
    pub(crate) stop: Stop,
}

impl FilterList {
    /// A list of rules in the order in which they are asked.
    pub(crate) fn new(spaces: &mut Spaces, rules: Vec<Rule>, otherwise: Otherwise) -> Self {
        let mut rest = Space::ALL;
        let mut allowed = Space::EMPTY;
        let mut denials = Vec::new();
        // Rules that allow, side by side, are decided together: which of them allows makes no difference.
        for alike in rules.chunk_by(|one, next| (one.action, next.action) == (Action::Allow, Action::Allow)) {
            let matched = spaces.union_all(alike.iter().map(|rule| rule.packets));
            let decided = spaces.intersect(rest, matched);
            let Some(rule) = alike.first().filter(|_| !decided.is_empty()) else { continue };
            rest = spaces.minus(rest, decided);
            match rule.action {
                Action::Allow => allowed = spaces.union(allowed, decided),
                Action::Deny(reason) => {
                    denials.push(Denial { packets: decided, stop: Stop::new(reason, rule.label) });
                }
            }
        }
        match otherwise.action {
            Action::Allow => allowed = spaces.union(allowed, rest),
            Action::Deny(_) if rest.is_empty() => {}
            Action::Deny(reason) => {
                denials.push(Denial { packets: rest, stop: Stop { reason, at: otherwise.lists.clone() } });
            }
        }
        Self { rules, otherwise, allowed, denials }
    }

    /// How many rules there are.
    pub(crate) const fn len(&self) -> usize {
        self.rules.len()
    }

    /// What passes.
    pub(crate) const fn allowed(&self) -> Space {
        self.allowed
    }

    /// What is dropped: with [`FilterList::allowed`] a partition of all packets.
    pub(crate) fn denials(&self) -> &[Denial] {
        &self.denials
    }

    /// What decides about one packet: the rule, or the list where no rule matches.
    pub(crate) fn decides(&self, spaces: &Spaces, packet: &Packet) -> Option<Label> {
        let rule = self.rules.iter().find(|rule| spaces.contains(rule.packets, packet));
        rule.map(|rule| rule.label).or_else(|| self.otherwise.lists.first().copied())
    }
}
