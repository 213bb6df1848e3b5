//! Lists of rules against a table of nine points, each a bit.

use alloc::vec::Vec;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::super::{Cube, Decisions, Field, Layout, Space, Spaces, Values};
use crate::packet::{Family, Packet, Protocol, Transport};

/// Sources and destination ports, three of each; a grid of three by three.
const SOURCES: [u32; 3] = [0x0a00_0000, 0x0a00_0100, 0xffff_ffff];
const PORTS: [u16; 3] = [0, 0x1fff, 0xffff];

/// Where each range of the three values starts and ends, as ranges of all values.
fn ranges(values: [u128; 3]) -> Vec<(u8, Values)> {
    let starts = [0, values[1], values[2]];
    let ends = [values[1] - 1, values[2] - 1, values[2]];
    let pairs = (0..3).flat_map(|first| (first..3).map(move |last| (first, last)));
    pairs
        .map(|(first, last)| {
            let bits = (first..=last).map(|at| 1 << at).sum();
            (bits, Values::range(starts[first], ends[last]))
        })
        .collect()
}

/// Every box of the grid, with the bits of its points.
fn boxes(spaces: &mut Spaces) -> Vec<(Space, u16)> {
    let mut boxes = Vec::new();
    for (rows, sources) in ranges(SOURCES.map(u128::from)) {
        for (columns, ports) in ranges(PORTS.map(u128::from)) {
            let tcp = Cube::all().with(Field::Family, Values::one(0)).with(Field::Protocol, Values::one(6));
            let space =
                spaces.cube(&tcp.with(Field::Source, sources.clone()).with(Field::DestinationPort, ports));
            let row = |row: u16| if rows >> row & 1 == 1 { u16::from(columns) << (3 * row) } else { 0 };
            boxes.push((space, row(0) | row(1) | row(2)));
        }
    }
    boxes
}

fn point(at: usize) -> Packet {
    let transport = Transport::Tcp { source: 7, destination: PORTS[at % 3] };
    Packet::new(core::net::Ipv4Addr::from_bits(SOURCES[at / 3]).into(), [10, 9, 9, 9].into(), transport)
        .unwrap()
}

/// What the first rule that matches says about each point.
fn first_match(rules: &[(u16, u32)]) -> [Option<u32>; 9] {
    core::array::from_fn(|at| rules.iter().find(|(bits, _)| bits >> at & 1 == 1).map(|(_, number)| *number))
}

fn check(spaces: &mut Spaces, decisions: Decisions, expected: [Option<u32>; 9]) {
    for (at, expected) in expected.into_iter().enumerate() {
        assert_eq!(spaces.decision(decisions, &point(at)), expected, "point {at}");
    }
    let parts = spaces.split(decisions);
    assert!(parts.is_sorted_by(|one, next| one.0 < next.0));
    for &(number, part) in &parts {
        assert!(!part.is_empty(), "no part is empty");
        assert_eq!(part, spaces.decided(decisions, number));
        for (at, expected) in expected.into_iter().enumerate() {
            assert_eq!(spaces.contains(part, &point(at)), expected == Some(number), "point {at} of {number}");
        }
    }
    let told: usize =
        expected.iter().flatten().filter(|number| parts.iter().any(|part| part.0 == **number)).count();
    assert_eq!(told, expected.iter().flatten().count());
}

#[test]
fn every_list_of_up_to_three_rules() {
    let spaces = &mut Spaces::new();
    let boxes = boxes(spaces);
    let rules: Vec<(Space, u16, u32)> =
        boxes.iter().flat_map(|&(space, bits)| [0, 1].map(|number| (space, bits, number))).collect();
    let mut known: Vec<([Option<u32>; 9], Decisions)> = Vec::new();
    let mut judge = |list: &[(Space, u16, u32)]| {
        let decisions = spaces.decisions(list.iter().map(|&(space, _, number)| (space, number)));
        let expected = first_match(&list.iter().map(|&(_, bits, number)| (bits, number)).collect::<Vec<_>>());
        // Equal functions are equal handles: each has to be looked at once.
        match known.binary_search_by(|(seen, _)| seen.cmp(&expected)) {
            Ok(at) => assert_eq!(known[at].1, decisions),
            Err(at) => {
                check(spaces, decisions, expected);
                known.insert(at, (expected, decisions));
            }
        }
    };
    judge(&[]);
    for &one in &rules {
        judge(&[one]);
        for &two in &rules {
            judge(&[one, two]);
            for &three in &rules {
                judge(&[one, two, three]);
            }
        }
    }
}

#[test]
fn long_lists_of_rules() {
    let mut random = StdRng::seed_from_u64(3);
    for layout in [Layout::Words, Layout::Bytes] {
        let spaces = &mut Spaces::with(layout);
        let boxes = boxes(spaces);
        for length in [2, 5, 63, 64, 65, 128, 300] {
            // Rules for parts of boxes, so that something is left for late ones.
            let mut list = Vec::new();
            for _ in 0..length {
                let (space, bits) = boxes[random.random_range(0..boxes.len())];
                let (other, without) = boxes[random.random_range(0..boxes.len())];
                let (third, more) = boxes[random.random_range(0..boxes.len())];
                let rest = spaces.minus(space, other);
                let rest = spaces.minus(rest, third);
                list.push((rest, bits & !without & !more, random.random_range(0..4_u32)));
            }
            let decisions = spaces.decisions(list.iter().map(|&(space, _, number)| (space, number)));
            let expected =
                first_match(&list.iter().map(|&(_, bits, number)| (bits, number)).collect::<Vec<_>>());
            check(spaces, decisions, expected);
        }
    }
}

