//! The room that a decision has: what is known of the ways of one packet, in lists of fixed length.

use super::stretch::Stretch;
use super::track::{Crossing, FIELDS, FIRST_SLOTS, Form, Header, SENT, Slot, Track, Visit, is_sent};
use crate::fabric::{HopId, StateId};
use crate::space::Field;

/// Hops that one packet and its reply may come to on one way.
const MOST_VISITS: usize = 128;
/// Stateful hops and translations that one packet may cross.
const MOST_CROSSINGS: usize = 32;
/// Stretches of one way.
const MOST_STRETCHES: usize = 64;
/// Ways that may wait to be gone.
const MOST_WAITING: usize = 32;

/// There was no more room or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// What ways have in common, and what each adds behind it: a track knows how much of each list is before it.
pub(super) struct Room<'a> {
    /// The first six are the fields as sent, and where the flow ends.
    stretches: [Stretch<'a>; MOST_STRETCHES],
    crossings: [Crossing; MOST_CROSSINGS],
    visits: [Visit; MOST_VISITS],
    waiting: [Track; MOST_WAITING],
    waiting_count: usize,
}

impl<'a> Room<'a> {
    /// The room for packets whose first slots have these values.
    pub(super) fn new(first: [u128; FIRST_SLOTS as usize]) -> Self {
        let mut stretches = [Stretch::one(0); MOST_STRETCHES];
        for (stretch, value) in stretches.iter_mut().zip(first) {
            *stretch = Stretch::one(value);
        }
        let nowhere = HopId(0);
        Self {
            stretches,
            crossings: [Crossing { state: StateId(0), before: SENT, after: SENT }; MOST_CROSSINGS],
            visits: [Visit { hop: nowhere, mark: 0, seen: [0; 4] }; MOST_VISITS],
            waiting: [Track::new(nowhere); MOST_WAITING],
            waiting_count: 0,
        }
    }

    /// Begins with a packet to any of these addresses and ports.
    pub(super) fn send(
        &mut self,
        track: Track,
        addresses: (u128, u128),
        ports: (u128, u128),
    ) -> Result<(), Full> {
        let [_, address, _, port, ..] = &mut self.stretches;
        (*address, *port) = (Stretch::range(addresses.0, addresses.1), Stretch::range(ports.0, ports.1));
        self.waiting_count = 0;
        self.put(track)
    }

    /// Up to which address and port the packets went the same ways.
    pub(super) const fn sent_up_to(&self) -> (u128, u128) {
        let [_, address, _, port, ..] = &self.stretches;
        (address.last, port.last)
    }

    /// The crossing with a number.
    pub(super) fn crossing(&self, number: u8) -> Option<Crossing> {
        self.crossings.get(usize::from(number)).copied()
    }

    /// Whether the packet has the fields of another header; where it may have, what has not waits.
    pub(super) fn is_same(&mut self, track: &mut Track, other: Header, ports: bool) -> Result<bool, Full> {
        if track.header.1 != other.1 {
            return Ok(false);
        }
        for (own, other) in track.header.0.into_iter().zip(other.0).take(if ports { 4 } else { 2 }) {
            if !self.is_equal(track, own, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two slots have one value; where they may have, what has not waits.
    pub(super) fn is_equal(&mut self, track: &mut Track, one: Slot, other: Slot) -> Result<bool, Full> {
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

    /// Leaves the packet the values of a slot up to `last`; with those above it waits, or is sent another time.
    pub(super) fn cut(&mut self, track: &mut Track, slot: Slot, last: u128) -> Result<(), Full> {
        let all = self.at(track, slot);
        let Some(kept) = all.up_to(last).filter(|kept| kept.last < all.last) else { return Ok(()) };
        if is_sent(slot) {
            let sent = self.stretches.get_mut(usize::from(slot)).ok_or(Full)?;
            // What is read out of an address ends with it.
            sent.last = sent.last.saturating_sub(all.last.saturating_sub(kept.last));
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

    /// Gives a field any of a stretch, as the provider chooses.
    pub(super) fn choose(
        &mut self,
        track: &mut Track,
        field: Field,
        stretch: Stretch<'a>,
    ) -> Result<(), Full> {
        for (own, _) in track.header.0.iter_mut().zip(FIELDS).filter(|(_, known)| *known == field) {
            *own = track.slots;
        }
        self.narrow(track, track.slots, stretch)?;
        track.slots = track.slots.saturating_add(1);
        Ok(())
    }

    /// The values of a slot.
    pub(super) fn at(&self, track: &Track, slot: Slot) -> Stretch<'a> {
        let values = self.numbered(track.stretch(slot));
        if track.header.1 == Form::Extracted { values.extracted() } else { values }
    }

    fn numbered(&self, number: u8) -> Stretch<'a> {
        self.stretches.get(usize::from(number)).copied().unwrap_or(Stretch::one(0))
    }

    /// Whether every packet that may be seen here was seen here before.
    pub(super) fn is_again(&self, track: &Track) -> bool {
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

    /// Notes the hop that the packet is at.
    pub(super) fn visit(&mut self, track: &mut Track) -> Result<(), Full> {
        let visit = Visit { hop: track.hop, mark: track.mark, seen: track.seen() };
        *self.visits.get_mut(usize::from(track.visit_count)).ok_or(Full)? = visit;
        track.visit_count = track.visit_count.saturating_add(1);
        Ok(())
    }

    /// Notes a stateful hop that the packet crosses.
    pub(super) fn cross(&mut self, track: &mut Track, crossing: Crossing) -> Result<(), Full> {
        *self.crossings.get_mut(usize::from(track.crossing_count)).ok_or(Full)? = crossing;
        track.crossing_count = track.crossing_count.saturating_add(1);
        Ok(())
    }

    /// Lets a way wait.
    pub(super) fn put(&mut self, track: Track) -> Result<(), Full> {
        *self.waiting.get_mut(self.waiting_count).ok_or(Full)? = track;
        self.waiting_count = self.waiting_count.saturating_add(1);
        Ok(())
    }

    /// The next way that waits.
    pub(super) fn take(&mut self) -> Option<Track> {
        self.waiting_count = self.waiting_count.checked_sub(1)?;
        self.waiting.get(self.waiting_count).copied()
    }
}
