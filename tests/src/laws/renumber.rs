//! Addresses are names: with others in their place, the answer is the same with others in their place.

use std::net::IpAddr;
use std::ops::Range;

use ringfence::estate::aws::{Aws, EndpointKind, Peer, PrefixListId, Route, RouteTarget, TargetAt, VpcId};
use ringfence::estate::{Estate, SitePeer};
use ringfence::space::{Cube, Field, Values};
use ringfence::{Family, Prefix, address_number};

use super::sets::{Common, difference, exact};
use super::{Tally, analysis, any_estate, place};
use crate::estates::{Dice, around, broken_invariants, prefix};
use crate::oracle::{held, holder};
use crate::question::any_to_any;
use crate::seeds::Seeds;

/// Blocks within which all addresses are of the same sort, so that they may be exchanged.
const BLOCKS: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "2001:db8::/32"];

/// The first of the IPv6 addresses that hold IPv4 ones: 64:ff9b::/96.
const HOLDERS: u128 = 0x0064_ff9b << 96;

/// Renumbers one VPC of each estate, and asks about everything. What would be told: the answer with the old addresses.
///
/// Bits of addresses are flipped, which takes prefixes to prefixes: only those that subnets leave alone, because the first
/// four addresses and the last of a subnet are not like the others. IPv4 addresses of other VPCs stay: none of them meets the
/// private ones of this one. IPv6 is routed between VPCs, so there every VPC, and the outside, goes along, as all IPv4 does
/// where something routes between VPCs.
///
/// # Errors
/// The first difference.
pub fn renames(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let failed = |what: String| format!("seed {seed}, renumbered: {what}");
        let (mut dice, estate) = (Dice::new(seed), any_estate(seed));
        let renaming = Renaming::draw(&estate, &mut dice);
        let other = renaming.estate(&estate);
        if other == estate || has_private_service(&estate.aws) {
            continue;
        }
        let broken = broken_invariants(&other);
        assert!(broken.is_empty(), "{broken:?}");
        let [before, after] = [&estate, &other].map(|estate| analysis(estate, &mut dice));
        let before = exact(&before, any_to_any()).map_err(failed)?.expect("some flow is asked about");
        let mut common = Common::default();
        let after = common.everything(&after).map_err(failed)?;
        let expected = common.take(&before, |between, cube| {
            let ends = [(Field::Source, &between.source), (Field::Destination, &between.destination)];
            ends.into_iter().fold(cube, |cube, (field, network)| renaming.cube(cube, field, network))
        });
        if let Some(what) = difference(&expected, &after) {
            return Err(failed(what));
        }
        let unchanged = common.take(&before, |_, cube| cube);
        tally.count(difference(&unchanged, &after).is_some());
    }
    Ok(tally)
}

/// Other addresses in place of some.
struct Renaming {
    vpc: VpcId,
    /// The name of that VPC's network in answers.
    network: String,
    /// For its own IPv4 things, or for those of all.
    private: Flip,
    /// Whether all other things of IPv4 go along: sites, peerings or transit gateways route between them.
    everywhere: bool,
    /// For everything.
    global: Flip,
}

impl Renaming {
    fn draw(estate: &Estate, dice: &mut Dice) -> Self {
        let aws = &estate.aws;
        let vpc = VpcId(dice.below(aws.vpcs.len()) as u32);
        let everywhere =
            !estate.sites.is_empty() || !aws.peerings.is_empty() || !aws.transit_attachments.is_empty();
        let of_vpc = aws.subnets.iter().filter(|subnet| everywhere || subnet.vpc == vpc);
        let of_vpc = of_vpc.flat_map(|one| &one.prefixes);
        let of_vpc: Vec<Prefix> = of_vpc.copied().filter(|prefix| prefix.family() == Family::V4).collect();
        let of_all = aws.subnets.iter().flat_map(|subnet| &subnet.prefixes).copied();
        let of_all: Vec<Prefix> = of_all.filter(|prefix| prefix.family() == Family::V6).collect();
        let network = estate.path(aws.vpcs[vpc.0 as usize].object);
        let (private, global) = (Flip::draw(&of_vpc, dice), Flip::draw(&of_all, dice));
        Self { vpc, network, private, everywhere, global }
    }

    fn flip(&self, family: Family, is_own: bool) -> Flip {
        match family {
            Family::V4 if is_own || self.everywhere => self.private,
            Family::V4 => Flip::NONE,
            Family::V6 => self.global,
        }
    }

