//! What the command line of AWS prints.

mod kinds;
mod names;
mod read;
mod transit;
mod write;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

pub(crate) use read::read;
pub(crate) use write::write;

use self::transit::Transit;
use crate::json::Text;

/// Everything that the exports hold of AWS, in the order in which it stands in them.
#[derive(Debug, Default)]
pub(crate) struct Aws<'t> {
    pub(crate) vpcs: Vec<Vpc<'t>>,
    pub(crate) subnets: Vec<Subnet<'t>>,
    pub(crate) route_tables: Vec<RouteTable<'t>>,
    pub(crate) acls: Vec<Acl<'t>>,
    pub(crate) groups: Vec<Group<'t>>,
    /// Internet gateways, egress-only ones and those of VPNs.
    pub(crate) gateways: Vec<Gateway<'t>>,
    /// VPN connections and virtual interfaces of Direct Connect.
    pub(crate) lines: Vec<Line<'t>>,
    pub(crate) customers: Vec<Customer<'t>>,
    /// What is behind Direct Connect gateways.
    pub(crate) associations: Vec<Association<'t>>,
    pub(crate) nats: Vec<Nat<'t>>,
    pub(crate) addresses: Vec<Address<'t>>,
    pub(crate) machines: Vec<Machine<'t>>,
    pub(crate) interfaces: Vec<Interface<'t>>,
    pub(crate) transit: Transit<'t>,
    pub(crate) peerings: Vec<Peering<'t>>,
    /// In which other VPCs groups are used.
    pub(crate) used_in: Vec<UsedIn<'t>>,
    /// References that match nothing: the group whose rules have it, and the group that it names.
    pub(crate) stale: Vec<(Text<'t>, Text<'t>)>,
    pub(crate) endpoints: Vec<Endpoint<'t>>,
    pub(crate) services: Vec<Service<'t>>,
    pub(crate) prefix_lists: Vec<PrefixList<'t>>,
    pub(crate) balancers: Vec<Balancer<'t>>,
    pub(crate) listeners: Vec<Listener<'t>>,
    /// Rules of listeners.
    pub(crate) rules: Vec<Listener<'t>>,
    pub(crate) target_groups: Vec<TargetGroup<'t>>,
    /// Targets, each with the group it is of.
    pub(crate) targets: Vec<(Text<'t>, Target<'t>)>,
    /// The groups of which the targets were printed, were it none.
    pub(crate) targeting: Vec<Text<'t>>,
    /// Attributes of load balancers and target groups: of which, its name, and whether it is on.
    pub(crate) attributes: Vec<(Text<'t>, &'static str, bool)>,
    /// What of the internet is shut, Region by Region.
    pub(crate) blocked: Vec<Blocked<'t>>,
    /// What stays open although that is shut.
    pub(crate) exclusions: Vec<Exclusion<'t>>,
    /// Which kinds any export has a list of.
    pub(crate) lists: Vec<&'static str>,
    /// Whether some export is of the collector whose objects have no route tables.
    pub(crate) collected: bool,
    /// The lists of which a page is not in the exports.
    pub(crate) cut: Vec<&'static str>,
    /// Of each list that comes in pages: the last one with another behind it, and whether there is one without.
    pub(crate) pages: BTreeMap<PagesOf<'t>, (Option<u32>, bool)>,
}

/// A list that comes in pages, and what its folders and its name tell of it.
type PagesOf<'t> = (&'static str, [Option<&'t str>; 4]);

/// What everything has: where it stands, an id, and tags.
#[derive(Debug, Default, Clone)]
pub(crate) struct Named<'t> {
    pub(crate) at: u32,
    pub(crate) id: Text<'t>,
    pub(crate) tags: Vec<(Text<'t>, Text<'t>)>,
}

/// Two that say the same are one, wherever they stand. Tags are of an account: another one sees its own.
impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Vpc<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) ranges: Vec<Text<'t>>,
    pub(crate) region: Text<'t>,
    pub(crate) owner: Text<'t>,
    pub(crate) blocked: Text<'t>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Subnet<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) ranges: Vec<Text<'t>>,
    pub(crate) zone: Text<'t>,
    /// Whether its machines get public addresses.
    pub(crate) public: bool,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct RouteTable<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) main: bool,
    pub(crate) subnets: Vec<Text<'t>>,
    /// The gateways whose traffic into the VPC it routes.
    pub(crate) gateways: Vec<Text<'t>>,
    pub(crate) propagating: Vec<Text<'t>>,
    pub(crate) routes: Vec<Route<'t>>,
    /// Whether its subnets and its routes were printed, were it none.
    pub(crate) told: [bool; 2],
}

