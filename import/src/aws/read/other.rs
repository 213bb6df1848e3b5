//! What the language has words for and nothing models yet.

use alloc::vec::Vec;

use super::{inside, named, text, texts};
use crate::aws::kinds;
use crate::aws::{Aws, Balancer, Endpoint, Peering, PrefixList};
use crate::json::{Read, Reader, Text};

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

pub(super) fn balancer<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Balancer<'t>>> {
    let mut balancer = Balancer::default();
    let found = named(reader, &kinds::BALANCER, "LoadBalancerArn", |reader, key| {
        match key {
            "VpcId" => balancer.vpc = text(reader)?,
            "Type" => balancer.kind = text(reader)?,
            "Scheme" => balancer.scheme = text(reader)?,
            "AvailabilityZones" => {
                let mut subnets: Vec<Text<'t>> = Vec::new();
                reader.list(|reader| {
                    subnets.push(inside(reader, "SubnetId")?);
                    Ok(())
                })?;
                balancer.subnets = subnets;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Balancer { named, ..balancer }))
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
