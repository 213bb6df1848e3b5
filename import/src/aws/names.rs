//! What things are called: the name that somebody gave them, where nothing else of their kind and VPC has it, else their id.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;

use ringfence::schema::{self, Cloud};
use ringfence::syntax::written_name;

use super::{Aws, Named};

/// The names of things by their ids, as the language writes them.
pub(super) type Names<'a> = BTreeMap<&'a str, String>;

/// The longest name that is taken over.
const MOST_LETTERS: usize = 128;
/// Names that mean something else where a name can stand.
const WORDS: [&str; 9] = ["any", "internet", "self", "local", "blackhole", "yes", "no", "unknown", "default"];

/// A thing that is to be named.
struct Thing<'a> {
    /// Its kind, and what it stands in.
    scope: (&'static str, &'a str),
    named: &'a Named<'a>,
    /// The name that its kind has beside tags.
    own: &'a str,
    /// Whether it is the VPC's default one.
    default: bool,
}

/// Names of what the text has and no export: a table or ACL that is missing, and one that is assumed.
pub(super) const MISSING: &str = "not-in-exports";
pub(super) const ASSUMED: &str = "assumed-public";

pub(super) fn names<'a>(aws: &'a Aws<'_>) -> Names<'a> {
    let things = things(aws);
    let mut ids: BTreeSet<&str> = things.iter().map(|thing| &*thing.named.id).collect();
    ids.extend([MISSING, ASSUMED]);
    ids.extend(named(aws));
    let mut given: BTreeMap<((&str, &str), &str), usize> = BTreeMap::new();
    for thing in &things {
        if let Some(name) = given_name(thing) {
            let count = given.entry((thing.scope, name)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let words: BTreeSet<&str> =
        schema::table(None).chain(schema::table(Some(Cloud::Aws))).map(|row| row.word).chain(WORDS).collect();
    let name = |thing: &Thing<'a>| {
        if thing.default {
            return String::from("default");
        }
        let unique = |name: &&str| given.get(&(thing.scope, *name)) == Some(&1) && !ids.contains(name);
        let name = given_name(thing).filter(unique).unwrap_or(&thing.named.id);
        if words.contains(name) {
            return alloc::format!("\"{name}\"");
        }
        written_name(name)
    };
    things.iter().map(|thing| (&*thing.named.id, name(thing))).collect()
}

/// The ids of what others name, and perhaps no export has: the text calls it by them.
fn named<'a>(aws: &'a Aws<'_>) -> impl Iterator<Item = &'a str> {
    let of_interfaces = aws
        .interfaces
        .iter()
        .flat_map(|one| one.groups.iter().map(|(_, group)| &**group).chain([&*one.machine]));
    let groups = aws.machines.iter().flat_map(|machine| &machine.groups).map(|group| &**group);
    let targets = aws
        .route_tables
        .iter()
        .flat_map(|table| &table.routes)
        .flat_map(|route| route.target.iter().map(|(_, target)| &**target).chain([&*route.destination]));
    let attached = aws.transit.attachments.iter().map(|one| &*one.named.id);
    let lists = aws.transit.routes.iter().map(|route| &*route.list);
    of_interfaces.chain(groups).chain(targets).chain(attached).chain(lists)
}

/// The name that somebody gave a thing, when it can stand for it.
fn given_name<'a>(thing: &Thing<'a>) -> Option<&'a str> {
    let tag = thing.named.tags.iter().find(|(key, _)| key == "Name").map(|(_, value)| &**value);
    let usable = |name: &&str| {
        !name.is_empty()
            && name.trim() == *name
            && name.chars().count() <= MOST_LETTERS
            && !name.chars().any(char::is_control)
            && *name != "default"
    };
    tag.filter(usable).or_else(|| Some(thing.own).filter(usable))
}

fn things<'a>(aws: &'a Aws<'_>) -> alloc::vec::Vec<Thing<'a>> {
    let thing = |kind: &'static str, within: &'a str, named: &'a Named<'_>| Thing {
        scope: (kind, within),
        named,
        own: "",
        default: false,
    };
    let vpcs = aws.vpcs.iter().map(|vpc| thing("vpc", "", &vpc.named));
    let subnets = aws.subnets.iter().map(|subnet| thing("subnet", &subnet.vpc, &subnet.named));
    let tables = aws.route_tables.iter().map(|table| thing("route-table", &table.vpc, &table.named));
    let acls =
        aws.acls.iter().map(|acl| Thing { default: acl.default, ..thing("acl", &acl.vpc, &acl.named) });
    let groups = aws.groups.iter().map(|group| Thing {
        own: &group.name,
        default: group.name == "default",
        ..thing("group", &group.vpc, &group.named)
    });
    let gateways = aws.gateways.iter().map(|gateway| {
        let vpc = gateway.vpcs.first().map(|vpc| &**vpc).unwrap_or_default();
        thing(gateway.word, vpc, &gateway.named)
    });
    let lines =
        aws.lines.iter().map(|line| thing(if line.direct { "direct-line" } else { "vpn" }, "", &line.named));
    let endpoints = aws.endpoints.iter().map(|endpoint| thing("endpoint", &endpoint.vpc, &endpoint.named));
    let services = aws.services.iter().map(|one| thing("endpoint-service", "", &one.named));
    let nats = aws.nats.iter().map(|nat| thing("nat", "", &nat.named));
    let peerings = aws.peerings.iter().map(|peering| thing("peering", "", &peering.named));
    let machines = aws.machines.iter().map(|machine| thing("instance", &machine.vpc, &machine.named));
    // Those of machines are in one scope with the machines: some stand as machines.
    let interfaces = aws.interfaces.iter().map(|interface| {
        let kind = if interface.machine.is_empty() { "instance" } else { "interface" };
        thing(kind, &interface.vpc, &interface.named)
    });
    let transit = &aws.transit;
    let centers = transit.gateways.iter().map(|one| thing("transit-gateway", "", &one.named));
    // A peering has one id at both ends: that is its name.
    let attachments = transit.attachments.iter().filter(|one| one.kind == "vpc");
    let attachments = attachments.map(|one| thing("attachment", &one.gateway, &one.named));
    let transit_tables = transit.tables.iter().map(|one| thing("transit-table", &one.gateway, &one.named));
    let transit = centers.chain(attachments).chain(transit_tables);
    // What nothing models yet keeps its id as its name: the block with the id of such a statement is not read.
    let balancers = aws
        .balancers
        .iter()
        .map(|balancer| Thing { own: &balancer.name, ..thing("balancer", &balancer.vpc, &balancer.named) });
    let targets = aws
        .target_groups
        .iter()
        .map(|group| Thing { own: &group.name, ..thing("target-group", &group.vpc, &group.named) });
    let interfaces = interfaces.chain(balancers).chain(targets);
    let inside = subnets.chain(tables).chain(acls).chain(groups).chain(gateways).chain(lines).chain(nats);
    vpcs.chain(peerings)
        .chain(inside)
        .chain(transit)
        .chain(endpoints)
        .chain(services)
        .chain(machines)
        .chain(interfaces)
        .collect()
}
