//! Peerings, and groups across VPCs.

use super::network::associated;
use super::{Read, Reader, inside, named, plain, text};
use crate::aws::kinds;
use crate::aws::{Aws, Peering, PeeringEnd, UsedIn};

pub(super) fn peering<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Peering<'t>>> {
    let mut peering = Peering::default();
    let found = named(reader, &kinds::PEERING, "VpcPeeringConnectionId", |reader, key| {
        let [requester, accepter] = &mut peering.ends;
        match key {
            "RequesterVpcInfo" => *requester = end(reader)?,
            "AccepterVpcInfo" => *accepter = end(reader)?,
            "Status" => peering.status = inside(reader, "Code")?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Peering { named, ..peering }))
}

fn end<'t>(reader: &mut Reader<'t, '_>) -> Read<PeeringEnd<'t>> {
    let mut end = PeeringEnd::default();
    plain(reader, &kinds::PEERING_END, |reader, key| {
        match key {
            "VpcId" => end.vpc = text(reader)?,
            "Region" => end.region = text(reader)?,
            "OwnerId" => end.owner = text(reader)?,
            "CidrBlockSet" => associated(reader, "CidrBlock", "", &mut end.ranges)?,
            "Ipv6CidrBlockSet" => associated(reader, "Ipv6CidrBlock", "", &mut end.ranges)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(end)
}

pub(super) fn used_in<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<UsedIn<'t>>> {
    let mut found = UsedIn { at: reader.here(), ..UsedIn::default() };
    plain(reader, &kinds::USED_IN, |reader, key| {
        match key {
            "GroupId" => found.group = text(reader)?,
            "VpcId" => found.vpc = text(reader)?,
            "State" => found.state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Some(found))
}

/// A group with its rules that name groups which are gone, or behind peerings that are.
pub(super) fn stale<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let (mut group, mut peers) = (crate::json::Text::default(), alloc::vec::Vec::new());
    plain(reader, &kinds::STALE_GROUP, |reader, key| {
        match key {
            "GroupId" => group = text(reader)?,
            "StaleIpPermissions" | "StaleIpPermissionsEgress" => reader.list(|reader| {
                reader.object(|reader, key| {
                    if key != "UserIdGroupPairs" {
                        return reader.skip();
                    }
                    reader.list(|reader| {
                        peers.push(inside(reader, "GroupId")?);
                        Ok(())
                    })
                })?;
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    aws.stale.extend(peers.into_iter().map(|peer| (group.clone(), peer)));
    Ok(())
}
