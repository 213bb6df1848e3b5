//! Sites outside the clouds, and the lines to them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;

use super::aws::{Input, Said};
use super::report::Report;
use super::shape::shown;
use super::value::{Read, Value};
use crate::estate::aws::{Action, Aws, TransitGatewayId, VpnGatewayId};
use crate::estate::{
    Announced, Host, Line, LineEnd, LineKind, ObjectId, Routing, Site, SiteGateway, SitePeer, SiteRule,
    SiteSubnet,
};
use crate::origin::Origin;
use crate::packet::Prefix;
use crate::problem::{missing, not_in_this_cloud, outside, overlap};
use crate::source::Location;
use crate::syntax::LinkWord;

/// Every site and every line, as far as they have no problem.
pub(super) fn build(report: &mut Report<'_>, input: Input<'_, '_>, aws: &Aws) -> (Vec<Site>, Vec<Line>) {
    let public = aws.interfaces.iter().flat_map(|interface| interface.public.iter().map(|one| one.public));
    let taken = public.chain(aws.nat_gateways.iter().flat_map(|nat| nat.public.iter().copied())).collect();
    let mut builder = Builder { report, input, aws, taken, sites: Vec::new() };
    for said in top(input, "site") {
        let site = builder.site(said);
        builder.sites.extend(site);
    }
    let mut lines = Vec::new();
    for (word, kind) in [("vpn", LineKind::Vpn), ("direct-line", LineKind::Direct)] {
        for said in top(input, word) {
            lines.extend(builder.line(said, kind));
        }
    }
    (builder.sites, lines)
}

/// Everything of a site that has a name.
pub(super) fn objects(site: &Site) -> Vec<ObjectId> {
    let gateways = site.gateways.iter().map(|gateway| gateway.object);
    let subnets = site.subnets.iter().map(|subnet| subnet.object);
    let hosts = site.hosts.iter().map(|host| host.object);
    core::iter::once(site.object).chain(gateways).chain(subnets).chain(hosts).collect()
}

/// The statements of `word` at the top that have no problem.
fn top<'n, 't>(input: Input<'n, 't>, word: &'static str) -> impl Iterator<Item = Said<'n, 't>> {
    input.forest.top.iter().filter_map(move |&id| {
        let node = input.forest.node(id).filter(|node| node.row.word == word)?;
        Some(Said { node, filled: input.said(id)? })
    })
}

