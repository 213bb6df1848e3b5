//! Ways that count for a question: those through some thing, or past it.

use super::evaluate::Evaluator;
use super::flows::{FlowSet, Realms};
use super::points::Points;
use crate::estate::{ObjectId, Ways};
use crate::fabric::{Addresses, HopId, HopKind, RealmId};
use crate::ordered::Set;
use crate::packet::Packet;
use crate::reach::{Trail, Visit};
use crate::space::{Field, Spaces};
use crate::traffic::with_any;

/// Which ways count.
#[derive(Debug, Clone)]
pub(crate) struct Passing {
    through: Option<Waypoints>,
    avoiding: Option<Waypoints>,
}

/// Things of which a way passes one or none: where packets pass them, and as ends of a flow.
#[derive(Debug, Clone)]
struct Waypoints {
    hops: Set<HopId>,
    points: Points,
}

/// What a way passes on its way there, its ends not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Passed {
    through: bool,
    avoided: bool,
}

impl Passed {
    /// Everything that a way may pass.
    pub(super) const ALL: [Self; 4] = [
        Self { through: false, avoided: false },
        Self { through: false, avoided: true },
        Self { through: true, avoided: false },
        Self { through: true, avoided: true },
    ];

    /// What ways pass at the least that count for flows with an end in what is to be passed, and for others.
    pub(super) const LEAST: [Self; 2] =
        [Self { through: false, avoided: false }, Self { through: true, avoided: false }];

    /// Whether a way that passes this counts wherever one does that passes `least`.
    pub(super) fn is_at_least(self, least: Self) -> bool {
        !self.avoided && (self.through || !least.through)
    }
}

impl Passing {
    /// What a way with these visits passes.
    pub(crate) fn passed(&self, visits: &Trail<Visit>) -> Passed {
        let meets = |things: &Option<Waypoints>| {
            let mut visits = visits.backwards();
            things.as_ref().is_some_and(|things| visits.any(|visit| things.hops.contains(&visit.hop)))
        };
        Passed { through: meets(&self.through), avoided: meets(&self.avoiding) }
    }

    /// The flows of a way that passes this for which it counts: an end that is one of the things is passed, too.
    pub(super) fn counted(&self, spaces: &mut Spaces, passed: Passed, flows: &FlowSet) -> FlowSet {
        let mut counted = if passed.avoided { FlowSet::default() } else { flows.clone() };
        if let Some(things) = &self.avoiding {
            let own = things.ends(spaces, &counted);
            counted = counted.minus(spaces, &own);
        }
        match &self.through {
            Some(things) if !passed.through => things.ends(spaces, &counted),
            _ => counted,
        }
    }

    /// Whether such a way counts for one flow.
    pub(crate) fn counts(&self, passed: Passed, realms: Realms, flow: &Packet) -> bool {
        let ends = |things: &Option<Waypoints>| {
            let holds =
                |realm, address| things.as_ref().is_some_and(|all| all.points.realm(realm).contains(address));
            holds(realms.source, flow.source()) || holds(realms.destination, flow.destination())
        };
        let passes = self.through.is_none() || passed.through || ends(&self.through);
        passes && !passed.avoided && !ends(&self.avoiding)
    }
}

impl Waypoints {
    /// Those of the flows that have an end in one of the things.
    fn ends(&self, spaces: &mut Spaces, flows: &FlowSet) -> FlowSet {
        flows.change(&mut |realms, packets| {
            let mut ending = |field, realm| match self.points.of(realm) {
                Some(addresses) => with_any(spaces, field, addresses),
                None => crate::space::Space::EMPTY,
            };
            let from = ending(Field::Source, realms.source);
            let to = ending(Field::Destination, realms.destination);
            let either = spaces.union(from, to);
            spaces.intersect(packets, either)
        })
    }
}

impl Evaluator<'_> {
    /// Which ways count for flows that are asked about by `ways`; `None` where all do.
    pub(super) fn passing(&self, ways: &Ways) -> Option<Passing> {
        let waypoints = |things: &[ObjectId]| (!things.is_empty()).then(|| self.waypoints(things));
        let passing = Passing { through: waypoints(&ways.through), avoiding: waypoints(&ways.avoiding) };
        (passing.through.is_some() || passing.avoiding.is_some()).then_some(passing)
    }

    fn waypoints(&self, things: &[ObjectId]) -> Waypoints {
        let estate = self.points().estate;
        // A machine is passed where it sends on what is for others; its own hops are those of an end.
        let is_passed = |id: &HopId| {
            let Some(hop) = self.fabric().hop(*id) else { return false };
            let Some(object) = hop.label.object else { return false };
            let sends_on = matches!(hop.kind, HopKind::Appliance(_)) || self.members(object).is_none();
            sends_on && things.iter().any(|thing| estate.is_within(object, *thing))
        };
        let hops = self.fabric().hop_ids().filter(is_passed).collect();
        let own: Points = things.iter().map(|thing| self.points().object(*thing)).collect();
        let is_own = |(realm, address)| own.realm(realm).contains(address);
        let fronts = self.fabric().fronts.iter().filter(|front| front.behind.is_some_and(is_own));
        let fronts = fronts.map(|front| Addresses::single(front.address)).collect();
        let points = [own, Points::one(RealmId::OUTSIDE, fronts)].into_iter().collect();
        Waypoints { hops, points }
    }
}
