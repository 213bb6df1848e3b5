//! Rule lists from a seed.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::decide::Flow;
use crate::list::{ANY_PORT, Action, List, Match, Rule};

const TCP: u8 = 6;
const UDP: u8 = 17;
const SERVICES: [u16; 16] = [20, 21, 22, 25, 53, 80, 110, 123, 143, 161, 389, 443, 1433, 1521, 3306, 8080];

/// What matches every packet.
const EVERYTHING: Rule = Rule {
    action: Action::Allow,
    source: Match::ANY,
    destination: Match::ANY,
    source_port: ANY_PORT,
    destination_port: ANY_PORT,
    protocol: None,
};

fn every_third_denies(index: usize) -> Action {
    if index % 3 == 2 { Action::Deny } else { Action::Allow }
}

/// The networks that an organisation has: a tree of prefixes, from its few large ones to subnets.
fn networks(rng: &mut StdRng) -> Vec<(u32, u32)> {
    let mut networks: Vec<(u32, u32)> = (0..12).map(|_| (rng.random(), rng.random_range(8..=16))).collect();
    while networks.len() < 300 {
        let &(value, length) = networks.choose(rng).unwrap();
        let longer = (length + rng.random_range(2..=6)).min(24);
        networks.push((below(rng, value, length), longer));
    }
    networks
}

/// An address of the prefix.
fn below(rng: &mut StdRng, value: u32, length: u32) -> u32 {
    let Match { value, mask } = Match::prefix(value, length);
    value | (rng.random::<u32>() & !mask)
}

/// A network, a part of one, or mostly a host of it.
fn place(rng: &mut StdRng, networks: &[(u32, u32)]) -> Match {
    let &(value, length) = networks.choose(rng).unwrap();
    match rng.random_range(0..20) {
        0..4 => Match::prefix(value, length),
        4..9 => Match::prefix(below(rng, value, length), rng.random_range(24..=30)),
        _ => Match::prefix(below(rng, value, length), 32),
    }
}

/// An access list: specific prefixes that stand in each other, mostly to one service; every third rule denies.
#[must_use]
pub fn acl(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    let networks = networks(&mut rng);
    (0..rules)
        .map(|index| {
            let destination_port = match rng.random_range(0..10) {
                0..7 => one(*SERVICES.choose(&mut rng).unwrap()),
                7 => one(rng.random()),
                8 => (1024, u16::MAX),
                _ => ANY_PORT,
            };
            Rule {
                action: every_third_denies(index),
                source: if rng.random_bool(0.1) { Match::ANY } else { place(&mut rng, &networks) },
                destination: place(&mut rng, &networks),
                source_port: if rng.random_bool(0.05) { (1024, u16::MAX) } else { ANY_PORT },
                destination_port,
                protocol: protocol(&mut rng),
            }
        })
        .collect()
}

/// A firewall's list: two of five addresses are any, ports are ranges; every third rule denies.
///
/// A rule from anywhere to anywhere is always for few ports: one for all ports would leave nothing to those after it.
#[must_use]
pub fn firewall(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    let networks = networks(&mut rng);
    (0..rules)
        .map(|index| {
            let [source, destination] =
                [(); 2].map(|()| if rng.random_bool(0.4) { Match::ANY } else { place(&mut rng, &networks) });
            let everywhere = source == Match::ANY && destination == Match::ANY;
            Rule {
                action: every_third_denies(index),
                source,
                destination,
                source_port: if rng.random_bool(0.2) { ports(&mut rng, 2000) } else { ANY_PORT },
                destination_port: if everywhere || rng.random_bool(0.8) {
                    ports(&mut rng, if everywhere { 20 } else { 2000 })
                } else {
                    ANY_PORT
                },
                protocol: protocol(&mut rng),
            }
        })
        .collect()
}

/// The rules of security groups: a source, a protocol, a range of ports; all allow.
#[must_use]
pub fn group(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    let networks = networks(&mut rng);
    (0..rules)
        .map(|_| Rule {
            source: place(&mut rng, &networks),
            destination_port: if rng.random_bool(0.5) {
                one(*SERVICES.choose(&mut rng).unwrap())
            } else {
                ports(&mut rng, 2000)
            },
            protocol: protocol(&mut rng),
            ..EVERYTHING
        })
        .collect()
}

