//! From what was read to a text of the language.

mod balancer;
mod filter;
mod line;
mod machine;
mod network;
mod once;
mod other;
mod peering;
mod route;
mod transit;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::{written_name, written_tag};

use super::kinds;
use super::names::{Names, names};
use super::read::region_of;
use super::{
    Acl, Address, Aws, Gateway, Group, Interface, Machine, Named, Nat, RouteTable, Subnet, UsedIn, Vpc,
};
use crate::finding;
use crate::log::Log;
use crate::text::Text;

/// Writes everything that the exports hold.
pub(crate) fn write(mut aws: Aws<'_>, log: &mut Log) -> Text {
    missing_pages(&mut aws, log);
    once::once(&mut aws, log);
    peering::strangers(&mut aws, log);
    let names = names(&aws);
    let mut text = Text::default();
    let mut writer =
        Writer { index: Index::of(&aws), aws: &aws, names, text: &mut text, log, listed: BTreeSet::new() };
    writer.networks();
    writer.lines();
    writer.leftovers();
    writer.strangers();
    text
}

/// The lists of which the text says what is not there as `unknown`, wherever it is named.
const NAMED: [&str; 10] = [
    "RouteTables",
    "NetworkAcls",
    "SecurityGroups",
    "NatGateways",
    "EgressOnlyInternetGateways",
    "VpnGateways",
    "VpcPeeringConnections",
    "Entries",
    "Routes",
    "TransitGatewayRouteTablePropagations",
];

/// Lists of which the last page is not in the exports. Of a prefix list, and of a table of a transit gateway, nothing that was
/// printed counts then.
fn missing_pages(aws: &mut Aws<'_>, log: &mut Log) {
    for ((list, [_, _, of, table]), &(next, last)) in &aws.pages {
        let Some(at) = next.filter(|_| !last) else { continue };
        let since = log.errors();
        log.find(finding::missing_page(at, list));
        if NAMED.contains(list) {
            log.covered(since);
        }
        aws.cut.push(list);
        if *list == "Entries" {
            let cut = aws.prefix_lists.iter_mut().filter(|known| Some(&*known.named.id) == *of);
            cut.for_each(|known| known.ranges.clear());
        }
        let [routes, propagated, propagations] = &mut aws.transit.told;
        let told: &mut [_] = match *list {
            "Routes" => &mut [routes, propagated],
            "TransitGatewayRouteTablePropagations" => &mut [propagations],
            _ => &mut [],
        };
        told.iter_mut().for_each(|told| told.retain(|told| Some(&**told) != *table));
    }
}

/// What is being written, and what from.
struct Writer<'a, 't> {
    aws: &'a Aws<'t>,
    index: Index<'a, 't>,
    names: Names<'a>,
    text: &'a mut Text,
    log: &'a mut Log,
    /// The prefix lists whose id is written.
    listed: BTreeSet<&'a str>,
}

/// Things by the id of what they stand in.
type By<'a, T> = BTreeMap<&'a str, Vec<&'a T>>;

/// What stands in each VPC, and what belongs to each subnet and machine.
struct Index<'a, 't> {
    subnets: By<'a, Subnet<'t>>,
    tables: By<'a, RouteTable<'t>>,
    acls: By<'a, Acl<'t>>,
    groups: By<'a, Group<'t>>,
    gateways: By<'a, Gateway<'t>>,
    nats: By<'a, Nat<'t>>,
    machines: By<'a, Machine<'t>>,
    /// The interfaces of neither machine nor endpoint by their VPC, the others by what they are of.
    alone: By<'a, Interface<'t>>,
    interfaces: By<'a, Interface<'t>>,
    table_of: BTreeMap<&'a str, &'a str>,
    acl_of: BTreeMap<&'a str, &'a str>,
    /// The tables of gateways, for what comes in by them.
    edge_of: BTreeMap<&'a str, &'a str>,
    /// The VPCs of what others name: subnets, tables, ACLs and groups.
    homes: BTreeMap<&'a str, &'a str>,
    /// Elastic IPs by interface.
    addresses: By<'a, Address<'t>>,
    /// The ids of machines, and of endpoints.
    machines_by_id: BTreeSet<&'a str>,
    /// In which other VPCs each group is used.
    used_in: By<'a, UsedIn<'t>>,
    /// The references that match nothing: the group whose rules have it, and the one that it names.
    stale: BTreeSet<(&'a str, &'a str)>,
    /// Every VPC that is written.
    vpcs: BTreeSet<&'a str>,
    /// The peerings that are not written.
    left_out: BTreeSet<&'a str>,
}

fn by<'a, T>(things: &'a [T], key: impl Fn(&'a T) -> &'a str) -> By<'a, T> {
    let mut by: By<'a, T> = BTreeMap::new();
    for thing in things {
        by.entry(key(thing)).or_default().push(thing);
    }
    by
}

