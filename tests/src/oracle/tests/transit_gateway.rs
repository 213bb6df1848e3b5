//! VPCs at transit gateways.

use ringfence::Reason;
use ringfence::answer::Verdict::{Blocked, OneWay, Partly, Reachable};
use ringfence::estate::aws::{
    Attached, InterfaceId, Peer, RouteTableId, RouteTarget, SubnetId, TransitAttachmentId, TransitGatewayId,
    TransitTableId, TransitTarget, VpcId,
};

use super::{between, drops, everywhere, expect, tcp_to};
use crate::estates::{Build, Rules, any, tcp};

/// Two VPCs, each with a machine in a subnet and a door beside it, in zone `a`.
struct TwoVpcs {
    build: Build,
    gateway: TransitGatewayId,
    table: TransitTableId,
    vpcs: [VpcId; 2],
    apps: [SubnetId; 2],
    doors: [SubnetId; 2],
    routes: [RouteTableId; 2],
    machines: [InterfaceId; 2],
    attachments: [TransitAttachmentId; 2],
}

fn two_vpcs() -> TwoVpcs {
    let mut build = Build::default();
    let [one, other] = [1, 2].map(|at| {
        let vpc = build.vpc(&format!("vpc-{at}"), &format!("10.{at}.0.0/16"));
        let apps = build.subnet(vpc, "apps", &format!("10.{at}.1.0/24"));
        let door = build.subnet(vpc, "door", &format!("10.{at}.2.0/24"));
        build.zone(apps, "a");
        build.zone(door, "a");
        let open = build.open_group(vpc, "open");
        let machine = build.machine(apps, "machine", &format!("10.{at}.1.10"), &[open]);
        (vpc, apps, door, machine)
    });
    let gateway = build.transit_gateway("hub");
    let attachments = [one, other].map(|(vpc, _, door, _)| build.attach(gateway, vpc, &[door]));
    let routes = [one, other]
        .map(|(_, apps, _, _)| build.table_for(apps, "10.0.0.0/8", RouteTarget::TransitGateway(gateway)));
    let table = build.transit_table(gateway, &attachments, &attachments);
    TwoVpcs {
        build,
        gateway,
        table,
        vpcs: [one.0, other.0],
        apps: [one.1, other.1],
        doors: [one.2, other.2],
        routes,
        machines: [one.3, other.3],
        attachments,
    }
}

impl TwoVpcs {
    fn there(&self) -> super::FlowAnswer {
        between(&self.build, self.machines[0], self.machines[1], tcp_to(443))
    }

    fn doors_of(&mut self, at: usize, doors: &[SubnetId], in_appliance_mode: bool) {
        let id = self.attachments[at].0 as usize;
        if let Attached::Vpc { subnets, appliance_mode, .. } =
            &mut self.build.estate.aws.transit_attachments[id].to
        {
            *subnets = doors.to_vec();
            *appliance_mode = in_appliance_mode;
        }
    }
}

#[test]
fn it_carries_what_is_attached_routed_and_propagated() {
    let mut net = two_vpcs();
    expect(&net.there(), Reachable);
    net.build.estate.aws.transit_tables[net.table.0 as usize].propagated.pop();
    expect(&net.there(), Blocked);
    assert_eq!(drops(&net.there()), [Reason::NoRoute]);
    net.build.transit_route(net.table, "10.2.0.0/16", TransitTarget::Attachment(net.attachments[1]));
    expect(&net.there(), Reachable);
    net.build.transit_route(net.table, "10.2.1.0/24", TransitTarget::Blackhole);
    assert_eq!(drops(&net.there()), [Reason::Blackhole]);
}

#[test]
fn an_attachment_asks_its_own_table() {
    let mut net = two_vpcs();
    net.build.estate.aws.transit_tables[net.table.0 as usize].associated.remove(0);
    assert_eq!(drops(&net.there()), [Reason::NoTgwRouteTable]);
    // A table of its own that leads there, and none back.
    net.build.transit_table(net.gateway, &[net.attachments[0]], &[net.attachments[1]]);
    expect(&net.there(), Reachable);
    net.build.estate.aws.transit_tables[net.table.0 as usize].propagated.clear();
    expect(&net.there(), OneWay);
}

