//! Ways that count for a question: those through some things, one after the other, and past others.

use alloc::vec::Vec;

use super::evaluate::Evaluator;
use super::flows::{FlowSet, Gathered, Realms};
use super::points::Points;
use crate::estate::{ObjectId, Ways};
use crate::fabric::{Addresses, HopId, HopKind, RealmId};
use crate::ordered::Set;
use crate::packet::Packet;
use crate::reach::{Trail, Visit};
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// Which ways of which flows count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passing {
    own: Route,
    /// Flows of which some ways do not count.
    except: Vec<(FlowSet, Route)>,
}

/// What a way has to pass, and what not.
#[derive(Debug, Clone, Default)]
struct Route {
    /// One of each, in this order.
    through: Vec<Waypoints>,
    avoiding: Option<Waypoints>,
}

/// Things of which a way passes one or none: where packets pass them, and as ends of a flow.
#[derive(Debug, Clone)]
struct Waypoints {
    hops: Set<HopId>,
    points: Points,
}

/// What a way passes on its way there, its ends not counted, of each route that a question tells apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Passed(Vec<Met>);

/// What a way passes of one route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Met {
    /// How many of the things to pass are behind it in the end, where so many were at its start.
    reached: Vec<usize>,
    avoided: bool,
}

/// Flows by their ends: so many of the things to pass hold the source, and all from some on the destination.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    start: usize,
    needed: usize,
}

impl Passed {
    /// Whether a way that passes this counts for flows with these ends, as far as the question's own route goes.
    pub(super) fn suffices(&self, ends: Ends) -> bool {
        let Some(met) = self.0.first() else { return true };
        !met.avoided && met.reached.get(ends.start).is_some_and(|reached| *reached >= ends.needed)
    }
}

impl Passing {
    /// No way counts of these flows that counts for `other`.
    pub(super) fn except(&mut self, flows: FlowSet, other: &Self) {
        if !flows.is_empty() {
            self.except.push((flows, other.own.clone()));
        }
    }

    /// Whether ways count for some of the flows with these sources and not for others.
    pub(super) fn tells_apart(&self, spaces: &mut Spaces, realm: Option<RealmId>, sources: Space) -> bool {
        let mut excepted = self.except.iter().map(|(flows, _)| flows.from(realm).within(spaces, sources));
        !self.own.counts_any() || excepted.any(|flows| !flows.is_empty())
    }

    /// What a way with these visits passes.
    pub(crate) fn passed(&self, visits: &Trail<Visit>) -> Passed {
        let hops: Vec<HopId> = visits.in_order().into_iter().map(|visit| visit.hop).collect();
        let routes = core::iter::once(&self.own).chain(self.except.iter().map(|(_, route)| route));
        Passed(routes.map(|route| route.met(&hops)).collect())
    }

    /// The flows of a way that passes this for which it counts: an end that is one of the things is passed, too.
    pub(super) fn counted(&self, spaces: &mut Spaces, passed: &Passed, flows: &FlowSet) -> FlowSet {
        let mut met = passed.0.iter();
        let own = met.next().map(|met| self.own.counted(spaces, met, flows));
        let mut counted = own.unwrap_or_else(|| flows.clone());
        for ((flows, route), met) in self.except.iter().zip(met) {
            if !counted.is_empty() {
                let excepted = counted.intersect(spaces, flows);
                let excepted = route.counted(spaces, met, &excepted);
                counted = counted.minus(spaces, &excepted);
            }
        }
        counted
    }

    /// Whether such a way counts for one flow.
    pub(crate) fn counts(&self, spaces: &Spaces, passed: &Passed, realms: Realms, flow: &Packet) -> bool {
        let mut met = passed.0.iter();
        let counts = met.next().is_none_or(|met| self.own.counts(met, realms, flow));
        let mut except = self.except.iter().zip(met);
        let excepts = |((flows, route), met): (&(FlowSet, Route), &Met)| {
            spaces.contains(flows.between(realms), flow) && route.counts(met, realms, flow)
        };
        counts && !except.any(excepts)
    }

    /// The ends that the question's own route tells apart: every flow that may count has some of them.
    pub(super) fn every_ends(&self) -> impl Iterator<Item = Ends> {
        let most = self.own.through.len();
        (0..=most).flat_map(move |start| (start..=most).map(move |needed| Ends { start, needed }))
    }

    /// The flows with these ends, none of which is to be avoided.
    pub(super) fn with_ends(&self, spaces: &mut Spaces, ends: Ends, flows: &FlowSet) -> FlowSet {
        let flows = self.own.past(spaces, flows);
        self.own.between(spaces, ends, &flows)
    }
}

impl Route {
    /// Whether every way counts.
    const fn counts_any(&self) -> bool {
        self.through.is_empty() && self.avoiding.is_none()
    }

