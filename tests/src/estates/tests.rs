use ringfence::Transport;
use ringfence::answer::Verdict::{self, Blocked, OneWay, Reachable};
use ringfence::estate::Estate;

use super::{APPLIANCES, ARCHITECTURES, address, appliance_estate, broken_invariants, random_estate};
use crate::oracle::{Destination, Flow, Oracle, Sender};

/// Flows of every architecture, by the source's and the destination's address, with the TCP port.
const KNOWN: &[(&str, &str, &str, u16, Verdict)] = &[
    ("public web server", "192.0.2.9", "10.0.1.10", 443, Reachable),
    ("public web server", "192.0.2.9", "10.0.1.12", 80, Reachable),
    ("public web server", "192.0.2.9", "10.0.1.10", 22, Blocked),
    ("public web server", "10.0.1.10", "192.0.2.9", 443, Blocked),
    ("private subnets behind NAT gateways", "10.0.11.10", "192.0.2.9", 443, Reachable),
    ("private subnets behind NAT gateways", "10.0.12.10", "192.0.2.9", 443, Reachable),
    ("private subnets behind NAT gateways", "10.0.1.10", "10.0.12.10", 8080, Reachable),
    ("private subnets behind NAT gateways", "192.0.2.9", "10.0.12.10", 8080, Blocked),
    ("three tiers with network ACLs", "203.0.113.9", "10.0.1.10", 443, Reachable),
    ("three tiers with network ACLs", "192.0.2.9", "10.0.1.10", 443, Blocked),
    ("three tiers with network ACLs", "10.0.1.10", "10.0.2.10", 8080, Reachable),
    ("three tiers with network ACLs", "10.0.2.10", "10.0.3.10", 5432, Reachable),
    ("three tiers with network ACLs", "10.0.2.10", "203.0.113.9", 443, Reachable),
    ("three tiers with network ACLs", "10.0.1.10", "10.0.3.10", 5432, Blocked),
    ("bastion", "203.0.113.9", "172.16.0.10", 22, Reachable),
    ("bastion", "172.16.0.10", "172.16.8.11", 22, Reachable),
    ("bastion", "203.0.113.9", "172.16.8.11", 22, Blocked),
    ("dual stack with an egress-only gateway", "2600::1", "2001:db8:1200:1::10", 443, Reachable),
    ("dual stack with an egress-only gateway", "2001:db8:1200:2::10", "2600::1", 443, Reachable),
    ("dual stack with an egress-only gateway", "2600::1", "2001:db8:1200:2::10", 443, OneWay),
    ("an egress-only VPC beside a serving one", "2001:db8:7100:1::10", "2001:db8:7200:1::10", 443, Reachable),
    ("an egress-only VPC beside a serving one", "2001:db8:7200:1::10", "2001:db8:7100:1::10", 443, Blocked),
    ("microsegments in one subnet", "192.168.0.10", "192.168.0.20", 8080, Reachable),
    ("microsegments in one subnet", "192.168.0.10", "192.168.0.30", 5671, Blocked),
    ("two VPCs of the same range", "2001:db8:5610:1::10", "2001:db8:5620:1::10", 443, Reachable),
    ("two VPCs of the same range", "2001:db8:5620:2::10", "2001:db8:5610:1::10", 443, Blocked),
    ("a service VPC peered with two others", "10.1.1.10", "10.2.2.10", 443, Reachable),
    ("a service VPC peered with two others", "2001:db8:8100:1::10", "2001:db8:8200:2::10", 443, Reachable),
    ("a service VPC peered with two others", "10.3.1.10", "10.2.2.10", 443, Reachable),
    ("a service VPC peered with two others", "10.1.1.10", "10.2.1.10", 443, OneWay),
    ("a service VPC peered with two others", "10.1.1.10", "10.3.1.10", 80, Blocked),
    ("a service VPC peered with two others", "10.1.1.10", "203.0.113.9", 80, Blocked),
    ("a service VPC peered with two others", "10.2.2.10", "203.0.113.9", 443, Reachable),
    ("spokes at a hub", "10.1.1.10", "10.2.1.10", 443, Reachable),
    ("spokes at a hub", "10.1.1.10", "10.2.2.10", 22, OneWay),
    ("spokes at a hub", "10.2.1.10", "10.1.2.10", 443, Reachable),
    ("spokes at a hub", "10.2.2.10", "10.1.1.10", 443, Blocked),
    ("spokes at a hub", "2001:db8:8100:1::10", "2001:db8:8200:1::10", 22, Reachable),
    ("spokes at a hub", "10.1.2.10", "203.0.113.9", 443, Reachable),
    ("transit gateways that are peered", "172.17.1.10", "172.18.1.10", 443, Reachable),
    ("transit gateways that are peered", "2001:db8:9200:1::10", "2001:db8:9100:1::10", 443, Reachable),
];

