//! Transit gateways.

use super::{Folder, inside, named, plain, text, texts};
use crate::aws::kinds;
use crate::aws::transit::{Attachment, Gateway, Link, OfVpc, Route, Table, Transit};
use crate::finding;
use crate::json::{Read, Reader, Text};

pub(super) fn gateway<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Gateway<'t>>> {
    let mut gateway = Gateway::default();
    let found = named(reader, &kinds::TRANSIT_GATEWAY, "TransitGatewayId", |reader, key| {
        if key == "Options" {
            gateway.references = inside(reader, "SecurityGroupReferencingSupport")?;
        }
        Ok(key == "Options")
    })?;
    Ok(found.map(|named| Gateway { named, ..gateway }))
}

pub(super) fn attachment<'t>(
    reader: &mut Reader<'t, '_>,
    folder: &Folder<'t>,
) -> Read<Option<Attachment<'t>>> {
    let (mut one, mut owner) = (Attachment::default(), Text::default());
    let found = named(reader, &kinds::TRANSIT_ATTACHMENT, "TransitGatewayAttachmentId", |reader, key| {
        match key {
            "TransitGatewayId" => one.gateway = text(reader)?,
            "ResourceType" => one.kind = text(reader)?,
            "ResourceId" => one.resource = text(reader)?,
            "State" => one.state = text(reader)?,
            "TransitGatewayOwnerId" => owner = text(reader)?,
            "Association" => {
                one.told = [!reader.is_empty(); 2];
                one.table = association(reader)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    // Whose gateway it is sees all of it, and has none printed where there is none.
    let [told, _] = one.told;
    one.told = [told, owner.is_empty() || folder.account.is_none_or(|account| owner == account)];
    Ok(found.map(|named| Attachment { named, ..one }))
}

fn association<'t>(reader: &mut Reader<'t, '_>) -> Read<Text<'t>> {
    let (mut table, mut state) = (Text::default(), Text::default());
    reader.object(|reader, key| {
        match key {
            "TransitGatewayRouteTableId" => table = text(reader)?,
            "State" => state = text(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(if is_on(&state) { table } else { Text::default() })
}

/// Whether an association or a propagation is in effect.
fn is_on(state: &str) -> bool {
    matches!(state, "" | "associated" | "associating" | "enabled" | "enabling")
}

pub(super) fn vpc_attachment<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Attachment<'t>>> {
    let (mut one, mut own) = (Attachment::default(), OfVpc::default());
    let found = named(reader, &kinds::TRANSIT_ATTACHMENT, "TransitGatewayAttachmentId", |reader, key| {
        match key {
            "TransitGatewayId" => one.gateway = text(reader)?,
            "VpcId" => one.resource = text(reader)?,
            "State" => one.state = text(reader)?,
            "SubnetIds" => own.subnets = texts(reader)?,
            "Options" => {
                reader.object(|reader, key| {
                    match key {
                        "ApplianceModeSupport" => own.appliance_mode = text(reader)?,
                        "SecurityGroupReferencingSupport" => own.references = text(reader)?,
                        "Ipv6Support" => own.v6 = text(reader)?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Attachment { named, kind: "vpc".into(), vpc: Some(own), ..one }))
}

/// A peering, which is an attachment at both of its ends.
pub(super) fn peering<'t>(reader: &mut Reader<'t, '_>) -> Read<[Option<Attachment<'t>>; 2]> {
    let (mut ends, mut state) = ([Text::default(), Text::default()], Text::default());
    let found = named(reader, &kinds::TRANSIT_ATTACHMENT, "TransitGatewayAttachmentId", |reader, key| {
        let [requester, accepter] = &mut ends;
        match key {
            "RequesterTgwInfo" => *requester = inside(reader, "TransitGatewayId")?,
            "AccepterTgwInfo" => *accepter = inside(reader, "TransitGatewayId")?,
            "State" => state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(named) = found else { return Ok([None, None]) };
    let [requester, accepter] = ends;
    let end = |gateway: &Text<'t>, resource: &Text<'t>| Attachment {
        named: named.clone(),
        gateway: gateway.clone(),
        kind: "peering".into(),
        resource: resource.clone(),
        state: state.clone(),
        ..Attachment::default()
    };
    Ok([Some(end(&requester, &accepter)), Some(end(&accepter, &requester))])
}

pub(super) fn table<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Table<'t>>> {
    let mut table = Table::default();
    let found = named(reader, &kinds::TRANSIT_TABLE, "TransitGatewayRouteTableId", |reader, key| {
        match key {
            "TransitGatewayId" => table.gateway = text(reader)?,
            "State" => table.state = text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Table { named, ..table }))
}

/// The table that a file tells of by its name: no call prints it with what it prints of one.
pub(super) fn table_of(name: &str) -> Option<&str> {
    const PREFIX: &str = "tgw-rtb-";
    let from = name.rfind(PREFIX)?;
    let rest = name.get(from..)?;
    let digits = rest.get(PREFIX.len()..)?;
    let end = digits.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(digits.len());
    rest.get(..PREFIX.len().saturating_add(end)).filter(|_| end > 0)
}

/// What is told of one table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Static ones and propagated ones.
    Routes,
    /// Static ones alone.
    Static,
    Propagations,
    Associations,
}

/// A list of what belongs to one table, whose id the name of the file has.
pub(super) fn of_one<'t>(
    transit: &mut Transit<'t>,
    reader: &mut Reader<'t, '_>,
    table: Option<&'t str>,
    told: Told,
) -> Read<()> {
    let Some(table) = table else {
        let here = reader.here();
        reader.skip()?;
        reader.log.find(finding::which_table(here));
        return Ok(());
    };
    one(transit, reader, &table.into(), told)
}

/// A list of tables, each with what belongs to it: so Batfish prints what the calls print for one.
pub(super) fn of_each<'t>(transit: &mut Transit<'t>, reader: &mut Reader<'t, '_>, told: Told) -> Read<()> {
    reader.list(|reader| {
        let mut inside = Transit::default();
        let mut table = Text::default();
        let (here, mut is_told) = (reader.here(), false);
        reader.object(|reader, key| match key {
            "TransitGatewayRouteTableId" => {
                table = text(reader)?;
                Ok(())
            }
            "Routes" | "TransitGatewayRouteTablePropagations" => {
                is_told = true;
                one(&mut inside, reader, &Text::default(), told)
            }
            "AdditionalRoutesAvailable" => more(&mut inside, reader, None),
            _ => reader.skip(),
        })?;
        if table.is_empty() {
            reader.log.find(finding::which_table(here));
            return Ok(());
        }
        inside.routes.iter_mut().for_each(|route| route.table = table.clone());
        inside.links.iter_mut().for_each(|link| link.table = table.clone());
        inside.more.iter_mut().for_each(|(_, more)| *more = table.clone());
        transit.routes.append(&mut inside.routes);
        transit.links.append(&mut inside.links);
        transit.more.append(&mut inside.more);
        if is_told {
            tell(transit, table, told);
        }
        Ok(())
    })
}

/// Whether there are routes that were not printed.
pub(super) fn more<'t>(
    transit: &mut Transit<'t>,
    reader: &mut Reader<'t, '_>,
    table: Option<&'t str>,
) -> Read<()> {
    let here = reader.here();
    if reader.flag()? == Some(true) {
        reader.log.find(finding::more_routes(here));
        transit.more.push((here, table.unwrap_or_default().into()));
    }
    Ok(())
}

fn tell<'t>(transit: &mut Transit<'t>, table: Text<'t>, told: Told) {
    let [routes, propagated, propagations] = &mut transit.told;
    match told {
        Told::Routes => {
            propagated.push(table.clone());
            routes.push(table);
        }
        Told::Static => routes.push(table),
        Told::Propagations => propagations.push(table),
        Told::Associations => {}
    }
}

fn one<'t>(transit: &mut Transit<'t>, reader: &mut Reader<'t, '_>, table: &Text<'t>, told: Told) -> Read<()> {
    reader.list(|reader| {
        if matches!(told, Told::Routes | Told::Static) {
            let route = route(reader)?;
            transit.routes.push(Route { table: table.clone(), ..route });
            return Ok(());
        }
        let mut link = Link { at: reader.here(), table: table.clone(), ..Link::default() };
        link.fills = told == Told::Propagations;
        let mut state = Text::default();
        plain(reader, &kinds::TRANSIT_LINK, |reader, key| {
            match key {
                "TransitGatewayAttachmentId" => link.attachment = text(reader)?,
                "State" => state = text(reader)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        if is_on(&state) {
            transit.links.push(link);
        }
        Ok(())
    })?;
    tell(transit, table.clone(), told);
    Ok(())
}

fn route<'t>(reader: &mut Reader<'t, '_>) -> Read<Route<'t>> {
    let mut route = Route { at: reader.here(), ..Route::default() };
    plain(reader, &kinds::TRANSIT_ROUTE, |reader, key| {
        match key {
            "DestinationCidrBlock" => route.destination = text(reader)?,
            "PrefixListId" => route.list = text(reader)?,
            "Type" => route.kind = text(reader)?,
            "State" => route.state = text(reader)?,
            "TransitGatewayAttachments" => reader.list(|reader| {
                route.attachments.push(inside(reader, "TransitGatewayAttachmentId")?);
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(route)
}

#[cfg(test)]
mod tests {
    use super::table_of;

    #[test]
    fn files_tell_of_which_table_they_are() {
        for (name, table) in [
            ("exports/routes-tgw-rtb-0fa40c8df355dce6e.json", Some("tgw-rtb-0fa40c8df355dce6e")),
            ("tgw-rtb-1/search-transit-gateway-routes.json", Some("tgw-rtb-1")),
            ("tgw-rtb-1/tgw-rtb-2.json", Some("tgw-rtb-2")),
            ("search-transit-gateway-routes.json", None),
            ("tgw-rtb-", None),
        ] {
            assert_eq!(table_of(name), table, "{name}");
        }
    }
}