const fn one(port: u16) -> (u16, u16) {
    (port, port)
}

/// A range of at most so many ports, and one.
fn ports(rng: &mut StdRng, most: u16) -> (u16, u16) {
    let first = rng.random::<u16>();
    (first, first.saturating_add(rng.random_range(0..=most)))
}

fn protocol(rng: &mut StdRng) -> Option<u8> {
    [Some(TCP), Some(TCP), Some(TCP), Some(UDP), Some(UDP), None].choose(rng).copied().unwrap()
}

/// Slabs that cross: one source and any destination, one destination and any source, in turns.
#[must_use]
pub fn slabs(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..rules)
        .map(|index| {
            let slab = Match::prefix(rng.random(), 24);
            let rule = Rule { action: every_third_denies(index), ..EVERYTHING };
            if index % 2 == 0 { Rule { source: slab, ..rule } } else { Rule { destination: slab, ..rule } }
        })
        .collect()
}

/// Masks whose ones do not stand together: every second bit of the addresses.
#[must_use]
pub fn bits(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..rules)
        .map(|index| Rule {
            action: every_third_denies(index),
            source: Match::new(rng.random(), 0x5555_5555),
            destination: Match::new(rng.random(), 0xaaaa_aaaa),
            ..EVERYTHING
        })
        .collect()
}

/// A rule for each odd destination port, from the lowest, all allow.
#[must_use]
pub fn odd_ports(rules: u16) -> List {
    (0..rules)
        .map(|index| Rule { destination_port: one(2 * index + 1), protocol: Some(TCP), ..EVERYTHING })
        .collect()
}

/// Ranges of ports, each of which overlaps the next, with prefixes of all lengths; every third rule denies.
#[must_use]
pub fn chain(seed: u64, rules: usize) -> List {
    let mut rng = StdRng::seed_from_u64(seed);
    let (source, destination) = (rng.random::<u32>(), rng.random::<u32>());
    (0_u16..)
        .step_by(10)
        .take(rules)
        .enumerate()
        .map(|(index, first)| Rule {
            action: every_third_denies(index),
            source: Match::prefix(source, u32::try_from(index % 33).unwrap()),
            destination: Match::prefix(destination, u32::try_from(32 - index % 33).unwrap()),
            source_port: (first, first.saturating_add(15)),
            destination_port: (first, first.saturating_add(25)),
            protocol: Some(TCP),
        })
        .collect()
}

/// The networks of a dozen segments.
fn segments(rng: &mut StdRng) -> [Match; 12] {
    std::array::from_fn(|index| {
        let second = u32::try_from(index).unwrap() * 16 + rng.random_range(0..16);
        Match::prefix(0x0a00_0000 | second << 16, rng.random_range(16..=20))
    })
}

/// A policy of segments: thirty rules, each from one segment to a service of another; all allow.
///
/// With it flows from segment to segment, about every second of them allowed.
#[must_use]
pub fn segmentation(seed: u64, flows: usize) -> (List, Vec<Flow>) {
    let mut rng = StdRng::seed_from_u64(seed);
    let segments = segments(&mut rng);
    let list: List = (0..30)
        .map(|_| Rule {
            source: *segments.choose(&mut rng).unwrap(),
            destination: *segments.choose(&mut rng).unwrap(),
            destination_port: one(*SERVICES.choose(&mut rng).unwrap()),
            protocol: Some(if rng.random_bool(0.8) { TCP } else { UDP }),
            ..EVERYTHING
        })
        .collect();
    let flows = (0..flows)
        .map(|_| {
            let rule = list.choose(&mut rng).unwrap();
            let destination =
                if rng.random_bool(0.5) { rule.destination } else { *segments.choose(&mut rng).unwrap() };
            Flow {
                source: rule.source.value | (rng.random::<u32>() & !rule.source.mask),
                destination: destination.value | (rng.random::<u32>() & !destination.mask),
                protocol: rule.protocol.unwrap_or(TCP),
                port: rule.destination_port.0,
            }
        })
        .collect();
    (list, flows)
}
