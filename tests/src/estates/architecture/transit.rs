//! VPCs that meet at transit gateways.

use ringfence::estate::aws::{Attached, Peer, RouteTarget, TransitTarget};

use super::{from, open};
use crate::estates::{Build, Rules, any, tcp};

/// Two spokes in two zones, which reach each other and leave by the NAT gateway of a hub.
pub(super) fn hub() -> Build {
    let mut b = Build::default();
    let (hub, gateway) = (b.vpc("hub", "10.99.0.0/16"), b.transit_gateway("center"));
    b.estate.aws.transit_gateways[gateway.0 as usize].security_group_referencing = true;
    let igw = b.internet_gateway(hub);
    let public = b.subnet(hub, "public", "10.99.1.0/24");
    let nat = b.nat(public, "nat", None, "198.51.100.80");
    let table = b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(igw));
    b.route(table, "10.0.0.0/8", RouteTarget::TransitGateway(gateway));
    let mut doors = Vec::new();
    for (zone, at) in [("a", 0), ("b", 16)] {
        let door = b.subnet(hub, &format!("door-{zone}"), &format!("10.99.0.{at}/28"));
        b.zone(door, zone);
        b.table_for(door, "0.0.0.0/0", RouteTarget::NatGateway(nat));
        doors.push(door);
    }
    let acl = b.acl_for(public);
    open(&mut b, acl, 100, "10.0.0.0/8");
    b.acl_rule(acl, Rules::Egress, 110, ringfence::estate::aws::Action::Allow, tcp(443), "0.0.0.0/0");
    let clients = crate::estates::ports(ringfence::Protocol::TCP, 1024, 65535);
    b.acl_rule(acl, Rules::Ingress, 110, ringfence::estate::aws::Action::Allow, clients, "0.0.0.0/0");
    let center = b.attach(gateway, hub, &doors);
    let mut spokes = Vec::new();
    let mut groups = Vec::new();
    for (at, name) in [(1, "prod"), (2, "dev")] {
        let vpc = b.vpc(name, &format!("10.{at}.0.0/16 2001:db8:8{at}00::/56"));
        let left = b.subnet(vpc, "left", &format!("10.{at}.1.0/24 2001:db8:8{at}00:1::/64"));
        let right = b.subnet(vpc, "right", &format!("10.{at}.2.0/24"));
        b.zone(left, "a");
        b.zone(right, "b");
        let table = b.table_for(left, "0.0.0.0/0", RouteTarget::TransitGateway(gateway));
        b.route(table, "::/0", RouteTarget::TransitGateway(gateway));
        b.estate.aws.subnets[right.0 as usize].route_table = Some(table);
        let app = b.group(vpc, "app");
        b.group_rule(app, Rules::Ingress, tcp(443), from("10.0.0.0/8"));
        b.group_rule(app, Rules::Ingress, tcp(443), from("2001:db8::/32"));
        b.group_rule(app, Rules::Egress, any(), from("0.0.0.0/0"));
        b.group_rule(app, Rules::Egress, any(), from("::/0"));
        b.machine(left, "one", &format!("10.{at}.1.10 2001:db8:8{at}00:1::10"), &[app]);
        b.machine(right, "two", &format!("10.{at}.2.10"), &[app]);
        // The second spoke is attached in one zone alone.
        let subnets = if at == 1 { vec![left, right] } else { vec![left] };
        spokes.push(b.attach(gateway, vpc, &subnets));
        groups.push(app);
    }
    b.group_rule(groups[1], Rules::Ingress, tcp(22), Peer::Group(groups[0]));
    let outwards = b.transit_table(gateway, &spokes, &spokes);
    b.transit_route(outwards, "0.0.0.0/0", TransitTarget::Attachment(center));
    b.transit_route(outwards, "10.66.0.0/16", TransitTarget::Blackhole);
    b.transit_table(gateway, &[center], &spokes);
    b
}

/// A VPC at each of two transit gateways that are peered; the packets of one are kept in its zone.
pub(super) fn peered() -> Build {
    let mut b = Build::default();
    let mut attachments = Vec::new();
    let gateways = ["west", "east"].map(|name| (name, b.vpc(name, ""), b.transit_gateway(name)));
    for (at, (_, vpc, gateway)) in (1..).zip(gateways) {
        b.estate.aws.vpcs[vpc.0 as usize].prefixes = vec![
            crate::estates::prefix(&format!("172.{}.0.0/16", 16 + at)),
            crate::estates::prefix(&format!("2001:db8:9{at}00::/56")),
        ];
        let door = b.subnet(vpc, "door", &format!("172.{}.0.0/28 2001:db8:9{at}00::/64", 16 + at));
        let other = b.subnet(vpc, "other-door", &format!("172.{}.0.16/28", 16 + at));
        let apps = b.subnet(vpc, "apps", &format!("172.{}.1.0/24 2001:db8:9{at}00:1::/64", 16 + at));
        let there = 3 - at;
        let table =
            b.table_for(apps, &format!("172.{}.0.0/16", 16 + there), RouteTarget::TransitGateway(gateway));
        b.route(table, &format!("2001:db8:9{there}00::/56"), RouteTarget::TransitGateway(gateway));
        let acl = b.acl_for(door);
        open(&mut b, acl, 100, "172.16.0.0/12");
        open(&mut b, acl, 110, "2001:db8::/32");
        let app = b.open_group(vpc, "app");
        b.machine(apps, "app", &format!("172.{}.1.10 2001:db8:9{at}00:1::10", 16 + at), &[app]);
        b.machine(door, "close", &format!("172.{}.0.10", 16 + at), &[app]);
        let subnets = vec![door, other];
        let to = Attached::Vpc { vpc, subnets, appliance_mode: at == 2, security_group_referencing: true };
        attachments.push(b.attachment(gateway, to));
    }
    let [(_, _, west), (_, _, east)] = gateways;
    for (at, (gateway, other)) in [(west, east), (east, west)].into_iter().enumerate() {
        let peering = b.attachment(gateway, Attached::TransitGateway(other));
        let own = attachments[at];
        let table = b.transit_table(gateway, &[own, peering], &[own]);
        let there = 18 - at;
        b.transit_route(table, &format!("172.{there}.0.0/16"), TransitTarget::Attachment(peering));
        let there = there - 16;
        b.transit_route(table, &format!("2001:db8:9{there}00::/56"), TransitTarget::Attachment(peering));
    }
    b
}
