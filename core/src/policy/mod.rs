//! What intents say by themselves, whatever is deployed: which flows are meant, and where two of them cannot both stand.

mod conflict;
mod cover;
mod meaning;
mod rule;
mod stated;
#[cfg(test)]
mod tests;

pub(crate) use conflict::conflicts;
pub(crate) use cover::Cover;
pub(crate) use meaning::Meaning;
pub(crate) use rule::refused;
pub use stated::{Stated, Statement};

use alloc::vec::Vec;

use self::rule::rules;
use crate::answer::PolicyVerdict;
use crate::estate::Estate;
use crate::intent::{Evaluator, Realms};
use crate::packet::Packet;
use crate::space::{Decisions, Spaces};

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
        let (mut packets, mut stated) = (Vec::new(), Vec::new());
        for rule in rules(&mut spaces, evaluator, &estate.intents) {
            packets.push((rule.flows.between(Realms::ALL_OUTSIDE), stated.len() as u32));
            stated.push(match rule.says {
                PolicyVerdict::Denied => Stated::Denied(rule.statement),
                PolicyVerdict::Allowed => Stated::Allowed(rule.statement),
                // Where nothing is deployed nothing can be named that ways pass.
                PolicyVerdict::Unstated | PolicyVerdict::HangsOnWay => Stated::NotStated,
            });
        }
        let decisions = spaces.decisions(packets);
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
