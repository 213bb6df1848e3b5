//! Peerings, and groups across them.

use ringfence::Reason;
use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};
use ringfence::estate::aws::{
    InterfaceId, Peer, PeeringId, PeeringStatus, RouteTarget, SecurityGroupId, VpcId,
};

use super::{Build, Destination, Flow, Oracle, SOMEONE, Sender, address, between, drops, expect, tcp_to};
use crate::estates::{Rules, tcp};

/// Two peered VPCs with a machine in each, both with tables that lead to the other, and a third that the second is peered
/// with.
struct Peers {
    build: Build,
    peering: PeeringId,
    machines: [InterfaceId; 3],
    groups: [SecurityGroupId; 3],
}

fn peers() -> Peers {
    let mut build = Build::default();
    let vpcs = [1, 2, 3].map(|at| build.vpc(&format!("vpc-{at}"), &format!("10.{at}.0.0/16")));
    let subnets = [1, 2, 3].map(|at| build.subnet(vpcs[at - 1], "subnet", &format!("10.{at}.1.0/24")));
    let peering = build.peering("first", [vpcs[0], vpcs[1]], PeeringStatus::Active);
    let second = build.peering("second", [vpcs[2], vpcs[1]], PeeringStatus::Active);
    build.table_for(subnets[0], "10.2.0.0/16", RouteTarget::Peering(peering));
    let table = build.table_for(subnets[1], "10.1.0.0/16", RouteTarget::Peering(peering));
    build.route(table, "10.3.0.0/16", RouteTarget::Peering(second));
    build.table_for(subnets[2], "0.0.0.0/0", RouteTarget::Peering(second));
    let groups = vpcs.map(|vpc| build.open_group(vpc, "open"));
    let machines = [1, 2, 3].map(|at| {
        let address = format!("10.{at}.1.10");
        build.machine(subnets[at - 1], "machine", &address, &[groups[at - 1]])
    });
    Peers { build, peering, machines, groups }
}

#[test]
fn peers_reach_each_other_and_nothing_behind_each_other() {
    let net = peers();
    let [one, two, three] = net.machines;
    let to = |from, to| between(&net.build, from, to, tcp_to(443));
    expect(&to(one, two), Reachable);
    expect(&to(two, one), Reachable);
    expect(&to(two, three), Reachable);
    // The third one's table leads to the first by the second, which passes nothing on.
    assert_eq!(drops(&to(three, one)), [Reason::BeyondPeering]);
    assert_eq!(drops(&to(one, three)), [Reason::NoRoute]);
}

#[test]
fn a_peer_s_way_out_is_its_own() {
    let mut net = peers();
    net.build.internet_gateway(VpcId(1));
    let flow = Flow {
        sender: Sender::Interface(net.machines[2]),
        source: address("10.3.1.10"),
        destination: Destination::Outside(address(SOMEONE)),
        transport: tcp_to(443),
    };
    assert_eq!(drops(&Oracle::new(&net.build.estate).flow(&flow)), [Reason::BeyondPeering]);
}

#[test]
fn only_an_active_one_forwards_and_the_reply_needs_a_route_of_its_own() {
    let mut net = peers();
    let [one, two, _] = net.machines;
    for status in [PeeringStatus::Pending, PeeringStatus::Deleted] {
        net.build.estate.aws.peerings[net.peering.0 as usize].status = status;
        assert_eq!(drops(&between(&net.build, one, two, tcp_to(443))), [Reason::PeeringInactive]);
    }
    let mut net = peers();
    net.build.estate.aws.route_tables[1].routes.remove(0);
    expect(&between(&net.build, one, two, tcp_to(443)), OneWay);
}

#[test]
fn groups_are_known_across_an_active_peering_of_one_region() {
    let mut net = peers();
    let [one, two, _] = net.machines;
    let [ours, theirs, _] = net.groups;
    net.build.estate.aws.security_groups[theirs.0 as usize].ingress.clear();
    net.build.group_rule(theirs, Rules::Ingress, tcp(443), Peer::Group(ours));
    let asked = |net: &Peers| between(&net.build, one, two, tcp_to(443));
    expect(&asked(&net), Reachable);
    net.build.estate.aws.vpcs[0].region = Some("eu-west-1".to_owned());
    expect(&asked(&net), Reachable);
    net.build.estate.aws.vpcs[1].region = Some("us-east-1".to_owned());
    assert_eq!(drops(&asked(&net)), [Reason::SgNoRule]);
}

#[test]
fn a_group_that_is_used_in_another_vpc_is_known_there() {
    let mut net = peers();
    let [one, two, _] = net.machines;
    let [ours, theirs, _] = net.groups;
    // A second machine in the VPC of the second carries the first one's group, and no peering joins the two.
    net.build.estate.aws.peerings[net.peering.0 as usize].status = PeeringStatus::Deleted;
    net.build.estate.aws.security_groups[ours.0 as usize].used_in.push(VpcId(1));
    let subnet = net.build.estate.aws.interfaces[two.0 as usize].subnet;
    let guest = net.build.machine(subnet, "guest", "10.2.1.11", &[ours]);
    net.build.estate.aws.security_groups[theirs.0 as usize].ingress.clear();
    net.build.group_rule(theirs, Rules::Ingress, tcp(443), Peer::Group(ours));
    expect(&between(&net.build, guest, two, tcp_to(443)), Reachable);
    expect(&between(&net.build, one, two, tcp_to(443)), Blocked);
}
