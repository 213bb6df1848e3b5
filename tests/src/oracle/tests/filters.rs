//! Security groups and network ACLs.

use ringfence::answer::Verdict::{Blocked, OneWay, Partly, Reachable};
use ringfence::estate::aws::{Action, Peer};
use ringfence::{PortRange, Protocol, Reason, Transport};

use super::{
    CLIENT, Destination, Flow, Oracle, SOMEONE, Sender, between, drops, everywhere, expect, inwards, tcp_to,
    two_subnets,
};
use crate::estates::{Rules, address, any, icmp, ports, prefix, tcp};

#[test]
fn acl_is_not_asked_inside_a_subnet() {
    let mut net = two_subnets();
    net.build.acl_for(net.left);
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    let across = between(&net.build, net.a, net.c, tcp_to(443));
    expect(&across, Blocked);
    assert_eq!(drops(&across), [Reason::AclNoRule]);
}

#[test]
fn acl_without_room_for_replies_is_one_way() {
    let mut net = two_subnets();
    let acl = net.build.acl_for(net.right);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, tcp(443), "0.0.0.0/0");
    let answer = between(&net.build, net.a, net.c, tcp_to(443));
    expect(&answer, OneWay);
    assert!(answer.facts.acl_dropped_reply);
    expect(&between(&net.build, net.a, net.c, tcp_to(444)), Blocked);
    net.build.acl_rule(
        acl,
        Rules::Egress,
        100,
        Action::Allow,
        ports(Protocol::TCP, CLIENT, CLIENT),
        "10.0.1.10/32",
    );
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    let other = Transport::Tcp { source: CLIENT + 1, destination: 443 };
    expect(&between(&net.build, net.a, net.c, other), OneWay);
}

#[test]
fn acl_takes_the_lowest_number_wherever_it_is_written() {
    let mut net = two_subnets();
    let acl = net.build.acl_for(net.right);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Ingress, 90, Action::Deny, any(), "10.0.1.10/32");
    let denied = between(&net.build, net.a, net.c, tcp_to(443));
    assert_eq!(drops(&denied), [Reason::AclDeny]);
    expect(&between(&net.build, net.b, net.c, tcp_to(443)), Reachable);
}

#[test]
fn default_acl_serves_subnets_that_name_none() {
    let mut net = two_subnets();
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    let acl = net.build.acl(net.vpc, "default");
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    // IPv6 ends at the last rule of a written default ACL.
    let aws = &net.build.estate.aws;
    let flow = Flow {
        sender: Sender::Interface(net.a),
        source: aws.interfaces[0].addresses[1],
        destination: Destination::Interface(net.c, aws.interfaces[2].addresses[1]),
        transport: tcp_to(443),
    };
    let answer = Oracle::new(&net.build.estate).flow(&flow);
    assert_eq!(drops(&answer), [Reason::AclNoRule]);
}

#[test]
fn default_acl_of_another_vpc_does_not_count() {
    let mut net = two_subnets();
    let other = net.build.vpc("other", "10.1.0.0/16");
    net.build.acl(other, "default");
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
}

#[test]
fn ipv4_prefix_of_a_group_rule_is_not_for_ipv6() {
    let mut net = two_subnets();
    let group = net.build.group(net.vpc, "v4");
    net.build.group_rule(group, Rules::Ingress, any(), everywhere());
    net.build.group_rule(group, Rules::Egress, any(), everywhere());
    net.build.estate.aws.interfaces[net.b.0 as usize].groups = vec![group];
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    let flow = Flow {
        sender: Sender::Interface(net.a),
        source: address("2001:db8:1:1::10"),
        destination: Destination::Interface(net.b, address("2001:db8:1:1::11")),
        transport: tcp_to(443),
    };
    let answer = Oracle::new(&net.build.estate).flow(&flow);
    assert_eq!(drops(&answer), [Reason::SgNoRule]);
}

