//! How many packets a set has.

use num_bigint::BigUint;

use super::inside::Section;
use super::level::Level;
use super::nodes::{Id, Memo};
use super::{Field, Space, Spaces};
use crate::packet::Family;

impl Spaces {
    /// The number of packets, exact; of a set that says something about marks, the pairs of a packet and a mark.
    #[must_use]
    #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
    pub fn count(&self, space: Space) -> BigUint {
        let mut total = BigUint::ZERO;
        for section in self.sections(space) {
            let mut count = Count { spaces: self, section: &section, known: Memo::new() };
            let below = self.layout.of(Field::Protocol, section.family).end;
            let packets = count.packets(section.below, below);
            for &(first, last) in section.protocols.ranges() {
                // At most 256 protocols.
                total += &packets * (last.abs_diff(first) as u32).saturating_add(1);
            }
        }
        total
    }
}

/// Counts the packets of one section.
struct Count<'a> {
    spaces: &'a Spaces,
    section: &'a Section,
    /// Counts by node, from its own level on.
    known: Memo<BigUint>,
}

impl Count<'_> {
    /// The packets below `level` that `id` leads to.
    #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
    fn packets(&mut self, id: Id, level: usize) -> BigUint {
        let levels = self.spaces.layout.levels();
        let own = self.spaces.level(id).min(levels.len());
        // A level that is not looked at has all its values.
        let skipped = levels.get(level..own).unwrap_or_default().iter();
        let bits: u32 = skipped.filter(|level| self.has(level)).map(|level| level.bits).sum();
        let number = match id {
            Id::EMPTY => BigUint::ZERO,
            _ if id.is_terminal() => BigUint::from(1_u8),
            _ => self.at_own_level(id, own),
        };
        number << bits
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
    fn at_own_level(&mut self, id: Id, own: usize) -> BigUint {
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        let mut sum = BigUint::ZERO;
        let mut next = 0_u64;
        let spaces = self.spaces;
        for edge in spaces.nodes.edges(id) {
            let after = u64::from(edge.last).saturating_add(1);
            // Never all 2^32 values: there would be no node.
            let width = after.saturating_sub(next) as u32;
            sum += self.packets(edge.rest, own.saturating_add(1)) * width;
            next = after;
        }
        self.known.insert(id, sum.clone());
        sum
    }

    /// Whether packets of the section have values at a level.
    fn has(&self, level: &Level) -> bool {
        let bits = if self.section.family == Family::V4 { 32 } else { 128 };
        level.shift < bits && self.section.kind.has(level.field) && level.field != Field::Mark
    }
}
