//! Interval decision diagrams: the inside of a [`Set`](super::set::Set).
//!
//! Every path from the root passes one node per field, in the same order. A node lists the ranges of values that go on, in
//! order; neighbours that go on alike are one range and nothing goes on to the empty set. So two sets are equal exactly when
//! their diagrams are.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Ordering;

use num_bigint::BigUint;

use super::Values;
use super::overlay::{Piece, overlay};
use crate::ordered;

/// A set of tuples of as many numbers as there are levels.
#[derive(Debug, Clone)]
pub(super) enum Diagram {
    /// No tuple.
    Empty,
    /// The one tuple of no number: what stands below the last level.
    Full,
    /// The tuples that start with a number of an edge and go on with a tuple of that edge; never without edges.
    Node(Arc<[Edge]>),
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    first: u128,
    last: u128,
    rest: Diagram,
}

/// What becomes of two sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation {
    Union,
    Intersect,
    Minus,
}

/// Results by the nodes they came from, so that a shared node is visited once.
type Memo<K, V> = BTreeMap<K, V>;
type NodeId = *const Edge;

impl Diagram {
    /// The set of the tuples that start with a value of a part and go on with its diagram; the values of the parts are disjoint.
    pub(super) fn node(parts: impl IntoIterator<Item = (Values, Self)>) -> Self {
        let mut edges = Vec::new();
        for (values, rest) in parts {
            if rest != Self::Empty {
                let edge = |&(first, last)| Edge { first, last, rest: rest.clone() };
                edges.extend(values.ranges().iter().map(edge));
            }
        }
        // Mostly they come in order.
        if !edges.is_sorted_by_key(|edge| edge.first) {
            ordered::sort_by_key(&mut edges, |edge| edge.first);
        }
        Self::of_edges(edges)
    }

