//! What the lowest packet of a box comes to, and how much of the box with it: a look-up that makes no set.

use super::encoding::Kind;
use super::level::last_of;
use super::{Decisions, Field, Spaces, encoding};
use crate::packet::{Family, Packet};

/// Packets that have, in each field, a value of one range: with the field's depth as its place.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    first: [u128; 7],
    last: [u128; 7],
}

impl Span {
    /// One packet without a mark.
    pub fn of(packet: &Packet) -> Self {
        let mut values = [0; 7];
        for (place, value) in values.iter_mut().zip(encoding::point(packet)) {
            *place = value;
        }
        Self { first: values, last: values }
    }

    /// The family of its packets.
    pub const fn family(&self) -> Family {
        let [family, ..] = self.first;
        if family == encoding::family_number(Family::V4) { Family::V4 } else { Family::V6 }
    }

    /// Whether its packets tell one destination port, or type of ICMP, from another.
    pub fn has_destination_port(&self) -> bool {
        let (protocol, _) = self.get(Field::Protocol);
        let kinds = Kind::of_protocols(self.family()).iter();
        let own = |(first, last, kind): &(u128, u128, Kind)| {
            *first <= protocol && protocol <= *last && kind.has(Field::DestinationPort)
        };
        kinds.copied().any(|kind| own(&kind))
    }

    /// Gives a field the values from `first` to `last`.
    pub fn set(&mut self, field: Field, first: u128, last: u128) {
        if let (Some(low), Some(high)) = (self.first.get_mut(field.depth()), self.last.get_mut(field.depth()))
        {
            (*low, *high) = (first, last);
        }
    }

    /// The values of a field.
    pub fn get(&self, field: Field) -> (u128, u128) {
        let of = |values: &[u128; 7]| values.get(field.depth()).copied().unwrap_or_default();
        (of(&self.first), of(&self.last))
    }
}

impl Spaces {
    /// What the lowest packet of `span` comes to, of which only those are left that go the same way to it: perhaps not all
    /// that come to the same.
    pub fn decision_of_lowest(&self, decisions: Decisions, span: &mut Span) -> Option<u32> {
        let levels = self.layout.levels();
        let level = |id| levels.get(usize::from(self.nodes.level(id)));
        let mut here = decisions.0;
        while let Some(at) = level(here) {
            let (first, last) = span.get(at.field);
            let value = (first >> at.shift) as u32 & (u32::MAX >> 32_u32.saturating_sub(at.bits));
            let edges = self.nodes.edges(here);
            let edge = edges.get(edges.partition_point(|edge| edge.last < value))?;
            here = edge.rest;
            if first < last {
                // Where lower bits of the field are told apart, too, they are only for this value of the higher ones.
                let is_last = level(here).is_none_or(|next| next.field != at.field);
                let end = u128::from(if is_last { edge.last } else { value }) << at.shift;
                let above = first & !last_of(at.shift.saturating_add(at.bits));
                span.set(at.field, first, last.min(above | end | last_of(at.shift)));
            }
        }
        here.number()
    }
}
