//! What is at the bounds of words and bytes, of numbers, and of hashes.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::super::nodes::Id;
use super::super::{Cube, Decisions, Field, Layout, RuleList, Space, Spaces, Span, Values};
use super::{packet, tcp_to};

/// Addresses of IPv6 before, at and behind the bounds of what one level tells apart.
const ADDRESSES: [u128; 11] = [
    0,
    1,
    0xfe,
    0xff,
    0x100,
    0xffff_fffe,
    0xffff_ffff,
    0x1_0000_0000,
    0x1_ffff_ffff,
    0xffff_ffff_ffff_ffff,
    u128::MAX,
];

#[test]
fn ranges_begin_and_end_at_the_bounds_of_levels() {
    for layout in [Layout::Words, Layout::Bytes] {
        let spaces = &mut Spaces::with(layout);
        let pairs: Vec<_> = ADDRESSES
            .iter()
            .flat_map(|&first| ADDRESSES.iter().map(move |&last| (first, last)))
            .filter(|(first, last)| first <= last)
            .collect();
        for (at, &one) in pairs.iter().enumerate() {
            for &other in &pairs[at..] {
                let values: Values = [one, other].into_iter().collect();
                let set = spaces.of(Field::Destination, &values);
                for address in ADDRESSES {
                    let found = spaces.contains(set, &packet([1, 6, 0, address, 80, 80]));
                    let expected = [one, other].iter().any(|range| (range.0..=range.1).contains(&address));
                    assert_eq!(found, expected, "{address:x} of {values:x?}");
                }
            }
        }
    }
}

#[test]
fn the_highest_numbers_of_decisions_are_one() {
    let spaces = &mut Spaces::new();
    let highest = (1 << 31) - 2;
    let rules = [(0, 7), (1, highest - 1), (2, highest), (3, highest + 1), (4, u32::MAX)];
    let rules = rules.map(|(port, number)| (tcp_to(spaces, port), number));
    let decisions = spaces.decisions(rules);
    let found = [0, 1, 2, 3, 4].map(|port| spaces.decision(decisions, &packet([0, 6, 1, 1, port, 1])));
    assert_eq!(found, [Some(7), Some(highest - 1), Some(highest), Some(highest), Some(highest)]);
    assert_eq!(spaces.decided(decisions, u32::MAX), spaces.decided(decisions, highest));
    let numbers: Vec<u32> = spaces.split(decisions).into_iter().map(|part| part.0).collect();
    assert_eq!(numbers, [7, highest - 1, highest]);
}

#[test]
fn a_store_holds_so_many_ranges_and_no_more() {
    let spaces = &mut Spaces::new();
    let level = Layout::Words.levels().len() as u8 - 2;
    // Each value a range of its own, 512 times: 2^25.
    for node in 0..512 {
        let from = spaces.nodes.begin();
        for port in 0..=65_535 {
            spaces.nodes.push(from, port, Id::outcome(node + port % 2));
        }
        spaces.nodes.finish(level, from);
    }
    assert!(!spaces.is_exhausted());
    tcp_to(spaces, 80);
    assert!(spaces.is_exhausted());
}

#[test]
fn sets_are_told_apart_where_their_hashes_are_not() {
    // Nodes have hashes of 32 bits. Of so many some have the same one: of 300,000 ten pairs by chance.
    let spaces = &mut Spaces::new();
    let level = Layout::Words.levels().len() as u8 - 2;
    let mut sets = BTreeSet::new();
    for first in 1..=300 {
        for more in 1..=1000 {
            let mut row = spaces.nodes.row(level, 65_535);
            spaces.nodes.put(&mut row, first, first + more, Space::ALL.0);
            sets.insert(spaces.nodes.close(&row));
        }
    }
    assert_eq!(sets.len(), 300_000);
}

