//! Exports, told apart by what is in them: `{"Vpcs": [...]}`, several lists in one object, pages one behind the other, and the
//! collector whose lists have names in lower case.

mod balancer;
mod filter;
mod gateway;
mod line;
mod machine;
mod network;
mod other;
mod peering;
mod transit;

use alloc::vec::Vec;

pub(super) use balancer::{CROSS_ZONE, PRESERVE};

use ringfence::Source;

use self::transit::Told;
use super::kinds::{CARRIERS, Decides, Kind, PASSED};
use super::{Aws, Named};
use crate::finding;
use crate::json::{Read, Reader, Text};
use crate::log::Log;

/// Reads one text into `aws`. What is wrong with it is in `log`; what was read before that counts.
pub(crate) fn read<'t>(aws: &mut Aws<'t>, log: &mut Log, text: u32, source: &'t Source) {
    let mut reader = Reader::new(log, text, source);
    let folder = Folder::of(source.name());
    // What made it unreadable has been reported.
    let _ = reader.documents(|reader| document(aws, reader, &folder));
}

/// What the folders around a text tell of everything in it.
struct Folder<'t> {
    region: Option<&'t str>,
    account: Option<&'t str>,
    /// The prefix list that the name of the text tells of.
    list: Option<&'t str>,
    /// The table of a transit gateway of which the text tells.
    table: Option<&'t str>,
}

impl<'t> Folder<'t> {
    fn of(path: &'t str) -> Self {
        let parts = || path.rsplit(['/', '\\']).skip(1);
        let account = |part: &&str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            region: parts().find(|part| region_of(part) == Some(part)),
            account: parts().find(account),
            list: list_in(path.rsplit(['/', '\\']).next().unwrap_or_default()),
            table: transit::table_of(path),
        }
    }
}

/// The id of a prefix list in a name: `pl-0a1b` of `prefix-list-entries-pl-0a1b.json`.
fn list_in(name: &str) -> Option<&str> {
    let start = name.rfind("pl-").filter(|&start| {
        let before = name.get(..start).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
    })?;
    let id = name.get(start..)?;
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let digits = id.get(3..)?.find(|c: char| !is_hex(c)).unwrap_or(id.len().saturating_sub(3));
    id.get(..digits.saturating_add(3)).filter(|_| digits > 0)
}

/// The Region that a zone is in: `eu-central-1` of `eu-central-1a`.
pub(super) fn region_of(zone: &str) -> Option<&str> {
    let digits = zone.find(|c: char| c.is_ascii_digit())?;
    let (area, rest) = zone.split_at_checked(digits)?;
    let area = area.strip_suffix('-')?;
    let parts = area.split('-').count();
    let lower =
        area.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    (lower && parts >= 2).then(|| zone.get(..digits.saturating_add(end))).flatten()
}

fn document<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>, folder: &Folder<'t>) -> Read<()> {
    if reader.next() == Some(b'[') {
        return reader.list(|reader| document(aws, reader, folder));
    }
    if reader.next() != Some(b'{') {
        let here = reader.here();
        // What is no JSON is said to be none.
        reader.skip()?;
        reader.log.find(finding::no_export(here));
        return Ok(());
    }
    let mut lists: Vec<&'static str> = Vec::new();
    let mut next = None;
    reader.object(|reader, key| {
        if matches!(key, "NextToken" | "nextToken" | "NextMarker") {
            if reader.text()?.is_some_and(|token| !token.is_empty()) {
                next = Some(reader.here());
            }
            return Ok(());
        }
        lists.extend(list(aws, reader, folder, key)?);
        Ok(())
    })?;
    let of = [folder.account, folder.region, folder.list, folder.table];
    for &list in &lists {
        let page = aws.pages.entry((list, of)).or_default();
        match next {
            Some(at) => page.0 = Some(at),
            None => page.1 = true,
        }
    }
    aws.lists.extend(lists);
    Ok(())
}

