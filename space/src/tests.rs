//! Every operation against plain truth tables.
//!
//! A grid cuts each field into cells within which no set of these tests tells values apart, so that a set is the list of
//! the combinations of cells it holds. Each cell is asked at both of its ends, and counted by its size.

mod bounds;
mod lists;
mod rules;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{Cube, Field, Layout, Space, Spaces, Values};
use crate::packet::{Family, Packet, Protocol, Transport};

const LAST_V4: u128 = u32::MAX as u128;

/// A combination of cells, by the number of the cell in each field.
type Combination = [usize; 6];
/// A set as one bit per valid combination of a grid.
type Bits = Vec<bool>;

struct Grid {
    spaces: Spaces,
    cells: [Vec<Values>; 6],
    /// The combinations that packets have, the lowest first.
    valid: Vec<Combination>,
    /// The set known to be right for the bits seen so far.
    known: BTreeMap<Bits, Space>,
}

impl Grid {
    fn new(layout: Layout, protocols: &[&[(u128, u128)]], ports: &[(u128, u128)]) -> Self {
        let cells =
            |ranges: &[(u128, u128)]| ranges.iter().map(|&(a, b)| Values::range(a, b)).collect::<Vec<_>>();
        let addresses = [(0, LAST_V4 / 2), (LAST_V4 / 2 + 1, LAST_V4), (LAST_V4 + 1, u128::MAX)];
        let cells = [
            cells(&[(0, 0), (1, 1)]),
            protocols.iter().map(|ranges| ranges.iter().copied().collect()).collect(),
            cells(&addresses),
            cells(&addresses),
            cells(ports),
            cells(ports),
        ];
        let mut combinations = vec![[0; 6]];
        for (field, cells) in cells.iter().enumerate() {
            let with = |old: &Combination, cell| {
                let mut new = *old;
                new[field] = cell;
                new
            };
            combinations =
                combinations.iter().flat_map(|old| (0..cells.len()).map(|cell| with(old, cell))).collect();
        }
        let lowest = |combination: &Combination| {
            let field = |field: usize| cells[field][combination[field]].first().unwrap();
            [field(0), field(1), field(2), field(3), field(4), field(5)]
        };
        let mut valid: Vec<_> = combinations.into_iter().filter(|c| is_valid(lowest(c))).collect();
        valid.sort_by_key(lowest);
        Self { spaces: Spaces::with(layout), cells, valid, known: BTreeMap::new() }
    }

    /// Each kind of protocol as one cell, each port 0 or another.
    fn coarse(layout: Layout) -> Self {
        let other = [(0, 0), (2, 5), (7, 16), (18, 57), (59, 255)];
        Self::new(layout, &[&[(1, 1)], &[(6, 6), (17, 17)], &[(58, 58)], &other], &[(0, 0), (1, 65_535)])
    }

    fn fine(layout: Layout) -> Self {
        let other = [(0, 0), (2, 5), (7, 16), (18, 57), (59, 254)];
        Self::new(
            layout,
            &[&[(1, 1)], &[(6, 6)], &[(17, 17)], &[(58, 58)], &other, &[(255, 255)]],
            &[(0, 0), (1, 1023), (1024, 65_535)],
        )
    }

    fn bits(&self, holds: impl Fn(&Combination) -> bool) -> Bits {
        self.valid.iter().map(holds).collect()
    }

    /// The values that packets of `combination` have in `field`.
    fn values(&self, combination: &Combination, field: Field) -> Values {
        let values = &self.cells[field as usize][combination[field as usize]];
        let bound = if combination[0] == 0 { LAST_V4 } else { u128::MAX };
        values.ranges().iter().map(|&(first, last)| (first, last.min(bound))).collect()
    }

    fn count(&self, combination: &Combination) -> BigUint {
        Field::ALL.iter().map(|&field| size(&self.values(combination, field))).product()
    }

    /// The box with the cells whose bits are set in the masks, one mask per field.
    fn cube(&mut self, masks: [usize; 6]) -> (Space, Bits) {
        let mut cube = Cube::all();
        for field in Field::ALL {
            let cells = self.cells[field as usize].iter().enumerate();
            let chosen = cells.filter(|(cell, _)| masks[field as usize] >> cell & 1 == 1);
            cube = cube.with(field, chosen.flat_map(|(_, values)| values.ranges().to_vec()).collect());
        }
        let bits = self.bits(|combination| (0..6).all(|field| masks[field] >> combination[field] & 1 == 1));
        (self.spaces.cube(&cube), bits)
    }

