//! Lists of rules, of which the first that matches decides, into one diagram.
//!
//! A list is merged by going down all its diagrams together: at each level it is cut where any of them changes, and what is
//! left of it on each range goes on below; equal lists are merged once. Where much of a list does not look at the level, all
//! of that stands on every range: then halves of the list are merged instead, and their results laid over each other.
//! docs/engine.md has what was measured.

use alloc::vec::Vec;
use core::ops::Range;

use super::nodes::{Edge, Id, Nodes, Operation, Table};

/// A set, and the terminal that its packets come to.
///
/// [`Id::EMPTY`] is what packets come to that no rule matches, too, so that it needs nobody's asking behind the last rule with
/// another terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) set: Id,
    pub(super) outcome: Id,
}

/// A list is merged at once when what stands on all ranges together is at most as many times the rules and the ranges.
const SPREAD: usize = 4;

/// Lists up to this length are merged at once in any case.
const SHORT: usize = 8;

impl Nodes {
    /// The union of sets.
    pub(super) fn union(&mut self, list: impl Iterator<Item = Id>) -> Id {
        self.first_of(list.map(|set| Rule { set, outcome: Id::FULL }).collect())
    }

    /// The outcome of the first rule whose set holds.
    pub(super) fn first_of(&mut self, list: Vec<Rule>) -> Id {
        let length = list.len();
        Merge { rules: list, ..Merge::default() }.merge(self, 0..length)
    }
}

/// Merges a list.
#[derive(Debug, Default)]
struct Merge {
    /// Lists on the way down, one behind the other.
    rules: Vec<Rule>,
    /// The last values of ranges, likewise.
    cuts: Vec<u32>,
    /// Where in `rules` what stands on each range ends, likewise.
    ends: Vec<usize>,
    /// What of the list that is cut stands on which ranges.
    parts: Vec<Part>,
    /// Lists that were merged before: what they hold, one behind the other, and what came of each.
    seen: Vec<Rule>,
    results: Vec<Merged>,
    table: Table,
    /// Sets that stood in the list that is tidied, each where its number has it.
    stood: Vec<Id>,
}

/// What is left of a rule on some ranges, by the numbers of the ranges.
#[derive(Debug)]
struct Part {
    first: u32,
    end: u32,
    rest: Rule,
}

/// A list that was merged.
#[derive(Debug)]
struct Merged {
    place: Range<u32>,
    result: Id,
}

impl Merge {
    /// Merges the list that stands at a place in `rules`.
    fn merge(&mut self, nodes: &mut Nodes, list: Range<usize>) -> Id {
        let from = self.rules.len();
        self.tidy(list);
        let result = self.merge_tidy(nodes, from);
        self.rules.truncate(from);
        result
    }

    /// Merges the tidy list that stands in `rules` from `from` on.
    fn merge_tidy(&mut self, nodes: &mut Nodes, from: usize) -> Id {
        let own = self.rules.get(from..).unwrap_or_default();
        nodes.spend(own.len());
        if nodes.left() == 0 {
            return Id::EMPTY;
        }
        match *own {
            [] => return Id::EMPTY,
            [Rule { set: Id::FULL, outcome }, ..] => return outcome,
            [Rule { set, outcome }] => return nodes.combine(Operation::And, set, outcome),
            _ => {}
        }
        let mix = |hash: u32, next: Id| (hash.rotate_left(9) ^ next.0).wrapping_mul(0x9E37_79B1);
        let hash = own.iter().fold(0, |hash, rule| mix(mix(hash, rule.set), rule.outcome));
        let is_it = |at: u32| {
            let Some(merged) = self.results.get(at as usize) else { return false };
            self.seen.get(merged.place.start as usize..merged.place.end as usize) == Some(own)
        };
        if let Some(known) = self.table.find(hash, is_it) {
            return self.results.get(known as usize).map_or(Id::EMPTY, |merged| merged.result);
        }
        let start = self.seen.len() as u32;
        self.seen.extend_from_slice(own);
        let place = start..self.seen.len() as u32;
        let result = self.merge_new(nodes, from);
        let number = self.results.len() as u32;
        self.results.push(Merged { place, result });
        self.table.insert(hash, number);
        result
    }