#[derive(Debug, Default)]
pub(crate) struct Route<'t> {
    pub(crate) at: u32,
    pub(crate) destination: Text<'t>,
    /// Whether that is the id of a prefix list.
    pub(crate) list: bool,
    /// The member that names the target, and what it says.
    pub(crate) target: Option<(&'static str, Text<'t>)>,
    /// `active`, `blackhole`, and what else AWS prints.
    pub(crate) state: Text<'t>,
    pub(crate) propagated: bool,
}

impl PartialEq for Route<'_> {
    fn eq(&self, other: &Self) -> bool {
        let said = |route: &Self| (route.list, route.state.clone(), route.propagated);
        self.destination == other.destination && self.target == other.target && said(self) == said(other)
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Acl<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) default: bool,
    pub(crate) subnets: Vec<Text<'t>>,
    pub(crate) entries: Vec<Entry<'t>>,
    /// Whether its entries were printed, were it none.
    pub(crate) told: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Entry<'t> {
    pub(crate) at: u32,
    pub(crate) number: Option<i64>,
    pub(crate) egress: Option<bool>,
    pub(crate) protocol: Text<'t>,
    pub(crate) action: Text<'t>,
    pub(crate) range: Text<'t>,
    pub(crate) ports: Option<(i64, i64)>,
    pub(crate) icmp: Option<(i64, i64)>,
}

impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        let said = |entry: &Self| (entry.number, entry.egress, entry.ports, entry.icmp);
        said(self) == said(other)
            && [&self.protocol, &self.action, &self.range] == [&other.protocol, &other.action, &other.range]
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Group<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) name: Text<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) ingress: Vec<Permission<'t>>,
    pub(crate) egress: Vec<Permission<'t>>,
    /// Whether the rules of each direction were printed, were it none.
    pub(crate) told: [bool; 2],
}

#[derive(Debug, Default)]
pub(crate) struct Permission<'t> {
    pub(crate) at: u32,
    pub(crate) protocol: Text<'t>,
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
    pub(crate) peers: Vec<Peer<'t>>,
}

impl PartialEq for Permission<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.protocol, self.from, self.to, &self.peers)
            == (&other.protocol, other.from, other.to, &other.peers)
    }
}

#[derive(Debug)]
pub(crate) enum Peer<'t> {
    Range(Text<'t>),
    PrefixList(Text<'t>),
    /// A group, where it is named, and the state of the peering to its VPC.
    Group {
        at: u32,
        id: Text<'t>,
        peering: Text<'t>,
    },
}

impl PartialEq for Peer<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Range(one), Self::Range(other)) | (Self::PrefixList(one), Self::PrefixList(other)) => {
                one == other
            }
            (Self::Group { id, peering, .. }, Self::Group { id: other, peering: state, .. }) => {
                id == other && peering == state
            }
            _ => false,
        }
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Gateway<'t> {
    pub(crate) named: Named<'t>,
    /// The word of the language for its kind.
    pub(crate) word: &'static str,
    /// The VPCs that it is attached to.
    pub(crate) vpcs: Vec<Text<'t>>,
}

/// A VPN connection, or a virtual interface of Direct Connect.
#[derive(Debug, Default)]
pub(crate) struct Line<'t> {
    pub(crate) named: Named<'t>,
    /// Whether it is one of Direct Connect.
    pub(crate) direct: bool,
    /// Of a virtual interface: private, public or transit.
    pub(crate) kind: Text<'t>,
    pub(crate) state: Text<'t>,
    /// The VPN gateway that it leads to.
    pub(crate) gateway: Text<'t>,
    /// What else it leads to: a transit gateway, or a Direct Connect gateway.
    pub(crate) elsewhere: Text<'t>,
    /// The customer gateway at the other end.
    pub(crate) customer: Text<'t>,
    /// Whether its ends tell each other routes.
    pub(crate) bgp: bool,
    /// The routes that are written at it.
    pub(crate) routes: Vec<(u32, Text<'t>)>,
}

