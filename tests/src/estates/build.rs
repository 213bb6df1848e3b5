//! Estates by hand: every call adds one thing, with its object, and gives its id.

use std::net::IpAddr;

use ringfence::estate::aws::{
    AclRule, Action, Attached, AutoscalingGroup, AutoscalingGroupId, EgressOnlyGatewayId, Endpoint,
    EndpointId, EndpointKind, EndpointService, EndpointServiceId, Gateway, GroupRule, GwlbEndpoint,
    GwlbEndpointId, Instance, InstanceId, Interface, InterfaceId, InterfaceOwner, InternetGatewayId,
    ListRoute, Listener, LoadBalancer, LoadBalancerId, LoadBalancerKind, NatGateway, NatGatewayId,
    NetworkAcl, NetworkAclId, Peer, Peering, PeeringId, PeeringStatus, PrefixList, PrefixListId, Propagation,
    PublicAddress, RegionalNatGateway, RegionalNatGatewayId, Route, RouteTable, RouteTableId, RouteTarget,
    SecurityGroup, SecurityGroupId, Subnet, SubnetId, Target, TargetAt, TargetGroup, TargetGroupId,
    TransitAttachment, TransitAttachmentId, TransitGateway, TransitGatewayId, TransitRoute, TransitTable,
    TransitTableId, TransitTarget, Vpc, VpcId, VpnGatewayId,
};
use ringfence::estate::{
    Announced, Estate, Host, Line, LineEnd, LineKind, Object, ObjectId, Routing, Site, SiteGateway, SitePeer,
    SiteRule, SiteSubnet, Traffic,
};
use ringfence::{Location, Origin, PortRange, Prefix, Protocol, SourceId, Span};

/// An estate that grows.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// What there is so far.
    pub estate: Estate,
    written: u32,
}

/// Which list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// What comes in.
    Ingress,
    /// What goes out.
    Egress,
}

/// An address from its text.
#[must_use]
pub fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// A prefix from its text.
#[must_use]
pub fn prefix(text: &str) -> Prefix {
    Prefix::new(text.parse().expect("a prefix")).expect("a prefix without host bits")
}

/// Every packet.
#[must_use]
pub fn any() -> Traffic {
    Traffic::Any
}

/// One TCP port.
#[must_use]
pub fn tcp(port: u16) -> Traffic {
    ports(Protocol::TCP, port, port)
}

/// One UDP port.
#[must_use]
pub fn udp(port: u16) -> Traffic {
    ports(Protocol::UDP, port, port)
}

/// A range of ports of TCP or UDP.
#[must_use]
pub fn ports(protocol: Protocol, first: u16, last: u16) -> Traffic {
    Traffic::Ports { protocol, destination: PortRange::new(first, last).expect("in order"), source: None }
}

/// One type of ICMP or ICMPv6, with every code.
#[must_use]
pub fn icmp(protocol: Protocol, kind: u8) -> Traffic {
    Traffic::Icmp { protocol, types: (kind, kind), code: None }
}

impl Build {
    /// Something written at a place that nothing else has.
    pub fn origin(&mut self) -> Origin {
        let start = self.written;
        self.written += 2;
        Origin::Written(Location { source: SourceId(0), span: Span { start, end: start + 1 } })
    }

    /// The object of a thing.
    pub fn object(&mut self, kind: &'static str, name: &str, parent: Option<ObjectId>) -> ObjectId {
        let origin = self.origin();
        let id = ObjectId(self.estate.objects.len() as u32);
        let name = name.to_owned();
        self.estate.objects.push(Object { kind, name, parent, id: None, tags: Vec::new(), origin });
        id
    }

    /// A prefix list; its entries are written with spaces between them.
    pub fn list(&mut self, name: &str, prefixes: &str) -> PrefixListId {
        let network = self.network();
        let object = self.object("prefix-list", name, Some(network));
        let list = PrefixList { object, prefixes: prefix_list(prefixes) };
        push(&mut self.estate.aws.prefix_lists, list, PrefixListId)
    }

    fn network(&mut self) -> ObjectId {
        let network = self.estate.objects.iter().position(|object| object.kind == "network");
        match network {
            Some(at) => ObjectId(at as u32),
            None => self.object("network", "estate", None),
        }
    }

    /// A VPC; its prefixes are written with spaces between them.
    pub fn vpc(&mut self, name: &str, prefixes: &str) -> VpcId {
        let network = self.network();
        let object = self.object("vpc", name, Some(network));
        push(
            &mut self.estate.aws.vpcs,
            Vpc { object, prefixes: prefix_list(prefixes), region: None, blocked: None, exclusion: None },
            VpcId,
        )
    }

