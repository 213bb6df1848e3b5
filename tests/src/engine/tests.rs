use std::net::IpAddr;

use ringfence::Transport;
use ringfence::answer::Verdict;
use ringfence::estate::aws::RouteTarget;

use super::Core;
use crate::compare::{Engine, Told};
use crate::estates::{Build, address};
use crate::oracle::{Destination, Flow, Sender};

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
    (Core::prepare(&build.estate), flow)
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
