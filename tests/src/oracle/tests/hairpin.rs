//! Flows between machines by their public addresses.

use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};
use ringfence::estate::aws::{InterfaceId, Peer, RouteTarget};

use super::{Destination, End, Flow, Oracle, Sender, address, expect, tcp_to, two_subnets};
use crate::estates::{Build, Rules, prefix, tcp};

fn to_front(build: &Build, from: InterfaceId, source: &str, front: &str) -> super::FlowAnswer {
    let flow = Flow {
        sender: Sender::Interface(from),
        source: address(source),
        destination: Destination::Front(address(front)),
        transport: tcp_to(443),
    };
    Oracle::new(&build.estate).flow(&flow)
}

#[test]
fn inside_one_vpc_the_receiver_sees_the_public_sender() {
    let mut net = two_subnets();
    net.open_left();
    let table = net.build.estate.aws.subnets[net.left.0 as usize].route_table;
    net.build.estate.aws.subnets[net.right.0 as usize].route_table = table;
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    net.build.public(net.c, "198.51.100.30", "10.0.2.10");
    let answer = to_front(&net.build, net.a, "10.0.1.10", "198.51.100.30");
    expect(&answer, Reachable);
    let End::Interface(_, arrived) = answer.sent[0].1[0].end else { panic!("{answer:?}") };
    assert_eq!((arrived.source(), arrived.destination()), (address("198.51.100.10"), address("10.0.2.10")));
    // As delivered, it is the same flow as the one by the private address: that one is closed here.
    let group = net.build.group(net.vpc, "public-only");
    net.build.group_rule(group, Rules::Ingress, tcp(443), Peer::Prefix(prefix("198.51.100.0/24")));
    net.build.estate.aws.interfaces[net.c.0 as usize].groups = vec![group];
    let delivered = super::between(&net.build, net.a, net.c, tcp_to(443));
    expect(&delivered, Reachable);
    assert_eq!(delivered.sent.len(), 2);
    assert!(matches!(delivered.sent[0].1[0].end, End::Dropped(_)));
}

#[test]
fn behind_a_nat_gateway_the_receiver_sees_the_gateway() {
    let mut net = two_subnets();
    net.open_left();
    let nat = net.build.nat(net.left, "nat", Some("10.0.1.5"), "198.51.100.20");
    net.build.table_for(net.right, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let answer = to_front(&net.build, net.c, "10.0.2.10", "198.51.100.10");
    expect(&answer, Reachable);
    let End::Interface(_, arrived) = answer.sent[0].1[0].end else { panic!("{answer:?}") };
    assert_eq!(arrived.source(), address("198.51.100.20"));
    expect(&to_front(&net.build, net.c, "10.0.2.10", "198.51.100.20"), Blocked);
}

/// Two VPCs of the same range, each with a machine that has a public address.
fn twins() -> (Build, InterfaceId, InterfaceId) {
    let mut build = Build::default();
    let mut machines = Vec::new();
    for (name, public) in [("one", "198.51.100.1"), ("two", "198.51.100.2")] {
        let vpc = build.vpc(name, "10.0.0.0/16");
        let subnet = build.subnet(vpc, "front", "10.0.1.0/24");
        let gateway = build.internet_gateway(vpc);
        build.table_for(subnet, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
        let open = build.open_group(vpc, "open");
        let machine = build.machine(subnet, "web", "10.0.1.10", &[open]);
        build.public(machine, public, "10.0.1.10");
        machines.push(machine);
    }
    (build, machines[0], machines[1])
}

#[test]
fn two_vpcs_of_the_same_range_reach_each_other_by_public_addresses() {
    let (build, one, two) = twins();
    expect(&to_front(&build, one, "10.0.1.10", "198.51.100.2"), Reachable);
    // The same address at both ends, but not the same place.
    let answer = super::between(&build, one, two, tcp_to(443));
    expect(&answer, Reachable);
    assert_eq!(answer.sent.len(), 2);
}

#[test]
fn a_vpc_without_a_way_back_makes_it_one_way() {
    let (mut build, one, _) = twins();
    build.estate.aws.subnets[1].route_table = None;
    expect(&to_front(&build, one, "10.0.1.10", "198.51.100.2"), OneWay);
}

#[test]
fn ipv6_between_vpcs_goes_by_their_gateways() {
    let mut build = Build::default();
    let mut machines = Vec::new();
    for (at, name) in ["one", "two"].into_iter().enumerate() {
        let vpc = build.vpc(name, &format!("10.0.0.0/16 2001:db8:{at}::/56"));
        let subnet = build.subnet(vpc, "front", &format!("10.0.1.0/24 2001:db8:{at}::/64"));
        let target = if at == 0 {
            RouteTarget::EgressOnlyGateway(build.egress_only_gateway(vpc))
        } else {
            RouteTarget::InternetGateway(build.internet_gateway(vpc))
        };
        build.table_for(subnet, "::/0", target);
        let open = build.open_group(vpc, "open");
        machines.push(build.machine(subnet, "web", &format!("2001:db8:{at}::10"), &[open]));
    }
    // The egress-only side asks and is answered, and is not asked.
    expect(&super::between(&build, machines[0], machines[1], tcp_to(443)), Reachable);
    expect(&super::between(&build, machines[1], machines[0], tcp_to(443)), Blocked);
}