    /// Checks that `space` is the set of `bits` and, the first time, everything that can be asked of it.
    fn check(&mut self, space: Space, bits: &Bits) {
        if let Some(&known) = self.known.get(bits) {
            assert_eq!(space, known, "equal sets are equal handles");
            return;
        }
        for (combination, &holds) in self.valid.iter().zip(bits) {
            for pick in [Values::first, last] {
                let values = Field::ALL.map(|field| pick(&self.values(combination, field)).unwrap());
                let found = self.spaces.contains(space, &packet(values));
                assert_eq!(found, holds, "{values:?} of {:?}", self.spaces.cubes(space));
            }
        }
        self.known.insert(bits.clone(), space);
        let held: Vec<_> =
            self.valid.iter().zip(bits).filter(|(_, holds)| **holds).map(|(c, _)| *c).collect();

        assert_eq!(space.is_empty(), held.is_empty());
        let count = self.spaces.count(space);
        assert_eq!(count, held.iter().map(|c| self.count(c)).sum());
        let lowest = held.first().map(|c| packet(Field::ALL.map(|f| self.values(c, f).first().unwrap())));
        assert_eq!(self.spaces.sample(space), lowest);
        let complement = self.spaces.complement(space);
        assert_eq!(self.spaces.complement(complement), space);
        assert_eq!(self.spaces.count(complement) + count, self.spaces.count(Space::ALL));
        self.check_boxes(space);

        let held_set: BTreeSet<_> = held.iter().copied().collect();
        let mirrored = self.spaces.mirrored(space);
        assert_eq!(self.spaces.mirrored(mirrored), space);
        assert_eq!(mirrored, self.space(&self.bits(|c| held_set.contains(&self.mirror(c)))));

        for field in Field::ALL {
            let ranges = held.iter().flat_map(|c| self.values(c, field).ranges().to_vec());
            assert_eq!(self.spaces.values(space, field), ranges.collect());
            let others = |c: &Combination| {
                let mut others = *c;
                others[field as usize] = 0;
                others
            };
            let agreeing: BTreeSet<_> = held.iter().map(others).collect();
            let freed = self.bits(|c| agreeing.contains(&others(c)));
            let forgotten = self.spaces.forget(space, field);
            assert_eq!(forgotten, self.space(&freed), "{field:?} of {:?}", self.spaces.cubes(space));
            check_slices(&mut self.spaces, space, field);
        }
    }

    /// The set of `bits`, from one box for each combination.
    fn space(&mut self, bits: &Bits) -> Space {
        if let Some(known) = self.known.get(bits) {
            return *known;
        }
        let held = self.valid.iter().zip(bits).filter(|(_, holds)| **holds);
        let held: Vec<Combination> = held.map(|(combination, _)| *combination).collect();
        let boxes: Vec<Space> =
            held.iter().map(|combination| self.cube(combination.map(|cell| 1 << cell)).0).collect();
        self.spaces.union_all(boxes)
    }

    fn mirror(
        &self,
        &[family, protocol, source, destination, destination_port, source_port]: &Combination,
    ) -> Combination {
        if self.cells[1][protocol].is_subset(&[(6, 6), (17, 17)].into_iter().collect()) {
            [family, protocol, destination, source, source_port, destination_port]
        } else {
            [family, protocol, destination, source, destination_port, source_port]
        }
    }

    fn check_boxes(&mut self, space: Space) {
        let spaces = &mut self.spaces;
        let cubes = spaces.cubes(space);
        let boxes: Vec<_> = cubes.iter().map(|cube| spaces.cube(cube)).collect();
        // Equal counts of the parts and the whole: disjoint.
        assert_eq!(spaces.union_all(boxes.iter().copied()), space);
        assert_eq!(boxes.iter().map(|part| spaces.count(*part)).sum::<BigUint>(), spaces.count(space));
        assert!(cubes.is_sorted());
        for cube in &cubes {
            let of_all = |field| *cube.get(field) == Values::all();
            let addresses = of_all(Field::Source) && of_all(Field::Destination);
            assert!(addresses || cube.get(Field::Family).single().is_some(), "{cube:?}");
            let ported = [(6, 6), (17, 17)].into_iter().collect();
            let protocols = cube.get(Field::Protocol);
            let one_kind = protocols.is_subset(&ported) || protocols.intersect(&ported).is_empty();
            assert!(of_all(Field::DestinationPort) || one_kind, "{cube:?}");
        }
    }

