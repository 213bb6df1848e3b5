//! Transit gateways with their attachments and tables.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::Writer;
use crate::aws::kinds;
use crate::aws::names::MISSING;
use crate::aws::transit::{Attachment, Gateway, Route, Table};
use crate::finding;
use crate::json::Text;

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn transit_gateways(&mut self) {
        let aws = self.aws;
        let gateways: BTreeSet<&str> = aws.transit.gateways.iter().map(|one| &*one.named.id).collect();
        let gone = aws.transit.attachments.iter().filter(|one| one.is_there());
        for attachment in gone.filter(|one| !gateways.contains(&*one.gateway)) {
            // Of a peering, the other end may be in another Region or account.
            if attachment.gateway.is_empty() {
                let (at, kind) = (attachment.named.at, kinds::TRANSIT_ATTACHMENT.name);
                self.log.find(finding::without(at, kind, "TransitGatewayId"));
            } else if attachment.kind != "peering" {
                let (at, id) = (attachment.named.at, &attachment.gateway);
                self.log.find(finding::missing(at, "transit gateway", id, "describe-transit-gateways"));
            }
        }
        for gateway in &aws.transit.gateways {
            self.transit_gateway(gateway);
        }
    }

    fn transit_gateway(&mut self, gateway: &'a Gateway<'t>) {
        let (at, id) = (gateway.named.at, &*gateway.named.id);
        self.open(at, &format!("transit-gateway {}", self.name(id)));
        self.labels(&gateway.named);
        if gateway.references == "enable" {
            self.text.line(at, "security-group-referencing yes");
        }
        let aws = self.aws;
        for attachment in aws.transit.attachments.iter().filter(|one| one.gateway == id) {
            self.attachment(attachment);
        }
        let tables = aws.transit.tables.iter().filter(|table| table.gateway == id);
        let tables: Vec<&Table<'_>> =
            tables.filter(|table| !matches!(&*table.state, "deleting" | "deleted")).collect();
        let attached = aws.transit.attachments.iter().any(|one| one.gateway == id && one.is_there());
        let own = aws.transit.attachments.iter().filter(|one| one.gateway == id && self.has_statement(one));
        let lost: Vec<&Attachment<'_>> = own.filter(|one| self.asks_unknown(one, &tables)).collect();
        if tables.is_empty() && attached || !lost.is_empty() {
            let since = self.log.errors();
            if tables.is_empty() {
                let what = format!("the route tables of transit gateway `{id}` are");
                self.log.find(finding::missing_list(at, &what, "describe-transit-gateway-route-tables"));
            }
            for attachment in lost.iter().filter(|_| !tables.is_empty()) {
                let what = format!("the route table that attachment `{}` asks is", attachment.named.id);
                let call = "describe-transit-gateway-attachments";
                self.log.find(finding::missing_list(attachment.named.at, &what, call));
            }
            self.open(at, &format!("route-table {MISSING}"));
            let names: Vec<String> = lost.iter().map(|one| self.name(&one.named.id)).collect();
            names.iter().for_each(|name| self.text.line(at, &format!("associate {name}")));
            self.anywhere(at);
            self.close(at);
            self.log.covered(since);
        }
        for table in tables {
            self.transit_table(table);
        }
        self.close(at);
        self.unassociated(id);
    }

    /// The attachments of a transit gateway of which no association is printed.
    fn unassociated(&mut self, gateway: &str) {
        let aws = self.aws;
        let mut own = aws.transit.attachments.iter().filter(|one| one.gateway == gateway);
        let linked = |one: &Attachment<'_>| {
            let mut links = aws.transit.links.iter();
            links.any(|link| !link.fills && link.attachment == one.named.id)
        };
        let none: Vec<u32> = own
            .by_ref()
            .filter(|one| one.told == [false, true] && self.has_statement(one) && !linked(one))
            .map(|one| one.named.at)
            .collect();
        for at in none {
            let message =
                "a transit gateway attachment without an `Association` is taken to ask no route table";
            self.log.find(finding::assumed(at, message));
        }
    }

    fn attachment(&mut self, attachment: &'a Attachment<'t>) {
        let (at, id) = (attachment.named.at, &*attachment.named.id);
        if !attachment.is_there() {
            let what = format!("a transit gateway attachment that is `{}`", attachment.state);
            self.log.find(finding::idle(at, &what));
            return;
        }
        let name = self.name(id);
        let head = format!("attachment {name} to {}", written_name(&attachment.resource));
        match &*attachment.kind {
            "vpc" => {
                let mut vpcs = self.aws.vpcs.iter();
                let Some(vpc) = vpcs.find(|vpc| vpc.named.id == attachment.resource) else {
                    self.log.find(finding::missing(at, "VPC", &attachment.resource, "describe-vpcs"));
                    return;
                };
                self.open(at, &head);
                self.labels(&attachment.named);
                let own = attachment.vpc.as_ref();
                let Some(own) = own.filter(|own| !own.subnets.is_empty()) else {
                    let what = format!("the subnets of attachment `{id}` are");
                    let call = "describe-transit-gateway-vpc-attachments";
                    self.log.find(finding::missing_list(at, &what, call));
                    return self.close(at);
                };
                let subnets: Vec<String> = own.subnets.iter().map(|id| written_name(id)).collect();
                self.text.line(at, &format!("subnet {}", subnets.join(", ")));
                if own.appliance_mode == "enable" {
                    self.text.line(at, "appliance-mode yes");
                }
                if own.references == "disable" {
                    self.text.line(at, "security-group-referencing no");
                }
                self.close(at);
                if own.v6 == "disable" && vpc.ranges.iter().any(|range| range.contains(':')) {
                    let what = "a transit gateway attachment without IPv6 to a VPC with an IPv6 range";
                    self.log.find(finding::no_form(at, what));
                }
            }
            "peering" => {
                let mut gateways = self.aws.transit.gateways.iter();
                if gateways.any(|gateway| gateway.named.id == attachment.resource) {
                    // Both ends have its id: it is a name in each.
                    self.text.line(at, &head);
                } else {
                    let (what, call) = ("transit gateway", "describe-transit-gateways");
                    self.log.find(finding::missing(at, what, &attachment.resource, call));
                }
            }
            "vpn" | "direct-connect-gateway" => match self.attached(attachment) {
                Some(line) => {
                    // Else it is said that nobody knows what the lines of this gateway tell it.
                    if self.has_lines(&attachment.gateway) {
                        self.open(at, &format!("attachment {name} to {}", line.name));
                        self.labels(&attachment.named);
                        self.close(at);
                    }
                }
                None if attachment.kind == "vpn" => {
                    let (what, call) = ("VPN connection", "describe-vpn-connections");
                    self.log.find(finding::missing(at, what, &attachment.resource, call));
                }
                None => {
                    let what = "a Direct Connect gateway at a transit gateway";
                    self.log.find(finding::without(at, what, "VirtualInterfaces"));
                }
            },
            kind => {
                self.log.find(finding::no_form(at, &format!("a transit gateway attachment of a `{kind}`")));
            }
        }
    }

    fn transit_table(&mut self, table: &'a Table<'t>) {
        let (at, id) = (table.named.at, &*table.named.id);
        self.open(at, &format!("route-table {}", self.name(id)));
        self.labels(&table.named);
        let aws = self.aws;
        let is_told = |tables: &[Text<'_>]| tables.iter().any(|told| told == id);
        let [routes_told, propagated_told, propagations_told] =
            [0, 1, 2].map(|at| aws.transit.told.get(at).is_some_and(|told| is_told(told)));
        // A range that is not told may be part of one that is: then it is not known of any where it leads.
        let what = format!("the routes of transit gateway route table `{id}` are");
        let mut is_partly = self.is_partly(at, routes_told, &what, "search-transit-gateway-routes");
        let what = format!("the propagations of transit gateway route table `{id}` are");
        let call = "get-transit-gateway-route-table-propagations";
        is_partly |= self.is_partly(at, propagations_told || propagated_told, &what, call);
        for (more, _) in aws.transit.more.iter().filter(|(_, table)| table == id) {
            is_partly = true;
            self.log.covered_with(*more, usize::MAX);
        }
        let routes = || aws.transit.routes.iter().filter(|route| route.table == id);
        let is_listed = |route: &&Route<'_>| route.destination.is_empty() && !route.list.is_empty();
        for route in
            routes().filter(is_listed).filter(|route| !self.has_entries(&route.list)).collect::<Vec<_>>()
        {
            is_partly = true;
            let since = self.log.errors();
            self.log.find(finding::missing_entries(route.at, &route.list));
            self.log.covered(since);
        }
        let own = aws.transit.attachments.iter().filter(|one| one.gateway == table.gateway && one.is_there());
        let mut associated: BTreeSet<&str> = BTreeSet::new();
        let stated: BTreeSet<&str> =
            own.clone().filter(|one| self.has_statement(one)).map(|one| &*one.named.id).collect();
        for attachment in own.filter(|one| one.table == id && stated.contains(&*one.named.id)) {
            associated.insert(&attachment.named.id);
            self.text.line(attachment.named.at, &format!("associate {}", self.name(&attachment.named.id)));
        }
        let mut filling: BTreeSet<&str> = BTreeSet::new();
        for link in aws.transit.links.iter().filter(|link| link.table == id) {
            if is_partly && link.fills {
                continue;
            }
            let (word, known) =
                if link.fills { ("propagate", &mut filling) } else { ("associate", &mut associated) };
            if stated.contains(&*link.attachment) && known.insert(&link.attachment) {
                let name = self.name(&link.attachment);
                self.text.line(link.at, &format!("{word} {name}"));
            }
        }
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for route in routes() {
            if is_partly {
                self.log.covered_with(route.at, usize::MAX);
                continue;
            }
            let by = route.attachments.iter();
            if route.kind == "propagated" && by.clone().all(|one| stated.contains(&**one)) {
                // Whose ranges fill the table says the list of them; where that is not there, the routes say it, too.
                let new = route.attachments.iter().filter(|one| filling.insert(one));
                let new: Vec<String> = new.map(|one| self.name(one)).collect();
                new.iter().for_each(|name| self.text.line(route.at, &format!("propagate {name}")));
            } else if written.insert(if route.destination.is_empty() {
                &route.list
            } else {
                &route.destination
            }) {
                self.transit_route(route, &table.gateway, &stated);
            }
        }
        if is_partly {
            self.anywhere(at);
        }
        self.close(at);
    }

    /// Whether a VPC is attached to a transit gateway, as far as it is written.
    pub(super) fn is_attached(&self, vpc: &str, gateway: &str) -> bool {
        let mut attachments = self.aws.transit.attachments.iter();
        attachments.any(|one| one.gateway == gateway && one.resource == vpc && self.has_statement(one))
    }

    /// Whether no export tells which table an attachment asks.
    fn asks_unknown(&self, attachment: &Attachment<'t>, tables: &[&Table<'_>]) -> bool {
        let is_known = |table: &str| tables.iter().any(|known| known.named.id == table);
        let transit = &self.aws.transit;
        let mut links =
            transit.links.iter().filter(|link| !link.fills && link.attachment == attachment.named.id);
        let told = attachment.told.contains(&true);
        !links.any(|link| is_known(&link.table))
            && if attachment.table.is_empty() { !told } else { !is_known(&attachment.table) }
    }

    fn is_line(&self, attachment: &str) -> bool {
        let mut attachments = self.aws.transit.attachments.iter();
        attachments
            .any(|one| one.named.id == attachment && matches!(&*one.kind, "vpn" | "direct-connect-gateway"))
    }

    /// Whether an attachment is written.
    fn has_statement(&self, attachment: &Attachment<'t>) -> bool {
        let aws = self.aws;
        attachment.is_there()
            && match &*attachment.kind {
                "vpc" => aws.vpcs.iter().any(|vpc| vpc.named.id == attachment.resource),
                "peering" => {
                    aws.transit.gateways.iter().any(|gateway| gateway.named.id == attachment.resource)
                }
                "vpn" | "direct-connect-gateway" => {
                    self.attached(attachment).is_some() && self.has_lines(&attachment.gateway)
                }
                _ => false,
            }
    }

    fn transit_route(&mut self, route: &'a Route<'t>, gateway: &str, stated: &BTreeSet<&str>) {
        if matches!(&*route.state, "deleting" | "deleted") {
            return;
        }
        let destination = if route.destination.is_empty() && !route.list.is_empty() {
            format!("prefix-list {}", self.name(&route.list))
        } else {
            let Some(range) = self.range(route.at, &route.destination) else { return };
            format!("{range}")
        };
        let (since, damaged) = (self.log.errors(), self.log.is_damaged(route.at));
        let target = match route.attachments.as_slice() {
            _ if route.state == "blackhole" => Some("blackhole".into()),
            // Where the lines of the gateway stand it is told why.
            [only] if self.is_line(only) && self.is_transit_untold(gateway) => None,
            [only] if stated.contains(&**only) => Some(self.name(only)),
            [only] => {
                let what = format!("attachment `{only}`, to which a route leads, is");
                self.log.find(finding::missing_list(route.at, &what, "describe-transit-gateway-attachments"));
                None
            }
            [] => {
                self.log.find(finding::without(route.at, "a route", "target"));
                None
            }
            _ => {
                self.log
                    .find(finding::no_form(route.at, "a route of a transit gateway by several attachments"));
                None
            }
        };
        let target = target.filter(|_| !damaged).unwrap_or_else(|| String::from("unknown"));
        self.text.line(route.at, &format!("{destination} -> {target}"));
        self.log.covered_with(route.at, since);
    }
}
