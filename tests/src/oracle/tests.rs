//! Estates by hand, small enough to know the answer.

mod appliance;
mod choices;
mod filters;
mod gateways;
mod hairpin;
mod nat;
mod peering;
mod routes;
mod sites;
mod transit_gateway;

use ringfence::Transport;
use ringfence::answer::Verdict;
use ringfence::estate::aws::{InterfaceId, Peer, RouteTarget, SecurityGroupId, SubnetId, VpcId};

use super::{Destination, End, Flow, FlowAnswer, Oracle, Sender};
use crate::estates::{Build, address, prefix};

const CLIENT: u16 = 40000;
/// An address of the internet.
const SOMEONE: &str = "203.0.113.9";

fn tcp_to(port: u16) -> Transport {
    Transport::Tcp { source: CLIENT, destination: port }
}

fn everywhere() -> Peer {
    Peer::Prefix(prefix("0.0.0.0/0"))
}

/// From the first address of an interface to the first one of another.
fn between(build: &Build, from: InterfaceId, to: InterfaceId, transport: Transport) -> FlowAnswer {
    let interfaces = &build.estate.aws.interfaces;
    let source = interfaces[from.0 as usize].addresses[0];
    let destination = Destination::Interface(to, interfaces[to.0 as usize].addresses[0]);
    let flow = Flow { sender: Sender::Interface(from), source, destination, transport };
    Oracle::new(&build.estate).flow(&flow)
}

/// From an address outside to an address of an interface.
fn inwards(build: &Build, source: &str, to: InterfaceId, at: &str, transport: Transport) -> FlowAnswer {
    let destination = Destination::Interface(to, address(at));
    let flow = Flow { sender: Sender::Outside, source: address(source), destination, transport };
    Oracle::new(&build.estate).flow(&flow)
}

/// From an address of an interface to an address outside.
fn outwards(build: &Build, from: InterfaceId, source: &str, to: &str, transport: Transport) -> FlowAnswer {
    let destination = Destination::Outside(address(to));
    let flow = Flow { sender: Sender::Interface(from), source: address(source), destination, transport };
    Oracle::new(&build.estate).flow(&flow)
}

/// Why the packets of a flow were dropped, each reason once for each packet and choice.
fn drops(answer: &FlowAnswer) -> Vec<ringfence::Reason> {
    let outcomes = answer.sent.iter().flat_map(|(_, outcomes)| outcomes);
    let ends = outcomes.filter_map(|outcome| match outcome.end {
        End::Dropped(reason) => Some(reason),
        End::Interface(..) | End::Site(..) | End::Outside(_) | End::Kept(_) => None,
    });
    ends.collect()
}

#[track_caller]
fn expect(answer: &FlowAnswer, verdict: Verdict) {
    assert_eq!(answer.verdict(), verdict, "{answer:#?}");
}

/// A VPC of two subnets with a machine in each and two in the first, all with one open group.
struct TwoSubnets {
    build: Build,
    vpc: VpcId,
    open: SecurityGroupId,
    left: SubnetId,
    right: SubnetId,
    a: InterfaceId,
    b: InterfaceId,
    c: InterfaceId,
}

fn two_subnets() -> TwoSubnets {
    let mut build = Build::default();
    let vpc = build.vpc("main", "10.0.0.0/16 2001:db8:1::/56");
    let left = build.subnet(vpc, "left", "10.0.1.0/24 2001:db8:1:1::/64");
    let right = build.subnet(vpc, "right", "10.0.2.0/24 2001:db8:1:2::/64");
    let open = build.open_group(vpc, "open");
    let a = build.machine(left, "a", "10.0.1.10 2001:db8:1:1::10", &[open]);
    let b = build.machine(left, "b", "10.0.1.11 2001:db8:1:1::11", &[open]);
    let c = build.machine(right, "c", "10.0.2.10 2001:db8:1:2::10", &[open]);
    TwoSubnets { build, vpc, open, left, right, a, b, c }
}

impl TwoSubnets {
    /// Gives the VPC an internet gateway, and the left subnet a way to it.
    fn open_left(&mut self) {
        let gateway = self.build.internet_gateway(self.vpc);
        let target = RouteTarget::InternetGateway(gateway);
        let table = self.build.table_for(self.left, "0.0.0.0/0", target);
        self.build.route(table, "::/0", target);
    }
}
