//! What becomes of what one place sends.

use alloc::vec::Vec;

use super::bounds::{Bounds, GatheredBounds, Sets};
use super::evaluate::{Asked, Depth, Evaluator, destinations};
use super::flows::{FlowSet, Gathered, Realms};
use crate::fabric::{Addresses, Fabric, HopId, HopKind, PlaceId, RealmId, When};
use crate::ordered::{self, Map, Set};
use crate::reach::{End, Outcome, Piece, ReplyEnd, ReplyOutcome, TooLarge, Walker};
use crate::space::{Field, Space, Spaces};

/// One place's packets, as far as they are known.
#[derive(Default)]
struct Found {
    delivered: GatheredBounds,
    answered: GatheredBounds,
    fully_answered: GatheredBounds,
    /// The ways that packets go for sure, each with the hops whose assumption it makes.
    ways: Vec<(Outcome, Vec<HopId>)>,
    /// Packets as sent of which some path fails in some world.
    failing: Vec<Space>,
    /// Packets as sent of which some path fails in every world.
    doomed: Vec<Space>,
    /// What arrives, and where, and may be answered.
    returned: Vec<(End, Piece)>,
    /// The hops that may bring flows, whose assumption those rest on.
    hanging: Vec<(Vec<HopId>, FlowSet)>,
}

impl Found {
    /// Packets do not arrive, or are not answered; where their way ends at an appliance, that is not known.
    fn fails(&mut self, piece: &Piece, at_appliance: bool) {
        self.failing.push(piece.sent());
        if !at_appliance {
            self.doomed.push(piece.sent());
        }
    }
}

/// One place whose packets are followed for a question.
pub(super) struct Ways<'a> {
    pub(super) evaluator: &'a Evaluator<'a>,
    pub(super) walker: &'a Walker<'a>,
    pub(super) asked: &'a Asked,
    pub(super) depth: Depth,
    /// Whether some hop may do what the estate does not say.
    pub(super) open: bool,
    /// What senders write to whom the question is about.
    pub(super) targets: Space,
    pub(super) place: PlaceId,
}