/// Reads a member at the top; its name, when it is the list of a kind that the estate is made of.
fn list<'t>(
    aws: &mut Aws<'t>,
    reader: &mut Reader<'t, '_>,
    folder: &Folder<'t>,
    key: &str,
) -> Read<Option<&'static str>> {
    macro_rules! each {
        ($name:literal, $($list:ident).+, $read:expr) => {{
            reader.list(|reader| {
                aws.$($list).+.extend($read(reader)?);
                Ok(())
            })?;
            $name
        }};
    }
    Ok(Some(match key {
        "Vpcs" | "vpcs" => {
            aws.collected |= key == "vpcs";
            each!("Vpcs", vpcs, |reader: &mut Reader<'t, '_>| network::vpc(reader, folder))
        }
        "Subnets" | "subnets" => each!("Subnets", subnets, network::subnet),
        "RouteTables" | "route_tables" => each!("RouteTables", route_tables, network::route_table),
        "NetworkAcls" | "network_acls" => each!("NetworkAcls", acls, filter::acl),
        "SecurityGroups" | "security_groups" => each!("SecurityGroups", groups, filter::group),
        "InternetGateways" | "internet_gateways" => {
            each!("InternetGateways", gateways, gateway::internet)
        }
        "EgressOnlyInternetGateways" => each!("EgressOnlyInternetGateways", gateways, gateway::egress_only),
        "VpnGateways" => each!("VpnGateways", gateways, gateway::vpn),
        "VpnConnections" => each!("VpnConnections", lines, line::connection),
        "CustomerGateways" => each!("CustomerGateways", customers, line::customer),
        "VirtualInterfaces" | "virtualInterfaces" => {
            let lower = key == "virtualInterfaces";
            each!("VirtualInterfaces", lines, |reader: &mut Reader<'t, '_>| line::interface(reader, lower))
        }
        "DirectConnectGatewayAssociations" | "directConnectGatewayAssociations" => {
            each!("DirectConnectGatewayAssociations", associations, line::association)
        }
        "NatGateways" => each!("NatGateways", nats, gateway::nat),
        "Addresses" => each!("Addresses", addresses, gateway::address),
        "NetworkInterfaces" => each!("NetworkInterfaces", interfaces, machine::interface),
        "Reservations" => {
            reader.list(|reader| machine::reservation(aws, reader))?;
            "Reservations"
        }
        "Instances" | "instances" => {
            reader.list(|reader| machine::instance(aws, reader))?;
            "Reservations"
        }
        "TransitGateways" => each!("TransitGateways", transit.gateways, transit::gateway),
        "TransitGatewayAttachments" => {
            each!("TransitGatewayAttachments", transit.attachments, |reader: &mut Reader<'t, '_>| {
                transit::attachment(reader, folder)
            })
        }
        "TransitGatewayVpcAttachments" => {
            each!("TransitGatewayVpcAttachments", transit.attachments, transit::vpc_attachment)
        }
        "TransitGatewayPeeringAttachments" => {
            reader.list(|reader| {
                aws.transit.attachments.extend(transit::peering(reader)?.into_iter().flatten());
                Ok(())
            })?;
            "TransitGatewayPeeringAttachments"
        }
        "TransitGatewayRouteTables" => {
            each!("TransitGatewayRouteTables", transit.tables, transit::table)
        }
        "Routes" | "TransitGatewayRouteTablePropagations" | "Associations" => {
            let told = match key {
                "Routes" => Told::Routes,
                "Associations" => Told::Associations,
                _ => Told::Propagations,
            };
            transit::of_one(&mut aws.transit, reader, folder.table, told)?;
            match told {
                Told::Routes | Told::Static => "Routes",
                Told::Associations => "Associations",
                Told::Propagations => "TransitGatewayRouteTablePropagations",
            }
        }
        "TransitGatewayStaticRoutes" => {
            transit::of_each(&mut aws.transit, reader, Told::Static)?;
            return Ok(None);
        }
        "TransitGatewayPropagations" => {
            transit::of_each(&mut aws.transit, reader, Told::Propagations)?;
            return Ok(None);
        }
        "AdditionalRoutesAvailable" => {
            transit::more(&mut aws.transit, reader, folder.table)?;
            return Ok(None);
        }
        "VpcPeeringConnections" => each!("VpcPeeringConnections", peerings, peering::peering),
        "SecurityGroupVpcAssociations" => each!("SecurityGroupVpcAssociations", used_in, peering::used_in),
        "StaleSecurityGroupSet" => {
            reader.list(|reader| peering::stale(aws, reader))?;
            "StaleSecurityGroupSet"
        }
        "VpcEndpoints" => each!("VpcEndpoints", endpoints, other::endpoint),
        "ServiceConfigurations" => each!("ServiceConfigurations", services, other::service),
        "PrefixLists" => each!("PrefixLists", prefix_lists, other::prefix_list),
        "Entries" if folder.list.is_some() => {
            let list = folder.list.unwrap_or_default();
            aws.prefix_lists.push(other::entries(reader, list)?);
            "Entries"
        }
        "LoadBalancers" => each!("LoadBalancers", balancers, balancer::balancer),
        "LoadBalancerDescriptions" => {
            reader.list(|reader| balancer::classic(aws, reader))?;
            "LoadBalancers"
        }
        "Listeners" | "LoadBalancerListeners" => {
            reader.list(|reader| balancer::listener(aws, reader))?;
            "Listeners"
        }
        "Rules" => {
            reader.list(|reader| balancer::rule(aws, reader))?;
            "Rules"
        }
        "TargetGroups" => each!("TargetGroups", target_groups, balancer::target_group),
        "LoadBalancerTargetHealth" => {
            reader.list(|reader| balancer::health(aws, reader))?;
            "LoadBalancerTargetHealth"
        }
        "LoadBalancerAttributes" | "TargetGroupAttributes" => {
            reader.list(|reader| balancer::attributes(aws, reader))?;
            return Ok(None);
        }
        "AutoScalingGroups" => {
            reader.list(|reader| {
                let here = reader.here();
                let message = "an Auto Scaling group is taken to have the instances that it has now";
                reader.log.find(finding::assumed(here, message));
                reader.skip()
            })?;
            return Ok(None);
        }
        "VpcBlockPublicAccessExclusions" => {
            each!("VpcBlockPublicAccessExclusions", exclusions, other::exclusion)
        }
        "VpcBlockPublicAccessOptions" => {
            aws.blocked.push(other::blocked(reader, folder)?);
            return Ok(None);
        }
        _ => {
            rest(reader, key)?;
            return Ok(None);
        }
    }))
}

