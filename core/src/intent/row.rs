//! What becomes of what one place sends.

use alloc::vec::Vec;

use super::evaluate::{Depth, Evaluator};
use super::flows::{FlowSet, Gathered, Realms};
use crate::fabric::{Addresses, HopId, HopKind, PlaceId, RealmId, When};
use crate::reach::{End, Outcome, Piece, ReplyOutcome, TooLarge, Walker};
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// What becomes of packets of one place: flows to points that tell of others, too.
#[derive(Debug)]
pub(crate) struct Row {
    /// Flows that some path delivers.
    pub(super) delivered: FlowSet,
    /// Flows that some path delivers and answers.
    pub(super) answered: FlowSet,
    /// Flows that every path delivers and answers.
    pub(super) fully_answered: FlowSet,
    /// Those of them that a way delivers which rests on no assumption: other ways to them need none, either.
    pub(super) settled: FlowSet,
    /// The ways that rest on one.
    pub(super) assuming: Vec<Assuming>,
}

/// A way that rests on assumptions.
#[derive(Debug)]
pub(crate) struct Assuming {
    /// The hops that make them.
    pub(super) hops: Vec<HopId>,
    /// The packets as sent.
    pub(super) sent: Space,
    /// What it delivers; `None` where it ends before.
    pub(super) delivers: Option<FlowSet>,
}

impl Evaluator<'_> {
    /// What becomes of the packets `sent` from `place`.
    pub(super) fn row(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        sent: Space,
        depth: Depth,
    ) -> Result<Row, TooLarge> {
        let walker = Walker::new(self.fabric());
        let (mut delivered, mut answered) = (Gathered::default(), Gathered::default());
        let mut ways = Vec::new();
        let mut failing = Vec::new();
        for outcome in walker.send(spaces, place, sent)? {
            let mut hops = self.assuming(&outcome, When::Crossed);
            if !outcome.is_delivered() {
                failing.push(outcome.piece.sent());
                ways.push((outcome, hops));
                continue;
            }
            self.gather(spaces, place, &outcome, &outcome.piece, &mut delivered);
            let replies =
                if depth == Depth::Replies { walker.answer(spaces, &outcome, place)? } else { Vec::new() };
            for reply in replies {
                if reply.is_returned() {
                    self.gather(spaces, place, &outcome, &reply.answered, &mut answered);
                    continue;
                }
                failing.push(reply.answered.sent());
                if !self.is_filtered(&reply) {
                    hops.extend(self.assuming(&outcome, When::ReplyLost));
                }
            }
            ways.push((outcome, hops));
        }
        let failing = spaces.union_all(failing);
        let (mut fully_answered, mut settled) = (Gathered::default(), Gathered::default());
        let assumes = ways.iter().any(|(_, hops)| !hops.is_empty());
        for (outcome, hops) in ways.iter().filter(|(outcome, _)| outcome.is_delivered()) {
            let Some(piece) = outcome.piece.sent_outside(spaces, failing) else { continue };
            self.gather(spaces, place, outcome, &piece, &mut fully_answered);
            if assumes && hops.is_empty() {
                self.gather(spaces, place, outcome, &piece, &mut settled);
            }
        }
        let mut assuming = Vec::new();
        for (outcome, hops) in ways.into_iter().filter(|(_, hops)| !hops.is_empty()) {
            let delivers = outcome.is_delivered().then(|| {
                let mut flows = Gathered::default();
                self.gather(spaces, place, &outcome, &outcome.piece, &mut flows);
                flows.united(spaces)
            });
            assuming.push(Assuming { hops, sent: outcome.piece.sent(), delivers });
        }
        TooLarge::check(spaces)?;
        Ok(Row {
            delivered: delivered.united(spaces),
            answered: answered.united(spaces),
            fully_answered: fully_answered.united(spaces),
            settled: settled.united(spaces),
            assuming,
        })
    }

    /// Adds the flows of packets that arrived: as delivered, and as sent to fronts.
    fn gather(
        &self,
        spaces: &mut Spaces,
        from: PlaceId,
        outcome: &Outcome,
        piece: &Piece,
        flows: &mut Gathered,
    ) {
        let End::Arrived(at) = outcome.end else { return };
        let (Some(source), Some(place)) = (self.fabric().place(from), self.fabric().place(at)) else {
            return;
        };
        if from != at {
            flows.add(Realms { source: source.realm, destination: place.realm }, piece.flows(spaces));
        }
        let realms = Realms { source: source.realm, destination: RealmId::OUTSIDE };
        for front in self.prepared().fronts_of(self.fabric(), at) {
            let Some((_, address)) = front.behind else { continue };
            let [behind, sent] = [address, front.address]
                .map(|address| with_any(spaces, Field::Destination, &Addresses::single(address)));
            for piece in piece.within(spaces, behind) {
                flows.add(realms, spaces.intersect(piece.sent(), sent));
            }
        }
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
