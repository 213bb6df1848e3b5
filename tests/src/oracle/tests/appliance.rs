//! Machines that send packets on, in worlds that are written out.

use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};

use super::*;
use crate::estates::{Rules, any};
use crate::oracle::{Conduct, Rule, Takes, World};

/// Two subnets whose routes to each other lead to a machine in a third, which has no check.
fn inspected() -> (TwoSubnets, InterfaceId) {
    let mut t = two_subnets();
    let subnet = t.build.subnet(t.vpc, "inspect", "10.0.9.0/24");
    let firewall = t.build.machine(subnet, "firewall", "10.0.9.10", &[t.open]);
    t.build.uncheck(firewall);
    t.build.table_for(t.left, "10.0.2.0/24", RouteTarget::Interface(firewall));
    t.build.table_for(t.right, "10.0.1.0/24", RouteTarget::Interface(firewall));
    (t, firewall)
}

const AS_IT_IS: Rule = Rule {
    takes: Takes::All,
    source: None,
    destination: None,
    source_port: None,
    destination_port: None,
    by: None,
};

fn world(build: &Build, of: InterfaceId, rule: Rule, gives_back: bool) -> World {
    let instance = build.estate.aws.interfaces[of.0 as usize].owner.instance().expect("a machine");
    let conduct = Conduct { rules: vec![rule], gives_back, back_by: None };
    World { machines: [(instance, conduct)].into(), lures: Vec::new() }
}

/// From `a`, or from the internet, to an address of `to` in a world.
fn seen(build: &Build, from: Sender, source: &str, to: (InterfaceId, &str), world: World) -> FlowAnswer {
    let destination = Destination::Interface(to.0, address(to.1));
    let flow = Flow { sender: from, source: address(source), destination, transport: tcp_to(443) };
    let mut oracle = Oracle::new(&build.estate);
    oracle.enter(world);
    oracle.flow(&flow)
}

#[test]
fn a_machine_keeps_or_sends_on_what_is_for_others() {
    let (t, firewall) = inspected();
    let seen = |world| seen(&t.build, Sender::Interface(t.a), "10.0.1.10", (t.c, "10.0.2.10"), world);
    expect(&seen(World::default()), Blocked);
    expect(&seen(world(&t.build, firewall, AS_IT_IS, true)), Reachable);
    expect(&seen(world(&t.build, firewall, AS_IT_IS, false)), OneWay);
    let own = Some(address("10.0.9.10"));
    expect(&seen(world(&t.build, firewall, Rule { source: own, ..AS_IT_IS }, true)), Reachable);
    let elsewhere = Some(address("10.0.2.11"));
    expect(&seen(world(&t.build, firewall, Rule { destination: elsewhere, ..AS_IT_IS }, true)), Blocked);
    let other_port = Rule { destination_port: Some(80), ..AS_IT_IS };
    expect(&seen(world(&t.build, firewall, other_port, true)), Blocked);
    expect(&seen(world(&t.build, firewall, Rule { source_port: Some(9), ..AS_IT_IS }, true)), Reachable);
}

#[test]
fn a_machine_may_forward_what_arrives_there() {
    let (t, firewall) = inspected();
    let rule = Rule { takes: Takes::Addressed, destination: Some(address("10.0.2.10")), ..AS_IT_IS };
    let mut forwarding = world(&t.build, firewall, rule, true);
    forwarding.lures.push((address("10.0.9.10"), 443));
    let to = |to: InterfaceId, at: &str, world: &World| {
        seen(&t.build, Sender::Interface(t.a), "10.0.1.10", (to, at), world.clone())
    };
    expect(&to(t.c, "10.0.2.10", &forwarding), Reachable);
    // It has arrived there all the same.
    expect(&to(firewall, "10.0.9.10", &forwarding), Reachable);
    expect(&to(firewall, "10.0.9.10", &World::default()), Reachable);
}

#[test]
fn a_packet_is_sent_on_once() {
    let (mut t, firewall) = inspected();
    let subnet = t.build.estate.aws.interfaces[firewall.0 as usize].subnet;
    t.build.table_for(subnet, "10.0.2.0/24", RouteTarget::Interface(firewall));
    let world = world(&t.build, firewall, AS_IT_IS, true);
    let answer = seen(&t.build, Sender::Interface(t.a), "10.0.1.10", (t.c, "10.0.2.10"), world);
    expect(&answer, Blocked);
    assert_eq!(drops(&answer), [ringfence::Reason::RouteLoop]);
}

#[test]
fn references_do_not_stand_for_what_is_sent_on_with_its_source() {
    let (mut t, firewall) = inspected();
    let group = t.build.group(t.vpc, "referring");
    t.build.group_rule(group, Rules::Ingress, any(), Peer::Group(t.open));
    let server = t.build.machine(t.right, "server", "10.0.2.20", &[group]);
    let seen = |rule| {
        let world = world(&t.build, firewall, rule, true);
        seen(&t.build, Sender::Interface(t.a), "10.0.1.10", (server, "10.0.2.20"), world)
    };
    expect(&seen(AS_IT_IS), Blocked);
    expect(&seen(Rule { source: Some(address("10.0.9.10")), ..AS_IT_IS }), Reachable);
}