    /// All sets of two given ones.
    fn check_pair(&mut self, (left, a): &(Space, Bits), (right, b): &(Space, Bits)) {
        let (left, right) = (*left, *right);
        let both =
            |keep: fn(bool, bool) -> bool| -> Bits { a.iter().zip(b).map(|(&a, &b)| keep(a, b)).collect() };
        let union = self.spaces.union(left, right);
        self.check(union, &both(|a, b| a || b));
        let intersection = self.spaces.intersect(left, right);
        self.check(intersection, &both(|a, b| a && b));
        let (difference, minus) = (self.spaces.minus(left, right), both(|a, b| a && !b));
        self.check(difference, &minus);
        assert_eq!(self.spaces.is_subset(left, right), !minus.contains(&true));
        assert_eq!(left == right, a == b);
    }
}

fn check_slices(spaces: &mut Spaces, space: Space, field: Field) {
    let slices = spaces.slices(space, field);
    let mut seen = Values::empty();
    let mut whole = Space::EMPTY;
    for (index, &(ref values, rest)) in slices.iter().enumerate() {
        assert!(!values.is_empty() && seen.intersect(values).is_empty());
        seen = seen.union(values);
        let with_values = spaces.of(field, values);
        let slice = spaces.intersect(space, with_values);
        assert_eq!(spaces.limit(space, field, values), slice);
        assert_eq!(rest, spaces.forget(slice, field));
        let part = spaces.intersect(rest, with_values);
        whole = spaces.union(whole, part);
        assert!(slices[..index].iter().all(|&(_, other)| other != rest), "slices that are alike are one");
    }
    assert_eq!(seen, spaces.values(space, field));
    assert_eq!(whole, space);
    assert!(slices.is_sorted_by_key(|(values, _)| values.first()));
}

/// The table in the documentation of the module.
fn is_valid([family, protocol, source, destination, destination_port, source_port]: [u128; 6]) -> bool {
    let ports = match (family, protocol) {
        (_, 6 | 17) => true,
        (0, 1) | (1, 58) => source_port == 0,
        _ => destination_port == 0 && source_port == 0,
    };
    ports && (family == 1 || source.max(destination) <= LAST_V4)
}

fn packet([family, protocol, source, destination, destination_port, source_port]: [u128; 6]) -> Packet {
    let (source_port, destination_port) = (source_port as u16, destination_port as u16);
    let transport = match (family, protocol) {
        (_, 6) => Transport::Tcp { source: source_port, destination: destination_port },
        (_, 17) => Transport::Udp { source: source_port, destination: destination_port },
        (0, 1) | (1, 58) => {
            Transport::Icmp { kind: (destination_port / 256) as u8, code: (destination_port % 256) as u8 }
        }
        _ => Transport::Other(Protocol(protocol as u8)),
    };
    let family = if family == 0 { Family::V4 } else { Family::V6 };
    Packet::new(family.address(source), family.address(destination), transport).unwrap()
}

fn last(values: &Values) -> Option<u128> {
    values.ranges().last().map(|&(_, last)| last)
}

fn size(values: &Values) -> BigUint {
    values.ranges().iter().map(|&(first, last)| BigUint::from(last - first) + 1_u8).sum()
}

fn tcp_to(spaces: &mut Spaces, port: u128) -> Space {
    let tcp = spaces.of(Field::Protocol, &Values::one(6));
    let port = spaces.of(Field::DestinationPort, &Values::one(port));
    spaces.intersect(tcp, port)
}

#[test]
fn every_box_of_the_coarse_grid() {
    [Layout::Words, Layout::Bytes].into_iter().for_each(each_box_of_the_coarse_grid_in);
}

fn each_box_of_the_coarse_grid_in(layout: Layout) {
    let mut grid = Grid::coarse(layout);
    for family in 1..4 {
        for protocol in 1..16 {
            for ports in 1..16 {
                for addresses in [0o11, 0o21, 0o14, 0o27, 0o72, 0o34, 0o43, 0o56, 0o77] {
                    let masks = [family, protocol, addresses & 7, addresses >> 3, ports & 3, ports >> 2];
                    let (space, bits) = grid.cube(masks);
                    grid.check(space, &bits);
                }
            }
        }
    }
}

#[test]
fn every_pair_of_small_boxes() {
    [Layout::Words, Layout::Bytes].into_iter().for_each(each_pair_of_small_boxes_in);
}

