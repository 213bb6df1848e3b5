//! Interval decision diagrams: the inside of a store of sets.
//!
//! A node stands at a level and lists ranges of its values, in order and without a gap, with what follows each; neighbours
//! that go on alike are one range, and a level at which everything goes on alike has no node. Every node is kept once. So
//! two functions are equal exactly when their ids are, whatever was computed to get there.
//!
//! What a path ends at is a terminal: [`Id::EMPTY`], [`Id::FULL`], or an outcome of a list of rules.

mod combine;
mod memo;
mod split;
mod table;

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use combine::Known;
pub(super) use combine::Operation;
use hashbrown::HashTable;
pub(super) use memo::{Memo, Seen};
pub(super) use table::Table;

use super::Spaces;

/// A diagram: a node or a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id(pub(super) u32);

/// How many ids are terminals.
const TERMINALS: u32 = 1 << 31;

impl Id {
    /// No packet.
    pub(super) const EMPTY: Self = Self(0);
    /// Every packet.
    pub(super) const FULL: Self = Self(1);
    /// What is decided to be nothing, while what is not decided is [`Id::EMPTY`]; number 1.
    pub(super) const NOTHING: Self = Self(2);

    /// The terminal with a number; [`Id::FULL`] is number 0. No list has so many rules, 2^31 - 1, that two would be the same.
    pub(super) const fn outcome(number: u32) -> Self {
        Self(if number < TERMINALS - 1 { number.wrapping_add(1) } else { TERMINALS - 1 })
    }

    /// The number of the terminal, where it is the outcome of a rule.
    pub(super) const fn number(self) -> Option<u32> {
        if self.is_terminal() { self.0.checked_sub(1) } else { None }
    }

    pub(super) const fn is_terminal(self) -> bool {
        self.0 < TERMINALS
    }
}

/// A range of values of a level, from behind the one before to `last`, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) last: u32,
    pub(super) rest: Id,
}

/// A node in the making, range by range.
#[derive(Debug)]
pub(super) struct Row {
    level: u8,
    /// The last value of the level.
    last: u32,
    /// Where its edges begin.
    from: usize,
    /// The first value that no range has yet.
    next: u64,
}

/// Where the edges of a node are.
#[derive(Debug, Clone, Copy)]
struct Head {
    first: u32,
    count: u32,
    hash: u32,
    level: u8,
}

/// The level of terminals: behind all others.
const BOTTOM: Head = Head { first: 0, count: 0, hash: 0, level: u8::MAX };

/// Bytes that a node takes in a store: its head and its slot of the table of all nodes, which is two thirds full.
const NODE_BYTES: usize = size_of::<Head>() + size_of::<u32>() * 3 / 2;

/// Edges that one store may hold, 256 MiB.
const MOST_EDGES: usize = 1 << 25;

/// All nodes, and what they are made with.
#[derive(Debug)]
pub(super) struct Nodes {
    /// Nodes that were there before, shared and never changed.
    base: Option<Arc<Spaces>>,
    /// How many nodes and edges those are.
    base_nodes: u32,
    base_edges: u32,
    heads: Vec<Head>,
    edges: Vec<Edge>,
    /// Own nodes by their edges.
    table: HashTable<u32>,
    /// Edges of nodes that are being made.
    making: Vec<Edge>,
    known: Vec<Known>,
    /// Results of other epochs are forgotten.
    epoch: u16,
    /// Steps that are left.
    left: u64,
}

impl Nodes {
    pub(super) fn new() -> Self {
        Self {
            base: None,
            base_nodes: TERMINALS,
            base_edges: 0,
            heads: Vec::new(),
            edges: Vec::new(),
            table: HashTable::new(),
            making: Vec::new(),
            known: Vec::new(),
            epoch: 1,
            left: u64::MAX,
        }
    }

    /// Nodes that go on from others.
    pub(super) fn over(base: &Arc<Spaces>) -> Self {
        let nodes = &base.nodes;
        Self {
            base_nodes: nodes.count(),
            base_edges: nodes.base_edges.wrapping_add(nodes.edges.len() as u32),
            base: Some(Arc::clone(base)),
            // What is wrong with what was there is wrong with all that comes.
            left: if nodes.left == 0 { 0 } else { u64::MAX },
            ..Self::new()
        }
    }

    /// The id that the next node gets.
    pub(super) const fn count(&self) -> u32 {
        self.base_nodes.wrapping_add(self.heads.len() as u32)
    }

    /// How many ranges own nodes have.
    pub(super) const fn own_ranges(&self) -> usize {
        self.edges.len()
    }

    /// Limits the steps from now on.
    pub(super) const fn limit(&mut self, steps: u64) {
        if self.left > 0 {
            self.left = steps;
        }
    }

    /// The same where none were left: nodes are what they should be, results perhaps not.
    pub(super) fn renew(&mut self, steps: u64) {
        if self.left == 0 {
            self.forget_known();
        }
        self.left = steps;
    }

    /// The steps that are left; with none, results are no longer what they should be.
    pub(super) const fn left(&self) -> u64 {
        self.left
    }

