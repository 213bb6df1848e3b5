//! AWS: what a VPC does with packets.
//!
//! Each file holds one noun of the cloud, with the source of its rules: VPC user guide (`doc_source` of
//! awsdocs/amazon-vpc-user-guide, April 2023) unless another is named.

mod acl;
mod alike;
mod appliance;
mod egress_only;
mod group;
mod index;
mod internet_gateway;
mod nat;
mod router;
mod transit_gateway;

use alloc::vec::Vec;
use core::net::IpAddr;

use self::appliance::Leg;
use self::group::{GroupLists, KnownLists};
use self::index::Index;
pub(super) use self::index::means_more;
use self::transit_gateway::Transit;
use super::{Network, Outside};
use crate::estate::aws::{Aws, InstanceId, NetworkAclId, Subnet, SubnetId, VpcId};
use crate::estate::{Estate, ObjectId};
use crate::fabric::{
    Addresses, Entry, HopId, HopKind, KinId, Label, Next, Part, Place, PlaceId, Realm, RealmId, Route, Stop,
};
use crate::ordered::{ById, Map, Register, Set};
use crate::origin::{Origin, Owner};
use crate::packet::{PortRange, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Spaces, Values};
use crate::traffic::{ports, with_prefix};

/// Lowers everything on AWS.
pub(super) fn lower(
    spaces: &mut Spaces,
    estate: &Estate,
    network: &mut Network,
    outside: &mut Outside,
    before: Option<(&Estate, &Network)>,
) {
    let mut lowering = Lowering::new(spaces, estate, network, outside, before);
    lowering.places();
    lowering.appliances();
    lowering.cores();
    lowering.internet_gateways();
    lowering.egress_only_gateways();
    lowering.nat_gateways();
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
    index: Index,
    /// Routes between the subnets of a VPC.
    cores: Vec<HopId>,
    /// Hands packets to the interfaces of a subnet.
    links: Vec<HopId>,
    /// Routes what the interfaces of a subnet send.
    routers: Vec<HopId>,
    /// The filter in front of an interface.
    receivers: Vec<HopId>,
    /// Whether some packets are marked.
    has_marks: bool,
    /// The interfaces without the source and destination check of each machine that has some.
    legs: ById<InstanceId, Vec<Leg>>,
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
    /// Where what leaves a VPC by its internet gateway goes, and what comes in by it.
    internet_gateways: ById<VpcId, internet_gateway::Ends>,
    egress_only_gateways: ById<VpcId, egress_only::Ends>,
    transit: Transit<'a>,
}

impl<'a> Lowering<'a> {
    fn new(
        spaces: &'a mut Spaces,
        estate: &'a Estate,
        network: &'a mut Network,
        outside: &'a mut Outside,
        before: Option<(&'a Estate, &'a Network)>,
    ) -> Self {
        let aws = &estate.aws;
        let index = Index::new(estate);
        let has_marks = appliance::has_marks(aws);
        let known_lists = before
            .filter(|(before, _)| appliance::has_marks(&before.aws) == has_marks)
            .map(|before| KnownLists::new(before, (estate, &index)));
        let mut lowering = Self {
            spaces,
            estate,
            aws,
            network,
            outside,
            index,
            cores: Vec::new(),
            links: Vec::new(),
            routers: Vec::new(),
            receivers: Vec::new(),
            has_marks,
            legs: ById::default(),
            acls: Vec::new(),
            acl_lists: ById::default(),
            group_lists: Register::new(),
            known_lists,
            nats: Vec::new(),
            internet_gateways: ById::default(),
            egress_only_gateways: ById::default(),
            transit: Transit::default(),
        };
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
        let found = self.estate.object(object);
        let implied = Origin::Implied { rule: "not in the estate", owner: Owner::Customer };
        Label {
            kind: found.map_or("object", |found| found.kind),
            object: Some(object),
            part: Part::Whole,
            origin: found.map_or(implied, |found| found.origin),
        }
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
        let separators = self.separators();
        let mut kins = Vec::new();
        for (at, interface) in self.aws.interfaces.iter().enumerate() {
            let Some(subnet) = self.aws.subnet(interface.subnet) else { continue };
            let Some(&router) = self.routers.get(interface.subnet.0 as usize) else { continue };
            let Some(instance) = self.aws.instance(interface.instance) else { continue };
            let label = self.label(interface.object);
            let client_ports = if instance.client_ports.is_empty() {
                ports(PortRange::CLIENT)
            } else {
                instance.client_ports.iter().fold(Values::empty(), |all, range| all.union(&ports(*range)))
            };
            let place = PlaceId(self.network.fabric.places.len() as u32);
            let arrives = self.network.fabric.add(label, HopKind::End(place));
            let forwards = !interface.source_dest_check;
            let addressed = if forwards { self.appliance_later(label) } else { arrives };
            let filters = self.group_filters(interface, addressed, router);
            if forwards {
                let (handed, sends) = (self.appliance_later(label), filters.sends);
                self.legs.push(interface.instance, Leg { addressed, handed, arrives, at, sends });
            }
            self.receivers.push(filters.receives);
            self.network.fabric.places.push(Place {
                realm: self.realm(subnet.vpc),
                addresses: interface.addresses.iter().copied().map(Addresses::single).collect(),
                client_ports,
                sends_to: filters.sends,
                kin: KinId::NONE,
                label,
            });
            kins.push((self.kin(&separators, at, interface), place));
            let groups = self.groups_of(interface).into_iter().filter_map(|id| self.aws.security_group(id));
            let mut objects: Vec<ObjectId> = groups.map(|group| group.object).collect();
            objects.extend([interface.object, instance.object, subnet.object]);
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

/// An entry for the destinations of a prefix.
fn to_prefix(spaces: &mut Spaces, prefix: &Prefix, next: Next, label: Label) -> Entry {
    Entry { packets: with_prefix(spaces, Field::Destination, prefix), next, label }
}