    /// The same for one of two rules or more that was not merged before.
    fn merge_new(&mut self, nodes: &mut Nodes, from: usize) -> Id {
        let (end, first_cut, first_end) = (self.rules.len(), self.cuts.len(), self.ends.len());
        let own = self.rules.get(from..).unwrap_or_default();
        let level = own.iter().map(|rule| nodes.level(rule.set)).min().unwrap_or(u8::MAX);
        self.cut(nodes, level, from, first_cut);
        let length = end.saturating_sub(from);
        let total = self.count(nodes, level, from..end, first_cut);
        let ranges = self.cuts.len().saturating_sub(first_cut);
        if length > SHORT && total > length.saturating_add(ranges).saturating_mul(SPREAD) {
            self.cuts.truncate(first_cut);
            self.ends.truncate(first_end);
            return self.merge_halves(nodes, from..end);
        }
        self.spread(first_end);
        let made = nodes.begin();
        let (mut start, mut before, mut rest) = (end, 0..0, Id::EMPTY);
        for at in 0..ranges {
            let cut = self.cuts.get(first_cut.saturating_add(at)).copied().unwrap_or(u32::MAX);
            let stop = self.ends.get(first_end.saturating_add(at)).copied().unwrap_or(start);
            let list = start..stop;
            if at == 0 || self.rules.get(list.clone()) != self.rules.get(before) {
                rest = self.merge(nodes, list.clone());
            }
            nodes.push(made, cut, rest);
            (start, before) = (stop, list);
        }
        self.rules.truncate(end);
        self.cuts.truncate(first_cut);
        self.ends.truncate(first_end);
        nodes.finish(level, made)
    }

    /// Merges halves of a list, and lays the first over the second.
    fn merge_halves(&mut self, nodes: &mut Nodes, list: Range<usize>) -> Id {
        let own = self.rules.get(list.clone()).unwrap_or_default();
        let is = |outcome| move |rule: &Rule| rule.outcome == outcome;
        let operation = match own {
            _ if own.iter().any(is(Id::EMPTY)) => Operation::Decide,
            _ if own.iter().all(is(Id::FULL)) => Operation::Or,
            _ => Operation::Else,
        };
        let middle = list.start.wrapping_add(list.len() / 2);
        let second = self.merge(nodes, middle..list.end);
        // What the first half decides to be nothing is not left to the second.
        let from = self.rules.len();
        self.rules.extend_from_within(list.start..middle);
        for rule in self.rules.get_mut(from..).unwrap_or_default() {
            if rule.outcome == Id::EMPTY {
                rule.outcome = Id::NOTHING;
            }
        }
        let first = self.merge_tidy(nodes, from);
        self.rules.truncate(from);
        nodes.combine(operation, first, second)
    }

    /// Puts the last values of all ranges at `level` behind the cuts, in order, each once.
    fn cut(&mut self, nodes: &Nodes, level: u8, from: usize, first_cut: usize) {
        for rule in self.rules.get(from..).unwrap_or_default() {
            if nodes.level(rule.set) == level {
                self.cuts.extend(nodes.edges(rule.set).iter().map(|edge| edge.last));
            }
        }
        let own = self.cuts.get_mut(first_cut..).unwrap_or_default();
        own.sort_unstable();
        let mut kept = first_cut;
        for at in first_cut..self.cuts.len() {
            let Some(&cut) = self.cuts.get(at) else { break };
            let is_new = kept == first_cut || self.cuts.get(kept.wrapping_sub(1)) != Some(&cut);
            if let Some(place) = self.cuts.get_mut(kept).filter(|_| is_new) {
                *place = cut;
                kept = kept.wrapping_add(1);
            }
        }
        self.cuts.truncate(kept);
    }

