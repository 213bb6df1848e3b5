//! Sites, lines and VPN gateways.

use ringfence::Reason;
use ringfence::answer::Verdict::{Blocked, OneWay, Partly, Reachable};
use ringfence::estate::aws::{Action, InterfaceId, Peer, RouteTableId, RouteTarget, VpnGatewayId};
use ringfence::estate::{LineEnd, LineKind, Routing};

use super::{Destination, Flow, FlowAnswer, Oracle, Sender, drops, expect, tcp_to, two_subnets};
use crate::estates::{Build, Rules, address, any, tcp};
use crate::oracle::{Forward, SiteConduct, World};

/// A VPC whose main table takes the routes of its VPN gateway, and a site that lets everything through to and from the VPC.
struct Hybrid {
    build: Build,
    vgw: VpnGatewayId,
    table: RouteTableId,
    a: InterfaceId,
    site: usize,
}

fn hybrid() -> Hybrid {
    let net = two_subnets();
    let mut build = net.build;
    let vgw = build.vpn_gateway(net.vpc);
    let table = build.table(net.vpc, "main");
    build.estate.aws.route_tables[table.0 as usize].main = true;
    build.estate.aws.route_tables[table.0 as usize].propagated.push(vgw);
    let site = build.site("hq", "192.168.0.0/16 fd00::/48");
    for rules in [Rules::Ingress, Rules::Egress] {
        build.site_rule(site, rules, Action::Allow, any(), "", "");
    }
    Hybrid { build, vgw, table, a: net.a, site }
}

impl Hybrid {
    fn line(&mut self, name: &str, kind: LineKind, routing: Option<Routing>, told: &str) -> usize {
        let ends = [LineEnd::Site(self.site), LineEnd::VpnGateway(self.vgw)];
        let line = self.build.line(name, kind, routing, ends);
        told.split_whitespace().for_each(|prefix| self.build.announce(line, 0, prefix));
        line
    }

    fn to_site(&self, at: &str) -> FlowAnswer {
        let source = if address(at).is_ipv4() { "10.0.1.10" } else { "2001:db8:1:1::10" };
        let flow = Flow {
            sender: Sender::Interface(self.a),
            source: address(source),
            destination: Destination::Site(self.site, address(at)),
            transport: tcp_to(443),
        };
        Oracle::new(&self.build.estate).flow(&flow)
    }

    fn sent_by_site(&self, from: &str) -> FlowAnswer {
        self.sent_by_site_in(World::default(), from)
    }

    fn sent_by_site_in(&self, world: World, from: &str) -> FlowAnswer {
        let destination = if address(from).is_ipv4() { "10.0.1.10" } else { "2001:db8:1:1::10" };
        let flow = Flow {
            sender: Sender::Site(self.site),
            source: address(from),
            destination: Destination::Interface(self.a, address(destination)),
            transport: tcp_to(443),
        };
        let mut oracle = Oracle::new(&self.build.estate);
        oracle.enter(world);
        oracle.flow(&flow)
    }
}

#[test]
fn a_propagated_route_leads_to_the_site_and_back() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.0.0/17");
    expect(&net.to_site("192.168.1.1"), Reachable);
    expect(&net.sent_by_site("192.168.1.1"), Reachable);
    // What is not told comes, and gets no reply.
    expect(&net.to_site("192.168.200.1"), Blocked);
    expect(&net.sent_by_site("192.168.200.1"), OneWay);
    net.build.estate.aws.route_tables[net.table.0 as usize].propagated.clear();
    assert_eq!(drops(&net.to_site("192.168.1.1")), [Reason::NoRoute]);
}

#[test]
fn the_local_route_goes_before_a_longer_propagated_one() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.0.0/16 10.0.2.0/24");
    let other = InterfaceId(2);
    expect(&super::between(&net.build, net.a, other, tcp_to(443)), Reachable);
}

#[test]
fn a_static_route_goes_before_a_propagated_one_of_its_length() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.1.0/24 192.168.2.0/25");
    net.build.route(net.table, "192.168.1.0/24", RouteTarget::Blackhole);
    net.build.route(net.table, "192.168.2.0/24", RouteTarget::Blackhole);
    assert_eq!(drops(&net.to_site("192.168.1.1")), [Reason::Blackhole]);
    expect(&net.to_site("192.168.2.1"), Reachable);
    assert_eq!(drops(&net.to_site("192.168.2.200")), [Reason::Blackhole]);
}

#[test]
fn a_gateway_without_a_line_there_drops() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.1.0/24");
    net.build.route(net.table, "0.0.0.0/0", RouteTarget::VpnGateway(net.vgw));
    assert_eq!(drops(&net.to_site("192.168.2.1")), [Reason::NoLine]);
    expect(&net.to_site("192.168.1.1"), Reachable);
}

