//! The ways of one packet through the fabric, and of its replies, in a room that is fixed.
//!
//! It is what `reach` does with sets, done with one packet: what the provider chooses is a stretch of values, which a table
//! cuts where it tells them apart. One part goes on and the others wait, so that every way is gone, one after the other.

use super::Stopped;
use super::stretch::Stretch;
use super::track::{Crossing, FIELDS, Header, Phase, SENT, Slot, THERE, THERE_PORT, Track, Visit, is_sent};
use crate::fabric::{
    Detail, Fabric, HopId, HopKind, Label, Next, Place, PlaceId, RealmId, Rewrite, StateId, Stop, Table,
    Treatment,
};
use crate::packet::{Packet, Protocol};
use crate::reason::Reason;
use crate::space::{Decisions, Field, Spaces, Span, Values};

/// Hops that one packet and its reply may come to on one way.
pub(super) const MOST_VISITS: usize = 128;
/// Stateful hops and translations that one packet may cross.
pub(super) const MOST_CROSSINGS: usize = 32;
/// Stretches of one way.
const MOST_STRETCHES: usize = 64;
/// Ways that may wait to be gone.
pub(super) const MOST_WAITING: usize = 32;
/// Hops that all ways together may come to.
pub(super) const MOST_STEPS: usize = 1 << 14;

/// There was no more room or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// Where the flow is to arrive.
#[derive(Debug, Clone, Copy)]
pub(super) enum Aim {
    /// In this realm, at another place than the sender's.
    Realm(RealmId),
    /// Where something stands behind a public address, at its own; nowhere where nothing does.
    Behind(Option<RealmId>),
}

/// What became of a packet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Some way leads there, and the reply returns.
    pub(super) answered: bool,
    /// Some way leads there.
    pub(super) delivered: bool,
    /// The hops of the longest way.
    hops: u8,
    /// Some way of the packet, or of a reply to it, ends short.
    pub(super) failing: bool,
}

/// All ways of a packet.
pub(super) struct Walk<'a, 'b> {
    spaces: &'a Spaces,
    fabric: &'a Fabric,
    from: PlaceId,
    sends_to: HopId,
    aim: Aim,
    protocol: Protocol,
    /// The packet, with the fields as they were last looked at.
    span: Span,
    /// The first six are the fields as sent, and where the flow ends.
    stretches: [Stretch<'a>; MOST_STRETCHES],
    crossings: [Crossing; MOST_CROSSINGS],
    visits: [Visit; MOST_VISITS],
    waiting: [Track; MOST_WAITING],
    waiting_count: usize,
    steps: usize,
    found: Found,
    /// Where what stops the packet is noted.
    stops: &'b mut [Option<Stopped>],
}

impl<'a, 'b> Walk<'a, 'b> {
    /// A walk of packets like `packet`, that are to arrive at an address and port.
    pub(super) fn new(
        spaces: &'a Spaces,
        fabric: &'a Fabric,
        (from, place): (PlaceId, &Place),
        (aim, address): (Aim, u128),
        packet: &Packet,
        stops: &'b mut [Option<Stopped>],
    ) -> Self {
        let span = Span::of(packet);
        let mut stretches = [Stretch::one(0); MOST_STRETCHES];
        let port = span.get(Field::DestinationPort).0;
        let first = FIELDS.map(|field| span.get(field).0).into_iter().chain([address, port]);
        for (stretch, value) in stretches.iter_mut().zip(first) {
            *stretch = Stretch::one(value);
        }
        let sends_to = place.sends_to;
        let visit = Visit { hop: sends_to, mark: 0, seen: [0; 4] };
        Self {
            spaces,
            fabric,
            from,
            sends_to,
            aim,
            protocol: packet.protocol(),
            span,
            stretches,
            crossings: [Crossing { state: StateId(0), before: SENT, after: SENT }; MOST_CROSSINGS],
            visits: [visit; MOST_VISITS],
            waiting: [Track::new(sends_to); MOST_WAITING],
            waiting_count: 0,
            steps: MOST_STEPS,
            found: Found::default(),
            stops,
        }
    }