    fn estate(&self, estate: &Estate) -> Estate {
        let mut estate = written_out(estate);
        let aws = &mut estate.aws;
        let homes: Vec<VpcId> = aws.subnets.iter().map(|subnet| subnet.vpc).collect();
        let address = |vpc, address: &mut IpAddr| {
            let family = Family::of(*address);
            let flip = self.flip(family, vpc == self.vpc);
            *address = family.address(flip.number(family, address_number(*address)));
        };
        for interface in &mut aws.interfaces {
            let vpc = homes[interface.subnet.0 as usize];
            let fronts = interface.public.iter_mut().map(|front| &mut front.private);
            interface.addresses.iter_mut().chain(fronts).for_each(|own| address(vpc, own));
        }
        for nat in &mut aws.nat_gateways {
            nat.address.iter_mut().for_each(|own| address(homes[nat.subnet.0 as usize], own));
        }
        for group in &mut aws.target_groups {
            for target in &mut group.targets {
                if let TargetAt::Address(own) = &mut target.to {
                    address(group.vpc, own);
                }
            }
        }
        for site in &mut estate.sites {
            let hosts = site.hosts.iter_mut().flat_map(|host| &mut host.addresses);
            let gateways = site.gateways.iter_mut().map(|gateway| &mut gateway.address);
            hosts.chain(gateways).for_each(|own| address(self.vpc, own));
            let rules = site.inbound.iter_mut().chain(&mut site.outbound);
            let peers = rules.flat_map(|rule| rule.from.iter_mut().chain(&mut rule.to));
            let peers = peers.filter_map(|peer| match peer {
                SitePeer::Prefix(prefix) => Some(prefix),
                SitePeer::Object(_) => None,
            });
            let subnets = site.subnets.iter_mut().flat_map(|subnet| &mut subnet.prefixes);
            let all = peers.chain(subnets).chain(&mut site.prefixes);
            all.for_each(|prefix| *prefix = self.prefix(*prefix, true));
        }
        for told in estate.lines.iter_mut().flat_map(|line| &mut line.announced) {
            told.prefix = self.prefix(told.prefix, true);
        }
        let aws = &mut estate.aws;
        each_prefix(aws, |vpc, prefix| *prefix = self.prefix(*prefix, vpc == self.vpc));
        estate
    }

    /// The box with the addresses of `field`, which are of `network`.
    fn cube(&self, cube: Cube, field: Field, network: &str) -> Cube {
        let family = match cube.get(Field::Family).single() {
            Some(0) => Family::V4,
            Some(_) => Family::V6,
            // Then it holds every address.
            None => return cube,
        };
        let flip = |family| self.flip(family, network == self.network);
        let values = cube.get(field);
        if *values == Values::all() {
            return cube;
        }
        let holders = Values::range(HOLDERS, HOLDERS | u128::from(u32::MAX));
        let shifted =
            |values: &Values, by: u128| values.ranges().iter().map(|(a, b)| (a ^ by, b ^ by)).collect();
        let held = if family == Family::V6 {
            shifted(&values.intersect(&holders), HOLDERS)
        } else {
            Values::empty()
        };
        let held = shifted(&flip(Family::V4).values(Family::V4, &held), HOLDERS);
        let others = if family == Family::V6 { values.minus(&holders) } else { values.clone() };
        let values = flip(family).values(family, &others).union(&held);
        cube.with(field, values)
    }

    /// A prefix with other addresses: one of IPv6 addresses that hold IPv4 ones goes along with those.
    fn prefix(&self, prefix: Prefix, is_own: bool) -> Prefix {
        match (held(prefix.first()), prefix.length().checked_sub(96)) {
            (Some(first), Some(length)) => {
                let moved = self.flip(Family::V4, is_own).prefix(around(first, length));
                around(holder(moved.first()).expect("it is of IPv4"), prefix.length())
            }
            _ => self.flip(prefix.family(), is_own).prefix(prefix),
        }
    }
}

/// Whether the list of a service holds addresses that may move: an endpoint stands for the list itself.
fn has_private_service(aws: &Aws) -> bool {
    let routed = aws.route_tables.iter().flat_map(|table| &table.list_routes);
    let routed =
        routed.filter(|route| matches!(route.target, RouteTarget::Endpoint(_))).map(|route| route.list);
    let own = aws.endpoints.iter().filter_map(|endpoint| match endpoint.kind {
        EndpointKind::Gateway { list, .. } => list,
        EndpointKind::Interface => None,
    });
    let entries = routed.chain(own).flat_map(|list| &aws.prefix_lists[list.0 as usize].prefixes);
    entries.into_iter().any(|entry| BLOCKS.iter().any(|block| prefix(block).overlaps(entry)))
}

