//! Exports of clouds as a reader sees them who shares no code with the importer: what has to be in the estate, and where in the
//! exports it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ringfence::estate::aws::{
    Action, Attached, Aws, GroupRule, InterfaceOwner, Peer, RouteTarget, TargetAt, TransitAttachmentId,
    TransitTarget,
};
use ringfence::estate::{Estate, LineEnd, LineKind, ObjectId, Traffic};
use ringfence::{Origin, Parsed, Place, Source, SourceId};
use ringfence_import::{Export, read};
use serde_json::Value;

mod printed;

pub use printed::printed;

/// Facts, each with the places that it comes from: the name of the text and the pointer of the value.
pub type Facts = BTreeMap<String, BTreeSet<(String, String)>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The exports that were written for these tests: a small shop, one text for each call.
#[must_use]
pub fn shop() -> Vec<Export> {
    folder(&root().join("import/tests/fixtures/shop"))
}

/// Exports of two accounts, one of them with two Regions, whose VPCs are peered.
#[must_use]
pub fn peers() -> Vec<Export> {
    folder(&root().join("import/tests/fixtures/peers"))
}

/// The exports of VPCs of two accounts and Regions at transit gateways that are peered.
#[must_use]
pub fn hub() -> Vec<Export> {
    folder(&root().join("import/tests/fixtures/hub"))
}

/// Exports of two Regions with load balancers of every type; one classic load balancer in each, with the same name.
#[must_use]
pub fn balanced() -> Vec<Export> {
    folder(&root().join("import/tests/fixtures/balanced"))
}

/// Exports of a provider of services and of a VPC with endpoints that lead to them.
#[must_use]
pub fn services() -> Vec<Export> {
    folder(&root().join("import/tests/fixtures/services"))
}

/// Real exports, where they are at hand: beside the project. `None` with a notice where they are not.
#[must_use]
pub fn real(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: `{}` is not here", path.display());
    None
}

/// Every text of JSON in a folder, by its path in it; a file alone is one by its name.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn folder(path: &Path) -> Vec<Export> {
    let mut exports = Vec::new();
    collect(path, path, &mut exports);
    exports
}

fn collect(base: &Path, path: &Path, exports: &mut Vec<Export>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| collect(base, entry, exports));
    } else if path.extension().is_some_and(|extension| extension == "json") {
        let name = path.strip_prefix(base).ok().filter(|name| !name.as_os_str().is_empty());
        let name = name.unwrap_or_else(|| Path::new(path.file_name().expect("a name")));
        exports.push(Export::new(name.display().to_string(), fs::read_to_string(path).expect("a text")));
    }
}

/// The estate that exports tell of.
///
/// # Panics
/// Where they are too long.
#[must_use]
pub fn estate(exports: Vec<Export>) -> Parsed {
    ringfence::parse(vec![read("estate", exports).expect("texts that are not too long")])
}

/// What stands in an estate, by the ids that the cloud gave.
#[must_use]
pub fn stands(parsed: &Parsed) -> Facts {
    Standing {
        estate: &parsed.estate,
        aws: &parsed.estate.aws,
        source: &parsed.sources[0],
        facts: Facts::new(),
    }
    .all()
}

struct Standing<'a> {
    estate: &'a Estate,
    aws: &'a Aws,
    source: &'a Source,
    facts: Facts,
}

