//! Route tables and routes.

use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::network::listed;
use super::{Builder, Placed, Said};
use crate::embedded::held;
use crate::estate::aws::{
    EndpointKind, Gateway, InterfaceId, InterfaceOwner, ListRoute, Route, RouteTable, RouteTableId,
    RouteTarget, VpcId, VpnGatewayId,
};
use crate::ordered::{ById, Set};
use crate::origin::Origin;
use crate::packet::{Family, Prefix};
use crate::problem::{ambiguous_name, duplicate, not_in_this_cloud};
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

impl Builder<'_, '_, '_, '_> {
    /// The tables, without their routes: those name other things.
    pub(super) fn route_tables(&mut self) {
        let mut main_of: ById<VpcId, Location> = ById::default();
        for said in self.in_vpcs("route-table") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let main = self.main(said);
            if let Some(here) = main {
                if let Some(&first) = main_of.get(vpc) {
                    self.report.push(duplicate::main_table(here, &self.called_vpc(vpc), first));
                    continue;
                }
                main_of.insert(vpc, here);
            }
            let id = RouteTableId(self.aws.route_tables.len() as u32);
            self.aws.route_tables.push(RouteTable {
                object,
                vpc,
                main: main.is_some(),
                propagated: Vec::new(),
                routes: Vec::new(),
                list_routes: Vec::new(),
            });
            self.placed.insert(object, Placed::RouteTable(id));
        }
    }

    pub(super) fn routes(&mut self) {
        let subnets: Set<(VpcId, Prefix)> = self
            .aws
            .subnets
            .iter()
            .flat_map(|subnet| subnet.prefixes.iter().map(|&prefix| (subnet.vpc, prefix)))
            .collect();
        for said in self.in_vpcs("route-table") {
            let placed = said.node.object.and_then(|object| self.placed.get(object)).copied();
            let Some(Placed::RouteTable(id)) = placed else { continue };
            let Some(vpc) = self.aws.route_table(id).map(|table| table.vpc) else { continue };
            let routes = self.routes_of(said, vpc, &subnets);
            let propagated = self.propagated(said, vpc);
            let list_routes = self.list_routes(said, vpc, &routes);
            if let Some(table) = self.aws.route_tables.get_mut(id.0 as usize) {
                (table.routes, table.list_routes, table.propagated) = (routes, list_routes, propagated);
            }
        }
    }

    /// Where a table says `main yes`.
    fn main(&self, said: Said<'_, '_>) -> Option<Location> {
        let property = self.input.inside(said.node, "main").next()?;
        let yes = property.filled.values().iter().any(|read| read.value == Value::Flag(true));
        yes.then(|| property.node.at())
    }

    /// The gateways whose routes a table takes over, each once.
    fn propagated(&mut self, table: Said<'_, '_>, vpc: VpcId) -> Vec<VpnGatewayId> {
        let mut propagated = Vec::new();
        for said in self.input.inside(table.node, "propagate") {
            for read in said.filled.values() {
                let Some(Placed::VpnGateway(id)) = self.target(read) else { continue };
                let Some(&Gateway { object, vpc: theirs, .. }) = self.aws.vpn_gateway(id) else { continue };
                if self.same_vpc(vpc, theirs, object, said.at(read)) && !propagated.contains(&id) {
                    propagated.push(id);
                }
            }
        }
        propagated
    }

    fn routes_of(&mut self, table: Said<'_, '_>, vpc: VpcId, subnets: &Set<(VpcId, Prefix)>) -> Vec<Route> {
        let mut routes = Vec::new();
        let mut known = Taken::default();
        for said in self.input.inside(table.node, "") {
            let Some(read) = said.filled.values().first() else { continue };
            let Some(destination) = read.value.prefix() else { continue };
            let here = said.at(read);
            if let Some(first) = known.take(Once::Destination(destination), here) {
                self.report.push(duplicate::route(here, destination, first));
                continue;
            }
            let possible = self.destination_can_be_routed(destination, here);
            let Some(target) = said.filled.link(LinkWord::Arrow).first() else { continue };
            let of = (destination.family(), is_held(&destination));
            let Some(target) = self.route_target(said, target, of, Some(destination), vpc) else {
                continue;
            };
            if possible && self.fits_local_routes(destination, target, vpc, here, subnets) {
                routes.push(Route { destination, target, origin: Origin::Written(said.node.at()) });
            }
        }
        routes
    }

    /// The routes to prefix lists. Of two that have an entry in common AWS takes either, unless a route is written for that prefix.
    fn list_routes(&mut self, table: Said<'_, '_>, vpc: VpcId, routes: &[Route]) -> Vec<ListRoute> {
        let mut lists: Vec<ListRoute> = Vec::new();
        for said in self.input.inside(table.node, "prefix-list") {
            let Some(read) = said.filled.values().first() else { continue };
            let (Some(Placed::PrefixList(list)), here) = (self.target(read), said.at(read)) else { continue };
            let Some(target) = said.filled.link(LinkWord::Arrow).first() else { continue };
            let prefixes = self.aws.prefix_list(list).map(|list| list.prefixes.clone()).unwrap_or_default();
            let family = prefixes.first().map_or(Family::V4, Prefix::family);
            let of = (family, !prefixes.is_empty() && prefixes.iter().all(is_held));
            let Some(target) = self.route_target(said, target, of, None, vpc) else { continue };
            let first = |route: &ListRoute| route.origin.location().unwrap_or(here);
            if let Some(known) = lists.iter().find(|known| known.list == list) {
                self.report.push(duplicate::list_route(here, first(known)));
                continue;
            }
            let twice = lists.iter().filter(|known| known.target != target).find_map(|known| {
                let other = self.aws.prefix_list(known.list)?;
                let written = |prefix: &Prefix| routes.iter().any(|route| route.destination == *prefix);
                let both =
                    prefixes.iter().find(|prefix| other.prefixes.contains(prefix) && !written(prefix))?;
                Some((*both, first(known)))
            });
            if let Some((prefix, first)) = twice {
                self.report.push(duplicate::ambiguous_entry(here, prefix, first));
                continue;
            }
            lists.push(ListRoute { list, target, origin: Origin::Written(said.node.at()) });
        }
        lists
    }

    /// The target of a route to destinations of a family, which hold IPv4 addresses or not; to those of a list where there is no
    /// single destination.
    fn route_target(
        &mut self,
        said: Said<'_, '_>,
        read: &Read<'_>,
        (family, holds_ipv4): (Family, bool),
        destination: Option<Prefix>,
        vpc: VpcId,
    ) -> Option<RouteTarget> {
        let here = said.at(read);
        let object = match read.value {
            Value::Word("local") if destination.is_none() => {
                self.report.push(not_in_this_cloud::list_to_local(here));
                return None;
            }
            Value::Word("local") => return Some(RouteTarget::Local),
            Value::Word("unknown") => return Some(RouteTarget::Unknown),
            Value::Word(_) => return Some(RouteTarget::Blackhole),
            Value::Object(object) => object,
            _ => return None,
        };
        let (target, theirs) = match *self.placed.get(object)? {
            Placed::InternetGateway(id) => {
                (RouteTarget::InternetGateway(id), self.aws.internet_gateway(id)?.vpc)
            }
            Placed::EgressOnlyGateway(id) => {
                if family == Family::V4 {
                    self.report.push(not_in_this_cloud::ipv4_egress_only(here));
                    return None;
                }
                (RouteTarget::EgressOnlyGateway(id), self.aws.egress_only_gateway(id)?.vpc)
            }
            Placed::VpnGateway(id) => (RouteTarget::VpnGateway(id), self.aws.vpn_gateway(id)?.vpc),
            Placed::RegionalNatGateway(id) => {
                if family == Family::V6 && !holds_ipv4 {
                    self.report.push(not_in_this_cloud::ipv6_nat(here));
                    return None;
                }
                (RouteTarget::RegionalNatGateway(id), self.aws.regional_nat_gateway(id)?.vpc)
            }
            Placed::NatGateway(id) => {
                if family == Family::V6 && !holds_ipv4 {
                    self.report.push(not_in_this_cloud::ipv6_nat(here));
                    return None;
                }
                let subnet = self.aws.nat_gateway(id)?.subnet;
                (RouteTarget::NatGateway(id), self.aws.subnet(subnet)?.vpc)
            }
            Placed::Peering(id) => {
                if self.aws.peering(id)?.other_end(vpc).is_none() {
                    let (name, vpc) = (self.called(object), self.called_vpc(vpc));
                    self.report.push(not_in_this_cloud::ends_elsewhere(here, &name, &vpc));
                    return None;
                }
                (RouteTarget::Peering(id), vpc)
            }
            Placed::Interface(id) => {
                let subnet = self.aws.interface(id)?.subnet;
                (RouteTarget::Interface(id), self.aws.subnet(subnet)?.vpc)
            }
            Placed::Instance(id) => {
                // The interfaces of an instance stand side by side, in the order of the instances.
                let owner = InterfaceOwner::Instance(id);
                let first = self.aws.interfaces.partition_point(|interface| interface.owner < owner);
                let mut own = self.aws.interfaces.iter().skip(first).take_while(|own| own.owner == owner);
                own.next()?;
                let first = InterfaceId(first as u32);
                if own.next().is_some() {
                    self.report.push(ambiguous_name::interface(here, &self.called(object)));
                    return None;
                }
                (RouteTarget::Interface(first), self.aws.instance(id)?.vpc)
            }
            Placed::GwlbEndpoint(id) => {
                let subnet = self.aws.gwlb_endpoint(id)?.subnet;
                (RouteTarget::GwlbEndpoint(id), self.aws.subnet(subnet)?.vpc)
            }
            Placed::Endpoint(id) => {
                let endpoint = self.aws.endpoint(id)?;
                if destination.is_some() || endpoint.kind == EndpointKind::Interface {
                    self.report.push(not_in_this_cloud::route_to_endpoint(here));
                    return None;
                }
                (RouteTarget::Endpoint(id), endpoint.vpc)
            }
            Placed::TransitGateway(id) => {
                return self.is_attached(vpc, id, object, here).then_some(RouteTarget::TransitGateway(id));
            }
            _ => return None,
        };
        self.same_vpc(vpc, theirs, object, here).then_some(target)
    }

    /// AWS has no routes inside the ranges of its own services; else it is reported.
    fn destination_can_be_routed(&mut self, destination: Prefix, here: Location) -> bool {
        let kept = [
            (IpAddr::V4(Ipv4Addr::new(169, 254, 168, 0)), 22),
            (IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0)), 32),
        ];
        for (first, length) in kept {
            let range = ipnet::IpNet::new(first, length).ok().and_then(|net| Prefix::new(net).ok());
            if let Some(range) = range.filter(|range| range.covers(&destination)) {
                self.report.push(not_in_this_cloud::kept_range(here, range));
                return false;
            }
        }
        true
    }

    /// Whether a route agrees with the local routes of the VPC; else it is reported.
    fn fits_local_routes(
        &mut self,
        destination: Prefix,
        target: RouteTarget,
        id: VpcId,
        here: Location,
        subnets: &Set<(VpcId, Prefix)>,
    ) -> bool {
        let Some(vpc) = self.aws.vpc(id) else { return false };
        let range = self.range_around(id, destination);
        let (inside, whole) = (range.is_some(), range == Some(destination));
        if target == RouteTarget::Local {
            if !whole {
                let ranges = listed(vpc.prefixes.iter());
                self.report.push(not_in_this_cloud::local_route(here, &self.called_vpc(id), &ranges));
            }
            return whole;
        }
        let may_be_local = matches!(
            target,
            RouteTarget::Interface(_) | RouteTarget::NatGateway(_) | RouteTarget::GwlbEndpoint(_)
        );
        if whole && !may_be_local {
            self.report.push(not_in_this_cloud::local_target(here, destination));
            return false;
        }
        if inside && !whole && !subnets.contains(&(id, destination)) {
            let name = self.called_vpc(id);
            self.report.push(not_in_this_cloud::inner_route(here, destination, &name));
        }
        true
    }

    /// Reports what tables of gateways cannot have (AVPC VPC_Route_Tables.md, gateway route tables). Such a route is left out.
    pub(super) fn edge_routes(&mut self) {
        let gateways = self.aws.internet_gateways.iter();
        let tables: Vec<RouteTableId> = gateways.filter_map(|gateway| gateway.route_table).collect();
        for id in tables {
            let Some(table) = self.aws.route_tables.get_mut(id.0 as usize) else { continue };
            let (vpc, lists) = (table.vpc, core::mem::take(&mut table.list_routes));
            let routes = core::mem::take(&mut table.routes);
            let ranges: Vec<Prefix> = self.aws.vpc(vpc).map(|vpc| vpc.prefixes.clone()).unwrap_or_default();
            let subnets = self.aws.subnets.iter().filter(|subnet| subnet.vpc == vpc);
            let known: Set<Prefix> =
                subnets.flat_map(|subnet| &subnet.prefixes).chain(&ranges).copied().collect();
            let (kept, others): (Vec<Route>, Vec<Route>) = routes.into_iter().partition(|route| {
                let target = route.target;
                let leads = matches!(
                    target,
                    RouteTarget::Local
                        | RouteTarget::Interface(_)
                        | RouteTarget::GwlbEndpoint(_)
                        | RouteTarget::Blackhole
                );
                leads && known.contains(&route.destination)
            });
            let wrong =
                lists.iter().map(|route| &route.origin).chain(others.iter().map(|route| &route.origin));
            let places: Vec<Location> = wrong.filter_map(Origin::location).collect();
            if let Some(table) = self.aws.route_tables.get_mut(id.0 as usize) {
                table.routes = kept;
            }
            for here in places {
                self.report.push(not_in_this_cloud::edge_route(here));
            }
        }
    }
}

/// Whether all addresses of a prefix hold IPv4 ones: of IPv6 a NAT gateway carries what is for such.
fn is_held(prefix: &Prefix) -> bool {
    held(prefix.first()).is_some() && held(prefix.last()).is_some()
}
