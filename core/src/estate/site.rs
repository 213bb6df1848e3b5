//! Sites outside the clouds, and the lines to them, as written.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::aws::{Action, TransitGatewayId, VpnGatewayId};
use super::{ObjectId, Traffic};
use crate::origin::Origin;
use crate::packet::Prefix;

/// A place of one's own outside the clouds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its name and place.
    pub object: ObjectId,
    /// Its ranges of both families, at least one.
    pub prefixes: Vec<Prefix>,
    /// The ends of its lines.
    pub gateways: Vec<SiteGateway>,
    /// Parts of its ranges.
    pub subnets: Vec<SiteSubnet>,
    /// Its machines.
    pub hosts: Vec<Host>,
    /// What it does with packets that come in: the first that matches decides, and what none matches is unknown.
    pub inbound: Vec<SiteRule>,
    /// What it does with packets that go out, in the same way.
    pub outbound: Vec<SiteRule>,
}

/// The public end of a site's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteGateway {
    /// Its name and place.
    pub object: ObjectId,
    /// Its address, which nothing on a cloud has.
    pub address: IpAddr,
}

/// A part of a site's ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSubnet {
    /// Its name and place.
    pub object: ObjectId,
    /// Its ranges, each inside one of the site's; no two subnets share an address.
    pub prefixes: Vec<Prefix>,
}

/// A machine of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name and place.
    pub object: ObjectId,
    /// Its addresses, at least one, inside the site's ranges, and the subnet that it names; none that another host has.
    pub addresses: Vec<IpAddr>,
}

/// One line of a site's own firewall: any of its traffic, from any of some peers to any of others. It is asked about first
/// packets; replies to what it lets through pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRule {
    /// What it does.
    pub action: Action,
    /// Which packets; at least one.
    pub traffic: Vec<Traffic>,
    /// Sources; none written means any.
    pub from: Vec<SitePeer>,
    /// Destinations; none written means any.
    pub to: Vec<SitePeer>,
    /// Where it is written.
    pub origin: Origin,
}

/// One end in a line of a site's firewall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitePeer {
    /// Such addresses.
    Prefix(Prefix),
    /// The ranges of a subnet, or the addresses of a host, of any site or cloud.
    Object(ObjectId),
}

/// A line between two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name and place.
    pub object: ObjectId,
    /// What it is.
    pub kind: LineKind,
    /// How the ends learn each other's routes, where that is written.
    pub routing: Option<Routing>,
    /// What it joins: two different things, a site among them.
    pub ends: [LineEnd; 2],
    /// What the ends tell each other, in the order written.
    pub announced: Vec<Announced>,
}

impl Line {
    /// What this end tells the other.
    pub fn announced_by(&self, end: usize) -> impl Iterator<Item = &Announced> {
        self.announced.iter().filter(move |announced| announced.by == end)
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Encrypted, over the internet.
    Vpn,
    /// Leased.
    Direct,
}

/// How the ends of a line learn each other's routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Routing {
    /// Somebody writes them at both ends.
    Static,
    /// They tell each other.
    Bgp,
}

/// An end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineEnd {
    /// A site, by its place in [`Estate::sites`](super::Estate::sites).
    Site(usize),
    /// A VPN gateway of AWS.
    VpnGateway(VpnGatewayId),
    /// A transit gateway of AWS: by the attachment to the line, if there is one.
    TransitGateway(TransitGatewayId),
}

/// A prefix that one end tells the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// The end that tells it, by its place in [`Line::ends`].
    pub by: usize,
    /// The destinations that it takes.
    pub prefix: Prefix,
    /// Where it is written.
    pub origin: Origin,
}
