//! What is beyond VPN gateways. No export tells of it but by what the gateways learnt.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all};
use crate::aws::{Gateway, Line};
use crate::finding;
use crate::json::Text;

/// A line to a VPN gateway, and what the gateway tells by it where that is written.
type Leading<'a, 't> = (&'a Line<'t>, String, Vec<(u32, Text<'t>)>);

impl<'a, 't> Writer<'a, 't> {
    /// The lines of every VPN gateway, with the site that they lead to.
    pub(super) fn lines(&mut self) {
        let aws = self.aws;
        let mut written: BTreeSet<&str> = BTreeSet::new();
        // The end of several lines is one gateway, of one site.
        let mut ends: BTreeSet<&str> = BTreeSet::new();
        let vpcs: BTreeSet<&str> = aws.vpcs.iter().map(|vpc| &*vpc.named.id).collect();
        for gateway in aws.gateways.iter().filter(|gateway| gateway.word == "vpn-gateway") {
            let lines = self.leading(gateway);
            written.extend(lines.iter().map(|(line, ..)| &*line.named.id));
            if let (Some((line, ..)), false) =
                (lines.first(), gateway.vpcs.iter().any(|vpc| vpcs.contains(&**vpc)))
            {
                self.log.find(finding::idle(line.named.at, "a line to a VPN gateway that is at no VPC"));
            } else if !lines.is_empty() {
                self.site(gateway, &lines, &mut ends);
            } else if !aws.lists.contains(&"VpnConnections") || !self.learnt(gateway).is_empty() {
                let what = format!("the lines of VPN gateway `{}` are", gateway.named.id);
                let at = gateway.named.at;
                self.log.find(finding::missing_list(at, &what, "describe-vpn-connections"));
            }
        }
        for line in aws.lines.iter().filter(|line| !written.contains(&*line.named.id)) {
            let at = line.named.at;
            let what = if line.direct { "a virtual interface" } else { "a VPN connection" };
            if is_gone(line) {
                self.log.find(finding::idle(at, &format!("{what} that is `{}`", line.state)));
            } else if line.elsewhere.is_empty() && line.gateway.is_empty() {
                let member = if line.direct { "VirtualGatewayId" } else { "VpnGatewayId" };
                self.log.find(finding::without(at, what, member));
            } else if line.elsewhere.is_empty() && line.kind != "public" {
                self.log.find(finding::missing(at, "VPN gateway", &line.gateway, "describe-vpn-gateways"));
            } else {
                self.log.find(finding::no_form(at, &format!("{what} that leads to no VPN gateway")));
            }
        }
    }

    /// The lines that lead to a gateway, each with its name.
    fn leading(&self, gateway: &Gateway<'t>) -> Vec<Leading<'a, 't>> {
        let mut leading = Vec::new();
        for line in self.aws.lines.iter().filter(|line| !is_gone(line)) {
            if line.gateway == gateway.named.id {
                leading.push((line, self.name(&line.named.id), Vec::new()));
            } else if line.direct && line.kind != "public" {
                let behind = self.aws.associations.iter().filter(|one| {
                    one.through == line.elsewhere
                        && one.gateway == gateway.named.id
                        && !matches!(&*one.state, "disassociated" | "disassociating")
                });
                leading.extend(behind.map(|one| {
                    let name = format!("{} {}", line.named.id, gateway.named.id);
                    (line, written_name(&name), one.allowed.clone())
                }));
            }
        }
        leading
    }

    /// One site for all lines of a gateway: whether they lead to several, nobody says.
    fn site(&mut self, gateway: &Gateway<'t>, lines: &[Leading<'a, 't>], ends: &mut BTreeSet<&'a str>) {
        let id = &*gateway.named.id;
        let learnt = self.learnt(gateway);
        let mut ranges: Vec<String> = Vec::new();
        let mut add = |range: Option<ipnet::IpNet>| {
            let range = range.map(|range| format!("{range}"));
            // A way to everything is no range of one's own.
            ranges.extend(range.filter(|range| !range.ends_with("/0")));
        };
        let told = lines.iter().flat_map(|(line, ..)| &line.routes);
        let told: Vec<(u32, Text<'t>)> = told.chain(&learnt).cloned().collect();
        for (at, range) in &told {
            add(self.range(*at, range));
        }
        let mut gateways: Vec<(u32, &'a str, String)> = Vec::new();
        for (line, ..) in lines {
            let Some(customer) = self.aws.customers.iter().find(|one| one.named.id == line.customer) else {
                continue;
            };
            let address = (!customer.address.is_empty()).then_some(&customer.address);
            let Some(address) = address.and_then(|address| self.address(customer.named.at, address)) else {
                continue;
            };
            let is_ours = self.is_public(&address);
            if !is_ours && ends.insert(&customer.named.id) {
                add(address.parse::<core::net::IpAddr>().ok().map(ipnet::IpNet::from));
                gateways.push((customer.named.at, &customer.named.id, address));
            }
        }
        let Some((first, ..)) = lines.first() else { return };
        let learns = lines.iter().any(|(line, ..)| line.bgp);
        if learns && learnt.is_empty() && !self.takes_over(gateway) || ranges.is_empty() {
            self.log.find(finding::untold(first.named.at, id));
        }
        if ranges.is_empty() {
            return;
        }
        let message = "what is beyond a VPN gateway is taken to be one site with the ranges that its lines are known to tell";
        self.log.find(finding::assumed(first.named.at, message));
        ranges.sort();
        ranges.dedup();
        let site = written_name(&format!("site-of-{id}"));
        self.open(gateway.named.at, &format!("site {site} {}", ranges.join(", ")));
        for (at, name, address) in &gateways {
            self.text.line(*at, &format!("gateway {} {address}", written_name(name)));
        }
        self.close(gateway.named.at);
        let here = written_name(id);
        for (line, name, allowed) in lines {
            let at = line.named.at;
            let own = gateways.iter().find(|(_, name, _)| *name == &*line.customer);
            let end = own.map_or_else(
                || format!("site {site}"),
                |(_, name, _)| format!("gateway {site}.{}", written_name(name)),
            );
            let word = if line.direct { "direct-line" } else { "vpn" };
            self.open(at, &format!("{word} {name} between {end}, vpn-gateway {here}"));
            self.labels(&line.named);
            if !line.direct {
                self.text.line(at, &format!("type {}", if line.bgp { "bgp" } else { "static" }));
            }
            let told = if line.bgp { &learnt } else { &line.routes };
            for (at, range) in told {
                if let Some(range) = self.range(*at, range) {
                    self.text.line(*at, &format!("announce {range} from {end}"));
                }
            }
            for (at, range) in allowed {
                if let Some(range) = self.range(*at, range) {
                    self.text.line(*at, &format!("announce {range} from vpn-gateway {here}"));
                }
            }
            self.close(at);
        }
    }

    /// What a gateway learnt by BGP, as tables took it over: each prefix once, without what is written at a VPN.
    fn learnt(&self, gateway: &Gateway<'t>) -> Vec<(u32, Text<'t>)> {
        let written: BTreeSet<&str> = self
            .aws
            .lines
            .iter()
            .filter(|line| line.gateway == gateway.named.id && !is_gone(line) && !line.bgp)
            .flat_map(|line| line.routes.iter().map(|(_, range)| &**range))
            .collect();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let routes = self.aws.route_tables.iter().flat_map(|table| &table.routes);
        let own = routes.filter(|route| {
            let by = matches!(&route.target, Some(("GatewayId", target)) if *target == gateway.named.id);
            by && route.propagated && !written.contains(&*route.destination)
        });
        let once = own.filter(|route| known.insert(&route.destination));
        once.map(|route| (route.at, route.destination.clone())).collect()
    }

    /// Whether some table takes over the routes of a gateway.
    fn takes_over(&self, gateway: &Gateway<'t>) -> bool {
        let own = gateway.vpcs.iter().flat_map(|vpc| all(&self.index.tables, vpc));
        own.into_iter().any(|table| table.propagating.contains(&gateway.named.id))
    }

    /// Whether something of the exports has a public address.
    fn is_public(&self, address: &str) -> bool {
        let elastic = self.aws.addresses.iter().any(|one| one.public == address);
        let mapped =
            self.aws.interfaces.iter().flat_map(|one| &one.addresses).any(|one| one.public == address);
        let of_nats =
            self.aws.nats.iter().flat_map(|nat| &nat.addresses).any(|(_, public)| public == address);
        elastic || mapped || of_nats
    }
}

fn is_gone(line: &Line<'_>) -> bool {
    matches!(&*line.state, "deleted" | "deleting" | "rejected")
}
