//! Intents as rules over flows: the first that holds a flow says what is meant.

use alloc::vec::Vec;

use super::stated::Statement;
use crate::answer::PolicyVerdict;
use crate::estate::{Flow, Intent, Verb};
use crate::intent::{Evaluator, FlowSet, Gathered};
use crate::space::Spaces;

/// What a statement says, and of which flows.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) flows: FlowSet,
    pub(super) says: PolicyVerdict,
    pub(super) statement: Statement,
    /// Which of [`STEPS`] it is of.
    pub(super) step: usize,
}

/// What decides first: the rules of one step go before those of the next (docs/language.md, Intents without an estate).
pub(super) const STEPS: usize = 6;

/// The intents as rules in the order in which they decide. A statement about some ways alone leaves it open.
pub(super) fn rules(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intents: &[Intent]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for step in 0..STEPS {
        let of_every_way = step % 2 == 0;
        for (intent, number) in intents.iter().zip(0..) {
            let whole = Statement { intent: number, exception: None };
            let says = match (of_every_way, step) {
                (false, _) => PolicyVerdict::HangsOnWay,
                (true, 2) => PolicyVerdict::Allowed,
                (true, _) => PolicyVerdict::Denied,
            };
            let mut add = |flows: FlowSet, statement: Statement| {
                if !flows.is_empty() {
                    rules.push(Rule { flows, says, statement, step });
                }
            };
            match step {
                0 => add(refused(spaces, evaluator, intent), whole),
                1 if tells_ways_apart(intent) => add(refused_somehow(spaces, evaluator, intent), whole),
                2 | 3 => {
                    let is_block = intent.refuses().next().is_some();
                    for (flow, at) in intent.admits().zip(0..) {
                        if flow.ways.are_any() == of_every_way {
                            let exception = Some(at).filter(|_| is_block);
                            add(evaluator.asked(spaces, flow).any, Statement { exception, ..whole });
                        }
                    }
                }
                4 | 5 if intent.verb == Verb::Closed => {
                    for flow in intent.flows.iter().filter(|flow| flow.ways.are_any() == of_every_way) {
                        add(evaluator.asked(spaces, flow).any, whole);
                    }
                }
                _ => {}
            }
        }
    }
    rules
}

fn tells_ways_apart(intent: &Intent) -> bool {
    intent.refuses().chain(&intent.exceptions).any(|flow| !flow.ways.are_any())
}

/// The flows that an intent refuses whichever way they go, without its exceptions.
pub(crate) fn refused(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intent: &Intent) -> FlowSet {
    // What is refused by some ways alone may go another, as may what is excepted by some.
    refused_but(spaces, evaluator, intent, &|flow| flow.ways.are_any(), &|_, _| true)
}

/// The flows that an intent refuses by some way or other.
fn refused_somehow(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intent: &Intent) -> FlowSet {
    refused_but(spaces, evaluator, intent, &|_| true, &|flow, exception| exception.excepts_all_of(flow))
}

/// Some of the flows that an intent refuses, each without some that it admits.
fn refused_but(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    intent: &Intent,
    refuses: &dyn Fn(&&Flow) -> bool,
    admits: &dyn Fn(&Flow, &Flow) -> bool,
) -> FlowSet {
    let mut exceptions = Vec::new();
    for flow in intent.admits() {
        exceptions.push((flow, evaluator.asked(spaces, flow).any));
    }
    let mut refused = Gathered::default();
    for flow in intent.refuses().filter(refuses) {
        let mut own = evaluator.asked(spaces, flow).any;
        for (_, admitted) in exceptions.iter().filter(|(exception, _)| admits(flow, exception)) {
            own = own.minus(spaces, admitted);
        }
        refused.extend(own);
    }
    refused.united(spaces)
}