impl PartialEq for Line<'_> {
    fn eq(&self, other: &Self) -> bool {
        let said = |line: &Self| (line.direct, line.bgp);
        let texts = [
            (&self.kind, &other.kind),
            (&self.state, &other.state),
            (&self.gateway, &other.gateway),
            (&self.elsewhere, &other.elsewhere),
            (&self.customer, &other.customer),
        ];
        let routes = |line: &Self| line.routes.iter().map(|(_, range)| range.clone()).collect::<Vec<_>>();
        self.named == other.named
            && said(self) == said(other)
            && texts.iter().all(|(one, other)| one == other)
            && routes(self) == routes(other)
    }
}

/// A customer gateway.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Customer<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) address: Text<'t>,
}

/// A gateway behind a Direct Connect gateway.
#[derive(Debug, Default)]
pub(crate) struct Association<'t> {
    /// The Direct Connect gateway.
    pub(crate) through: Text<'t>,
    pub(crate) gateway: Text<'t>,
    pub(crate) state: Text<'t>,
    /// What is told to the other side.
    pub(crate) allowed: Vec<(u32, Text<'t>)>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Nat<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) subnet: Text<'t>,
    pub(crate) state: Text<'t>,
    pub(crate) mode: Text<'t>,
    /// `public` or `private`; exports that are older than this have none.
    pub(crate) connectivity: Text<'t>,
    /// Its private addresses, each with the public one that stands for it.
    pub(crate) addresses: Vec<(Text<'t>, Text<'t>)>,
}

#[derive(Debug, Default)]
pub(crate) struct Address<'t> {
    pub(crate) at: u32,
    pub(crate) public: Text<'t>,
    pub(crate) private: Text<'t>,
    pub(crate) interface: Text<'t>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Machine<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) state: Text<'t>,
    pub(crate) vpc: Text<'t>,
    /// What is printed of its primary interface beside the interface itself.
    pub(crate) subnet: Text<'t>,
    pub(crate) address: Text<'t>,
    pub(crate) public: Text<'t>,
    pub(crate) groups: Vec<Text<'t>>,
    pub(crate) unchecked: bool,
}

impl Machine<'_> {
    /// Whether it is gone for good.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(&*self.state, "terminated" | "shutting-down")
    }
}

#[derive(Debug, Default)]
pub(crate) struct Interface<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) subnet: Text<'t>,
    /// Its private IPv4 addresses, the primary one first.
    pub(crate) addresses: Vec<Mapped<'t>>,
    pub(crate) v6: Vec<Text<'t>>,
    pub(crate) prefixes: Vec<Text<'t>>,
    pub(crate) groups: Vec<(u32, Text<'t>)>,
    /// Whether it drops what is neither from nor for itself.
    pub(crate) checks: bool,
    pub(crate) shut: bool,
    pub(crate) kind: Text<'t>,
    /// Whether it is attached to nothing.
    pub(crate) idle: bool,
    /// Whether it was printed what it is attached to.
    pub(crate) attached: bool,
    /// Whether it is a load balancer's, which gives what it gets to others.
    pub(crate) balances: bool,
    /// Which load balancer's, as its description tells.
    pub(crate) balancer: Text<'t>,
    pub(crate) machine: Text<'t>,
    /// Whether it was printed inside of its machine, where less is told of it.
    pub(crate) inside: bool,
}

/// A private address, where it stands, and the public one that stands for it.
#[derive(Debug, Default)]
pub(crate) struct Mapped<'t> {
    pub(crate) at: u32,
    pub(crate) private: Text<'t>,
    pub(crate) public: Text<'t>,
}

#[derive(Debug, Default)]
pub(crate) struct Peering<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) status: Text<'t>,
    pub(crate) ends: [PeeringEnd<'t>; 2],
}

/// Each side prints as much of the other as it sees.
impl PartialEq for Peering<'_> {
    fn eq(&self, other: &Self) -> bool {
        let vpcs = |peering: &Self| peering.ends.each_ref().map(|end| end.vpc.clone());
        self.named == other.named && self.status == other.status && vpcs(self) == vpcs(other)
    }
}