    /// Finds the parts of the list `own` and puts behind the ends how many stand on each range between cuts; how many that are
    /// together.
    fn count(&mut self, nodes: &Nodes, level: u8, own: Range<usize>, first_cut: usize) -> usize {
        let Self { rules, cuts, ends, parts, .. } = self;
        let cuts = cuts.get(first_cut..).unwrap_or_default();
        parts.clear();
        let mut total = 0_usize;
        for &Rule { set, outcome } in rules.get(own).unwrap_or_default() {
            let whole = [Edge { last: u32::MAX, rest: set }];
            let edges = if nodes.level(set) == level { nodes.edges(set) } else { &whole };
            let mut start = 0_usize;
            for (at, edge) in edges.iter().enumerate() {
                let end = if at.wrapping_add(1) == edges.len() {
                    cuts.len()
                } else {
                    let ahead = cuts.get(start..).unwrap_or_default();
                    start.wrapping_add(ahead.partition_point(|&cut| cut <= edge.last))
                };
                if edge.rest != Id::EMPTY {
                    let rest = Rule { set: edge.rest, outcome };
                    parts.push(Part { first: start as u32, end: end as u32, rest });
                    total = total.wrapping_add(end.wrapping_sub(start));
                }
                start = end;
            }
        }
        let first_end = ends.len();
        ends.resize(first_end.wrapping_add(cuts.len()), 0);
        let ends = ends.get_mut(first_end..).unwrap_or_default();
        for part in parts {
            for end in ends.get_mut(part.first as usize..part.end as usize).unwrap_or_default() {
                *end = end.wrapping_add(1);
            }
        }
        total
    }

    /// Puts behind the rules what stands on each range, and makes of how much that is where it ends.
    fn spread(&mut self, first_end: usize) {
        let Self { rules, ends, parts, .. } = self;
        let ends = ends.get_mut(first_end..).unwrap_or_default();
        let mut next = rules.len();
        for end in ends.iter_mut() {
            let count = *end;
            *end = next;
            next = next.wrapping_add(count);
        }
        rules.resize(next, Rule { set: Id::EMPTY, outcome: Id::EMPTY });
        for part in parts {
            for end in ends.get_mut(part.first as usize..part.end as usize).unwrap_or_default() {
                if let Some(place) = rules.get_mut(*end) {
                    *place = part.rest;
                }
                *end = end.wrapping_add(1);
            }
        }
    }

    /// Puts behind the rules those of a list without what is empty, what is there twice, all behind what decides everything,
    /// and what comes at the end to what is not decided.
    fn tidy(&mut self, list: Range<usize>) {
        let from = self.rules.len();
        let slots = list.len().next_power_of_two().min(STOOD);
        self.stood.clear();
        self.stood.resize(slots, Id::EMPTY);
        for at in list {
            let Some(&rule) = self.rules.get(at) else { break };
            let slot = rule.set.0.wrapping_mul(0x9E37_79B1) >> 16;
            let Some(stood) = self.stood.get_mut(slot as usize & slots.wrapping_sub(1)) else { break };
            // Of two that share a place the first is forgotten: that one may stand twice.
            if rule.set == Id::EMPTY || *stood == rule.set {
                continue;
            }
            *stood = rule.set;
            self.rules.push(rule);
            if rule.set == Id::FULL {
                break;
            }
        }
        let own = self.rules.get(from..).unwrap_or_default();
        let kept =
            own.iter().rposition(|rule| rule.outcome != Id::EMPTY).map_or(0, |last| last.wrapping_add(1));
        self.rules.truncate(from.saturating_add(kept));
    }
}

/// How many sets a list that is tidied remembers at the most.
const STOOD: usize = 1 << 10;
