//! Route tables.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Writer, all};
use crate::aws::{Route, RouteTable, Subnet, Vpc};
use crate::finding;

/// The table that the collector's files leave out, for subnets that are taken to be public.
const ASSUMED: &str = "assumed-public";

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
            self.route(route);
        }
        self.close(at);
    }

    fn route(&mut self, route: &'a Route<'t>) {
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
        let Some(target) = self.target(route) else { return };
        self.text.line(route.at, &format!("{destination} -> {target}"));
    }

    fn target(&mut self, route: &'a Route<'t>) -> Option<String> {
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
            )) => Some(ringfence::syntax::written_name(target)),
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