#[test]
fn reference_to_a_group_is_for_private_addresses_only() {
    let mut net = two_subnets();
    net.open_left();
    let group = net.build.group(net.vpc, "server");
    net.build.group_rule(group, Rules::Ingress, tcp(443), Peer::Group(net.open));
    net.build.estate.aws.interfaces[net.b.0 as usize].groups = vec![group];
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    net.build.public(net.b, "198.51.100.11", "10.0.1.11");
    let answer = between(&net.build, net.a, net.b, tcp_to(443));
    expect(&answer, Reachable);
    assert!(answer.facts.reference_passed);
    let front = Flow {
        sender: Sender::Interface(net.a),
        source: address("10.0.1.10"),
        destination: Destination::Front(address("198.51.100.11")),
        transport: tcp_to(443),
    };
    let answer = Oracle::new(&net.build.estate).flow(&front);
    assert_eq!(drops(&answer), [Reason::SgNoRule]);
    assert!(answer.facts.reference_dropped);
}

#[test]
fn reference_holds_every_address_of_every_interface() {
    let mut net = two_subnets();
    let clients = net.build.group(net.vpc, "clients");
    net.build.group_rule(clients, Rules::Egress, any(), everywhere());
    let server = net.build.group(net.vpc, "server");
    net.build.group_rule(server, Rules::Ingress, tcp(443), Peer::Group(clients));
    net.build.estate.aws.interfaces[net.c.0 as usize].groups = vec![server];
    let second = net.build.interface(net.a, "second", net.left, "10.0.1.20 10.0.1.21", &[clients]);
    for source in ["10.0.1.20", "10.0.1.21"] {
        let flow = Flow {
            sender: Sender::Interface(second),
            source: address(source),
            destination: Destination::Interface(net.c, address("10.0.2.10")),
            transport: tcp_to(443),
        };
        expect(&Oracle::new(&net.build.estate).flow(&flow), Reachable);
    }
    // The machine's other interface does not carry the group.
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Blocked);
}

#[test]
fn groups_of_an_interface_are_taken_together() {
    let mut net = two_subnets();
    let (web, admin) = (net.build.group(net.vpc, "web"), net.build.group(net.vpc, "admin"));
    net.build.group_rule(web, Rules::Ingress, tcp(443), everywhere());
    net.build.group_rule(admin, Rules::Ingress, tcp(22), everywhere());
    net.build.estate.aws.interfaces[net.b.0 as usize].groups = vec![web, admin];
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.a, net.b, tcp_to(22)), Reachable);
    expect(&between(&net.build, net.a, net.b, tcp_to(23)), Blocked);
}

#[test]
fn group_without_egress_answers_but_does_not_ask() {
    let mut net = two_subnets();
    let group = net.build.group(net.vpc, "quiet");
    net.build.group_rule(group, Rules::Ingress, tcp(443), everywhere());
    net.build.estate.aws.interfaces[net.b.0 as usize].groups = vec![group];
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.b, net.a, tcp_to(443)), Blocked);
}

#[test]
fn unwritten_default_group_holds_its_own_members_only() {
    let mut net = two_subnets();
    for id in [net.a, net.b] {
        net.build.estate.aws.interfaces[id.0 as usize].groups.clear();
    }
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.c, net.a, tcp_to(443)), Blocked);
}

#[test]
fn written_default_group_is_as_written() {
    let mut net = two_subnets();
    for id in [net.a, net.b] {
        net.build.estate.aws.interfaces[id.0 as usize].groups.clear();
    }
    let default = net.build.group(net.vpc, "default");
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Blocked);
    net.build.group_rule(default, Rules::Egress, any(), Peer::Itself);
    net.build.group_rule(default, Rules::Ingress, tcp(443), Peer::Itself);
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Blocked);
}

#[test]
fn ping_needs_its_reply_type_in_an_acl_but_not_in_a_group() {
    let mut net = two_subnets();
    let group = net.build.group(net.vpc, "ping");
    net.build.group_rule(group, Rules::Ingress, icmp(Protocol::ICMP, 8), everywhere());
    net.build.estate.aws.interfaces[net.c.0 as usize].groups = vec![group];
    let ping = Transport::Icmp { kind: 8, code: 0 };
    expect(&between(&net.build, net.a, net.c, ping), Reachable);
    let acl = net.build.acl_for(net.right);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, icmp(Protocol::ICMP, 8), "0.0.0.0/0");
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, icmp(Protocol::ICMP, 8), "0.0.0.0/0");
    expect(&between(&net.build, net.a, net.c, ping), OneWay);
    net.build.acl_rule(acl, Rules::Egress, 110, Action::Allow, icmp(Protocol::ICMP, 0), "0.0.0.0/0");
    expect(&between(&net.build, net.a, net.c, ping), Reachable);
}