    /// The tuples of any of `diagrams`, pair by pair, so that the large results are made last.
    pub(super) fn union_all(mut diagrams: Vec<Self>) -> Self {
        while diagrams.len() > 1 {
            diagrams = diagrams
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => left.combine(Operation::Union, right),
                    _ => pair.first().cloned().unwrap_or(Self::Empty),
                })
                .collect();
        }
        diagrams.pop().unwrap_or(Self::Empty)
    }

    /// The tuples that `operation` leaves of two sets of equally many levels.
    pub(super) fn combine(&self, operation: Operation, other: &Self) -> Self {
        self.combine_memo(operation, other, &mut Memo::new())
    }

    fn combine_memo(
        &self,
        operation: Operation,
        other: &Self,
        memo: &mut Memo<(NodeId, NodeId), Self>,
    ) -> Self {
        if self.is_same(other) {
            return match operation {
                Operation::Union | Operation::Intersect => self.clone(),
                Operation::Minus => Self::Empty,
            };
        }
        let (Self::Node(left), Self::Node(right)) = (self, other) else {
            // Not the same and of equally many levels: one is empty.
            return match (operation, self) {
                (Operation::Union, Self::Empty) => other.clone(),
                (Operation::Union | Operation::Minus, _) => self.clone(),
                (Operation::Intersect, _) => Self::Empty,
            };
        };
        // A pair can come again only when one of the two is reached in several ways.
        let key = (left.as_ptr(), right.as_ptr());
        let shared = Arc::strong_count(left) > 1 || Arc::strong_count(right) > 1;
        if shared && let Some(known) = memo.get(&key) {
            return known.clone();
        }
        let mut edges = Vec::new();
        for (first, last, left, right) in overlay(pieces(left), pieces(right)) {
            let (left, right) = (left.unwrap_or(&Self::Empty), right.unwrap_or(&Self::Empty));
            edges.push(Edge { first, last, rest: left.combine_memo(operation, right, memo) });
        }
        let result = Self::of_edges(edges);
        if shared {
            memo.insert(key, result.clone());
        }
        result
    }

    /// Whether `point`, one number per level, is of the set.
    pub(super) fn contains(&self, point: impl IntoIterator<Item = u128>) -> bool {
        let mut here = self;
        for value in point {
            let edges = here.edges();
            let before = edges.partition_point(|edge| edge.last < value);
            match edges.get(before) {
                Some(edge) if edge.first <= value => here = &edge.rest,
                _ => return false,
            }
        }
        *here != Self::Empty
    }

    /// The lowest tuple, the first number counting most.
    pub(super) fn first<const LEVELS: usize>(&self) -> Option<[u128; LEVELS]> {
        let mut here = self;
        let mut point = [0; LEVELS];
        for value in &mut point {
            let edge = here.edges().first()?;
            *value = edge.first;
            here = &edge.rest;
        }
        Some(point)
    }

    /// The number of tuples.
    pub(super) fn count(&self) -> BigUint {
        self.count_memo(&mut Memo::new())
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
    fn count_memo(&self, memo: &mut Memo<NodeId, BigUint>) -> BigUint {
        let Self::Node(edges) = self else {
            return BigUint::from(u8::from(*self == Self::Full));
        };
        if let Some(known) = memo.get(&edges.as_ptr()) {
            return known.clone();
        }
        let mut count = BigUint::ZERO;
        for edge in edges.iter() {
            let rest = edge.rest.count_memo(memo);
            // By 32 bits at a time: to multiply two long numbers takes much code. The range of all numbers has 2^128, one
            // more than fits.
            let width = edge.last.abs_diff(edge.first);
            let mut product = BigUint::ZERO;
            for shift in [96_u8, 64, 32, 0] {
                product = (product << 32_u8) + &rest * ((width >> shift) as u32);
            }
            count += product + rest;
        }
        memo.insert(edges.as_ptr(), count.clone());
        count
    }

    /// The numbers at level `depth`.
    pub(super) fn values(&self, depth: usize) -> Values {
        let mut found = Vec::new();
        self.values_memo(depth, &mut Memo::new(), &mut found);
        found.into_iter().collect()
    }

    fn values_memo(&self, depth: usize, seen: &mut Memo<NodeId, Self>, found: &mut Vec<(u128, u128)>) {
        let edges = self.edges();
        if edges.is_empty() || seen.insert(edges.as_ptr(), self.clone()).is_some() {
            return;
        }
        match depth.checked_sub(1) {
            Some(below) => edges.iter().for_each(|edge| edge.rest.values_memo(below, seen, found)),
            None => found.extend(edges.iter().map(|edge| (edge.first, edge.last))),
        }
    }

    /// The edges of the root with what goes on alike together, in order of the first value.
    pub(super) fn groups(&self) -> Vec<(Values, &Self)> {
        // Where the group of what goes on so stands: they come in the order of their first edges.
        let mut places = BTreeMap::new();
        let mut groups: Vec<(Vec<(u128, u128)>, &Self)> = Vec::new();
        for edge in self.edges() {
            let at = *places.entry(&edge.rest).or_insert(groups.len());
            match groups.get_mut(at) {
                Some((ranges, _)) => ranges.push((edge.first, edge.last)),
                None => groups.push((alloc::vec![(edge.first, edge.last)], &edge.rest)),
            }
        }
        groups.into_iter().map(|(ranges, rest)| (ranges.into_iter().collect(), rest)).collect()
    }

    /// The tuples whose number at level `depth` is any number, when another number there is of the set.
    pub(super) fn freed(&self, depth: usize) -> Self {
        self.rebuilt(depth, &|node| {
            Self::any(Self::union_all(node.edges().iter().map(|edge| edge.rest.clone()).collect()))
        })
    }

    /// The tuples with any number put in before level `depth`.
    pub(super) fn widened(&self, depth: usize) -> Self {
        self.rebuilt(depth, &|node| Self::any(node.clone()))
    }

    /// The tuples with the number of level `depth` moved to the front.
    pub(super) fn lifted(&self, depth: usize) -> Self {
        self.lifted_memo(depth, &mut Memo::new())
    }

    fn lifted_memo(&self, depth: usize, memo: &mut Memo<NodeId, Self>) -> Self {
        let (Self::Node(edges), Some(below)) = (self, depth.checked_sub(1)) else {
            return self.clone();
        };
        if let Some(known) = memo.get(&edges.as_ptr()) {
            return known.clone();
        }
        let mut parts = Vec::new();
        for (values, rest) in self.groups() {
            let lifted = rest.lifted_memo(below, memo);
            parts.push(lifted.rebuilt(1, &|rest| Self::node([(values.clone(), rest.clone())])));
        }
        let result = Self::union_all(parts);
        memo.insert(edges.as_ptr(), result.clone());
        result
    }

    /// The diagram with each node at level `depth` changed.
    pub(super) fn rebuilt(&self, depth: usize, change: &dyn Fn(&Self) -> Self) -> Self {
        self.rebuilt_memo(depth, change, &mut Memo::new())
    }

    fn rebuilt_memo(
        &self,
        depth: usize,
        change: &dyn Fn(&Self) -> Self,
        memo: &mut Memo<NodeId, Self>,
    ) -> Self {
        let (Self::Node(edges), Some(below)) = (self, depth.checked_sub(1)) else {
            return if *self == Self::Empty { Self::Empty } else { change(self) };
        };
        if let Some(known) = memo.get(&edges.as_ptr()) {
            return known.clone();
        }
        let rebuilt = |edge: &Edge| Edge {
            first: edge.first,
            last: edge.last,
            rest: edge.rest.rebuilt_memo(below, change, memo),
        };
        let result = Self::of_edges(edges.iter().map(rebuilt).collect());
        memo.insert(edges.as_ptr(), result.clone());
        result
    }

    /// The tuples of any number before those of `rest`.
    /// What goes on from this node by `values`.
    pub(super) fn limited(&self, values: &Values) -> Self {
        let edges = self.edges().iter();
        Self::node(
            edges.map(|edge| (Values::range(edge.first, edge.last).intersect(values), edge.rest.clone())),
        )
    }

    fn any(rest: Self) -> Self {
        Self::node([(Values::all(), rest)])
    }

    /// The node of `edges`, which are in order and disjoint.
    fn of_edges(mut edges: Vec<Edge>) -> Self {
        edges.retain(|edge| edge.rest != Self::Empty);
        edges.dedup_by(|next, kept| {
            let alike = kept.last.checked_add(1) == Some(next.first) && kept.rest == next.rest;
            if alike {
                kept.last = next.last;
            }
            alike
        });
        if edges.is_empty() { Self::Empty } else { Self::Node(edges.into()) }
    }

    fn edges(&self) -> &[Edge] {
        match self {
            Self::Node(edges) => edges,
            Self::Empty | Self::Full => &[],
        }
    }

    /// Whether the two are the same in memory; equal ones need not be.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Node(left), Self::Node(right)) => Arc::ptr_eq(left, right),
            (Self::Empty, Self::Empty) | (Self::Full, Self::Full) => true,
            _ => false,
        }
    }
}

impl PartialEq for Diagram {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Diagram {}

impl PartialOrd for Diagram {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Diagram {
    /// Empty before full before nodes, nodes by their edges.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_same(other) {
            return Ordering::Equal;
        }
        match (self, other) {
            (Self::Node(left), Self::Node(right)) => left.cmp(right),
            (Self::Empty, _) | (Self::Full, Self::Node(_)) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

fn pieces(edges: &[Edge]) -> impl Iterator<Item = Piece<&Diagram>> {
    edges.iter().map(|edge| (edge.first, edge.last, &edge.rest))
}