/// A member at the top that the estate is not made of.
fn rest(reader: &mut Reader<'_, '_>, key: &str) -> Read<()> {
    if PASSED.contains(&key) {
        return reader.skip();
    }
    let carrier = CARRIERS.iter().find(|(list, _)| *list == key);
    let mut count = 0_usize;
    let mut first = None;
    if reader.next() == Some(b'[') {
        reader.list(|reader| {
            count = count.saturating_add(1);
            first = first.or_else(|| Some(reader.here()));
            reader.skip()
        })?;
    } else {
        first = Some(reader.here());
        count = 1;
        reader.skip()?;
    }
    let Some(first) = first else { return Ok(()) };
    reader.log.find(match carrier {
        Some((_, called)) => finding::carriers(first, count, called),
        None => finding::unknown_list(first, key),
    });
    Ok(())
}

/// What of an object's members is not read by name: its tags, or nothing.
fn other<'t>(reader: &mut Reader<'t, '_>, kind: &Kind, key: &str) -> Read<()> {
    if !kind.passed.contains(&key) && !reader.is_empty() {
        let decides = match kind.decides {
            Decides::No => false,
            // What is named, described or counted has no room for a rule or a route.
            Decides::Holding => !matches!(reader.next(), Some(b'"' | b'-' | b'0'..=b'9')),
            Decides::Yes => true,
        };
        let here = reader.here();
        reader.log.find(finding::unknown_member(here, kind.name, key, decides));
    }
    reader.skip()
}

