//! VPCs with their gateways and subnets.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ipnet::IpNet;

use super::{Writer, all};
use crate::aws::names::MISSING;
use crate::aws::transit::Attachment;
use crate::aws::{Nat, Subnet, Vpc};
use crate::finding;
use crate::json::Text;

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn vpc(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let ranges = self.ranges(vpc.named.at, &vpc.ranges);
        if ranges.is_empty() {
            self.log.find(finding::without(vpc.named.at, "a VPC", "CidrBlock"));
            return;
        }
        let head = format!("vpc {} {}", self.name(id), ranges.join(", "));
        self.open(vpc.named.at, &head);
        self.labels(&vpc.named);
        self.excluded(id);
        self.gateways(vpc);
        if self.aws.collected && !self.aws.lists.contains(&"RouteTables") {
            self.assumed_tables(vpc);
        } else {
            self.route_tables(vpc);
        }
        self.acls(vpc);
        let subnets: Vec<_> = all(&self.index.subnets, id).to_vec();
        for &subnet in &subnets {
            self.subnet(vpc, subnet);
        }
        let nats: Vec<_> = all(&self.index.nats, id).to_vec();
        for nat in nats {
            self.nat(nat);
        }
        self.groups(vpc);
        self.endpoints(vpc);
        self.balancers(&vpc.named.id);
        self.services(&vpc.named.id);
        self.machines(vpc);
        self.close(vpc.named.at);
    }

    /// Those of the ranges that are any, as they are written. What is wrong with the others is reported.
    pub(super) fn ranges(&mut self, at: u32, ranges: &[Text<'_>]) -> Vec<String> {
        ranges.iter().filter_map(|range| self.range(at, range)).map(|range| range.to_string()).collect()
    }

    pub(super) fn range(&mut self, at: u32, range: &str) -> Option<IpNet> {
        let read = range.parse().ok();
        if read.is_none() {
            self.log.find(finding::not_a(at, range, "a range of addresses"));
        }
        read
    }

    fn gateways(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let gateways: Vec<_> = all(&self.index.gateways, id).to_vec();
        for gateway in &gateways {
            let name = self.name(&gateway.named.id);
            self.open(gateway.named.at, &format!("{} {name}", gateway.word));
            self.labels(&gateway.named);
            if let Some(table) = self.index.edge_of.get(&*gateway.named.id) {
                let table = self.reference(table, id);
                self.text.line(gateway.named.at, &format!("route-table {table}"));
            }
            self.close(gateway.named.at);
        }
        if let Some((at, gateway)) = self.assumed_gateway(id) {
            let name = self.name(gateway);
            self.text.line(at, &format!("internet-gateway {name} {{ id {name} }}"));
            let message = "an internet gateway that a route names is taken to be attached to the VPC";
            self.log.find(finding::assumed(at, message));
        }
    }

    /// The internet gateway that a VPC is taken to have. AWS has no working route to a gateway of another VPC: one that a route
    /// names is attached to this one.
    pub(super) fn assumed_gateway(&self, vpc: &str) -> Option<(u32, &'a str)> {
        if all(&self.index.gateways, vpc).iter().any(|gateway| gateway.word == "internet-gateway") {
            return None;
        }
        let routes = all(&self.index.tables, vpc).iter().flat_map(|table| &table.routes);
        routes.filter(|route| route.state != "blackhole").find_map(|route| match &route.target {
            Some(("GatewayId", gateway)) if gateway.starts_with("igw-") => Some((route.at, &**gateway)),
            _ => None,
        })
    }

    fn subnet(&mut self, vpc: &'a Vpc<'t>, subnet: &'a Subnet<'t>) {
        let at = subnet.named.at;
        let id = &*subnet.named.id;
        let ranges = self.ranges(at, &subnet.ranges);
        if ranges.is_empty() {
            self.log.find(finding::without(at, "a subnet", "CidrBlock"));
            return;
        }
        let mut head = format!("subnet {} {}", self.name(id), ranges.join(", "));
        if subnet.zone.is_empty() {
            self.no_zone(at, &vpc.named.id);
        } else {
            head.push_str(&format!(" in {}", ringfence::syntax::written_name(&subnet.zone)));
        }
        self.open(at, &head);
        self.labels(&subnet.named);
        self.excluded(id);
        if let Some(table) = self.table_of(vpc, subnet) {
            self.text.line(at, &format!("route-table {table}"));
        }
        if let Some(acl) = self.index.acl_of.get(id).copied() {
            let acl = self.reference(acl, &vpc.named.id);
            self.text.line(at, &format!("network-acl {acl}"));
        } else if self.has_default_acl(&vpc.named.id) {
            self.text.line(at, &format!("network-acl {MISSING}"));
        }
        self.close(at);
    }

    /// What hangs on the zone of a subnet, where none is told.
    fn no_zone(&mut self, at: u32, vpc: &str) {
        let attached = |one: &&Attachment<'t>| one.kind == "vpc" && one.resource == vpc;
        if self.keeps_to_zones(vpc) {
            self.log.find(finding::missing_list(at, &"the zone of a subnet is", "describe-subnets"));
        } else if self.aws.transit.attachments.iter().filter(attached).any(Attachment::is_there) {
            // Answers that cross it say so, too.
            let message = "a subnet without a zone is taken to be in one in which its VPC is attached to transit gateways";
            self.log.find(finding::assumed(at, message));
        }
    }

    /// Whether a NAT gateway may be a public one of which no address is told.
    fn is_nat_untold(nat: &Nat<'_>) -> bool {
        is_there(nat)
            && nat.connectivity != "private"
            && nat.addresses.iter().all(|(_, public)| public.is_empty())
    }

    /// Whether that is so of the NAT gateway with this id: where it stands that is said.
    pub(super) fn is_untold_nat(&self, id: &str) -> bool {
        self.aws.nats.iter().any(|nat| nat.named.id == *id && Self::is_nat_untold(nat))
    }

    fn nat(&mut self, nat: &'a Nat<'t>) {
        let at = nat.named.at;
        if !is_there(nat) {
            self.log.find(finding::idle(at, &format!("a NAT gateway that is `{}`", nat.state)));
            return;
        }
        if Self::is_nat_untold(nat) {
            let since = self.log.errors();
            let what = format!("the public addresses of NAT gateway `{}` are", nat.named.id);
            self.log.find(finding::missing_list(at, &what, "describe-nat-gateways"));
            // Routes to it lead nobody knows where.
            return self.log.covered(since);
        }
        let regional = nat.mode == "regional";
        let inside = if regional { String::new() } else { format!(" in {}", self.name(&nat.subnet)) };
        self.open(at, &format!("nat-gateway {}{inside}", self.name(&nat.named.id)));
        self.labels(&nat.named);
        if regional {
            self.text.line(at, "availability-mode regional");
        }
        let addresses = nat.addresses.iter().filter(|(private, _)| !private.is_empty());
        let mut private: Vec<_> = addresses.map(|(private, _)| private).filter(|_| !regional).collect();
        if private.len() != 1 && !regional {
            let what = if private.is_empty() {
                "without a private address"
            } else {
                "with several private addresses"
            };
            let message = format!("a NAT gateway {what} is taken to use any that is free");
            self.log.find(finding::assumed(at, message));
            private.clear();
        }
        if let Some(private) = private.first().and_then(|private| self.address(at, private)) {
            self.text.line(at, &format!("ip {private}"));
        }
        let public = nat.addresses.iter().filter(|(_, public)| !public.is_empty());
        let public: Vec<String> = public.filter_map(|(_, public)| self.address(at, public)).collect();
        if !public.is_empty() {
            self.text.line(at, &format!("public-ip {}", public.join(", ")));
        }
        self.close(at);
    }

    /// An address as it is written; what is none is reported.
    pub(super) fn address(&mut self, at: u32, address: &str) -> Option<String> {
        let read: Option<core::net::IpAddr> = address.parse().ok();
        if read.is_none() {
            self.log.find(finding::not_a(at, address, "an address"));
        }
        read.map(|address| address.to_string())
    }
}

/// Whether a NAT gateway forwards.
pub(super) fn is_there(nat: &Nat<'_>) -> bool {
    !matches!(&*nat.state, "deleted" | "deleting" | "failed")
}
