//! Route tables.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Writer, all};
use crate::aws::names::{ASSUMED, MISSING};
use crate::aws::{Route, RouteTable, Subnet, Vpc};
use crate::finding;

/// What prints tables.
const CALL: &str = "describe-route-tables";

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
        let untold = self.has_untold_table(id);
        if tables.is_empty() {
            let what = format!("the route tables of VPC `{id}` are");
            self.log.find(finding::missing_list(vpc.named.at, &what, CALL));
        } else if tables.iter().all(|table| !table.main) || untold {
            let which = if untold { "route table of a subnet" } else { "main route table" };
            let what = format!("the {which} of VPC `{id}` is");
            let subnet = subnets.iter().find(|subnet| !self.index.table_of.contains_key(&*subnet.named.id));
            subnet.into_iter().for_each(|one| {
                self.log.find(finding::missing_list(one.named.at, &what, CALL));
            });
        }
        if self.log.errors() > since {
            let at = vpc.named.at;
            self.open(at, &format!("route-table {MISSING}"));
            if !untold {
                self.text.line(at, "main yes");
            }
            self.anywhere(at);
            self.close(at);
            self.log.covered(since);
        }
    }

    /// Whether a VPC has a main table, and a subnet that no table names may have another one: not all of them tell their subnets.
    fn has_untold_table(&self, vpc: &str) -> bool {
        let tables = all(&self.index.tables, vpc);
        let told = tables.iter().all(|table| table.told[0]) && !self.aws.cut.contains(&"RouteTables");
        !told && tables.iter().any(|table| table.main)
    }

    fn route_table(&mut self, table: &'a RouteTable<'t>) {
        let at = table.named.at;
        self.open(at, &format!("route-table {}", self.name(&table.named.id)));
        self.labels(&table.named);
        if table.main {
            self.text.line(at, "main yes");
        }
        let what = format!("the routes of route table `{}` are", table.named.id);
        if self.is_partly(at, table.told[1], &what, CALL) {
            self.anywhere(at);
            table.routes.iter().for_each(|route| self.log.covered_with(route.at, usize::MAX));
            return self.close(at);
        }
        let unlisted: Vec<&Route<'_>> =
            table.routes.iter().filter(|route| route.list && !self.has_entries(&route.destination)).collect();
        for route in &unlisted {
            let since = self.log.errors();
            self.log.find(finding::missing_entries(route.at, &route.destination));
            self.log.covered(since);
        }
        let is_listed = unlisted.is_empty();
        for gateway in table.propagating.iter().filter(|_| is_listed) {
            if self.is_at(gateway, &table.vpc) {
                self.text.line(at, &format!("propagate {}", self.name(gateway)));
            } else {
                // Where its routes lead is written of each.
                let since = self.log.errors();
                self.log.find(finding::missing(at, "VPN gateway", gateway, "describe-vpn-gateways"));
                self.log.covered(since);
            }
        }
        // What such a list holds may be part of any other range, but for one of AWS, which holds public addresses.
        let is_public = unlisted.iter().all(|route| self.is_to_service(route));
        for route in table.routes.iter().filter(|route| is_listed || is_public && is_private(route)) {
            self.route(route, table, is_listed);
        }
        if !is_listed {
            self.anywhere(at);
        }
        self.close(at);
    }

    /// Whether a gateway is written in a VPC.
    fn is_at(&self, gateway: &str, vpc: &str) -> bool {
        all(&self.index.gateways, vpc).iter().any(|one| one.named.id == gateway)
    }

    /// Whether all routes of a table are written as they are.
    pub(super) fn is_whole(&mut self, id: &str) -> bool {
        let Some(table) = self.aws.route_tables.iter().find(|table| table.named.id == id) else {
            return false;
        };
        let is_partly = !table.told[1] || self.log.cover_members(table.named.at);
        !is_partly && table.routes.iter().all(|route| !route.list || self.has_entries(&route.destination))
    }

    /// Whether a route leads to a service by a gateway endpoint.
    fn is_to_service(&self, route: &Route<'_>) -> bool {
        let is_target = |id: &str| matches!(&route.target, Some((_, target)) if *target == id);
        let mut endpoints = self.aws.endpoints.iter();
        endpoints.any(|one| matches!(&*one.kind, "" | "Gateway") && is_target(&one.named.id))
    }

    /// Writes a route, but for one that comes from a gateway which the table `propagates`.
    fn route(&mut self, route: &'a Route<'t>, table: &'a RouteTable<'t>, propagates: bool) {
        let vpc = &*table.vpc;
        let from = route.target.as_ref().map(|(_, gateway)| gateway);
        let from = from.filter(|_| propagates && route.propagated);
        if from.is_some_and(|from| table.propagating.contains(from) && self.is_at(from, vpc)) {
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
        let (kind, call) = match target.split_once('-').map(|(kind, _)| kind) {
            Some("nat") => ("NAT gateway", "describe-nat-gateways"),
            Some("eigw") => ("egress-only internet gateway", "describe-egress-only-internet-gateways"),
            Some("eni") => ("network interface", "describe-network-interfaces"),
            Some("i") => ("instance", "describe-instances"),
            Some("pcx") => ("peering", "describe-vpc-peering-connections"),
            Some("vgw") => ("VPN gateway", "describe-vpn-gateways"),
            Some("igw") => ("internet gateway", "describe-internet-gateways"),
            Some("vpce") => ("endpoint", "describe-vpc-endpoints"),
            Some("tgw") => ("transit gateway", "describe-transit-gateways"),
            _ => {
                self.log.find(finding::no_form(at, &format!("a route to `{target}`")));
                return false;
            }
        };
        if matches!(kind, "internet gateway" | "VPN gateway" | "egress-only internet gateway")
            && !self.is_at(target, vpc)
            && self.assumed_gateway(vpc).is_none_or(|(_, assumed)| assumed != target)
        {
            self.log.find(if self.names.contains_key(target) {
                let what = format!("the attachment of {kind} `{target}` to VPC `{vpc}` is");
                finding::missing_list(at, &what, call)
            } else {
                finding::missing(at, kind, target, call)
            });
            return false;
        }
        if kind == "transit gateway" && self.names.contains_key(target) && !self.is_attached(vpc, target) {
            let what = format!("the attachment of VPC `{vpc}` to transit gateway `{target}` is");
            self.log.find(finding::missing_list(at, &what, "describe-transit-gateway-vpc-attachments"));
            return false;
        }
        if self.names.contains_key(target) || kind == "internet gateway" {
            // Where such a gateway or its lines stand it is told why.
            return match kind {
                "VPN gateway" => !self.is_vpn_untold(target),
                "NAT gateway" => !self.is_untold_nat(target),
                _ => true,
            };
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
        if self.has_untold_table(&vpc.named.id) {
            return Some(MISSING.into());
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

/// Whether a route is one to private addresses alone.
fn is_private(route: &Route<'_>) -> bool {
    let range: Option<ipnet::Ipv4Net> = route.destination.parse().ok();
    range.is_some_and(|range| range.network().is_private() && range.broadcast().is_private())
}
