//! What random rules are made of.

use std::net::IpAddr;

use ringfence::estate::Traffic;
use ringfence::estate::aws::{Aws, VpcId};
use ringfence::{Family, PortRange, Prefix, Protocol, address_number};

use super::{Dice, prefix};

/// Ports that rules name, and those at the edges of clients' ranges.
pub(super) const PORTS: [u16; 16] =
    [0, 22, 53, 80, 443, 1023, 1024, 1025, 5432, 8080, 32767, 32768, 40000, 60999, 61000, 65535];

/// Traffic as a rule might name it.
pub(crate) fn traffic(dice: &mut Dice) -> Traffic {
    match dice.below(12) {
        0..=2 => Traffic::Any,
        3..=6 => {
            let protocol = if dice.percent(75) { Protocol::TCP } else { Protocol::UDP };
            ports(protocol, PortRange::one(dice.one(&PORTS)))
        }
        7 | 8 => {
            let (a, b) = (dice.one(&PORTS), dice.one(&PORTS));
            let protocol = if dice.percent(75) { Protocol::TCP } else { Protocol::UDP };
            ports(protocol, PortRange::new(a.min(b), a.max(b)).expect("in order"))
        }
        9 => {
            let clients = [(1024, 65535), (32768, 60999), (49152, 65535), (0, 65535)];
            let (first, last) = dice.one(&clients);
            ports(Protocol::TCP, PortRange::new(first, last).expect("in order"))
        }
        10 => icmp(dice),
        _ => Traffic::Protocol(Protocol(dice.one(&[1, 6, 17, 47, 50, 58, 132]))),
    }
}

fn ports(protocol: Protocol, destination: PortRange) -> Traffic {
    Traffic::Ports { protocol, destination, source: None }
}

fn icmp(dice: &mut Dice) -> Traffic {
    let (protocol, kinds) = if dice.percent(50) {
        (Protocol::ICMP, [(8, 8), (0, 0), (0, 8), (3, 3), (0, 255)])
    } else {
        (Protocol::ICMPV6, [(128, 128), (129, 129), (128, 129), (1, 4), (0, 255)])
    };
    let code = if dice.percent(30) { Some(dice.one(&[0, 1, 4])) } else { None };
    Traffic::Icmp { protocol, types: dice.one(&kinds), code }
}

/// A prefix as a rule might name it: everything, ranges of the estate, its addresses, what is near them.
pub(crate) fn peer(dice: &mut Dice, aws: &Aws, vpc: VpcId) -> Prefix {
    match dice.below(11) {
        10 => {
            // The ends of a subnet: its first four addresses and the last are nobody's.
            let subnets = aws.subnets.iter().filter(|subnet| subnet.vpc == vpc).flat_map(|s| &s.prefixes);
            let subnets = subnets.copied().collect::<Vec<_>>();
            let Some(subnet) = dice.pick(&subnets) else { return prefix("10.0.0.0/8") };
            let full = Prefix::host(subnet.first()).length();
            around(dice.one(&[subnet.first(), subnet.last()]), full - dice.between(0, 3) as u8)
        }
        0 | 1 => prefix("0.0.0.0/0"),
        2 => prefix("::/0"),
        3 => {
            let peers = aws.peerings.iter().filter_map(|peering| peering.other_end(vpc));
            let vpcs = peers.chain([vpc]).flat_map(|vpc| &aws.vpcs[vpc.0 as usize].prefixes);
            dice.one(&vpcs.copied().collect::<Vec<_>>())
        }
        4 => {
            let subnets = aws.subnets.iter().filter(|subnet| subnet.vpc == vpc).flat_map(|s| &s.prefixes);
            let subnets = subnets.copied().collect::<Vec<_>>();
            dice.pick(&subnets).unwrap_or_else(|| prefix("10.0.0.0/8"))
        }
        5 => prefix(dice.one(&[
            "203.0.113.0/24",
            "8.8.8.8/32",
            "128.0.0.0/1",
            "2000::/4",
            "2001:db8:ffff::/48",
        ])),
        6 => Prefix::host(some_address(dice, aws)),
        _ => {
            let address = some_address(dice, aws);
            let full = if Family::of(address) == Family::V4 { 32 } else { 128 };
            let length = full - dice.between(0, 12) as u8;
            around(address, length)
        }
    }
}

/// An address of a machine, a NAT gateway or a front.
pub(super) fn some_address(dice: &mut Dice, aws: &Aws) -> IpAddr {
    let of_machines = aws.interfaces.iter().flat_map(|interface| &interface.addresses).copied();
    let fronts = aws.interfaces.iter().flat_map(|interface| &interface.public).map(|front| front.public);
    let gateways = aws.nat_gateways.iter().flat_map(|nat| nat.address.iter().chain(&nat.public)).copied();
    let balancers = aws.load_balancers.iter().flat_map(|balancer| &balancer.public).copied();
    let all = of_machines.chain(fronts).chain(gateways).chain(balancers).collect::<Vec<_>>();
    dice.pick(&all).unwrap_or_else(|| super::address("203.0.113.9"))
}

/// The prefix of this length that holds `address`.
pub(crate) fn around(address: IpAddr, length: u8) -> Prefix {
    let family = Family::of(address);
    let full = if family == Family::V4 { 32 } else { 128 };
    let host_bits = u32::from(full - length);
    let number = address_number(address);
    let first = if host_bits == 128 { 0 } else { number >> host_bits << host_bits };
    prefix(&format!("{}/{length}", family.address(first)))
}

/// An address inside `prefix` that a machine may have and none of the VPC has; `None` when it finds none.
pub(super) fn free_address(dice: &mut Dice, aws: &Aws, vpc: VpcId, prefix: Prefix) -> Option<IpAddr> {
    let (first, last) = (address_number(prefix.first()), address_number(prefix.last()));
    let (first, last) = (first.checked_add(4)?, last.checked_sub(1)?);
    if first > last {
        return None;
    }
    // Near the start, near the end, or anywhere.
    let number = match dice.below(3) {
        0 => dice.between(first, last.min(first + 20)),
        1 => dice.between(first.max(last.saturating_sub(5)), last),
        _ => dice.between(first, last),
    };
    let address = prefix.family().address(number);
    (!is_taken(aws, vpc, address)).then_some(address)
}

/// Whether an interface or a NAT gateway of `vpc` has `address`.
pub(super) fn is_taken(aws: &Aws, vpc: VpcId, address: IpAddr) -> bool {
    let within = |subnet: ringfence::estate::aws::SubnetId| aws.subnets[subnet.0 as usize].vpc == vpc;
    aws.interfaces.iter().any(|i| within(i.subnet) && i.addresses.contains(&address))
        || aws.nat_gateways.iter().any(|n| within(n.subnet) && n.address == Some(address))
}

/// A public address that nothing has; `None` when it finds none.
pub(super) fn free_front(dice: &mut Dice, aws: &Aws) -> Option<IpAddr> {
    let net = dice.one(&["198.51.100", "192.0.2"]);
    let address = super::address(&format!("{net}.{}", dice.between(0, 255)));
    let of_interfaces = aws.interfaces.iter().flat_map(|i| &i.public).any(|front| front.public == address);
    let of_gateways = aws.nat_gateways.iter().any(|nat| nat.public.contains(&address));
    let of_regions = aws.regional_nat_gateways.iter().any(|nat| nat.public.contains(&address));
    let of_balancers = aws.load_balancers.iter().any(|balancer| balancer.public.contains(&address));
    (!of_interfaces && !of_gateways && !of_regions && !of_balancers).then_some(address)
}
