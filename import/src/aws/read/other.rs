//! What the language has words for and nothing models yet.

use super::{inside, named, text, texts};
use crate::aws::kinds::{self, Kind};
use crate::aws::{Aws, Endpoint, Named, Peering, PrefixList};
use crate::json::{Read, Reader};

/// Nothing of a transit gateway is read but that it is there: nothing models what it does.
const TRANSIT_GATEWAY: Kind = Kind {
    name: "a transit gateway",
    passed: &["TransitGatewayArn", "State", "OwnerId", "Description", "CreationTime", "Options"],
    decides: false,
};

pub(super) fn transit_gateway<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Named<'t>>> {
    named(reader, &TRANSIT_GATEWAY, "TransitGatewayId", |_, _| Ok(false))
}

pub(super) fn peering<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Peering<'t>>> {
    let mut peering = Peering::default();
    let found = named(reader, &kinds::PEERING, "VpcPeeringConnectionId", |reader, key| {
        let [requester, accepter] = &mut peering.vpcs;
        match key {
            "RequesterVpcInfo" => *requester = inside(reader, "VpcId")?,
            "AccepterVpcInfo" => *accepter = inside(reader, "VpcId")?,
            "Status" => peering.status = inside(reader, "Code")?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Peering { named, ..peering }))
}

pub(super) fn endpoint<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Endpoint<'t>>> {
    let mut endpoint = Endpoint::default();
    let found = named(reader, &kinds::ENDPOINT, "VpcEndpointId", |reader, key| {
        match key {
            "VpcEndpointType" => endpoint.kind = text(reader)?,
            "VpcId" => endpoint.vpc = text(reader)?,
            "ServiceName" => endpoint.service = text(reader)?,
            "State" => endpoint.state = text(reader)?,
            "SubnetIds" => endpoint.subnets = texts(reader)?,
            "RouteTableIds" => endpoint.tables = texts(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Endpoint { named, ..endpoint }))
}

/// A list with its entries, or without: calls print both.
pub(super) fn prefix_list<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<PrefixList<'t>>> {
    let mut list = PrefixList::default();
    let found = named(reader, &kinds::PREFIX_LIST, "PrefixListId", |reader, key| {
        match key {
            "PrefixListName" => list.name = text(reader)?,
            "Cidrs" => list.ranges = texts(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| PrefixList { named, ..list }))
}

/// The options of a Region against public access.
pub(super) fn blocked<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let here = reader.here();
    let mode = inside(reader, "InternetGatewayBlockMode")?;
    if !mode.is_empty() && mode != "off" {
        aws.blocked = Some((here, mode));
    }
    Ok(())
}