    /// A subnet without a table or ACL of its own; its prefixes are written with spaces between them.
    pub fn subnet(&mut self, vpc: VpcId, name: &str, prefixes: &str) -> SubnetId {
        let object = self.object_in(vpc, "subnet", name);
        let prefixes = prefix_list(prefixes);
        let subnet = Subnet {
            object,
            vpc,
            prefixes,
            zone: None,
            route_table: None,
            network_acl: None,
            exclusion: None,
        };
        push(&mut self.estate.aws.subnets, subnet, SubnetId)
    }

    /// A table without written routes, which nothing uses yet.
    pub fn table(&mut self, vpc: VpcId, name: &str) -> RouteTableId {
        let object = self.object_in(vpc, "route-table", name);
        let table = RouteTable {
            object,
            vpc,
            main: false,
            propagated: Vec::new(),
            routes: Vec::new(),
            list_routes: Vec::new(),
        };
        push(&mut self.estate.aws.route_tables, table, RouteTableId)
    }

    /// A table for a subnet, with one route.
    pub fn table_for(&mut self, subnet: SubnetId, destination: &str, target: RouteTarget) -> RouteTableId {
        let (vpc, name) = self.name_for(subnet);
        let table = self.table(vpc, &name);
        self.route(table, destination, target);
        self.estate.aws.subnets[subnet.0 as usize].route_table = Some(table);
        table
    }

    /// A route.
    pub fn route(&mut self, table: RouteTableId, destination: &str, target: RouteTarget) {
        let route = Route { destination: prefix(destination), target, origin: self.origin() };
        self.estate.aws.route_tables[table.0 as usize].routes.push(route);
    }

    /// A route to a list.
    pub fn list_route(&mut self, table: RouteTableId, list: PrefixListId, target: RouteTarget) {
        let route = ListRoute { list, target, origin: self.origin() };
        self.estate.aws.route_tables[table.0 as usize].list_routes.push(route);
    }

    /// An ACL without rules, which nothing uses yet unless its name is `default`.
    pub fn acl(&mut self, vpc: VpcId, name: &str) -> NetworkAclId {
        let object = self.object_in(vpc, "network-acl", name);
        let acl = NetworkAcl { object, vpc, ingress: Vec::new(), egress: Vec::new() };
        push(&mut self.estate.aws.network_acls, acl, NetworkAclId)
    }

    /// An ACL for a subnet, without rules.
    pub fn acl_for(&mut self, subnet: SubnetId) -> NetworkAclId {
        let (vpc, name) = self.name_for(subnet);
        let acl = self.acl(vpc, &name);
        self.estate.aws.subnets[subnet.0 as usize].network_acl = Some(acl);
        acl
    }

    /// A rule of an ACL.
    pub fn acl_rule(
        &mut self,
        acl: NetworkAclId,
        rules: Rules,
        number: u16,
        action: Action,
        traffic: Traffic,
        peer: &str,
    ) {
        let rule = AclRule { number, action, traffic, peer: Some(prefix(peer)), origin: self.origin() };
        let acl = &mut self.estate.aws.network_acls[acl.0 as usize];
        match rules {
            Rules::Ingress => acl.ingress.push(rule),
            Rules::Egress => acl.egress.push(rule),
        }
    }

    /// A security group without rules.
    pub fn group(&mut self, vpc: VpcId, name: &str) -> SecurityGroupId {
        let object = self.object_in(vpc, "security-group", name);
        let group =
            SecurityGroup { object, vpc, used_in: Vec::new(), ingress: Vec::new(), egress: Vec::new() };
        push(&mut self.estate.aws.security_groups, group, SecurityGroupId)
    }

    /// A rule of a security group.
    pub fn group_rule(&mut self, group: SecurityGroupId, rules: Rules, traffic: Traffic, peer: Peer) {
        let rule = GroupRule { traffic: vec![traffic], peers: vec![peer], origin: self.origin() };
        let group = &mut self.estate.aws.security_groups[group.0 as usize];
        match rules {
            Rules::Ingress => group.ingress.push(rule),
            Rules::Egress => group.egress.push(rule),
        }
    }

