//! OxiDD: binary decision diagrams in a table of nodes, the strongest of the peers.
//!
//! It is given every advantage: a rule's diagram is made node by node instead of by operations, the managers are made and
//! dropped outside the measured time, and of all orders, kinds and ways the best is taken.

use std::collections::hash_map::RandomState;
use std::hint::black_box;
use std::ops::{Add, Shl, Shr};
use std::time::{Duration, Instant};

use num_bigint::BigUint;
use oxidd::bcdd::{BCDDFunction, BCDDManagerRef};
use oxidd::bdd::{BDDFunction, BDDManagerRef};
use oxidd::util::{AllocResult, IsFloatingPoint, SatCountCache};
use oxidd::{BooleanFunction, Function, InnerNode, LevelNo, Manager, ManagerRef, Node};
use oxidd_core::DiagramRules;
use oxidd_core::function::EdgeOfFunc;
use oxidd_core::util::{NodeSet, Own, Ref};

use crate::built::{Built, COUNTED, Limit};
use crate::list::{Match, Rule};
use crate::order::{Field, Order, Wanted};
use crate::way::{Sets, Way};

/// The kind of diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain.
    Bdd,
    /// With complement edges.
    Bcdd,
}

/// All that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The order of the fields.
    pub order: Order,
    /// The kind of diagram.
    pub kind: Kind,
    /// How the rules are put together.
    pub way: Way,
}

impl Plan {
    /// Every plan, and every order before the second kind or way: the order matters most.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        let kinds = [Kind::Bdd, Kind::Bcdd];
        let each = move |way| kinds.into_iter().map(move |kind| (way, kind));
        [Way::Balanced, Way::Sequential]
            .into_iter()
            .flat_map(each)
            .flat_map(|(way, kind)| Order::ALL.into_iter().map(move |order| Self { order, kind, way }))
    }

    /// Its name in a table.
    #[must_use]
    pub fn name(self) -> String {
        format!("{:?} {:?} {}", self.kind, self.way, self.order.name())
    }
}

/// The least that a node takes in OxiDD's index manager 0.13: `NodeWithLevel<2>` is a count of references, a level and two
/// edges of 4 bytes each, and its place in the unique table of `linear-hashtbl` is a status and an edge of 4 bytes each. The
/// tables are kept at most three quarters full, which is not counted here, and neither is the cache of results.
pub const BYTES_PER_NODE: usize = 16 + 8;

/// Builds what `list` permits in a manager of its own; `None` when it takes too long or there is no room.
///
/// A manager that is used again after its garbage is collected builds slower than a new one.
#[must_use]
pub fn build(list: &[Rule], plan: Plan, limit: Limit) -> Option<Built> {
    // With fewer nodes the large lists do not fit; with 2^18 to 2^22 results every list is as slow or slower.
    Table::new(plan.kind, 1 << 26, 1 << 16).build(list, plan.order, plan.way, limit)
}

/// A manager with a variable for each bit.
pub enum Table {
    /// Of plain diagrams.
    Bdd(BDDManagerRef),
    /// Of those with complement edges.
    Bcdd(BCDDManagerRef),
}

impl Table {
    /// A table of diagrams of `kind` with room for so many nodes and results.
    #[must_use]
    pub fn new(kind: Kind, nodes: usize, results: usize) -> Self {
        match kind {
            Kind::Bdd => {
                let manager = oxidd::bdd::new_manager(nodes, results, 1);
                manager.with_manager_exclusive(|manager| manager.add_vars(Order::BITS));
                Self::Bdd(manager)
            }
            Kind::Bcdd => {
                let manager = oxidd::bcdd::new_manager(nodes, results, 1);
                manager.with_manager_exclusive(|manager| manager.add_vars(Order::BITS));
                Self::Bcdd(manager)
            }
        }
    }

    /// Builds what `list` permits; `None` when it takes too long or there is no room.
    #[must_use]
    pub fn build(&self, list: &[Rule], order: Order, way: Way, limit: Limit) -> Option<Built> {
        match self {
            Self::Bdd(manager) => build_in::<BDDFunction>(manager, list, order, way, limit),
            Self::Bcdd(manager) => build_in::<BCDDFunction>(manager, list, order, way, limit),
        }
    }
}

fn build_in<F: BooleanFunction>(
    manager: &F::ManagerRef,
    list: &[Rule],
    order: Order,
    way: Way,
    limit: Limit,
) -> Option<Built> {
    manager.with_manager_shared(|manager| {
        let sets = Functions::<F> { manager, order };
        let start = Instant::now();
        let set = black_box(way.permitted(&sets, black_box(list), limit)?);
        Some(sets.built(&set, start.elapsed()))
    })
}

type EdgeOf<'id, F> = Own<EdgeOfFunc<'id, F>>;

/// The functions of a manager.
struct Functions<'a, 'id, F: Function> {
    manager: &'a F::Manager<'id>,
    order: Order,
}

impl<F: BooleanFunction> Sets for Functions<'_, '_, F> {
    type Set = F;

    fn empty(&self) -> F {
        F::f(self.manager)
    }

