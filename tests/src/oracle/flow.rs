//! Questions about flows: from a point, to a point, with these ports.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ringfence::answer::Verdict;
use ringfence::estate::aws::{InterfaceId, LoadBalancerKind};
use ringfence::{Packet, PortRange, Transport};

use super::choice::{acl_ports, starts};
use super::load_balancer::to_port;
use super::nat64::{held, holder, is_translation, plain};
use super::outcome::Toward;
use super::{End, Facts, Front, Oracle, Outcome, Sender};

/// A flow: source fields as sent, destination as delivered or, for a front, as sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// Who sends.
    pub sender: Sender,
    /// The address it sends from.
    pub source: IpAddr,
    /// Who is reached.
    pub destination: Destination,
    /// Ports or ICMP type, as sent, which for all but the source port is as delivered.
    pub transport: Transport,
}

/// The point that a flow reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// One of the addresses of an interface, as delivered.
    Interface(InterfaceId, IpAddr),
    /// An address of a site, as delivered.
    Site(usize, IpAddr),
    /// An address of the internet, as delivered.
    Outside(IpAddr),
    /// A public address of the estate, as sent.
    Front(IpAddr),
    /// An address that neither machine nor internet has: nothing is ever delivered there.
    Nobody(IpAddr),
}

impl Destination {
    /// The same as the address that holds it; `None` where it is one of IPv6.
    #[must_use]
    pub fn held(self) -> Option<Self> {
        holder(self.address()).map(|address| self.at(address))
    }

    /// The same as the IPv4 address that its own holds, if it holds one.
    #[must_use]
    pub fn plain(self) -> Self {
        self.at(plain(self.address()))
    }

    /// The same with another address.
    fn at(self, address: IpAddr) -> Self {
        match self {
            Self::Interface(id, _) => Self::Interface(id, address),
            Self::Site(site, _) => Self::Site(site, address),
            Self::Outside(_) => Self::Outside(address),
            Self::Front(_) => Self::Front(address),
            Self::Nobody(_) => Self::Nobody(address),
        }
    }

    /// The address of the point.
    #[must_use]
    pub fn address(self) -> IpAddr {
        match self {
            Self::Interface(_, address)
            | Self::Site(_, address)
            | Self::Outside(address)
            | Self::Front(address)
            | Self::Nobody(address) => address,
        }
    }
}

/// What holds of a flow.
#[derive(Debug, Clone, Default)]
pub struct FlowAnswer {
    /// Some packet of the flow is delivered by some choice of the provider.
    pub delivered: bool,
    /// Some packet of the flow is delivered, and its reply returns, by one choice of the provider.
    pub answered: bool,
    /// Some packet of the flow is delivered and answered by every choice of the provider.
    pub fully_answered: bool,
    /// What the packets of the flow met.
    pub facts: Facts,
    /// Every packet that the sender could send for this flow, with its outcomes.
    pub sent: Vec<(Packet, Vec<Outcome>)>,
}

impl FlowAnswer {
    /// The verdict of a question that asks for this one flow, its source port included.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        verdict(self.fully_answered, self.delivered, self.answered)
    }

    /// Takes in another packet of the flow.
    fn add(&mut self, packet: Self) {
        self.delivered |= packet.delivered;
        self.answered |= packet.answered;
        self.fully_answered |= packet.fully_answered;
        self.facts = self.facts.or(packet.facts);
        self.sent.extend(packet.sent);
    }
}

