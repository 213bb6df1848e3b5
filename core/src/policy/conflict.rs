//! Intents that cannot both hold, and those that say nothing beside another.

use alloc::vec::Vec;

use super::refused;
use crate::estate::{Intent, Verb};
use crate::intent::{Evaluator, FlowSet, Gathered};
use crate::problem::{Problem, contradiction, dead_allow, too_large};
use crate::source::Location;
use crate::space::Spaces;

/// Steps of the store after which no more is looked for: these problems help, and no answer hangs on them.
const MOST_STEPS: u64 = 1 << 24;

/// Pairs of intents that are compared at the most.
const MOST_PAIRS: usize = 1 << 20;

/// Each `require` some of whose flows another intent refuses, and each `allow` all of whose flows one refuses.
pub(crate) fn conflicts(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intents: &[Intent]) -> Vec<Problem> {
    conflicts_within(spaces, evaluator, intents, (MOST_STEPS, MOST_PAIRS))
}

/// The same with other limits: steps and pairs.
pub(super) fn conflicts_within(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    intents: &[Intent],
    (most_steps, most_pairs): (u64, usize),
) -> Vec<Problem> {
    spaces.limit_work(most_steps);
    let mut refusing: Vec<(&Intent, FlowSet)> = Vec::new();
    for intent in intents.iter().filter(|intent| matches!(intent.verb, Verb::Deny | Verb::Isolate)) {
        refusing.push((intent, refused(spaces, evaluator, intent)));
    }
    let mut all = Gathered::default();
    refusing.iter().for_each(|(_, flows)| all.extend(flows.clone()));
    let all = all.united(spaces);
    let (mut problems, mut left) = (Vec::new(), most_pairs);
    for intent in intents.iter().filter(|_| !all.is_empty()) {
        for flow in intent.admits() {
            let asked = evaluator.asked(spaces, flow);
            let is_required = intent.verb == Verb::Require;
            let mut meets = |refused: &FlowSet| match is_required {
                true => !asked.client.intersect(spaces, refused).is_empty(),
                false => !asked.any.is_empty() && asked.any.minus(spaces, refused).is_empty(),
            };
            // Most meet none, which is seen at once.
            let found =
                if meets(&all) { refusing.iter().position(|(_, flows)| meets(flows)) } else { continue };
            left = left.saturating_sub(found.unwrap_or(refusing.len()));
            if spaces.is_exhausted() || left == 0 {
                problems.extend(intent.origin.location().map(too_large::comparison));
                return problems;
            }
            let other = found.and_then(|found| refusing.get(found));
            let places = other
                .and_then(|(other, _)| Some((other.verb, flow.origin.location()?, other.origin.location()?)));
            problems.extend(places.map(|(verb, at, other)| problem(is_required, at, verb, other)));
        }
    }
    if spaces.is_exhausted() {
        problems
            .extend(intents.first().and_then(|intent| intent.origin.location()).map(too_large::comparison));
    }
    problems
}

fn problem(is_required: bool, at: Location, verb: Verb, other: Location) -> Problem {
    let verb = if verb == Verb::Isolate { "isolate" } else { "deny" };
    if is_required { contradiction::require(at, verb, other) } else { dead_allow::allow(at, verb, other) }
}
