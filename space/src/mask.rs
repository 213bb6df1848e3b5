//! Packets told by some bits of a field.

use super::encoding::{Kind, family_number};
use super::nodes::Id;
use super::{Cube, Field, Space, Spaces, Values};
use crate::packet::Family;

/// Ranges that one level may have for a mask.
const MOST_RANGES: u32 = 1 << 16;

impl Spaces {
    /// The packets of `family` whose `field` has the bits of `value` wherever `mask` has ones.
    ///
    /// `None` when that is more than 65,536 ranges of one level: then [`Layout::Bytes`](super::Layout::Bytes) can hold it,
    /// whose levels have 256 values each.
    pub fn masked(&mut self, family: Family, field: Field, value: u128, mask: u128) -> Option<Space> {
        let mut below = Id::FULL;
        for level in self.layout.of(field, family).rev() {
            below = self.masked_level(level, value, mask, below)?;
        }
        let own = Cube::all().with(Field::Family, Values::one(family_number(family)));
        let mut parts = alloc::vec::Vec::new();
        for kind in Kind::ALL {
            let packets = self.cube(&own.clone().with(Field::Protocol, kind.protocols(family)));
            if kind.has(field) {
                parts.push(self.intersect(packets, Space(below)));
            } else if value & mask == 0 {
                parts.push(packets);
            }
        }
        Some(self.union_all(parts))
    }

    /// The node of one level whose matching values go on to `rest`.
    fn masked_level(&mut self, at: usize, value: u128, mask: u128, rest: Id) -> Option<Id> {
        let level = *self.layout.levels().get(at)?;
        let last = u32::MAX >> 32_u32.saturating_sub(level.bits);
        let part = |number: u128| ((number >> level.shift) as u32) & last;
        let (value, mask) = (part(value), part(mask));
        // Below the lowest bit that counts all values go on alike; above it each choice of the free bits is a range.
        let low = if mask == 0 { last } else { (mask & mask.wrapping_neg()).wrapping_sub(1) };
        let free = !mask & !low & last;
        if free.count_ones() > MOST_RANGES.ilog2() {
            return None;
        }
        let mut row = self.nodes.row(at as u8, last);
        let mut bits = 0_u32;
        loop {
            let first = (value & mask) | bits;
            self.nodes.put(&mut row, first, first | low, rest);
            // The next choice of the free bits, in order.
            bits = bits.wrapping_sub(free) & free;
            if bits == 0 {
                return Some(self.nodes.close(&row));
            }
        }
    }
}