impl Oracle<'_> {
    /// Whether any question holds `flow`: the source is one, the ends are not of the same interface nor both outside.
    #[must_use]
    pub fn is_asked(&self, flow: &Flow) -> bool {
        let to = flow.destination.address();
        let destination = match held(to) {
            Some(_) if self.reaches_ipv4(flow.sender) => flow.destination.plain(),
            Some(_) | None => flow.destination,
        };
        let (receiver, is_its_own) = match destination {
            Destination::Interface(id, address) => (Some(id), self.has_address(id, address)),
            Destination::Front(address) => match self.fronts.get(&address) {
                // A front is a place of its own, also for the machine behind it.
                Some(_) => (None, true),
                None => (None, false),
            },
            Destination::Site(site, address) => (None, self.is_of_site(site, address)),
            Destination::Outside(address) => (None, self.is_internet(address)),
            Destination::Nobody(_) => (None, true),
        };
        let valid_source = match flow.sender {
            Sender::Interface(id) => self.has_address(id, flow.source),
            Sender::Site(site) => self.is_of_site(site, flow.source),
            Sender::Outside => self.is_internet(flow.source),
        };
        let to_itself = match (flow.sender, destination) {
            (Sender::Interface(id), _) => Some(id) == receiver,
            (Sender::Site(site), Destination::Site(to, address)) => {
                site == to && self.part(site, flow.source) == self.part(to, address)
            }
            _ => false,
        };
        let past_the_estate =
            flow.sender == Sender::Outside && matches!(flow.destination, Destination::Outside(_));
        is_its_own && valid_source && !to_itself && !past_the_estate
    }

    /// What holds of `flow`: of every packet that its sender could send to get there. Nothing holds of a flow that
    /// no question holds.
    #[must_use]
    pub fn flow(&self, flow: &Flow) -> FlowAnswer {
        let mut answer = FlowAnswer::default();
        if !self.is_asked(flow) {
            return answer;
        }
        for destination in self.written_destinations(flow.destination) {
            if let Some(packet) = Packet::new(flow.source, destination, flow.transport) {
                answer.add(self.sent(flow, packet));
            }
        }
        for packet in self.balanced(flow) {
            answer.add(self.sent(flow, packet));
        }
        // By way of an appliance the sender may get there with a packet for another address and port.
        if matches!(
            flow.destination,
            Destination::Interface(..) | Destination::Site(..) | Destination::Outside(_)
        ) {
            for packet in self.world.lures(flow.source, flow.transport) {
                answer.add(self.sent(flow, packet));
            }
        }
        answer
    }

    /// What holds of one packet that the sender of `flow` sends, as far as it gets there.
    #[must_use]
    pub fn sent(&self, flow: &Flow, packet: Packet) -> FlowAnswer {
        let mut outcomes = self.outcomes(flow.sender, packet);
        outcomes.retain(|outcome| self.leads_there(flow, outcome));
        let there = |outcome: &Outcome| self.is_there(flow, outcome);
        let answered = |outcome: &Outcome| there(outcome) && outcome.answered;
        FlowAnswer {
            delivered: outcomes.iter().any(there),
            answered: outcomes.iter().any(answered),
            fully_answered: outcomes.iter().any(answered)
                && by_every_choice(&outcomes, |outcome| self.fulfils(flow, outcome)),
            facts: outcomes.iter().fold(Facts::default(), |facts, outcome| facts.or(outcome.facts)),
            sent: vec![(packet, outcomes)],
        }
    }

    /// The verdict of a question that names all of `flow` but its source port, which the client chooses.
    ///
    /// Source ports are seen as destination ports of replies alone, so one port of each stretch that no rule of an
    /// ACL and no client's range tells apart stands for all.
    #[must_use]
    pub fn service_verdict(&self, flow: &Flow) -> Verdict {
        let clients = self.client_ports(flow.sender);
        let (mut delivered, mut answered, mut reachable) = (false, false, true);
        for (transport, is_client) in self.source_ports(flow.transport, &clients) {
            let answer = self.flow(&Flow { transport, ..*flow });
            delivered |= answer.delivered;
            answered |= answer.answered;
            reachable &= answer.fully_answered || !is_client;
        }
        verdict(reachable, delivered, answered)
    }

    /// The transports that [`Oracle::service_verdict`] looks at.
    #[cfg(test)]
    pub(crate) fn service_transports(&self, flow: &Flow) -> Vec<Transport> {
        let ports = self.source_ports(flow.transport, &self.client_ports(flow.sender));
        ports.into_iter().map(|(transport, _)| transport).collect()
    }

    /// Every address that a sender could write to reach `destination`.
    pub(crate) fn written_destinations(&self, destination: Destination) -> Vec<IpAddr> {
        let mut written = vec![destination.address()];
        if let Destination::Interface(id, address) = destination {
            let fronts = self.fronts_of(id).filter(|(_, private)| *private == plain(address));
            written.extend(fronts.filter_map(|(public, _)| as_it_holds(address, public)));
        }
        written
    }

    /// The public addresses that stand for an interface, each with the private one behind it.
    pub(crate) fn fronts_of(&self, id: InterfaceId) -> impl Iterator<Item = (IpAddr, IpAddr)> {
        self.fronts.iter().filter_map(move |(public, front)| match front {
            Front::Interface(of, private) if *of == id => Some((*public, *private)),
            _ => None,
        })
    }

    fn client_ports(&self, sender: Sender) -> Vec<PortRange> {
        let written = match sender {
            Sender::Interface(id) => {
                self.aws().client_ports_of(&self.aws().interfaces[id.0 as usize]).to_vec()
            }
            Sender::Site(_) | Sender::Outside => Vec::new(),
        };
        if written.is_empty() { vec![PortRange::CLIENT] } else { written }
    }

    /// Whether a client of `sender` sends from the source port of `transport`, where it has one.
    pub(crate) fn is_client(&self, sender: Sender, transport: Transport) -> bool {
        match transport {
            Transport::Tcp { source, .. } | Transport::Udp { source, .. } => {
                self.client_ports(sender).iter().any(|range| range.contains(source))
            }
            Transport::Icmp { .. } | Transport::Other(_) => true,
        }
    }

    /// The same transport from every source port that could matter, with whether a client uses it.
    fn source_ports(&self, transport: Transport, clients: &[PortRange]) -> Vec<(Transport, bool)> {
        let ports: BTreeSet<u16> =
            starts(acl_ports(self.aws()).chain(clients.iter().copied()), PortRange::ALL);
        let is_client = |port| clients.iter().any(|range| range.contains(port));
        match transport {
            Transport::Tcp { destination, .. } => {
                ports.iter().map(|&p| (Transport::Tcp { source: p, destination }, is_client(p))).collect()
            }
            Transport::Udp { destination, .. } => {
                ports.iter().map(|&p| (Transport::Udp { source: p, destination }, is_client(p))).collect()
            }
            Transport::Icmp { .. } | Transport::Other(_) => vec![(transport, true)],
        }
    }

    /// Packets to load balancers that may give them to where a flow ends, at other ports perhaps.
    pub(crate) fn balanced(&self, flow: &Flow) -> Vec<Packet> {
        let Destination::Interface(to, _) = flow.destination else { return Vec::new() };
        let mut packets = Vec::new();
        for (id, ports) in self.givers(to) {
            let ends = super::interfaces(self.aws()).map(|(end, _)| end);
            let ends = ends.filter(|&end| {
                let behind = self.service_of(end).map(|service| self.behind(service, self.subnet_of(end)));
                end == id || behind.is_some_and(|nodes| nodes.contains(&id))
            });
            let ends = ends.collect::<Vec<_>>();
            let private = ends.iter().flat_map(|end| &self.aws().interfaces[end.0 as usize].addresses);
            let public = self
                .fronts
                .iter()
                .filter(|(_, front)| matches!(front, Front::Interface(of, _) if ends.contains(of)));
            for address in private.copied().chain(public.map(|(public, _)| *public)) {
                let Some(address) = as_it_holds(flow.destination.address(), address) else { continue };
                for port in &ports {
                    let transport = to_port(flow.transport, Some(*port));
                    packets.extend(Packet::new(flow.source, address, transport));
                }
            }
        }
        packets
    }

    /// The interface of a network load balancer, or of an endpoint that leads to one, that a flow ends at.
    fn node(&self, destination: Destination) -> Option<InterfaceId> {
        let id = match destination {
            Destination::Interface(id, _) => id,
            Destination::Front(address) => match self.fronts.get(&plain(address)) {
                Some(Front::Interface(id, _)) => *id,
                _ => return None,
            },
            Destination::Site(..) | Destination::Outside(_) | Destination::Nobody(_) => return None,
        };
        let leads_on =
            self.balancer(id, &[LoadBalancerKind::Network]).is_some() || self.service_of(id).is_some();
        leads_on.then_some(id)
    }

    /// Whether an outcome is of a way to where a flow ends: what is given to another target of a load balancer is not.
    fn leads_there(&self, flow: &Flow, outcome: &Outcome) -> bool {
        match (outcome.toward, flow.destination) {
            _ if self.node(flow.destination).is_some() => true,
            (None, _) | (Some(Toward::Outside), Destination::Outside(_)) => true,
            (Some(Toward::Interface(id)), Destination::Interface(to, _)) => id == to,
            (Some(Toward::Interface(id)), Destination::Front(address)) => {
                matches!(self.fronts.get(&plain(address)), Some(Front::Interface(to, _)) if *to == id)
            }
            _ => false,
        }
    }

    /// Whether an outcome delivers a flow. What comes by a network load balancer and is delivered by it is delivered to it.
    pub(crate) fn is_there(&self, flow: &Flow, outcome: &Outcome) -> bool {
        let Some(node) = self.node(flow.destination) else { return self.reaches(flow, &outcome.end) };
        let Some((by, packet)) = outcome.by else { return false };
        let is_delivered = matches!(outcome.end, End::Interface(..) | End::Site(..) | End::Outside(_));
        let as_asked = match flow.destination {
            Destination::Interface(_, address) => {
                packet.destination() == plain(address) && arrives_as(flow, &packet)
            }
            Destination::Front(address) => {
                self.fronts.get(&plain(address)) == Some(&Front::Interface(node, packet.destination()))
            }
            Destination::Site(..) | Destination::Outside(_) | Destination::Nobody(_) => false,
        };
        by == node && is_delivered && as_asked
    }

    /// Whether an outcome is as all have to be where every choice answers a flow: of a group of machines that a load balancer gives
    /// to, each has to answer.
    pub(crate) fn fulfils(&self, flow: &Flow, outcome: &Outcome) -> bool {
        let given = self.node(flow.destination).is_none() && outcome.toward.is_some();
        outcome.answered && (given || self.is_there(flow, outcome))
    }

    /// Whether a packet that ends at `end` is delivered as `flow` is.
    fn reaches(&self, flow: &Flow, end: &End) -> bool {
        // What is translated is of the other family; what is not is for the very address.
        let is_at = |packet: &Packet, address: IpAddr| {
            packet.destination() == address || packet.destination() == plain(address)
        };
        match (flow.destination, end) {
            (Destination::Interface(wanted, address), End::Interface(id, packet)) => {
                wanted == *id && is_at(packet, address) && arrives_as(flow, packet)
            }
            (Destination::Site(wanted, address), End::Site(site, packet)) => {
                wanted == *site && is_at(packet, address) && arrives_as(flow, packet)
            }
            (Destination::Outside(address), End::Outside(packet)) => {
                is_at(packet, address) && arrives_as(flow, packet)
            }
            (Destination::Front(public), End::Interface(id, packet)) => {
                self.fronts.get(&plain(public)) == Some(&Front::Interface(*id, packet.destination()))
            }
            _ => false,
        }
    }
}