impl<'a, 't> Index<'a, 't> {
    fn of(aws: &'a Aws<'t>) -> Self {
        let homes: BTreeMap<&str, &str> = homes(aws).collect();
        let mut gateways: By<'a, Gateway<'t>> = BTreeMap::new();
        for gateway in &aws.gateways {
            for vpc in &gateway.vpcs {
                gateways.entry(vpc).or_default().push(gateway);
            }
        }
        let of_endpoints = aws.endpoints.iter().flat_map(|endpoint| {
            endpoint.interfaces.iter().map(|interface| (&**interface, &*endpoint.named.id))
        });
        let endpoint_of: BTreeMap<&str, &str> = of_endpoints.collect();
        let owner = |interface: &'a Interface<'t>| match &*interface.machine {
            "" => endpoint_of.get(&*interface.named.id).copied().unwrap_or_default(),
            machine => machine,
        };
        let (alone, owned): (Vec<_>, Vec<_>) =
            aws.interfaces.iter().partition(|interface| owner(interface).is_empty());
        let mut by_vpc: By<'a, Interface<'t>> = BTreeMap::new();
        for interface in alone {
            by_vpc.entry(&interface.vpc).or_default().push(interface);
        }
        let mut by_machine: By<'a, Interface<'t>> = BTreeMap::new();
        for interface in owned {
            by_machine.entry(owner(interface)).or_default().push(interface);
        }
        let tables = || aws.route_tables.iter();
        Self {
            subnets: by(&aws.subnets, |subnet| &subnet.vpc),
            tables: by(&aws.route_tables, |table| &table.vpc),
            acls: by(&aws.acls, |acl| &acl.vpc),
            groups: by(&aws.groups, |group| &group.vpc),
            gateways,
            nats: by(&aws.nats, |nat| match &*nat.mode {
                "regional" => &nat.vpc,
                _ => homes.get(&*nat.subnet).copied().unwrap_or_default(),
            }),
            machines: by(&aws.machines, |machine| &machine.vpc),
            alone: by_vpc,
            interfaces: by_machine,
            table_of: tables()
                .flat_map(|table| table.subnets.iter().map(|subnet| (&**subnet, &*table.named.id)))
                .collect(),
            acl_of: aws
                .acls
                .iter()
                .flat_map(|acl| acl.subnets.iter().map(|subnet| (&**subnet, &*acl.named.id)))
                .collect(),
            edge_of: tables()
                .flat_map(|table| table.gateways.iter().map(|gateway| (&**gateway, &*table.named.id)))
                .collect(),
            homes,
            addresses: by(&aws.addresses, |address| &address.interface),
            machines_by_id: {
                let machines = aws.machines.iter().map(|machine| &*machine.named.id);
                machines.chain(aws.endpoints.iter().map(|endpoint| &*endpoint.named.id)).collect()
            },
            used_in: by(&aws.used_in, |one| &one.group),
            stale: aws.stale.iter().map(|(group, peer)| (&**group, &**peer)).collect(),
            vpcs: aws.vpcs.iter().map(|vpc| &*vpc.named.id).collect(),
            left_out: peering::left_out(aws),
        }
    }
}

fn homes<'a>(aws: &'a Aws<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let subnets = aws.subnets.iter().map(|one| (&*one.named.id, &*one.vpc));
    let tables = aws.route_tables.iter().map(|one| (&*one.named.id, &*one.vpc));
    let acls = aws.acls.iter().map(|one| (&*one.named.id, &*one.vpc));
    let groups = aws.groups.iter().map(|one| (&*one.named.id, &*one.vpc));
    subnets.chain(tables).chain(acls).chain(groups)
}

/// A group that is named, and that no export has.
fn missing_group(at: u32, id: &str) -> crate::log::Finding {
    finding::missing(at, "security group", id, "describe-security-groups")
}

fn all<'a, 'b, T>(by: &'b By<'a, T>, key: &str) -> &'b [&'a T] {
    by.get(key).map(Vec::as_slice).unwrap_or_default()
}

impl<'a, 't> Writer<'a, 't> {
    fn networks(&mut self) {
        let mut networks: BTreeMap<(&'a str, &'a str), Vec<&'a Vpc<'t>>> = BTreeMap::new();
        for vpc in &self.aws.vpcs {
            networks.entry((&*vpc.owner, self.region(vpc))).or_default().push(vpc);
        }
        let owners: BTreeSet<&str> = networks.keys().map(|(owner, _)| *owner).collect();
        for ((owner, region), vpcs) in networks {
            let mut name = match (region, owners.len() > 1) {
                ("", false) => String::from("aws"),
                (region, false) => String::from(region),
                (region, true) => format!("{owner} {region}"),
            };
            name = written_name(name.trim());
            let region =
                if region.is_empty() { String::new() } else { format!(" in {}", written_name(region)) };
            let Some(first) = vpcs.first().map(|vpc| vpc.named.at) else { continue };
            self.text.start(first);
            self.text.push(&format!("network {name} on aws{region} {{\n"));
            self.text.deeper();
            self.around(&vpcs);
            for vpc in vpcs {
                self.vpc(vpc);
            }
            self.text.higher();
            self.text.line(first, "}");
        }
    }

