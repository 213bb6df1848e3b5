//! From IPv6 to IPv4 (AVPC nat-gateway-nat64-dns64.md): a NAT gateway makes what is sent to 64:ff9b::a.b.c.d a packet to a.b.c.d.

use crate::embedded;
use crate::estate::aws::RouteTable;
use crate::estate::aws::{Aws, RouteTarget, Subnet};
use crate::packet::Family;
use crate::traffic::prefix_values;

use super::Lowering;

/// Whether some table leads IPv6 packets to a NAT gateway.
pub(super) fn is_used(aws: &Aws) -> bool {
    aws.route_tables.iter().any(|table| leads_embedded(aws, table, &|target| is_nat_gateway(target)))
}

const fn is_nat_gateway(target: RouteTarget) -> bool {
    matches!(target, RouteTarget::NatGateway(_) | RouteTarget::RegionalNatGateway(_))
}

/// Whether a table leads some IPv6 address that holds an IPv4 one to such a target.
fn leads_embedded(aws: &Aws, table: &RouteTable, wanted: &dyn Fn(RouteTarget) -> bool) -> bool {
    let listed = table.list_routes.iter().flat_map(|route| {
        let list = aws.prefix_list(route.list);
        list.into_iter().flat_map(|list| &list.prefixes).map(|prefix| (prefix, route.target))
    });
    let mut routes = table.routes.iter().map(|route| (&route.destination, route.target)).chain(listed);
    routes.any(|(prefix, target)| {
        prefix.family() == Family::V6
            && wanted(target)
            && !embedded::extract(&prefix_values(prefix)).is_empty()
    })
}

impl Lowering<'_> {
    /// Whether what the machines of a subnet send to IPv6 addresses that hold IPv4 ones is led to a NAT gateway, or to what may lead
    /// it to one.
    pub(super) fn leads_embedded(&self, subnet: &Subnet) -> bool {
        let may_lead = |target| {
            is_nat_gateway(target)
                || matches!(
                    target,
                    RouteTarget::TransitGateway(_)
                        | RouteTarget::Interface(_)
                        | RouteTarget::GwlbEndpoint(_)
                        | RouteTarget::Unknown
                )
        };
        self.table_of(subnet).is_some_and(|table| leads_embedded(self.aws, table, &may_lead))
    }
}
