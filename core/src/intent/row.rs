//! What becomes of what one place sends.

use alloc::vec::Vec;

use super::bounds::{Bounds, GatheredBounds};
use super::evaluate::{Depth, Evaluator};
use super::flows::{FlowSet, Gathered, Realms};
use super::passing::{Passed, Passing};
use super::way::{Back, Way};
use crate::fabric::{Addresses, Changes, HopId, PlaceId, RealmId};
use crate::ordered::Map;
use crate::reach::{End, Outcome, Piece, TooLarge, Walker};
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// What becomes of packets of one place: flows to points that tell of others, too.
#[derive(Debug)]
pub(crate) struct Row {
    /// Flows that some path delivers.
    pub(super) delivered: Bounds,
    /// Flows that some path delivers and answers.
    pub(super) answered: Bounds,
    /// Flows that every path delivers and answers.
    pub(super) fully_answered: Bounds,
    /// Those of them that a way delivers which rests on no assumption: other ways to them need none, either.
    pub(super) settled: FlowSet,
    /// The same where replies do not matter.
    pub(super) settled_one_way: FlowSet,
    /// The ways that rest on one.
    pub(super) assuming: Vec<Assuming>,
    /// The hops that may bring flows, whose assumption those rest on.
    pub(super) hanging: Vec<(Vec<HopId>, FlowSet)>,
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
    /// Whether only replies rest on them.
    pub(super) of_replies: bool,
}

impl Row {
    /// The same row, now that hops and places have other numbers.
    pub(super) fn moved(self, changes: &Changes) -> Self {
        if !changes.moves() {
            return self;
        }
        let moved = |hops: Vec<HopId>| hops.into_iter().map(|hop| changes.hop(hop).0).collect();
        let assuming = self.assuming.into_iter().map(|one| Assuming { hops: moved(one.hops), ..one });
        let hanging = self.hanging.into_iter().map(|(hops, flows)| (moved(hops), flows));
        let (assuming, hanging) = (assuming.collect(), hanging.collect());
        let ways = self.ways.into_iter().map(|way| way.moved(changes)).collect();
        Self { assuming, hanging, ways, ..self }
    }
}

/// What a question wants to know of ways.
pub(super) struct Wanted {
    /// Flows to points that tell of the asked, of the asked service.
    pub(super) flows: Space,
    /// What senders write for them, where no appliance makes them of other packets.
    pub(super) sent: Space,
    /// What they are of, when no more appliance is before them.
    pub(super) arriving: Space,
    /// How far they are followed.
    pub(super) depth: Depth,
}

