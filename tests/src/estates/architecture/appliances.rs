//! Machines that send packets on that are for others.

use ringfence::estate::aws::{Peer, RouteTarget};

use super::from;
use crate::estates::{Build, Rules, any, tcp, udp};

/// A private subnet that goes out by a NAT instance, which forwards a port, too.
pub(super) fn nat_instance() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16");
    let gateway = b.internet_gateway(vpc);
    let public = b.subnet(vpc, "public", "10.0.1.0/24");
    b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let private = b.subnet(vpc, "private", "10.0.2.0/24");
    let translating = b.group(vpc, "nat");
    b.group_rule(translating, Rules::Ingress, any(), from("10.0.2.0/24"));
    b.group_rule(translating, Rules::Ingress, tcp(8080), from("0.0.0.0/0"));
    b.group_rule(translating, Rules::Egress, any(), from("0.0.0.0/0"));
    let worker = b.group(vpc, "worker");
    b.group_rule(worker, Rules::Ingress, tcp(8080), Peer::Group(translating));
    b.group_rule(worker, Rules::Ingress, udp(53), Peer::Itself);
    b.group_rule(worker, Rules::Egress, tcp(443), from("0.0.0.0/0"));
    let nat = b.machine(public, "nat", "10.0.1.10", &[translating]);
    b.public(nat, "198.51.100.10", "10.0.1.10");
    b.uncheck(nat);
    b.table_for(private, "0.0.0.0/0", RouteTarget::Interface(nat));
    b.machine(private, "worker-1", "10.0.2.10", &[worker]);
    b.machine(private, "worker-2", "10.0.2.11", &[worker]);
    b
}

/// Two subnets that reach each other by the two interfaces of a firewall.
pub(super) fn firewall() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16 2001:db8:4200::/56");
    let left = b.subnet(vpc, "left", "10.0.1.0/24 2001:db8:4200:1::/64");
    let right = b.subnet(vpc, "right", "10.0.2.0/24 2001:db8:4200:2::/64");
    let inspect = b.subnet(vpc, "inspect", "10.0.9.0/24 2001:db8:4200:9::/64");
    let open = b.open_group(vpc, "firewall");
    let inside = b.machine(inspect, "firewall", "10.0.9.10 2001:db8:4200:9::10", &[open]);
    let outside = b.interface(inside, "second", inspect, "10.0.9.11 2001:db8:4200:9::11", &[open]);
    b.uncheck(inside);
    b.uncheck(outside);
    let table = b.table_for(left, "10.0.2.0/24", RouteTarget::Interface(inside));
    b.route(table, "2001:db8:4200:2::/64", RouteTarget::Interface(inside));
    let table = b.table_for(right, "10.0.1.0/24", RouteTarget::Interface(outside));
    b.route(table, "2001:db8:4200:1::/64", RouteTarget::Interface(inside));
    let client = b.group(vpc, "client");
    for everywhere in ["0.0.0.0/0", "::/0"] {
        b.group_rule(client, Rules::Egress, any(), from(everywhere));
    }
    let server = b.group(vpc, "server");
    b.group_rule(server, Rules::Ingress, tcp(443), from("10.0.1.0/24"));
    b.group_rule(server, Rules::Ingress, tcp(443), from("2001:db8:4200:1::/64"));
    b.group_rule(server, Rules::Ingress, tcp(22), Peer::Group(client));
    b.machine(left, "client", "10.0.1.10 2001:db8:4200:1::10", &[client]);
    b.machine(right, "server", "10.0.2.10 2001:db8:4200:2::10", &[server]);
    b.machine(right, "closed", "10.0.2.11", &[client]);
    b
}

/// A firewall in each of two zones, both on the way from one to the other.
pub(super) fn two_zones() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16");
    let open = b.open_group(vpc, "firewall");
    let member = b.group(vpc, "member");
    b.group_rule(member, Rules::Ingress, tcp(443), from("10.0.0.0/16"));
    b.group_rule(member, Rules::Ingress, tcp(22), Peer::Itself);
    b.group_rule(member, Rules::Egress, any(), from("0.0.0.0/0"));
    let mut zones = Vec::new();
    for (zone, at) in [("a", 1), ("b", 2)] {
        let inspect = b.subnet(vpc, &format!("inspect-{zone}"), &format!("10.0.9{at}.0/24"));
        let apps = b.subnet(vpc, &format!("apps-{zone}"), &format!("10.0.{at}.0/24"));
        let firewall = b.machine(inspect, &format!("firewall-{zone}"), &format!("10.0.9{at}.10"), &[open]);
        b.uncheck(firewall);
        b.machine(apps, &format!("app-{zone}"), &format!("10.0.{at}.10"), &[member]);
        zones.push((inspect, apps, firewall, format!("10.0.{at}.0/24")));
    }
    for (own, other) in [(0, 1), (1, 0)] {
        let (inspect, apps, firewall, _) = zones[own].clone();
        let (_, _, next, range) = zones[other].clone();
        b.table_for(apps, &range, RouteTarget::Interface(firewall));
        b.table_for(inspect, &range, RouteTarget::Interface(next));
    }
    b
}

/// A public subnet whose traffic with the internet passes an appliance behind a Gateway Load Balancer, both ways.
pub(super) fn inspection() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16");
    let inspected = b.subnet(vpc, "inspected", "10.0.1.0/24");
    let doors = b.subnet(vpc, "doors", "10.0.2.0/24");
    let inner = b.subnet(vpc, "inner", "10.0.3.0/24");
    let gateway = b.internet_gateway(vpc);
    let door = b.gwlb_endpoint(doors, "door");
    b.table_for(inspected, "0.0.0.0/0", RouteTarget::GwlbEndpoint(door));
    b.table_for(doors, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let edge = b.table(vpc, "edge");
    b.route(edge, "10.0.1.0/24", RouteTarget::GwlbEndpoint(door));
    b.estate.aws.internet_gateways[gateway.0 as usize].route_table = Some(edge);
    let between = b.table_for(inner, "10.0.1.0/24", RouteTarget::GwlbEndpoint(door));
    b.route(between, "0.0.0.0/0", RouteTarget::Blackhole);

    let web = b.group(vpc, "web");
    b.group_rule(web, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Egress, any(), from("0.0.0.0/0"));
    let worker = b.group(vpc, "worker");
    b.group_rule(worker, Rules::Egress, any(), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Ingress, tcp(22), Peer::Group(worker));
    let one = b.machine(inspected, "web-1", "10.0.1.10", &[web]);
    b.public(one, "198.51.100.10", "10.0.1.10");
    b.machine(inner, "worker", "10.0.3.10", &[worker]);
    b
}