    pub(super) fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps as u64);
    }

    #[inline]
    fn head(&self, id: Id) -> Head {
        // An id of the base is less, which makes a place that there is not.
        match self.heads.get(id.0.wrapping_sub(self.base_nodes) as usize) {
            Some(head) => *head,
            None if id.is_terminal() => BOTTOM,
            None => self.base.as_ref().map_or(BOTTOM, |base| base.nodes.head(id)),
        }
    }

    /// The level of a node; that of a terminal is behind all others.
    pub(super) fn level(&self, id: Id) -> u8 {
        self.head(id).level
    }

    #[inline]
    fn edge(&self, at: u32) -> Edge {
        match self.edges.get(at.wrapping_sub(self.base_edges) as usize) {
            Some(edge) => *edge,
            None => self.base_edge(at),
        }
    }

    #[cold]
    fn base_edge(&self, at: u32) -> Edge {
        // Not of any store: as if nothing followed.
        let nothing = Edge { last: u32::MAX, rest: Id::EMPTY };
        self.base.as_ref().map_or(nothing, |base| base.nodes.edge(at))
    }

    /// The edges of a node.
    pub(super) fn edges(&self, id: Id) -> &[Edge] {
        let head = self.head(id);
        match (head.first.checked_sub(self.base_edges), &self.base) {
            (Some(first), _) => {
                let first = first as usize;
                self.edges.get(first..first.wrapping_add(head.count as usize)).unwrap_or_default()
            }
            (None, Some(base)) => base.nodes.edges(id),
            (None, None) => &[],
        }
    }

    /// Where the edges of the next node begin.
    pub(super) const fn begin(&self) -> usize {
        self.making.len()
    }

    /// The next edge of the node whose edges began at `from`.
    pub(super) fn push(&mut self, from: usize, last: u32, rest: Id) {
        if self.making.len() > from
            && let Some(before) = self.making.last_mut()
            && before.rest == rest
        {
            before.last = last;
            return;
        }
        self.making.push(Edge { last, rest });
    }

    /// The node of the edges pushed since `from`.
    pub(super) fn finish(&mut self, level: u8, from: usize) -> Id {
        let made = self.making.get(from..).unwrap_or_default();
        if let &[only] = made {
            self.making.truncate(from);
            return only.rest;
        }
        let count = made.len();
        self.left = self.left.saturating_sub(count as u64);
        let hash = hash(level, made);
        let found = match &self.base {
            Some(base) => base.nodes.find(level, hash, made),
            None => None,
        };
        if let Some(id) = found.or_else(|| self.find_own(level, hash, made)) {
            self.making.truncate(from);
            return id;
        }
        if self.left == 0 || self.edges.len().saturating_add(count) > MOST_EDGES {
            self.left = 0;
            self.making.truncate(from);
            return Id::EMPTY;
        }
        let id = self.count();
        let first = self.base_edges.wrapping_add(self.edges.len() as u32);
        self.edges.extend_from_slice(made);
        self.making.truncate(from);
        self.heads.push(Head { first, count: count as u32, hash, level });
        self.enter(hash, id);
        Id(id)
    }

    /// Enters an own node into the table of all nodes.
    fn enter(&mut self, hash: u32, id: u32) {
        let (heads, base) = (&self.heads, self.base_nodes);
        let rehash = |&id: &u32| wide(heads.get(id.wrapping_sub(base) as usize).map_or(0, |head| head.hash));
        self.table.insert_unique(wide(hash), id, rehash);
    }

    fn find(&self, level: u8, hash: u32, made: &[Edge]) -> Option<Id> {
        let found = self.base.as_ref().and_then(|base| base.nodes.find(level, hash, made));
        found.or_else(|| self.find_own(level, hash, made))
    }

    fn find_own(&self, level: u8, hash: u32, made: &[Edge]) -> Option<Id> {
        let is_it = |&id: &u32| {
            let Some(head) = self.heads.get(id.wrapping_sub(self.base_nodes) as usize) else { return false };
            head.hash == hash && head.level == level && self.own_edges(head) == made
        };
        self.table.find(wide(hash), is_it).map(|&id| Id(id))
    }

    /// The beginning of a node whose ranges may have gaps.
    pub(super) const fn row(&self, level: u8, last: u32) -> Row {
        Row { level, last, from: self.begin(), next: 0 }
    }

    /// The next range of the node; before it nothing.
    pub(super) fn put(&mut self, row: &mut Row, first: u32, last: u32, rest: Id) {
        if u64::from(first) > row.next {
            self.push(row.from, first.wrapping_sub(1), Id::EMPTY);
        }
        self.push(row.from, last, rest);
        row.next = u64::from(last).wrapping_add(1);
    }

    /// The node; behind its ranges nothing.
    pub(super) fn close(&mut self, row: &Row) -> Id {
        if row.next <= u64::from(row.last) {
            self.push(row.from, row.last, Id::EMPTY);
        }
        self.finish(row.level, row.from)
    }

    /// Forgets every node from `mark` on that `root` does not need, when that is more than half of what there is; `root` moves.
    pub(super) fn sweep(&mut self, mark: u32, root: Id) -> Id {
        let own = mark.saturating_sub(self.base_nodes) as usize;
        let mark = self.base_nodes.wrapping_add(own as u32);
        let newer = |id: Id| id.0.checked_sub(mark).map(|at| at as usize);
        // For each node whether it is needed, then where it moves.
        let mut moved = vec![Id::EMPTY; self.heads.len().saturating_sub(own)];
        let need = |moved: &mut Vec<Id>, id: Id| {
            if let Some(place) = newer(id).and_then(|at| moved.get_mut(at)) {
                *place = Id::FULL;
            }
        };
        need(&mut moved, root);
        // What follows a node was made before it: from the last to the first, what is needed is known.
        let mut needed = 0_usize;
        for (at, head) in self.heads.iter().enumerate().skip(own).rev() {
            if moved.get(at.wrapping_sub(own)) == Some(&Id::FULL) {
                needed = needed.wrapping_add(head.count as usize);
                for edge in self.own_edges(head) {
                    need(&mut moved, edge.rest);
                }
            }
        }
        let start = self.heads.get(own).map_or(self.edges.len(), |head| self.place(head).start);
        if needed.saturating_mul(2) > self.edges.len().saturating_sub(start) {
            return root;
        }
        self.forget_known();
        let (mut kept, mut end) = (own, start);
        for at in own..self.heads.len() {
            let Some(&head) = self.heads.get(at) else { break };
            let id = self.base_nodes.wrapping_add(at as u32);
            if let Ok(entry) = self.table.find_entry(wide(head.hash), |&known| known == id) {
                entry.remove();
            }
            let Some(place) = moved.get_mut(at.wrapping_sub(own)).filter(|place| **place == Id::FULL) else {
                continue;
            };
            *place = Id(self.base_nodes.wrapping_add(kept as u32));
            let first = end;
            for from in self.place(&head) {
                let Some(mut edge) = self.edges.get(from).copied() else { break };
                edge.rest = newer(edge.rest).and_then(|at| moved.get(at).copied()).unwrap_or(edge.rest);
                if let Some(place) = self.edges.get_mut(end) {
                    *place = edge;
                }
                end = end.wrapping_add(1);
            }
            let hash = hash(head.level, self.edges.get(first..end).unwrap_or_default());
            if let Some(place) = self.heads.get_mut(kept) {
                *place = Head { first: self.base_edges.wrapping_add(first as u32), hash, ..head };
            }
            kept = kept.wrapping_add(1);
        }
        self.heads.truncate(kept);
        self.edges.truncate(end);
        for at in own..kept {
            let hash = self.heads.get(at).map_or(0, |head| head.hash);
            self.enter(hash, self.base_nodes.wrapping_add(at as u32));
        }
        newer(root).and_then(|at| moved.get(at).copied()).unwrap_or(root)
    }

    /// Gives back memory that nothing needs while no node is made.
    pub(super) fn shrink(&mut self) {
        self.known = Vec::new();
        self.making = Vec::new();
        self.heads.shrink_to_fit();
        self.edges.shrink_to_fit();
    }

    /// Where the edges of an own node are.
    const fn place(&self, head: &Head) -> Range<usize> {
        let first = head.first.wrapping_sub(self.base_edges) as usize;
        first..first.wrapping_add(head.count as usize)
    }

    fn own_edges(&self, head: &Head) -> &[Edge] {
        self.edges.get(self.place(head)).unwrap_or_default()
    }

    /// Whether a diagram looks at `level`.
    pub(super) fn looks_at(&self, id: Id, level: u8) -> bool {
        let (mut seen, mut todo) = (Seen::new(), vec![id]);
        while let Some(id) = todo.pop() {
            if self.level(id) == level {
                return true;
            }
            if self.level(id) < level && seen.is_first(id) {
                todo.extend(self.edges(id).iter().map(|edge| edge.rest));
            }
        }
        false
    }

    /// Nodes that a diagram has, and the bytes they take in a store.
    pub(super) fn size(&self, id: Id) -> (usize, usize) {
        let mut seen = Seen::new();
        let mut todo = vec![id];
        let (mut nodes, mut edges) = (0_usize, 0_usize);
        while let Some(id) = todo.pop() {
            if id.is_terminal() || !seen.is_first(id) {
                continue;
            }
            nodes = nodes.saturating_add(1);
            edges = edges.saturating_add(self.edges(id).len());
            todo.extend(self.edges(id).iter().map(|edge| edge.rest));
        }
        let bytes = nodes.saturating_mul(NODE_BYTES).saturating_add(edges.saturating_mul(size_of::<Edge>()));
        (nodes, bytes)
    }
}

const fn mix(hash: u64, next: u64) -> u64 {
    let mixed = (hash.rotate_left(26) ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

fn hash(level: u8, edges: &[Edge]) -> u32 {
    let one = |hash, edge: &Edge| mix(hash, (u64::from(edge.last) << 32) | u64::from(edge.rest.0));
    edges.iter().fold(u64::from(level), one) as u32
}

/// A table looks at the highest bits of a hash and at the lowest.
const fn wide(hash: u32) -> u64 {
    ((hash as u64) << 32) | hash as u64
}
