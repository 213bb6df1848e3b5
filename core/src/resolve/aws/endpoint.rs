//! Endpoints of services, and interfaces of managed ones.

use alloc::vec::Vec;

use super::{Builder, Placed, Said};
use crate::estate::ObjectId;
use crate::estate::aws::{
    Endpoint, EndpointId, EndpointKind, EndpointService, EndpointServiceId, GwlbEndpoint, GwlbEndpointId,
    Interface, InterfaceId, InterfaceOwner, LoadBalancerKind, RouteTableId, RouteTarget, SubnetId, VpcId,
};
use crate::problem::{missing, not_in_this_cloud};
use crate::resolve::value::Value;
use crate::syntax::LinkWord;

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    /// Interfaces that stand in a VPC.
    pub(super) fn service_interfaces(&mut self) {
        for said in self.in_vpcs("interface") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let interface = self.interface(said, object, vpc, InterfaceOwner::Service);
            if let Some(interface) = interface.filter(|_| !self.input.in_doubt(said.node)) {
                self.placed.insert(object, Placed::Interface(InterfaceId(self.aws.interfaces.len() as u32)));
                self.aws.interfaces.push(interface);
            }
        }
    }

    pub(super) fn endpoints(&mut self) {
        for said in self.in_vpcs("endpoint") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let mut types = self.input.inside(said.node, "type");
            let Some(property) = types.next() else {
                if !self.input.in_doubt(said.node) {
                    self.report.push(missing::endpoint_type(said.node.head()));
                }
                continue;
            };
            let gateway =
                property.filled.values().first().map(|read| read.value) == Some(Value::Word("gateway"));
            let id = EndpointId(self.aws.endpoints.len() as u32);
            let (kind, interfaces) = if gateway {
                let Some(kind) = self.gateway_endpoint(said, vpc) else { continue };
                (kind, Vec::new())
            } else {
                let Some(interfaces) = self.endpoint_interfaces(said, object, vpc, id) else { continue };
                (EndpointKind::Interface, interfaces)
            };
            self.aws.endpoints.push(Endpoint { object, vpc, kind, service: None });
            self.placed.insert(object, Placed::Endpoint(id));
            for interface in interfaces {
                let id = InterfaceId(self.aws.interfaces.len() as u32);
                if interface.object != object {
                    self.placed.insert(interface.object, Placed::Interface(id));
                }
                self.aws.interfaces.push(interface);
            }
        }
    }

    pub(super) fn gwlb_endpoints(&mut self) {
        for said in self.in_vpcs("gwlb-endpoint") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let Some(subnet) = self.subnet_of(said, vpc) else { continue };
            let id = GwlbEndpointId(self.aws.gwlb_endpoints.len() as u32);
            self.aws.gwlb_endpoints.push(GwlbEndpoint { object, subnet, service: None });
            self.placed.insert(object, Placed::GwlbEndpoint(id));
        }
    }

    /// Whether a thing has none of the words that others of its kind have; else it is reported.
    pub(super) fn has_none_of(
        &mut self,
        said: Said<'n, 't>,
        others: &[&'static str],
        what: &str,
        type_of: &str,
    ) -> bool {
        let mut fits = !self.input.in_doubt(said.node);
        for word in others {
            for property in self.input.inside(said.node, word) {
                self.report.push(not_in_this_cloud::of_other_type(property.node.head(), what, word, type_of));
                fits = false;
            }
        }
        fits
    }

    fn gateway_endpoint(&mut self, said: Said<'n, 't>, vpc: VpcId) -> Option<EndpointKind> {
        let mut valid =
            self.has_none_of(said, &["ip", "security-group", "interface"], "an endpoint", "gateway");
        if let Some(read) = said.filled.link(LinkWord::In).first() {
            self.report.push(not_in_this_cloud::of_other_type(said.at(read), "an endpoint", "in", "gateway"));
            valid = false;
        }
        let list = self.input.inside(said.node, "prefix-list").next();
        let list = list.and_then(|property| match self.target(property.filled.values().first()?)? {
            Placed::PrefixList(list) => Some(list),
            _ => None,
        });
        let mut tables = Vec::new();
        for property in self.input.inside(said.node, "route-table") {
            for read in property.filled.values() {
                let Some(Placed::RouteTable(id)) = self.target(read) else { return None };
                let table = self.aws.route_table(id)?;
                let (theirs, object) = (table.vpc, table.object);
                valid &= self.same_vpc(vpc, theirs, object, property.at(read));
                tables.push(id);
            }
        }
        valid.then_some(EndpointKind::Gateway { list, tables })
    }

    /// The interfaces of an endpoint, one in each of its subnets.
    fn endpoint_interfaces(
        &mut self,
        said: Said<'n, 't>,
        object: ObjectId,
        vpc: VpcId,
        id: EndpointId,
    ) -> Option<Vec<Interface>> {
        let mut valid = self.has_none_of(said, &["route-table", "prefix-list"], "an endpoint", "interface");
        let groups = self.groups(said, vpc)?;
        let mut interfaces: Vec<Interface> = Vec::new();
        let written: Vec<Said<'n, 't>> = self.input.inside(said.node, "interface").collect();
        let every = self.input.forest.children(said.node);
        valid &= written.len() == every.filter(|child| child.row.word == "interface").count();
        for read in said.filled.link(LinkWord::In) {
            let Some(Placed::Subnet(subnet)) = self.target(read) else { return None };
            let found = self.aws.subnet(subnet)?;
            let (theirs, of) = (found.vpc, found.object);
            valid &= self.same_vpc(vpc, theirs, of, said.at(read));
            interfaces.push(Interface {
                object,
                owner: InterfaceOwner::Endpoint(id),
                subnet,
                addresses: Vec::new(),
                groups: groups.clone(),
                public: Vec::new(),
                source_dest_check: true,
                denies_internet: false,
            });
        }
        if interfaces.is_empty() && written.is_empty() && valid {
            self.report.push(missing::endpoint_subnets(said.node.head()));
            return None;
        }
        for property in self.input.inside(said.node, "ip") {
            for read in property.filled.values() {
                let Some(address) = read.value.address() else { continue };
                let holds = |subnet: SubnetId| {
                    let prefixes = self.aws.subnet(subnet).into_iter().flat_map(|subnet| &subnet.prefixes);
                    prefixes.into_iter().any(|prefix| prefix.contains(address))
                };
                let at = interfaces.iter().position(|one| holds(one.subnet)).unwrap_or_default();
                let Some(interface) = interfaces.get_mut(at) else {
                    self.report.push(missing::endpoint_subnets(said.node.head()));
                    return None;
                };
                interface.addresses.push(address);
                let subnet = interface.subnet;
                valid &= self.take_private(address, subnet, property.at(read));
            }
        }
        if valid && interfaces.iter().any(|interface| interface.addresses.is_empty()) {
            self.report.push(missing::endpoint_address(said.node.head(), &self.called(object)));
            valid = false;
        }
        for said in written {
            let Some(object) = said.node.object else { continue };
            match self.interface(said, object, vpc, InterfaceOwner::Endpoint(id)) {
                Some(interface) if !self.input.in_doubt(said.node) => interfaces.push(interface),
                _ => valid = false,
            }
        }
        valid.then_some(interfaces)
    }

    /// The services, now that all load balancers are known, and which endpoints lead to them.
    pub(super) fn endpoint_services(&mut self) {
        for said in self.in_vpcs("endpoint-service") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            if let Some(service) = self.endpoint_service(said, object, vpc) {
                let id = EndpointServiceId(self.aws.endpoint_services.len() as u32);
                self.aws.endpoint_services.push(service);
                self.placed.insert(object, Placed::EndpointService(id));
            }
        }
        for said in self.in_vpcs("endpoint").chain(self.in_vpcs("gwlb-endpoint")) {
            let Some(property) = self.input.inside(said.node, "service").next() else { continue };
            let Some(read) = property.filled.values().first() else { continue };
            let Some(Placed::EndpointService(id)) = self.target(read) else { continue };
            let first = self.aws.endpoint_service(id).and_then(|service| service.balancers.first());
            let kind = first.and_then(|id| self.aws.load_balancer(*id)).map(|balancer| balancer.kind);
            let own = said.node.object.and_then(|object| self.placed.get(object)).copied();
            let leads = match own {
                Some(Placed::Endpoint(own)) => {
                    let own = self.aws.endpoints.get_mut(own.0 as usize);
                    let own = own.filter(|own| own.kind == EndpointKind::Interface);
                    own.map(|own| (&mut own.service, LoadBalancerKind::Network))
                }
                Some(Placed::GwlbEndpoint(own)) => {
                    let own = self.aws.gwlb_endpoints.get_mut(own.0 as usize);
                    own.map(|own| (&mut own.service, LoadBalancerKind::Gateway))
                }
                _ => continue,
            };
            match leads {
                Some((service, of)) if kind == Some(of) => *service = Some(id),
                _ => self.report.push(not_in_this_cloud::leads_to_service(property.at(read))),
            }
        }
    }

    fn endpoint_service(
        &mut self,
        said: Said<'n, 't>,
        object: ObjectId,
        vpc: VpcId,
    ) -> Option<EndpointService> {
        let mut valid = !self.input.in_doubt(said.node);
        let mut balancers = Vec::new();
        let mut kinds = Vec::new();
        for property in self.input.inside(said.node, "load-balancer") {
            for read in property.filled.values() {
                let Some(Placed::LoadBalancer(id)) = self.target(read) else { return None };
                let balancer = self.aws.load_balancer(id)?;
                let (theirs, of, kind) = (balancer.vpc, balancer.object, balancer.kind);
                valid &= self.same_vpc(vpc, theirs, of, property.at(read));
                let fits = matches!(kind, LoadBalancerKind::Network | LoadBalancerKind::Gateway);
                if !fits || kinds.iter().any(|other| *other != kind) {
                    self.report.push(not_in_this_cloud::behind_service(property.at(read)));
                    valid = false;
                }
                kinds.push(kind);
                balancers.push(id);
            }
        }
        if valid && balancers.is_empty() {
            self.report.push(missing::property(said.node.head(), &self.called(object), "load-balancer"));
        }
        (valid && !balancers.is_empty()).then_some(EndpointService { object, vpc, balancers })
    }

    /// Each table that a gateway endpoint names has a route to it, by its list or by its own; else it is reported.
    pub(super) fn routes_of_endpoints(&mut self) {
        for said in self.in_vpcs("endpoint") {
            let Some(Placed::Endpoint(id)) =
                said.node.object.and_then(|object| self.placed.get(object)).copied()
            else {
                continue;
            };
            let Some(EndpointKind::Gateway { list: None, tables }) =
                self.aws.endpoint(id).map(|endpoint| &endpoint.kind)
            else {
                continue;
            };
            let target = RouteTarget::Endpoint(id);
            let leads = |table: &RouteTableId| {
                let routes = self.aws.route_table(*table).into_iter().flat_map(|table| &table.list_routes);
                routes.into_iter().any(|route| route.target == target)
            };
            if !tables.iter().all(leads) {
                self.report.push(missing::endpoint_list(said.node.head()));
            }
        }
    }
}
