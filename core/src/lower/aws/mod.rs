//! AWS: what a VPC does with packets.
//!
//! Each file holds one noun of the cloud, with the source of its rules: VPC user guide (`doc_source` of
//! awsdocs/amazon-vpc-user-guide, April 2023) unless another is named.

mod acl;
mod alike;
mod appliance;
mod egress_only;
mod endpoint;
mod free;
mod group;
mod gwlb;
mod index;
mod internet_gateway;
mod load_balancer;
mod nat;
mod nat64;
mod peering;
mod public_access;
mod regional_nat;
mod router;
mod transit_gateway;
mod unknown;
mod vpn_gateway;

use alloc::vec::Vec;
use core::net::IpAddr;

use self::alike::Separators;
use self::appliance::Leg;
use self::group::{GroupLists, KnownLists};
use self::index::Index;
pub(super) use self::index::means_more;
pub(super) use self::nat64::leads_site_embedded;
use self::transit_gateway::Transit;
pub(super) use self::transit_gateway::told_by_table;
use super::line::{self, Lines};
use super::{Network, Outside};
use crate::estate::aws::{Aws, NetworkAclId, Subnet, SubnetId, VpcId};
use crate::estate::{Estate, ObjectId};
use crate::fabric::{
    Addresses, Assumed, Entry, HopId, HopKind, KinId, Label, Next, Place, PlaceId, Realm, RealmId, Route,
    StateId, Stop,
};
use crate::ordered::{ById, Map, Register, Set};
use crate::packet::{AddressRange, PortRange, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Spaces, Values};
use crate::traffic::{ports, with_any, with_prefix};

/// Lowers everything on AWS.
pub(super) fn lower(
    spaces: &mut Spaces,
    estate: &Estate,
    network: &mut Network,
    around: (&mut Outside, &Lines),
    before: Option<(&Estate, &Network)>,
) {
    let mut lowering = Lowering::new(spaces, estate, network, around, before);
    lowering.network.fabric.embeds |= nat64::is_used(lowering.aws);
    lowering.nodes();
    lowering.places();
    lowering.appliances();
    lowering.network_balancers();
    lowering.gwlb_endpoints();
    lowering.cores();
    lowering.peerings();
    lowering.internet_gateways();
    lowering.egress_only_gateways();
    lowering.nat_gateways();
    lowering.vpn_gateways();
    lowering.regional_nat_gateways();
    lowering.gateway_endpoints();
    lowering.links();
    lowering.transit_gateways();
    lowering.routers();
    lowering.transit_tables();
    lowering.ways_in();
    let Lowering { index, group_lists, network, .. } = lowering;
    network.aws = Lists { index, of_groups: group_lists };
}

/// What filters ask, and of what it is made.
#[derive(Debug, Default)]
pub(super) struct Lists {
    index: Index,
    of_groups: GroupLists,
}

/// The state of lowering. Vectors are indexed like the estate's lists of the same name.
struct Lowering<'a> {
    spaces: &'a mut Spaces,
    estate: &'a Estate,
    aws: &'a Aws,
    network: &'a mut Network,
    outside: &'a mut Outside,
    lines: &'a Lines,
    index: Index,
    /// Routes between the subnets of a VPC.
    cores: Vec<HopId>,
    /// Hands packets to the interfaces of a subnet.
    links: Vec<HopId>,
    /// Routes what the interfaces of a subnet send.
    routers: Vec<HopId>,
    /// The filter in front of an interface.
    receivers: Vec<HopId>,
    /// The place of an interface.
    place_ids: Vec<PlaceId>,
    /// The interfaces of network load balancers.
    nodes: Vec<load_balancer::Node>,
    /// The interfaces of endpoints that lead to services, each with the hop that does, which is filled in with them.
    doors: Vec<(usize, HopId)>,
    /// Which of them give connections to an interface.
    given_by: Vec<Vec<usize>>,
    /// What the internet gateways know of load balancers with public addresses, by their interfaces.
    public_states: Vec<(usize, StateId)>,
    /// Whether some packets are marked.
    has_marks: bool,
    /// Whether some route leads nobody knows where.
    leads_on: bool,
    /// The interfaces without the source and destination check of each owner that has some.
    legs: ById<ObjectId, Vec<Leg>>,
    /// Rules for what enters and what leaves a subnet.
    acls: Vec<acl::Lists>,
    /// The rules of each written ACL.
    acl_lists: ById<NetworkAclId, acl::Lists>,
    /// The rules of interfaces with the same groups.
    group_lists: GroupLists,
    /// Those that the estate before had.
    known_lists: Option<KnownLists<'a>>,
    /// The ends of each NAT gateway.
    nats: Vec<nat::Ends>,
    /// The ways over each peering into the VPCs at its ends, in their order.
    peerings: Vec<[HopId; 2]>,
    /// Where what leaves a VPC by its internet gateway goes, and what comes in by it.
    internet_gateways: ById<VpcId, internet_gateway::Ends>,
    egress_only_gateways: ById<VpcId, egress_only::Ends>,
    /// Where what leaves a VPC by its VPN gateway goes.
    vpn_gateways: ById<VpcId, HopId>,
    /// What comes to each endpoint that is a gateway, from interfaces and from NAT gateways.
    gateway_endpoints: Vec<[Option<HopId>; 2]>,
    /// What comes to each way to an appliance.
    gwlb_endpoints: Vec<HopId>,
    /// What comes to each NAT gateway of a Region.
    regional_nat_gateways: Vec<HopId>,
    transit: Transit<'a>,
}