#[test]
fn decisions_are_cut_joined_and_fixed() {
    let spaces = &mut Spaces::new();
    let boxes = boxes(spaces);
    for &(one, ones) in &boxes {
        for &(other, others) in &boxes {
            let decisions = spaces.decisions([(one, 3), (other, 5)]);
            let expected = first_match(&[(ones, 3), (others, 5)]);
            let within = spaces.decisions_within(decisions, other);
            check(spaces, within, core::array::from_fn(|at| expected[at].filter(|_| others >> at & 1 == 1)));
            let last = spaces.decisions([(other, 7)]);
            let joined = spaces.decisions_or(within, last);
            let kept = first_match(&[(ones & others, 3), (others, 5)]);
            check(spaces, joined, kept);
            for source in 0..3 {
                let fixed = spaces.decisions_at(decisions, Field::Source, u128::from(SOURCES[source]));
                check(spaces, fixed, core::array::from_fn(|at| expected[source * 3 + at % 3]));
            }
            let mut seen = [None; 9];
            for (values, rest) in
                spaces.decisions_by(decisions, Field::DestinationPort, &Values::range(0, 0xffff))
            {
                for at in (0..9).filter(|at| values.contains(u128::from(PORTS[at % 3]))) {
                    assert_eq!(seen[at], None, "values are in one set");
                    seen[at] = Some(spaces.decision(rest, &point(at)));
                }
            }
            for at in 0..9 {
                assert_eq!(seen[at].flatten(), expected[at]);
            }
        }
    }
}

#[test]
fn work_beyond_the_limit_is_told() {
    let spaces = &mut Spaces::new();
    spaces.limit_work(2_000);
    let boxes = boxes(spaces);
    assert!(!spaces.is_exhausted());
    for _ in 0..200 {
        for &(one, _) in &boxes {
            let other = spaces.complement(one);
            let port = spaces.of(Field::SourcePort, &Values::one(9));
            spaces.minus(other, port);
        }
        spaces.spend(10);
    }
    assert!(spaces.is_exhausted());
    // Once too much stays too much, here and in what goes on from it.
    spaces.limit_work(u64::MAX);
    assert!(spaces.is_exhausted());
}

#[test]
fn masks_with_holes() {
    let mut random = StdRng::seed_from_u64(4);
    let spaces = &mut Spaces::with(Layout::Bytes);
    for _ in 0..300 {
        let (value, mask) = (random.random::<u32>(), random.random::<u32>() | random.random::<u32>());
        let field = [Field::Source, Field::Destination][random.random_range(0..2)];
        let space = spaces.masked(Family::V4, field, value.into(), mask.into()).unwrap();
        // Each bit that counts halves what is left.
        let v4 = spaces.of(Field::Family, &Values::one(0));
        assert_eq!(spaces.count(space) << mask.count_ones(), spaces.count(v4));
        for _ in 0..20 {
            let near = (value & mask) | (random.random::<u32>() & !mask);
            let address = if random.random() { near } else { near ^ (1 << random.random_range(0..32)) };
            let address = core::net::Ipv4Addr::from_bits(address);
            let other = [10, 9, 9, 9].into();
            let ends = if field == Field::Source { (address.into(), other) } else { (other, address.into()) };
            let packet = Packet::new(ends.0, ends.1, Transport::Other(Protocol(47))).unwrap();
            assert_eq!(spaces.contains(space, &packet), address.to_bits() & mask == value & mask);
        }
    }
    let words = &mut Spaces::new();
    assert_eq!(words.masked(Family::V4, Field::Source, 5, 0x0000_00ff).map(|space| words.count(space)), None);
    let prefix = words.masked(Family::V4, Field::Source, 10 << 24, 0xff00_0000).unwrap();
    let range = Cube::all().with(Field::Family, Values::one(0));
    assert_eq!(prefix, words.cube(&range.with(Field::Source, Values::range(10 << 24, (11 << 24) - 1))));
}

#[test]
fn all_odd_ports() {
    for layout in [Layout::Words, Layout::Bytes] {
        let spaces = &mut Spaces::with(layout);
        let odd = spaces.masked(Family::V4, Field::DestinationPort, 1, 1).unwrap();
        let tcp = spaces.limit(odd, Field::Protocol, &Values::one(6));
        let all = Cube::all().with(Field::Family, Values::one(0)).with(Field::Protocol, Values::one(6));
        let all = spaces.cube(&all);
        assert_eq!(spaces.count(tcp) << 1, spaces.count(all));
        assert!((0..3).all(|at| spaces.contains(odd, &point(at)) == (PORTS[at] % 2 == 1)));
        // A protocol without ports has port 0, which is even.
        assert_eq!(spaces.limit(odd, Field::Protocol, &Values::one(47)), Space::EMPTY);
        let even = spaces.masked(Family::V4, Field::DestinationPort, 0, 1).unwrap();
        let both = spaces.union(odd, even);
        assert_eq!(both, spaces.of(Field::Family, &Values::one(0)));
    }
}
