//! One subnet, where groups alone tell machines apart.

use ringfence::Protocol;
use ringfence::estate::aws::{Peer, RouteTarget};

use super::from;
use crate::estates::{Build, Rules, any, icmp, ports, tcp, udp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "192.168.0.0/20 2001:db8:3400::/56");
    let flat = b.subnet(vpc, "flat", "192.168.0.0/24 2001:db8:3400:1::/64");
    let gateway = b.internet_gateway(vpc);
    let table = b.table(vpc, "main");
    b.estate.aws.route_tables[table.0 as usize].main = true;
    b.route(table, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    b.route(table, "::/0", RouteTarget::InternetGateway(gateway));

    let [front, api, queue, agent] = ["front", "api", "queue", "agent"].map(|name| b.group(vpc, name));
    b.group_rule(front, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(front, Rules::Ingress, tcp(443), from("::/0"));
    b.group_rule(front, Rules::Egress, tcp(8080), Peer::Group(api));
    b.group_rule(api, Rules::Ingress, tcp(8080), Peer::Group(front));
    b.group_rule(api, Rules::Egress, ports(Protocol::TCP, 5671, 5672), Peer::Group(queue));
    b.group_rule(queue, Rules::Ingress, ports(Protocol::TCP, 5671, 5672), Peer::Group(api));
    b.group_rule(queue, Rules::Ingress, any(), Peer::Itself);
    b.group_rule(queue, Rules::Egress, any(), Peer::Itself);
    b.group_rule(agent, Rules::Ingress, icmp(Protocol::ICMP, 8), Peer::Itself);
    b.group_rule(agent, Rules::Ingress, icmp(Protocol::ICMPV6, 128), Peer::Itself);
    b.group_rule(agent, Rules::Egress, any(), Peer::Itself);
    b.group_rule(agent, Rules::Egress, udp(53), from("192.168.0.64/26"));
    let at = |last: u8| format!("192.168.0.{last} 2001:db8:3400:1::{last}");
    let web = b.machine(flat, "front-1", &at(10), &[front, agent]);
    b.public(web, "198.51.100.50", "192.168.0.10");
    b.machine(flat, "api-1", &at(20), &[api, agent]);
    b.machine(flat, "api-2", &at(21), &[api]);
    b.machine(flat, "queue-1", &at(30), &[queue, agent]);
    b.machine(flat, "queue-2", &at(31), &[queue]);
    b
}