    /// A security group that lets everything through, of both families.
    pub fn open_group(&mut self, vpc: VpcId, name: &str) -> SecurityGroupId {
        let group = self.group(vpc, name);
        for rules in [Rules::Ingress, Rules::Egress] {
            for everywhere in ["0.0.0.0/0", "::/0"] {
                self.group_rule(group, rules, any(), Peer::Prefix(prefix(everywhere)));
            }
        }
        group
    }

    /// The internet gateway of a VPC.
    pub fn internet_gateway(&mut self, vpc: VpcId) -> InternetGatewayId {
        let gateway = self.gateway(vpc, "internet-gateway", "igw");
        push(&mut self.estate.aws.internet_gateways, gateway, InternetGatewayId)
    }

    /// The egress-only internet gateway of a VPC.
    pub fn egress_only_gateway(&mut self, vpc: VpcId) -> EgressOnlyGatewayId {
        let gateway = self.gateway(vpc, "egress-only-internet-gateway", "eigw");
        push(&mut self.estate.aws.egress_only_gateways, gateway, EgressOnlyGatewayId)
    }

    /// The VPN gateway of a VPC.
    pub fn vpn_gateway(&mut self, vpc: VpcId) -> VpnGatewayId {
        let gateway = self.gateway(vpc, "vpn-gateway", "vgw");
        push(&mut self.estate.aws.vpn_gateways, gateway, VpnGatewayId)
    }

    fn gateway(&mut self, vpc: VpcId, kind: &'static str, name: &str) -> Gateway {
        Gateway { object: self.object_in(vpc, kind, name), vpc, route_table: None }
    }

    /// A site, by its place in the estate; its ranges are written with spaces between them.
    pub fn site(&mut self, name: &str, prefixes: &str) -> usize {
        let object = self.object("site", name, None);
        let (gateways, subnets, hosts) = (Vec::new(), Vec::new(), Vec::new());
        let (inbound, outbound) = (Vec::new(), Vec::new());
        let prefixes = prefix_list(prefixes);
        self.estate.sites.push(Site { object, prefixes, gateways, subnets, hosts, inbound, outbound });
        self.estate.sites.len() - 1
    }

    /// The end of a site's lines.
    pub fn site_gateway(&mut self, site: usize, name: &str, at: &str) {
        let object = self.object_of_site(site, "gateway", name);
        self.estate.sites[site].gateways.push(SiteGateway { object, address: address(at) });
    }

    /// A subnet of a site.
    pub fn site_subnet(&mut self, site: usize, name: &str, prefixes: &str) {
        let object = self.object_of_site(site, "subnet", name);
        let subnet = SiteSubnet { object, prefixes: prefix_list(prefixes) };
        self.estate.sites[site].subnets.push(subnet);
    }

    /// A machine of a site; its addresses are written with spaces between them.
    pub fn host(&mut self, site: usize, name: &str, addresses: &str) {
        let object = self.object_of_site(site, "host", name);
        let addresses = addresses.split_whitespace().map(address).collect();
        self.estate.sites[site].hosts.push(Host { object, addresses });
    }

    /// A line of a site's firewall, between prefixes that are written with spaces between them; none means any.
    pub fn site_rule(
        &mut self,
        site: usize,
        rules: Rules,
        action: Action,
        traffic: Traffic,
        from: &str,
        to: &str,
    ) {
        let [from, to] = [from, to].map(|list| prefix_list(list).into_iter().map(SitePeer::Prefix).collect());
        let rule = SiteRule { action, traffic: vec![traffic], from, to, origin: self.origin() };
        let site = &mut self.estate.sites[site];
        match rules {
            Rules::Ingress => site.inbound.push(rule),
            Rules::Egress => site.outbound.push(rule),
        }
    }

    /// A line, by its place in the estate, whose ends tell nothing yet.
    pub fn line(
        &mut self,
        name: &str,
        kind: LineKind,
        routing: Option<Routing>,
        ends: [LineEnd; 2],
    ) -> usize {
        let word = if kind == LineKind::Vpn { "vpn" } else { "direct-line" };
        let object = self.object(word, name, None);
        self.estate.lines.push(Line { object, kind, routing, ends, announced: Vec::new() });
        self.estate.lines.len() - 1
    }

    /// An end of a line tells the other a prefix.
    pub fn announce(&mut self, line: usize, by: usize, told: &str) {
        let announced = Announced { by, prefix: prefix(told), origin: self.origin() };
        self.estate.lines[line].announced.push(announced);
    }

    fn object_of_site(&mut self, site: usize, kind: &'static str, name: &str) -> ObjectId {
        let parent = self.estate.sites[site].object;
        self.object(kind, name, Some(parent))
    }

