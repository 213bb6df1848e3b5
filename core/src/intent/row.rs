//! What becomes of what one place sends.

use alloc::vec::Vec;

use super::evaluate::{Depth, Evaluator};
use super::flows::{FlowSet, Gathered, Realms};
use super::way::Way;
use crate::fabric::{Addresses, Changes, HopId, PlaceId, RealmId};
use crate::reach::{Piece, TooLarge, Walker};
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
    /// All ways.
    pub(super) ways: Vec<Way>,
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

impl Row {
    /// The same row, now that hops and places have other numbers.
    pub(super) fn moved(self, changes: &Changes) -> Self {
        if !changes.moves() {
            return self;
        }
        let moved = |hop: HopId| changes.hop(hop).0;
        let assuming = self.assuming.into_iter().map(|one| {
            let hops = one.hops.into_iter().map(moved).collect();
            Assuming { hops, ..one }
        });
        let assuming = assuming.collect();
        let ways = self.ways.into_iter().map(|way| way.moved(changes)).collect();
        Self { assuming, ways, ..self }
    }
}

impl Evaluator<'_> {
    /// Every way of the packets `sent` from `place`.
    pub(super) fn ways(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        sent: Space,
        depth: Depth,
    ) -> Result<Vec<Way>, TooLarge> {
        let walker = Walker::new(self.fabric());
        let mut ways = Vec::new();
        for outcome in walker.send(spaces, place, sent)? {
            let asks = outcome.is_delivered() && depth == Depth::Replies;
            let replies = if asks { walker.answer(spaces, &outcome, place)? } else { Vec::new() };
            ways.push(Way::new(self.fabric(), outcome, replies));
        }
        TooLarge::check(spaces)?;
        Ok(ways)
    }

    /// What these ways of what `place` sends come to.
    pub(super) fn row(&self, spaces: &mut Spaces, place: PlaceId, ways: Vec<Way>) -> Result<Row, TooLarge> {
        let (mut delivered, mut answered) = (Gathered::default(), Gathered::default());
        let mut failing = Vec::new();
        for way in &ways {
            let Some(at) = way.at else {
                failing.push(way.piece.sent());
                continue;
            };
            self.gather(spaces, place, at, &way.piece, &mut delivered);
            for (piece, returned) in &way.replies {
                match returned {
                    true => self.gather(spaces, place, at, piece, &mut answered),
                    false => failing.push(piece.sent()),
                }
            }
        }
        let failing = spaces.union_all(failing);
        let (mut fully_answered, mut settled) = (Gathered::default(), Gathered::default());
        let assumes = ways.iter().any(|way| !way.assuming.is_empty());
        for way in &ways {
            let (Some(at), Some(piece)) = (way.at, way.piece.sent_outside(spaces, failing)) else { continue };
            self.gather(spaces, place, at, &piece, &mut fully_answered);
            if assumes && way.assuming.is_empty() {
                self.gather(spaces, place, at, &piece, &mut settled);
            }
        }
        let mut assuming = Vec::new();
        for way in ways.iter().filter(|way| !way.assuming.is_empty()) {
            let delivers = way.at.map(|at| {
                let mut flows = Gathered::default();
                self.gather(spaces, place, at, &way.piece, &mut flows);
                flows.united(spaces)
            });
            assuming.push(Assuming { hops: way.assuming.clone(), sent: way.piece.sent(), delivers });
        }
        TooLarge::check(spaces)?;
        Ok(Row {
            delivered: delivered.united(spaces),
            answered: answered.united(spaces),
            fully_answered: fully_answered.united(spaces),
            settled: settled.united(spaces),
            assuming,
            ways,
        })
    }

    /// Adds the flows of packets that arrived: as delivered, and as sent to fronts.
    fn gather(&self, spaces: &mut Spaces, from: PlaceId, at: PlaceId, piece: &Piece, flows: &mut Gathered) {
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
}
