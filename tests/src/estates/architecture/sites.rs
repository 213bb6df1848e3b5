//! Sites that reach a VPC by lines.

use ringfence::Protocol;
use ringfence::estate::aws::{Action, Peer, RouteTarget};
use ringfence::estate::{LineEnd, LineKind, Routing};

use super::{from, use_service};
use crate::estates::{Build, Rules, any, ports, tcp, udp};

/// A site by Direct Connect and VPN, of which everything is known that matters to the VPC.
pub(super) fn by_two_lines() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16 2001:db8:8100::/56");
    let internet = b.internet_gateway(vpc);
    let vgw = b.vpn_gateway(vpc);
    let app = b.subnet(vpc, "app", "10.0.1.0/24 2001:db8:8100:1::/64");
    let data = b.subnet(vpc, "data", "10.0.2.0/24");
    let table = b.table(vpc, "private");
    b.estate.aws.route_tables[table.0 as usize].main = true;
    b.estate.aws.route_tables[table.0 as usize].propagated.push(vgw);
    let public = b.subnet(vpc, "public", "10.0.9.0/24");
    b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(internet));
    let nat = b.nat(public, "nat", Some("10.0.9.5"), "198.51.100.21");
    b.route(table, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    let edge = b.acl_for(data);
    use_service(&mut b, edge, 100, 443, "0.0.0.0/0");
    b.acl_rule(edge, Rules::Ingress, 200, Action::Allow, tcp(5432), "10.0.0.0/8");
    b.acl_rule(edge, Rules::Egress, 200, Action::Allow, ports(Protocol::TCP, 1024, 65535), "10.0.0.0/16");
    b.acl_rule(edge, Rules::Egress, 210, Action::Allow, ports(Protocol::TCP, 32768, 65535), "10.1.0.0/16");

    let serving = b.group(vpc, "app");
    b.group_rule(serving, Rules::Ingress, tcp(443), from("10.1.0.0/16"));
    b.group_rule(serving, Rules::Egress, any(), from("0.0.0.0/0"));
    b.group_rule(serving, Rules::Egress, any(), from("::/0"));
    let storing = b.group(vpc, "data");
    b.group_rule(storing, Rules::Ingress, tcp(5432), Peer::Group(serving));
    b.group_rule(storing, Rules::Ingress, tcp(5432), from("10.1.8.0/24"));
    b.group_rule(storing, Rules::Egress, tcp(443), from("0.0.0.0/0"));
    b.machine(app, "app-1", "10.0.1.10 2001:db8:8100:1::10", &[serving]);
    b.machine(data, "data-1", "10.0.2.10", &[storing]);

    let hq = b.site("hq", "10.1.0.0/16");
    b.site_gateway(hq, "edge", "203.0.113.1");
    b.site_rule(hq, Rules::Ingress, Action::Allow, udp(53), "10.0.0.0/16", "10.1.0.0/24");
    b.site_rule(hq, Rules::Ingress, Action::Allow, tcp(443), "10.0.0.0/16", "10.1.8.0/21");
    b.site_rule(hq, Rules::Ingress, Action::Deny, any(), "", "");
    b.site_rule(hq, Rules::Egress, Action::Allow, any(), "", "10.0.0.0/16");
    b.site_rule(hq, Rules::Egress, Action::Deny, any(), "", "");
    let ends = [LineEnd::Site(hq), LineEnd::VpnGateway(vgw)];
    let leased = b.line("leased", LineKind::Direct, None, ends);
    b.announce(leased, 0, "10.1.8.0/21");
    let backup = b.line("backup", LineKind::Vpn, Some(Routing::Static), ends);
    b.announce(backup, 0, "10.1.0.0/16");
    b.announce(backup, 1, "10.0.0.0/16");
    b
}