#[test]
fn a_route_of_the_same_length_goes_before_a_propagated_one() {
    let mut net = two_vpcs();
    net.build.transit_route(net.table, "10.2.0.0/16", TransitTarget::Blackhole);
    assert_eq!(drops(&net.there()), [Reason::Blackhole]);
}

#[test]
fn a_zone_without_a_door_has_no_way_there() {
    let mut net = two_vpcs();
    net.build.zone(net.apps[0], "b");
    assert_eq!(drops(&net.there()), [Reason::NoAttachmentInZone]);
    // Where zones are not written, it is taken to have one.
    net.build.estate.aws.subnets[net.doors[0].0 as usize].zone = None;
    expect(&net.there(), Reachable);
    // Packets come in by another zone; only replies need a door in their own.
    let mut net = two_vpcs();
    net.build.zone(net.apps[1], "b");
    expect(&net.there(), OneWay);
}

#[test]
fn the_table_of_the_door_sends_on() {
    let mut net = two_vpcs();
    let table = net.build.table_for(net.doors[1], "10.2.1.0/24", RouteTarget::Blackhole);
    assert_eq!(drops(&net.there()), [Reason::Blackhole]);
    net.build.estate.aws.route_tables[table.0 as usize].routes.clear();
    net.build.route(table, "10.2.1.0/24", RouteTarget::TransitGateway(net.gateway));
    assert_eq!(drops(&net.there()), [Reason::RouteLoop]);
}

#[test]
fn it_stays_in_its_zone_where_it_can() {
    let mut net = two_vpcs();
    let shut = net.build.subnet(net.vpcs[1], "shut", "10.2.3.0/24");
    net.build.zone(shut, "b");
    net.build.table_for(shut, "10.2.1.0/24", RouteTarget::Blackhole);
    net.doors_of(1, &[net.doors[1], shut], false);
    expect(&net.there(), Reachable);
    // In appliance mode it may be any, and where there is none in the zone.
    net.doors_of(1, &[net.doors[1], shut], true);
    expect(&net.there(), Partly);
    net.doors_of(1, &[net.doors[1], shut], false);
    net.build.zone(net.doors[1], "c");
    net.build.zone(net.apps[1], "c");
    expect(&net.there(), Partly);
}

#[test]
fn in_appliance_mode_a_reply_comes_back_by_the_zone_of_its_flow() {
    // Between the two a third, each of whose zones has a NAT gateway of its own ACL: what comes back elsewhere is dropped.
    let mut net = two_vpcs();
    // From wherever it is sent.
    net.build.zone(net.apps[1], "b");
    net.build.zone(net.doors[1], "b");
    let middle = net.build.vpc("middle", "10.3.0.0/16");
    let mut doors = Vec::new();
    for (at, zone) in [(1, "x"), (2, "y")] {
        let door = net.build.subnet(middle, &format!("door-{zone}"), &format!("10.3.{at}.0/24"));
        net.build.zone(door, zone);
        let table = net.build.table_for(door, "10.2.0.0/16", RouteTarget::TransitGateway(net.gateway));
        net.build.route(table, "10.1.0.0/16", RouteTarget::TransitGateway(net.gateway));
        doors.push(door);
    }
    let attachment = net.build.attach(net.gateway, middle, &doors);
    net.attachments[1] = attachment;
    // Packets of both go to the middle; those of the middle go on.
    let aws = &mut net.build.estate.aws;
    aws.transit_tables[net.table.0 as usize].propagated.clear();
    let all = TransitTarget::Attachment(attachment);
    net.build.transit_route(net.table, "10.0.0.0/8", all);
    let ends = [TransitAttachmentId(0), TransitAttachmentId(1)];
    net.build.transit_table(net.gateway, &[attachment], &ends);
    // By the second zone only packets of the one direction get through.
    let acl = net.build.acl_for(doors[1]);
    net.build.acl_rule(acl, Rules::Ingress, 100, ringfence::estate::aws::Action::Allow, any(), "10.1.0.0/16");
    net.build.acl_rule(acl, Rules::Egress, 100, ringfence::estate::aws::Action::Allow, any(), "0.0.0.0/0");
    // Without appliance mode each packet may go by either: that of one zone, back by the other, is answered, too.
    let answered = |net: &TwoVpcs| {
        let answer = net.there();
        let outcomes = answer.sent.iter().flat_map(|(_, outcomes)| outcomes);
        let delivered = outcomes.filter(|outcome| matches!(outcome.end, super::End::Interface(..)));
        delivered.map(|outcome| outcome.answered).collect::<Vec<_>>()
    };
    net.doors_of(1, &doors, false);
    assert_eq!(answered(&net).iter().filter(|answered| **answered).count() * 2, answered(&net).len());
    assert_eq!(answered(&net).len(), 4, "each way there with each way back");
    net.doors_of(1, &doors, true);
    assert_eq!(answered(&net), [true, false], "each way there with its own way back");
}

