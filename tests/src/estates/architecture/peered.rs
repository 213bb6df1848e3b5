//! Three VPCs of which the one in the middle is peered with both others, has a way out for itself, and a service that the
//! others use by the groups of its machines.

use ringfence::estate::aws::{Peer, PeeringStatus, RouteTarget};

use super::{from, open, serve, use_service};
use crate::estates::{Build, Rules, any, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let left = b.vpc("left", "10.1.0.0/16 2001:db8:8100::/56");
    let middle = b.vpc("middle", "10.2.0.0/16 2001:db8:8200::/56");
    let right = b.vpc("right", "10.3.0.0/16 2001:db8:8300::/56");
    let to_left = b.peering("left-middle", [left, middle], PeeringStatus::Active);
    let to_right = b.peering("middle-right", [middle, right], PeeringStatus::Active);

    let clients = b.subnet(left, "clients", "10.1.1.0/24 2001:db8:8100:1::/64");
    let table = b.table_for(clients, "10.2.0.0/16", RouteTarget::Peering(to_left));
    b.route(table, "2001:db8:8200::/56", RouteTarget::Peering(to_left));
    // What leads on from the middle is lost there: to the right, and to the internet.
    b.route(table, "10.3.0.0/16", RouteTarget::Peering(to_left));
    b.route(table, "0.0.0.0/0", RouteTarget::Peering(to_left));

    let gateway = b.internet_gateway(middle);
    let front = b.subnet(middle, "front", "10.2.1.0/24 2001:db8:8200:1::/64");
    let table = b.table_for(front, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    b.route(table, "::/0", RouteTarget::InternetGateway(gateway));
    let nat = b.nat(front, "nat", Some("10.2.1.5"), "198.51.100.81");
    let service = b.subnet(middle, "service", "10.2.2.0/24 2001:db8:8200:2::/64");
    let table = b.table_for(service, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    b.route(table, "10.1.1.0/24", RouteTarget::Peering(to_left));
    b.route(table, "2001:db8:8100::/56", RouteTarget::Peering(to_left));
    b.route(table, "10.3.0.0/16", RouteTarget::Peering(to_right));
    let acl = b.acl_for(service);
    open(&mut b, acl, 200, "10.2.0.0/16");
    serve(&mut b, acl, 100, 443, "10.0.0.0/8");
    serve(&mut b, acl, 110, 443, "2001:db8:8100::/56");
    use_service(&mut b, acl, 120, 443, "0.0.0.0/0");

    let other = b.subnet(right, "other", "10.3.1.0/24 2001:db8:8300:1::/64");
    b.table_for(other, "10.2.0.0/16", RouteTarget::Peering(to_right));

    let client = b.group(left, "client");
    let server = b.group(middle, "server");
    b.group_rule(client, Rules::Egress, tcp(443), Peer::Group(server));
    b.group_rule(client, Rules::Egress, tcp(80), from("0.0.0.0/0"));
    b.group_rule(client, Rules::Ingress, tcp(22), Peer::Group(server));
    b.group_rule(server, Rules::Ingress, tcp(443), Peer::Group(client));
    b.group_rule(server, Rules::Ingress, tcp(443), from("10.3.0.0/16"));
    b.group_rule(server, Rules::Ingress, tcp(8443), Peer::Itself);
    b.group_rule(server, Rules::Egress, any(), from("0.0.0.0/0"));
    let plain = b.open_group(right, "plain");
    b.machine(clients, "client", "10.1.1.10 2001:db8:8100:1::10", &[client]);
    b.machine(service, "server", "10.2.2.10 2001:db8:8200:2::10", &[server]);
    b.machine(front, "front", "10.2.1.10 2001:db8:8200:1::10", &[server]);
    b.machine(other, "other", "10.3.1.10 2001:db8:8300:1::10", &[plain]);
    b
}
