//! Many functions into one, of which the first that is defined decides: lists of rules, and unions.
//!
//! Neighbours are merged by twos, each pair once all of theirs are, so that large results are made last. The parts that are
//! merged first are short lists, each made at once: at each level it is cut where any of its functions changes, and what is
//! left of the list on each range goes on below. docs/engine.md has what was measured.

use alloc::vec::Vec;
use core::ops::Range;

use hashbrown::HashTable;

use super::nodes::{Id, Nodes, Operation, wide};

/// As many functions are merged at once.
const AT_ONCE: usize = 64;

impl Nodes {
    /// The first of `list` that is defined decides.
    pub(super) fn first_of(&mut self, list: &[Id]) -> Id {
        let mut short = ShortList::default();
        let mut parts: Vec<Id> = list.chunks(AT_ONCE).map(|part| short.merge(self, part)).collect();
        while parts.len() > 1 {
            parts = parts
                .chunks(2)
                .map(|pair| match *pair {
                    [first, second] => self.combine(Operation::Or, first, second),
                    _ => pair.first().copied().unwrap_or(Id::EMPTY),
                })
                .collect();
        }
        parts.pop().unwrap_or(Id::EMPTY)
    }
}

/// Merges short lists by going down all their diagrams together.
#[derive(Debug, Default)]
struct ShortList {
    /// Lists on the way down, one behind the other.
    lists: Vec<Id>,
    /// The last values of ranges, likewise.
    cuts: Vec<u32>,
    /// Where in `lists` what stands on each range ends, likewise.
    ends: Vec<usize>,
    /// Lists that were merged before: what they hold, one behind the other, and what came of each.
    seen: Vec<Id>,
    results: Vec<(Range<usize>, u32, Id)>,
    table: HashTable<usize>,
}

impl ShortList {
    fn merge(&mut self, nodes: &mut Nodes, list: &[Id]) -> Id {
        self.seen.clear();
        self.results.clear();
        self.table.clear();
        self.lists.clear();
        self.lists.extend_from_slice(list);
        self.merge_from(nodes, 0)
    }

    /// Merges the list that stands in `lists` from `from` on, and may take what it likes of it.
    fn merge_from(&mut self, nodes: &mut Nodes, from: usize) -> Id {
        self.tidy(from);
        let own = self.lists.get(from..).unwrap_or_default();
        nodes.spend(own.len());
        match *own {
            [] => return Id::EMPTY,
            [only] => return only,
            [first, second] => return nodes.combine(Operation::Or, first, second),
            _ => {}
        }
        let hash = own.iter().fold(0, |hash: u32, id| (hash.rotate_left(9) ^ id.0).wrapping_mul(0x9E37_79B1));
        let is_it = |&at: &usize| {
            let Some((place, its_hash, _)) = self.results.get(at) else { return false };
            *its_hash == hash && self.seen.get(place.clone()) == Some(own)
        };
        if let Some(&known) = self.table.find(wide(hash), is_it) {
            return self.results.get(known).map_or(Id::EMPTY, |(_, _, result)| *result);
        }
        let place = self.seen.len()..self.seen.len().saturating_add(own.len());
        self.seen.extend_from_slice(own);
        let level = own.iter().map(|&id| nodes.level(id)).min().unwrap_or(u8::MAX);
        let result = self.merge_level(nodes, level, from);
        self.results.push((place, hash, result));
        let results = &self.results;
        let rehash = |&at: &usize| wide(results.get(at).map_or(0, |(_, hash, _)| *hash));
        self.table.insert_unique(wide(hash), results.len().saturating_sub(1), rehash);
        result
    }