fn each_pair_of_small_boxes_in(layout: Layout) {
    let mut grid = Grid::coarse(layout);
    let mut boxes = Vec::new();
    for family in [1, 3] {
        for protocol in [1, 2, 15] {
            for ports in [[1, 3], [2, 3], [3, 2], [3, 3]] {
                for addresses in [[1, 1], [1, 7], [6, 3], [7, 7]] {
                    boxes.push(grid.cube([family, protocol, addresses[0], addresses[1], ports[0], ports[1]]));
                }
            }
        }
    }
    for left in &boxes {
        for right in &boxes {
            grid.check_pair(left, right);
        }
    }
}

#[test]
fn random_expressions() {
    [Layout::Words, Layout::Bytes].into_iter().for_each(random_expressions_in);
}

fn random_expressions_in(layout: Layout) {
    let mut grid = Grid::fine(layout);
    let mut random = StdRng::seed_from_u64(2);
    let mut pool: Vec<(Space, Bits)> = Vec::new();
    for step in 0..400 {
        let masks: Vec<_> = grid.cells.iter().map(|cells| random.random_range(1..1 << cells.len())).collect();
        let fresh = grid.cube(masks.try_into().unwrap());
        if pool.len() < 12 {
            pool.push(fresh);
            continue;
        }
        let (space, bits) = &pool[random.random_range(0..pool.len())];
        let (space, spaces) = (*space, &mut grid.spaces);
        let (next, expected): (_, Bits) = match step % 4 {
            0 | 1 => {
                (spaces.union(space, fresh.0), bits.iter().zip(&fresh.1).map(|(&a, &b)| a || b).collect())
            }
            2 => (spaces.minus(space, fresh.0), bits.iter().zip(&fresh.1).map(|(&a, &b)| a && !b).collect()),
            _ => (spaces.complement(space), bits.iter().map(|&a| !a).collect()),
        };
        grid.check(next, &expected);
        let next = (next, expected);
        grid.check_pair(&next, &pool[random.random_range(0..pool.len())]);
        let replaced = random.random_range(0..pool.len());
        pool[replaced] = next;
    }
}

#[test]
fn the_universe_is_counted_exactly() {
    let of_ports = 2 * 65_536_u128.pow(2) + 65_536 + 253;
    let expected = BigUint::from(of_ports) * ((BigUint::from(1_u8) << 64) + (BigUint::from(1_u8) << 256));
    let spaces = Spaces::new();
    assert_eq!(spaces.count(Space::ALL), expected);
    assert_eq!(spaces.count(Space::EMPTY), BigUint::ZERO);
}

#[test]
fn a_packet_comes_back_from_its_set() {
    let mut spaces = Spaces::new();
    for family in [0, 1] {
        let bound = if family == 0 { LAST_V4 } else { u128::MAX };
        for protocol in 0..=255 {
            for port in [0, 1, 22, 255, 256, 2048, 65_535] {
                for address in [0, 1, LAST_V4, bound - 1, bound] {
                    let point = [family, protocol, address, bound - address, port, 65_535 - port];
                    let ported = matches!(protocol, 6 | 17);
                    let point =
                        if ported { point } else { [family, protocol, address, bound - address, port, 0] };
                    if !is_valid(point) {
                        continue;
                    }
                    let packet = packet(point);
                    let space = spaces.packet(&packet);
                    assert_eq!(spaces.sample(space), Some(packet));
                    assert!(spaces.contains(space, &packet));
                    assert_eq!(spaces.count(space), BigUint::from(1_u8));
                    assert!(spaces.is_subset(space, Space::ALL));
                    assert_eq!(Field::ALL.map(|field| spaces.values(space, field).single()), point.map(Some));
                }
            }
        }
    }
}

#[test]
fn what_no_packet_can_have_is_left_out() {
    let mut spaces = Spaces::new();
    let gre = Cube::all().with(Field::Protocol, Values::one(47));
    assert!(spaces.cube(&gre.clone().with(Field::DestinationPort, Values::one(80))).is_empty());
    assert!(spaces.of(Field::Family, &Values::range(2, u128::MAX)).is_empty());
    assert!(spaces.of(Field::Protocol, &Values::one(256)).is_empty());
    let far = Cube::all().with(Field::Family, Values::one(0)).with(Field::Source, Values::one(LAST_V4 + 1));
    assert!(spaces.cube(&far).is_empty());
    // The number of the other family's ICMP is an ordinary protocol.
    let strange = Cube::all().with(Field::Family, Values::one(0)).with(Field::Protocol, Values::one(58));
    let strange = spaces.cube(&strange);
    assert_eq!(spaces.values(strange, Field::DestinationPort), Values::one(0));
}

