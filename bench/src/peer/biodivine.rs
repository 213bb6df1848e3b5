//! `biodivine-lib-bdd`: binary decision diagrams that are a list of nodes each.
//!
//! Every operation writes its whole result anew, so the rules are always put together in halves; a rule's diagram is made
//! node by node.

use std::hint::black_box;
use std::time::{Duration, Instant};

use biodivine_lib_bdd::{Bdd, BddNode, BddPointer, BddVariable};
use num_bigint::BigUint;

use crate::built::{Built, COUNTED, Limit};
use crate::list::{Match, Rule};
use crate::order::{Field, Order, Wanted};
use crate::way::{Sets, Way};

const VARIABLES: u16 = 104;

/// Builds what `list` permits; `None` when it takes too long.
#[must_use]
pub fn build(list: &[Rule], order: Order, limit: Limit) -> Option<Built> {
    let sets = Diagrams(order);
    let start = Instant::now();
    let set = black_box(Way::Balanced.permitted(&sets, black_box(list), limit)?);
    Some(sets.built(&set, start.elapsed()))
}

/// Diagrams of an order.
struct Diagrams(Order);

impl Sets for Diagrams {
    type Set = Bdd;

    fn empty(&self) -> Bdd {
        Bdd::from_nodes(&[BddNode::mk_zero(VARIABLES)]).unwrap()
    }

    fn matched(&self, rule: &Rule) -> Option<Bdd> {
        let mut nodes = Nodes::new();
        let mut root = BddPointer::one();
        for (field, above) in self.0.upwards() {
            root = nodes.field(Wanted::of(rule, field), field.width(), above, root);
        }
        Bdd::from_nodes(&nodes.0).ok()
    }

    fn or(&self, left: &Bdd, right: &Bdd) -> Option<Bdd> {
        Some(left.or(right))
    }

    fn without(&self, left: &Bdd, right: &Bdd) -> Option<Bdd> {
        Some(left.and_not(right))
    }
}

impl Diagrams {
    fn built(&self, set: &Bdd, time: Duration) -> Built {
        let [tcp, udp] = COUNTED.map(|number| {
            let mut nodes = Nodes::new();
            let wanted = Wanted::Bits(Match::new(number.into(), u8::MAX.into()));
            let protocol = Field::Protocol;
            nodes.field(wanted, protocol.width(), self.0.above(protocol), BddPointer::one());
            Bdd::from_nodes(&nodes.0).unwrap()
        });
        let counted = set.and(&tcp.or(&udp));
        Built {
            time,
            // Through bytes: the peer has another version of the numbers.
            count: BigUint::from_bytes_le(&counted.exact_cardinality().to_bytes_le()),
            nodes: Some(set.size()),
            bytes: Some(set.size() * size_of::<BddNode>()),
        }
    }
}

/// The nodes of a diagram in the making: zero, one, and each below the nodes that lead to it; the root is last.
struct Nodes(Vec<BddNode>);

impl Nodes {
    fn new() -> Self {
        Self(vec![BddNode::mk_zero(VARIABLES), BddNode::mk_one(VARIABLES)])
    }

    /// The node that goes on with `below` by what is `wanted` of a field.
    fn field(&mut self, wanted: Wanted, width: u32, above: u32, below: BddPointer) -> BddPointer {
        match wanted {
            Wanted::Bits(Match { value, mask }) => {
                (0..width).filter(|bit| mask >> bit & 1 == 1).fold(below, |below, bit| {
                    let none = BddPointer::zero();
                    let (zero, one) = if value >> bit & 1 == 1 { (none, below) } else { (below, none) };
                    self.node(above + width - 1 - bit, zero, one)
                })
            }
            Wanted::Range(first, last) => self.range(first.into(), last.into(), width, above, below),
        }
    }

    fn range(&mut self, first: u32, last: u32, width: u32, level: u32, below: BddPointer) -> BddPointer {
        if first == 0 && last == (1 << width) - 1 {
            return below;
        }
        let half = (1_u32 << width) >> 1;
        let zero = if first < half {
            self.range(first, last.min(half - 1), width - 1, level + 1, below)
        } else {
            BddPointer::zero()
        };
        let one = if last >= half {
            self.range(first.max(half) - half, last - half, width - 1, level + 1, below)
        } else {
            BddPointer::zero()
        };
        self.node(level, zero, one)
    }

    fn node(&mut self, level: u32, zero: BddPointer, one: BddPointer) -> BddPointer {
        let variable = BddVariable::from_index(usize::try_from(level).unwrap());
        self.0.push(BddNode::mk_node(variable, zero, one));
        BddPointer::from_index(self.0.len() - 1)
    }
}
