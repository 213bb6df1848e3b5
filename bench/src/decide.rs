//! Decisions on single flows, by a policy of segments.

use crate::list::{Action, Match, Rule};

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

/// Stands where Ringfence's own decision will: it asks one rule after the other.
pub struct LinearPlaceholder<'a>(pub &'a [Rule]);

impl Decide for LinearPlaceholder<'_> {
    type Input = Flow;

    fn input(&self, flow: Flow) -> Flow {
        flow
    }

    fn decide(&mut self, flow: &Flow) -> bool {
        let first = self.0.iter().find(|rule| {
            let Match { value, mask } = rule.source;
            let ports = rule.destination_port;
            flow.source & mask == value
                && flow.destination & rule.destination.mask == rule.destination.value
                && (ports.0..=ports.1).contains(&flow.port)
                && rule.protocol.is_none_or(|number| number == flow.protocol)
        });
        first.is_some_and(|rule| rule.action == Action::Allow)
    }
}