impl Standing<'_> {
    fn id(&self, object: ObjectId) -> String {
        let object = self.estate.object(object).expect("an object");
        object.id.clone().unwrap_or_else(|| format!("assumed {}", object.name))
    }

    fn place(&self, origin: &Origin) -> Place {
        let location = origin.location().expect("all of it is written");
        assert_eq!(location.source, SourceId(0));
        self.source.place(location.span)
    }

    fn tell(&mut self, origin: Origin, fact: String) {
        let place = self.place(&origin);
        // A text that was read by itself has places of its own.
        let pointer = place.pointer.unwrap_or_default();
        self.facts.entry(fact).or_default().insert((place.file, pointer));
    }

    fn tell_of(&mut self, object: ObjectId, fact: String) {
        let origin = self.estate.object(object).expect("an object").origin;
        self.tell(origin, fact);
    }

    fn all(mut self) -> Facts {
        for vpc in &self.aws.vpcs {
            for prefix in &vpc.prefixes {
                self.tell_of(vpc.object, format!("{} has {prefix}", self.id(vpc.object)));
            }
        }
        for subnet in &self.aws.subnets {
            let id = self.id(subnet.object);
            for prefix in &subnet.prefixes {
                self.tell_of(subnet.object, format!("{id} has {prefix}"));
            }
            let table = subnet.route_table.and_then(|table| self.aws.route_table(table));
            let table = table.filter(|table| !self.id(table.object).starts_with("assumed"));
            if let Some(table) = table {
                self.tell_of(subnet.object, format!("{id} by {}", self.id(table.object)));
            }
            if let Some(acl) = subnet.network_acl.and_then(|acl| self.aws.network_acl(acl)) {
                self.tell_of(subnet.object, format!("{id} by {}", self.id(acl.object)));
            }
        }
        for list in &self.aws.prefix_lists {
            let id = self.id(list.object);
            for prefix in &list.prefixes {
                self.tell_of(list.object, format!("{id} has {prefix}"));
            }
        }
        self.filters();
        self.routes();
        self.gateways();
        self.interfaces();
        self.balancers();
        self.transit_gateways();
        self.facts
    }

    fn filters(&mut self) {
        for acl in &self.aws.network_acls {
            let id = self.id(acl.object);
            // Nobody printed it: what it decides is unknown.
            if id.starts_with("assumed") {
                continue;
            }
            for (direction, rules) in [("ingress", &acl.ingress), ("egress", &acl.egress)] {
                for rule in rules {
                    let action = if rule.action == Action::Allow { "allow" } else { "deny" };
                    let traffic = traffic(rule.traffic);
                    let peer = rule.peer.map_or_else(|| "unknown".to_owned(), |peer| peer.to_string());
                    let fact = format!("{id} {direction} {} {action} {traffic} {peer}", rule.number);
                    self.tell(rule.origin, fact);
                }
            }
        }
        for group in &self.aws.security_groups {
            let id = self.id(group.object);
            self.tell_of(group.object, format!("{id} is a group"));
            for &vpc in &group.used_in {
                let vpc = self.aws.vpc(vpc).expect("a VPC").object;
                self.tell_of(group.object, format!("{id} is used in {}", self.id(vpc)));
            }
            for (direction, rules) in [("ingress", &group.ingress), ("egress", &group.egress)] {
                for rule in rules {
                    for peer in self.peers(rule, &id) {
                        for &of in &rule.traffic {
                            self.tell(rule.origin, format!("{id} {direction} {} {peer}", traffic(of)));
                        }
                    }
                }
            }
        }
    }

    fn peers(&self, rule: &GroupRule, own: &str) -> Vec<String> {
        let peer = |peer: &Peer| match *peer {
            Peer::Prefix(prefix) => prefix.to_string(),
            Peer::List(list) => self.id(self.aws.prefix_list(list).expect("a list").object),
            Peer::Itself => own.to_owned(),
            Peer::Unknown => "unknown".to_owned(),
            Peer::Group(group) => self.id(self.aws.security_group(group).expect("a group").object),
        };
        rule.peers.iter().map(peer).collect()
    }

    fn routes(&mut self) {
        for table in &self.aws.route_tables {
            let id = self.id(table.object);
            if id.starts_with("assumed") {
                continue;
            }
            if table.main {
                self.tell_of(table.object, format!("{id} is main"));
            }
            for gateway in &table.propagated {
                let gateway = self.aws.vpn_gateway(*gateway).expect("a gateway").object;
                self.tell_of(table.object, format!("{id} takes over from {}", self.id(gateway)));
            }
            let lists = table.list_routes.iter().map(|route| {
                let list = self.aws.prefix_list(route.list).expect("a list").object;
                (self.id(list), route.target, route.origin)
            });
            let routes = table.routes.iter();
            let routes = routes.map(|route| (route.destination.to_string(), route.target, route.origin));
            let routes: Vec<(String, RouteTarget, Origin)> = routes.chain(lists).collect();
            for (destination, target, origin) in routes {
                let target = match target {
                    RouteTarget::Local => "local".to_owned(),
                    RouteTarget::Blackhole => "blackhole".to_owned(),
                    RouteTarget::Unknown => "unknown".to_owned(),
                    RouteTarget::VpnGateway(gateway) => {
                        self.id(self.aws.vpn_gateway(gateway).expect("a gateway").object)
                    }
                    RouteTarget::InternetGateway(gateway) => {
                        self.id(self.aws.internet_gateway(gateway).expect("a gateway").object)
                    }
                    RouteTarget::EgressOnlyGateway(gateway) => {
                        self.id(self.aws.egress_only_gateway(gateway).expect("a gateway").object)
                    }
                    RouteTarget::NatGateway(nat) => {
                        self.id(self.aws.nat_gateway(nat).expect("a gateway").object)
                    }
                    RouteTarget::GwlbEndpoint(endpoint) => {
                        self.id(self.aws.gwlb_endpoint(endpoint).expect("an endpoint").object)
                    }
                    RouteTarget::RegionalNatGateway(nat) => {
                        self.id(self.aws.regional_nat_gateway(nat).expect("a gateway").object)
                    }
                    RouteTarget::Peering(peering) => {
                        self.id(self.aws.peering(peering).expect("a peering").object)
                    }
                    RouteTarget::Endpoint(endpoint) => {
                        self.id(self.aws.endpoint(endpoint).expect("an endpoint").object)
                    }
                    RouteTarget::TransitGateway(gateway) => {
                        self.id(self.aws.transit_gateway(gateway).expect("a gateway").object)
                    }
                    RouteTarget::Interface(interface) => {
                        self.id(self.aws.interface(interface).expect("an interface").object)
                    }
                };
                self.tell(origin, format!("{id} {destination} -> {target}"));
            }
        }
    }

    fn gateways(&mut self) {
        for line in self.estate.lines.iter().filter(|line| line.kind == LineKind::Vpn) {
            let id = self.id(line.object);
            let gateways = line.ends.iter().filter_map(|end| match end {
                LineEnd::VpnGateway(gateway) => {
                    Some(self.aws.vpn_gateway(*gateway).expect("a gateway").object)
                }
                LineEnd::TransitGateway(gateway) => {
                    Some(self.aws.transit_gateway(*gateway).expect("a gateway").object)
                }
                LineEnd::Site(_) => None,
            });
            for gateway in gateways {
                self.tell_of(line.object, format!("{id} to {}", self.id(gateway)));
            }
            for told in &line.announced {
                self.tell(told.origin, format!("{id} tells {}", told.prefix));
            }
        }
        let gateways = self.aws.internet_gateways.iter().chain(&self.aws.egress_only_gateways);
        for gateway in gateways.chain(&self.aws.vpn_gateways) {
            let vpc = self.aws.vpc(gateway.vpc).expect("a VPC").object;
            self.tell_of(gateway.object, format!("{} at {}", self.id(gateway.object), self.id(vpc)));
        }
        for peering in &self.aws.peerings {
            let [one, other] = peering.vpcs.map(|vpc| self.id(self.aws.vpc(vpc).expect("a VPC").object));
            let fact = format!("{} {one} - {other} {:?}", self.id(peering.object), peering.status);
            self.tell_of(peering.object, fact);
        }
        for nat in &self.aws.nat_gateways {
            let subnet = self.aws.subnet(nat.subnet).expect("a subnet").object;
            let id = self.id(nat.object);
            self.tell_of(nat.object, format!("{id} at {}", self.id(subnet)));
            for address in nat.address.iter().chain(&nat.public) {
                self.tell_of(nat.object, format!("{id} has {address}"));
            }
        }
    }

    fn balancers(&mut self) {
        let on = |traffic: &[Traffic]| {
            traffic.iter().map(|one| self::traffic(*one)).collect::<Vec<_>>().join(", ")
        };
        for balancer in &self.aws.load_balancers {
            let id = self.id(balancer.object);
            for listener in &balancer.listeners {
                let group = listener.targets.and_then(|group| self.aws.target_group(group));
                let to = group.map_or("nobody".to_owned(), |group| self.id(group.object));
                self.tell(listener.origin, format!("{id} gives {} to {to}", on(&listener.traffic)));
            }
            if !balancer.rules_on_private_link {
                self.tell_of(balancer.object, format!("{id} lets in what comes by PrivateLink"));
            }
            for public in &balancer.public {
                self.tell_of(balancer.object, format!("{id} is known as {public}"));
            }
            if let Some(everywhere) = balancer.cross_zone {
                self.tell_of(balancer.object, format!("{id} uses other zones: {everywhere}"));
            }
        }
        for service in &self.aws.endpoint_services {
            for balancer in &service.balancers {
                let balancer = self.aws.load_balancers[balancer.0 as usize].object;
                let fact = format!("{} is behind by {}", self.id(service.object), self.id(balancer));
                self.tell_of(service.object, fact);
            }
        }
        let endpoints = self.aws.endpoints.iter().map(|one| (one.object, one.service));
        let endpoints = endpoints.chain(self.aws.gwlb_endpoints.iter().map(|one| (one.object, one.service)));
        for (endpoint, service) in endpoints {
            if let Some(service) = service.and_then(|id| self.aws.endpoint_service(id)) {
                let fact = format!("{} leads to {}", self.id(endpoint), self.id(service.object));
                self.tell_of(endpoint, fact);
            }
        }
        for group in &self.aws.target_groups {
            let id = self.id(group.object);
            for target in &group.targets {
                let to = match target.to {
                    TargetAt::Instance(id) => self.id(self.aws.instance(id).expect("a machine").object),
                    TargetAt::LoadBalancer(id) => self.id(self.aws.load_balancers[id.0 as usize].object),
                    TargetAt::AutoscalingGroup(_) => unreachable!("none is imported"),
                    TargetAt::Address(address) => address.to_string(),
                };
                self.tell(target.origin, format!("{id} has {to} at {}", on(&target.traffic)));
            }
            if let Some(shows) = group.preserve_client_ip {
                self.tell_of(group.object, format!("{id} shows the client: {shows}"));
            }
        }
        for interface in self.aws.interfaces.iter().filter(|one| self.aws.balancer_of(one).is_some()) {
            let id = self.id(interface.object);
            let subnet = self.aws.subnet(interface.subnet).expect("a subnet").object;
            for address in &interface.addresses {
                self.tell_of(interface.object, format!("{id} has {address} at {}", self.id(subnet)));
            }
            for &group in &interface.groups {
                let group = self.aws.security_group(group).expect("a group").object;
                self.tell_of(interface.object, format!("{id} carries {}", self.id(group)));
            }
        }
    }

    fn transit_gateways(&mut self) {
        // A peering has one id at both ends, which is its name there.
        let called = |id: TransitAttachmentId| {
            let object = self.aws.transit_attachment(id).expect("an attachment").object;
            let object = self.estate.object(object).expect("an object");
            object.id.clone().unwrap_or_else(|| object.name.clone())
        };
        let mut facts = Vec::new();
        for (one, at) in self.aws.transit_attachments.iter().zip(0..) {
            let id = called(TransitAttachmentId(at));
            let gateway = |id| self.id(self.aws.transit_gateway(id).expect("a gateway").object);
            let to = match &one.to {
                Attached::TransitGateway(other) => gateway(*other),
                Attached::Line(line) => self.id(self.estate.lines[*line].object),
                Attached::Vpc { vpc, subnets, appliance_mode, security_group_referencing } => {
                    for subnet in subnets {
                        let subnet = self.aws.subnet(*subnet).expect("a subnet").object;
                        facts.push((one.object, format!("{id} in {}", self.id(subnet))));
                    }
                    for (what, says) in
                        [("appliance", *appliance_mode), ("references", *security_group_referencing)]
                    {
                        let says = if says { "enable" } else { "disable" };
                        facts.push((one.object, format!("{id} {what} {says}")));
                    }
                    self.id(self.aws.vpc(*vpc).expect("a VPC").object)
                }
            };
            facts.push((one.object, format!("{id} of {} to {to}", gateway(one.gateway))));
        }
        let mut written = Vec::new();
        for table in &self.aws.transit_tables {
            let id = self.id(table.object);
            let gateway = self.aws.transit_gateway(table.gateway).expect("a gateway").object;
            facts.push((table.object, format!("{id} of {}", self.id(gateway))));
            for &attachment in &table.associated {
                let object = self.aws.transit_attachment(attachment).expect("an attachment").object;
                facts.push((object, format!("{} asks {id}", called(attachment))));
            }
            for one in &table.propagated {
                written.push((one.origin, format!("{id} from {}", called(one.attachment))));
            }
            for route in &table.routes {
                let target = match route.target {
                    TransitTarget::Attachment(attachment) => called(attachment),
                    TransitTarget::Blackhole => "blackhole".to_owned(),
                    TransitTarget::Unknown => "unknown".to_owned(),
                };
                written.push((route.origin, format!("{id} {} -> {target}", route.destination)));
            }
        }
        facts.into_iter().for_each(|(object, fact)| self.tell_of(object, fact));
        written.into_iter().for_each(|(origin, fact)| self.tell(origin, fact));
    }

    fn interfaces(&mut self) {
        for interface in &self.aws.interfaces {
            if let InterfaceOwner::AutoscalingGroup(_) | InterfaceOwner::LoadBalancer(_) = interface.owner {
                continue;
            }
            let id = self.id(interface.object);
            let machine = self.aws.owner_of(interface);
            let subnet = self.aws.subnet(interface.subnet).expect("a subnet").object;
            self.tell_of(interface.object, format!("{id} at {}", self.id(subnet)));
            self.tell_of(interface.object, format!("{id} of {}", self.id(machine)));
            for address in &interface.addresses {
                self.tell_of(interface.object, format!("{id} has {address}"));
            }
            for &group in &interface.groups {
                let group = self.aws.security_group(group).expect("a group").object;
                self.tell_of(interface.object, format!("{id} carries {}", self.id(group)));
            }
            for public in &interface.public {
                let fact = format!("{id} {} -> {}", public.public, public.private);
                self.tell(public.origin, fact);
            }
            if !interface.source_dest_check {
                self.tell_of(interface.object, format!("{id} sends on"));
            }
        }
    }
}

