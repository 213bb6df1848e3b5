//! Ranges of VPCs and subnets.

use ringfence::estate::aws::VpcId;
use ringfence::{Family, Prefix, address_number};

use crate::estates::pool;
use crate::estates::{Build, Dice, prefix};

/// A VPC gets an IPv6 range, its first or another, as do its subnets and some of its machines.
pub(super) fn add_ipv6(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.vpcs)?;
    // Global ranges are the provider's and given once; private ones are chosen.
    let has_one = build.estate.aws.vpcs[at].prefixes.iter().any(|prefix| prefix.family() == Family::V6);
    let net = if dice.percent(if has_one { 50 } else { 85 }) { "2001:db8" } else { "fd00:db8" };
    let net = format!("{net}:{:x}", 0x9000 + build.estate.objects.len());
    let range = prefix(&format!("{net}::/56"));
    if build.estate.aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes).any(|other| other.overlaps(&range)) {
        return None;
    }
    build.estate.aws.vpcs[at].prefixes.push(range);
    let vpc = VpcId(at as u32);
    for (number, subnet) in super::acl::subnets_of(build, vpc).into_iter().enumerate() {
        let range = prefix(&format!("{net}:{number:x}::/64"));
        build.estate.aws.subnets[subnet.0 as usize].prefixes.push(range);
        for which in 0..build.estate.aws.interfaces.len() {
            let interface = &build.estate.aws.interfaces[which];
            if interface.subnet == subnet && !interface.addresses.is_empty() && dice.percent(80) {
                let address = pool::free_address(dice, &build.estate.aws, vpc, range);
                build.estate.aws.interfaces[which].addresses.extend(address);
            }
        }
    }
    Some(())
}

/// A VPC gets a second IPv4 range, with a subnet in it.
pub(super) fn add_range(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.vpcs)?;
    let range = prefix(dice.one(&["10.7.0.0/20", "100.64.0.0/16", "192.168.128.0/24"]));
    let is_taken = build.estate.aws.vpcs[at].prefixes.iter().any(|prefix| prefix.overlaps(&range));
    if is_taken || !super::peering::has_room_for(&build.estate.aws, VpcId(at as u32), range) {
        return None;
    }
    build.estate.aws.vpcs[at].prefixes.push(range);
    add_subnet_in(build, dice, VpcId(at as u32), range)
}

/// A VPC gets another subnet.
pub(super) fn add_subnet(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.vpcs)?;
    let ranges = build.estate.aws.vpcs[at].prefixes.iter().filter(|prefix| prefix.family() == Family::V4);
    let range = dice.pick(&ranges.copied().collect::<Vec<_>>())?;
    add_subnet_in(build, dice, VpcId(at as u32), range)
}

fn add_subnet_in(build: &mut Build, dice: &mut Dice, vpc: VpcId, range: Prefix) -> Option<()> {
    let length = dice.one(&[24, 25, 26, 28]);
    let (first, last) = (address_number(range.first()), address_number(range.last()));
    let somewhere = Family::V4.address(dice.between(first, last.min(first + 0xfff)));
    let prefix = pool::around(somewhere, length);
    let subnets = super::acl::subnets_of(build, vpc);
    let mut taken = subnets.iter().flat_map(|id| &build.estate.aws.subnets[id.0 as usize].prefixes);
    if !range.covers(&prefix) || taken.any(|other| other.overlaps(&prefix)) {
        return None;
    }
    let name = format!("subnet-{}", build.estate.objects.len());
    let subnet = build.subnet(vpc, &name, &prefix.to_string());
    let address = pool::free_address(dice, &build.estate.aws, vpc, prefix)?.to_string();
    let name = format!("machine-{}", build.estate.objects.len());
    build.machine(subnet, &name, &address, &[]);
    Some(())
}
