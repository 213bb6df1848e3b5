//! Private subnets that use services of the provider: by a gateway endpoint, by an interface endpoint, and a database.

use ringfence::estate::aws::{Peer, RouteTarget};

use super::{from, open, serve, use_service};
use crate::estates::{Build, Rules, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let storage = b.list("storage", "203.0.113.64/26 198.51.100.128/25");
    let office = b.list("office", "192.0.2.0/26 192.0.2.128/32");
    let vpc = b.vpc("main", "10.0.0.0/16");
    let public = b.subnet(vpc, "public", "10.0.0.0/24");
    let app = b.subnet(vpc, "app", "10.0.1.0/24");
    let data = b.subnet(vpc, "data", "10.0.2.0/24");
    let gateway = b.internet_gateway(vpc);
    let nat = b.nat(public, "nat", Some("10.0.0.5"), "198.51.100.5");
    let public_table = b.table_for(public, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let app_table = b.table_for(app, "0.0.0.0/0", RouteTarget::NatGateway(nat));
    let endpoint = b.gateway_endpoint(vpc, "storage", Some(storage), &[app_table]);
    b.list_route(public_table, storage, RouteTarget::Endpoint(endpoint));

    let acl = b.acl_for(data);
    serve(&mut b, acl, 100, 5432, "10.0.1.0/24");
    use_service(&mut b, acl, 110, 443, "10.0.0.0/16");
    open(&mut b, acl, 120, "10.0.0.0/24");

    let door = b.group(vpc, "door");
    b.group_rule(door, Rules::Ingress, tcp(443), from("10.0.0.0/16"));
    let worker = b.group(vpc, "worker");
    b.group_rule(worker, Rules::Egress, tcp(443), Peer::List(storage));
    b.group_rule(worker, Rules::Egress, tcp(443), Peer::Group(door));
    b.group_rule(worker, Rules::Ingress, tcp(22), Peer::List(office));
    let database = b.group(vpc, "database");
    b.group_rule(database, Rules::Ingress, tcp(5432), Peer::Group(worker));
    b.group_rule(worker, Rules::Egress, tcp(5432), Peer::Group(database));
    let all = b.open_group(vpc, "all");

    b.interface_endpoint("secrets", &[(app, "10.0.1.200"), (data, "10.0.2.200")], &[door]);
    b.service(data, "database", "10.0.2.20", &[database]);
    b.machine(app, "one", "10.0.1.10", &[worker]);
    b.machine(app, "two", "10.0.1.11", &[worker, all]);
    let jump = b.machine(public, "jump", "10.0.0.10", &[worker, all]);
    b.public(jump, "198.51.100.20", "10.0.0.10");
    b.machine(data, "batch", "10.0.2.30", &[all]);
    b
}
