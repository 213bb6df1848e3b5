//! NAT gateways.

use ringfence::answer::Verdict::{Blocked, OneWay, Partly, Reachable};
use ringfence::estate::aws::{Action, NatGatewayId, NetworkAclId, RouteTarget};
use ringfence::{Protocol, Reason, Transport};

use super::{
    Destination, End, Flow, Oracle, SOMEONE, Sender, TwoSubnets, address, drops, expect, outwards, tcp_to,
    two_subnets,
};
use crate::estates::{Rules, any, icmp, ports, tcp};

/// The left subnet has a way out, the right one a NAT gateway that stands in the left one.
fn behind_nat(private: Option<&str>, public: &str) -> (TwoSubnets, NatGatewayId) {
    let mut net = two_subnets();
    net.open_left();
    let nat = net.build.nat(net.left, "nat", private, public);
    net.build.table_for(net.right, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    (net, nat)
}

fn out(net: &TwoSubnets, transport: Transport) -> super::FlowAnswer {
    outwards(&net.build, net.c, "10.0.2.10", SOMEONE, transport)
}

/// An ACL of the left subnet that allows everything but replies from outside.
fn acl_of_nat(net: &mut TwoSubnets) -> NetworkAclId {
    let acl = net.build.acl_for(net.left);
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "10.0.0.0/16");
    acl
}

#[test]
fn private_machine_reaches_out_and_is_not_reached() {
    let (net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
    let answer = out(&net, tcp_to(443));
    expect(&answer, Reachable);
    assert!(answer.facts.nat);
    expect(&super::inwards(&net.build, SOMEONE, net.c, "10.0.2.10", tcp_to(443)), Blocked);
    let front = Flow {
        sender: Sender::Outside,
        source: address(SOMEONE),
        destination: Destination::Front(address("198.51.100.20")),
        transport: tcp_to(443),
    };
    assert_eq!(drops(&Oracle::new(&net.build.estate).flow(&front)), [Reason::NatUnsolicited]);
}

#[test]
fn the_internet_sees_a_public_address_and_a_port_from_1024() {
    let (net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20 198.51.100.21");
    let answer = out(&net, Transport::Udp { source: 7, destination: 53 });
    let seen = answer.sent[0].1.iter().map(|outcome| match outcome.end {
        End::Outside(packet) => packet,
        End::Interface(..) | End::Site(..) | End::Kept(_) | End::Dropped(_) => panic!("{outcome:?}"),
    });
    let seen = seen.collect::<Vec<_>>();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].source(), address("198.51.100.20"));
    assert_eq!(seen[1].source(), address("198.51.100.21"));
    assert_eq!(seen[0].transport(), Transport::Udp { source: 1024, destination: 53 });
    expect(&answer, Reachable);
}

