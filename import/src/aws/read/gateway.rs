//! Gateways, address translation and Elastic IPs.

use alloc::vec::Vec;

use super::{named, plain, text};
use crate::aws::kinds;
use crate::aws::{Address, Gateway, Nat};
use crate::json::{Read, Reader, Text};

pub(super) fn internet<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Gateway<'t>>> {
    gateway(reader, "internet-gateway", "InternetGatewayId", "Attachments")
}

pub(super) fn egress_only<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Gateway<'t>>> {
    gateway(reader, "egress-only-internet-gateway", "EgressOnlyInternetGatewayId", "Attachments")
}

pub(super) fn vpn<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Gateway<'t>>> {
    gateway(reader, "vpn-gateway", "VpnGatewayId", "VpcAttachments")
}

fn gateway<'t>(
    reader: &mut Reader<'t, '_>,
    word: &'static str,
    id: &str,
    attachments: &str,
) -> Read<Option<Gateway<'t>>> {
    let mut vpcs = Vec::new();
    let named = named(reader, &kinds::GATEWAY, id, |reader, key| {
        if key != attachments {
            return Ok(false);
        }
        reader.list(|reader| {
            let (mut vpc, mut state) = (Text::default(), Text::default());
            reader.object(|reader, key| {
                match key {
                    "VpcId" => vpc = text(reader)?,
                    "State" => state = text(reader)?,
                    _ => reader.skip()?,
                }
                Ok(())
            })?;
            if !vpc.is_empty() && !matches!(&*state, "detached" | "detaching" | "attaching") {
                vpcs.push(vpc);
            }
            Ok(())
        })?;
        Ok(true)
    })?;
    Ok(named.map(|named| Gateway { named, word, vpcs }))
}

pub(super) fn nat<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Nat<'t>>> {
    let mut nat = Nat::default();
    let found = named(reader, &kinds::NAT, "NatGatewayId", |reader, key| {
        match key {
            "SubnetId" => nat.subnet = text(reader)?,
            "VpcId" => nat.vpc = text(reader)?,
            "State" => nat.state = text(reader)?,
            "AvailabilityMode" => nat.mode = text(reader)?,
            "ConnectivityType" => nat.connectivity = text(reader)?,
            "NatGatewayAddresses" => reader.list(|reader| {
                let (mut private, mut public) = (Text::default(), Text::default());
                plain(reader, &kinds::NAT_ADDRESS, |reader, key| {
                    match key {
                        "PrivateIp" => private = text(reader)?,
                        "PublicIp" => public = text(reader)?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?;
                nat.addresses.push((private, public));
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Nat { named, ..nat }))
}

pub(super) fn address<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Address<'t>>> {
    let mut address = Address { at: reader.here(), ..Address::default() };
    plain(reader, &kinds::ADDRESS, |reader, key| {
        match key {
            "PublicIp" => address.public = text(reader)?,
            "PrivateIpAddress" => address.private = text(reader)?,
            "NetworkInterfaceId" => address.interface = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Some(address))
}
