//! AWS: VPCs, zones and subnets as boxes, with their gateways and interfaces.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::{End, Map, one};
use crate::answer::{Area, Gateway, Machine, Machines};
use crate::estate::aws::{
    Aws, EndpointKind, Interface, InterfaceOwner, SecurityGroupId, Subnet, SubnetId, VpcId,
};
use crate::estate::{Estate, Expr, ObjectId, Selector, SetExpr};
use crate::ordered::{self, ById, Register};
use crate::packet::{AddressRange, Family, PortRange, Prefix};
use crate::space::Values;
use crate::syntax::written_tag;
use crate::traffic::ports;

/// The VPCs of each network, with everything in them.
pub(super) fn areas(map: Map<'_>) -> ById<ObjectId, Vec<Area>> {
    let mut parts = Parts::new(map);
    let mut areas = ById::default();
    for (index, vpc) in map.estate.aws.vpcs.iter().enumerate() {
        let Some(object) = map.estate.object(vpc.object) else { continue };
        let Some(network) = object.parent else { continue };
        let id = VpcId(index as u32);
        let area = Area {
            prefixes: shown(&vpc.prefixes),
            areas: parts.subnets.remove(id).unwrap_or_default(),
            gateways: parts.gateways.remove(id).unwrap_or_default(),
            ..map.area(vpc.object, object)
        };
        areas.push(network, area);
    }
    areas
}

/// The transit gateways of each network.
pub(super) fn routers(map: Map<'_>) -> ById<ObjectId, Vec<Gateway>> {
    let mut routers = ById::default();
    for one in &map.estate.aws.transit_gateways {
        let network = map.estate.object(one.object).and_then(|object| object.parent);
        if let (Some(network), Some(gateway)) = (network, gateway(map, one.object, Vec::new())) {
            routers.push(network, gateway);
        }
    }
    routers
}

pub(super) fn subnets(estate: &Estate) -> Vec<End> {
    let end = |subnet: &Subnet| End {
        object: subnet.object,
        label: own_name(estate, subnet.object),
        set: one(Selector::Object(subnet.object)),
    };
    estate.aws.subnets.iter().map(end).collect()
}

pub(super) fn endpoints(estate: &Estate) -> Vec<End> {
    let legs = legs(&estate.aws);
    estate.aws.interfaces.iter().map(|interface| end(estate, &legs, interface)).collect()
}

pub(super) fn machines(estate: &Estate) -> Vec<Vec<End>> {
    let legs = legs(&estate.aws);
    let ends = |class: Vec<&Interface>| class.into_iter().map(|one| end(estate, &legs, one)).collect();
    classes(estate).into_iter().map(|(_, class)| ends(class)).collect()
}

/// How many interfaces each owner has.
type Legs = ById<ObjectId, usize>;

fn legs(aws: &Aws) -> Legs {
    let mut legs = Legs::default();
    for interface in &aws.interfaces {
        let owner = aws.owner_of(interface);
        let count = legs.get(owner).map_or(1, |count: &usize| count.saturating_add(1));
        legs.insert(owner, count);
    }
    legs
}

fn end(estate: &Estate, legs: &Legs, interface: &Interface) -> End {
    let own = own_name(estate, interface.object);
    let (label, set) = match estate.aws.owner_of(interface) {
        owner if owner != interface.object => {
            (format!("{}.{own}", own_name(estate, owner)), one(Selector::Object(interface.object)))
        }
        // The name of an owner stands for all its interfaces.
        owner if legs.get(owner).is_some_and(|&legs| legs > 1) => match interface.owner {
            InterfaceOwner::AutoscalingGroup(_) | InterfaceOwner::LoadBalancer(_) => {
                (own, by_subnet(estate, interface))
            }
            _ => (own, by_address(interface)),
        },
        _ => (own, one(Selector::Object(interface.object))),
    };
    End { object: interface.object, label, set }
}

/// An interface of an owner that has one in each of its subnets.
fn by_subnet(estate: &Estate, interface: &Interface) -> SetExpr {
    let subnet = estate.aws.subnet(interface.subnet).map(|subnet| Selector::Object(subnet.object));
    let own = [Selector::Object(interface.object)].into_iter().chain(subnet).collect();
    Expr { union: vec![own], except: Vec::new() }
}