struct Builder<'r, 's, 'n, 't> {
    report: &'r mut Report<'s>,
    input: Input<'n, 't>,
    aws: &'n Aws,
    /// Public addresses of the clouds.
    taken: Vec<IpAddr>,
    sites: Vec<Site>,
}

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    fn site(&mut self, said: Said<'n, 't>) -> Option<Site> {
        let object = said.node.object?;
        let mut site = Site {
            object,
            prefixes: prefixes(said),
            gateways: Vec::new(),
            subnets: Vec::new(),
            hosts: Vec::new(),
            inbound: self.rules(said, "inbound"),
            outbound: self.rules(said, "outbound"),
        };
        for inside in self.input.inside(said.node, "gateway") {
            let Some(read) = inside.filled.values().first() else { continue };
            let (Some(object), Some(address)) = (inside.node.object, read.value.address()) else { continue };
            let known = self.sites.iter().chain([&site]).flat_map(|site| &site.gateways);
            if self.taken.contains(&address) || known.into_iter().any(|known| known.address == address) {
                self.report.push(overlap::gateway(inside.at(read), address));
                continue;
            }
            site.gateways.push(SiteGateway { object, address });
        }
        let mut parts: Vec<(Prefix, Location)> = Vec::new();
        for inside in self.input.inside(said.node, "subnet") {
            let Some(object) = inside.node.object else { continue };
            let mut valid = true;
            for read in inside.filled.values() {
                let (Some(prefix), here) = (read.value.prefix(), inside.at(read)) else { continue };
                valid &= self.is_inside(&site.prefixes, prefix, prefix, object_of(said), here);
                if let Some((other, first)) = parts.iter().find(|(other, _)| other.overlaps(&prefix)) {
                    self.report.push(overlap::ranges(here, prefix, *other, *first));
                    valid = false;
                }
                parts.push((prefix, here));
            }
            if valid {
                site.subnets.push(SiteSubnet { object, prefixes: prefixes(inside) });
            }
        }
        let mut known: Vec<(IpAddr, Location)> = Vec::new();
        for inside in self.input.inside(said.node, "host") {
            site.hosts.extend(self.host(inside, said, &site, &mut known));
        }
        (!self.input.in_doubt(said.node)).then_some(site)
    }

    fn host(
        &mut self,
        said: Said<'n, 't>,
        around: Said<'n, 't>,
        site: &Site,
        known: &mut Vec<(IpAddr, Location)>,
    ) -> Option<Host> {
        let object = said.node.object?;
        let subnet = match said.filled.link(LinkWord::In).first() {
            Some(read) => {
                let named = read.value.object()?;
                let own = site.subnets.iter().position(|subnet| subnet.object == named);
                if own.is_none() && self.is_elsewhere(around, named) {
                    self.report.push(not_in_this_cloud::other_site(
                        said.at(read),
                        &self.called(named),
                        &self.called(object_of(around)),
                    ));
                }
                Some(own?)
            }
            None => None,
        };
        let part = subnet.and_then(|subnet| site.subnets.get(subnet));
        let (ranges, around) =
            part.map_or((&site.prefixes, object_of(around)), |subnet| (&subnet.prefixes, subnet.object));
        let mut addresses = Vec::new();
        let mut valid = !self.input.in_doubt(said.node);
        for property in self.input.inside(said.node, "ip") {
            for read in property.filled.values() {
                let (Some(address), here) = (read.value.address(), property.at(read)) else { continue };
                valid &= self.is_inside(ranges, Prefix::host(address), address, around, here);
                if let Some((_, first)) = known.iter().find(|(other, _)| *other == address) {
                    self.report.push(overlap::private(here, address, &self.called(site.object), *first));
                    valid = false;
                }
                known.push((address, here));
                addresses.push(address);
            }
        }
        if addresses.is_empty() && valid {
            self.report.push(missing::host_address(said.node.head(), &self.called(object)));
            valid = false;
        }
        valid.then_some(Host { object, addresses })
    }

    /// Whether a thing does not stand in this one.
    fn is_elsewhere(&self, around: Said<'_, '_>, named: ObjectId) -> bool {
        let found = self.input.forest.objects.get(named.0 as usize);
        found.is_some_and(|found| found.parent != around.node.object)
    }

    /// Whether what is written lies in one of the ranges; else it is reported.
    fn is_inside(
        &mut self,
        ranges: &[Prefix],
        prefix: Prefix,
        written: impl core::fmt::Display,
        around: ObjectId,
        here: Location,
    ) -> bool {
        let inside = ranges.iter().any(|range| range.covers(&prefix));
        if !inside {
            let ranges = ranges.iter().filter(|range| range.family() == prefix.family());
            let ranges: Vec<_> = ranges.map(ToString::to_string).collect();
            let name = self.called(around);
            self.report.push(outside::range(here, &written, prefix.family(), &name, &ranges.join(", ")));
        }
        inside
    }

    fn rules(&mut self, site: Said<'n, 't>, direction: &'static str) -> Vec<SiteRule> {
        let rules = self.input.inside(site.node, direction).map(|said| {
            let peers = |word| {
                let peer = |read: &Read<'_>| match read.value {
                    Value::Prefix(prefix) => Some(SitePeer::Prefix(prefix)),
                    Value::Object(object) => Some(SitePeer::Object(object)),
                    _ => None,
                };
                said.filled.link(word).iter().filter_map(peer).collect()
            };
            SiteRule {
                action: if said.filled.rule.action == Some("deny") { Action::Deny } else { Action::Allow },
                traffic: said.filled.rule.traffic.iter().map(|&(traffic, _)| traffic).collect(),
                from: peers(LinkWord::From),
                to: peers(LinkWord::To),
                origin: Origin::Written(said.node.at()),
            }
        });
        rules.collect()
    }

    fn line(&mut self, said: Said<'n, 't>, kind: LineKind) -> Option<Line> {
        let object = said.node.object?;
        let reads = said.filled.link(LinkWord::Between);
        let [first, second] = reads else { return None };
        let ends = [self.end(first)?, self.end(second)?];
        let [one, other] = ends;
        let has_site = ends.iter().any(|end| matches!(end, LineEnd::Site(_)));
        if one == other || !has_site {
            self.report.push(not_in_this_cloud::line_ends(said.at(second), one == other));
            return None;
        }
        let mut routing = None;
        for property in self.input.inside(said.node, "type") {
            let is_static = property.filled.values().iter().any(|read| read.value == Value::Word("static"));
            routing = Some(if is_static { Routing::Static } else { Routing::Bgp });
        }
        let mut announced = Vec::new();
        for statement in self.input.inside(said.node, "announce") {
            let Some(from) = statement.filled.link(LinkWord::From).first() else { continue };
            let Some(end) = self.end(from) else { continue };
            let Some(by) = ends.iter().position(|known| *known == end) else {
                let here = statement.at(from);
                self.report.push(not_in_this_cloud::other_end(here, &self.called(object)));
                continue;
            };
            for read in statement.filled.values() {
                let Some(prefix) = read.value.prefix() else { continue };
                announced.push(Announced { by, prefix, origin: Origin::Written(statement.at(read)) });
            }
        }
        let valid = !self.input.in_doubt(said.node);
        valid.then_some(Line { object, kind, routing, ends, announced })
    }

    /// What an end is, when that is part of the estate.
    fn end(&self, read: &Read<'_>) -> Option<LineEnd> {
        let object = read.value.object()?;
        let is_here = |site: &Site| {
            site.object == object || site.gateways.iter().any(|gateway| gateway.object == object)
        };
        if let Some(site) = self.sites.iter().position(is_here) {
            return Some(LineEnd::Site(site));
        }
        if let Some(at) = self.aws.transit_gateways.iter().position(|gateway| gateway.object == object) {
            return Some(LineEnd::TransitGateway(TransitGatewayId(at as u32)));
        }
        let gateway = self.aws.vpn_gateways.iter().position(|gateway| gateway.object == object);
        gateway.map(|at| LineEnd::VpnGateway(VpnGatewayId(at as u32)))
    }

    /// A thing as messages name it: ``site `hq` ``.
    fn called(&self, id: ObjectId) -> String {
        let found = self.input.forest.objects.get(id.0 as usize);
        found.map(|found| format!("{} {}", found.kind, shown(&found.name))).unwrap_or_default()
    }
}

fn object_of(said: Said<'_, '_>) -> ObjectId {
    said.node.object.unwrap_or(ObjectId(u32::MAX))
}

fn prefixes(said: Said<'_, '_>) -> Vec<Prefix> {
    said.filled.values().iter().filter_map(|read| read.value.prefix()).collect()
}
