//! Internet gateways, egress-only gateways and public addresses.

use ringfence::Reason;
use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};
use ringfence::estate::aws::{InterfaceId, RouteTarget};

use super::{
    Destination, Flow, Oracle, SOMEONE, Sender, address, drops, expect, inwards, outwards, tcp_to,
    two_subnets,
};

const SOMEONE_V6: &str = "2001:db8:ffff::9";

#[test]
fn public_address_without_a_gateway_is_not_reachable() {
    let mut net = two_subnets();
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let answer = inwards(&net.build, SOMEONE, net.a, "10.0.1.10", tcp_to(443));
    expect(&answer, Blocked);
    assert!(drops(&answer).contains(&Reason::NoInternetGateway));
}

#[test]
fn private_address_without_a_public_one_does_not_leave() {
    let mut net = two_subnets();
    net.open_left();
    let answer = outwards(&net.build, net.a, "10.0.1.10", SOMEONE, tcp_to(443));
    assert_eq!(drops(&answer), [Reason::NoPublicAddress]);
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    expect(&outwards(&net.build, net.a, "10.0.1.10", SOMEONE, tcp_to(443)), Reachable);
    expect(&outwards(&net.build, net.a, "10.0.1.10", "10.9.9.9", tcp_to(443)), Blocked);
}

#[test]
fn a_secondary_address_has_its_own_public_one() {
    let mut net = two_subnets();
    net.open_left();
    net.build.estate.aws.interfaces[net.a.0 as usize].addresses.push(address("10.0.1.12"));
    net.build.public(net.a, "198.51.100.12", "10.0.1.12");
    expect(&inwards(&net.build, SOMEONE, net.a, "10.0.1.12", tcp_to(443)), Reachable);
    expect(&inwards(&net.build, SOMEONE, net.a, "10.0.1.10", tcp_to(443)), Blocked);
    expect(&outwards(&net.build, net.a, "10.0.1.12", SOMEONE, tcp_to(443)), Reachable);
    expect(&outwards(&net.build, net.a, "10.0.1.10", SOMEONE, tcp_to(443)), Blocked);
}

#[test]
fn a_front_is_judged_as_sent() {
    let mut net = two_subnets();
    net.open_left();
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let oracle = Oracle::new(&net.build.estate);
    let flow = |sender, source, destination| Flow {
        sender,
        source: address(source),
        destination,
        transport: tcp_to(443),
    };
    let front = Destination::Front(address("198.51.100.10"));
    expect(&oracle.flow(&flow(Sender::Outside, SOMEONE, front)), Reachable);
    // The right subnet has no way out, so it reaches the private address and not the public one.
    expect(&oracle.flow(&flow(Sender::Interface(net.c), "10.0.2.10", front)), Blocked);
    let private = Destination::Interface(net.a, address("10.0.1.10"));
    expect(&oracle.flow(&flow(Sender::Interface(net.c), "10.0.2.10", private)), Reachable);
}

#[test]
fn no_question_holds_flows_to_itself_or_past_the_estate() {
    let mut net = two_subnets();
    net.open_left();
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let oracle = Oracle::new(&net.build.estate);
    let ask = |sender, source, destination| {
        oracle.is_asked(&Flow { sender, source: address(source), destination, transport: tcp_to(443) })
    };
    let (me, outside) = (Sender::Interface(net.a), Sender::Outside);
    assert!(!ask(me, "10.0.1.10", Destination::Interface(net.a, address("10.0.1.10"))));
    assert!(ask(me, "10.0.1.10", Destination::Front(address("198.51.100.10"))));
    assert!(!ask(outside, SOMEONE, Destination::Outside(address("203.0.113.10"))));
    assert!(!ask(outside, "198.51.100.10", Destination::Interface(net.a, address("10.0.1.10"))));
    assert!(!ask(outside, "10.0.1.10", Destination::Interface(net.b, address("10.0.1.11"))));
    assert!(!ask(me, "10.0.1.11", Destination::Interface(net.b, address("10.0.1.11"))));
    assert!(ask(me, "10.0.1.10", Destination::Interface(net.b, address("10.0.1.11"))));
}

#[test]
fn ipv6_passes_the_internet_gateway_unchanged() {
    let mut net = two_subnets();
    net.open_left();
    expect(&outwards(&net.build, net.a, "2001:db8:1:1::10", SOMEONE_V6, tcp_to(443)), Reachable);
    expect(&inwards(&net.build, SOMEONE_V6, net.a, "2001:db8:1:1::10", tcp_to(443)), Reachable);
    // No route back from the other subnet.
    expect(&inwards(&net.build, SOMEONE_V6, net.c, "2001:db8:1:2::10", tcp_to(443)), OneWay);
}

