//! From IPv6 to IPv4 (AVPC nat-gateway-nat64-dns64.md): a NAT gateway makes what is sent to 64:ff9b::a.b.c.d a packet to a.b.c.d.

use crate::embedded;
use crate::estate::aws::{Aws, RouteTable, RouteTarget, Subnet, TransitTarget};
use crate::estate::{Estate, LineEnd};
use crate::packet::{Family, Prefix};
use crate::traffic::prefix_values;

use super::Lowering;

/// Whether some table leads IPv6 packets to a NAT gateway, or nobody knows where.
pub(super) fn is_used(aws: &Aws) -> bool {
    let may_be = |target| is_nat_gateway(target) || target == RouteTarget::Unknown;
    let mut transit = aws.transit_tables.iter().flat_map(|table| &table.routes);
    aws.route_tables.iter().any(|table| leads_embedded(aws, table, may_be))
        || transit.any(|route| route.target == TransitTarget::Unknown && holds_some(&route.destination))
}

/// Whether some IPv6 address of a prefix holds an IPv4 one.
fn holds_some(prefix: &Prefix) -> bool {
    prefix.family() == Family::V6 && !embedded::extract(&prefix_values(prefix)).is_empty()
}

const fn is_nat_gateway(target: RouteTarget) -> bool {
    matches!(target, RouteTarget::NatGateway(_) | RouteTarget::RegionalNatGateway(_))
}

/// Whether packets may come to a NAT gateway by such a target.
const fn may_lead(target: RouteTarget) -> bool {
    is_nat_gateway(target)
        || matches!(
            target,
            RouteTarget::TransitGateway(_)
                | RouteTarget::Interface(_)
                | RouteTarget::GwlbEndpoint(_)
                | RouteTarget::VpnGateway(_)
                | RouteTarget::Unknown
        )
}

/// Whether a table leads some IPv6 address that holds an IPv4 one to such a target.
fn leads_embedded(aws: &Aws, table: &RouteTable, wanted: fn(RouteTarget) -> bool) -> bool {
    let lists = table.list_routes.iter().filter(|route| wanted(route.target));
    let mut lists = lists.filter_map(|route| aws.prefix_list(route.list));
    table.routes.iter().any(|route| wanted(route.target) && holds_some(&route.destination))
        || lists.any(|list| list.prefixes.iter().any(holds_some))
}

/// Whether what a site sends to IPv6 addresses that hold IPv4 ones may come to a NAT gateway: by a transit gateway.
pub(in crate::lower) fn leads_site_embedded(estate: &Estate, site: usize) -> bool {
    let transit = |end: &LineEnd| matches!(end, LineEnd::TransitGateway(_));
    let mut own = estate.lines.iter().filter(|line| line.ends.contains(&LineEnd::Site(site)));
    own.any(|line| line.ends.iter().any(transit))
}

impl Lowering<'_> {
    /// Whether what the machines of a subnet send to IPv6 addresses that hold IPv4 ones is led to a NAT gateway, or to what may lead
    /// it to one.
    pub(super) fn leads_embedded(&self, subnet: &Subnet) -> bool {
        self.table_of(subnet).is_some_and(|table| leads_embedded(self.aws, table, may_lead))
    }
}