#[test]
fn decisions_look_at_the_fields_that_they_hang_on() {
    for layout in [Layout::Words, Layout::Bytes] {
        let spaces = &mut Spaces::with(layout);
        let values: Values = [(3, 4), (9, 9)].into_iter().collect();
        let mut sets = Field::ALL.map(|field| spaces.of(field, &values)).to_vec();
        sets.push(Space::EMPTY);
        sets.push(Space::ALL);
        sets.push(tcp_to(spaces, 80));
        let marks = spaces.of(Field::Mark, &values);
        sets.push(spaces.intersect(marks, sets[2]));
        for set in sets {
            // Addresses and ports have other bits in each family and protocol, so those are looked at with them.
            for field in
                [Field::Source, Field::Destination, Field::DestinationPort, Field::SourcePort, Field::Mark]
            {
                let hangs = spaces.forget(set, field) != set;
                assert_eq!(
                    spaces.looks_at(Decisions::about(set), field),
                    hangs,
                    "{field:?} of {:?}",
                    spaces.cubes(set)
                );
            }
        }
    }
}

#[test]
fn a_set_takes_the_bytes_of_its_nodes_and_ranges() {
    let spaces = &mut Spaces::new();
    assert_eq!([Space::EMPTY, Space::ALL].map(|set| spaces.bytes(set)), [0, 0]);
    // A node takes 16 bytes, and 6 in the table of all; each of its ranges 8.
    let marked = spaces.of(Field::Mark, &Values::one(3));
    assert_eq!(spaces.bytes(marked), 22 + 3 * 8);
    let v4 = spaces.of(Field::Family, &Values::one(0));
    assert_eq!(spaces.bytes(v4), 22 + 2 * 8);
    let both = spaces.intersect(v4, marked);
    assert_eq!(spaces.bytes(both), 2 * 22 + (3 + 2) * 8);
    // Two protocols, a port of each, and behind both the same source port, which stands there once.
    let source = spaces.of(Field::SourcePort, &Values::one(1));
    let ports = [(6, 80), (17, 81)].map(|(protocol, port)| {
        let of_protocol = spaces.of(Field::Protocol, &Values::one(protocol));
        let packets = spaces.limit(of_protocol, Field::DestinationPort, &Values::one(port));
        spaces.intersect(packets, source)
    });
    let both = spaces.union_all(ports);
    assert_eq!(spaces.bytes(both), 4 * 22 + (5 + 3 + 3 + 3) * 8);
}

#[test]
fn only_some_protocols_tell_destination_ports_apart() {
    let cases = [
        (0, 6, true),
        (1, 6, true),
        (0, 17, true),
        (1, 17, true),
        // Types of ICMP stand for them, in the family of each.
        (0, 1, true),
        (1, 58, true),
        (1, 1, false),
        (0, 58, false),
        (0, 0, false),
        (1, 47, false),
        (0, 255, false),
    ];
    for (family, protocol, has) in cases {
        let span = Span::of(&packet([family, protocol, 1, 2, 0, 0]));
        assert_eq!(span.has_destination_port(), has, "protocol {protocol} of family {family}");
    }
}

#[test]
fn numbers_from_one_on_and_up_to_one() {
    let ranges = [(2, 3), (5, 5), (8, 9)];
    let values: Values = ranges.into_iter().collect();
    let all = || (0..=10).filter(|value| ranges.iter().any(|range| (range.0..=range.1).contains(value)));
    for value in 0..=10 {
        assert_eq!(values.first_from(value), all().find(|one| *one >= value), "from {value}");
        assert_eq!(values.last_to(value), all().rfind(|one| *one <= value), "to {value}");
    }
    assert_eq!([Values::empty().first_from(0), Values::empty().last_to(u128::MAX)], [None; 2]);
}

#[test]
fn sets_of_numbers_have_an_order() {
    let sets = [
        Values::empty(),
        Values::one(1),
        Values::range(1, 5),
        [(1, 5), (7, 7)].into_iter().collect(),
        Values::one(2),
    ];
    for (at, one) in sets.iter().enumerate() {
        for (other_at, other) in sets.iter().enumerate() {
            assert_eq!([one.partial_cmp(other), Some(one.cmp(other))], [Some(at.cmp(&other_at)); 2]);
        }
    }
}

#[test]
fn a_list_says_how_many_rules_it_has() {
    let spaces = &mut Spaces::new();
    let mut list = RuleList::new(spaces, []);
    assert!(list.is_empty());
    for rules in 1..=3 {
        list.insert(spaces, 0, Cube::all(), true);
        assert_eq!((list.len(), list.is_empty()), (rules, false));
    }
}
