//! Ringfence's own packet sets.

use std::hint::black_box;
use std::time::Instant;

use ringfence::space::{Cube, Field, Space, Values};

use crate::built::{Built, COUNTED, Limit};
use crate::list::{Match, Rule};
use crate::way::{Sets, Way};

/// Builds what `list` permits; `None` when it takes too long.
#[must_use]
pub fn build(list: &[Rule], limit: Limit) -> Option<Built> {
    let start = Instant::now();
    let set = black_box(Way::Balanced.permitted(&Spaces, black_box(list), limit)?);
    let time = start.elapsed();
    let counted = COUNTED.map(|number| (number.into(), number.into())).into_iter().collect();
    Some(Built { time, count: set.limit(Field::Protocol, &counted).count(), nodes: None, bytes: None })
}

struct Spaces;

impl Sets for Spaces {
    type Set = Space;

    fn empty(&self) -> Space {
        Space::empty()
    }

    fn matched(&self, rule: &Rule) -> Option<Space> {
        let ports = |(first, last): (u16, u16)| Values::range(first.into(), last.into());
        let mut cube = Cube::all()
            .with(Field::Family, Values::one(0))
            .with(Field::Source, addresses(rule.source))
            .with(Field::Destination, addresses(rule.destination))
            .with(Field::SourcePort, ports(rule.source_port))
            .with(Field::DestinationPort, ports(rule.destination_port));
        if let Some(number) = rule.protocol {
            cube = cube.with(Field::Protocol, Values::one(number.into()));
        }
        Some(Space::cube(&cube))
    }

    fn or(&self, left: &Space, right: &Space) -> Option<Space> {
        Some(left.union(right))
    }

    fn without(&self, left: &Space, right: &Space) -> Option<Space> {
        Some(left.minus(right))
    }
}

/// The addresses as ranges: a range for every choice of the bits that stand free above a bit that counts.
fn addresses(Match { value, mask }: Match) -> Values {
    let free = !mask;
    let tail = 1_u32.checked_shl(mask.trailing_zeros()).map_or(u32::MAX, |end| end - 1);
    let scattered = free & !tail;
    let mut ranges = Vec::new();
    let mut chosen = 0_u32;
    loop {
        let first = value | chosen;
        ranges.push((first.into(), (first | tail).into()));
        // The next choice of the scattered bits, as a counter that skips all others.
        chosen = chosen.wrapping_sub(scattered) & scattered;
        if chosen == 0 {
            return ranges.into_iter().collect();
        }
    }
}
