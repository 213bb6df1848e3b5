//! Network ACLs and security groups.

use super::{inside, named, plain, text};
use crate::aws::kinds;
use crate::aws::{Acl, Entry, Group, Peer, Permission};
use crate::finding;
use crate::json::{Read, Reader, Text};

pub(super) fn acl<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Acl<'t>>> {
    let mut acl = Acl::default();
    let found = named(reader, &kinds::ACL, "NetworkAclId", |reader, key| {
        match key {
            "VpcId" => acl.vpc = text(reader)?,
            "IsDefault" => acl.default = reader.flag()? == Some(true),
            "Associations" => reader.list(|reader| {
                acl.subnets.push(inside(reader, "SubnetId")?);
                Ok(())
            })?,
            "Entries" => {
                acl.told = true;
                reader.list(|reader| {
                    acl.entries.push(entry(reader)?);
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Acl { named, ..acl }))
}

fn entry<'t>(reader: &mut Reader<'t, '_>) -> Read<Entry<'t>> {
    let mut entry = Entry { at: reader.here(), ..Entry::default() };
    plain(reader, &kinds::ENTRY, |reader, key| {
        match key {
            "RuleNumber" => entry.number = reader.number()?,
            "Egress" => entry.egress = reader.flag()?,
            "Protocol" => entry.protocol = text(reader)?,
            "RuleAction" => entry.action = text(reader)?,
            "CidrBlock" | "Ipv6CidrBlock" => {
                if let Some(range) = reader.text()? {
                    entry.range = range;
                }
            }
            "PortRange" => entry.ports = pair(reader, ["From", "To"])?,
            "IcmpTypeCode" => entry.icmp = pair(reader, ["Type", "Code"])?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(entry)
}

/// Two numbers of an object, when both are there.
fn pair(reader: &mut Reader<'_, '_>, members: [&str; 2]) -> Read<Option<(i64, i64)>> {
    let mut numbers = [None; 2];
    reader.object(|reader, key| {
        let member = members.iter().zip(&mut numbers).find(|(member, _)| **member == key);
        match member {
            Some((_, number)) => *number = reader.number()?,
            None => reader.skip()?,
        }
        Ok(())
    })?;
    let [first, second] = numbers;
    Ok(first.zip(second))
}

pub(super) fn group<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Group<'t>>> {
    let mut group = Group::default();
    let found = named(reader, &kinds::GROUP, "GroupId", |reader, key| {
        match key {
            "GroupName" => group.name = text(reader)?,
            "VpcId" => group.vpc = text(reader)?,
            "IpPermissions" => {
                group.told[0] = true;
                reader.list(|reader| {
                    group.ingress.push(permission(reader)?);
                    Ok(())
                })?;
            }
            "IpPermissionsEgress" => {
                group.told[1] = true;
                reader.list(|reader| {
                    group.egress.push(permission(reader)?);
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Group { named, ..group }))
}

/// The lists of whom a rule is about. Each is printed, were it empty.
const PEERS: [&str; 4] = ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"];

fn permission<'t>(reader: &mut Reader<'t, '_>) -> Read<Permission<'t>> {
    let mut permission = Permission { at: reader.here(), ..Permission::default() };
    let mut told = [false; PEERS.len()];
    plain(reader, &kinds::PERMISSION, |reader, key| {
        match key {
            "IpProtocol" => permission.protocol = text(reader)?,
            "FromPort" => permission.from = reader.number()?,
            "ToPort" => permission.to = reader.number()?,
            _ => {
                let Some((_, told)) = PEERS.iter().zip(&mut told).find(|(list, _)| **list == key) else {
                    return Ok(false);
                };
                *told = true;
                reader.list(|reader| {
                    permission.peers.extend(peer(reader)?);
                    Ok(())
                })?;
            }
        }
        Ok(true)
    })?;
    for (list, _) in PEERS.iter().zip(told).filter(|(_, told)| !told) {
        reader.log.find(finding::without(permission.at, kinds::PERMISSION.name, list));
    }
    // Most have one, and there are many.
    permission.peers.shrink_to_fit();
    Ok(permission)
}

fn peer<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Peer<'t>>> {
    let mut peer = None;
    let mut state = Text::default();
    let found = reader.log.count();
    plain(reader, &kinds::PEER, |reader, key| {
        match key {
            "CidrIp" | "CidrIpv6" => peer = reader.text()?.map(Peer::Range),
            "PrefixListId" => peer = reader.text()?.map(Peer::PrefixList),
            "GroupId" => {
                let id = reader.text()?;
                let at = if id.is_some() { reader.around() } else { 0 };
                peer = id.map(|id| Peer::Group { at, id, peering: Text::default() });
            }
            "PeeringStatus" => state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    if let Some(Peer::Group { peering, .. }) = &mut peer {
        *peering = state;
    }
    // What is wrong with it may have been said.
    if peer.is_none() && reader.log.count() == found {
        let here = reader.here();
        reader.log.find(finding::without(here, kinds::PEER.name, "CidrIp` or `GroupId"));
    }
    Ok(peer)
}
