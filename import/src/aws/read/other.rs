//! Endpoints, prefix lists with their entries, and what is excluded from blocked public access.

use alloc::vec::Vec;

use super::{Folder, inside, named, plain, text, texts};
use crate::aws::kinds;
use crate::aws::{Blocked, Endpoint, Exclusion, Named, PrefixList, Service};
use crate::json::{Read, Reader};

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
            "NetworkInterfaceIds" => endpoint.interfaces = texts(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Endpoint { named, ..endpoint }))
}

pub(super) fn service<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Service<'t>>> {
    let mut service = Service::default();
    let found = named(reader, &kinds::SERVICE, "ServiceId", |reader, key| {
        match key {
            "ServiceName" => service.name = text(reader)?,
            "ServiceState" => service.state = text(reader)?,
            "NetworkLoadBalancerArns" | "GatewayLoadBalancerArns" => {
                service.balancers.extend(texts(reader)?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Service { named, ..service }))
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

/// The entries of a prefix list: of the one whose id stands in the name of the text, since no export of them names it.
pub(super) fn entries<'t>(reader: &mut Reader<'t, '_>, list: &'t str) -> Read<PrefixList<'t>> {
    let named = Named { at: reader.here(), id: list.into(), tags: Vec::new() };
    let mut ranges = Vec::new();
    reader.list(|reader| {
        ranges.extend(Some(inside(reader, "Cidr")?).filter(|range| !range.is_empty()));
        Ok(())
    })?;
    Ok(PrefixList { named, ranges, ..PrefixList::default() })
}

pub(super) fn exclusion<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Exclusion<'t>>> {
    let mut exclusion = Exclusion { at: reader.here(), ..Exclusion::default() };
    plain(reader, &kinds::EXCLUSION, |reader, key| {
        match key {
            "InternetGatewayExclusionMode" => exclusion.mode = text(reader)?,
            "ResourceArn" => exclusion.resource = text(reader)?,
            "State" => exclusion.state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Some(exclusion))
}

/// The options of an account in a Region against public access.
pub(super) fn blocked<'t>(reader: &mut Reader<'t, '_>, folder: &Folder<'t>) -> Read<Blocked<'t>> {
    let mut blocked = Blocked {
        at: reader.here(),
        owner: folder.account.unwrap_or_default().into(),
        region: folder.region.unwrap_or_default().into(),
        ..Blocked::default()
    };
    reader.object(|reader, key| {
        match key {
            "InternetGatewayBlockMode" => blocked.mode = text(reader)?,
            "AwsAccountId" => blocked.owner = text(reader)?,
            "AwsRegion" => blocked.region = text(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(blocked)
}
