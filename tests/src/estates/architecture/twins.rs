//! Two VPCs of the same IPv4 range, which meet by public and IPv6 addresses alone.

use ringfence::estate::aws::RouteTarget;

use super::{from, open, serve, use_service};
use crate::estates::{Build, Rules, any, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    for (at, name) in [(1, "left"), (2, "right")] {
        let vpc = b.vpc(name, &format!("10.0.0.0/16 2001:db8:56{at}0::/56"));
        let gateway = b.internet_gateway(vpc);
        let front = b.subnet(vpc, "front", &format!("10.0.1.0/24 2001:db8:56{at}0:1::/64"));
        let table = b.table_for(front, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
        b.route(table, "::/0", RouteTarget::InternetGateway(gateway));
        let inner = b.subnet(vpc, "inner", &format!("10.0.2.0/24 2001:db8:56{at}0:2::/64"));
        let nat = b.nat(front, "nat", None, &format!("198.51.100.6{at}"));
        b.table_for(inner, "0.0.0.0/0", RouteTarget::NatGateway(nat));
        let acl = b.acl_for(front);
        open(&mut b, acl, 200, "10.0.0.0/16");
        open(&mut b, acl, 210, "::/0");
        serve(&mut b, acl, 100, 443, "0.0.0.0/0");
        use_service(&mut b, acl, 110, 443, "0.0.0.0/0");

        let web = b.group(vpc, "web");
        // The other twin is known by its machine's and its gateway's public addresses.
        let twin = 3 - at;
        b.group_rule(web, Rules::Ingress, tcp(443), from(&format!("198.51.100.7{twin}/32")));
        b.group_rule(web, Rules::Ingress, tcp(443), from(&format!("198.51.100.6{twin}/32")));
        b.group_rule(web, Rules::Ingress, tcp(443), from(&format!("2001:db8:56{twin}0::/56")));
        b.group_rule(web, Rules::Ingress, tcp(22), from("10.0.2.0/24"));
        b.group_rule(web, Rules::Egress, any(), from("0.0.0.0/0"));
        b.group_rule(web, Rules::Egress, any(), from("::/0"));
        let default = b.group(vpc, "default");
        b.group_rule(default, Rules::Egress, tcp(443), from("0.0.0.0/0"));
        let egress = &mut b.estate.aws.security_groups[default.0 as usize].egress[0];
        egress.traffic.push(tcp(22));
        egress.peers.push(from("::/0"));
        let private = "10.0.1.10";
        let machine = b.machine(front, "web", &format!("{private} 2001:db8:56{at}0:1::10"), &[web]);
        b.public(machine, &format!("198.51.100.7{at}"), private);
        b.machine(inner, "batch", &format!("10.0.2.10 2001:db8:56{at}0:2::10"), &[]);
    }
    b
}