    /// A NAT gateway; its public addresses are written with spaces between them.
    pub fn nat(&mut self, subnet: SubnetId, name: &str, private: Option<&str>, public: &str) -> NatGatewayId {
        let vpc = self.estate.aws.subnets[subnet.0 as usize].vpc;
        let object = self.object_in(vpc, "nat-gateway", name);
        let public = public.split_whitespace().map(address).collect();
        let nat = NatGateway { object, subnet, address: private.map(address), public };
        push(&mut self.estate.aws.nat_gateways, nat, NatGatewayId)
    }

    /// A peering of two VPCs.
    pub fn peering(&mut self, name: &str, vpcs: [VpcId; 2], status: PeeringStatus) -> PeeringId {
        let network = self.estate.objects[self.estate.aws.vpcs[vpcs[0].0 as usize].object.0 as usize].parent;
        let object = self.object("peering", name, network);
        push(&mut self.estate.aws.peerings, Peering { object, vpcs, status }, PeeringId)
    }

    /// A machine with its primary interface; its addresses are written with spaces between them.
    pub fn machine(
        &mut self,
        subnet: SubnetId,
        name: &str,
        addresses: &str,
        groups: &[SecurityGroupId],
    ) -> InterfaceId {
        let vpc = self.estate.aws.subnets[subnet.0 as usize].vpc;
        let object = self.object_in(vpc, "instance", name);
        let instance = Instance { object, vpc, client_ports: Vec::new() };
        let instance = push(&mut self.estate.aws.instances, instance, InstanceId);
        self.push_interface(object, InterfaceOwner::Instance(instance), subnet, addresses, groups)
    }

    /// Another interface of the machine whose primary one is `primary`.
    pub fn interface(
        &mut self,
        primary: InterfaceId,
        name: &str,
        subnet: SubnetId,
        addresses: &str,
        groups: &[SecurityGroupId],
    ) -> InterfaceId {
        let owner = self.estate.aws.interfaces[primary.0 as usize].owner;
        let parent = self.estate.aws.owner_of(&self.estate.aws.interfaces[primary.0 as usize]);
        let object = self.object("interface", name, Some(parent));
        self.push_interface(object, owner, subnet, addresses, groups)
    }

    /// A NAT gateway of the Region; its public addresses are written with spaces between them.
    pub fn regional_nat(&mut self, vpc: VpcId, name: &str, public: &str) -> RegionalNatGatewayId {
        let object = self.object_in(vpc, "nat-gateway", name);
        let public = public.split_whitespace().map(address).collect();
        let nat = RegionalNatGateway { object, vpc, public };
        push(&mut self.estate.aws.regional_nat_gateways, nat, RegionalNatGatewayId)
    }

    /// A gateway endpoint, which routes lead to that are written; a list goes into the tables.
    pub fn gateway_endpoint(
        &mut self,
        vpc: VpcId,
        name: &str,
        list: Option<PrefixListId>,
        tables: &[RouteTableId],
    ) -> EndpointId {
        let object = self.object_in(vpc, "endpoint", name);
        let kind = EndpointKind::Gateway { list, tables: tables.to_vec() };
        push(&mut self.estate.aws.endpoints, Endpoint { object, vpc, kind, service: None }, EndpointId)
    }

    /// An interface endpoint with an interface in each subnet.
    pub fn interface_endpoint(
        &mut self,
        name: &str,
        interfaces: &[(SubnetId, &str)],
        groups: &[SecurityGroupId],
    ) -> EndpointId {
        let vpc = self.estate.aws.subnets[interfaces[0].0.0 as usize].vpc;
        let object = self.object_in(vpc, "endpoint", name);
        let endpoint = Endpoint { object, vpc, kind: EndpointKind::Interface, service: None };
        let id = push(&mut self.estate.aws.endpoints, endpoint, EndpointId);
        for (subnet, addresses) in interfaces {
            self.push_interface(object, InterfaceOwner::Endpoint(id), *subnet, addresses, groups);
        }
        id
    }

    /// An interface of a managed service.
    pub fn service(
        &mut self,
        subnet: SubnetId,
        name: &str,
        addresses: &str,
        groups: &[SecurityGroupId],
    ) -> InterfaceId {
        let vpc = self.estate.aws.subnets[subnet.0 as usize].vpc;
        let object = self.object_in(vpc, "interface", name);
        self.push_interface(object, InterfaceOwner::Service, subnet, addresses, groups)
    }

