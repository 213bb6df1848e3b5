//! What intents say by themselves, whatever is deployed: which flows are meant, and where two of them cannot both stand.

mod conflict;
mod cover;
mod stated;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;

pub(crate) use conflict::conflicts;
pub(crate) use cover::{cover, uncovered};
pub use stated::{Stated, Statement};

use crate::estate::{Estate, Flow, Intent, Verb};
use crate::intent::{Evaluator, FlowSet, Gathered, Realms};
use crate::packet::Packet;
use crate::space::{Decisions, Space, Spaces};

/// The intents of texts in which nothing is deployed, as one list of rules over packets.
#[derive(Debug)]
pub(crate) struct Policy {
    spaces: Spaces,
    decisions: Decisions,
    /// What each number of `decisions` says.
    stated: Vec<Stated>,
}

impl Policy {
    /// The intents of `estate` as rules, whose sets stand in `spaces`; `None` where something is deployed, or where the
    /// intents are more than a store can hold.
    pub(crate) fn new(estate: &Estate, evaluator: &Evaluator<'_>, mut spaces: Spaces) -> Option<Self> {
        if !estate.deploys_nothing() {
            return None;
        }
        let (mut rules, mut stated) = (Vec::new(), Vec::new());
        let mut rule = |packets: Space, says: Stated| {
            rules.push((packets, stated.len() as u32));
            stated.push(says);
        };
        let intents = || estate.intents.iter().zip(0..);
        for (intent, number) in intents() {
            let packets = refused(&mut spaces, evaluator, intent).between(Realms::ALL_OUTSIDE);
            rule(packets, Stated::Denied(Statement { intent: number, exception: None }));
        }
        let mut packets = |flow: &Flow| evaluator.asked(&mut spaces, flow).any.between(Realms::ALL_OUTSIDE);
        for (intent, number) in intents() {
            let of_block = matches!(intent.verb, Verb::Deny | Verb::Isolate);
            for (flow, at) in intent.admits().zip(0..) {
                let statement = Statement { intent: number, exception: Some(at).filter(|_| of_block) };
                rule(packets(flow), Stated::Allowed(statement));
            }
        }
        for (intent, number) in intents().filter(|(intent, _)| intent.verb == Verb::Closed) {
            for flow in &intent.flows {
                rule(packets(flow), Stated::Denied(Statement { intent: number, exception: None }));
            }
        }
        let decisions = spaces.decisions(rules);
        (!spaces.is_exhausted()).then_some(Self { spaces, decisions, stated })
    }

    /// What the intents say to `packet`: denied by the first `deny` or `isolate` that holds it; else allowed by the first
    /// that admits it; else denied by the first `closed` that holds it.
    pub(crate) fn decide(&self, packet: &Packet) -> Stated {
        let number = self.spaces.decision(self.decisions, packet);
        let says = number.and_then(|number| self.stated.get(number as usize));
        says.copied().unwrap_or(Stated::NotStated)
    }
}

/// The flows that an intent refuses, without its exceptions.
pub(crate) fn refused(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intent: &Intent) -> FlowSet {
    let (mut refused, mut admitted) = (Gathered::default(), Gathered::default());
    // What is refused by some ways alone may go another.
    for flow in intent.refuses().filter(|flow| flow.ways.are_any()) {
        refused.extend(evaluator.asked(spaces, flow).any);
    }
    for flow in intent.admits() {
        admitted.extend(evaluator.asked(spaces, flow).any);
    }
    let admitted = admitted.united(spaces);
    refused.united(spaces).minus(spaces, &admitted)
}