#[test]
fn echo_with_an_odd_code_is_answered_with_code_zero() {
    let mut net = two_subnets();
    let acl = net.build.acl_for(net.right);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    let zero = ringfence::estate::Traffic::Icmp { protocol: Protocol::ICMP, types: (0, 0), code: Some(0) };
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, zero, "0.0.0.0/0");
    expect(&between(&net.build, net.a, net.c, Transport::Icmp { kind: 8, code: 7 }), Reachable);
}

#[test]
fn icmp_that_expects_no_reply_is_answered_by_being_delivered() {
    let mut net = two_subnets();
    let acl = net.build.acl_for(net.right);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    expect(&between(&net.build, net.a, net.c, Transport::Icmp { kind: 3, code: 4 }), Reachable);
    expect(&between(&net.build, net.a, net.c, Transport::Other(Protocol::GRE)), OneWay);
}

#[test]
fn icmp_of_the_other_family_is_just_a_number() {
    let mut net = two_subnets();
    let group = net.build.group(net.vpc, "ping");
    let everything =
        ringfence::estate::Traffic::Icmp { protocol: Protocol::ICMPV6, types: (0, 255), code: None };
    net.build.group_rule(group, Rules::Ingress, everything, everywhere());
    net.build.estate.aws.interfaces[net.b.0 as usize].groups = vec![group];
    let strange = Transport::Other(Protocol::ICMPV6);
    expect(&between(&net.build, net.a, net.b, strange), Blocked);
    let number = ringfence::estate::Traffic::Protocol(Protocol::ICMPV6);
    net.build.group_rule(group, Rules::Ingress, number, everywhere());
    expect(&between(&net.build, net.a, net.b, strange), Reachable);
}

#[test]
fn client_ports_matter_for_the_verdict_of_a_service_alone() {
    let mut net = two_subnets();
    net.open_left();
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let acl = net.build.acl_for(net.left);
    net.build.acl_rule(acl, Rules::Ingress, 100, Action::Allow, any(), "0.0.0.0/0");
    let high = ports(Protocol::TCP, 32768, 65535);
    net.build.acl_rule(acl, Rules::Egress, 100, Action::Allow, high, "0.0.0.0/0");
    expect(&inwards(&net.build, SOMEONE, net.a, "10.0.1.10", tcp_to(443)), Reachable);
    let low = Transport::Tcp { source: 53, destination: 443 };
    expect(&inwards(&net.build, SOMEONE, net.a, "10.0.1.10", low), OneWay);
    let mut flow = Flow {
        sender: Sender::Outside,
        source: address(SOMEONE),
        destination: Destination::Interface(net.a, address("10.0.1.10")),
        transport: low,
    };
    assert_eq!(Oracle::new(&net.build.estate).service_verdict(&flow), Partly);
    // The same from a machine that says which ports it uses.
    flow = Flow {
        sender: Sender::Interface(net.c),
        source: address("10.0.2.10"),
        destination: Destination::Interface(net.a, address("10.0.1.10")),
        transport: low,
    };
    assert_eq!(Oracle::new(&net.build.estate).service_verdict(&flow), Partly);
    let instance = net.build.estate.aws.interfaces[net.c.0 as usize].owner.instance().expect("a machine");
    net.build.estate.aws.instances[instance.0 as usize].client_ports =
        vec![PortRange::new(32768, 60999).unwrap()];
    assert_eq!(Oracle::new(&net.build.estate).service_verdict(&flow), Reachable);
    expect(&between(&net.build, net.c, net.a, tcp_to(443)), Reachable);
    let outside_of_them = Transport::Tcp { source: 65535, destination: 443 };
    expect(&between(&net.build, net.c, net.a, outside_of_them), Reachable);
}

#[test]
fn a_reply_is_no_flow_of_a_prefix_rule() {
    // The reply of `a` to `b` passes as a reply, whatever the rules of the other direction say.
    let mut net = two_subnets();
    let group = net.build.group(net.vpc, "asks");
    net.build.group_rule(group, Rules::Egress, tcp(443), Peer::Prefix(prefix("10.0.2.0/24")));
    net.build.estate.aws.interfaces[net.a.0 as usize].groups = vec![group];
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    expect(&between(&net.build, net.c, net.a, tcp_to(443)), Blocked);
}