impl Ways<'_> {
    /// The sets of what the place sends, and what they rest on.
    pub(super) fn sets(&self, spaces: &mut Spaces, sent: Space) -> Result<Sets, TooLarge> {
        let alike = spaces.forget(sent, Field::Destination);
        let realm = self.fabric().place(self.place).map(|place| place.realm);
        let open = self.asked.any.from(realm).within(spaces, alike);
        let mut found = Found::default();
        let outcomes = self.walker.send(spaces, self.place, sent)?;
        let (certain, possible): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|one| one.certain);
        for outcome in certain {
            self.find_certain(spaces, outcome, &mut found)?;
        }
        if self.open {
            self.find_possible(spaces, possible, &mut found)?;
        }
        Ok(self.settle(spaces, open, found))
    }

    fn fabric(&self) -> &Fabric {
        self.evaluator.fabric()
    }

    /// What becomes of packets whatever appliances do.
    fn find_certain(
        &self,
        spaces: &mut Spaces,
        mut outcome: Outcome,
        found: &mut Found,
    ) -> Result<(), TooLarge> {
        if self.open {
            // What is for others is followed for what appliances may make of it.
            if !outcome.is_delivered() && !matches!(outcome.end, End::Open) {
                found.doomed.push(outcome.piece.sent());
            }
            let Some(piece) = outcome.piece.sent_within(spaces, self.targets) else { return Ok(()) };
            outcome.piece = piece;
        }
        let mut assuming = self.assuming(&outcome, When::Crossed);
        if outcome.is_delivered() {
            self.gather(spaces, &outcome.end, &outcome.piece, found.delivered.of(true));
            let replies = match self.depth {
                Depth::Replies => self.walker.answer(spaces, &outcome, self.place)?,
                Depth::Delivery => Vec::new(),
            };
            for reply in replies {
                if reply.is_returned() {
                    let flows = found.answered.of(reply.certain);
                    self.gather(spaces, &outcome.end, &reply.answered, flows);
                    if self.open {
                        found.returned.push((outcome.end.clone(), reply.answered));
                    }
                    continue;
                }
                if !reply.certain {
                    continue;
                }
                found.fails(&reply.answered, matches!(reply.end, ReplyEnd::Open));
                if !self.is_filtered(&reply) {
                    assuming.extend(self.assuming(&outcome, When::ReplyLost));
                }
            }
        } else {
            let at_appliance = matches!(outcome.end, End::Open);
            found.fails(&outcome.piece, at_appliance);
            if at_appliance {
                // What may become of it are ways of their own.
                assuming.pop();
            }
        }
        found.ways.push((outcome, assuming));
        Ok(())
    }

    /// What may become of packets beyond appliances.
    fn find_possible(
        &self,
        spaces: &mut Spaces,
        possible: Vec<Outcome>,
        found: &mut Found,
    ) -> Result<(), TooLarge> {
        // Some world may answer every path of a packet of which none fails in every world.
        let doomed = core::mem::take(&mut found.doomed);
        let doomed = spaces.union_all(doomed);
        let mut told = Gathered::default();
        for (end, piece) in core::mem::take(&mut found.returned) {
            let Some(piece) = piece.sent_outside(spaces, doomed) else { continue };
            self.gather(spaces, &end, &piece, &mut told);
        }
        // Flows that may be fully answered: another way to them changes nothing.
        let mut told = told.united(spaces);
        for outcome in possible.into_iter().filter(Outcome::is_delivered) {
            let flows = self.gathered(spaces, &outcome.end, &outcome.piece);
            let flows = flows.intersect(spaces, &self.asked.any);
            if flows.is_empty() {
                continue;
            }
            let is_told = flows.minus(spaces, &told).is_empty();
            found.delivered.of(false).extend(flows.clone());
            found.hanging.push((self.assuming(&outcome, When::Crossed), flows));
            if is_told || self.depth == Depth::Delivery {
                continue;
            }
            for reply in self
                .walker
                .answer(spaces, &outcome, self.place)?
                .into_iter()
                .filter(ReplyOutcome::is_returned)
            {
                let flows = self.gathered(spaces, &outcome.end, &reply.answered);
                found.answered.of(false).extend(flows);
                if let Some(piece) = reply.answered.sent_outside(spaces, doomed) {
                    let flows = self.gathered(spaces, &outcome.end, &piece);
                    told = told.union(spaces, &flows);
                }
            }
        }
        found.fully_answered.of(false).extend(told);
        Ok(())
    }

    fn settle(&self, spaces: &mut Spaces, open: FlowSet, found: Found) -> Sets {
        let Found { delivered, answered, mut fully_answered, ways, failing, hanging, .. } = found;
        let failing = spaces.union_all(failing);
        // Where a way that rests on nothing settles a flow, other ways to it need no assumption.
        let mut settled = Gathered::default();
        for (outcome, assuming) in ways.iter().filter(|(outcome, _)| outcome.is_delivered()) {
            let Some(piece) = outcome.piece.sent_outside(spaces, failing) else { continue };
            self.gather(spaces, &outcome.end, &piece, fully_answered.of(true));
            if assuming.is_empty() {
                self.gather(spaces, &outcome.end, &piece, &mut settled);
            }
        }
        let settled = settled.united(spaces);
        let open = open.minus(spaces, &settled);
        let mut rests_on = Vec::new();
        for (outcome, assuming) in ways.into_iter().filter(|(_, assuming)| !assuming.is_empty()) {
            let undelivered = !outcome.is_delivered() && !open.is_empty();
            let flows = self.gathered(spaces, &outcome.end, &outcome.piece);
            if undelivered || !flows.intersect(spaces, &open).is_empty() {
                rests_on.extend(assuming);
            }
        }
        let [delivered, answered, fully_answered] =
            [delivered, answered, fully_answered].map(|flows| flows.united(spaces));
        let sets: [&Bounds; 3] = [&delivered, &answered, &fully_answered];
        let unknown = sets.map(|flows| flows.open(spaces).intersect(spaces, &open));
        rests_on.extend(resting(spaces, hanging, &unknown));
        Sets { delivered, answered, fully_answered, assuming: rests_on.into_iter().collect() }
    }

    /// Adds the flows of packets that arrived: as delivered, and as sent where a front was asked about.
    fn gather(&self, spaces: &mut Spaces, end: &End, piece: &Piece, flows: &mut Gathered) {
        let End::Arrived(at) = *end else { return };
        let (Some(source), Some(place)) = (self.fabric().place(self.place), self.fabric().place(at)) else {
            return;
        };
        if self.place != at {
            flows.add(Realms { source: source.realm, destination: place.realm }, piece.flows(spaces));
        }
        let realms = Realms { source: source.realm, destination: RealmId::OUTSIDE };
        let fronts = self.asked.to.realm(RealmId::OUTSIDE).intersect(self.evaluator.front_addresses());
        for front in self.fabric().fronts.iter().filter(|front| fronts.contains(front.address)) {
            // What is sent to a public address may also come to a machine that has it as its own.
            let behind = front
                .behind
                .filter(|&(realm, address)| realm == place.realm && place.addresses.contains(address));
            let Some((_, address)) = behind else { continue };
            let [behind, sent] =
                [address, front.address].map(|address| destinations(spaces, &Addresses::single(address)));
            for piece in piece.within(spaces, behind) {
                flows.add(realms, spaces.intersect(piece.sent(), sent));
            }
        }
    }

    /// The flows of packets that arrived.
    fn gathered(&self, spaces: &mut Spaces, end: &End, piece: &Piece) -> FlowSet {
        let mut flows = Gathered::default();
        self.gather(spaces, end, piece, &mut flows);
        flows.united(spaces)
    }

    /// The hops of a way that make an assumption.
    fn assuming(&self, outcome: &Outcome, when: When) -> Vec<HopId> {
        let hops = outcome.visits.in_order().into_iter().map(|visit| visit.hop);
        let assumption = |hop: &HopId| self.fabric().hop(*hop).and_then(|hop| hop.assumption.as_ref());
        hops.filter(|hop| assumption(hop).is_some_and(|assumed| assumed.when == when)).collect()
    }

    /// Whether a lost reply was dropped by a filter that asks its rules about it.
    fn is_filtered(&self, reply: &ReplyOutcome) -> bool {
        let last = reply.visits.last().and_then(|visit| self.fabric().hop(visit.hop));
        last.is_some_and(|hop| matches!(&hop.kind, HopKind::Filter(filter) if filter.state.is_none()))
    }
}

/// The hops whose assumption flows rest on that may be in a set, and may not. Where some need no other than that of an
/// appliance, others that bring the same flows are left out.
fn resting(spaces: &mut Spaces, hanging: Vec<(Vec<HopId>, FlowSet)>, unknown: &[FlowSet]) -> Set<HopId> {
    let (mut unknown, mut left) = (unknown.to_vec(), unknown.to_vec());
    let mut ways: Vec<_> = Map::<Vec<HopId>, FlowSet>::grouped(hanging).into_iter().collect();
    ordered::sort_by_key(&mut ways, |(hops, _)| hops.len());
    let (mut resting, mut count) = (Vec::new(), 0);
    for (hops, flows) in ways {
        if hops.len() > count {
            (count, unknown) = (hops.len(), left.clone());
        }
        let mut all = Gathered::default();
        flows.into_iter().for_each(|flows| all.extend(flows));
        let all = all.united(spaces);
        if unknown.iter().any(|unknown| !unknown.intersect(spaces, &all).is_empty()) {
            resting.extend(hops);
            left.iter_mut().for_each(|left| *left = left.minus(spaces, &all));
        }
    }
    resting.into_iter().collect()
}
