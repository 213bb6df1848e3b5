//! Which of the asked flows are delivered and answered.

use alloc::vec::Vec;

use super::asked::{Asked, Sender};
use super::bounds::{Bounds, GatheredBounds, Sets};
use super::flows::{FlowSet, Realms};
use super::passing::{Passed, Passing};
use super::points::{PointFinder, Points};
use super::prepared::Prepared;
use super::row::{Assuming, Failing, Row, Wanted};
use super::rows::Rows;
use super::way::Way;
use crate::estate::{Estate, ObjectId};
use crate::fabric::{Addresses, Fabric, HopId, PlaceId, RealmId, Rewrite};
use crate::lower::Network;
use crate::ordered::{self, Map, Set};
use crate::packet::Packet;
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

    /// The places that an object stands for.
    pub(super) fn members(&self, object: ObjectId) -> Option<&Vec<PlaceId>> {
        self.network.members.get(object)
    }

    /// What every question needs.
    pub(crate) const fn prepared(&self) -> &'a Prepared {
        self.prepared
    }

    /// The points of a set, and those of the set that can send: a translated address sends nothing as such.
    pub(crate) const fn points(&self) -> PointFinder<'a> {
        self.points
    }

    /// The points of `from` without the addresses that only stand for others.
    pub(crate) fn senders(&self, from: &Points) -> Points {
        from.without_embedded().minus(&Points::one(RealmId::OUTSIDE, self.prepared.fronts.clone()))
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
        let targets = self.as_sent(spaces, &telling);
        let targets = self.rows.to_points(spaces, targets);
        let any_port = self.is_open() || self.fabric().rewrites().any(Rewrite::translates_ports);
        let service =
            if any_port { spaces.forget(asked.service, Field::DestinationPort) } else { asked.service };
        let about = About {
            evaluator: self,
            asked,
            wanted: Wanted {
                flows: with_points(spaces, asked.service, &telling),
                sent: spaces.intersect(service, targets),
                arriving: self.arriving(spaces, &telling, targets),
                depth,
            },
        };
        let wanted = &about.wanted;
        let sent = if self.is_open() { spaces.intersect(service, self.prepared.told) } else { wanted.sent };
        let mut sets = GatheredSets::default();
        for place in self.telling(&asked.senders) {
            let passing = about.passing(spaces, place);
            // Rows that are kept do not know what their ways pass.
            match self.rows.get(place).filter(|_| passing.is_none()) {
                Some(row) => about.gather(spaces, place, row, passing, &mut sets),
                None => {
                    let own = self.from(spaces, place);
                    let sent = spaces.intersect(own, sent);
                    let ways = self.ways(spaces, place, sent, Some((wanted, passing)))?;
                    let row = self.row(spaces, place, ways)?;
                    about.gather(spaces, place, &row, passing, &mut sets);
                }
            }
        }
        let GatheredSets { delivered, answered, fully_answered, elsewhere, assuming } = sets;
        let gathered = [delivered, answered, fully_answered, elsewhere];
        let [delivered, answered, fully_answered, elsewhere] = gathered.map(|flows| {
            let flows = flows.united(spaces);
            flows.map(&mut |flows| flows.intersect(spaces, &asked.any))
        });
        TooLarge::check(spaces)?;
        let assuming = assuming.into_iter().collect();
        Ok(Sets { delivered, answered, fully_answered, elsewhere, assuming })
    }

    /// Whether a flow is in D, A and R, for sure and perhaps, where the row that tells is known. Asks for no memory.
    pub(crate) fn known(
        &self,
        spaces: &Spaces,
        sender: PlaceId,
        realms: Realms,
        flow: &Packet,
    ) -> Option<[(bool, bool); 3]> {
        let groups = &self.prepared.groups;
        let telling = groups.sender(sender);
        let row = self.rows.get(telling)?;
        let flow = groups.told_by(telling, realms, flow)?;
        let holds = |flows: &FlowSet| spaces.contains(flows.between(realms), &flow);
        let sets = [&row.delivered, &row.answered, &row.fully_answered];
        Some(sets.map(|flows| (holds(&flows.least), holds(&flows.greatest))))
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

    /// Packets that may become one for a point of `to` without an appliance: the `targets` that senders write, and what stands
    /// behind public addresses. What points of `to` give on to others, as load balancers do, may be for anything behind them.
    fn arriving(&self, spaces: &mut Spaces, to: &Points, targets: Space) -> Space {
        let named = to.realm(RealmId::OUTSIDE);
        let fronts = self.fabric().fronts.iter().filter(|front| named.contains(front.address));
        let behind = fronts.filter_map(|front| front.behind).map(|(_, address)| Addresses::single(address));
        let behind: Addresses = behind.collect();
        let own = to.realms().map(|(_, addresses)| addresses.clone()).chain([behind.clone()]);
        let own: Addresses = own.collect();
        let mut translations = self.network.translations.iter();
        if translations.any(|one| !one.from.intersect(&own).is_empty() && !one.to.minus(&own).is_empty()) {
            return Space::ALL;
        }
        let behind = with_any(spaces, Field::Destination, &behind);
        spaces.union(targets, behind)
    }

    /// Packets that a sender may send for flows to these points: by way of an appliance those to anywhere may get there.
    pub(super) fn sent_for(&self, spaces: &mut Spaces, to: &Points) -> Space {
        if self.is_open() { self.prepared.told } else { self.as_sent(spaces, to) }
    }

    /// Whether some hop may do what the estate does not say.
    pub(crate) const fn is_open(&self) -> bool {
        self.prepared.appliances > 0
    }
}

