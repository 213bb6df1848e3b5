//! Private and public addresses of interfaces.

use std::net::IpAddr;

use crate::estates::pool;
use crate::estates::{Build, Dice};
use ringfence::estate::aws::InterfaceId;

/// Maps a public address to a private one that has none.
pub(super) fn add_front(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = super::single_interface(&build.estate.aws, dice)?;
    add_front_of(build, dice, InterfaceId(at as u32))
}

/// The same for a private address of this interface.
pub(super) fn add_front_of(build: &mut Build, dice: &mut Dice, of: InterfaceId) -> Option<()> {
    let interface = &build.estate.aws.interfaces[of.0 as usize];
    let unmapped = |address: &&IpAddr| {
        address.is_ipv4() && !interface.public.iter().any(|front| front.private == **address)
    };
    let private = dice.pick(&interface.addresses.iter().filter(unmapped).copied().collect::<Vec<_>>())?;
    let public = pool::free_front(dice, &build.estate.aws)?;
    build.public(of, &public.to_string(), &private.to_string());
    Some(())
}

pub(super) fn remove_front(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = super::single_interface(&build.estate.aws, dice)?;
    let which = dice.index(&build.estate.aws.interfaces[at].public)?;
    build.estate.aws.interfaces[at].public.remove(which);
    Some(())
}

/// Gives an interface another address of its subnet.
pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = super::single_interface(aws, dice)?;
    let subnet = &aws.subnets[aws.interfaces[at].subnet.0 as usize];
    let vpc = subnet.vpc;
    let prefix = dice.pick(&subnet.prefixes)?;
    let address = pool::free_address(dice, aws, vpc, prefix)?;
    aws.interfaces[at].addresses.push(address);
    Some(())
}

/// Takes an address from an interface that has another, with what is mapped to it.
pub(super) fn remove(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = super::single_interface(aws, dice)?;
    let interface = &mut aws.interfaces[at];
    if interface.addresses.len() < 2 {
        return None;
    }
    let which = dice.index(&interface.addresses)?;
    let address = interface.addresses.remove(which);
    interface.public.retain(|front| front.private != address);
    Some(())
}

/// Gives an interface another address of its subnet for one that it has; what is mapped to that goes along.
pub(super) fn exchange(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = super::single_interface(aws, dice)?;
    let subnet = &aws.subnets[aws.interfaces[at].subnet.0 as usize];
    let vpc = subnet.vpc;
    let which = dice.index(&aws.interfaces[at].addresses)?;
    let old = aws.interfaces[at].addresses[which];
    let prefix = *subnet.prefixes.iter().find(|prefix| prefix.contains(old))?;
    let new = pool::free_address(dice, aws, vpc, prefix)?;
    let interface = &mut aws.interfaces[at];
    interface.addresses[which] = new;
    interface.public.iter_mut().filter(|front| front.private == old).for_each(|front| front.private = new);
    Some(())
}
