//! Sites and lines: what a site's own firewall says, and which line takes a packet.

use std::net::IpAddr;

use ringfence::estate::aws::{Action, VpnGatewayId};
use ringfence::estate::{Line, LineEnd, LineKind, ObjectId, Routing, Site, SitePeer, SiteRule, Traffic};
use ringfence::{Family, Packet, Prefix};

use super::address::is_global;
use super::traffic::matches;
use super::{Direction, Oracle};

/// A machine or subnet of a site, or the rest of it: what sends and receives as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Host(usize),
    Subnet(usize),
    Rest,
}

/// A prefix that the other end of a line tells.
struct Told {
    prefix: Prefix,
    line: usize,
    /// The end that tells it.
    by: usize,
}

/// Whether a site's own rules decide everything that comes and goes, and it is one place, so that it does nothing by itself.
#[must_use]
pub fn is_described(site: &Site) -> bool {
    let decides_all = |rules: &[SiteRule]| {
        let last = rules.last();
        last.is_some_and(|last| {
            last.from.is_empty()
                && last.to.is_empty()
                && last.traffic == [Traffic::Any]
                && last.action == Action::Deny
        })
    };
    decides_all(&site.inbound)
        && decides_all(&site.outbound)
        && site.subnets.is_empty()
        && site.hosts.is_empty()
}