    fn met(&self, hops: &[HopId]) -> Met {
        let passes = |met: usize, hop: &HopId| self.advanced(met, &|things| things.hops.contains(hop));
        let reached = (0..=self.through.len()).map(|start| hops.iter().fold(start, passes));
        let avoids = |things: &Waypoints| hops.iter().any(|hop| things.hops.contains(hop));
        Met { reached: reached.collect(), avoided: self.avoiding.as_ref().is_some_and(avoids) }
    }

    /// How many of the things are passed where those before `met` were and here are these.
    fn advanced(&self, met: usize, passes: &dyn Fn(&Waypoints) -> bool) -> usize {
        let here = self.through.iter().skip(met).take_while(|things| passes(things)).count();
        met.saturating_add(here)
    }

    fn counted(&self, spaces: &mut Spaces, met: &Met, flows: &FlowSet) -> FlowSet {
        if met.avoided {
            return FlowSet::default();
        }
        let flows = self.past(spaces, flows);
        if met.reached.first().is_some_and(|reached| *reached >= self.through.len()) {
            return flows;
        }
        let mut counted = Gathered::default();
        for (start, &needed) in met.reached.iter().enumerate() {
            counted.extend(self.between(spaces, Ends { start, needed }, &flows));
        }
        counted.united(spaces)
    }

    fn counts(&self, met: &Met, realms: Realms, flow: &Packet) -> bool {
        let from = |things: &Waypoints| things.points.realm(realms.source).contains(flow.source());
        let to = |things: &Waypoints| things.points.realm(realms.destination).contains(flow.destination());
        let start = self.advanced(0, &from);
        let reached = met.reached.get(start).copied().unwrap_or(start);
        let passes = self.advanced(reached, &to) >= self.through.len();
        passes && !met.avoided && !self.avoiding.as_ref().is_some_and(|things| from(things) || to(things))
    }

    /// Those of the flows that have no end in what is to be avoided.
    fn past(&self, spaces: &mut Spaces, flows: &FlowSet) -> FlowSet {
        let Some(things) = &self.avoiding else { return flows.clone() };
        let own = [Field::Source, Field::Destination].map(|end| things.ending(spaces, end, flows));
        let [from, to] = own;
        flows.minus(spaces, &from).minus(spaces, &to)
    }

    fn between(&self, spaces: &mut Spaces, ends: Ends, flows: &FlowSet) -> FlowSet {
        let sources = self.through.iter().take(ends.start).map(|things| (Field::Source, things));
        let rest = self.through.iter().skip(ends.needed).map(|things| (Field::Destination, things));
        let mut flows = flows.clone();
        for (end, things) in sources.chain(rest) {
            if flows.is_empty() {
                break;
            }
            flows = things.ending(spaces, end, &flows);
        }
        flows
    }
}

impl Waypoints {
    /// Those of the flows whose source or destination is one of the things.
    fn ending(&self, spaces: &mut Spaces, end: Field, flows: &FlowSet) -> FlowSet {
        flows.change(&mut |realms, packets| {
            let realm = if end == Field::Source { realms.source } else { realms.destination };
            let own = self.points.of(realm).map(|addresses| with_any(spaces, end, addresses));
            own.map_or(Space::EMPTY, |own| spaces.intersect(packets, own))
        })
    }
}

impl Evaluator<'_> {
    /// Which ways count for flows that are asked about by `ways`; `None` where all do.
    pub(crate) fn passing(&self, ways: &Ways) -> Option<Passing> {
        let waypoints = |things: &Vec<ObjectId>| self.waypoints(things);
        let through = ways.through.iter().map(waypoints).collect();
        let avoiding = Some(&ways.avoiding).filter(|things| !things.is_empty()).map(waypoints);
        (!ways.are_any()).then(|| Passing { own: Route { through, avoiding }, except: Vec::new() })
    }

    fn waypoints(&self, things: &[ObjectId]) -> Waypoints {
        let estate = self.points().estate;
        // A machine is passed where it sends on what is for others, a front where it is given to one of several; other hops of
        // theirs are those of an end.
        let is_passed = |id: &HopId| {
            let Some(hop) = self.fabric().hop(*id) else { return false };
            let Some(object) = hop.label.object else { return false };
            let sends_on = matches!(hop.kind, HopKind::Appliance(_) | HopKind::Branches(_))
                || self.members(object).is_none();
            sends_on && things.iter().any(|thing| estate.is_within(object, *thing))
        };
        let hops = self.fabric().hop_ids().filter(is_passed).collect();
        // Addresses that a thing stands for without having them are no way through it.
        let placed = things.iter().filter(|thing| self.members(**thing).is_some());
        let own: Points = placed.map(|thing| self.points().object(*thing)).collect();
        let is_own = |(realm, address)| own.realm(realm).contains(address);
        let fronts = self.fabric().fronts.iter().filter(|front| front.behind.is_some_and(is_own));
        let fronts = fronts.map(|front| Addresses::single(front.address)).collect();
        let mut points: Points = [own, Points::one(RealmId::OUTSIDE, fronts)].into_iter().collect();
        if self.fabric().embeds {
            points = points.with_embedded();
        }
        Waypoints { hops, points }
    }
}