    /// A way to an appliance behind a Gateway Load Balancer.
    pub fn gwlb_endpoint(&mut self, subnet: SubnetId, name: &str) -> GwlbEndpointId {
        let vpc = self.estate.aws.subnets[subnet.0 as usize].vpc;
        let object = self.object_in(vpc, "gwlb-endpoint", name);
        push(
            &mut self.estate.aws.gwlb_endpoints,
            GwlbEndpoint { object, subnet, service: None },
            GwlbEndpointId,
        )
    }

    /// Leads an interface endpoint to a service.
    pub fn lead(&mut self, endpoint: EndpointId, service: EndpointServiceId) {
        self.estate.aws.endpoints[endpoint.0 as usize].service = Some(service);
    }

    /// A service behind load balancers of one type.
    pub fn endpoint_service(&mut self, name: &str, balancers: &[LoadBalancerId]) -> EndpointServiceId {
        let vpc = self.estate.aws.load_balancers[balancers[0].0 as usize].vpc;
        let object = self.object_in(vpc, "endpoint-service", name);
        let service = EndpointService { object, vpc, balancers: balancers.to_vec() };
        push(&mut self.estate.aws.endpoint_services, service, EndpointServiceId)
    }

    /// Takes the source and destination check from an interface.
    pub fn uncheck(&mut self, interface: InterfaceId) {
        self.estate.aws.interfaces[interface.0 as usize].source_dest_check = false;
    }

    /// Maps a public address to one of the interface's own.
    pub fn public(&mut self, interface: InterfaceId, public: &str, private: &str) {
        let origin = self.origin();
        let mapping = PublicAddress { public: address(public), private: address(private), origin };
        self.estate.aws.interfaces[interface.0 as usize].public.push(mapping);
    }

    /// A group of machines at any free addresses of subnets.
    pub fn autoscaling_group(
        &mut self,
        name: &str,
        subnets: &[SubnetId],
        groups: &[SecurityGroupId],
    ) -> AutoscalingGroupId {
        let vpc = self.estate.aws.subnets[subnets[0].0 as usize].vpc;
        let object = self.object_in(vpc, "autoscaling-group", name);
        let group = AutoscalingGroup { object, vpc, client_ports: Vec::new() };
        let id = push(&mut self.estate.aws.autoscaling_groups, group, AutoscalingGroupId);
        for &subnet in subnets {
            self.push_interface(object, InterfaceOwner::AutoscalingGroup(id), subnet, "", groups);
        }
        id
    }

    /// A load balancer without listeners; each subnet with its addresses there and its public one, which may be none.
    pub fn load_balancer(
        &mut self,
        name: &str,
        kind: LoadBalancerKind,
        subnets: &[(SubnetId, &str, &str)],
        groups: &[SecurityGroupId],
    ) -> LoadBalancerId {
        let vpc = self.estate.aws.subnets[subnets[0].0.0 as usize].vpc;
        let object = self.object_in(vpc, "load-balancer", name);
        let public: Vec<IpAddr> = subnets
            .iter()
            .filter(|(.., public)| !public.is_empty())
            .map(|(.., public)| address(public))
            .collect();
        let balancer = LoadBalancer {
            object,
            vpc,
            kind,
            internet_facing: !public.is_empty(),
            dual_stack: false,
            subnets: subnets.iter().map(|(subnet, ..)| *subnet).collect(),
            public,
            listeners: Vec::new(),
            cross_zone: None,
            rules_on_private_link: true,
        };
        let id = push(&mut self.estate.aws.load_balancers, balancer, LoadBalancerId);
        for &(subnet, addresses, _) in subnets {
            self.push_interface(object, InterfaceOwner::LoadBalancer(id), subnet, addresses, groups);
        }
        id
    }

    /// What a load balancer gives connections to, each at a port or at the one of the listener.
    pub fn target_group(
        &mut self,
        vpc: VpcId,
        name: &str,
        targets: &[(TargetAt, Option<Traffic>)],
    ) -> TargetGroupId {
        let object = self.object_in(vpc, "target-group", name);
        let targets = targets.iter().map(|&(to, traffic)| Target {
            to,
            traffic: traffic.into_iter().collect(),
            origin: self.origin(),
        });
        let targets = targets.collect();
        let group = TargetGroup { object, vpc, targets, preserve_client_ip: None };
        push(&mut self.estate.aws.target_groups, group, TargetGroupId)
    }