#[test]
fn replies_pass_the_acl_of_the_gateway_for_some_ports() {
    let (mut net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
    let acl = acl_of_nat(&mut net);
    let answer = out(&net, tcp_to(443));
    expect(&answer, OneWay);
    assert!(answer.facts.acl_dropped_reply);
    // The client's port is one of these, which does not matter: the translated one is any from 1024 on.
    let linux = ports(Protocol::TCP, 32768, 60999);
    net.build.acl_rule(acl, Rules::Ingress, 110, Action::Allow, linux, "0.0.0.0/0");
    expect(&out(&net, tcp_to(443)), Partly);
    let every = ports(Protocol::TCP, 1024, 65535);
    net.build.acl_rule(acl, Rules::Ingress, 120, Action::Allow, every, "0.0.0.0/0");
    expect(&out(&net, tcp_to(443)), Reachable);
}

#[test]
fn way_to_the_gateway_is_filtered_by_both_acls_both_times() {
    for (rules, peer) in [(Rules::Ingress, "10.0.2.10/32"), (Rules::Egress, "203.0.113.0/24")] {
        let (mut net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
        let acl = net.build.acl_for(net.left);
        net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
        net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
        expect(&out(&net, tcp_to(443)), Reachable);
        net.build.acl_rule(acl, rules, 90, Action::Deny, tcp(443), peer);
        expect(&out(&net, tcp_to(443)), Blocked);
    }
    // The untranslated reply leaves the gateway's subnet and enters the machine's own.
    for (left, rules, peer) in
        [(true, Rules::Egress, "10.0.2.10/32"), (false, Rules::Ingress, "203.0.113.0/24")]
    {
        let (mut net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
        let acl = net.build.acl_for(if left { net.left } else { net.right });
        net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
        net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
        net.build.acl_rule(acl, rules, 90, Action::Deny, ports(Protocol::TCP, 40000, 40000), peer);
        expect(&out(&net, tcp_to(443)), OneWay);
    }
}

#[test]
fn gateway_in_the_same_subnet_loops() {
    let mut net = two_subnets();
    net.build.internet_gateway(net.vpc);
    let nat = net.build.nat(net.left, "nat", None, "198.51.100.20");
    net.build.table_for(net.left, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    let answer = outwards(&net.build, net.a, "10.0.1.10", SOMEONE, tcp_to(443));
    expect(&answer, Blocked);
    assert!(drops(&answer).iter().all(|reason| *reason == Reason::RouteLoop));
}

#[test]
fn gateway_in_the_same_subnet_for_another_subnet_skips_acls() {
    // From left by a gateway in left to right: the left ACL is asked once, on leaving.
    let mut net = two_subnets();
    let nat = net.build.nat(net.right, "nat", Some("10.0.2.5"), "");
    net.build.table_for(net.left, "10.0.2.0/24", RouteTarget::NatGateway(nat));
    let answer = super::between(&net.build, net.a, net.c, tcp_to(443));
    expect(&answer, Reachable);
    let End::Interface(_, arrived) = answer.sent[0].1[0].end else { panic!("{answer:?}") };
    assert_eq!(arrived.source(), address("10.0.2.5"));
}

#[test]
fn private_gateway_is_dropped_at_the_internet_gateway() {
    let (net, _) = behind_nat(Some("10.0.1.5"), "");
    let answer = out(&net, tcp_to(443));
    expect(&answer, Blocked);
    assert_eq!(drops(&answer), [Reason::NoPublicAddress]);
}

#[test]
fn gateway_translates_tcp_udp_and_icmp_only() {
    let (mut net, _) = behind_nat(None, "198.51.100.20");
    expect(&out(&net, Transport::Icmp { kind: 8, code: 0 }), Reachable);
    expect(&out(&net, Transport::Icmp { kind: 3, code: 1 }), Reachable);
    let gre = out(&net, Transport::Other(Protocol::GRE));
    assert_eq!(drops(&gre), [Reason::NatProtocol]);
    let acl = acl_of_nat(&mut net);
    expect(&out(&net, Transport::Icmp { kind: 8, code: 0 }), OneWay);
    net.build.acl_rule(acl, Rules::Ingress, 110, Action::Allow, icmp(Protocol::ICMP, 0), "0.0.0.0/0");
    expect(&out(&net, Transport::Icmp { kind: 8, code: 0 }), Reachable);
}

#[test]
fn unwritten_private_address_is_any_free_one() {
    let (mut net, _) = behind_nat(None, "198.51.100.20");
    let acl = net.build.acl_for(net.left);
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    // Two routes for the reply of a machine in the left subnet's neighbour: half of the addresses are lost.
    let third = net.build.subnet(net.vpc, "third", "10.0.3.0/24");
    let d = net.build.machine(third, "d", "10.0.3.10", &[net.open]);
    let nat = NatGatewayId(0);
    net.build.table_for(net.right, "10.0.3.0/24", RouteTarget::NatGateway(nat));
    net.build.table_for(third, "10.0.1.128/25", RouteTarget::Blackhole);
    expect(&super::between(&net.build, net.c, d, tcp_to(443)), Partly);
    // A written address settles it.
    net.build.estate.aws.nat_gateways[0].address = Some(address("10.0.1.5"));
    expect(&super::between(&net.build, net.c, d, tcp_to(443)), Reachable);
    net.build.estate.aws.nat_gateways[0].address = Some(address("10.0.1.200"));
    expect(&super::between(&net.build, net.c, d, tcp_to(443)), OneWay);
}

#[test]
fn reserved_and_taken_addresses_are_not_free() {
    let mut net = two_subnets();
    net.open_left();
    // Of 16 addresses five are reserved, ten are taken and one is free.
    let small = net.build.subnet(net.vpc, "small", "10.0.4.0/28");
    for last in 4..14 {
        net.build.machine(small, &format!("m{last}"), &format!("10.0.4.{last}"), &[]);
    }
    let nat = net.build.nat(small, "nat", None, "198.51.100.20");
    let other = net.build.nat(small, "other", Some("10.0.4.14"), "198.51.100.21");
    net.build.estate.aws.subnets[small.0 as usize].route_table =
        net.build.estate.aws.subnets[net.left.0 as usize].route_table;
    net.build.table_for(net.right, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    expect(&out(&net, tcp_to(443)), Blocked);
    net.build.estate.aws.nat_gateways[other.0 as usize].address = None;
    let answer = out(&net, tcp_to(443));
    expect(&answer, Reachable);
    assert!(format!("{answer:?}").contains("10.0.4.14"));
}

#[test]
fn gateways_in_a_row() {
    let (mut net, nat) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
    // The gateway's own subnet goes on to a second one.
    let third = net.build.subnet(net.vpc, "third", "10.0.3.0/24");
    let second = net.build.nat(third, "second", Some("10.0.3.5"), "198.51.100.30");
    let table = net.build.estate.aws.subnets[net.left.0 as usize].route_table;
    net.build.estate.aws.subnets[third.0 as usize].route_table = table;
    net.build.table_for(net.left, "0.0.0.0/0", RouteTarget::NatGateway(second));
    let answer = out(&net, tcp_to(443));
    expect(&answer, Reachable);
    // A ring of two is a loop.
    net.build.table_for(third, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    let answer = out(&net, tcp_to(443));
    assert!(!answer.delivered && drops(&answer).contains(&Reason::RouteLoop));
}

#[test]
fn gateway_does_not_let_in_from_the_inside() {
    let (net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
    let packet = ringfence::Packet::new(address("10.0.2.10"), address("10.0.1.5"), tcp_to(443)).unwrap();
    let outcomes = Oracle::new(&net.build.estate).outcomes(Sender::Interface(net.c), packet);
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0].end, End::Dropped(Reason::NatUnsolicited));
}

#[test]
fn reply_by_a_gateway_that_the_flow_did_not_cross_is_lost() {
    let (mut net, _) = behind_nat(Some("10.0.1.5"), "198.51.100.20");
    net.build.public(net.c, "198.51.100.10", "10.0.2.10");
    expect(&super::inwards(&net.build, SOMEONE, net.c, "10.0.2.10", tcp_to(443)), OneWay);
}
