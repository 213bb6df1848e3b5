//! Route tables.

use ringfence::Reason;
use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};
use ringfence::estate::aws::RouteTarget;

use super::{between, drops, expect, outwards, tcp_to, two_subnets};

#[test]
fn main_table_serves_subnets_that_name_none() {
    let mut net = two_subnets();
    let gateway = net.build.internet_gateway(net.vpc);
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    expect(&outwards(&net.build, net.a, "10.0.1.10", "203.0.113.9", tcp_to(443)), Blocked);
    let table = net.build.table(net.vpc, "main");
    net.build.route(table, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    let unused = outwards(&net.build, net.a, "10.0.1.10", "203.0.113.9", tcp_to(443));
    assert_eq!(drops(&unused), [Reason::NoRoute]);
    net.build.estate.aws.route_tables[table.0 as usize].main = true;
    expect(&outwards(&net.build, net.a, "10.0.1.10", "203.0.113.9", tcp_to(443)), Reachable);
    // A table of its own takes the main one's place altogether.
    net.build.table_for(net.left, "192.0.2.0/24", RouteTarget::InternetGateway(gateway));
    expect(&outwards(&net.build, net.a, "10.0.1.10", "203.0.113.9", tcp_to(443)), Blocked);
}

#[test]
fn more_specific_route_to_an_interface_wins_over_local_but_not_on_the_link() {
    let mut net = two_subnets();
    let d = net.build.machine(net.right, "d", "10.0.2.11", &[net.open]);
    let table = net.build.table_for(net.left, "10.0.2.0/24", RouteTarget::Interface(net.c));
    // The interface takes what is for itself, and drops what is for others.
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
    let other = between(&net.build, net.a, d, tcp_to(443));
    assert_eq!(drops(&other), [Reason::SourceDestCheck]);
    // The way back of the other direction is the same detour.
    expect(&between(&net.build, d, net.a, tcp_to(443)), OneWay);
    // Inside the subnet no table is asked.
    net.build.route(table, "10.0.1.0/24", RouteTarget::Interface(net.a));
    expect(&between(&net.build, net.a, net.b, tcp_to(443)), Reachable);
}

#[test]
fn blackhole_takes_what_it_is_longest_for() {
    let mut net = two_subnets();
    let table = net.build.table_for(net.left, "10.0.2.10/32", RouteTarget::Blackhole);
    net.build.route(table, "0.0.0.0/0", RouteTarget::Blackhole);
    let d = net.build.machine(net.right, "d", "10.0.2.11", &[net.open]);
    assert_eq!(drops(&between(&net.build, net.a, net.c, tcp_to(443))), [Reason::Blackhole]);
    expect(&between(&net.build, net.a, d, tcp_to(443)), Reachable);
    let reply_lost = between(&net.build, net.c, net.a, tcp_to(443));
    expect(&reply_lost, OneWay);
}

#[test]
fn written_route_to_the_range_of_the_vpc_replaces_the_local_one() {
    let mut net = two_subnets();
    let table = net.build.table_for(net.left, "10.0.0.0/16", RouteTarget::Blackhole);
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Blocked);
    net.build.estate.aws.route_tables[table.0 as usize].routes[0].target = RouteTarget::Local;
    expect(&between(&net.build, net.a, net.c, tcp_to(443)), Reachable);
}

#[test]
fn subnet_without_a_way_back_is_one_way() {
    let mut net = two_subnets();
    net.build.internet_gateway(net.vpc);
    net.build.public(net.a, "198.51.100.10", "10.0.1.10");
    expect(&super::inwards(&net.build, "203.0.113.9", net.a, "10.0.1.10", tcp_to(443)), OneWay);
}

#[test]
fn packet_for_a_range_without_a_subnet_or_machine_is_lost() {
    let mut net = two_subnets();
    net.open_left();
    let oracle = super::Oracle::new(&net.build.estate);
    for destination in ["10.0.1.99", "10.0.2.99", "10.0.9.9"] {
        let packet =
            ringfence::Packet::new(super::address("10.0.1.10"), super::address(destination), tcp_to(443));
        let outcomes = oracle.outcomes(super::Sender::Interface(net.a), packet.unwrap());
        assert_eq!(outcomes.len(), 1);
        assert_eq!(outcomes[0].end, super::End::Dropped(Reason::NoSuchAddress));
    }
}