/// Traffic by protocol number and ports, or type and code.
fn traffic(traffic: Traffic) -> String {
    match traffic {
        Traffic::Any => "any".to_owned(),
        Traffic::Ports { protocol, destination, .. } => {
            format!("{} {}-{}", protocol.0, destination.first(), destination.last())
        }
        Traffic::Icmp { protocol, types: (0, 255), code: None } => format!("{} *", protocol.0),
        Traffic::Icmp { protocol, types: (first, _), code } => {
            format!("{} {first}/{}", protocol.0, code.map_or("*".to_owned(), |code| code.to_string()))
        }
        Traffic::Protocol(protocol) => protocol.0.to_string(),
    }
}

/// A range as everybody writes it.
fn range(text: &str) -> String {
    let (address, length) = text.split_once('/').expect("a range");
    let address: IpAddr = address.parse().expect("an address");
    format!("{address}/{length}")
}

/// The lists of all texts whose top has one of these names, each element with its text and pointer.
fn lists<'v>(texts: &'v [(String, Value)], names: &[&str]) -> Vec<(&'v str, String, &'v Value)> {
    let mut all = Vec::new();
    for (file, text) in texts {
        for name in names {
            for (index, element) in text[*name].as_array().into_iter().flatten().enumerate() {
                all.push((file.as_str(), format!("/{name}/{index}"), element));
            }
        }
    }
    all
}
