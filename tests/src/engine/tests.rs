use std::net::IpAddr;

use ringfence::Transport;
use ringfence::answer::Verdict;
use ringfence::estate::aws::{Action, InterfaceId, LoadBalancerKind, RouteTarget, TargetAt};

use super::Core;
use crate::compare::{Engine, Told};
use crate::estates::{Build, Rules, address, any, tcp};
use crate::oracle::{Destination, Flow, Oracle, Sender};

fn prepared(build: &Build) -> Core {
    Core::prepare(&build.estate).expect("an answer about everything")
}

/// Two VPCs of one range. In both a machine has 10.0.1.10, with a public address in the right one only.
fn twins(private: Option<&str>) -> (Core, Flow) {
    let mut build = Build::default();
    let (mut client, mut server) = (None, None);
    for (name, public) in [("left", "198.51.100.1"), ("right", "198.51.100.2")] {
        let vpc = build.vpc(name, "10.0.0.0/16");
        let gateway = build.internet_gateway(vpc);
        let open = build.open_group(vpc, "open");
        let subnet = build.subnet(vpc, "net", "10.0.1.0/24");
        build.table_for(subnet, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
        let machine = build.machine(subnet, "machine", "10.0.1.10", &[open]);
        if name == "right" {
            build.public(machine, public, "10.0.1.10");
            server = Some(machine);
        } else {
            let other = build.machine(subnet, "client", "10.0.1.20", &[open]);
            build.public(other, public, "10.0.1.20");
            build.nat(subnet, "nat", private, "198.51.100.3");
            client = Some(other);
        }
    }
    let flow = Flow {
        sender: Sender::Interface(client.expect("a client")),
        source: address("10.0.1.20"),
        destination: Destination::Interface(server.expect("a server"), address("10.0.1.10")),
        transport: Transport::Tcp { source: 50000, destination: 443 },
    };
    (prepared(&build), flow)
}

fn written(told: &Told) -> IpAddr {
    told.witness.as_ref().expect("a packet").packet.destination
}

#[test]
fn the_same_address_in_the_own_network_shows_nothing() {
    for private in [None, Some("10.0.1.30")] {
        let (core, flow) = twins(private);
        for told in [core.told(&flow), core.told_of_service(&flow)] {
            assert_eq!(told.verdict, Verdict::Reachable);
            assert_eq!(written(&told), address("198.51.100.2"));
        }
    }
}

#[test]
fn an_address_that_nothing_has_is_blocked_from_outside_too() {
    let (core, flow) = twins(None);
    for nobody in ["10.0.1.99", "10.99.0.1", "198.51.100.3", "224.0.0.1"] {
        let nobody = address(nobody);
        let (sender, source) = (Sender::Outside, address("203.0.113.9"));
        let told = core.told(&Flow { sender, source, destination: Destination::Nobody(nobody), ..flow });
        assert_eq!(told.verdict, Verdict::Blocked);
        assert_eq!(written(&told), nobody);
    }
}

/// What engine and oracle both say to a flow between the first addresses of two interfaces.
#[track_caller]
fn both(build: &Build, from: InterfaceId, to: Destination, expected: Verdict) {
    let source = build.estate.aws.interfaces[from.0 as usize].addresses[0];
    let transport = Transport::Tcp { source: 50000, destination: 443 };
    let flow = Flow { sender: Sender::Interface(from), source, destination: to, transport };
    assert_eq!(Oracle::new(&build.estate).flow(&flow).verdict(), expected);
    assert_eq!(prepared(build).told(&flow).verdict, expected);
}

#[test]
fn the_main_table_of_another_network_is_not_asked() {
    let mut build = Build::default();
    let mut machines = Vec::new();
    for name in ["left", "right"] {
        let vpc = build.vpc(name, "10.0.0.0/16");
        let gateway = build.internet_gateway(vpc);
        let open = build.open_group(vpc, "open");
        let subnet = build.subnet(vpc, "net", "10.0.1.0/24");
        let machine = build.machine(subnet, "machine", "10.0.1.10", &[open]);
        build.public(machine, if name == "left" { "198.51.100.1" } else { "198.51.100.2" }, "10.0.1.10");
        if name == "left" {
            let table = build.table(vpc, "main");
            build.route(table, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
            build.estate.aws.route_tables[table.0 as usize].main = true;
        }
        machines.push(machine);
    }
    let outside = Destination::Outside(address("203.0.113.9"));
    both(&build, machines[0], outside, Verdict::Reachable);
    both(&build, machines[1], outside, Verdict::Blocked);
}

#[test]
fn the_longest_of_long_prefixes_wins() {
    for (first, second) in [("/28", "/31"), ("/31", "/28"), ("/28", "/29")] {
        let mut build = Build::default();
        let vpc = build.vpc("main", "10.0.0.0/16");
        let gateway = build.internet_gateway(vpc);
        let open = build.open_group(vpc, "open");
        let subnet = build.subnet(vpc, "net", "10.0.1.0/24");
        let machine = build.machine(subnet, "machine", "10.0.1.10", &[open]);
        build.public(machine, "198.51.100.1", "10.0.1.10");
        let target = |length: &str| match length {
            "/28" => RouteTarget::InternetGateway(gateway),
            _ => RouteTarget::Blackhole,
        };
        let table = build.table_for(subnet, &format!("203.0.113.0{first}"), target(first));
        build.route(table, &format!("203.0.113.0{second}"), target(second));
        both(&build, machine, Destination::Outside(address("203.0.113.1")), Verdict::Blocked);
        both(&build, machine, Destination::Outside(address("203.0.113.8")), Verdict::Reachable);
    }
}

/// A client that reaches a server through a private NAT gateway without a written address; the server's subnet takes it
/// from every address but `denied`.
#[track_caller]
fn by_private_nat(denied: &str, expected: Verdict) {
    let mut build = Build::default();
    let vpc = build.vpc("main", "10.0.0.0/16");
    let open = build.open_group(vpc, "open");
    let (inner, middle) =
        (build.subnet(vpc, "inner", "10.0.1.0/24"), build.subnet(vpc, "middle", "10.0.2.0/28"));
    let far = build.subnet(vpc, "far", "10.0.3.0/24");
    let client = build.machine(inner, "client", "10.0.1.10", &[open]);
    let server = build.machine(far, "server", "10.0.3.10", &[open]);
    build.machine(middle, "other", "10.0.2.6 10.0.2.7", &[open]);
    let nat = build.nat(middle, "nat", None, "");
    build.nat(middle, "another", Some("10.0.2.8"), "");
    build.table_for(inner, "10.0.3.0/24", RouteTarget::NatGateway(nat));
    let acl = build.acl_for(far);
    build.acl_rule(acl, Rules::Ingress, 100, Action::Deny, any(), denied);
    build.acl_rule(acl, Rules::Ingress, 200, Action::Allow, any(), "0.0.0.0/0");
    build.acl_rule(acl, Rules::Egress, 100, Action::Allow, any(), "0.0.0.0/0");
    both(&build, client, Destination::Interface(server, address("10.0.3.10")), expected);
}

#[test]
fn a_nat_gateway_has_any_free_address_and_no_other() {
    for free in ["10.0.2.4/32", "10.0.2.5/32", "10.0.2.9/32", "10.0.2.14/32"] {
        by_private_nat(free, Verdict::Partly);
    }
    // Reserved, a machine's first and second one, another gateway's.
    for taken in ["10.0.2.0/30", "10.0.2.15/32", "10.0.2.6/32", "10.0.2.7/32", "10.0.2.8/32"] {
        by_private_nat(taken, Verdict::Reachable);
    }
}

#[test]
fn what_a_load_balancer_sends_by_the_nat_gateway_that_it_came_by_is_translated_once_more() {
    let mut build = Build::default();
    let vpc = build.vpc("main", "10.0.0.0/16");
    let gateway = RouteTarget::InternetGateway(build.internet_gateway(vpc));
    let open = build.open_group(vpc, "open");
    let ranges = [
        ("public", "10.0.0.0/24"),
        ("door", "10.0.1.0/24"),
        ("app", "10.0.2.0/24"),
        ("inner", "10.0.3.0/24"),
    ];
    let [public, door, app, inner] = ranges.map(|(name, range)| build.subnet(vpc, name, range));
    let nat = RouteTarget::NatGateway(build.nat(public, "nat", Some("10.0.0.9"), "198.51.100.40"));
    build.table_for(public, "0.0.0.0/0", gateway);
    build.table_for(inner, "0.0.0.0/0", nat);
    let table = build.table_for(door, "0.0.0.0/0", gateway);
    build.route(table, "10.0.2.0/24", nat);
    let client = build.machine(inner, "client", "10.0.3.10", &[open]);
    build.machine(app, "server", "10.0.2.10", &[open]);
    let fronts = [(door, "10.0.1.50", "198.51.100.50")];
    let balancer = build.load_balancer("door", LoadBalancerKind::Network, &fronts, &[]);
    let targets = build.target_group(vpc, "app", &[(TargetAt::Address(address("10.0.2.10")), None)]);
    build.listener(balancer, tcp(443), Some(targets));
    both(&build, client, Destination::Front(address("198.51.100.50")), Verdict::Reachable);
}
