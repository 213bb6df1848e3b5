//! Route tables: the longest prefix wins.

use std::net::IpAddr;

use ringfence::Prefix;
use ringfence::estate::aws::{EndpointId, EndpointKind, RouteTable, RouteTarget, SubnetId};

use super::Oracle;
use super::world::UnknownRoute;

impl<'a> Oracle<'a> {
    /// Where the table of `subnet` sends a packet for `destination`; `None` without a route.
    ///
    /// Every table has a local route for each range of its VPC; a written route to that very range replaces it (VPC
    /// route tables: the target of the local route can be a NAT gateway or an interface).
    pub(super) fn route(&self, subnet: SubnetId, destination: IpAddr) -> Option<RouteTarget> {
        let vpc = &self.aws().vpcs[self.vpc_of(subnet).0 as usize];
        let local = vpc.prefixes.iter().map(|&prefix| (prefix, RouteTarget::Local));
        let written = self.table_of(subnet).into_iter().flat_map(|table| &table.routes);
        let lists =
            self.table_of(subnet).into_iter().flat_map(|table| &table.list_routes).flat_map(|route| {
                let prefixes = self.aws().prefix_lists[route.list.0 as usize].prefixes.iter();
                prefixes.map(|&prefix| (prefix, route.target))
            });
        let all = written
            .map(|route| (route.destination, route.target))
            .chain(local)
            .chain(lists)
            .chain(self.routes_of_endpoints(subnet));
        // Routes of a VPN gateway: static ones of the same length go before them, and the local route always does, also where
        // they are longer (s2svpn vpn-route-priority).
        let inside = vpc.prefixes.iter().any(|range| range.contains(destination));
        let tables = self.table_of(subnet).filter(|_| !inside).into_iter();
        let gateways = tables.flat_map(|table| &table.propagated);
        let learnt = gateways.flat_map(|&id| {
            self.learnt_by(id).into_iter().map(move |prefix| (prefix, RouteTarget::VpnGateway(id)))
        });
        let all = all.chain(learnt);
        let mut best = None;
        for (prefix, target) in all.filter(|(prefix, _)| prefix.contains(destination)) {
            // The first of equal length stays, so written ones do, and those of lists give way.
            if best.is_none_or(|(length, _)| prefix.length() > length) {
                best = Some((prefix.length(), target));
            }
        }
        best.map(|(_, target)| target)
    }

    /// The route of a subnet's table that leads nobody knows where, of those to `destination` the longest.
    pub(super) fn unknown_route(&self, subnet: SubnetId, destination: IpAddr) -> UnknownRoute {
        let table = self.table_of(subnet).expect("a table with a route");
        let at = self.aws().route_tables.iter().position(|one| std::ptr::eq(one, table));
        let routes = table.routes.iter().filter(|route| route.target == RouteTarget::Unknown);
        let prefixes = routes.map(|route| route.destination).filter(|prefix| prefix.contains(destination));
        let longest = prefixes.max_by_key(Prefix::length);
        UnknownRoute::Vpc(at.expect("a table of the estate"), longest.expect("such a route"))
    }

    /// The routes that gateway endpoints put into the tables which they name.
    fn routes_of_endpoints(&self, subnet: SubnetId) -> Vec<(Prefix, RouteTarget)> {
        let aws = self.aws();
        let mut routes = Vec::new();
        for (at, endpoint) in aws.endpoints.iter().enumerate() {
            let EndpointKind::Gateway { list: Some(list), tables } = &endpoint.kind else { continue };
            let named = tables.iter().map(|table| &aws.route_tables[table.0 as usize]);
            if named
                .into_iter()
                .any(|named| self.table_of(subnet).is_some_and(|own| std::ptr::eq(own, named)))
            {
                let target = RouteTarget::Endpoint(EndpointId(at as u32));
                let prefixes = aws.prefix_lists[list.0 as usize].prefixes.iter();
                routes.extend(prefixes.map(|&prefix| (prefix, target)));
            }
        }
        routes
    }

    /// The table of a subnet: the one it names, else the VPC's main one if somebody wrote it.
    pub(super) fn table_of(&self, subnet: SubnetId) -> Option<&'a RouteTable> {
        let subnet = &self.aws().subnets[subnet.0 as usize];
        match subnet.route_table {
            Some(id) => Some(&self.aws().route_tables[id.0 as usize]),
            None => self.aws().route_tables.iter().find(|table| table.vpc == subnet.vpc && table.main),
        }
    }
}