    /// Merges the list from `from` on, whose highest level is `level`.
    fn merge_level(&mut self, nodes: &mut Nodes, level: u8, from: usize) -> Id {
        let (end, first_cut, first_end) = (self.lists.len(), self.cuts.len(), self.ends.len());
        self.cut(nodes, level, from, first_cut);
        self.spread(nodes, level, from..end, first_cut);
        let made = nodes.begin();
        let top = self.lists.len();
        let (mut start, mut before, mut rest) = (end, 0..0, Id::EMPTY);
        for at in 0..self.cuts.len().saturating_sub(first_cut) {
            let cut = self.cuts.get(first_cut.saturating_add(at)).copied().unwrap_or(u32::MAX);
            let stop = self.ends.get(first_end.saturating_add(at)).copied().unwrap_or(start);
            let list = start..stop;
            if at == 0 || self.lists.get(list.clone()) != self.lists.get(before) {
                self.lists.extend_from_within(list.clone());
                rest = self.merge_from(nodes, top);
                self.lists.truncate(top);
            }
            nodes.push(made, cut, rest);
            (start, before) = (stop, list);
        }
        self.lists.truncate(end);
        self.cuts.truncate(first_cut);
        self.ends.truncate(first_end);
        nodes.finish(level, made)
    }

    /// Puts the last values of all ranges at `level` behind the cuts, in order, each once.
    fn cut(&mut self, nodes: &Nodes, level: u8, from: usize, first_cut: usize) {
        for &id in self.lists.get(from..).unwrap_or_default() {
            if nodes.level(id) == level {
                self.cuts.extend(nodes.edges(id).iter().map(|edge| edge.last));
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

    /// Puts behind the lists what is left of the list `own` on each range between cuts, and behind the ends where each ends.
    fn spread(&mut self, nodes: &Nodes, level: u8, own: Range<usize>, first_cut: usize) {
        let Self { lists, cuts, ends, .. } = self;
        let cuts = cuts.get(first_cut..).unwrap_or_default();
        let first_end = ends.len();
        ends.resize(first_end.saturating_add(cuts.len()), 0);
        let ends = ends.get_mut(first_end..).unwrap_or_default();
        // First how many there are on each range, then where each range starts, then what there is.
        for &id in lists.get(own.clone()).unwrap_or_default() {
            on_ranges(nodes, level, id, cuts, |range, _| {
                for end in ends.get_mut(range).unwrap_or_default() {
                    *end = end.wrapping_add(1);
                }
            });
        }
        let mut next = lists.len();
        for end in ends.iter_mut() {
            let count = *end;
            *end = next;
            next = next.saturating_add(count);
        }
        lists.resize(next, Id::EMPTY);
        for at in own {
            let Some(&id) = lists.get(at) else { break };
            on_ranges(nodes, level, id, cuts, |range, rest| {
                for end in ends.get_mut(range).unwrap_or_default() {
                    if let Some(place) = lists.get_mut(*end) {
                        *place = rest;
                    }
                    *end = end.wrapping_add(1);
                }
            });
        }
    }

    /// Takes out of the list from `from` on what is empty, what is there twice, and all behind what decides everything.
    fn tidy(&mut self, from: usize) {
        let mut kept = from;
        for at in from..self.lists.len() {
            let Some(&id) = self.lists.get(at) else { break };
            let before = self.lists.get(from..kept).unwrap_or_default();
            if id == Id::EMPTY || before.contains(&id) {
                continue;
            }
            if let Some(place) = self.lists.get_mut(kept) {
                *place = id;
                kept = kept.wrapping_add(1);
            }
            if id.is_terminal() {
                break;
            }
        }
        self.lists.truncate(kept);
    }
}

/// Tells for each edge of `id` which ranges between the cuts it covers, and what follows it, if anything does.
fn on_ranges(nodes: &Nodes, level: u8, id: Id, cuts: &[u32], mut tell: impl FnMut(Range<usize>, Id)) {
    if nodes.level(id) != level {
        tell(0..cuts.len(), id);
        return;
    }
    let mut start = 0_usize;
    for edge in nodes.edges(id) {
        let ahead = cuts.get(start..).unwrap_or_default();
        let end = start.wrapping_add(ahead.partition_point(|&cut| cut < edge.last)).wrapping_add(1);
        if edge.rest != Id::EMPTY {
            tell(start..end.min(cuts.len()), edge.rest);
        }
        start = end;
    }
}