/// An interface that has its owner's name: those of the owner's addresses that are its own.
fn by_address(interface: &Interface) -> SetExpr {
    let single = |&address: &IpAddr| AddressRange::new(address, address).map(Selector::Addresses);
    let own: Vec<Selector> = interface.addresses.iter().filter_map(single).collect();
    let addresses = match own.as_slice() {
        [only] => only.clone(),
        _ => {
            let union = own.into_iter().map(|address| vec![address]).collect();
            Selector::Group(Expr { union, except: Vec::new() }.into())
        }
    };
    Expr { union: vec![vec![Selector::Object(interface.object), addresses]], except: Vec::new() }
}

/// What alike interfaces have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    subnet: SubnetId,
    /// What they are of.
    kind: &'static str,
    /// Itself, where it is no single machine's.
    object: Option<ObjectId>,
    /// Ascending, as are tags: their order means nothing.
    groups: Vec<SecurityGroupId>,
    tags: Vec<(String, String)>,
    client_ports: Values,
    /// How many private addresses of each family, and how many public ones.
    counts: [usize; 3],
    source_dest_check: bool,
}

impl Class {
    fn of(estate: &Estate, interface: &Interface) -> Self {
        let of_family = |family| interface.addresses.iter().filter(move |&&one| Family::of(one) == family);
        let written = estate.aws.client_ports_of(interface);
        let default = [PortRange::CLIENT];
        let client_ports = if written.is_empty() { &default[..] } else { written };
        let stands_alone =
            matches!(interface.owner, InterfaceOwner::AutoscalingGroup(_) | InterfaceOwner::LoadBalancer(_));
        let mut class = Self {
            subnet: interface.subnet,
            kind: estate.object(estate.aws.owner_of(interface)).map_or("", |object| object.kind),
            object: stands_alone.then_some(interface.object),
            groups: interface.groups.clone(),
            tags: tags(estate, interface),
            client_ports: client_ports.iter().fold(Values::empty(), |all, range| all.union(&ports(*range))),
            counts: [of_family(Family::V4).count(), of_family(Family::V6).count(), interface.public.len()],
            source_dest_check: interface.source_dest_check,
        };
        ordered::sort(&mut class.groups);
        ordered::sort(&mut class.tags);
        class
    }
}

