//! Which of the asked flows are delivered and answered.

use alloc::vec::Vec;

use super::asked::{Asked, Sender};
use super::flows::{FlowSet, Gathered};
use super::points::{PointFinder, Points};
use super::prepared::Prepared;
use super::row::Row;
use super::rows::Rows;
use crate::estate::Estate;
use crate::fabric::{Addresses, Fabric, HopId, PlaceId, RealmId, Rewrite};
use crate::lower::Network;
use crate::ordered::Set;
use crate::reach::TooLarge;
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// How far an evaluation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As far as delivery.
    Delivery,
    /// To the replies.
    Replies,
}

/// The sets over which verdicts and intents are defined.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets {
    /// Flows that some path delivers: D.
    pub(crate) delivered: FlowSet,
    /// Flows that some path delivers and answers: A.
    pub(crate) answered: FlowSet,
    /// Flows that every path delivers and answers: R.
    pub(crate) fully_answered: FlowSet,
    /// Hops whose assumption these sets rest on.
    pub(crate) assuming: Set<HopId>,
}

/// Evaluates questions over one estate.
#[derive(Clone, Copy)]
pub(crate) struct Evaluator<'a> {
    network: &'a Network,
    points: PointFinder<'a>,
    prepared: &'a Prepared,
    rows: &'a Rows,
}

impl<'a> Evaluator<'a> {
    /// An evaluator of questions about `estate`, which lowers to `network`.
    pub(crate) const fn new(
        estate: &'a Estate,
        network: &'a Network,
        prepared: &'a Prepared,
        rows: &'a Rows,
    ) -> Self {
        let points = PointFinder { estate, network, segments: prepared.segments.as_slice() };
        Self { network, points, prepared, rows }
    }

    /// The fabric that flows go through.
    pub(crate) const fn fabric(&self) -> &'a Fabric {
        &self.network.fabric
    }

    /// What every question needs.
    pub(crate) const fn prepared(&self) -> &'a Prepared {
        self.prepared
    }

    /// The points of a set, and those of the set that can send: a translated address sends nothing as such.
    pub(crate) const fn points(&self) -> PointFinder<'a> {
        self.points
    }

    /// The points of `to` without the addresses that only stand for others.
    pub(crate) fn senders(&self, from: &Points) -> Points {
        from.minus(&Points::one(RealmId::OUTSIDE, self.prepared.fronts.clone()))
    }

    /// What becomes of the flows that are asked about.
    pub(crate) fn evaluate(
        &self,
        spaces: &mut Spaces,
        asked: &Asked,
        depth: Depth,
    ) -> Result<Sets, TooLarge> {
        TooLarge::check(spaces)?;
        let telling = self.prepared.groups.telling(&asked.to);
        let to = self.as_sent(spaces, &telling);
        let service = self.any_port(spaces, asked.service);
        let about = About {
            evaluator: self,
            asked,
            flows: with_points(spaces, asked.service, &telling),
            sent: spaces.intersect(service, to),
        };
        let mut sets = GatheredSets::default();
        for place in self.telling(&asked.senders) {
            match self.rows.get(place) {
                Some(row) => about.gather(spaces, place, row, &mut sets),
                None => {
                    let own = self.from(spaces, place);
                    let sent = spaces.intersect(own, about.sent);
                    let ways = self.ways(spaces, place, sent, depth)?;
                    let row = self.row(spaces, place, ways)?;
                    about.gather(spaces, place, &row, &mut sets);
                }
            }
        }
        let GatheredSets { delivered, answered, fully_answered, assuming } = sets;
        let [delivered, answered, fully_answered] = [delivered, answered, fully_answered]
            .map(|flows| flows.united(spaces).intersect(spaces, &asked.any));
        TooLarge::check(spaces)?;
        Ok(Sets { delivered, answered, fully_answered, assuming: assuming.into_iter().collect() })
    }

    /// The places that tell what becomes of what these send.
    fn telling(&self, senders: &[Sender]) -> Set<PlaceId> {
        senders.iter().map(|sender| self.prepared.groups.sender(sender.place)).collect()
    }

    /// Packets from the addresses of a place.
    pub(super) fn from(&self, spaces: &mut Spaces, place: PlaceId) -> Space {
        let place = self.fabric().place(place);
        place.map_or(Space::EMPTY, |place| with_any(spaces, Field::Source, &place.addresses))
    }

    /// Packets to every address that a sender may write to reach one of `to`: its own and all that are translated to it.
    pub(crate) fn as_sent(&self, spaces: &mut Spaces, to: &Points) -> Space {
        let mut targets = to.realms().map(|(_, addresses)| addresses.clone()).collect::<Addresses>();
        loop {
            let leading =
                self.network.translations.iter().filter(|one| !one.to.intersect(&targets).is_empty());
            let more = leading.fold(targets.clone(), |all, one| all.union(&one.from));
            if more == targets {
                return with_any(spaces, Field::Destination, &targets);
            }
            targets = more;
        }
    }

    /// The same packets to any port, where ports are translated on the way.
    fn any_port(&self, spaces: &mut Spaces, packets: Space) -> Space {
        let translated = self.fabric().rewrites().any(Rewrite::translates_ports);
        if translated { spaces.forget(packets, Field::DestinationPort) } else { packets }
    }
}

/// What a question wants to know of a row.
struct About<'a> {
    evaluator: &'a Evaluator<'a>,
    asked: &'a Asked,
    /// Flows of the asked service to points that tell of the asked.
    flows: Space,
    /// What may be sent for them.
    sent: Space,
}

#[derive(Default)]
struct GatheredSets {
    delivered: Gathered,
    answered: Gathered,
    fully_answered: Gathered,
    assuming: Vec<HopId>,
}

impl About<'_> {
    /// Adds what a row says about the asked flows, and of which assumptions that hangs.
    fn gather(&self, spaces: &mut Spaces, place: PlaceId, row: &Row, sets: &mut GatheredSets) {
        sets.delivered.extend(self.expanded(spaces, place, &row.delivered));
        sets.answered.extend(self.expanded(spaces, place, &row.answered));
        sets.fully_answered.extend(self.expanded(spaces, place, &row.fully_answered));
        if row.assuming.is_empty() {
            return;
        }
        let own = self.evaluator.prepared.groups.senders(self.evaluator.fabric(), place);
        let own = with_any(spaces, Field::Source, &own);
        let realm = self.evaluator.fabric().place(place).map(|place| place.realm);
        let settled = self.expanded(spaces, place, &row.settled);
        let open = self.asked.any.from(realm).within(spaces, own).minus(spaces, &settled);
        for way in &row.assuming {
            let is_open = match &way.delivers {
                Some(flows) => !self.expanded(spaces, place, flows).intersect(spaces, &open).is_empty(),
                None => !open.is_empty() && !spaces.intersect(way.sent, self.sent).is_empty(),
            };
            if is_open {
                sets.assuming.extend_from_slice(&way.hops);
            }
        }
    }

    /// Flows of a row that may be asked about, of all that its place stands for.
    fn expanded(&self, spaces: &mut Spaces, place: PlaceId, flows: &FlowSet) -> FlowSet {
        let flows = flows.within(spaces, self.flows);
        self.evaluator.prepared.groups.expanded(spaces, place, &flows)
    }
}

/// Those of the packets that go to these points.
fn with_points(spaces: &mut Spaces, packets: Space, to: &Points) -> Space {
    let to = to.realms().map(|(_, addresses)| addresses.clone()).collect::<Addresses>();
    let to = with_any(spaces, Field::Destination, &to);
    spaces.intersect(packets, to)
}