    fn matched(&self, rule: &Rule) -> Option<F> {
        let mut edge = F::t_edge(self.manager);
        for (field, above) in self.order.upwards() {
            edge = self.field(Wanted::of(rule, field), field.width(), above, edge).ok()?;
        }
        Some(F::from_edge(self.manager, edge))
    }

    fn or(&self, left: &F, right: &F) -> Option<F> {
        let edge = F::or_edge(self.manager, left.as_edge(self.manager), right.as_edge(self.manager)).ok()?;
        Some(F::from_edge(self.manager, edge))
    }

    fn without(&self, left: &F, right: &F) -> Option<F> {
        let (left, right) = (left.as_edge(self.manager), right.as_edge(self.manager));
        Some(F::from_edge(self.manager, F::imp_strict_edge(self.manager, right, left).ok()?))
    }
}

impl<'id, F: BooleanFunction> Functions<'_, 'id, F> {
    /// The packets that have what is `wanted` in a field and go on with `below`.
    fn field(
        &self,
        wanted: Wanted,
        width: u32,
        above: LevelNo,
        below: EdgeOf<'id, F>,
    ) -> AllocResult<EdgeOf<'id, F>> {
        match wanted {
            Wanted::Bits(Match { value, mask }) => {
                let mut edge = below;
                for bit in (0..width).filter(|bit| mask >> bit & 1 == 1) {
                    let none = F::f_edge(self.manager);
                    let children = if value >> bit & 1 == 1 { [edge, none] } else { [none, edge] };
                    edge = self.node(above + width - 1 - bit, children)?;
                }
                Ok(edge)
            }
            Wanted::Range(first, last) => {
                let edge = self.range(first.into(), last.into(), width, above, &below);
                self.manager.drop_edge(below);
                edge
            }
        }
    }

    fn range(
        &self,
        first: u32,
        last: u32,
        width: u32,
        level: LevelNo,
        below: &EdgeOf<'id, F>,
    ) -> AllocResult<EdgeOf<'id, F>> {
        if first == 0 && last == (1 << width) - 1 {
            return Ok(self.manager.clone_edge(below.borrowed()));
        }
        let half = (1_u32 << width) >> 1;
        let zero = if first < half {
            self.range(first, last.min(half - 1), width - 1, level + 1, below)?
        } else {
            F::f_edge(self.manager)
        };
        let one = if last >= half {
            self.range(first.max(half) - half, last - half, width - 1, level + 1, below)?
        } else {
            F::f_edge(self.manager)
        };
        self.node(level, [one, zero])
    }

    /// The node of `children`: where the bit is one, and where it is zero.
    fn node(&self, level: LevelNo, children: [EdgeOf<'id, F>; 2]) -> AllocResult<EdgeOf<'id, F>> {
        <F::Manager<'id> as Manager>::Rules::reduce(self.manager, level, children)
            .then_insert(self.manager, level)
    }

    fn built(&self, set: &F, time: Duration) -> Built {
        let [tcp, udp] = COUNTED.map(|number| {
            let wanted = Wanted::Bits(Match::new(number.into(), u8::MAX.into()));
            let (field, above) = (Field::Protocol, self.order.above(Field::Protocol));
            let edge = self.field(wanted, field.width(), above, F::t_edge(self.manager)).unwrap();
            F::from_edge(self.manager, edge)
        });
        let known = self.or(&tcp, &udp).unwrap();
        let counted =
            F::and_edge(self.manager, set.as_edge(self.manager), known.as_edge(self.manager)).unwrap();
        let counted = F::from_edge(self.manager, counted);
        let mut cache = SatCountCache::<Count, RandomState>::default();
        let count = F::sat_count_edge(self.manager, counted.as_edge(self.manager), Order::BITS, &mut cache).0;
        let nodes = nodes(self.manager, set.as_edge(self.manager), &mut Default::default());
        Built { time, count, nodes: Some(nodes), bytes: Some(nodes * BYTES_PER_NODE) }
    }
}

/// Counts the inner nodes of `edge` that are not in `seen`.
fn nodes<M: Manager>(manager: &M, edge: Ref<'_, M::Edge>, seen: &mut M::NodeSet) -> usize {
    match manager.get_node(edge) {
        Node::Inner(node) if seen.insert(edge) => {
            1 + node.children().map(|child| nodes(manager, child, seen)).sum::<usize>()
        }
        _ => 0,
    }
}

/// A count that OxiDD can count with.
#[derive(Clone)]
struct Count(BigUint);

impl From<u32> for Count {
    fn from(number: u32) -> Self {
        Self(number.into())
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Shl<u32> for Count {
    type Output = Self;

    fn shl(self, bits: u32) -> Self {
        Self(self.0 << bits)
    }
}

impl Shr<u32> for Count {
    type Output = Self;

    fn shr(self, bits: u32) -> Self {
        Self(self.0 >> bits)
    }
}

impl IsFloatingPoint for Count {
    const FLOATING_POINT: bool = false;
    const MIN_EXP: i32 = 0;
}
