//! Ringfence's own packet sets.

use std::hint::black_box;
use std::time::Instant;

use ringfence::Family;
use ringfence::space::{Cube, Field, Layout, Space, Spaces, Values};

use crate::built::{Built, COUNTED};
use crate::list::{ANY_PORT, Action, Match, Rule};

/// Steps of a store for one list: more than any list that comes to an end in a minute takes.
const STEPS: u64 = 20_000_000_000;

/// Builds what `list` permits; `None` when it takes too much work, which a store tells by itself.
#[must_use]
pub fn build(list: &[Rule]) -> Option<Built> {
    let start = Instant::now();
    let (mut spaces, set) = black_box(permitted(black_box(list)))?;
    let time = start.elapsed();
    let bytes = spaces.bytes(set);
    let counted = COUNTED.map(|number| (number.into(), number.into())).into_iter().collect();
    let counted = spaces.limit(set, Field::Protocol, &counted);
    Some(Built { time, count: spaces.count(counted), nodes: None, bytes: Some(bytes) })
}

/// What `list` permits; `None` when that is too large.
#[must_use]
pub fn permitted(list: &[Rule]) -> Option<(Spaces, Space)> {
    let prefixes = list.iter().all(|rule| [rule.source, rule.destination].into_iter().all(is_prefix));
    let mut spaces = Spaces::with(if prefixes { Layout::Words } else { Layout::Bytes });
    spaces.limit_work(STEPS);
    let rules: Option<Vec<(Space, bool)>> =
        list.iter().map(|rule| Some((matched(&mut spaces, rule)?, rule.action == Action::Allow))).collect();
    let set = spaces.permitted(rules?);
    (!spaces.is_exhausted()).then_some((spaces, set))
}

/// The packets that a rule matches.
fn matched(spaces: &mut Spaces, rule: &Rule) -> Option<Space> {
    let mut packets = spaces.cube(&cube(rule));
    let ends = [(Field::Source, rule.source), (Field::Destination, rule.destination)];
    for (field, Match { value, mask }) in ends.into_iter().filter(|(_, end)| !is_prefix(*end)) {
        let masked = spaces.masked(Family::V4, field, value.into(), mask.into())?;
        packets = spaces.intersect(packets, masked);
    }
    Some(packets)
}

/// The box that a rule matches, but for masks with holes.
#[must_use]
pub fn cube(rule: &Rule) -> Cube {
    let mut cube = Cube::all().with(Field::Family, Values::one(0));
    for (field, ports) in
        [(Field::SourcePort, rule.source_port), (Field::DestinationPort, rule.destination_port)]
    {
        if ports != ANY_PORT {
            cube = cube.with(field, Values::range(ports.0.into(), ports.1.into()));
        }
    }
    if let Some(number) = rule.protocol {
        cube = cube.with(Field::Protocol, Values::one(number.into()));
    }
    let ends = [(Field::Source, rule.source), (Field::Destination, rule.destination)];
    for (field, Match { value, mask }) in ends.into_iter().filter(|(_, end)| is_prefix(*end)) {
        if mask != 0 {
            cube = cube.with(field, Values::range(value.into(), (value | !mask).into()));
        }
    }
    cube
}

const fn is_prefix(end: Match) -> bool {
    end.mask.count_zeros() == end.mask.trailing_zeros()
}