#[test]
fn acls_are_asked_as_at_interfaces_of_a_transit_gateway() {
    use ringfence::estate::aws::Action::Allow;
    // From and to a machine in the very subnet of the door.
    let mut net = two_vpcs();
    net.doors_of(0, &[net.apps[0]], false);
    let acl = net.build.acl_for(net.apps[0]);
    net.build.acl_rule(acl, Rules::Egress, 100, Allow, any(), "10.2.0.0/16");
    assert_eq!(drops(&net.there()), [Reason::AclNoRule], "what leaves is asked as what enters, too");
    net.build.acl_rule(acl, Rules::Ingress, 100, Allow, any(), "10.1.0.0/16");
    // The reply is of no rule, and passes.
    expect(&net.there(), Reachable);
    // In another subnet than the door: the list for what leaves it on the way in, the other on the way out.
    let mut net = two_vpcs();
    let acl = net.build.acl_for(net.doors[1]);
    net.build.acl_rule(acl, Rules::Egress, 100, Allow, any(), "10.2.1.0/24");
    expect(&net.there(), OneWay);
    net.build.acl_rule(acl, Rules::Ingress, 100, Allow, any(), "10.2.1.0/24");
    expect(&net.there(), Reachable);
}

#[test]
fn groups_are_known_across_where_all_say_so() {
    let mut net = two_vpcs();
    let [one, other] = net.vpcs;
    let (client, server) = (net.build.group(one, "client"), net.build.group(other, "server"));
    net.build.group_rule(client, Rules::Egress, any(), everywhere());
    net.build.group_rule(server, Rules::Ingress, tcp(443), Peer::Group(client));
    for (machine, group) in net.machines.into_iter().zip([client, server]) {
        net.build.estate.aws.interfaces[machine.0 as usize].groups = vec![group];
    }
    assert_eq!(drops(&net.there()), [Reason::SgNoRule], "the transit gateway says no");
    net.build.estate.aws.transit_gateways[net.gateway.0 as usize].security_group_referencing = true;
    expect(&net.there(), Reachable);
    // Not in rules for what is sent.
    net.build.estate.aws.security_groups[client.0 as usize].egress[0].peers = vec![Peer::Group(server)];
    assert_eq!(drops(&net.there()), [Reason::SgNoRule]);
    net.build.estate.aws.security_groups[client.0 as usize].egress[0].peers = vec![everywhere()];
    let id = net.attachments[0].0 as usize;
    if let Attached::Vpc { security_group_referencing, .. } =
        &mut net.build.estate.aws.transit_attachments[id].to
    {
        *security_group_referencing = false;
    }
    assert_eq!(drops(&net.there()), [Reason::SgNoRule], "an attachment says no");
}

#[test]
fn of_overlapping_ranges_the_first_is_propagated() {
    let mut net = two_vpcs();
    let twin = net.build.vpc("twin", "10.2.0.0/16");
    let door = net.build.subnet(twin, "door", "10.2.2.0/24");
    let attachment = net.build.attach(net.gateway, twin, &[door]);
    let origin = net.build.origin();
    let propagation = ringfence::estate::aws::Propagation { attachment, origin };
    net.build.estate.aws.transit_tables[net.table.0 as usize].propagated.push(propagation.clone());
    expect(&net.there(), Reachable);
    let propagated = &mut net.build.estate.aws.transit_tables[net.table.0 as usize].propagated;
    propagated.pop();
    propagated.insert(0, propagation);
    assert_eq!(drops(&net.there()), [Reason::NoSuchAddress]);
}

#[test]
fn replies_need_a_route_back() {
    let mut net = two_vpcs();
    net.build.estate.aws.route_tables[net.routes[1].0 as usize].routes.clear();
    expect(&net.there(), OneWay);
}
