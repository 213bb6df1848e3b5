//! Route tables.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Writer, all};
use crate::aws::{Route, RouteTable, Subnet, Vpc};
use crate::finding;

/// The table that the collector's files leave out, for subnets that are taken to be public.
const ASSUMED: &str = "assumed-public";

/// The table of subnets and attachments whose own is not in the exports.
pub(super) const MISSING: &str = "not-in-exports";

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn route_tables(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let tables: Vec<_> = all(&self.index.tables, id).to_vec();
        for table in &tables {
            self.route_table(table);
        }
        let subnets = all(&self.index.subnets, id);
        if subnets.is_empty() {
            return;
        }
        let since = self.log.errors();
        if tables.is_empty() {
            let what = format!("the route tables of VPC `{id}` are");
            self.log.find(finding::missing_list(vpc.named.at, &what, "describe-route-tables"));
        } else if tables.iter().all(|table| !table.main)
            && let Some(subnet) =
                subnets.iter().find(|subnet| !self.index.table_of.contains_key(&*subnet.named.id))
        {
            let what = format!("the main route table of VPC `{id}` is");
            self.log.find(finding::missing_list(subnet.named.at, &what, "describe-route-tables"));
        }
        if self.log.errors() > since {
            let at = vpc.named.at;
            self.open(at, &format!("route-table {MISSING}"));
            self.text.line(at, "main yes");
            self.anywhere(at);
            self.close(at);
            self.log.covered(since);
        }
    }

    fn route_table(&mut self, table: &'a RouteTable<'t>) {
        let at = table.named.at;
        self.open(at, &format!("route-table {}", self.name(&table.named.id)));
        self.labels(&table.named);
        if table.main {
            self.text.line(at, "main yes");
        }
        for gateway in &table.propagating {
            self.text.line(at, &format!("propagate {}", self.name(gateway)));
        }
        for route in &table.routes {
            self.route(route, &table.vpc);
        }
        self.close(at);
    }

    fn route(&mut self, route: &'a Route<'t>, vpc: &str) {
        // It is the gateway that such a route comes from, which the table names.
        if route.propagated {
            return;
        }
        let destination = if route.list {
            Some(format!("prefix-list {}", self.name(&route.destination)))
        } else {
            self.range(route.at, &route.destination).map(|range| format!("{range}"))
        };
        let Some(destination) = destination else { return };
        let (since, damaged) = (self.log.errors(), self.log.is_damaged(route.at));
        let target = self.target(route, vpc).filter(|_| !damaged).unwrap_or_else(|| "unknown".into());
        self.text.line(route.at, &format!("{destination} -> {target}"));
        self.log.covered_with(route.at, since);
    }

    /// Where a route leads; `None` where that is not known.
    fn target(&mut self, route: &'a Route<'t>, vpc: &str) -> Option<String> {
        match &*route.state {
            "" | "active" => {}
            "blackhole" => return Some("blackhole".into()),
            state => {
                self.log.find(finding::no_form(route.at, &format!("a route that is `{state}`")));
                return None;
            }
        }
        match &route.target {
            Some(("GatewayId", gateway)) if gateway == "local" => Some("local".into()),
            // What is behind it is not known, which is told where the peering stands.
            Some(("VpcPeeringConnectionId", peering)) if self.index.left_out.contains(&**peering) => {
                Some("blackhole".into())
            }
            Some((
                "GatewayId"
                | "NatGatewayId"
                | "NetworkInterfaceId"
                | "InstanceId"
                | "TransitGatewayId"
                | "VpcPeeringConnectionId"
                | "EgressOnlyInternetGatewayId",
                target,
            )) => self.is_written(route.at, target, vpc).then(|| ringfence::syntax::written_name(target)),
            Some((member, _)) => {
                self.log.find(finding::no_form(route.at, &format!("a route by `{member}`")));
                None
            }
            None => {
                self.log.find(finding::without(route.at, "a route", "target"));
                None
            }
        }
    }

    /// Whether what a route of a VPC names is in the exports; else it is reported.
    fn is_written(&mut self, at: u32, target: &str, vpc: &str) -> bool {
        // A gateway that a route names is taken to be there.
        let (kind, call) = match target.split_once('-').map(|(kind, _)| kind) {
            Some("nat") => ("NAT gateway", "describe-nat-gateways"),
            Some("eigw") => ("egress-only internet gateway", "describe-egress-only-internet-gateways"),
            Some("eni") => ("network interface", "describe-network-interfaces"),
            Some("i") => ("instance", "describe-instances"),
            Some("pcx") => ("peering", "describe-vpc-peering-connections"),
            Some("vgw") => ("VPN gateway", "describe-vpn-gateways"),
            Some("vpce") => ("endpoint", "describe-vpc-endpoints"),
            Some("tgw") => ("transit gateway", "describe-transit-gateways"),
            _ => return true,
        };
        if kind == "transit gateway" && self.names.contains_key(target) && !self.is_attached(vpc, target) {
            let what = format!("the attachment of VPC `{vpc}` to transit gateway `{target}` is");
            self.log.find(finding::missing_list(at, &what, "describe-transit-gateway-vpc-attachments"));
            return false;
        }
        if self.names.contains_key(target) {
            // Where the lines of such a gateway stand it is told why.
            return kind != "VPN gateway" || !self.is_vpn_untold(target);
        }
        self.log.find(finding::missing(at, kind, target, call));
        false
    }

    /// Routes of a table that leads nobody knows where.
    pub(super) fn anywhere(&mut self, at: u32) {
        self.text.line(at, "0.0.0.0/0 -> unknown");
        self.text.line(at, "::/0 -> unknown");
    }

    /// The table that a subnet names.
    pub(super) fn table_of(&self, vpc: &'a Vpc<'t>, subnet: &'a Subnet<'t>) -> Option<String> {
        if let Some(table) = self.index.table_of.get(&*subnet.named.id) {
            return Some(self.reference(table, &vpc.named.id));
        }
        let assumed = self.assumes_tables(vpc) && subnet.public;
        assumed.then(|| ASSUMED.into())
    }

    /// Whether the VPC's tables are not known, and taken to send what is public to the internet.
    fn assumes_tables(&self, vpc: &Vpc<'t>) -> bool {
        let gateways = all(&self.index.gateways, &vpc.named.id);
        self.aws.collected
            && !self.aws.lists.contains(&"RouteTables")
            && gateways.iter().any(|gateway| gateway.word == "internet-gateway")
    }

    /// The tables that the collector does not print.
    pub(super) fn assumed_tables(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        if all(&self.index.subnets, id).is_empty() {
            return;
        }
        let at = vpc.named.at;
        if self.assumes_tables(vpc) {
            let gateways = all(&self.index.gateways, id).iter();
            let gateway = gateways
                .filter(|gateway| gateway.word == "internet-gateway")
                .map(|one| &*one.named.id)
                .next();
            let gateway = gateway.map(|gateway| self.name(gateway)).unwrap_or_default();
            self.open(at, &format!("route-table {ASSUMED}"));
            self.text.line(at, &format!("0.0.0.0/0 -> {gateway}"));
            if vpc.ranges.iter().any(|range| range.contains(':')) {
                self.text.line(at, &format!("::/0 -> {gateway}"));
            }
            self.close(at);
        }
        let message = "this collector prints no route tables: a subnet whose machines get public addresses is taken to have a \
                       route to the internet gateway, every other none";
        self.log.find(finding::assumed(at, message));
    }
}