#[test]
fn private_ipv6_does_not_leave() {
    let mut net = two_subnets();
    net.open_left();
    net.build.estate.aws.vpcs[0].prefixes.push(crate::estates::prefix("fd00:1::/56"));
    net.build.estate.aws.subnets[0].prefixes.push(crate::estates::prefix("fd00:1::/64"));
    net.build.estate.aws.interfaces[0].addresses.push(address("fd00:1::10"));
    let answer = outwards(&net.build, net.a, "fd00:1::10", SOMEONE_V6, tcp_to(443));
    assert_eq!(drops(&answer), [Reason::NoPublicAddress]);
    expect(&inwards(&net.build, SOMEONE_V6, net.a, "fd00:1::10", tcp_to(443)), Blocked);
}

fn egress_only(with_internet_gateway: bool) -> (super::TwoSubnets, InterfaceId) {
    let mut net = two_subnets();
    if with_internet_gateway {
        net.build.internet_gateway(net.vpc);
    }
    let gateway = net.build.egress_only_gateway(net.vpc);
    net.build.table_for(net.left, "::/0", RouteTarget::EgressOnlyGateway(gateway));
    let a = net.a;
    (net, a)
}

#[test]
fn egress_only_gateway_lets_in_replies_only() {
    let (net, a) = egress_only(false);
    expect(&outwards(&net.build, a, "2001:db8:1:1::10", SOMEONE_V6, tcp_to(443)), Reachable);
    let unsolicited = inwards(&net.build, SOMEONE_V6, a, "2001:db8:1:1::10", tcp_to(443));
    assert_eq!(drops(&unsolicited), [Reason::EgressOnlyGateway]);
}

#[test]
fn egress_only_gateway_beside_an_internet_gateway_is_one_way_inwards() {
    let (net, a) = egress_only(true);
    expect(&outwards(&net.build, a, "2001:db8:1:1::10", SOMEONE_V6, tcp_to(443)), Reachable);
    expect(&inwards(&net.build, SOMEONE_V6, a, "2001:db8:1:1::10", tcp_to(443)), OneWay);
}

#[test]
fn a_range_without_any_gateway_is_not_entered() {
    let net = two_subnets();
    let answer = inwards(&net.build, SOMEONE_V6, net.a, "2001:db8:1:1::10", tcp_to(443));
    assert_eq!(drops(&answer), [Reason::NoInternetGateway]);
}

#[test]
fn a_reply_leaves_by_the_interface_that_was_reached() {
    let mut net = two_subnets();
    net.open_left();
    // The second interface stands where there is no way out, whatever the first one has.
    let second = net.build.interface(net.a, "second", net.right, "10.0.2.20", &[net.open]);
    net.build.public(second, "198.51.100.20", "10.0.2.20");
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    expect(&inwards(&net.build, SOMEONE, net.a, "10.0.1.10", tcp_to(443)), Reachable);
    expect(&inwards(&net.build, SOMEONE, second, "10.0.2.20", tcp_to(443)), OneWay);
}

#[test]
fn interfaces_of_one_machine_are_places_of_their_own() {
    let mut net = two_subnets();
    let second = net.build.interface(net.a, "second", net.right, "10.0.2.20", &[net.open]);
    expect(&super::between(&net.build, net.a, second, tcp_to(443)), Reachable);
}

#[test]
fn documentation_ranges_are_internet_and_private_ones_are_not() {
    let net = two_subnets();
    let oracle = Oracle::new(&net.build.estate);
    for public in
        ["192.0.2.1", "198.51.100.1", "203.0.113.1", "8.8.8.8", "100.128.0.0", "172.32.0.0", "2001:db8:9::1"]
    {
        assert!(oracle.is_internet(address(public)), "{public}");
    }
    let private = [
        "10.9.0.1",
        "100.64.0.0",
        "100.127.255.255",
        "172.31.255.255",
        "192.168.0.0",
        "198.19.255.255",
        "0.0.0.1",
        "224.0.0.0",
        "255.255.255.255",
        "127.0.0.1",
        "169.254.1.1",
        "192.0.0.8",
        "2001:db8:1::1",
        "fd00::1",
        "4000::",
    ];
    for private in private {
        assert!(!oracle.is_internet(address(private)), "{private}");
    }
}