#[test]
fn boxes_read_as_one_would_write_them() {
    let mut spaces = Spaces::new();
    assert_eq!(spaces.cubes(Space::EMPTY), []);
    assert_eq!(spaces.cubes(Space::ALL), [Cube::all()]);
    let mut read = |cube: &Cube| {
        let space = spaces.cube(cube);
        spaces.cubes(space)
    };

    let ssh = Cube::all().with(Field::Protocol, Values::one(6)).with(Field::DestinationPort, Values::one(22));
    assert_eq!(read(&ssh), core::slice::from_ref(&ssh));

    let private = Values::range(10 << 24, (11 << 24) - 1);
    let from_private = ssh.with(Field::Family, Values::one(0)).with(Field::Source, private);
    assert_eq!(read(&from_private), [from_private]);

    // All but TCP 25: TCP to the other ports, and the other protocols.
    let mail = Values::one(25);
    let protocols = |values| Cube::all().with(Field::Protocol, values);
    let every_protocol = Values::range(0, 255);
    let smtp = tcp_to(&mut spaces, 25);
    let other = spaces.complement(smtp);
    assert_eq!(
        spaces.cubes(other),
        [
            protocols(every_protocol.minus(&Values::one(6))),
            protocols(Values::one(6)).with(Field::DestinationPort, Values::range(0, 65_535).minus(&mail)),
        ]
    );
}

#[test]
fn addresses_of_one_number_stay_in_boxes_of_their_family() {
    let mut spaces = Spaces::new();
    for field in [Field::Source, Field::Destination] {
        let set = spaces.of(field, &Values::one(7));
        let families = spaces.cubes(set).into_iter().map(|cube| cube.get(Field::Family).single());
        assert_eq!(families.collect::<Vec<_>>(), [Some(0), Some(1)], "{field:?}");
    }
}

#[test]
fn ports_and_icmp_types_stay_in_boxes_of_their_own() {
    let ping = Cube::all()
        .with(Field::Family, Values::one(0))
        .with(Field::Protocol, Values::one(1))
        .with(Field::DestinationPort, Values::one(2048));
    let mut spaces = Spaces::new();
    let ping = spaces.cube(&ping);
    let tcp = tcp_to(&mut spaces, 2048);
    let tcp = spaces.limit(tcp, Field::Family, &Values::one(0));
    let both = spaces.union(ping, tcp);
    assert_eq!(spaces.cubes(both).len(), 2);
}