impl<'a> Lowering<'a> {
    fn new(
        spaces: &'a mut Spaces,
        estate: &'a Estate,
        network: &'a mut Network,
        (outside, lines): (&'a mut Outside, &'a Lines),
        before: Option<(&'a Estate, &'a Network)>,
    ) -> Self {
        let aws = &estate.aws;
        let index = Index::new(estate);
        let of_lists = |aws: &Aws| (appliance::has_marks(aws), unknown::leads_on(aws));
        let (has_marks, leads_on) = of_lists(aws);
        let known_lists = before
            .filter(|(before, _)| of_lists(&before.aws) == (has_marks, leads_on))
            .map(|before| KnownLists::new(before, (estate, &index)));
        let mut lowering = Self {
            spaces,
            estate,
            aws,
            network,
            outside,
            lines,
            index,
            cores: Vec::new(),
            links: Vec::new(),
            routers: Vec::new(),
            receivers: Vec::new(),
            place_ids: Vec::new(),
            nodes: Vec::new(),
            doors: Vec::new(),
            public_states: Vec::new(),
            given_by: Vec::new(),
            has_marks,
            leads_on,
            legs: ById::default(),
            acls: Vec::new(),
            acl_lists: ById::default(),
            group_lists: Register::new(),
            known_lists,
            nats: Vec::new(),
            peerings: Vec::new(),
            internet_gateways: ById::default(),
            egress_only_gateways: ById::default(),
            vpn_gateways: ById::default(),
            gateway_endpoints: Vec::new(),
            gwlb_endpoints: Vec::new(),
            regional_nat_gateways: Vec::new(),
            transit: Transit::default(),
        };
        for list in &aws.prefix_lists {
            for prefix in &list.prefixes {
                lowering.network.ranges.push(list.object, AddressRange::from(*prefix));
            }
        }
        for vpc in &aws.vpcs {
            let label = lowering.label(vpc.object);
            let (name, prefixes) = (estate.path(vpc.object), vpc.prefixes.clone());
            lowering.network.fabric.realms.push(Realm { name, prefixes, label });
            vpc.prefixes.iter().for_each(|prefix| lowering.outside.own(prefix));
            let core = lowering.later(label);
            lowering.cores.push(core);
        }
        for (index, subnet) in aws.subnets.iter().enumerate() {
            let label = lowering.label(subnet.object);
            let link = lowering.later(label);
            lowering.links.push(link);
            let table = lowering.table_label(SubnetId(index as u32));
            let router = lowering.later(table);
            lowering.routers.push(router);
            let lists = lowering.acl_lists(subnet);
            lowering.acls.push(lists);
        }
        lowering
    }

    /// A hop that is filled in when what follows it exists.
    fn later(&mut self, label: Label) -> HopId {
        self.network.fabric.add(label, HopKind::End(PlaceId::OUTSIDE))
    }

    fn label(&self, object: ObjectId) -> Label {
        line::label(self.estate, object)
    }

    /// The realm of a VPC: they come in the order of the estate, behind the outside and other clouds' realms.
    fn realm(&self, vpc: VpcId) -> RealmId {
        let before = self.network.fabric.realms.len().saturating_sub(self.aws.vpcs.len());
        RealmId((before as u32).saturating_add(vpc.0))
    }

    fn member(&mut self, object: ObjectId, place: PlaceId) {
        self.network.members.push(object, place);
    }

