//! What rules look at.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use ringfence::answer::{Path, ShownProblem, Witness};
use ringfence::estate::aws::{Aws, Interface, SecurityGroupId, VpcId};
use ringfence::estate::{Estate, ObjectId};
use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Analysis, Location, Packet, Transport, Usage};

use crate::finding::Found;
use crate::rule::Rule;

/// An estate that is looked at, and what was found so far.
pub(crate) struct Job<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) estate: &'a Estate,
    pub(crate) aws: &'a Aws,
    /// For sets made of rules' words.
    pub(crate) spaces: Spaces,
    /// What is used for what; `None` where that takes too much work.
    pub(crate) usage: Option<Usage<'a>>,
    pub(crate) problems: Vec<ShownProblem>,
    pub(crate) found: Vec<Found>,
    rule: Option<&'static Rule>,
}

impl<'a> Job<'a> {
    pub(crate) fn new(analysis: &'a Analysis) -> Self {
        let estate = analysis.estate();
        let (usage, problems) = match analysis.usage() {
            Ok(usage) => (Some(usage), Vec::new()),
            Err(problems) => (None, problems),
        };
        let aws = &estate.aws;
        Self { analysis, estate, aws, spaces: Spaces::new(), usage, problems, found: Vec::new(), rule: None }
    }

    pub(crate) fn run(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
        (rule.find)(self);
    }

    /// Tells of a finding, where it has a place.
    pub(crate) fn find(
        &mut self,
        at: Option<Location>,
        message: String,
        why: impl Into<String>,
        more: impl FnOnce(&Self, Found) -> Found,
    ) {
        if let (Some(rule), Some(at)) = (self.rule, at) {
            let found = more(self, Found::new(rule, at, message, why.into()));
            // Interfaces of one thing may have no name but its own.
            if !self.found.iter().any(|other| other.is_same(&found)) {
                self.found.push(found);
            }
        }
    }

    /// What a question shows: a packet and its way.
    pub(crate) fn shown(&self, question: &str) -> Option<(Witness, Path)> {
        let question = self.analysis.question(question).ok()?;
        let answer = self.analysis.reach(&question).ok()?;
        answer.witness.zip(answer.path)
    }

    /// The way of one packet from a thing to another, or to and from addresses where these are none.
    pub(crate) fn way_of(
        &self,
        packet: &Packet,
        from: Option<ObjectId>,
        to: Option<ObjectId>,
    ) -> Option<(Witness, Path)> {
        let end = |object: Option<ObjectId>, address: IpAddr| match object {
            Some(object) => format!("{} & {address}", self.selector(object)),
            None => format!("{address}"),
        };
        let from = end(from, packet.source());
        let service = service(packet);
        // Where the address is a public one that stands for the thing, it is written alone.
        let ends = [end(to, packet.destination()), end(None, packet.destination())];
        ends.iter().find_map(|to| self.shown(&format!("{from} -> {to} : {service}")))
    }

    /// A packet that is easy to read: of a port that people know, where there is one.
    pub(crate) fn sample(spaces: &mut Spaces, packets: Space) -> Option<Packet> {
        let client = spaces.limit(packets, Field::SourcePort, &Values::range(49152, 65535));
        let ports =
            [443, 80, 22].map(|port| spaces.limit(client, Field::DestinationPort, &Values::one(port)));
        ports.into_iter().chain([client, packets]).find_map(|packets| spaces.sample(packets))
    }

    /// The groups that an interface has: those it names, else the group named `default` of its VPC.
    pub(crate) fn groups_of(&self, interface: &Interface) -> Vec<SecurityGroupId> {
        if !interface.groups.is_empty() {
            return interface.groups.clone();
        }
        let vpc = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc);
        let groups = (0..).map(SecurityGroupId).zip(&self.aws.security_groups);
        let default = groups.filter(|(_, group)| Some(group.vpc) == vpc && self.is_default(group.object));
        default.map(|(id, _)| id).collect()
    }

    /// Whether a thing is the one that things have which name none.
    pub(crate) fn is_default(&self, object: ObjectId) -> bool {
        self.estate.object(object).is_some_and(|object| object.name == "default")
    }

    /// The VPCs that are joined with a VPC by active peerings and transit gateways, also by way of others; itself among them.
    pub(crate) fn joined(&self, vpc: VpcId) -> Vec<VpcId> {
        let mut joined = alloc::vec![vpc];
        let mut next = 0;
        while let Some(&here) = joined.get(next) {
            next = next.saturating_add(1);
            for other in self.neighbours(here) {
                if !joined.contains(&other) {
                    joined.push(other);
                }
            }
        }
        joined.sort();
        joined
    }

    fn neighbours(&self, vpc: VpcId) -> Vec<VpcId> {
        use ringfence::estate::aws::{Attached, PeeringStatus, TransitGatewayId};
        let active = self.aws.peerings.iter().filter(|peering| peering.status == PeeringStatus::Active);
        let mut found: Vec<VpcId> = active.filter_map(|peering| peering.other_end(vpc)).collect();
        let attached = |gateway: TransitGatewayId| {
            self.aws.transit_attachments.iter().filter(move |attachment| attachment.gateway == gateway)
        };
        let own = self.aws.transit_attachments.iter();
        let own =
            own.filter(|attachment| matches!(attachment.to, Attached::Vpc { vpc: own, .. } if own == vpc));
        let mut gateways: Vec<TransitGatewayId> = own.map(|attachment| attachment.gateway).collect();
        let mut next = 0;
        while let Some(&gateway) = gateways.get(next) {
            next = next.saturating_add(1);
            for attachment in attached(gateway) {
                match attachment.to {
                    Attached::Vpc { vpc, .. } => found.push(vpc),
                    Attached::TransitGateway(other) if !gateways.contains(&other) => gateways.push(other),
                    Attached::TransitGateway(_) | Attached::Line(_) => {}
                }
            }
        }
        found
    }
}

/// The traffic of one packet, as questions write it.
fn service(packet: &Packet) -> String {
    match packet.transport() {
        Transport::Tcp { source, destination } => format!("tcp {destination} source-port {source}"),
        Transport::Udp { source, destination } => format!("udp {destination} source-port {source}"),
        Transport::Icmp { kind, code } => match packet.family() {
            ringfence::Family::V4 => format!("icmp {kind}/{code}"),
            ringfence::Family::V6 => format!("icmpv6 {kind}/{code}"),
        },
        Transport::Other(protocol) => format!("protocol {}", protocol.0),
    }
}