/// The tags by which a question finds an interface: its own and its owner's.
fn tags(estate: &Estate, interface: &Interface) -> Vec<(String, String)> {
    let owner = estate.aws.owner_of(interface);
    let objects = [owner].into_iter().chain(Some(interface.object).filter(|own| *own != owner));
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in objects.filter_map(|id| estate.object(id)).flat_map(|object| &object.tags) {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    tags
}

/// The interfaces, those that are alike together, in the order in which each class first appears.
fn classes(estate: &Estate) -> Vec<(SubnetId, Vec<&Interface>)> {
    let mut known: Register<Class, usize> = Register::new();
    let mut classes: Vec<(SubnetId, Vec<&Interface>)> = Vec::new();
    for interface in &estate.aws.interfaces {
        let class = Class::of(estate, interface);
        match known.get(&class).and_then(|at| classes.get_mut(*at)) {
            Some((_, class)) => class.push(interface),
            None => {
                known.insert(class, classes.len());
                classes.push((interface.subnet, vec![interface]));
            }
        }
    }
    classes
}

/// What stands in each VPC.
struct Parts {
    subnets: ById<VpcId, Vec<Area>>,
    gateways: ById<VpcId, Vec<Gateway>>,
}

impl Parts {
    fn new(map: Map<'_>) -> Self {
        let aws = &map.estate.aws;
        let mut machines: ById<SubnetId, Vec<Machines>> = ById::default();
        let legs = legs(aws);
        for (subnet, class) in classes(map.estate) {
            if let Some(folded) = folded(map, &legs, &class) {
                machines.push(subnet, folded);
            }
        }
        let mut gateways_inside: ById<SubnetId, Vec<Gateway>> = ById::default();
        for nat in &aws.nat_gateways {
            if let Some(gateway) = gateway(map, nat.object, nat.public.clone()) {
                gateways_inside.push(nat.subnet, gateway);
            }
        }
        for endpoint in &aws.gwlb_endpoints {
            if let Some(gateway) = gateway(map, endpoint.object, Vec::new()) {
                gateways_inside.push(endpoint.subnet, gateway);
            }
        }
        let mut parts = Self { subnets: ById::default(), gateways: ById::default() };
        // Where the box of each zone stands among those of its VPC.
        let mut zones: Register<(VpcId, &str), usize> = Register::new();
        for (index, subnet) in aws.subnets.iter().enumerate() {
            let Some(object) = map.estate.object(subnet.object) else { continue };
            let id = SubnetId(index as u32);
            let area = Area {
                prefixes: shown(&subnet.prefixes),
                gateways: gateways_inside.remove(id).unwrap_or_default(),
                machines: machines.remove(id).unwrap_or_default(),
                ..map.area(subnet.object, object)
            };
            let Some(name) = subnet.zone.as_deref() else {
                parts.subnets.push(subnet.vpc, area);
                continue;
            };
            let key = (subnet.vpc, name);
            let inside = parts.subnets.get_mut(subnet.vpc);
            match zones.get(&key).and_then(|at| inside?.get_mut(*at)) {
                Some(zone) => zone.areas.push(area),
                None => {
                    zones.insert(key, parts.subnets.get(subnet.vpc).map_or(0, Vec::len));
                    parts.subnets.push(subnet.vpc, zone(name, area));
                }
            }
        }
        let gateways = aws.internet_gateways.iter().chain(&aws.egress_only_gateways).chain(&aws.vpn_gateways);
        let mut edges: Vec<(ObjectId, VpcId)> = gateways.map(|one| (one.object, one.vpc)).collect();
        // A peering leads out of both of its VPCs.
        edges.extend(aws.peerings.iter().flat_map(|one| one.vpcs.map(|vpc| (one.object, vpc))));
        let endpoints = aws.endpoints.iter().filter(|endpoint| endpoint.kind != EndpointKind::Interface);
        edges.extend(endpoints.map(|endpoint| (endpoint.object, endpoint.vpc)));
        edges.extend(aws.endpoint_services.iter().map(|service| (service.object, service.vpc)));
        edges.extend(aws.regional_nat_gateways.iter().map(|nat| (nat.object, nat.vpc)));
        ordered::sort(&mut edges);
        for (object, vpc) in edges {
            let nat = aws.regional_nat_gateways.iter().find(|nat| nat.object == object);
            let addresses = nat.map(|nat| nat.public.clone()).unwrap_or_default();
            if let Some(gateway) = gateway(map, object, addresses) {
                parts.gateways.push(vpc, gateway);
            }
        }
        parts
    }
}

/// The box of a zone, which nothing but the zone of a subnet names.
fn zone(name: &str, first: Area) -> Area {
    Area {
        kind: "zone".to_owned(),
        label: name.to_owned(),
        selector: None,
        prefixes: Vec::new(),
        place: None,
        areas: vec![first],
        gateways: Vec::new(),
        machines: Vec::new(),
    }
}

pub(super) fn gateway(map: Map<'_>, id: ObjectId, addresses: Vec<IpAddr>) -> Option<Gateway> {
    let object = map.estate.object(id)?;
    Some(Gateway {
        kind: object.kind.to_owned(),
        label: object.name.clone(),
        addresses,
        place: map.place(&object.origin),
    })
}

/// One entry for interfaces that are alike.
fn folded(map: Map<'_>, legs: &Legs, class: &[&Interface]) -> Option<Machines> {
    let estate = map.estate;
    let first = class.first()?;
    let groups = first.groups.iter().filter_map(|&id| estate.aws.security_group(id));
    Some(Machines {
        members: class.iter().filter_map(|interface| machine(map, legs, interface)).collect(),
        groups: groups.map(|group| own_name(estate, group.object)).collect(),
        tags: tags(estate, first).iter().map(|(key, value)| written_tag(key, value)).collect(),
    })
}

fn machine(map: Map<'_>, legs: &Legs, interface: &Interface) -> Option<Machine> {
    let object = map.estate.object(interface.object)?;
    let End { label, set, .. } = end(map.estate, legs, interface);
    let balancer = map.estate.aws.balancer_of(interface);
    let public = balancer.and_then(|one| {
        let at = one.subnets.iter().position(|subnet| *subnet == interface.subnet)?;
        one.public.get(at).copied()
    });
    Some(Machine {
        kind: object.kind.to_owned(),
        label,
        selector: map.estate.written(&set),
        addresses: interface.addresses.clone(),
        public: interface.public.iter().map(|one| one.public).chain(public).collect(),
        place: map.place(&object.origin),
    })
}

pub(super) fn own_name(estate: &Estate, id: ObjectId) -> String {
    estate.object(id).map(|object| object.name.clone()).unwrap_or_default()
}

fn shown(prefixes: &[Prefix]) -> Vec<String> {
    prefixes.iter().map(Prefix::to_string).collect()
}