    /// Interfaces as places, with their groups in front of them.
    fn places(&mut self) {
        let separators = Separators::of(self.estate);
        let mut kins = Vec::new();
        for (at, interface) in self.aws.interfaces.iter().enumerate() {
            let Some(subnet) = self.aws.subnet(interface.subnet) else { continue };
            let Some(&router) = self.routers.get(interface.subnet.0 as usize) else { continue };
            let label = self.label(interface.object);
            let owner = self.aws.owner_of(interface);
            let client_ports = self.aws.client_ports_of(interface);
            let client_ports = if client_ports.is_empty() { &[PortRange::CLIENT] } else { client_ports };
            let client_ports =
                client_ports.iter().fold(Values::empty(), |all, range| all.union(&ports(*range)));
            let place = PlaceId(self.network.fabric.places.len() as u32);
            let arrives = self.network.fabric.add(label, HopKind::End(place));
            let forwards = !interface.source_dest_check;
            let mut addressed = if forwards { self.appliance_later(label) } else { arrives };
            if self.service_of(interface).is_some() {
                addressed = self.later(label);
                self.doors.push((at, addressed));
            }
            let router = self.back(at, interface.subnet, router);
            let filters = match self.aws.balancer_of(interface) {
                Some(balancer) if load_balancer::passes_on(balancer) => self.node_filters(balancer),
                Some(balancer) => self.balancer_filters(interface, balancer, arrives, router),
                None => self.group_filters(interface, addressed, router),
            };
            if forwards {
                let (handed, sends) = (self.appliance_later(label), filters.sends);
                self.legs.push(owner, Leg { addressed, handed, arrives, at, sends });
            }
            self.receivers.push(filters.receives);
            self.place_ids.push(place);
            self.network.fabric.places.push(Place {
                realm: self.realm(subnet.vpc),
                addresses: self.index.addresses.get(at).cloned().unwrap_or_else(Addresses::empty),
                client_ports,
                sends_to: filters.sends,
                embeds: self.network.fabric.embeds && self.leads_embedded(subnet),
                kin: KinId::NONE,
                label,
            });
            kins.push((self.kin(&separators, at, interface), place));
            let groups = self.groups_of(interface).into_iter().filter_map(|id| self.aws.security_group(id));
            let mut objects: Vec<ObjectId> = groups.map(|group| group.object).collect();
            objects.extend([interface.object, owner, subnet.object]);
            objects.extend(self.aws.vpc(subnet.vpc).map(|vpc| vpc.object));
            objects.extend(self.aws.vpc(subnet.vpc).and_then(|vpc| self.estate.object(vpc.object)?.parent));
            for object in objects.into_iter().collect::<Set<ObjectId>>() {
                self.member(object, place);
            }
        }
        for (_, places) in Map::<alike::Kin, PlaceId>::grouped(kins) {
            self.network.fabric.make_alike(&places);
        }
    }

    /// The router of each VPC between its subnets: every subnet behind its ACL, and no other address of its ranges.
    fn cores(&mut self) {
        for (index, vpc) in self.aws.vpcs.iter().enumerate() {
            let Some(&core) = self.cores.get(index) else { continue };
            let label = self.label(vpc.object);
            let mut entries = Vec::new();
            for (id, subnet) in self.subnets_of(VpcId(index as u32)) {
                let Some(&link) = self.links.get(id.0 as usize) else { continue };
                let enter = self.enter(id, link);
                let label = self.label(subnet.object);
                let to = |prefix| to_prefix(self.spaces, prefix, Next::Hop(enter), label);
                entries.extend(subnet.prefixes.iter().map(to));
            }
            let otherwise = (Stop::new(Reason::NoSuchAddress, label), label);
            let route = Route::new(self.spaces, entries, otherwise);
            self.network.fabric.set(core, HopKind::Route(route));
        }
    }

    /// The link of each subnet: it knows the addresses of its interfaces and NAT gateways.
    fn links(&mut self) {
        for (index, subnet) in self.aws.subnets.iter().enumerate() {
            let Some(&link) = self.links.get(index) else { continue };
            let id = SubnetId(index as u32);
            let label = self.label(subnet.object);
            let mut entries = Vec::new();
            for &at in self.index.interfaces.get(id).into_iter().flatten() {
                let (Some(interface), Some(&receiver)) =
                    (self.aws.interfaces.get(at), self.receivers.get(at))
                else {
                    continue;
                };
                let label = self.label(interface.object);
                let to = |address: &IpAddr| {
                    to_prefix(self.spaces, &Prefix::host(*address), Next::Hop(receiver), label)
                };
                entries.extend(interface.addresses.iter().map(to));
                let free = self.index.addresses.get(at).filter(|_| interface.addresses.is_empty());
                let to = |addresses| Entry {
                    packets: with_any(self.spaces, Field::Destination, addresses),
                    next: Next::Hop(receiver),
                    label,
                };
                entries.extend(free.map(to));
            }
            entries.extend(self.nat_links(id));
            let otherwise = (Stop::new(Reason::NoSuchAddress, label), label);
            let route = Route::new(self.spaces, entries, otherwise);
            self.network.fabric.set(link, HopKind::Route(route));
        }
    }

    fn subnets_of(&self, vpc: VpcId) -> Vec<(SubnetId, &'a Subnet)> {
        let own = self.index.subnets.get(vpc).into_iter().flatten();
        own.filter_map(|&id| Some((id, self.aws.subnet(id)?))).collect()
    }
}

/// A hop at which every packet stops, on an assumption.
fn dead_end(lowering: &mut Lowering<'_>, stop: Stop, label: Label, assumed: Option<Assumed>) -> HopId {
    let route = Route::new(lowering.spaces, Vec::new(), (stop, label));
    lowering.network.fabric.add_assuming(label, HopKind::Route(route), assumed)
}

/// An entry for the destinations of a prefix.
fn to_prefix(spaces: &mut Spaces, prefix: &Prefix, next: Next, label: Label) -> Entry {
    Entry { packets: with_prefix(spaces, Field::Destination, prefix), next, label }
}