impl Oracle<'_> {
    /// Whether an address is one of a site: of its ranges, but for what the other end of a line tells it more exactly, or of
    /// a gateway. What a cloud has on the internet is the cloud's.
    #[must_use]
    pub fn is_of_site(&self, site: usize, address: IpAddr) -> bool {
        let written = &self.estate.sites[site];
        if is_global(address) && (self.fronts.contains_key(&address) || self.vpc_with(address).is_some()) {
            return false;
        }
        if written.gateways.iter().any(|gateway| gateway.address == address) {
            return true;
        }
        let told = self.told(LineEnd::Site(site));
        let mut inner = told.iter().filter(|told| {
            told.prefix.contains(address)
                && written.prefixes.iter().any(|range| range.covers(&told.prefix) && *range != told.prefix)
        });
        written.prefixes.iter().any(|prefix| prefix.contains(address)) && inner.next().is_none()
    }

    /// The site that a public address is of.
    pub(crate) fn site_with(&self, address: IpAddr) -> Option<usize> {
        (0..self.estate.sites.len()).find(|site| is_global(address) && self.is_of_site(*site, address))
    }

    /// Which part of a site has an address of it.
    pub(super) fn part(&self, site: usize, address: IpAddr) -> Part {
        let written = &self.estate.sites[site];
        let host = written.hosts.iter().position(|host| host.addresses.contains(&address));
        let in_subnet = |prefixes: &Vec<Prefix>| prefixes.iter().any(|prefix| prefix.contains(address));
        let subnet = written.subnets.iter().position(|subnet| in_subnet(&subnet.prefixes));
        host.map(Part::Host).or(subnet.map(Part::Subnet)).unwrap_or(Part::Rest)
    }

    /// The object that sends and receives as one by an address of a site.
    pub(crate) fn object_at(&self, site: usize, address: IpAddr) -> ObjectId {
        let written = &self.estate.sites[site];
        match self.part(site, address) {
            Part::Host(at) => written.hosts[at].object,
            Part::Subnet(at) => written.subnets[at].object,
            Part::Rest => written.object,
        }
    }

    /// What the first line of a site's firewall that matches says; `None` where none does.
    pub(super) fn ask_site(&self, site: usize, direction: Direction, packet: &Packet) -> Option<Action> {
        let written = &self.estate.sites[site];
        let rules = match direction {
            Direction::Ingress => &written.inbound,
            Direction::Egress => &written.outbound,
        };
        rules.iter().find(|rule| self.is_matched(rule, packet)).map(|rule| rule.action)
    }

    fn is_matched(&self, rule: &SiteRule, packet: &Packet) -> bool {
        let is_one = |peers: &[SitePeer], address: IpAddr| {
            peers.is_empty() || peers.iter().any(|peer| self.is_peer(*peer, address))
        };
        rule.traffic.iter().any(|traffic| matches(*traffic, packet))
            && is_one(&rule.from, packet.source())
            && is_one(&rule.to, packet.destination())
    }

    fn is_peer(&self, peer: SitePeer, address: IpAddr) -> bool {
        let object = match peer {
            SitePeer::Prefix(prefix) => return prefix.contains(address),
            SitePeer::Object(object) => object,
        };
        let sites = &self.estate.sites;
        let mut hosts = sites.iter().flat_map(|site| &site.hosts).filter(|host| host.object == object);
        let subnets = sites.iter().flat_map(|site| &site.subnets).map(|one| (one.object, &one.prefixes));
        let of_vpcs = self.aws().subnets.iter().map(|one| (one.object, &one.prefixes));
        let mut named = subnets.chain(of_vpcs).filter(|(own, _)| *own == object);
        hosts.any(|host| host.addresses.contains(&address))
            || named.any(|(_, prefixes)| prefixes.iter().any(|prefix| prefix.contains(address)))
    }

    /// What the other ends of its lines tell an end. A VPN gateway for which nothing is written tells the ranges of its
    /// VPC; over a VPN that is IPv4 (s2svpn: virtual private gateways carry no IPv6 over VPN). A transit gateway tells where the
    /// table of the line's attachment leads.
    fn told(&self, end: LineEnd) -> Vec<Told> {
        let mut told = Vec::new();
        for (at, line) in self.estate.lines.iter().enumerate() {
            for (own, _) in line.ends.iter().enumerate().filter(|(_, known)| **known == end) {
                let by = 1 - own;
                let written = line.announced.iter().filter(|one| one.by == by).map(|one| one.prefix);
                let mut prefixes: Vec<Prefix> = written.collect();
                if let (true, LineEnd::VpnGateway(id)) = (prefixes.is_empty(), line.ends[by]) {
                    let vpc = self.aws().vpn_gateways[id.0 as usize].vpc;
                    prefixes.clone_from(&self.aws().vpcs[vpc.0 as usize].prefixes);
                    prefixes.retain(|p| line.kind == LineKind::Direct || p.family() == Family::V4);
                }
                if let (true, LineEnd::TransitGateway(_)) = (prefixes.is_empty(), line.ends[by]) {
                    prefixes = self.told_by_table(at, end);
                }
                told.extend(prefixes.into_iter().map(|prefix| Told { prefix, line: at, by }));
            }
        }
        told
    }

    /// What the other end of one line tells an end.
    pub(super) fn told_by_line(&self, end: LineEnd, line: usize) -> Vec<Prefix> {
        let told = self.told(end).into_iter().filter(|told| told.line == line);
        told.map(|told| told.prefix).collect()
    }

    /// The prefixes that a route table takes over from a VPN gateway.
    pub(super) fn learnt_by(&self, gateway: VpnGatewayId) -> Vec<Prefix> {
        self.told(LineEnd::VpnGateway(gateway)).into_iter().map(|told| told.prefix).collect()
    }

    /// The lines that may take a packet for `destination` from an end, each with the end that it goes to: those whose other end
    /// told the longest prefix. A VPN gateway prefers Direct Connect, then static routes of a VPN, then what a VPN learns; a site
    /// takes any.
    pub(super) fn lines_to(&self, end: LineEnd, destination: IpAddr) -> Vec<(usize, usize)> {
        let told = self.told(end);
        let matching = told.iter().filter(|told| told.prefix.contains(destination)).collect::<Vec<_>>();
        let Some(longest) = matching.iter().map(|told| told.prefix.length()).max() else { return Vec::new() };
        let lines = &self.estate.lines;
        let rank = |told: &&&Told| match end {
            LineEnd::VpnGateway(_) => preference(&lines[told.line]),
            LineEnd::Site(_) | LineEnd::TransitGateway(_) => 0,
        };
        let longest = matching.iter().filter(|told| told.prefix.length() == longest).collect::<Vec<_>>();
        let best = longest.iter().map(&rank).min();
        let mut taken = longest
            .iter()
            .filter(|told| Some(rank(told)) == best)
            .map(|told| (told.line, told.by))
            .collect::<Vec<_>>();
        taken.dedup();
        taken
    }
}

fn preference(line: &Line) -> usize {
    match (line.kind, line.routing) {
        (LineKind::Direct, _) => 1,
        (LineKind::Vpn, Some(Routing::Static)) => 2,
        (LineKind::Vpn, _) => 3,
    }
}
