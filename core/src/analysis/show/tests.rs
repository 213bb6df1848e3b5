use alloc::vec;
use core::net::IpAddr;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::fabric::RealmId;
use crate::intent::Gathered;
use crate::{Analysis, parse};

/// Two networks of one range, which the boxes must tell apart.
fn analysis() -> Analysis {
    let text = "network n on aws in eu-central-1 {
      vpc a 10.0.0.0/16 {
        subnet s 10.0.1.0/24
        instance a-1 in s { ip 10.0.1.10; public-ip 198.51.100.1 }
      }
      vpc b 10.0.0.0/16, fd00::/56 {
        subnet s 10.0.1.0/24, fd00::/64
        instance b-1 in s { ip 10.0.1.10, 10.0.1.12, fd00::10 }
      }
    }";
    let analysis = Analysis::new(parse(vec![Source::new("test.fence", text).unwrap()]));
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    analysis
}

/// The set that boxes say.
fn read(spaces: &mut Spaces, flows: &Flows, show: Show<'_>) -> FlowSet {
    let mut set = FlowSet::default();
    for flow_box in &flows.boxes {
        let realm = |name: &str| {
            let found = show.fabric.realms.iter().position(|realm| realm.name == name);
            RealmId(found.unwrap() as u32)
        };
        let realms = Realms {
            source: realm(&flow_box.source.network),
            destination: realm(&flow_box.destination.network),
        };
        let traffic = flow_box.traffic.iter();
        let traffic: Vec<Space> =
            traffic.map(|traffic| read_traffic(spaces, flow_box.family, traffic)).collect();
        let packets = spaces.union_all(traffic);
        let packets = spaces.limit(packets, Field::Family, &Values::one(flow_box.family as u128));
        let ends = [(Field::Source, &flow_box.source), (Field::Destination, &flow_box.destination)];
        let packets = ends.into_iter().fold(packets, |packets, (field, ends)| {
            spaces.limit(packets, field, &numbers(&ends.addresses, address_number))
        });
        assert!(!packets.is_empty(), "{flow_box:?}");
        assert!(spaces.intersect(set.between(realms), packets).is_empty(), "in two boxes: {flow_box:?}");
        let one = one(spaces, realms, packets);
        set = set.union(spaces, &one);
    }
    set
}

fn numbers<T: Copy>(ranges: &[Range<T>], number: impl Fn(T) -> u128) -> Values {
    assert!(!ranges.is_empty());
    ranges.iter().map(|range| (number(range.first), number(range.last))).collect()
}

fn read_traffic(spaces: &mut Spaces, family: Family, traffic: &TrafficBox) -> Space {
    match traffic {
        TrafficBox::Any => Space::ALL,
        TrafficBox::Ports { protocols, source_ports, destination_ports } => {
            let number = |name: &String| if name == "tcp" { (6, 6) } else { (17, 17) };
            let packets = spaces.of(Field::Protocol, &protocols.iter().map(number).collect());
            let packets = spaces.limit(packets, Field::SourcePort, &numbers(source_ports, u128::from));
            spaces.limit(packets, Field::DestinationPort, &numbers(destination_ports, u128::from))
        }
        TrafficBox::Icmp { types, codes } => {
            let kinds = types.iter().flat_map(|range| range.first..=range.last);
            let values = kinds.flat_map(|kind| {
                let first = u128::from(kind) * 256;
                codes
                    .iter()
                    .map(move |codes| (first + u128::from(codes.first), first + u128::from(codes.last)))
            });
            let icmp = spaces.of(Field::Protocol, &Values::one(u128::from(family.icmp().0)));
            spaces.limit(icmp, Field::DestinationPort, &values.collect())
        }
        TrafficBox::Protocols { numbers: protocols } => {
            spaces.of(Field::Protocol, &numbers(protocols, u128::from))
        }
    }
}

fn one(spaces: &mut Spaces, realms: Realms, packets: Space) -> FlowSet {
    let mut flows = Gathered::default();
    flows.add(realms, packets);
    flows.united(spaces)
}

/// A set from random boxes, with bounds that meet those of protocols, ports, types and families.
fn random_set(spaces: &mut Spaces, dice: &mut StdRng) -> FlowSet {
    let mut set = FlowSet::default();
    for _ in 0..dice.random_range(1..6) {
        let mut packets = Space::ALL;
        let mut cut = |field, bounds: &[u128]| {
            if dice.random_bool(0.6) {
                let (a, b) =
                    (bounds[dice.random_range(0..bounds.len())], bounds[dice.random_range(0..bounds.len())]);
                packets = spaces.limit(packets, field, &Values::range(a.min(b), a.max(b)));
            }
        };
        cut(Field::Family, &[0, 1]);
        cut(Field::Protocol, &[0, 1, 2, 6, 7, 17, 47, 58, 59, 255]);
        cut(Field::DestinationPort, &[0, 1, 443, 2047, 2048, 2049, 2303, 2304, 65_535]);
        cut(Field::SourcePort, &[0, 1, 1023, 1024, 65_535]);
        cut(Field::Source, &[0, 7, u128::from(u32::MAX), u128::from(u32::MAX) + 1, u128::MAX]);
        cut(Field::Destination, &[0, 9, u128::from(u32::MAX), u128::MAX]);
        let realm = |dice: &mut StdRng| RealmId(dice.random_range(0..3));
        let realms = Realms { source: realm(dice), destination: realm(dice) };
        let one = one(spaces, realms, packets);
        set = set.union(spaces, &one);
    }
    set
}

#[test]
fn counts_are_written_in_digits() {
    let billion = BigUint::from(1_000_000_000_u32);
    let numbers = [0_u32, 1, 7, 999_999_999].map(BigUint::from);
    for number in
        numbers.iter().flat_map(|one| [one.clone(), one + &billion, &billion * &billion * one + 5_u32])
    {
        assert_eq!(decimal(number.clone()), number.to_string());
    }
}

#[test]
fn boxes_say_exactly_the_set() {
    let analysis = analysis();
    let show = analysis.show();
    let mut dice = StdRng::seed_from_u64(1);
    for _ in 0..300 {
        let spaces = &mut Spaces::new();
        let set = random_set(spaces, &mut dice);
        let shown = show.flows(spaces, &set);
        assert_eq!(read(spaces, &shown, show), set, "{shown:#?}");
        assert_eq!(shown.count.parse::<BigUint>().unwrap(), set.count(spaces));
    }
}

#[test]
fn ends_have_a_name_where_it_says_exactly_them() {
    let analysis = analysis();
    let show = analysis.show();
    let name = |realm, addresses: &[[u8; 4]]| {
        let values = addresses.iter().map(|a| address_number(IpAddr::from(*a))).map(|a| (a, a)).collect();
        let ends = show.ends(RealmId(realm), Family::V4, &values);
        (ends.network, ends.name)
    };
    let named = |network: &str, name: &str| (network.to_owned(), Some(name.to_owned()));
    assert_eq!(name(1, &[[10, 0, 1, 10]]), named("n.a", "n.a.a-1"));
    assert_eq!(name(2, &[[10, 0, 1, 10]]), ("n.b".to_owned(), None));
    assert_eq!(name(2, &[[10, 0, 1, 10], [10, 0, 1, 12]]), named("n.b", "n.b.b-1"));
    assert_eq!(name(0, &[[198, 51, 100, 1]]), named("outside", "n.a.a-1"));
}
