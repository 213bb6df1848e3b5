//! What the intents say of flows, whatever becomes of these.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::cover::{either_form, every_form};
use super::rule::{Rule, STEPS, rules};
use super::stated::Statement;
use crate::answer::PolicyVerdict;
use crate::estate::Intent;
use crate::intent::{Evaluator, FlowSet, Gathered, Realms};
use crate::packet::Packet;
use crate::space::Spaces;

/// What the intents say of every flow, in a store of their own.
#[derive(Debug)]
pub(crate) struct Meaning {
    pub(crate) spaces: Arc<Spaces>,
    rules: Vec<Rule>,
    /// The flows of which they say each of these.
    said: [(PolicyVerdict, FlowSet); 3],
    /// All of those.
    stated: FlowSet,
}

impl Meaning {
    /// What `intents` say, with sets in `spaces`; a store that is exhausted says so to whoever goes on from it.
    pub(crate) fn new(mut spaces: Spaces, evaluator: &Evaluator<'_>, intents: &[Intent]) -> Self {
        let rules = rules(&mut spaces, evaluator, intents);
        let verdicts = [PolicyVerdict::Denied, PolicyVerdict::Allowed, PolicyVerdict::HangsOnWay];
        let mut said = verdicts.map(|verdict| (verdict, Gathered::default()));
        let mut stated = FlowSet::default();
        for step in 0..STEPS {
            for (verdict, flows) in &mut said {
                let mut own = Gathered::default();
                let of_step = rules.iter().filter(|rule| rule.step == step && rule.says == *verdict);
                of_step.for_each(|rule| own.extend(rule.flows.clone()));
                let own = own.united(&mut spaces);
                let own = every_form(&mut spaces, evaluator, &own).minus(&mut spaces, &stated);
                stated = stated.union(&mut spaces, &own);
                flows.extend(own);
            }
        }
        let said = said.map(|(verdict, flows)| (verdict, flows.united(&mut spaces)));
        Self { spaces: Arc::new(spaces), rules, said, stated }
    }

    /// Those of the flows of which the intents say something else. `spaces` goes on from the store.
    pub(crate) fn otherwise(&self, spaces: &mut Spaces, flows: &FlowSet, verdict: PolicyVerdict) -> FlowSet {
        match self.said.iter().find(|(said, _)| *said == verdict) {
            Some((_, said)) => flows.minus(spaces, said),
            None => flows.intersect(spaces, &self.stated),
        }
    }

    /// What they say of one flow, and the first statement that says it.
    pub(crate) fn decide(
        &self,
        evaluator: &Evaluator<'_>,
        realms: Realms,
        packet: &Packet,
    ) -> (PolicyVerdict, Option<Statement>) {
        let forms = either_form(evaluator, realms, packet);
        let holds = |rule: &&Rule| {
            forms.iter().any(|(realms, packet)| self.spaces.contains(rule.flows.between(*realms), packet))
        };
        let first = self.rules.iter().find(holds);
        first.map_or((PolicyVerdict::Unstated, None), |rule| (rule.says, Some(rule.statement)))
    }
}
