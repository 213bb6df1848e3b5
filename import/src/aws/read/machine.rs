//! Instances and network interfaces.

use alloc::string::String;
use alloc::vec::Vec;

use super::{inside, named, plain, text};
use crate::aws::kinds;
use crate::aws::{Aws, Interface, Machine, Mapped};
use crate::json::{Read, Reader, Text};

pub(super) fn reservation<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    reader.object(|reader, key| {
        if key == "Instances" {
            return reader.list(|reader| instance(aws, reader));
        }
        reader.skip()
    })?;
    Ok(())
}

/// An instance with the interfaces that stand in it.
pub(super) fn instance<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut machine = Machine::default();
    let mut interfaces: Vec<Interface<'t>> = Vec::new();
    let found = named(reader, &kinds::MACHINE, "InstanceId", |reader, key| {
        match key {
            "State" => machine.state = inside(reader, "Name")?,
            "VpcId" => machine.vpc = text(reader)?,
            "SubnetId" => machine.subnet = text(reader)?,
            "PrivateIpAddress" => machine.address = text(reader)?,
            "PublicIpAddress" => machine.public = text(reader)?,
            "SecurityGroups" => reader.list(|reader| {
                machine.groups.push(inside(reader, "GroupId")?);
                Ok(())
            })?,
            "SourceDestCheck" => machine.unchecked = reader.flag()? == Some(false),
            "NetworkInterfaces" => reader.list(|reader| {
                interfaces.extend(interface(reader)?);
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(named) = found else { return Ok(()) };
    aws.interfaces.extend(interfaces.into_iter().map(|interface| {
        let machine = named.id.clone();
        Interface { machine, inside: true, ..interface }
    }));
    aws.machines.push(Machine { named, ..machine });
    Ok(())
}

pub(super) fn interface<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Interface<'t>>> {
    let mut interface = Interface { checks: true, ..Interface::default() };
    let found = named(reader, &kinds::INTERFACE, "NetworkInterfaceId", |reader, key| {
        match key {
            "VpcId" => interface.vpc = text(reader)?,
            "SubnetId" => interface.subnet = text(reader)?,
            "PrivateIpAddresses" => addresses(reader, &mut interface)?,
            "Ipv6Addresses" => reader.list(|reader| {
                let mut address = Text::default();
                plain(reader, &kinds::ADDRESS_OF_INTERFACE, |reader, key| {
                    if key == "Ipv6Address" {
                        address = text(reader)?;
                    }
                    Ok(key == "Ipv6Address")
                })?;
                interface.v6.extend(Some(address).filter(|address| !address.is_empty()));
                Ok(())
            })?,
            "Ipv4Prefixes" => prefixes(reader, "Ipv4Prefix", &mut interface.prefixes)?,
            "Ipv6Prefixes" => prefixes(reader, "Ipv6Prefix", &mut interface.prefixes)?,
            "Groups" => reader.list(|reader| {
                let here = reader.here();
                interface.groups.push((here, inside(reader, "GroupId")?));
                Ok(())
            })?,
            "SourceDestCheck" => interface.checks = reader.flag()? != Some(false),
            "DenyAllIgwTraffic" => interface.shut = reader.flag()? == Some(true),
            "InterfaceType" => {
                interface.kind = text(reader)?;
                interface.balances |= matches!(&*interface.kind, "load_balancer" | "network_load_balancer");
            }
            // Only its description tells an interface of an application load balancer.
            "Description" => {
                if let Some(of) = text(reader)?.strip_prefix("ELB ") {
                    interface.balances = true;
                    interface.balancer = Text::from(String::from(of));
                }
            }
            "Status" => interface.idle = text(reader)? == "available",
            "Attachment" => {
                interface.attached = !reader.is_empty();
                interface.machine = inside(reader, "InstanceId")?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    // Most have one of each, and there are many.
    interface.addresses.shrink_to_fit();
    interface.groups.shrink_to_fit();
    interface.v6.shrink_to_fit();
    Ok(found.map(|named| Interface { named, ..interface }))
}

/// The private addresses, the primary one first.
fn addresses<'t>(reader: &mut Reader<'t, '_>, interface: &mut Interface<'t>) -> Read<()> {
    reader.list(|reader| {
        let (mut mapped, mut primary) = (Mapped::default(), false);
        plain(reader, &kinds::ADDRESS_OF_INTERFACE, |reader, key| {
            match key {
                "PrivateIpAddress" => mapped.private = text(reader)?,
                "Primary" => primary = reader.flag()? == Some(true),
                "Association" => plain(reader, &kinds::ASSOCIATION, |reader, key| {
                    if key == "PublicIp" {
                        mapped.public = text(reader)?;
                    }
                    Ok(key == "PublicIp")
                })?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        if mapped.private.is_empty() {
            return Ok(());
        }
        if !mapped.public.is_empty() {
            mapped.at = reader.here();
        }
        let place = if primary { 0 } else { interface.addresses.len() };
        interface.addresses.insert(place, mapped);
        Ok(())
    })
}

fn prefixes<'t>(reader: &mut Reader<'t, '_>, member: &str, into: &mut Vec<Text<'t>>) -> Read<()> {
    reader.list(|reader| {
        into.extend(Some(inside(reader, member)?).filter(|prefix| !prefix.is_empty()));
        Ok(())
    })
}
