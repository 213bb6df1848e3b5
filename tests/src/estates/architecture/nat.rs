//! Public and private subnets in two zones, each with its own NAT gateway.

use ringfence::Protocol;
use ringfence::estate::aws::{Action, Peer, RouteTarget};

use super::from;
use crate::estates::{Build, Rules, any, icmp, ports, tcp, udp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16");
    let gateway = b.internet_gateway(vpc);
    let open = b.table(vpc, "public");
    b.route(open, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let edge = b.acl(vpc, "edge");
    b.acl_rule(edge, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    b.acl_rule(edge, Rules::Ingress, 100, Action::Allow, any(), "10.0.0.0/16");
    b.acl_rule(edge, Rules::Ingress, 110, Action::Allow, ports(Protocol::TCP, 1024, 65535), "0.0.0.0/0");
    b.acl_rule(edge, Rules::Ingress, 120, Action::Allow, ports(Protocol::UDP, 32768, 65535), "0.0.0.0/0");
    b.acl_rule(edge, Rules::Ingress, 130, Action::Allow, icmp(Protocol::ICMP, 0), "0.0.0.0/0");

    let front = b.group(vpc, "front");
    b.group_rule(front, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(front, Rules::Egress, any(), from("0.0.0.0/0"));
    let worker = b.group(vpc, "worker");
    b.group_rule(worker, Rules::Ingress, tcp(8080), Peer::Group(front));
    b.group_rule(worker, Rules::Ingress, tcp(22), Peer::Itself);
    b.group_rule(worker, Rules::Egress, any(), from("0.0.0.0/0"));

    let zones = [("a", 1, Some("10.0.1.5"), "198.51.100.21"), ("b", 2, None, "198.51.100.22 198.51.100.23")];
    for (zone, at, private, publics) in zones {
        let public = b.subnet(vpc, &format!("public-{zone}"), &format!("10.0.{at}.0/24"));
        b.estate.aws.subnets[public.0 as usize].route_table = Some(open);
        b.estate.aws.subnets[public.0 as usize].network_acl = Some(edge);
        let nat = b.nat(public, &format!("nat-{zone}"), private, publics);
        let inner = b.subnet(vpc, &format!("private-{zone}"), &format!("10.0.1{at}.0/24"));
        b.table_for(inner, "0.0.0.0/0", RouteTarget::NatGateway(nat));
        let proxy = b.machine(public, &format!("proxy-{zone}"), &format!("10.0.{at}.10"), &[front]);
        b.public(proxy, &format!("198.51.100.1{at}"), &format!("10.0.{at}.10"));
        b.machine(inner, &format!("worker-{zone}"), &format!("10.0.1{at}.10"), &[worker]);
    }
    b.group_rule(worker, Rules::Ingress, udp(53), from("10.0.0.0/16"));
    b
}