    /// The Region of a VPC, from whatever tells it.
    fn region(&self, vpc: &'a Vpc<'t>) -> &'a str {
        if !vpc.region.is_empty() {
            return &vpc.region;
        }
        let subnets = all(&self.index.subnets, &vpc.named.id);
        subnets.iter().find_map(|subnet| region_of(&subnet.zone)).unwrap_or_default()
    }

    /// A thing by its id, as the language names it.
    fn name(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| written_name(id))
    }

    /// A thing as it is named inside of `vpc`: by its name where it stands there, too, else by its id, which is the only one.
    fn reference(&self, id: &str, vpc: &str) -> String {
        if self.index.homes.get(id) == Some(&vpc) { self.name(id) } else { written_name(id) }
    }

    fn references(&self, ids: &[crate::json::Text<'_>], vpc: &str) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.reference(id, vpc)).collect();
        names.join(", ")
    }

    /// The id and the tags of a thing.
    fn labels(&mut self, named: &Named<'_>) {
        if !named.id.is_empty() {
            self.text.line(named.at, &format!("id {}", written_name(&named.id)));
        }
        let tags: Vec<String> = named.tags.iter().map(|(key, value)| written_tag(key, value)).collect();
        if !tags.is_empty() {
            self.text.line(named.at, &format!("tag {}", tags.join(", ")));
        }
    }

    fn open(&mut self, at: u32, head: &str) {
        self.text.start(at);
        self.text.push(head);
        self.text.push(" {\n");
        self.text.deeper();
    }

    fn close(&mut self, at: u32) {
        self.text.higher();
        self.text.line(at, "}");
    }

    /// What stands in a VPC that no export has.
    fn strangers(&mut self) {
        let vpcs: BTreeSet<&str> = self.aws.vpcs.iter().map(|vpc| &*vpc.named.id).collect();
        let mut missing = |at: u32, kind: &str, vpc: &str| {
            if vpc.is_empty() {
                self.log.find(finding::without(at, kind, "VpcId"));
            } else if !vpcs.contains(vpc) {
                self.log.find(finding::missing(at, "VPC", vpc, "describe-vpcs"));
            }
        };
        let aws = self.aws;
        aws.subnets.iter().for_each(|one| missing(one.named.at, kinds::SUBNET.name, &one.vpc));
        aws.route_tables.iter().for_each(|one| missing(one.named.at, kinds::ROUTE_TABLE.name, &one.vpc));
        aws.acls.iter().for_each(|one| missing(one.named.at, kinds::ACL.name, &one.vpc));
        aws.groups.iter().for_each(|one| missing(one.named.at, kinds::GROUP.name, &one.vpc));
        aws.interfaces.iter().for_each(|one| missing(one.named.at, kinds::INTERFACE.name, &one.vpc));
        let machines = aws.machines.iter().filter(|machine| !machine.is_gone());
        machines.for_each(|one| missing(one.named.at, kinds::MACHINE.name, &one.vpc));
        aws.endpoints.iter().for_each(|one| missing(one.named.at, kinds::ENDPOINT.name, &one.vpc));
        let balancers = aws.balancers.iter();
        balancers.for_each(|one| missing(one.named.at, kinds::BALANCER.name, &one.vpc));
        for gateway in &aws.gateways {
            gateway.vpcs.iter().for_each(|vpc| missing(gateway.named.at, kinds::GATEWAY.name, vpc));
        }
        let tables = aws.route_tables.iter().map(|table| (table.named.at, &table.subnets));
        for (at, subnets) in tables.chain(aws.acls.iter().map(|acl| (acl.named.at, &acl.subnets))) {
            let unknown = subnets.iter().filter(|subnet| !self.index.homes.contains_key(&***subnet));
            unknown.for_each(|subnet| {
                self.log.find(finding::missing(at, "subnet", subnet, "describe-subnets"));
            });
        }
        for service in &aws.services {
            let lists = service.balancers.is_empty().then_some("NetworkLoadBalancerArns");
            if let Some(member) = service.name.is_empty().then_some("ServiceName").or(lists) {
                self.log.find(finding::without(service.named.at, kinds::SERVICE.name, member));
            }
            let known = |id: &&crate::json::Text<'_>| aws.balancers.iter().all(|one| one.named.id != **id);
            for id in service.balancers.iter().filter(known) {
                let call = "elbv2 describe-load-balancers";
                self.log.find(finding::missing(service.named.at, "load balancer", id, call));
            }
        }
        let unknown = aws.used_in.iter().filter(|one| !self.index.homes.contains_key(&*one.group));
        unknown.for_each(|one| self.log.find(missing_group(one.at, &one.group)));
        for nat in &self.aws.nats {
            if !self.index.homes.contains_key(&*nat.subnet)
                && network::is_there(nat)
                && nat.mode != "regional"
            {
                self.log.find(finding::missing(nat.named.at, "subnet", &nat.subnet, "describe-subnets"));
            }
        }
    }
}