/// Whether what is sent is `answered` by every choice: itself, or what is sent on of each that arrives at an appliance.
fn by_every_choice(outcomes: &[Outcome], answered: impl Fn(&Outcome) -> bool) -> bool {
    for copies in 0.. {
        let mut own = outcomes.iter().filter(|outcome| outcome.copies == copies).peekable();
        if own.peek().is_none() {
            break;
        }
        if own.clone().all(&answered) {
            return true;
        }
        if !own.all(|outcome| outcome.copied) {
            break;
        }
    }
    false
}

/// A public address as a sender writes it for a flow to `address`: where that holds an IPv4 address, as one that holds it.
fn as_it_holds(address: IpAddr, public: IpAddr) -> Option<IpAddr> {
    if held(address).is_some() { holder(public) } else { Some(public) }
}

/// Whether a packet arrives with the ports that the flow names.
fn arrives_as(flow: &Flow, packet: &Packet) -> bool {
    if packet.source().is_ipv4() != flow.source.is_ipv4() {
        return is_translation(flow.transport, packet.transport());
    }
    to_port_of(packet.transport()) == to_port_of(flow.transport)
}

/// The transport without its source port.
fn to_port_of(transport: Transport) -> Transport {
    match transport {
        Transport::Tcp { destination, .. } => Transport::Tcp { source: 0, destination },
        Transport::Udp { destination, .. } => Transport::Udp { source: 0, destination },
        Transport::Icmp { .. } | Transport::Other(_) => transport,
    }
}

pub(crate) fn verdict(reachable: bool, delivered: bool, answered: bool) -> Verdict {
    match (delivered, answered) {
        (false, _) => Verdict::Blocked,
        (true, false) => Verdict::OneWay,
        (true, true) if reachable => Verdict::Reachable,
        (true, true) => Verdict::Partly,
    }
}