/// A VPC as its peer sees it.
#[derive(Debug, Default)]
pub(crate) struct PeeringEnd<'t> {
    pub(crate) vpc: Text<'t>,
    pub(crate) ranges: Vec<Text<'t>>,
    pub(crate) region: Text<'t>,
    pub(crate) owner: Text<'t>,
}

/// A VPC in which a group of another one is used.
#[derive(Debug, Default)]
pub(crate) struct UsedIn<'t> {
    pub(crate) at: u32,
    pub(crate) group: Text<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) state: Text<'t>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Endpoint<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) kind: Text<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) service: Text<'t>,
    pub(crate) state: Text<'t>,
    pub(crate) subnets: Vec<Text<'t>>,
    pub(crate) tables: Vec<Text<'t>>,
    pub(crate) interfaces: Vec<Text<'t>>,
}

/// What the options of an account in a Region shut of the internet.
#[derive(Debug, Default)]
pub(crate) struct Blocked<'t> {
    pub(crate) at: u32,
    pub(crate) mode: Text<'t>,
    pub(crate) owner: Text<'t>,
    pub(crate) region: Text<'t>,
}

/// A service of one's own.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Service<'t> {
    pub(crate) named: Named<'t>,
    /// What endpoints call it.
    pub(crate) name: Text<'t>,
    pub(crate) state: Text<'t>,
    pub(crate) balancers: Vec<Text<'t>>,
}

/// A VPC or a subnet that is excluded from blocked public access.
#[derive(Debug, Default)]
pub(crate) struct Exclusion<'t> {
    pub(crate) at: u32,
    pub(crate) mode: Text<'t>,
    /// The resource: an ARN that ends in the id.
    pub(crate) resource: Text<'t>,
    pub(crate) state: Text<'t>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct PrefixList<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) name: Text<'t>,
    pub(crate) ranges: Vec<Text<'t>>,
}

#[derive(Debug, Default)]
pub(crate) struct Balancer<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) name: Text<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) kind: Text<'t>,
    pub(crate) scheme: Text<'t>,
    pub(crate) dual_stack: bool,
    /// Whether its groups filter what comes by PrivateLink: `on` or `off`.
    pub(crate) private_link: Text<'t>,
    pub(crate) groups: Vec<Text<'t>>,
    pub(crate) subnets: Vec<Text<'t>>,
    /// The addresses in each subnet, where they are fixed.
    pub(crate) addresses: Vec<Vec<Mapped<'t>>>,
    /// Of a classic one: how many listeners and machines it has.
    pub(crate) has: [usize; 2],
}

impl PartialEq for Balancer<'_> {
    fn eq(&self, other: &Self) -> bool {
        let said = |one: &Self| (one.dual_stack, one.has);
        self.named == other.named
            && [&self.vpc, &self.kind, &self.scheme] == [&other.vpc, &other.kind, &other.scheme]
            && self.private_link == other.private_link
            && [&self.groups, &self.subnets] == [&other.groups, &other.subnets]
            && said(self) == said(other)
    }
}

/// A listener, or a rule of one.
#[derive(Debug, Default)]
pub(crate) struct Listener<'t> {
    pub(crate) at: u32,
    pub(crate) id: Text<'t>,
    pub(crate) balancer: Text<'t>,
    pub(crate) protocol: Text<'t>,
    pub(crate) port: Option<i64>,
    /// What it gives connections to.
    pub(crate) groups: Vec<(u32, Text<'t>)>,
    /// Whether that was printed, were it nothing.
    pub(crate) told: bool,
    /// Of a rule: whether it is the last one of its listener, which each has.
    pub(crate) last: bool,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct TargetGroup<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) name: Text<'t>,
    pub(crate) vpc: Text<'t>,
    pub(crate) kind: Text<'t>,
    pub(crate) protocol: Text<'t>,
    pub(crate) port: Option<i64>,
}

#[derive(Debug, Default)]
pub(crate) struct Target<'t> {
    pub(crate) at: u32,
    pub(crate) id: Text<'t>,
    pub(crate) port: Option<i64>,
}