    /// A listener of a load balancer; without targets it answers by itself.
    pub fn listener(&mut self, balancer: LoadBalancerId, traffic: Traffic, targets: Option<TargetGroupId>) {
        let listener = Listener { traffic: vec![traffic], targets, origin: self.origin() };
        self.estate.aws.load_balancers[balancer.0 as usize].listeners.push(listener);
    }

    /// Puts a subnet into a zone.
    pub fn zone(&mut self, subnet: SubnetId, zone: &str) {
        self.estate.aws.subnets[subnet.0 as usize].zone = Some(zone.to_owned());
    }

    /// A transit gateway that carries no references to groups.
    pub fn transit_gateway(&mut self, name: &str) -> TransitGatewayId {
        let network = self.estate.objects.iter().position(|object| object.kind == "network");
        let object = self.object("transit-gateway", name, network.map(|at| ObjectId(at as u32)));
        let gateway = TransitGateway { object, security_group_referencing: false };
        push(&mut self.estate.aws.transit_gateways, gateway, TransitGatewayId)
    }

    /// The attachment of a VPC, with these subnets.
    pub fn attach(
        &mut self,
        gateway: TransitGatewayId,
        vpc: VpcId,
        subnets: &[SubnetId],
    ) -> TransitAttachmentId {
        let subnets = subnets.to_vec();
        let to = Attached::Vpc { vpc, subnets, appliance_mode: false, security_group_referencing: true };
        self.attachment(gateway, to)
    }

    /// An attachment.
    pub fn attachment(&mut self, gateway: TransitGatewayId, to: Attached) -> TransitAttachmentId {
        let name = format!("attachment-{}", self.estate.objects.len());
        let parent = self.estate.aws.transit_gateways[gateway.0 as usize].object;
        let object = self.object("attachment", &name, Some(parent));
        let attachment = TransitAttachment { object, gateway, to };
        push(&mut self.estate.aws.transit_attachments, attachment, TransitAttachmentId)
    }

    /// A table of a transit gateway that these attachments ask and fill.
    pub fn transit_table(
        &mut self,
        gateway: TransitGatewayId,
        associated: &[TransitAttachmentId],
        propagated: &[TransitAttachmentId],
    ) -> TransitTableId {
        let name = format!("table-{}", self.estate.objects.len());
        let parent = self.estate.aws.transit_gateways[gateway.0 as usize].object;
        let object = self.object("route-table", &name, Some(parent));
        let associated = associated.to_vec();
        let propagated =
            propagated.iter().map(|&attachment| Propagation { attachment, origin: self.origin() });
        let propagated = propagated.collect();
        let table = TransitTable { object, gateway, associated, propagated, routes: Vec::new() };
        push(&mut self.estate.aws.transit_tables, table, TransitTableId)
    }

    /// A route of a transit gateway.
    pub fn transit_route(&mut self, table: TransitTableId, destination: &str, target: TransitTarget) {
        let route = TransitRoute { destination: prefix(destination), target, origin: self.origin() };
        self.estate.aws.transit_tables[table.0 as usize].routes.push(route);
    }

    fn push_interface(
        &mut self,
        object: ObjectId,
        owner: InterfaceOwner,
        subnet: SubnetId,
        addresses: &str,
        groups: &[SecurityGroupId],
    ) -> InterfaceId {
        let addresses = addresses.split_whitespace().map(address).collect();
        let groups = groups.to_vec();
        let interface = Interface {
            object,
            owner,
            subnet,
            addresses,
            groups,
            public: Vec::new(),
            source_dest_check: true,
            denies_internet: false,
        };
        push(&mut self.estate.aws.interfaces, interface, InterfaceId)
    }

    fn object_in(&mut self, vpc: VpcId, kind: &'static str, name: &str) -> ObjectId {
        let parent = self.estate.aws.vpcs[vpc.0 as usize].object;
        self.object(kind, name, Some(parent))
    }

    /// The VPC of a subnet, and a name for what is made for that subnet.
    fn name_for(&self, subnet: SubnetId) -> (VpcId, String) {
        let subnet = &self.estate.aws.subnets[subnet.0 as usize];
        (subnet.vpc, format!("of-{}", self.estate.objects[subnet.object.0 as usize].name))
    }
}

fn push<T, Id>(list: &mut Vec<T>, item: T, id: fn(u32) -> Id) -> Id {
    list.push(item);
    id(list.len() as u32 - 1)
}

fn prefix_list(text: &str) -> Vec<Prefix> {
    text.split_whitespace().map(prefix).collect()
}