#[test]
fn direct_connect_goes_before_a_vpn_and_static_routes_before_learnt_ones() {
    let mut net = hybrid();
    // The other end of the line that is preferred is a site that drops everything.
    let shut = net.build.site("shut", "172.20.0.0/16");
    net.build.site_rule(shut, Rules::Ingress, Action::Deny, any(), "", "");
    let to_shut = [LineEnd::Site(shut), LineEnd::VpnGateway(net.vgw)];
    net.line("learnt", LineKind::Vpn, Some(Routing::Bgp), "192.168.0.0/16");
    expect(&net.to_site("192.168.1.1"), Reachable);
    let by_hand = net.build.line("static", LineKind::Vpn, Some(Routing::Static), to_shut);
    net.build.announce(by_hand, 0, "192.168.0.0/16");
    assert_eq!(drops(&net.to_site("192.168.1.1")), [Reason::SiteDeny]);
    net.line("leased", LineKind::Direct, None, "192.168.0.0/16");
    expect(&net.to_site("192.168.1.1"), Reachable);
    // Of two that are alike either may be taken.
    net.line("more", LineKind::Direct, None, "192.168.0.0/17");
    let other = net.build.line("other", LineKind::Direct, None, to_shut);
    net.build.announce(other, 0, "192.168.0.0/17");
    expect(&net.to_site("192.168.1.1"), Partly);
}

#[test]
fn a_vpn_of_a_vpn_gateway_carries_no_ipv6() {
    let mut net = hybrid();
    let line = net.line("vpn", LineKind::Vpn, None, "fd00::/48");
    net.build.announce(line, 1, "2001:db8:1::/56");
    assert_eq!(drops(&net.to_site("fd00::1")), [Reason::VpnIpv4Only]);
    assert_eq!(drops(&net.sent_by_site("fd00::1")), [Reason::VpnIpv4Only]);
    net.build.estate.lines[line].kind = LineKind::Direct;
    expect(&net.to_site("fd00::1"), Reachable);
}

#[test]
fn a_site_sends_by_a_line_what_the_other_end_tells() {
    let mut net = hybrid();
    let line = net.line("vpn", LineKind::Vpn, None, "192.168.0.0/16");
    net.build.announce(line, 1, "10.0.2.0/24");
    expect(&net.sent_by_site("192.168.1.1"), Blocked);
    // Its replies go nowhere, either.
    expect(&net.to_site("192.168.1.1"), OneWay);
}

#[test]
fn the_first_line_of_a_firewall_that_matches_decides_and_replies_pass() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.0.0/16");
    let site = &mut net.build.estate.sites[net.site];
    site.inbound.clear();
    site.outbound.clear();
    net.build.site_rule(net.site, Rules::Ingress, Action::Deny, tcp(443), "", "192.168.2.0/24");
    net.build.site_rule(net.site, Rules::Ingress, Action::Allow, any(), "10.0.1.10/32", "");
    net.build.site_rule(net.site, Rules::Egress, Action::Deny, any(), "", "");
    expect(&net.to_site("192.168.1.1"), Reachable);
    assert_eq!(drops(&net.to_site("192.168.2.1")), [Reason::SiteDeny]);
    assert_eq!(drops(&net.sent_by_site("192.168.1.1")), [Reason::SiteDeny]);
}

#[test]
fn what_no_line_of_a_firewall_decides_is_as_the_world_says() {
    let mut net = hybrid();
    net.line("vpn", LineKind::Vpn, None, "192.168.0.0/16");
    net.build.estate.sites[net.site].outbound.clear();
    let conduct = SiteConduct { lets_out: true, ..SiteConduct::default() };
    let world = World { sites: [(net.site, conduct)].into(), ..World::default() };
    expect(&net.sent_by_site_in(world, "192.168.1.1"), Reachable);
    expect(&net.sent_by_site("192.168.1.1"), Blocked);
}

#[test]
fn a_site_may_reach_the_internet_under_another_address_and_be_reached() {
    let net = two_subnets();
    let mut net = net;
    net.open_left();
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    let site = net.build.site("hq", "192.168.0.0/16");
    net.build.site_gateway(site, "edge", "203.0.113.1");
    for rules in [Rules::Ingress, Rules::Egress] {
        net.build.site_rule(site, rules, Action::Allow, any(), "", "");
    }
    let conduct = SiteConduct {
        out: (vec![address("203.0.113.77")], Some(5000)),
        forward: Forward::To(address("192.168.1.1"), Some(443)),
        ..SiteConduct::default()
    };
    let mut oracle = Oracle::new(&net.build.estate);
    let out = Flow {
        sender: Sender::Site(site),
        source: address("192.168.1.1"),
        destination: Destination::Interface(net.a, address("10.0.1.10")),
        transport: tcp_to(443),
    };
    expect(&oracle.flow(&out), Blocked);
    oracle.enter(World { sites: [(site, conduct)].into(), ..World::default() });
    expect(&oracle.flow(&out), Reachable);
    let peer = Peer::Prefix(crate::estates::prefix("192.168.0.0/16"));
    let mut narrow = net.build.estate.clone();
    narrow.aws.security_groups[0].ingress.iter_mut().for_each(|rule| rule.peers = vec![peer]);
    let mut strict = Oracle::new(&narrow);
    strict.enter(oracle.world().clone());
    // The machine sees the public address.
    expect(&strict.flow(&out), Blocked);
    let into = Flow {
        sender: Sender::Interface(net.a),
        source: address("10.0.1.10"),
        destination: Destination::Site(site, address("192.168.1.1")),
        transport: tcp_to(443),
    };
    expect(&oracle.flow(&into), Blocked);
    let world = World { lures: vec![(address("203.0.113.1"), 443)], ..oracle.world().clone() };
    oracle.enter(world);
    expect(&oracle.flow(&into), Reachable);
}