#[test]
fn architectures_work() {
    for &(name, from, to, port, expected) in KNOWN {
        let architecture = ARCHITECTURES.iter().find(|architecture| architecture.name == name);
        let estate = (architecture.expect(name).build)().estate;
        assert_eq!(verdict(&estate, from, to, port), expected, "{name}: {from} -> {to} : tcp {port}");
    }
}

#[test]
fn twins_meet_by_public_addresses() {
    let twins = ARCHITECTURES.iter().find(|architecture| architecture.name == "two VPCs of the same range");
    let estate = (twins.expect("it is there").build)().estate;
    // Of both, `web` is the first machine and `batch` the second.
    let owner = |at: u32| ringfence::estate::aws::InterfaceId(at);
    let flow = |from: u32, source: &str, to: u32, port| Flow {
        sender: Sender::Interface(owner(from)),
        source: address(source),
        destination: Destination::Interface(owner(to), address("10.0.1.10")),
        transport: Transport::Tcp { source: 40000, destination: port },
    };
    let oracle = Oracle::new(&estate);
    assert_eq!(oracle.flow(&flow(0, "10.0.1.10", 2, 443)).verdict(), Reachable);
    assert_eq!(oracle.flow(&flow(2, "10.0.1.10", 0, 443)).verdict(), Reachable);
    assert_eq!(oracle.flow(&flow(1, "10.0.2.10", 2, 443)).verdict(), Reachable);
    assert_eq!(oracle.flow(&flow(1, "10.0.2.10", 2, 22)).verdict(), Blocked);
    assert_eq!(oracle.flow(&flow(1, "10.0.2.10", 0, 22)).verdict(), Reachable);
}

/// The first interface with an address.
fn owner(estate: &Estate, address: std::net::IpAddr) -> Option<ringfence::estate::aws::InterfaceId> {
    let at = estate.aws.interfaces.iter().position(|interface| interface.addresses.contains(&address));
    at.map(|at| ringfence::estate::aws::InterfaceId(at as u32))
}

fn verdict(estate: &Estate, from: &str, to: &str, port: u16) -> Verdict {
    let oracle = Oracle::new(estate);
    let (from, to) = (address(from), address(to));
    let (sender, destination) = (
        owner(estate, from).map_or(Sender::Outside, Sender::Interface),
        owner(estate, to).map_or(Destination::Outside(to), |id| Destination::Interface(id, to)),
    );
    let transport = Transport::Tcp { source: 40000, destination: port };
    oracle.flow(&Flow { sender, source: from, destination, transport }).verdict()
}

#[test]
fn architectures_are_as_the_types_say() {
    for architecture in ARCHITECTURES.iter().chain(APPLIANCES) {
        let build = (architecture.build)();
        assert_eq!(broken_invariants(&build.estate), Vec::<String>::new(), "{}", architecture.name);
    }
}

#[test]
fn random_estates_are_as_the_types_say() {
    for seed in 0..3000 {
        assert_eq!(broken_invariants(&random_estate(seed)), Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn estates_with_appliances_are_as_the_types_say_and_have_some() {
    let mut appliances = 0;
    for seed in 0..1000 {
        let estate = appliance_estate(seed);
        assert_eq!(broken_invariants(&estate), Vec::<String>::new(), "seed {seed}");
        let machines = estate.aws.interfaces.iter().any(|one| !one.source_dest_check);
        let others = !estate.aws.gwlb_endpoints.is_empty() || !estate.sites.is_empty();
        appliances += usize::from(machines || others);
    }
    assert!(appliances > 900, "{appliances}");
}

#[test]
fn a_seed_is_always_the_same_estate() {
    for seed in 0..20 {
        assert!(random_estate(seed) == random_estate(seed));
        assert!(random_estate(seed) != random_estate(seed + 1000));
    }
}
