//! What the appliances of an estate do, which the estate does not say: one world of many.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::estate::aws::{GwlbEndpointId, InstanceId, InterfaceId, NetworkAclId, SecurityGroupId, VpcId};
use ringfence::{Packet, Prefix, Transport};

use super::Oracle;
use super::acl::Direction;

/// What each machine with an interface without the source and destination check does.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// What those do that send anything on.
    pub machines: BTreeMap<InstanceId, Conduct>,
    /// What those sites do that do something, by their place in the estate.
    pub sites: BTreeMap<usize, SiteConduct>,
    /// What the appliances behind Gateway Load Balancers let through; nothing where there is none.
    pub inspections: BTreeMap<GwlbEndpointId, Takes>,
    /// What those rules match of which the estate does not say it: nothing where there is none.
    pub matching: BTreeMap<UnknownRule, Takes>,
    /// Where those routes lead of which the estate does not say it: nowhere where there is none.
    pub leads: BTreeMap<UnknownRoute, Lead>,
    /// Addresses and ports to which senders write in this world beside those of whom they mean.
    pub lures: Vec<(IpAddr, u16)>,
}

/// A rule of which the estate does not say what it matches: its list, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnknownRule {
    /// Of an ACL.
    Acl(NetworkAclId, Direction, usize),
    /// Of a security group.
    Group(SecurityGroupId, Direction, usize),
}

/// A route of which the estate does not say where it leads: its table, by its place among those of VPCs or of transit gateways, and
/// its destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnknownRoute {
    /// Of a VPC's table.
    Vpc(usize, Prefix),
    /// Of a transit gateway's.
    Transit(usize, Prefix),
}

/// Where a route leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// Into a VPC.
    Vpc {
        /// Which.
        vpc: VpcId,
        /// The source that IPv4 packets get; their own where there is none.
        source: Option<IpAddr>,
        /// Whether references to groups stand for whoever sent them.
        refers: bool,
        /// Whether what arrives there is answered, and what answers what came so comes back.
        answered: bool,
    },
    /// Into a site, as a line does; what arrives there is answered, or not.
    Site {
        /// The site, by its place in the estate.
        site: usize,
        /// Whether it is.
        answered: bool,
    },
    /// Out of the estate; what arrives there is answered, or not.
    Out {
        /// The source that IPv4 packets get.
        source: IpAddr,
        /// Whether it is.
        answered: bool,
    },
}

/// What one site does where its own rules say nothing.
#[derive(Debug, Clone, Default)]
pub struct SiteConduct {
    /// Whether what comes in passes.
    pub lets_in: bool,
    /// Whether what goes out passes.
    pub lets_out: bool,
    /// Whether its machines reach each other.
    pub inside: bool,
    /// The sources, at most one of each family, that packets to the internet get, and their port; none where it has no way there.
    pub out: (Vec<IpAddr>, Option<u16>),
    /// What becomes of what comes to its public addresses.
    pub forward: Forward,
}

/// What becomes of what comes to a public address of a site.
#[derive(Debug, Clone, Default)]
pub enum Forward {
    /// It is dropped.
    #[default]
    Nothing,
    /// It goes to the address itself.
    Unchanged,
    /// It goes to an address of the site, and a port.
    To(IpAddr, Option<u16>),
}

/// A site that lets nothing through that its rules do not.
static CLOSED: SiteConduct = SiteConduct {
    lets_in: false,
    lets_out: false,
    inside: false,
    out: (Vec::new(), None),
    forward: Forward::Nothing,
};

/// What one machine does with packets that are not its own.
#[derive(Debug, Clone)]
pub struct Conduct {
    /// The first rule that takes a packet says what becomes of it; what none takes is kept.
    pub rules: Vec<Rule>,
    /// Whether it gives replies back.
    pub gives_back: bool,
    /// The interface by which replies are given back; by that to which they came where there is none.
    pub back_by: Option<InterfaceId>,
}