impl Evaluator<'_> {
    /// Every way of the packets `sent` from `place`, or those that matter for what is wanted, with what they pass where not all
    /// of them count.
    pub(super) fn ways(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        sent: Space,
        wanted: Option<(&Wanted, Option<&Passing>)>,
    ) -> Result<Vec<Way>, TooLarge> {
        let passing = wanted.and_then(|(_, passing)| passing);
        let wanted = wanted.map(|(wanted, _)| wanted);
        let mut walker = Walker::new(self.fabric());
        if let Some(wanted) = wanted.filter(|_| self.is_open()) {
            walker = walker.last_toward(self.prepared().appliances, wanted.arriving);
        }
        let answers = wanted.is_none_or(|wanted| wanted.depth == Depth::Replies);
        let outcomes = walker.send(spaces, place, sent)?.into_iter();
        let (certain, possible): (Vec<Outcome>, Vec<_>) = outcomes.partition(|outcome| outcome.certain);
        let mut ways = Vec::new();
        let way = |spaces: &mut Spaces, outcome: Outcome, answers: bool| {
            let asks = outcome.is_delivered() && answers;
            let replies = if asks { walker.answer(spaces, &outcome, place)? } else { Vec::new() };
            let passed = passing.map(|passing| passing.passed(&outcome.visits)).unwrap_or_default();
            Ok(Way::new(self.fabric(), outcome, replies, passed))
        };
        for outcome in certain {
            // What is for others is followed for what appliances may make of it.
            let meant =
                wanted.is_none_or(|wanted| !spaces.intersect(outcome.piece.sent(), wanted.sent).is_empty());
            ways.push(way(spaces, outcome, answers && meant)?);
        }
        if possible.is_empty() {
            return TooLarge::check(spaces).map(|()| ways);
        }
        let doomed = Failing::of(spaces, &ways, &|_| true);
        let mut told = self.may_be_answered(spaces, place, ways.iter(), &doomed);
        for outcome in possible {
            // Of what is not asked for, or known to be possible, only a row that is kept has to know.
            let mut known = false;
            if let Some(wanted) = wanted {
                let at = match outcome.end {
                    End::Arrived(at) if outcome.is_delivered() => at,
                    _ => continue,
                };
                let mut flows = Gathered::default();
                flows.extend(self.arrived(spaces, place, at, &outcome.piece));
                if let Some((front, header)) = outcome.front {
                    flows.extend(self.arrived(spaces, place, front, &outcome.piece.clone().seen_by(header)));
                }
                let flows = flows.united(spaces).within(spaces, wanted.flows);
                if flows.is_empty() {
                    continue;
                }
                // Another way may count where that one does not.
                known = passing.is_none() && flows.minus(spaces, &told).is_empty();
            }
            let way = way(spaces, outcome, answers && !known)?;
            if wanted.is_some() {
                let more = self.may_be_answered(spaces, place, core::iter::once(&way), &doomed);
                told = told.union(spaces, &more);
            }
            ways.push(way);
        }
        TooLarge::check(spaces)?;
        Ok(ways)
    }

    /// What these ways of what `place` sends come to.
    pub(super) fn row(&self, spaces: &mut Spaces, place: PlaceId, ways: Vec<Way>) -> Result<Row, TooLarge> {
        let all: Vec<&Way> = ways.iter().collect();
        let [delivered, answered] = self.brought(spaces, place, &all);
        let failing = Failing::of(spaces, &ways, &|_| true);
        let fully_answered = self.fully(spaces, place, &ways, &failing, &|_| true);
        let unsure = ways.iter().filter(|way| !way.certain && way.at.is_some());
        let hanging: Vec<(Vec<HopId>, FlowSet)> = unsure
            .map(|way| {
                (way.crossed().to_vec(), self.brought_by(spaces, place, way, &way.piece, [Space::EMPTY; 2]))
            })
            .collect();
        let (mut settled, mut settled_one_way) = (Gathered::default(), Gathered::default());
        let resting_on_nothing = ways.iter().filter(|way| way.certain && way.crossed().is_empty());
        if ways.iter().any(Way::assumes) {
            for way in resting_on_nothing {
                let failing = failing.of_way(way);
                let outside = failing.map(|failing| failing.undelivered);
                settled_one_way.extend(self.brought_by(spaces, place, way, &way.piece, outside));
                let outside = failing.map(|failing| failing.any);
                settled.extend(self.brought_by(spaces, place, way, &way.piece, outside));
            }
        }
        let mut assuming = Vec::new();
        for way in ways.iter().filter(|way| way.certain) {
            let mut add = |hops: &[HopId], piece: &Piece, of_replies: bool| {
                let delivers = way.at.map(|_| self.brought_by(spaces, place, way, piece, [Space::EMPTY; 2]));
                assuming.push(Assuming { hops: hops.to_vec(), sent: piece.sent(), delivers, of_replies });
            };
            if !way.crossed().is_empty() {
                add(way.crossed(), &way.piece, false);
            }
            way.losing().for_each(|(hops, reply)| add(hops, &reply.answered, true));
        }
        let hanging = Map::<Vec<HopId>, FlowSet>::grouped(hanging).into_iter().map(|(hops, all)| {
            let mut flows = Gathered::default();
            all.into_iter().for_each(|one| flows.extend(one));
            (hops, flows.united(spaces))
        });
        let hanging = hanging.collect();
        let [settled, settled_one_way] = [settled, settled_one_way].map(|flows| flows.united(spaces));
        TooLarge::check(spaces)?;
        Ok(Row { delivered, answered, fully_answered, settled, settled_one_way, assuming, hanging, ways })
    }

    /// What these ways of what `place` sends deliver, and answer.
    pub(super) fn brought(&self, spaces: &mut Spaces, place: PlaceId, ways: &[&Way]) -> [Bounds; 2] {
        let [mut delivered, mut answered] = core::array::from_fn(|_| GatheredBounds::default());
        for way in ways {
            let flows = self.brought_by(spaces, place, way, &way.piece, [Space::EMPTY; 2]);
            delivered.of(way.certain).extend(flows);
            for reply in way.replies.iter().filter(|reply| reply.end == Back::Returned) {
                let flows = self.brought_by(spaces, place, way, &reply.answered, [Space::EMPTY; 2]);
                answered.of(reply.certain).extend(flows);
            }
        }
        [delivered, answered].map(|flows| flows.united(spaces))
    }

    /// What every way delivers and answers; all of them have to be among those that `count`.
    pub(super) fn fully(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        ways: &[Way],
        failing: &Failing,
        count: &dyn Fn(&Passed) -> bool,
    ) -> Bounds {
        let mut fully_answered = GatheredBounds::default();
        for way in ways.iter().filter(|way| way.certain) {
            let outside = failing.of_way(way).map(|failing| failing.any);
            fully_answered.of(true).extend(self.brought_by(spaces, place, way, &way.piece, outside));
        }
        if self.prepared().has_unknown() {
            // Some world may answer every path of a packet of which none fails in every world.
            let counting = ways.iter().filter(|way| count(&way.passed));
            let told = self.may_be_answered(spaces, place, counting, failing);
            fully_answered.of(false).extend(told);
        }
        fully_answered.united(spaces)
    }

    /// Flows of packets that some world may answer, but for those of `doomed`.
    fn may_be_answered<'w>(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        ways: impl Iterator<Item = &'w Way>,
        doomed: &Failing,
    ) -> FlowSet {
        let mut told = Gathered::default();
        for way in ways {
            let outside = doomed.of_way(way).map(|doomed| doomed.for_sure);
            for reply in way.replies.iter().filter(|reply| reply.end == Back::Returned) {
                told.extend(self.brought_by(spaces, place, way, &reply.answered, outside));
            }
        }
        told.united(spaces)
    }

    /// The flows that a way brings: packets of `piece` but for those sent in the first set, and where they came by a front,
    /// flows to that but for those sent in the second.
    fn brought_by(
        &self,
        spaces: &mut Spaces,
        from: PlaceId,
        way: &Way,
        piece: &Piece,
        [elsewhere, by_front]: [Space; 2],
    ) -> FlowSet {
        let Some(at) = way.at else { return FlowSet::default() };
        let ends = [Some((at, piece.header(), elsewhere)), way.front.map(|(at, seen)| (at, seen, by_front))];
        let mut flows = Gathered::default();
        for (at, header, outside) in ends.into_iter().flatten() {
            if let Some(piece) = piece.sent_outside(spaces, outside) {
                flows.extend(self.arrived(spaces, from, at, &piece.seen_by(header)));
            }
        }
        flows.united(spaces)
    }

    /// The flows of packets that arrived: as delivered, and as sent to fronts.
    fn arrived(&self, spaces: &mut Spaces, from: PlaceId, at: PlaceId, piece: &Piece) -> FlowSet {
        let (Some(source), Some(place)) = (self.fabric().place(from), self.fabric().place(at)) else {
            return FlowSet::default();
        };
        let mut flows = Gathered::default();
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
        flows.united(spaces)
    }
}

