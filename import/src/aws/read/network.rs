//! VPCs, subnets and route tables.

use alloc::vec::Vec;

use super::{Folder, inside, named, plain, text};
use crate::aws::kinds;
use crate::aws::{Named, Route, RouteTable, Subnet, Vpc};
use crate::json::{Read, Reader, Text};

pub(super) fn vpc<'t>(reader: &mut Reader<'t, '_>, folder: &Folder<'t>) -> Read<Option<Vpc<'t>>> {
    let mut vpc = Vpc {
        region: folder.region.unwrap_or_default().into(),
        owner: folder.account.unwrap_or_default().into(),
        ..Vpc::default()
    };
    let mut first = Text::default();
    let mut ranges = Vec::new();
    let found = named(reader, &kinds::VPC, "VpcId", |reader, key| {
        match key {
            "CidrBlock" => first = text(reader)?,
            "CidrBlockAssociationSet" => associated(reader, "CidrBlock", "CidrBlockState", &mut ranges)?,
            "Ipv6CidrBlockAssociationSet" => {
                associated(reader, "Ipv6CidrBlock", "Ipv6CidrBlockState", &mut ranges)?;
            }
            "OwnerId" => vpc.owner = text(reader)?,
            "Region" => vpc.region = text(reader)?,
            "BlockPublicAccessStates" => vpc.blocked = inside(reader, "InternetGatewayBlockMode")?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    vpc.ranges = with_first(first, ranges);
    Ok(found.map(|named| Vpc { named, ..vpc }))
}

pub(super) fn subnet<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Subnet<'t>>> {
    let mut subnet = Subnet::default();
    let mut first = Text::default();
    let mut ranges = Vec::new();
    let found = named(reader, &kinds::SUBNET, "SubnetId", |reader, key| {
        match key {
            "VpcId" => subnet.vpc = text(reader)?,
            "CidrBlock" => first = text(reader)?,
            "Ipv6CidrBlockAssociationSet" => {
                associated(reader, "Ipv6CidrBlock", "Ipv6CidrBlockState", &mut ranges)?;
            }
            "AvailabilityZone" => subnet.zone = text(reader)?,
            "MapPublicIpOnLaunch" => subnet.public = reader.flag()? == Some(true),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    subnet.ranges = with_first(first, ranges);
    Ok(found.map(|named| Subnet { named, ..subnet }))
}

/// The ranges of a list that are in use.
pub(super) fn associated<'t>(
    reader: &mut Reader<'t, '_>,
    member: &str,
    state: &str,
    ranges: &mut Vec<Text<'t>>,
) -> Read<()> {
    reader.list(|reader| {
        let (mut range, mut status) = (Text::default(), Text::default());
        reader.object(|reader, key| {
            if key == member {
                range = text(reader)?;
            } else if key == state {
                status = inside(reader, "State")?;
            } else {
                reader.skip()?;
            }
            Ok(())
        })?;
        if !range.is_empty() && (status.is_empty() || status == "associated" || status == "associating") {
            ranges.push(range);
        }
        Ok(())
    })
}

/// The primary range, which older exports have nowhere else, before the others.
fn with_first<'t>(first: Text<'t>, others: Vec<Text<'t>>) -> Vec<Text<'t>> {
    let others = others.into_iter().filter(|range| *range != first);
    let others: Vec<Text<'t>> = others.collect();
    Some(first).filter(|first| !first.is_empty()).into_iter().chain(others).collect()
}

pub(super) fn route_table<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<RouteTable<'t>>> {
    let mut table = RouteTable::default();
    let found = named(reader, &kinds::ROUTE_TABLE, "RouteTableId", |reader, key| {
        match key {
            "VpcId" => table.vpc = text(reader)?,
            "Associations" => {
                table.told[0] = true;
                reader.list(|reader| association(reader, &mut table))?;
            }
            "PropagatingVgws" => reader.list(|reader| {
                table.propagating.push(inside(reader, "GatewayId")?);
                Ok(())
            })?,
            "Routes" => {
                table.told[1] = true;
                reader.list(|reader| {
                    table.routes.push(route(reader)?);
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named: Named<'t>| RouteTable { named, ..table }))
}

fn association<'t>(reader: &mut Reader<'t, '_>, table: &mut RouteTable<'t>) -> Read<()> {
    let (mut subnet, mut gateway, mut state, mut main) =
        (Text::default(), Text::default(), Text::default(), false);
    reader.object(|reader, key| {
        match key {
            "Main" => main = reader.flag()? == Some(true),
            "SubnetId" => subnet = text(reader)?,
            "GatewayId" => gateway = text(reader)?,
            "AssociationState" => state = inside(reader, "State")?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    if matches!(&*state, "disassociated" | "disassociating" | "failed") {
        return Ok(());
    }
    table.main |= main;
    table.subnets.extend(Some(subnet).filter(|subnet| !subnet.is_empty()));
    table.gateways.extend(Some(gateway).filter(|gateway| !gateway.is_empty()));
    Ok(())
}

/// The members that may name the target of a route.
const TARGETS: [&str; 12] = [
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "InstanceId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "CoreNetworkArn",
    "OdbNetworkArn",
    "IpAddress",
];

fn route<'t>(reader: &mut Reader<'t, '_>) -> Read<Route<'t>> {
    let mut route = Route { at: reader.here(), ..Route::default() };
    plain(reader, &kinds::ROUTE, |reader, key| {
        match key {
            "DestinationCidrBlock" | "DestinationIpv6CidrBlock" => {
                if let Some(destination) = reader.text()? {
                    route.destination = destination;
                }
            }
            "DestinationPrefixListId" => {
                if let Some(destination) = reader.text()? {
                    (route.destination, route.list) = (destination, true);
                }
            }
            "State" => route.state = text(reader)?,
            "Origin" => route.propagated = text(reader)? == "EnableVgwRoutePropagation",
            _ => {
                let Some(member) = TARGETS.into_iter().find(|target| *target == key) else {
                    return Ok(false);
                };
                // Of a machine the interface is printed, too, and says more.
                if let Some(target) = reader.text()?
                    && (member != "InstanceId" || route.target.is_none())
                {
                    route.target = Some((member, target));
                }
            }
        }
        Ok(true)
    })?;
    Ok(route)
}
