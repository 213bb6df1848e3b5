//! What is beyond VPN gateways and transit gateways. No export tells of it but by what the gateways learnt.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all};
use crate::aws::transit::Attachment;
use crate::aws::{Gateway, Line};
use crate::finding;
use crate::json::Text;

/// Ranges, each with where it is written.
type Ranges<'t> = Vec<(u32, Text<'t>)>;

/// A line to a gateway.
pub(super) struct Leading<'a, 't> {
    line: &'a Line<'t>,
    pub(super) name: String,
    /// What its other end tells.
    told: Ranges<'t>,
    /// What the gateway tells by it, where that is written.
    allowed: Ranges<'t>,
}

/// What lines lead to.
struct End<'a, 't> {
    /// `vpn-gateway` or `transit-gateway`.
    word: &'static str,
    at: u32,
    id: &'a str,
    /// Ranges that are beyond its lines, beside what each of these is told.
    beyond: Ranges<'t>,
    /// Whether it is certain that a line of it may tell nothing.
    takes_over: bool,
}

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
            written.extend(lines.iter().map(|leading| &*leading.line.named.id));
            if let (Some(first), false) =
                (lines.first(), gateway.vpcs.iter().any(|vpc| vpcs.contains(&**vpc)))
            {
                self.log
                    .find(finding::idle(first.line.named.at, "a line to a VPN gateway that is at no VPC"));
            } else if !lines.is_empty() {
                let mut beyond = self.learnt(gateway);
                beyond.extend(lines.iter().flat_map(|leading| leading.line.routes.iter().cloned()));
                let end = End {
                    word: "vpn-gateway",
                    at: gateway.named.at,
                    id: &gateway.named.id,
                    beyond,
                    takes_over: self.takes_over(gateway),
                };
                self.site(&end, &lines, &mut ends);
            } else if !aws.lists.contains(&"VpnConnections") || !self.learnt(gateway).is_empty() {
                let what = format!("the lines of VPN gateway `{}` are", gateway.named.id);
                let at = gateway.named.at;
                let since = self.log.errors();
                self.log.find(finding::missing_list(at, &what, "describe-vpn-connections"));
                self.log.covered(since);
            }
        }
        for gateway in &aws.transit.gateways {
            let id = &*gateway.named.id;
            let lines = self.leading_to_transit(id);
            for leading in &lines {
                // All virtual interfaces of a Direct Connect gateway are one line.
                let own =
                    aws.lines.iter().filter(|line| line.direct && line.elsewhere == leading.line.elsewhere);
                written.extend(own.chain([leading.line]).map(|line| &*line.named.id));
            }
            let beyond = self.beyond_transit(id);
            let end = End { word: "transit-gateway", at: gateway.named.at, id, beyond, takes_over: false };
            self.site(&end, &lines, &mut ends);
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

    /// Whether nobody knows where routes to a VPN gateway lead.
    pub(super) fn is_vpn_untold(&self, id: &str) -> bool {
        let gateways = self.aws.gateways.iter().filter(|gateway| gateway.word == "vpn-gateway");
        let mut gateways = gateways.filter(|gateway| gateway.named.id == id);
        gateways.next().is_some_and(|gateway| {
            let lines = self.leading(gateway);
            let printed = self.aws.lists.contains(&"VpnConnections") && self.learnt(gateway).is_empty();
            if lines.is_empty() { !printed } else { is_untold(&lines, self.takes_over(gateway)) }
        })
    }

    /// Whether nobody knows where routes to the lines of a transit gateway lead.
    pub(super) fn is_transit_untold(&self, gateway: &str) -> bool {
        is_untold(&self.leading_to_transit(gateway), false)
    }

    /// The line that is attached to a transit gateway.
    pub(super) fn attached(&self, attachment: &Attachment<'t>) -> Option<Leading<'a, 't>> {
        let mut lines = self.aws.lines.iter().filter(|line| !is_gone(line));
        let (id, gateway) = (&attachment.resource, &attachment.gateway);
        let direct = attachment.kind == "direct-connect-gateway";
        let line = lines.find(|line| {
            line.direct == direct
                && if direct { line.elsewhere == *id && line.kind != "public" } else { line.named.id == *id }
        })?;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let routes =
            self.aws.transit.routes.iter().filter(|route| {
                route.kind == "propagated" && route.attachments.contains(&attachment.named.id)
            });
        let routes = routes.filter(|route| known.insert(&route.destination));
        let mut told: Ranges<'t> = routes.map(|route| (route.at, route.destination.clone())).collect();
        told.extend(line.routes.iter().cloned());
        let behind = self.aws.associations.iter();
        let behind = behind.filter(|one| direct && one.through == *id && one.gateway == *gateway);
        let allowed = behind.flat_map(|one| one.allowed.iter().cloned()).collect();
        let name = if direct {
            written_name(&format!("{} {gateway}", line.named.id))
        } else {
            self.name(&line.named.id)
        };
        Some(Leading { line, name, told, allowed })
    }

    fn at_transit(&self, gateway: &str) -> impl Iterator<Item = &'a Attachment<'t>> {
        let own = self.aws.transit.attachments.iter().filter(move |one| one.gateway == gateway);
        own.filter(|one| one.is_there() && matches!(&*one.kind, "vpn" | "direct-connect-gateway"))
    }

    fn leading_to_transit(&self, gateway: &str) -> Vec<Leading<'a, 't>> {
        self.at_transit(gateway).filter_map(|attachment| self.attached(attachment)).collect()
    }

    /// Where routes that are written lead by lines of a transit gateway.
    fn beyond_transit(&self, gateway: &str) -> Ranges<'t> {
        let own: BTreeSet<&str> = self.at_transit(gateway).map(|one| &*one.named.id).collect();
        let routes = self.aws.transit.routes.iter().filter(|route| {
            route.kind != "propagated"
                && route.state != "blackhole"
                && !route.destination.is_empty()
                && route.attachments.iter().any(|to| own.contains(&**to))
        });
        routes.map(|route| (route.at, route.destination.clone())).collect()
    }

    /// Whether something is known of what is beyond the lines of a transit gateway: then they are written.
    pub(super) fn has_lines(&self, gateway: &str) -> bool {
        let lines = self.leading_to_transit(gateway);
        let told = lines.iter().flat_map(|leading| &leading.told);
        let is_own = |range: &str| range.parse::<ipnet::IpNet>().is_ok_and(|range| range.prefix_len() > 0);
        let customers = self.aws.customers.iter().filter(|customer| {
            let is_end = lines.iter().any(|leading| leading.line.customer == customer.named.id);
            is_end && customer.address.parse::<core::net::IpAddr>().is_ok()
        });
        let mut customers = customers.filter(|customer| !self.is_public(&customer.address));
        !lines.is_empty()
            && (told.chain(&self.beyond_transit(gateway)).any(|(_, range)| is_own(range))
                || customers.next().is_some())
    }

    /// The lines that lead to a gateway, each with its name.
    fn leading(&self, gateway: &Gateway<'t>) -> Vec<Leading<'a, 't>> {
        let mut leading = Vec::new();
        for line in self.aws.lines.iter().filter(|line| !is_gone(line)) {
            if line.gateway == gateway.named.id {
                let told = if line.bgp { self.learnt(gateway) } else { line.routes.clone() };
                leading.push(Leading { line, name: self.name(&line.named.id), told, allowed: Vec::new() });
            } else if line.direct && line.kind != "public" {
                let behind = self.aws.associations.iter().filter(|one| {
                    one.through == line.elsewhere
                        && one.gateway == gateway.named.id
                        && !matches!(&*one.state, "disassociated" | "disassociating")
                });
                leading.extend(behind.map(|one| {
                    let name = format!("{} {}", line.named.id, gateway.named.id);
                    let told = self.learnt(gateway);
                    Leading { line, name: written_name(&name), told, allowed: one.allowed.clone() }
                }));
            }
        }
        leading
    }

    /// One site for all lines of a gateway: whether they lead to several, nobody says.
    fn site(&mut self, to: &End<'a, 't>, lines: &[Leading<'a, 't>], ends: &mut BTreeSet<&'a str>) {
        let id = to.id;
        let mut ranges: Vec<String> = Vec::new();
        let mut add = |range: Option<ipnet::IpNet>| {
            let range = range.map(|range| format!("{range}"));
            // A way to everything is no range of one's own.
            ranges.extend(range.filter(|range| !range.ends_with("/0")));
        };
        for (at, range) in lines.iter().flat_map(|leading| &leading.told).chain(&to.beyond) {
            add(self.range(*at, range));
        }
        let mut gateways: Vec<(u32, &'a str, String)> = Vec::new();
        for Leading { line, .. } in lines {
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
        let Some(Leading { line: first, .. }) = lines.first() else { return };
        let (since, untold) = (self.log.errors(), is_untold(lines, to.takes_over));
        if untold || ranges.is_empty() {
            self.log.find(finding::untold(first.named.at, id));
        }
        if untold {
            // Routes by it are written as unknown.
            self.log.covered(since);
        }
        if ranges.is_empty() {
            return;
        }
        let gateway = if to.word == "vpn-gateway" { "VPN" } else { "transit" };
        let message = format!(
            "what is beyond a {gateway} gateway is taken to be one site with the ranges that its lines are known to tell"
        );
        self.log.find(finding::assumed(first.named.at, message));
        ranges.sort();
        ranges.dedup();
        let site = written_name(&format!("site-of-{id}"));
        self.open(to.at, &format!("site {site} {}", ranges.join(", ")));
        for (at, name, address) in &gateways {
            self.text.line(*at, &format!("gateway {} {address}", written_name(name)));
        }
        self.close(to.at);
        let here = written_name(id);
        for Leading { line, name, told, allowed } in lines {
            let at = line.named.at;
            let own = gateways.iter().find(|(_, name, _)| *name == &*line.customer);
            let end = own.map_or_else(
                || format!("site {site}"),
                |(_, name, _)| format!("gateway {site}.{}", written_name(name)),
            );
            let word = if line.direct { "direct-line" } else { "vpn" };
            self.open(at, &format!("{word} {name} between {end}, {} {here}", to.word));
            self.labels(&line.named);
            if !line.direct {
                self.text.line(at, &format!("type {}", if line.bgp { "bgp" } else { "static" }));
            }
            for (at, range) in told {
                if let Some(range) = self.range(*at, range) {
                    self.text.line(*at, &format!("announce {range} from {end}"));
                }
            }
            for (at, range) in allowed {
                if let Some(range) = self.range(*at, range) {
                    self.text.line(*at, &format!("announce {range} from {} {here}", to.word));
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

/// Whether lines learn by BGP, and nobody knows what.
fn is_untold(lines: &[Leading<'_, '_>], takes_over: bool) -> bool {
    let mut learning = lines.iter().filter(|leading| leading.line.bgp).peekable();
    learning.peek().is_some() && learning.all(|leading| leading.told.is_empty()) && !takes_over
}

fn is_gone(line: &Line<'_>) -> bool {
    matches!(&*line.state, "deleted" | "deleting" | "rejected")
}