#[test]
fn union_of_many_equals_one_union_after_the_other() {
    let mut spaces = Spaces::new();
    for many in 0..40 {
        let parts: Vec<_> = (0..many).map(|port| tcp_to(&mut spaces, port * 3)).collect();
        let folded = parts.iter().fold(Space::EMPTY, |whole, &part| spaces.union(whole, part));
        assert_eq!(spaces.union_all(parts), folded);
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    let mut random = StdRng::seed_from_u64(7);
    for rules in [0, 1, 2, 3, 20, 200] {
        let mut base = Spaces::new();
        let list: Vec<(Space, bool)> = (0..rules)
            .map(|_| {
                // Many rules leave a field open: they are merged by halves.
                let mut cube = Cube::all();
                for field in [Field::Destination, Field::Source, Field::DestinationPort] {
                    if random.random_bool(0.5) {
                        let first = random.random_range(0..60_u128);
                        cube = cube.with(field, Values::range(first, first + random.random_range(0..9)));
                    }
                }
                (base.cube(&cube), random.random_bool(0.6))
            })
            .collect();
        let base = Arc::new(base);
        for mut spaces in [Spaces::over(&base), Spaces::over(&Arc::new(Spaces::over(&base)))] {
            let expected = list.iter().rev().fold(Space::EMPTY, |rest, &(packets, permits)| {
                if permits { spaces.union(packets, rest) } else { spaces.minus(rest, packets) }
            });
            assert_eq!(spaces.permitted(list.iter().copied()), expected);
            let numbered = list.iter().map(|&(packets, permits)| (packets, u32::from(!permits)));
            let decisions = spaces.decisions(numbered);
            assert_eq!(spaces.decided(decisions, 0), expected);
            let matched = spaces.union_all(list.iter().map(|rule| rule.0));
            let denied = spaces.minus(matched, expected);
            assert_eq!(spaces.decided(decisions, 1), denied);
            // The same rules in a store of their own, where what is made on the way is swept.
            let mut alone = Spaces::new();
            let again: Vec<_> = list
                .iter()
                .map(|&(packets, permits)| {
                    let own: Vec<Space> = base.cubes(packets).iter().map(|cube| alone.cube(cube)).collect();
                    (alone.union_all(own), permits)
                })
                .collect();
            let permitted = alone.permitted(again.iter().copied());
            assert_eq!(alone.count(permitted), spaces.count(expected));
            assert_eq!(alone.permitted(again), permitted);
        }
    }
}

#[test]
fn a_store_over_another_knows_its_sets_and_leaves_it_as_it_is() {
    let mut base = Spaces::new();
    let https = tcp_to(&mut base, 443);
    let base = Arc::new(base);
    let mut over = Spaces::over(&base);
    assert_eq!(tcp_to(&mut over, 443), https);
    assert_eq!(over.cubes(https), base.cubes(https));
    let ssh = tcp_to(&mut over, 22);
    let both = over.union(https, ssh);
    assert_eq!(over.minus(both, ssh), https);
    // What another adds is its own.
    let mut other = Spaces::over(&base);
    let dns = tcp_to(&mut other, 53);
    assert_eq!(other.values(dns, Field::DestinationPort), Values::one(53));
    assert_eq!(over.values(ssh, Field::DestinationPort), Values::one(22));
    // A store over a store over a store.
    let mut third = Spaces::over(&Arc::new(over));
    assert_eq!((tcp_to(&mut third, 443), tcp_to(&mut third, 22)), (https, ssh));
    assert_eq!(third.minus(both, https), ssh);
}

/// Six numbers in a row, at both ends of what a field can have.
const SIX_NUMBERS_FROM: [u128; 2] = [0, u128::MAX - 5];

fn values_of(mask: u8, from: u128) -> Values {
    let numbers = (0..6_u8).filter(|bit| mask >> bit & 1 == 1).map(|bit| from + u128::from(bit));
    numbers.map(|number| (number, number)).collect()
}

#[test]
fn every_pair_of_sets_of_six_values() {
    for from in SIX_NUMBERS_FROM {
        for a in 0..64 {
            let left = values_of(a, from);
            let held: Vec<_> =
                (0..6_u8).filter(|bit| a >> bit & 1 == 1).map(|bit| from + u128::from(bit)).collect();
            let contained: Vec<_> =
                (0..6).map(|bit| from + bit).filter(|&number| left.contains(number)).collect();
            assert_eq!(contained, held);
            assert_eq!(left.is_empty(), a == 0);
            assert_eq!(left.first(), held.first().copied());
            assert_eq!(left.single(), if held.len() == 1 { left.first() } else { None });
            assert_eq!(size(&left), held.len().into());
            assert!(left.ranges().windows(2).all(|pair| pair[0].1 + 1 < pair[1].0), "{left:?}");
            for b in 0..64 {
                let right = values_of(b, from);
                assert_eq!(left.union(&right), values_of(a | b, from));
                assert_eq!(left.intersect(&right), values_of(a & b, from));
                assert_eq!(left.minus(&right), values_of(a & !b, from));
                assert_eq!(left.is_subset(&right), a & !b == 0);
                assert_eq!(left == right, a == b);
            }
        }
    }
}

#[test]
fn values_from_ranges_in_any_order() {
    for from in SIX_NUMBERS_FROM {
        let mask = |first: u128, last: u128| {
            (0..6_u8)
                .filter(|&bit| (first..=last).contains(&u128::from(bit)))
                .fold(0, |mask, bit| mask | 1 << bit)
        };
        for [a, b, c, d] in (0..6_u128.pow(4)).map(|n| [n % 6, n / 6 % 6, n / 36 % 6, n / 216]) {
            let values = Values::from_iter([(from + a, from + b), (from + c, from + d)]);
            assert_eq!(values, values_of(mask(a, b) | mask(c, d), from));
        }
    }
    assert_eq!(Values::all().ranges(), [(0, u128::MAX)]);
    assert_eq!(Values::all().minus(&Values::one(u128::MAX)), Values::range(0, u128::MAX - 1));
    assert!(Values::range(2, 1).is_empty());
}
