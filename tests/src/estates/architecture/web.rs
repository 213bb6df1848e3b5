//! One public subnet with web servers.

use ringfence::Protocol;
use ringfence::estate::aws::RouteTarget;

use super::{from, open, serve};
use crate::estates::{Build, Rules, any, icmp, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16");
    let public = b.subnet(vpc, "public", "10.0.1.0/24");
    let gateway = b.internet_gateway(vpc);
    b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));

    let acl = b.acl_for(public);
    serve(&mut b, acl, 100, 443, "0.0.0.0/0");
    serve(&mut b, acl, 110, 80, "0.0.0.0/0");
    open(&mut b, acl, 120, "203.0.113.0/24");

    let web = b.group(vpc, "web");
    b.group_rule(web, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Ingress, tcp(80), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Ingress, icmp(Protocol::ICMP, 8), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Egress, any(), from("0.0.0.0/0"));
    let one = b.machine(public, "web-1", "10.0.1.10", &[web]);
    b.public(one, "198.51.100.10", "10.0.1.10");
    let two = b.machine(public, "web-2", "10.0.1.11 10.0.1.12", &[web]);
    b.public(two, "198.51.100.11", "10.0.1.11");
    b.public(two, "198.51.100.12", "10.0.1.12");
    b
}
