//! What the appliances of an estate do, which the estate does not say: one world of many.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::estate::aws::{InstanceId, InterfaceId};
use ringfence::{Packet, Transport};

use super::Oracle;

/// What each machine with an interface without the source and destination check does.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// What those do that send anything on.
    pub machines: BTreeMap<InstanceId, Conduct>,
    /// Addresses and ports to which senders write in this world beside those of whom they mean.
    pub lures: Vec<(IpAddr, u16)>,
}

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

fn with_ports(transport: Transport, from: Option<u16>, to: Option<u16>) -> Transport {
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
