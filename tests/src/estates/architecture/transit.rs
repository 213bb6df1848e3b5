//! VPCs that meet at transit gateways.

use ringfence::estate::aws::{Action, Attached, Peer, RouteTarget, TransitTarget};
use ringfence::estate::{LineEnd, LineKind, Routing};

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
    b.route(table, "2001:db8:8000::/36", RouteTarget::TransitGateway(gateway));
    let mut doors = Vec::new();
    for (zone, at) in [("a", 0), ("b", 16)] {
        let door = b.subnet(hub, &format!("door-{zone}"), &format!("10.99.0.{at}/28"));
        b.zone(door, zone);
        let table = b.table_for(door, "0.0.0.0/0", RouteTarget::NatGateway(nat));
        b.route(table, "64:ff9b::/96", RouteTarget::NatGateway(nat));
        doors.push(door);
    }
    let acl = b.acl_for(public);
    open(&mut b, acl, 100, "10.0.0.0/8");
    open(&mut b, acl, 120, "2001:db8:8000::/36");
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
    b.transit_route(outwards, "64:ff9b::/96", TransitTarget::Attachment(center));
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

/// Two VPCs and two sites: one by Direct Connect and a VPN, the other by two VPNs.
pub(super) fn hybrid() -> Build {
    let mut b = Build::default();
    let gateway = b.transit_gateway("center");
    let mut spokes = Vec::new();
    for (at, name) in [(1, "prod"), (2, "dev")] {
        let vpc = b.vpc(name, &format!("10.{at}.0.0/16 fd00:0:8{at}00::/56"));
        let app = b.subnet(vpc, "app", &format!("10.{at}.1.0/24 fd00:0:8{at}00:1::/64"));
        b.zone(app, "a");
        let table = b.table_for(app, "192.168.0.0/16", RouteTarget::TransitGateway(gateway));
        b.route(table, "10.0.0.0/8", RouteTarget::TransitGateway(gateway));
        b.route(table, "fd00::/16", RouteTarget::TransitGateway(gateway));
        let group = b.group(vpc, "app");
        b.group_rule(group, Rules::Ingress, tcp(443), from("192.168.0.0/16"));
        b.group_rule(group, Rules::Ingress, tcp(443), from("fd00::/16"));
        b.group_rule(group, Rules::Ingress, tcp(22), from("10.0.0.0/8"));
        b.group_rule(group, Rules::Egress, any(), from("0.0.0.0/0"));
        b.group_rule(group, Rules::Egress, any(), from("::/0"));
        b.machine(app, "app", &format!("10.{at}.1.10 fd00:0:8{at}00:1::10"), &[group]);
        spokes.push(b.attach(gateway, vpc, &[app]));
    }
    let mut ports = Vec::new();
    for (name, ranges, address) in
        [("hq", "192.168.0.0/17 fd00:1::/48", "203.0.113.1"), ("branch", "192.168.128.0/24", "203.0.113.2")]
    {
        let site = b.site(name, ranges);
        b.site_gateway(site, "edge", address);
        b.site_rule(site, Rules::Ingress, Action::Deny, tcp(22), "10.2.0.0/16", "");
        // Private addresses alone, which come from nowhere on the internet and go to nowhere there.
        for near in ["10.0.0.0/8", "192.168.0.0/16", "fd00::/32"] {
            b.site_rule(site, Rules::Ingress, Action::Allow, any(), near, "");
            b.site_rule(site, Rules::Egress, Action::Allow, any(), "", near);
        }
        b.site_rule(site, Rules::Ingress, Action::Deny, any(), "", "");
        b.site_rule(site, Rules::Egress, Action::Deny, any(), "", "");
        let ends = [LineEnd::Site(site), LineEnd::TransitGateway(gateway)];
        let first = if name == "hq" { LineKind::Direct } else { LineKind::Vpn };
        for (kind, word) in [(first, "first"), (LineKind::Vpn, "second")] {
            let line = b.line(&format!("{name}-{word}"), kind, Some(Routing::Bgp), ends);
            ranges.split(' ').for_each(|range| b.announce(line, 0, range));
            if kind == LineKind::Direct {
                b.announce(line, 1, "10.0.0.0/8");
                b.announce(line, 1, "fd00:0:8100::/56");
            }
            ports.push(b.attachment(gateway, Attached::Line(line)));
        }
    }
    let all: Vec<_> = spokes.iter().chain(&ports).copied().collect();
    let table = b.transit_table(gateway, &all, &all);
    b.transit_route(table, "192.168.64.0/18", TransitTarget::Attachment(ports[1]));
    b.transit_route(table, "192.168.96.0/19", TransitTarget::Blackhole);
    b
}