/// The same with the entries of lists in the place of these, which are of no VPC.
fn written_out(estate: &Estate) -> Estate {
    let mut estate = estate.clone();
    let aws = &mut estate.aws;
    let lists = aws.prefix_lists.clone();
    let entries = |list: PrefixListId| lists[list.0 as usize].prefixes.iter().copied();
    let mut count = 0;
    for table in &mut aws.route_tables {
        let ranges = &aws.vpcs[table.vpc.0 as usize].prefixes;
        let (to_endpoints, others): (Vec<_>, Vec<_>) = std::mem::take(&mut table.list_routes)
            .into_iter()
            .partition(|route| matches!(route.target, RouteTarget::Endpoint(_)));
        table.list_routes = to_endpoints;
        for route in others {
            for destination in entries(route.list).filter(|prefix| !ranges.contains(prefix)) {
                if table.routes.iter().all(|route| route.destination != destination) {
                    table.routes.push(Route { destination, target: route.target, origin: place(count) });
                    count += 1;
                }
            }
        }
    }
    for group in &mut aws.security_groups {
        for rules in [&mut group.ingress, &mut group.egress] {
            for rule in rules.iter_mut() {
                let peers = std::mem::take(&mut rule.peers).into_iter();
                let peers = peers.flat_map(|peer| match peer {
                    Peer::List(list) => entries(list).map(Peer::Prefix).collect(),
                    peer => vec![peer],
                });
                rule.peers = peers.collect();
            }
            rules.retain(|rule| !rule.peers.is_empty());
        }
    }
    estate
}

/// Every prefix that is written, with the VPC of what it is written at.
fn each_prefix(aws: &mut Aws, mut each: impl FnMut(VpcId, &mut Prefix)) {
    for (at, vpc) in aws.vpcs.iter_mut().enumerate() {
        vpc.prefixes.iter_mut().for_each(|prefix| each(VpcId(at as u32), prefix));
    }
    for subnet in &mut aws.subnets {
        subnet.prefixes.iter_mut().for_each(|prefix| each(subnet.vpc, prefix));
    }
    for table in &mut aws.route_tables {
        table.routes.iter_mut().for_each(|route| each(table.vpc, &mut route.destination));
    }
    for table in &mut aws.transit_tables {
        // It is of no VPC: all of them meet there.
        table.routes.iter_mut().for_each(|route| each(VpcId(u32::MAX), &mut route.destination));
    }
    for acl in &mut aws.network_acls {
        let rules = acl.ingress.iter_mut().chain(&mut acl.egress);
        rules.filter_map(|rule| rule.peer.as_mut()).for_each(|peer| each(acl.vpc, peer));
    }
    for group in &mut aws.security_groups {
        let rules = group.ingress.iter_mut().chain(&mut group.egress);
        for peer in rules.flat_map(|rule| &mut rule.peers) {
            if let Peer::Prefix(prefix) = peer {
                each(group.vpc, prefix);
            }
        }
    }
}

/// Some bits of all addresses of a block are flipped.
#[derive(Debug, Clone, Copy)]
struct Flip {
    block: Option<Prefix>,
    bits: u128,
}

impl Flip {
    const NONE: Self = Self { block: None, bits: 0 };

    /// Bits that `subnets` have in common, and a block of one of them.
    fn draw(subnets: &[Prefix], dice: &mut Dice) -> Self {
        let Some(one) = dice.pick(subnets) else { return Self::NONE };
        let block = BLOCKS.map(prefix).into_iter().find(|block| block.covers(&one));
        let Some(block) = block else { return Self::NONE };
        let inside = subnets.iter().filter(|subnet| block.covers(subnet));
        let shortest = inside.map(Prefix::length).min().unwrap_or(block.length());
        let host = Prefix::host(block.first()).length() - shortest;
        let bits = dice.between(0, (1 << (shortest - block.length())) - 1);
        Self { block: Some(block), bits: bits << host }
    }

    fn number(self, family: Family, number: u128) -> u128 {
        let is_inside = self.block.is_some_and(|block| block.contains(family.address(number)));
        if is_inside { number ^ self.bits } else { number }
    }

    /// Prefixes in the block move; those around it and elsewhere hold the same addresses as before.
    fn prefix(self, prefix: Prefix) -> Prefix {
        if !self.block.is_some_and(|block| block.covers(&prefix)) {
            return prefix;
        }
        let family = prefix.family();
        around(family.address(address_number(prefix.first()) ^ self.bits), prefix.length())
    }

    fn values(self, family: Family, values: &Values) -> Values {
        let Some(block) = self.block else { return values.clone() };
        let block = Values::range(address_number(block.first()), address_number(block.last()));
        let inside = values.intersect(&block);
        let moved = inside.ranges().iter().flat_map(|&(first, last)| aligned(first, last));
        let moved = moved.map(|(first, size)| {
            let first = self.number(family, first) / size * size;
            (first, first + (size - 1))
        });
        values.minus(&block).union(&moved.collect())
    }
}

/// A range inside a block as aligned ones: the first of each, and its size.
fn aligned(first: u128, last: u128) -> impl Iterator<Item = (u128, u128)> {
    let mut next = first;
    std::iter::from_fn(move || {
        let left = last.checked_sub(next)?;
        let fits = 127 - (left + 1).leading_zeros();
        let size = 1 << next.trailing_zeros().min(fits);
        next += size;
        Some((next - size, size))
    })
}