/// What becomes of some packets. Addresses of the other family change nothing, nor do ports where there are none.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Which.
    pub takes: Takes,
    /// The source that they get: one of the machine's own addresses. They keep theirs where there is none.
    pub source: Option<IpAddr>,
    /// The destination that they get.
    pub destination: Option<IpAddr>,
    /// The source port that they get.
    pub source_port: Option<u16>,
    /// The destination port that they get.
    pub destination_port: Option<u16>,
    /// The interface by which they leave; by that to which they came where there is none.
    pub by: Option<InterfaceId>,
}

/// Which packets a rule takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// All.
    All,
    /// Those for the machine itself.
    Addressed,
    /// Those for others.
    Passing,
    /// Some, by whether their last source and destination bits are equal.
    Some,
}

impl World {
    /// What a machine does; `None` where it sends nothing on.
    pub(super) fn of(&self, instance: InstanceId) -> Option<&Conduct> {
        self.machines.get(&instance)
    }

    /// Whether a rule of which the estate does not say what it matches does match.
    pub(super) fn matches(&self, rule: UnknownRule, packet: &Packet) -> bool {
        match self.matching.get(&rule) {
            None => false,
            Some(Takes::Some) => last_bit(packet.source()) == last_bit(packet.destination()),
            Some(_) => true,
        }
    }

    /// What a site does.
    pub(super) fn site(&self, site: usize) -> &SiteConduct {
        self.sites.get(&site).unwrap_or(&CLOSED)
    }

    /// Whether the appliance behind an endpoint lets a packet through.
    pub(super) fn lets_through(&self, id: GwlbEndpointId, packet: &Packet) -> bool {
        match self.inspections.get(&id) {
            None => false,
            Some(Takes::Some) => last_bit(packet.source()) == last_bit(packet.destination()),
            Some(_) => true,
        }
    }

    /// What a sender writes besides, from `source` and by the protocol and source port of `transport`.
    pub(super) fn lures(&self, source: IpAddr, transport: Transport) -> Vec<Packet> {
        let packets = self.lures.iter().map(|&(destination, port)| {
            Packet::new(source, destination, with_ports(transport, None, Some(port)))
        });
        packets.flatten().collect()
    }
}

impl Conduct {
    /// What the machine, which has these addresses, makes of a packet, and by which interface it sends that.
    pub(super) fn sends(
        &self,
        packet: &Packet,
        own: &BTreeSet<IpAddr>,
    ) -> Option<(Packet, Option<InterfaceId>)> {
        let takes = |rule: &&Rule| match rule.takes {
            Takes::All => true,
            Takes::Addressed => own.contains(&packet.destination()),
            Takes::Passing => !own.contains(&packet.destination()),
            Takes::Some => last_bit(packet.source()) == last_bit(packet.destination()),
        };
        let rule = self.rules.iter().find(takes)?;
        let fits = |address: &IpAddr| address.is_ipv4() == packet.source().is_ipv4();
        let source = rule.source.filter(fits).unwrap_or(packet.source());
        assert!(source == packet.source() || own.contains(&source), "it invents no sender");
        let destination = rule.destination.filter(fits).unwrap_or(packet.destination());
        let transport = with_ports(packet.transport(), rule.source_port, rule.destination_port);
        Some((Packet::new(source, destination, transport)?, rule.by))
    }
}

impl Oracle<'_> {
    /// Every address of a machine.
    pub(super) fn addresses_of(&self, instance: InstanceId) -> BTreeSet<IpAddr> {
        let own =
            self.aws().interfaces.iter().filter(|interface| interface.owner.instance() == Some(instance));
        own.flat_map(|interface| &interface.addresses).copied().collect()
    }
}

fn last_bit(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.to_bits() & 1 == 1,
        IpAddr::V6(v6) => v6.to_bits() & 1 == 1,
    }
}

/// The same with other ports, where it has some and some are given.
pub(super) fn with_ports(transport: Transport, from: Option<u16>, to: Option<u16>) -> Transport {
    match transport {
        Transport::Tcp { source, destination } => {
            Transport::Tcp { source: from.unwrap_or(source), destination: to.unwrap_or(destination) }
        }
        Transport::Udp { source, destination } => {
            Transport::Udp { source: from.unwrap_or(source), destination: to.unwrap_or(destination) }
        }
        Transport::Icmp { .. } | Transport::Other(_) => transport,
    }
}
