//! Two diagrams into one, and one with a field fixed or freed: each pair of nodes once, as long as its result is remembered.

use alloc::vec;
use alloc::vec::Vec;

use super::{Id, Memo, Nodes, mix};

/// What becomes of two functions; both may be sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// The packets of either set.
    Or,
    /// The first where it is defined, else the second.
    Else,
    /// The same with what the first decides to be [`Id::NOTHING`] empty.
    Decide,
    /// The second where the first, a set, holds.
    And,
    /// The first where the second is not defined.
    Minus,
    /// Where the first has the outcome of the second, a terminal.
    Where,
    /// The first with the levels from a number on, the second, freed.
    Free,
}

/// A result that was computed before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    operation: Operation,
    /// When it was computed: see [`Nodes::forget_known`].
    epoch: u16,
    left: Id,
    right: Id,
    result: Id,
}

const NO_RESULT: Known =
    Known { operation: Operation::Or, epoch: 0, left: Id::EMPTY, right: Id::EMPTY, result: Id::EMPTY };

/// Results kept at the least, and at the most.
const LEAST_KNOWN: usize = 1 << 8;
const MOST_KNOWN: usize = 1 << 20;

impl Nodes {
    /// What `operation` makes of two functions.
    #[inline]
    pub(crate) fn combine(&mut self, operation: Operation, left: Id, right: Id) -> Id {
        let (left, right) = match settled(operation, left, right) {
            Ok(result) => return result,
            Err(sides) => sides,
        };
        if self.left == 0 {
            return Id::EMPTY;
        }
        let slot = slot(operation, left, right, self.known.len());
        if let Some(known) = self.known.get(slot)
            && (known.left, known.right, known.operation, known.epoch) == (left, right, operation, self.epoch)
        {
            return known.result;
        }
        let result = self.combine_new(operation, left, right);
        self.remember(Known { operation, epoch: self.epoch, left, right, result });
        result
    }

    /// The same for two that need a look inside and are not known.
    fn combine_new(&mut self, operation: Operation, left: Id, right: Id) -> Id {
        let (one, other) = (self.head(left), self.head(right));
        let from = self.begin();
        let level = one.level.min(other.level);
        // The one that does not look at this level is the same for all of it.
        let (mut a, mut b) = (one.first, other.first);
        let (a_end, b_end) = (
            if one.level == level { a.wrapping_add(one.count) } else { a },
            if other.level == level { b.wrapping_add(other.count) } else { b },
        );
        if a_end > a && b_end > b {
            while a < a_end && b < b_end {
                let (x, y) = (self.edge(a), self.edge(b));
                let rest = self.combine(operation, x.rest, y.rest);
                let last = x.last.min(y.last);
                a = a.wrapping_add(u32::from(x.last == last));
                b = b.wrapping_add(u32::from(y.last == last));
                self.push(from, last, rest);
            }
        } else {
            while a < a_end {
                let edge = self.edge(a);
                let rest = self.combine(operation, edge.rest, right);
                self.push(from, edge.last, rest);
                a = a.wrapping_add(1);
            }
            while b < b_end {
                let edge = self.edge(b);
                let rest = self.combine(operation, left, edge.rest);
                self.push(from, edge.last, rest);
                b = b.wrapping_add(1);
            }
        }
        self.finish(level, from)
    }

    /// What follows a value of the levels from `first` to before `end`; `part` has the bits of it that stand at a level.
    pub(crate) fn at(
        &mut self,
        id: Id,
        first: u8,
        end: u8,
        part: &dyn Fn(u8) -> u32,
        known: &mut Memo<Id>,
    ) -> Id {
        let level = self.level(id);
        if level >= end {
            return id;
        }
        if level >= first {
            let value = part(level);
            let edges = self.edges(id);
            let edge = edges.get(edges.partition_point(|edge| edge.last < value));
            let rest = edge.map_or(Id::EMPTY, |edge| edge.rest);
            return self.at(rest, first, end, part, known);
        }
        if let Some(result) = known.get(id) {
            return *result;
        }
        let from = self.begin();
        for at in 0..self.edges(id).len() {
            let Some(&edge) = self.edges(id).get(at) else { break };
            let rest = self.at(edge.rest, first, end, part, known);
            self.push(from, edge.last, rest);
        }
        let result = self.finish(level, from);
        known.insert(id, result);
        result
    }