/// Reads an object of a `kind` that has the id `member`. `None`, when it has none: it is left out.
fn named<'t>(
    reader: &mut Reader<'t, '_>,
    kind: &Kind,
    member: &str,
    mut read: impl FnMut(&mut Reader<'t, '_>, &str) -> Read<bool>,
) -> Read<Option<Named<'t>>> {
    let mut named = Named { at: reader.here(), ..Named::default() };
    let found = reader.log.count();
    let is_object = reader.object(|reader, key| {
        if key == member {
            named.id = text(reader)?;
        } else if key == "Tags" || key == "TagSet" {
            named.tags = tags(reader)?;
        } else if !read(reader, key)? {
            other(reader, kind, key)?;
        }
        Ok(())
    })?;
    if named.id.is_empty() {
        // What is wrong with it may have been said.
        if is_object && reader.log.count() == found {
            reader.log.find(finding::without(named.at, kind.name, member));
        }
        return Ok(None);
    }
    Ok(Some(named))
}

/// Reads an object without an id.
fn plain<'t>(
    reader: &mut Reader<'t, '_>,
    kind: &Kind,
    mut read: impl FnMut(&mut Reader<'t, '_>, &str) -> Read<bool>,
) -> Read<()> {
    reader.object(|reader, key| if read(reader, key)? { Ok(()) } else { other(reader, kind, key) })?;
    Ok(())
}

fn tags<'t>(reader: &mut Reader<'t, '_>) -> Read<Vec<(Text<'t>, Text<'t>)>> {
    let mut tags: Vec<(Text<'t>, Text<'t>)> = Vec::new();
    reader.list(|reader| {
        let (mut key, mut value) = (None, Text::default());
        reader.object(|reader, member| {
            match member {
                "Key" => key = reader.text()?,
                "Value" => value = text(reader)?,
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        if let Some(key) = key.filter(|key| !key.is_empty() && tags.iter().all(|(known, _)| known != key)) {
            tags.push((key, value));
        }
        Ok(())
    })?;
    Ok(tags)
}

/// A string, empty where there is none.
fn text<'t>(reader: &mut Reader<'t, '_>) -> Read<Text<'t>> {
    Ok(reader.text()?.unwrap_or_default())
}

fn texts<'t>(reader: &mut Reader<'t, '_>) -> Read<Vec<Text<'t>>> {
    let mut texts = Vec::new();
    reader.list(|reader| {
        texts.extend(reader.text()?.filter(|text| !text.is_empty()));
        Ok(())
    })?;
    Ok(texts)
}

/// The string that the object has as `member`, and no other of its members.
fn inside<'t>(reader: &mut Reader<'t, '_>, member: &str) -> Read<Text<'t>> {
    let mut found = Text::default();
    reader.object(|reader, key| {
        if key == member {
            found = text(reader)?;
            return Ok(());
        }
        reader.skip()
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_folders_tell_the_region() {
        for (zone, region) in [
            ("eu-central-1a", Some("eu-central-1")),
            ("us-gov-west-1", Some("us-gov-west-1")),
            ("us-east-1-bos-1a", Some("us-east-1")),
            ("ap-southeast-10b", Some("ap-southeast-10")),
            ("zone-1", None),
            ("eu-central", None),
            ("Eu-central-1", None),
            ("", None),
        ] {
            assert_eq!(region_of(zone), region, "{zone}");
        }
        let folder = Folder::of("aws/accounts/111122223333/us-east-1/Vpcs.json");
        assert_eq!((folder.region, folder.account), (Some("us-east-1"), Some("111122223333")));
        for (name, list) in [
            ("a/prefix-list-entries-pl-0a1b.json", Some("pl-0a1b")),
            ("pl-63a5400a", Some("pl-63a5400a")),
            ("sample-pl-.json", None),
            ("a/apl-12.json", None),
            ("pl-0a1b/entries.json", None),
        ] {
            assert_eq!(Folder::of(name).list, list, "{name}");
        }
        // The name of the text itself is not a folder.
        let folder = Folder::of("exports\\us-east-1");
        assert_eq!((folder.region, folder.account), (None, None));
    }
}