    /// What becomes of the packet when it is written to the first of these addresses and the first of these ports, and up to
    /// which address and port the same becomes of it.
    pub(super) fn send(
        &mut self,
        addresses: (u128, u128),
        ports: (u128, u128),
    ) -> Result<(Found, u128, u128), Full> {
        let [_, address, _, port, ..] = &mut self.stretches;
        (*address, *port) = (Stretch::range(addresses.0, addresses.1), Stretch::range(ports.0, ports.1));
        (self.found, self.waiting_count) = (Found::default(), 0);
        self.put(Track::new(self.sends_to))?;
        while let Some(mut track) = self.take() {
            while self.step(&mut track)? {}
            self.found.hops = self.found.hops.max(track.visit_count);
            if self.found.answered && self.found.failing && self.stops.is_empty() {
                break;
            }
        }
        let [_, address, _, port, ..] = &self.stretches;
        Ok((self.found, address.last, port.last))
    }

    /// One hop further; false at the end of a way.
    fn step(&mut self, track: &mut Track) -> Result<bool, Full> {
        self.steps = self.steps.checked_sub(1).ok_or(Full)?;
        let fabric = self.fabric;
        let Some(hop) = fabric.hop(track.hop) else { return Ok(false) };
        if track.is_part {
            track.is_part = false;
        } else if self.is_again(track) {
            return Ok(self.stop(track, Reason::RouteLoop, &[hop.label]));
        } else {
            self.visit(track)?;
        }
        match &hop.kind {
            HopKind::Filter(filter) => match (track.phase, filter.state) {
                (Phase::Reply { ports }, Some(state)) => {
                    if self.known(track, state, ports)?.is_none() {
                        return Ok(self.stop(track, Reason::ReplyOtherPath, &[hop.label]));
                    }
                    track.hop = filter.next;
                    Ok(true)
                }
                _ => {
                    let Some(list) = fabric.list(filter.list) else { return Ok(false) };
                    let Some(number) = self.decide_at(track, list.table())? else { return Ok(false) };
                    if let Some(stop) = list.stop(number) {
                        return Ok(self.stop_by(track, list.table(), stop, |number| list.stop(number)));
                    }
                    if let Some(state) = filter.state {
                        self.cross(track, Crossing { state, before: track.header, after: track.header })?;
                    }
                    track.hop = filter.next;
                    Ok(true)
                }
            },
            HopKind::Route(route) => {
                let Some(number) = self.decide_at(track, route.table())? else { return Ok(false) };
                match route.entry(number).map(|entry| &entry.next) {
                    Some(Next::Hop(hop)) => {
                        track.hop = *hop;
                        Ok(true)
                    }
                    Some(Next::Stop(stop)) => Ok(self.stop_by(track, route.table(), stop, |number| {
                        route.entry(number).and_then(|entry| entry.next.stop())
                    })),
                    None => Ok(false),
                }
            }
            HopKind::Rewrite(rewrite) => match (track.phase, rewrite.state) {
                (Phase::Reply { .. }, Some(_)) => Ok(self.stop(track, Reason::ReplyOtherPath, &[hop.label])),
                _ => self.rewrite(track, rewrite),
            },
            HopKind::Restore(restore) => {
                if let Phase::Reply { ports } = track.phase
                    && let Some(crossing) = self.known(track, restore.state, ports)?
                {
                    track.header = track.header.restored(crossing.before.swapped(ports), ports);
                    track.hop = restore.next;
                    return Ok(true);
                }
                match &restore.otherwise {
                    Next::Hop(hop) => {
                        track.hop = *hop;
                        Ok(true)
                    }
                    Next::Stop(stop) => Ok(self.stop(track, stop.reason, &stop.at)),
                }
            }
            HopKind::Branches(branches) => {
                let Some((first, others)) = branches.ways.split_first() else { return Ok(false) };
                for way in others.iter().rev() {
                    track.hop = *way;
                    self.put(*track)?;
                }
                track.hop = *first;
                Ok(true)
            }
            HopKind::End(place) => match track.phase {
                Phase::First => self.arrive(track, *place),
                Phase::Reply { ports } => self.come_back(track, *place, ports),
            },
        }
    }

