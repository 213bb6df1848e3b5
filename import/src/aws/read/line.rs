//! VPN connections and Direct Connect.

use super::{named, plain, text};
use crate::aws::kinds;
use crate::aws::{Association, Customer, Line};
use crate::json::{Read, Reader, Text};

pub(super) fn connection<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Line<'t>>> {
    let mut line = Line { bgp: true, ..Line::default() };
    let found = named(reader, &kinds::CONNECTION, "VpnConnectionId", |reader, key| {
        match key {
            "VpnGatewayId" => line.gateway = text(reader)?,
            "TransitGatewayId" => line.elsewhere = text(reader)?,
            "CustomerGatewayId" => line.customer = text(reader)?,
            "State" => line.state = text(reader)?,
            "Options" => {
                reader.object(|reader, key| {
                    match key {
                        "StaticRoutesOnly" => line.bgp = reader.flag()? != Some(true),
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
            }
            "Routes" => reader.list(|reader| {
                let (at, mut range, mut state) = (reader.here(), Text::default(), Text::default());
                reader.object(|reader, key| {
                    match key {
                        "DestinationCidrBlock" => range = text(reader)?,
                        "State" => state = text(reader)?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
                if !matches!(&*state, "deleted" | "deleting") {
                    line.routes.push((at, range));
                }
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Line { named, ..line }))
}

pub(super) fn customer<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Customer<'t>>> {
    let mut address = Text::default();
    let found = named(reader, &kinds::CUSTOMER, "CustomerGatewayId", |reader, key| {
        if key != "IpAddress" {
            return Ok(false);
        }
        address = text(reader)?;
        Ok(true)
    })?;
    Ok(found.map(|named| Customer { named, address }))
}

/// A virtual interface, whose members start with a lower case letter as the command prints them.
pub(super) fn interface<'t>(reader: &mut Reader<'t, '_>, lower: bool) -> Read<Option<Line<'t>>> {
    let mut line = Line { direct: true, bgp: true, ..Line::default() };
    let id = if lower { "virtualInterfaceId" } else { "VirtualInterfaceId" };
    let found = named(reader, &kinds::VIRTUAL_INTERFACE, id, |reader, key| {
        match key {
            "VirtualGatewayId" | "virtualGatewayId" => line.gateway = text(reader)?,
            "DirectConnectGatewayId" | "directConnectGatewayId" => line.elsewhere = text(reader)?,
            "VirtualInterfaceType" | "virtualInterfaceType" => line.kind = text(reader)?,
            "VirtualInterfaceState" | "virtualInterfaceState" => line.state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Line { named, ..line }))
}

/// Which gateway is behind a Direct Connect gateway.
pub(super) fn association<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Association<'t>>> {
    let mut association = Association::default();
    plain(reader, &kinds::GATEWAY_ASSOCIATION, |reader, key| {
        match key {
            "DirectConnectGatewayId" | "directConnectGatewayId" => association.through = text(reader)?,
            "VirtualGatewayId" | "virtualGatewayId" => association.gateway = text(reader)?,
            "AssociatedGateway" | "associatedGateway" => {
                reader.object(|reader, key| {
                    match key {
                        "Id" | "id" => association.gateway = text(reader)?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
            }
            "AssociationState" | "associationState" => association.state = text(reader)?,
            "AllowedPrefixesToDirectConnectGateway" | "allowedPrefixesToDirectConnectGateway" => {
                reader.list(|reader| {
                    let at = reader.here();
                    reader.object(|reader, key| {
                        match key {
                            "Cidr" | "cidr" => association.allowed.push((at, text(reader)?)),
                            _ => reader.skip()?,
                        }
                        Ok(())
                    })?;
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Some(association))
}