    /// The tuples of values with any at the levels from `first` to before `end`, where there is one with some there.
    pub(crate) fn freed(&mut self, id: Id, first: u8, end: u8) -> Id {
        let level = self.level(id);
        if level >= end || self.left == 0 {
            return id;
        }
        let (operation, right) = (Operation::Free, Id(u32::from(first)));
        let known = self.known.get(slot(operation, id, right, self.known.len()));
        if let Some(known) = known
            && (known.left, known.right, known.operation, known.epoch) == (id, right, operation, self.epoch)
        {
            return known.result;
        }
        let edges = self.edges(id).to_vec();
        let rests: Vec<Id> = edges.iter().map(|edge| self.freed(edge.rest, first, end)).collect();
        let result = if level >= first {
            self.union(rests.into_iter())
        } else {
            let from = self.begin();
            for (edge, rest) in edges.iter().zip(rests) {
                self.push(from, edge.last, rest);
            }
            self.finish(level, from)
        };
        self.remember(Known { operation, epoch: self.epoch, left: id, right, result });
        result
    }

    fn remember(&mut self, known: Known) {
        // As many results as nodes: few are lost, and small stores stay small.
        let wanted = self.heads.len().next_power_of_two().clamp(LEAST_KNOWN, MOST_KNOWN);
        if self.known.len() < wanted {
            self.known = vec![NO_RESULT; wanted.saturating_mul(2).min(MOST_KNOWN)];
        }
        let slot = slot(known.operation, known.left, known.right, self.known.len());
        if let Some(place) = self.known.get_mut(slot) {
            *place = known;
        }
    }

    /// Forgets all results: ids are going to stand for other nodes.
    pub(super) fn forget_known(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            (self.known, self.epoch) = (Vec::new(), 1);
        }
    }
}

/// The result where it needs no look inside, else the two sides in the order in which their result is remembered.
fn settled(operation: Operation, left: Id, right: Id) -> Result<Id, (Id, Id)> {
    match operation {
        Operation::Or => match (left, right) {
            (Id::EMPTY, other) | (other, Id::EMPTY) => Ok(other),
            (Id::FULL, _) | (_, Id::FULL) => Ok(Id::FULL),
            _ if left == right => Ok(left),
            _ => Err((left.min(right), left.max(right))),
        },
        Operation::Else => match (left, right) {
            (Id::EMPTY, other) => Ok(other),
            (_, Id::EMPTY) => Ok(left),
            _ if left == right || left.is_terminal() => Ok(left),
            _ => Err((left, right)),
        },
        Operation::Decide => match left {
            Id::EMPTY => Ok(right),
            Id::NOTHING => Ok(Id::EMPTY),
            Id::FULL => Ok(Id::FULL),
            _ => Err((left, right)),
        },
        Operation::And => match (left, right) {
            (Id::EMPTY, _) | (_, Id::EMPTY) => Ok(Id::EMPTY),
            (Id::FULL, other) | (other, Id::FULL) => Ok(other),
            _ if left == right => Ok(left),
            _ => Err((left, right)),
        },
        Operation::Minus => match (left, right) {
            (_, Id::EMPTY) => Ok(left),
            _ if left == Id::EMPTY || left == right || right.is_terminal() => Ok(Id::EMPTY),
            _ => Err((left, right)),
        },
        Operation::Where if left.is_terminal() => Ok(if left == right { Id::FULL } else { Id::EMPTY }),
        Operation::Where | Operation::Free => Err((left, right)),
    }
}

fn slot(operation: Operation, left: Id, right: Id, slots: usize) -> usize {
    let hash = mix(operation as u64, (u64::from(left.0) << 32) | u64::from(right.0));
    (hash as usize) & slots.wrapping_sub(1)
}
