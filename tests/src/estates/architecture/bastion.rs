//! A bastion with an interface in the public and one in the private subnet.

use ringfence::estate::aws::{Peer, RouteTarget};
use ringfence::{PortRange, Protocol};

use super::{from, open, serve, use_service};
use crate::estates::{Build, Rules, any, ports, prefix, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "172.16.0.0/16");
    let gateway = b.internet_gateway(vpc);
    let public = b.subnet(vpc, "public", "172.16.0.0/24");
    let inner = b.subnet(vpc, "private", "172.16.8.0/22");
    b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let acl = b.acl_for(public);
    serve(&mut b, acl, 100, 22, "203.0.113.0/24");
    use_service(&mut b, acl, 110, 22, "172.16.8.0/22");
    let acl = b.acl(vpc, "default");
    open(&mut b, acl, 100, "0.0.0.0/0");

    let jump = b.group(vpc, "jump");
    b.group_rule(jump, Rules::Ingress, tcp(22), from("203.0.113.0/24"));
    b.group_rule(jump, Rules::Egress, tcp(22), from("172.16.8.0/22"));
    let inside = b.group(vpc, "inside");
    b.group_rule(inside, Rules::Ingress, tcp(22), Peer::Group(jump));
    b.group_rule(inside, Rules::Egress, ports(Protocol::TCP, 1, 1024), Peer::Itself);
    let both = b.group(vpc, "both");
    b.group_rule(both, Rules::Ingress, any(), Peer::Itself);
    b.estate.aws.security_groups[both.0 as usize].ingress[0]
        .peers
        .push(Peer::Prefix(prefix("172.16.8.11/32")));
    let bastion = b.machine(public, "bastion", "172.16.0.10", &[jump]);
    b.public(bastion, "198.51.100.30", "172.16.0.10");
    b.interface(bastion, "inner", inner, "172.16.8.10", &[jump, inside]);
    let instance = b.estate.aws.interfaces[bastion.0 as usize].owner.instance().expect("a machine");
    b.estate.aws.instances[instance.0 as usize].client_ports =
        vec![PortRange::new(32768, 60999).expect("in order")];
    b.machine(inner, "one", "172.16.8.11", &[inside]);
    b.machine(inner, "two", "172.16.9.12", &[inside, both]);
    // Nothing is written for this one: it has the VPC's default group.
    b.machine(inner, "plain", "172.16.10.13", &[]);
    b.machine(inner, "plain-2", "172.16.10.14", &[]);
    b
}
