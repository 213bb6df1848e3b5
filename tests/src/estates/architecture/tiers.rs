//! Three tiers, each in its own subnet behind a network ACL, the last one in two zones.

use ringfence::Protocol;
use ringfence::estate::aws::{Action, Peer, RouteTarget};

use super::{from, serve, use_service};
use crate::estates::{Build, Rules, any, icmp, ports, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let vpc = b.vpc("shop", "10.0.0.0/16");
    let gateway = b.internet_gateway(vpc);
    let web = b.subnet(vpc, "web", "10.0.1.0/24");
    let app = b.subnet(vpc, "app", "10.0.2.0/24");
    let data =
        [("data-a", "10.0.3.0/25"), ("data-b", "10.0.3.128/25")].map(|(name, at)| b.subnet(vpc, name, at));
    let nat = b.nat(web, "nat", Some("10.0.1.6"), "198.51.100.20");
    b.table_for(web, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    b.table_for(app, "0.0.0.0/0", RouteTarget::NatGateway(nat));

    let acl = b.acl_for(web);
    serve(&mut b, acl, 100, 443, "0.0.0.0/0");
    use_service(&mut b, acl, 110, 8080, "10.0.2.0/24");
    use_service(&mut b, acl, 120, 443, "0.0.0.0/0");
    b.acl_rule(acl, Rules::Ingress, 90, Action::Deny, any(), "192.0.2.0/24");
    b.acl_rule(acl, Rules::Ingress, 95, Action::Allow, icmp(Protocol::ICMP, 8), "0.0.0.0/0");
    let acl = b.acl_for(app);
    serve(&mut b, acl, 100, 8080, "10.0.1.0/24");
    use_service(&mut b, acl, 110, 5432, "10.0.3.0/24");
    use_service(&mut b, acl, 120, 443, "0.0.0.0/0");
    let acl = b.acl(vpc, "data");
    b.acl_rule(acl, Rules::Ingress, 100, Action::Allow, tcp(5432), "10.0.2.0/24");
    b.acl_rule(acl, Rules::Egress, 100, Action::Allow, ports(Protocol::TCP, 32768, 60999), "10.0.2.0/24");
    for subnet in data {
        b.estate.aws.subnets[subnet.0 as usize].network_acl = Some(acl);
    }

    let [front, middle, back] = ["web", "app", "data"].map(|name| b.group(vpc, name));
    b.group_rule(front, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(front, Rules::Ingress, icmp(Protocol::ICMP, 8), from("0.0.0.0/0"));
    b.group_rule(front, Rules::Egress, tcp(8080), Peer::Group(middle));
    b.group_rule(middle, Rules::Ingress, tcp(8080), Peer::Group(front));
    b.group_rule(middle, Rules::Egress, tcp(5432), Peer::Group(back));
    b.group_rule(middle, Rules::Egress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(back, Rules::Ingress, tcp(5432), Peer::Group(middle));
    b.group_rule(back, Rules::Ingress, any(), Peer::Itself);
    b.group_rule(back, Rules::Egress, any(), Peer::Itself);
    let one = b.machine(web, "web-1", "10.0.1.10", &[front]);
    b.public(one, "198.51.100.10", "10.0.1.10");
    b.machine(app, "app-1", "10.0.2.10", &[middle]);
    b.machine(data[0], "db-1", "10.0.3.10", &[back]);
    b.machine(data[1], "db-2", "10.0.3.138", &[back]);
    b
}
