//! Machines and their interfaces.

use ringfence::estate::aws::{InterfaceId, SecurityGroupId, SubnetId};
use ringfence::{Family, PortRange};

use super::acl::subnets_of;
use super::address;
use crate::estates::pool;
use crate::estates::{Build, Dice};

/// A machine beside another one of its VPC, with the same groups.
pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let like = super::single_interface(&build.estate.aws, dice)?;
    let (subnet, addresses) = place_near(build, dice, like)?;
    let groups: Vec<SecurityGroupId> = build.estate.aws.interfaces[like].groups.clone();
    let name = format!("machine-{}", build.estate.objects.len());
    build.machine(subnet, &name, &addresses, &groups);
    Some(())
}

/// Some machines that are like another one in everything but their names and addresses: an engine may ask one for all.
pub(super) fn add_alike(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let like = super::single_interface(&build.estate.aws, dice)?;
    if dice.percent(40) {
        let _ = address::add_front_of(build, dice, InterfaceId(like as u32));
    }
    let interface = build.estate.aws.interfaces[like].clone();
    let ports = build.estate.aws.machine_of(&interface)?.client_ports.clone();
    let vpc = build.estate.aws.subnets[interface.subnet.0 as usize].vpc;
    for _ in 0..dice.one(&[2, 3, 4]) {
        let prefixes = build.estate.aws.subnets[interface.subnet.0 as usize].prefixes.clone();
        let mut addresses = Vec::new();
        for known in &interface.addresses {
            let prefix = *prefixes.iter().find(|prefix| prefix.contains(*known))?;
            let address = pool::free_address(dice, &build.estate.aws, vpc, prefix)?.to_string();
            if addresses.contains(&address) {
                return None;
            }
            addresses.push(address);
        }
        let name = format!("machine-{}", build.estate.objects.len());
        let machine = build.machine(interface.subnet, &name, &addresses.join(" "), &interface.groups);
        build.estate.aws.instances.last_mut()?.client_ports.clone_from(&ports);
        for (private, address) in interface.addresses.iter().zip(&addresses) {
            if interface.public.iter().any(|front| front.private == *private) {
                let public = pool::free_front(dice, &build.estate.aws)?;
                build.public(machine, &public.to_string(), address);
            }
        }
    }
    Some(())
}

/// A further interface of a machine, anywhere in its VPC.
pub(super) fn add_interface(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let of = super::single_interface(&build.estate.aws, dice)?;
    let (subnet, addresses) = place_near(build, dice, of)?;
    let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
    let groups = &build.estate.aws.security_groups;
    let groups = (0..groups.len()).filter(|&at| groups[at].vpc == vpc).map(|at| SecurityGroupId(at as u32));
    let groups = dice.pick(&groups.collect::<Vec<_>>()).into_iter().collect::<Vec<_>>();
    let name = format!("interface-{}", build.estate.objects.len());
    build.interface(InterfaceId(of as u32), &name, subnet, &addresses, &groups);
    Some(())
}

/// An interface moves to another subnet of its VPC, with new addresses; its public one goes along.
pub(super) fn move_elsewhere(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = super::single_interface(&build.estate.aws, dice)?;
    let (subnet, addresses) = place_near(build, dice, at)?;
    let addresses = addresses.split_whitespace().map(crate::estates::address).collect::<Vec<_>>();
    let interface = &mut build.estate.aws.interfaces[at];
    interface.subnet = subnet;
    match addresses.iter().copied().find(std::net::IpAddr::is_ipv4) {
        Some(private) => {
            interface.public.truncate(1);
            interface.public.iter_mut().for_each(|front| front.private = private);
        }
        None => interface.public.clear(),
    }
    interface.addresses = addresses;
    Some(())
}

pub(super) fn choose_client_ports(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.instances)?;
    let ranges = [(32768, 60999), (49152, 65535), (1024, 65535), (0, 1023), (40000, 40000)];
    let count = dice.one(&[1, 2]);
    let chosen = (0..count).map(|_| dice.one(&ranges));
    let chosen = chosen.map(|(first, last)| PortRange::new(first, last).expect("in order"));
    build.estate.aws.instances[at].client_ports = chosen.collect();
    Some(())
}

/// A subnet of the VPC of an interface, with free addresses there, written with spaces between them.
fn place_near(build: &Build, dice: &mut Dice, interface: usize) -> Option<(SubnetId, String)> {
    let aws = &build.estate.aws;
    let vpc = aws.subnets[aws.interfaces[interface].subnet.0 as usize].vpc;
    let subnet = dice.pick(&subnets_of(build, vpc))?;
    let prefixes = &aws.subnets[subnet.0 as usize].prefixes;
    let one_family = dice.percent(25).then(|| dice.one(&[Family::V4, Family::V6]));
    let mut addresses = Vec::new();
    for prefix in prefixes.iter().filter(|prefix| one_family.is_none_or(|family| prefix.family() == family)) {
        addresses.extend(pool::free_address(dice, aws, vpc, *prefix).map(|address| address.to_string()));
    }
    if addresses.is_empty() { None } else { Some((subnet, addresses.join(" "))) }
}