/// Packets as sent of which some path fails.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed {
    /// Not delivered, or not known to be.
    undelivered: Space,
    /// Those, and others that are not answered or go a way that does not count.
    any: Space,
    /// In every world.
    for_sure: Space,
}

/// Packets as sent of which some path fails, by where the paths lead: what fails on its way to one of several places fails for
/// flows to that place alone. The first is of paths to all of them, the second of those that lead to no place rather than another.
#[derive(Debug)]
pub(super) struct Failing(Vec<(Option<PlaceId>, Failed)>, Failed);

impl Failing {
    pub(super) fn of(spaces: &mut Spaces, ways: &[Way], count: &dyn Fn(&Passed) -> bool) -> Self {
        let all = Failed::of(spaces, ways, count, &|_| true);
        let mut places = alloc::vec![None];
        for way in ways {
            if !places.contains(&way.to) {
                places.push(way.to);
            }
        }
        let several = places.len() > 1;
        let failed = |place: Option<PlaceId>| {
            let leads = |way: &Way| way.to.is_none() || way.to == place;
            (place, if several { Failed::of(spaces, ways, count, &leads) } else { all })
        };
        Self(places.into_iter().map(failed).collect(), all)
    }

    /// For flows to where a way leads, and for those to a front that packets came by.
    fn of_way(&self, way: &Way) -> [Failed; 2] {
        let Self(by_place, all) = self;
        let own = by_place.iter().find(|(place, _)| *place == way.to).or_else(|| by_place.first());
        [own.map_or(*all, |(_, failed)| *failed), *all]
    }
}

impl Failed {
    fn of(
        spaces: &mut Spaces,
        ways: &[Way],
        count: &dyn Fn(&Passed) -> bool,
        leads: &dyn Fn(&Way) -> bool,
    ) -> Self {
        let (mut undelivered, mut stopped, mut failing) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_known = true;
        for way in ways.iter().filter(|way| leads(way)) {
            let sent = way.piece.sent();
            match way.at {
                _ if !way.certain => {}
                Some(_) if count(&way.passed) => {}
                Some(_) => failing.push(sent),
                None => undelivered.push(sent),
            }
            if way.certain && !way.open && !(way.at.is_some() && count(&way.passed)) {
                stopped.push(sent);
            }
            is_known &= !way.open;
            for reply in way.replies.iter().filter(|reply| reply.certain && reply.end != Back::Returned) {
                failing.push(reply.answered.sent());
                if reply.end == Back::Lost {
                    stopped.push(reply.answered.sent());
                }
                is_known &= reply.end == Back::Lost;
            }
        }
        let undelivered = spaces.union_all(undelivered);
        failing.push(undelivered);
        let any = spaces.union_all(failing);
        let for_sure = if is_known { any } else { spaces.union_all(stopped) };
        Self { undelivered, any, for_sure }
    }
}