    fn rewrite(&mut self, track: &mut Track, rewrite: &'a Rewrite) -> Result<bool, Full> {
        let Some(number) = self.decide_at(track, rewrite.table())? else { return Ok(false) };
        let Some(case) = rewrite.case(number) else { return Ok(false) };
        let fields = match &case.treatment {
            Treatment::Set(fields) => fields,
            Treatment::Stop(stop) => {
                return Ok(self.stop_by(track, rewrite.table(), stop, |number| {
                    rewrite.case(number).and_then(|case| case.treatment.stop())
                }));
            }
        };
        let before = track.header;
        for (field, values) in fields {
            if !self.set(track, *field, values)? {
                return Ok(false);
            }
        }
        if let Some(state) = rewrite.state {
            self.cross(track, Crossing { state, before, after: track.header })?;
        }
        track.hop = rewrite.next;
        Ok(true)
    }

    /// The packet ends at a place: is it there, and how does it go on with the reply?
    fn arrive(&mut self, track: &mut Track, at: PlaceId) -> Result<bool, Full> {
        let fabric = self.fabric;
        let Some(place) = fabric.place(at) else { return Ok(false) };
        track.is_there = self.is_there(track, at, place)?;
        self.found.delivered |= track.is_there;
        if !track.is_there
            && let Some(label) = self.meant()
        {
            self.note(track, Reason::NotForwarded, &[label]);
        }
        let family = self.span.family();
        let ports = self.protocol != family.icmp();
        if !ports && self.look(track, Decisions::about(fabric.replies.silent))?.is_some() {
            self.found.answered |= track.is_there;
            return Ok(false);
        }
        track.phase = Phase::Reply { ports };
        track.header = track.header.swapped(ports);
        track.mark = 0;
        track.first_visit = track.visit_count;
        track.hop = place.sends_to;
        if let (false, Some((_, kind))) = (ports, fabric.replies.echo.get(family as usize)) {
            let kind = Stretch::one(u128::from(*kind).saturating_mul(256));
            self.choose(track, Field::DestinationPort, kind)?;
        }
        Ok(true)
    }

    fn is_there(&mut self, track: &mut Track, at: PlaceId, place: &Place) -> Result<bool, Full> {
        let [_, destination, _, port] = track.header.0;
        match self.aim {
            Aim::Realm(realm) => Ok(at != self.from
                && place.realm == realm
                && self.is_equal(track, destination, THERE)?
                && self.is_equal(track, port, THERE_PORT)?),
            Aim::Behind(realm) => {
                let address = self.span.family().address(self.at(track, THERE).first);
                Ok(Some(place.realm) == realm
                    && place.addresses.contains(address)
                    && self.is_equal(track, destination, THERE)?)
            }
        }
    }

    /// What is to blame where a packet comes to something else than the flow means.
    fn meant(&self) -> Option<Label> {
        let (Aim::Realm(realm) | Aim::Behind(Some(realm))) = self.aim else { return None };
        self.fabric.realm(realm).map(|realm| realm.label)
    }

    /// The reply ends at a place.
    fn come_back(&mut self, track: &mut Track, at: PlaceId, ports: bool) -> Result<bool, Full> {
        if at == self.from && self.is_same(track, SENT.swapped(ports), ports)? {
            self.found.answered |= track.is_there;
        } else if let Some(place) = self.fabric.place(at) {
            self.stop(track, Reason::ReplyMismatch, &[place.label]);
        }
        Ok(false)
    }

    /// The flow that crossed a stateful hop and of which this is the reply.
    fn known(&mut self, track: &mut Track, state: StateId, ports: bool) -> Result<Option<Crossing>, Full> {
        for number in 0..usize::from(track.crossing_count) {
            let crossing = self.crossings.get(number).copied().filter(|crossing| crossing.state == state);
            if let Some(crossing) = crossing
                && self.is_same(track, crossing.after.swapped(ports), ports)?
            {
                return Ok(Some(crossing));
            }
        }
        Ok(None)
    }

