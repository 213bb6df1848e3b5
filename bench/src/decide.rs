//! Decisions on single flows, by a policy of segments.

use std::net::Ipv4Addr;

use ringfence::{Analysis, Packet, Source, Stated, Transport, parse};

use crate::list::{Match, Rule};

/// A flow to decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// The source address.
    pub source: u32,
    /// The destination address.
    pub destination: u32,
    /// The protocol number.
    pub protocol: u8,
    /// The destination port.
    pub port: u16,
}

/// Whoever decides on flows; the policy is given when it is made.
pub trait Decide {
    /// A flow as it takes it.
    type Input;

    /// `flow` as it takes it; not measured.
    fn input(&self, flow: Flow) -> Self::Input;

    /// Whether the flow of `input` is allowed.
    fn decide(&mut self, input: &Self::Input) -> bool;
}

/// Ringfence, with the policy as intents by themselves.
pub struct Ours(Analysis);

impl Ours {
    /// Gives it a policy.
    #[must_use]
    pub fn new(list: &[Rule]) -> Self {
        let text: String = list.iter().map(line).collect();
        let analysis = Analysis::new(parse(vec![Source::new("policy.fence", text).unwrap()]));
        assert!(!analysis.has_errors(), "{:?}", analysis.problems());
        Self(analysis)
    }
}

/// A rule as the language writes it.
fn line(rule: &Rule) -> String {
    let range =
        |Match { value, mask }: Match| format!("{}/{}", Ipv4Addr::from_bits(value), mask.leading_ones());
    let (first, last) = rule.destination_port;
    let protocol = if rule.protocol == Some(17) { "udp" } else { "tcp" };
    format!("allow {} -> {} : {protocol} {first}-{last}\n", range(rule.source), range(rule.destination))
}

impl Decide for Ours {
    type Input = Packet;

    fn input(&self, flow: Flow) -> Packet {
        let (source, destination) = (50_000, flow.port);
        let transport = match flow.protocol {
            17 => Transport::Udp { source, destination },
            _ => Transport::Tcp { source, destination },
        };
        let address = |bits| Ipv4Addr::from_bits(bits).into();
        Packet::new(address(flow.source), address(flow.destination), transport).unwrap()
    }

    fn decide(&mut self, packet: &Packet) -> bool {
        matches!(self.0.decide_policy(packet), Some(Stated::Allowed(_)))
    }
}