/// What a question wants to know of a row.
struct About<'a> {
    evaluator: &'a Evaluator<'a>,
    asked: &'a Asked,
    wanted: Wanted,
}

#[derive(Default)]
struct GatheredSets {
    delivered: GatheredBounds,
    answered: GatheredBounds,
    fully_answered: GatheredBounds,
    elsewhere: GatheredBounds,
    assuming: Vec<HopId>,
}

impl<'a> About<'a> {
    /// Which ways count of what is sent by all that a place stands for; `None` where all do.
    fn passing(&self, spaces: &mut Spaces, place: PlaceId) -> Option<&'a Passing> {
        let fabric = self.evaluator.fabric();
        let own = self.evaluator.prepared.groups.senders(fabric, place);
        let own = with_any(spaces, Field::Source, &own);
        let realm = fabric.place(place).map(|place| place.realm);
        self.asked.passing.as_ref().filter(|passing| passing.tells_apart(spaces, realm, own))
    }

    /// Adds what a row says about the asked flows, and of which assumptions that hangs.
    fn gather(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        row: &Row,
        passing: Option<&Passing>,
        sets: &mut GatheredSets,
    ) {
        let mut own = [&row.delivered, &row.answered, &row.fully_answered]
            .map(|bounds| bounds.clone().map(&mut |flows| self.expanded(spaces, place, flows)));
        if let Some(passing) = passing {
            let elsewhere = self.told_apart(spaces, place, row, passing, &mut own);
            sets.elsewhere.extend(elsewhere);
        }
        if !row.assuming.is_empty() || !row.hanging.is_empty() {
            sets.assuming.extend(self.assuming(spaces, place, row, &own));
        }
        let [delivered, answered, fully_answered] = own;
        sets.delivered.extend(delivered);
        sets.answered.extend(answered);
        sets.fully_answered.extend(fully_answered);
    }

    /// Leaves in the sets of a row what ways bring that count, and tells what others deliver.
    fn told_apart(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        row: &Row,
        passing: &Passing,
        [delivered, answered, fully_answered]: &mut [Bounds; 3],
    ) -> Bounds {
        let [mut counted, mut replied, mut elsewhere] = core::array::from_fn(|_| GatheredBounds::default());
        let by_passed = row.ways.iter().map(|way| (way.passed.clone(), way));
        for (passed, ways) in Map::<Passed, &Way>::grouped(by_passed) {
            let [own, back] = self.evaluator.brought(spaces, place, &ways);
            let [own, back] =
                [own, back].map(|bounds| bounds.map(&mut |flows| self.expanded(spaces, place, flows)));
            elsewhere.extend(own.clone().map(&mut |flows| {
                let counted = passing.counted(spaces, &passed, flows);
                flows.minus(spaces, &counted)
            }));
            counted.extend(own.map(&mut |flows| passing.counted(spaces, &passed, flows)));
            replied.extend(back.map(&mut |flows| passing.counted(spaces, &passed, flows)));
        }
        let mut all_counted = GatheredBounds::default();
        for ends in passing.every_ends().filter(|_| self.wanted.depth == Depth::Replies) {
            let count = |passed: &Passed| passed.suffices(ends);
            let failing = Failing::of(spaces, &row.ways, &count);
            let flows = self.evaluator.fully(spaces, place, &row.ways, &failing, &count);
            all_counted.extend(flows.map(&mut |flows| {
                let flows = self.expanded(spaces, place, flows);
                passing.with_ends(spaces, ends, &flows)
            }));
        }
        *delivered = counted.united(spaces);
        *answered = replied.united(spaces);
        *fully_answered = all_counted.united(spaces);
        elsewhere.united(spaces)
    }

    /// The hops whose assumption the asked flows of a row rest on.
    fn assuming(&self, spaces: &mut Spaces, place: PlaceId, row: &Row, sets: &[Bounds; 3]) -> Vec<HopId> {
        let own = self.evaluator.prepared.groups.senders(self.evaluator.fabric(), place);
        let own = with_any(spaces, Field::Source, &own);
        let realm = self.evaluator.fabric().place(place).map(|place| place.realm);
        let settled = match self.wanted.depth {
            Depth::Delivery => &row.settled_one_way,
            Depth::Replies => &row.settled,
        };
        let settled = self.expanded(spaces, place, settled);
        let open = self.asked.any.from(realm).within(spaces, own).minus(spaces, &settled);
        let mut assuming = Vec::new();
        let asked = |way: &&Assuming| self.wanted.depth == Depth::Replies || !way.of_replies;
        for way in row.assuming.iter().filter(asked) {
            let is_open = match &way.delivers {
                Some(flows) => !self.expanded(spaces, place, flows).intersect(spaces, &open).is_empty(),
                None => !open.is_empty() && !spaces.intersect(way.sent, self.wanted.sent).is_empty(),
            };
            if is_open {
                assuming.extend_from_slice(&way.hops);
            }
        }
        let asked = sets.iter().take(if self.wanted.depth == Depth::Replies { sets.len() } else { 1 });
        let unknown: Vec<FlowSet> = asked.map(|flows| flows.open(spaces).intersect(spaces, &open)).collect();
        let mut hanging = Vec::new();
        for (hops, flows) in &row.hanging {
            hanging.push((hops.clone(), self.expanded(spaces, place, flows)));
        }
        assuming.extend(resting(spaces, hanging, &unknown));
        assuming
    }

    /// Flows of a row that may be asked about, of all that its place stands for.
    fn expanded(&self, spaces: &mut Spaces, place: PlaceId, flows: &FlowSet) -> FlowSet {
        let flows = flows.within(spaces, self.wanted.flows);
        self.evaluator.prepared.groups.expanded(spaces, place, &flows)
    }
}

/// The hops whose assumption flows rest on that may be in a set, and may not. Where some need no other than that of an
/// appliance, others that bring the same flows are left out.
fn resting(spaces: &mut Spaces, mut ways: Vec<(Vec<HopId>, FlowSet)>, unknown: &[FlowSet]) -> Vec<HopId> {
    let (mut unknown, mut left) = (unknown.to_vec(), unknown.to_vec());
    ordered::sort_by_key(&mut ways, |(hops, _)| hops.len());
    let (mut resting, mut count) = (Vec::new(), 0);
    for (hops, flows) in ways {
        if hops.len() > count {
            (count, unknown) = (hops.len(), left.clone());
        }
        if unknown.iter().any(|unknown| !unknown.intersect(spaces, &flows).is_empty()) {
            resting.extend(hops);
            left.iter_mut().for_each(|left| *left = left.minus(spaces, &flows));
        }
    }
    resting
}

/// Those of the packets that go to these points.
fn with_points(spaces: &mut Spaces, packets: Space, to: &Points) -> Space {
    let to = to.realms().map(|(_, addresses)| addresses.clone()).collect::<Addresses>();
    let to = with_any(spaces, Field::Destination, &to);
    spaces.intersect(packets, to)
}
