//! IPv4 and IPv6: public machines by the internet gateway, private ones by a NAT and an egress-only gateway.

use ringfence::Protocol;
use ringfence::estate::aws::{Action, Peer, RouteTarget};

use super::{from, open};
use crate::estates::{Build, Rules, any, icmp, ports, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16 2001:db8:1200::/56");
    let gateway = b.internet_gateway(vpc);
    let out = b.egress_only_gateway(vpc);
    let public = b.subnet(vpc, "public", "10.0.1.0/24 2001:db8:1200:1::/64");
    let inner = b.subnet(vpc, "private", "10.0.2.0/24 2001:db8:1200:2::/64");
    let nat = b.nat(public, "nat", None, "198.51.100.40");
    let table = b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    b.route(table, "::/0", RouteTarget::InternetGateway(gateway));
    let table = b.table_for(inner, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    b.route(table, "::/0", RouteTarget::EgressOnlyGateway(out));
    b.route(table, "64:ff9b::/96", RouteTarget::NatGateway(nat));
    let six = b.subnet(vpc, "six", "2001:db8:1200:3::/64");
    b.estate.aws.subnets[six.0 as usize].route_table = Some(table);
    let acl = b.acl_for(public);
    open(&mut b, acl, 100, "0.0.0.0/0");
    b.acl_rule(acl, Rules::Ingress, 110, Action::Allow, tcp(443), "::/0");
    b.acl_rule(acl, Rules::Ingress, 140, Action::Allow, any(), "2001:db8:1200:3::/64");
    b.acl_rule(acl, Rules::Egress, 140, Action::Allow, any(), "2001:db8:1200:3::/64");
    b.acl_rule(acl, Rules::Ingress, 120, Action::Allow, icmp(Protocol::ICMPV6, 128), "::/0");
    b.acl_rule(acl, Rules::Ingress, 130, Action::Allow, ports(Protocol::TCP, 1024, 65535), "::/0");
    b.acl_rule(acl, Rules::Egress, 110, Action::Allow, tcp(443), "::/0");
    b.acl_rule(acl, Rules::Egress, 120, Action::Allow, ports(Protocol::TCP, 1024, 65535), "::/0");
    b.acl_rule(acl, Rules::Egress, 130, Action::Allow, icmp(Protocol::ICMPV6, 129), "::/0");

    let web = b.group(vpc, "web");
    for everywhere in ["0.0.0.0/0", "::/0"] {
        b.group_rule(web, Rules::Ingress, tcp(443), from(everywhere));
        b.group_rule(web, Rules::Egress, any(), from(everywhere));
    }
    b.group_rule(web, Rules::Ingress, icmp(Protocol::ICMPV6, 128), from("::/0"));
    let inside = b.group(vpc, "inside");
    b.group_rule(inside, Rules::Ingress, ports(Protocol::TCP, 8000, 8999), Peer::Group(web));
    b.group_rule(inside, Rules::Egress, any(), from("0.0.0.0/0"));
    b.group_rule(inside, Rules::Egress, any(), from("::/0"));
    b.group_rule(inside, Rules::Ingress, tcp(443), from("::/0"));
    let one = b.machine(public, "web-1", "10.0.1.10 2001:db8:1200:1::10", &[web]);
    b.public(one, "198.51.100.41", "10.0.1.10");
    b.machine(public, "web-2", "2001:db8:1200:1::11", &[web]);
    b.machine(inner, "app-1", "10.0.2.10 2001:db8:1200:2::10", &[inside]);
    b.machine(six, "six-1", "2001:db8:1200:3::10", &[inside]);
    b.group_rule(inside, Rules::Ingress, ports(Protocol::TCP, 5432, 5433), from("10.0.1.0/24"));
    b.group_rule(inside, Rules::Ingress, icmp(Protocol::ICMP, 8), from("10.0.1.0/24"));
    b.machine(inner, "app-2", "2001:db8:1200:2::11 10.0.2.11", &[inside]);
    b
}