/// Two sites that reach each other and the VPC by its VPN gateway, and the internet by one of them.
pub(super) fn hub() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "172.16.0.0/16");
    let vgw = b.vpn_gateway(vpc);
    let subnet = b.subnet(vpc, "app", "172.16.1.0/24");
    let table = b.table_for(subnet, "192.168.0.0/16", RouteTarget::VpnGateway(vgw));
    b.route(table, "0.0.0.0/0", RouteTarget::VpnGateway(vgw));
    let group = b.group(vpc, "app");
    b.group_rule(group, Rules::Ingress, tcp(443), from("192.168.0.0/16"));
    b.group_rule(group, Rules::Ingress, tcp(22), Peer::Itself);
    b.group_rule(group, Rules::Egress, any(), from("0.0.0.0/0"));
    b.machine(subnet, "app-1", "172.16.1.10", &[group]);
    b.machine(subnet, "app-2", "172.16.1.11", &[group]);
    for (name, range, address) in
        [("north", "192.168.1.0/24", "203.0.113.1"), ("south", "192.168.2.0/24", "203.0.113.2")]
    {
        let site = b.site(name, range);
        b.site_gateway(site, "edge", address);
        b.site_rule(site, Rules::Ingress, Action::Deny, tcp(22), "172.16.0.0/16", "");
        b.site_rule(site, Rules::Ingress, Action::Allow, any(), "192.168.0.0/16", "");
        b.site_rule(site, Rules::Ingress, Action::Allow, any(), "172.16.0.0/16", "");
        b.site_rule(site, Rules::Ingress, Action::Deny, any(), "", "");
        b.site_rule(site, Rules::Egress, Action::Allow, any(), "", "192.168.0.0/16");
        b.site_rule(site, Rules::Egress, Action::Allow, any(), "", "172.16.0.0/16");
        b.site_rule(site, Rules::Egress, Action::Deny, any(), "", "");
        let line = b.line(
            &format!("to-{name}"),
            LineKind::Vpn,
            Some(Routing::Bgp),
            [LineEnd::VpnGateway(vgw), LineEnd::Site(site)],
        );
        b.announce(line, 1, range);
        b.announce(line, 0, "172.16.0.0/16");
        b.announce(line, 0, "192.168.0.0/16");
    }
    b
}

/// A site of which little is known, beside a VPC with a way to the internet.
pub(super) fn half_known() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("main", "10.0.0.0/16 2001:db8:8200::/56");
    let internet = b.internet_gateway(vpc);
    let vgw = b.vpn_gateway(vpc);
    let front = b.subnet(vpc, "front", "10.0.1.0/24");
    let table = b.table_for(front, "0.0.0.0/0", RouteTarget::InternetGateway(internet));
    b.estate.aws.route_tables[table.0 as usize].propagated.push(vgw);
    let back = b.subnet(vpc, "back", "10.0.2.0/24 2001:db8:8200:2::/64");
    let table = b.table_for(back, "0.0.0.0/0", RouteTarget::VpnGateway(vgw));
    b.estate.aws.route_tables[table.0 as usize].propagated.push(vgw);
    let web = b.group(vpc, "web");
    b.group_rule(web, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Ingress, tcp(22), from("192.168.10.0/24"));
    b.group_rule(web, Rules::Egress, any(), from("0.0.0.0/0"));
    b.group_rule(web, Rules::Ingress, tcp(22), from("fd00::/48"));
    b.group_rule(web, Rules::Egress, any(), from("::/0"));
    let web_1 = b.machine(front, "web-1", "10.0.1.10", &[web]);
    b.public(web_1, "198.51.100.10", "10.0.1.10");
    b.machine(back, "worker-1", "10.0.2.10 2001:db8:8200:2::10", &[web]);
    let hq = b.site("hq", "192.168.0.0/16 192.0.2.0/24 fd00::/48");
    b.site_gateway(hq, "edge", "203.0.113.1");
    b.site_subnet(hq, "office", "192.168.10.0/24");
    b.host(hq, "dns", "192.168.20.53");
    b.site_rule(hq, Rules::Ingress, Action::Allow, udp(53), "10.0.0.0/16", "192.168.20.53/32");
    b.site_rule(hq, Rules::Ingress, Action::Deny, any(), "10.0.2.0/24", "");
    b.site_rule(hq, Rules::Egress, Action::Allow, any(), "192.168.10.0/24", "10.0.0.0/16");
    let line = b.line("line", LineKind::Direct, None, [LineEnd::Site(hq), LineEnd::VpnGateway(vgw)]);
    b.announce(line, 0, "192.168.0.0/16");
    b.announce(line, 0, "0.0.0.0/0");
    b.announce(line, 0, "fd00::/48");
    b.announce(line, 1, "10.0.0.0/16");
    b.announce(line, 1, "2001:db8:8200::/56");
    b
}