    /// Whether the packet has the fields of another header; where it may have, what has not waits.
    fn is_same(&mut self, track: &mut Track, other: Header, ports: bool) -> Result<bool, Full> {
        for (own, other) in track.header.0.into_iter().zip(other.0).take(if ports { 4 } else { 2 }) {
            if !self.is_equal(track, own, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_equal(&mut self, track: &mut Track, one: Slot, other: Slot) -> Result<bool, Full> {
        if one == other {
            return Ok(true);
        }
        let (left, right) = (self.at(track, one), self.at(track, other));
        match (left.single(), right.single()) {
            (Some(left), Some(right)) => Ok(left == right),
            (Some(value), None) => self.is_value(track, other, value),
            (None, Some(value)) => self.is_value(track, one, value),
            (None, None) if !left.meets(&right) => Ok(false),
            // What the sender may write is tried value by value; what the provider chooses twice is no stretch.
            (None, None) if is_sent(one) => {
                self.cut(track, one, left.first)?;
                self.is_equal(track, one, other)
            }
            (None, None) if is_sent(other) => {
                self.cut(track, other, right.first)?;
                self.is_equal(track, one, other)
            }
            (None, None) => Err(Full),
        }
    }

    fn is_value(&mut self, track: &mut Track, slot: Slot, value: u128) -> Result<bool, Full> {
        let all = self.at(track, slot);
        if !all.contains(value) {
            return Ok(false);
        }
        if is_sent(slot) && all.first < value {
            self.cut(track, slot, value.saturating_sub(1))?;
            return Ok(false);
        }
        self.cut(track, slot, value)?;
        if let Some(below) = all.below(value) {
            self.part(track, slot, Stretch::one(value), below)?;
        }
        Ok(true)
    }

    /// What a table says to the packet, of which only a part may be left.
    fn decide_at(&mut self, track: &mut Track, table: &Table) -> Result<Option<u32>, Full> {
        self.look(track, table.marked(Detail::Effects, track.mark))
    }

    fn look(&mut self, track: &mut Track, decisions: Decisions) -> Result<Option<u32>, Full> {
        self.see(track);
        let number = self.spaces.decision_of_lowest(decisions, &mut self.span);
        for (field, slot) in FIELDS.into_iter().zip(track.header.0) {
            let (_, last) = self.span.get(field);
            self.cut(track, slot, last)?;
        }
        Ok(number)
    }

    /// Makes the span what the packet looks like now.
    fn see(&mut self, track: &Track) {
        self.span.set(Field::Mark, track.mark.into(), track.mark.into());
        for (field, slot) in FIELDS.into_iter().zip(track.header.0) {
            let stretch = self.at(track, slot);
            self.span.set(field, stretch.first, stretch.last);
        }
    }

    /// Leaves the packet the values of a slot up to `last`; with those above it waits, or is sent another time.
    fn cut(&mut self, track: &mut Track, slot: Slot, last: u128) -> Result<(), Full> {
        let all = self.at(track, slot);
        let Some(kept) = all.up_to(last).filter(|kept| kept.last < all.last) else { return Ok(()) };
        if is_sent(slot) {
            *self.stretches.get_mut(usize::from(slot)).ok_or(Full)? = kept;
            return Ok(());
        }
        match all.above(last) {
            Some(above) => self.part(track, slot, kept, above),
            None => Ok(()),
        }
    }

    /// Leaves the packet one part of the values of a slot; with the other it waits.
    fn part(
        &mut self,
        track: &mut Track,
        slot: Slot,
        kept: Stretch<'a>,
        other: Stretch<'a>,
    ) -> Result<(), Full> {
        let mut waits = *track;
        waits.is_part = true;
        self.narrow(&mut waits, slot, other)?;
        track.stretch_count = waits.stretch_count;
        self.put(waits)?;
        self.narrow(track, slot, kept)
    }

    fn narrow(&mut self, track: &mut Track, slot: Slot, stretch: Stretch<'a>) -> Result<(), Full> {
        let number = track.stretch_count;
        *self.stretches.get_mut(usize::from(number)).ok_or(Full)? = stretch;
        track.stretch_count = number.saturating_add(1);
        track.set_stretch(slot, number).ok_or(Full)
    }

    /// Gives a field any of `values`, as the provider chooses; false where there is none.
    fn set(&mut self, track: &mut Track, field: Field, values: &'a Values) -> Result<bool, Full> {
        if let (Field::Mark, Some(mark)) = (field, values.single().and_then(|mark| u8::try_from(mark).ok())) {
            track.mark = mark;
            return Ok(true);
        }
        match Stretch::of(values) {
            Some(stretch) => self.choose(track, field, stretch).map(|()| true),
            None => Ok(false),
        }
    }

    fn choose(&mut self, track: &mut Track, field: Field, stretch: Stretch<'a>) -> Result<(), Full> {
        for (own, _) in track.header.0.iter_mut().zip(FIELDS).filter(|(_, known)| *known == field) {
            *own = track.slots;
        }
        self.narrow(track, track.slots, stretch)?;
        track.slots = track.slots.saturating_add(1);
        Ok(())
    }

    /// The values of a slot.
    fn at(&self, track: &Track, slot: Slot) -> Stretch<'a> {
        self.numbered(track.stretch(slot))
    }

    fn numbered(&self, number: u8) -> Stretch<'a> {
        self.stretches.get(usize::from(number)).copied().unwrap_or(Stretch::one(0))
    }

    /// Whether every packet that may be seen here was seen here before.
    fn is_again(&self, track: &Track) -> bool {
        let range = usize::from(track.first_visit)..usize::from(track.visit_count);
        let seen = track.seen();
        let same = |(now, before): (u8, u8)| {
            now == before
                || (!is_sent(now) && !is_sent(before) && self.numbered(now).is_within(&self.numbered(before)))
        };
        self.visits.get(range).unwrap_or_default().iter().rev().any(|visit| {
            visit.hop == track.hop && visit.mark == track.mark && seen.into_iter().zip(visit.seen).all(same)
        })
    }

    fn visit(&mut self, track: &mut Track) -> Result<(), Full> {
        let visit = Visit { hop: track.hop, mark: track.mark, seen: track.seen() };
        *self.visits.get_mut(usize::from(track.visit_count)).ok_or(Full)? = visit;
        track.visit_count = track.visit_count.saturating_add(1);
        Ok(())
    }

    fn cross(&mut self, track: &mut Track, crossing: Crossing) -> Result<(), Full> {
        *self.crossings.get_mut(usize::from(track.crossing_count)).ok_or(Full)? = crossing;
        track.crossing_count = track.crossing_count.saturating_add(1);
        Ok(())
    }

    fn put(&mut self, track: Track) -> Result<(), Full> {
        *self.waiting.get_mut(self.waiting_count).ok_or(Full)? = track;
        self.waiting_count = self.waiting_count.saturating_add(1);
        Ok(())
    }

    fn take(&mut self) -> Option<Track> {
        self.waiting_count = self.waiting_count.checked_sub(1)?;
        self.waiting.get(self.waiting_count).copied()
    }

    /// The way ends here; always false: it goes no step further.
    fn stop(&mut self, track: &Track, reason: Reason, at: &[Label]) -> bool {
        self.found.failing = true;
        self.note(track, reason, at);
        false
    }

    /// The same for what a table stops; with the very entry that does, where that is asked for.
    fn stop_by<'s>(
        &mut self,
        track: &Track,
        table: &Table,
        alike: &'s Stop,
        stop: impl Fn(u32) -> Option<&'s Stop>,
    ) -> bool {
        let mut found = None;
        if !self.stops.is_empty() {
            self.see(track);
            let entries = table.marked(Detail::Entries, track.mark);
            found = self.spaces.decision_of_lowest(entries, &mut self.span).and_then(stop);
        }
        let Stop { reason, at } = found.unwrap_or(alike);
        self.stop(track, *reason, at)
    }

    /// Notes what stops the packet, each once, as long as there is room.
    fn note(&mut self, track: &Track, reason: Reason, at: &[Label]) {
        let is_reply = track.phase != Phase::First;
        for label in at {
            let stopped = Stopped { reason, is_reply, at: *label };
            let Some(place) = self.stops.iter_mut().find(|one| one.is_none_or(|one| one == stopped)) else {
                return;
            };
            *place = Some(stopped);
        }
    }
}
