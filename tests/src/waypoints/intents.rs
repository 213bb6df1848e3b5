//! Intents that tell ways apart, and their exceptions: which flows break them, against each way that the oracle sees.

use std::fmt;

use ringfence::answer::{IntentResult, Outcome as Came};
use ringfence::estate::{Estate, Flow as Asked, Intent, Verb, Ways};

use super::{counts_for, random_ways, waypoints};
use crate::closed::holds;
use crate::draw::draw;
use crate::engine::Core;
use crate::estates::{Dice, Sampler, ordinary_estate};
use crate::oracle::{Destination, Flow, FlowAnswer, Oracle, Outcome, Sender, held};
use crate::question::{any_to_any, nowhere, question_of};
use crate::trace::flow_line;

/// Flows of each estate that are looked at.
const FLOWS: usize = 40;

/// Intents of each estate about single flows, and about all.
const SINGLE: usize = 15;
const WIDE: usize = 3;

/// What came of a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Intents that hold although some way delivers what they are about.
    pub hold: usize,
    /// Those that fail.
    pub fail: usize,
    /// Flows that break an intent by some of the ways that deliver them, and not by all.
    pub some: usize,
    /// Flows that break one by none: all of their ways do not count, are excepted or covered.
    pub none: usize,
    /// Flows that break one by all.
    pub all: usize,
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hold, fail, some, none, all } = self;
        write!(f, "{hold} hold, {fail} fail; flows break by all ways {all}, by some {some}, by none {none}")
    }
}

/// Judges intents of so many estates, the first of this seed.
///
/// # Errors
/// The first flow that breaks an intent for one of core and oracle only.
pub fn compare_intents(estates: u64, seed: u64) -> Result<Judged, String> {
    let mut all = Judged::default();
    for seed in seed..seed.saturating_add(estates) {
        let found = Estates::new(seed).judged(&mut all);
        found.map_err(|difference| format!("seed {seed}: {difference}"))?;
    }
    Ok(all)
}

struct Estates {
    /// With the intents that have exceptions, and with those that are `closed`.
    estates: [Estate; 2],
    flows: Vec<(Flow, FlowAnswer)>,
}

impl Estates {
    fn new(seed: u64) -> Self {
        let estate = ordinary_estate(seed);
        let dice = &mut Dice::new(seed);
        let oracle = Oracle::new(&estate);
        let sampler = Sampler::new(&oracle);
        let flows: Vec<_> =
            (0..FLOWS).map(|_| draw(&oracle, &sampler, dice)).filter(|(flow, _)| is_asked(flow)).collect();
        let things = waypoints(&estate);
        let ways =
            |dice: &mut Dice| if dice.percent(20) { Ways::default() } else { random_ways(&things, dice) };
        let mut excepting = Vec::new();
        for (flow, _) in flows.iter().take(SINGLE) {
            let asked = Asked { ways: ways(dice), ..question_of(&estate, flow) };
            let exceptions = (0..dice.below(3)).map(|_| {
                let whole = if dice.percent(50) { any_to_any() } else { question_of(&estate, flow) };
                Asked { ways: ways(dice), ..whole }
            });
            let exceptions: Vec<Asked> = exceptions.collect();
            // What leaves nothing is an error.
            let exceptions =
                exceptions.into_iter().filter(|one| !one.ways.are_any() && one.ways != asked.ways);
            let back = Some(asked.back()).filter(|_| returns(flow) && dice.percent(30));
            let verb = if back.is_some() { Verb::Isolate } else { Verb::Deny };
            let flows = std::iter::once(asked.clone()).chain(back).collect();
            excepting.push(intent(verb, flows, exceptions.collect()));
        }
        let mut closed = Vec::new();
        for _ in 0..WIDE {
            let asked = Asked { ways: ways(dice), ..any_to_any() };
            let exceptions =
                (0..=dice.below(2)).map(|_| Asked { ways: random_ways(&things, dice), ..any_to_any() });
            let exceptions: Vec<Asked> =
                exceptions.filter(|one| one.ways != asked.ways && !one.ways.are_any()).collect();
            excepting.push(intent(Verb::Deny, vec![asked], exceptions));
            closed.push(intent(Verb::Closed, vec![Asked { ways: ways(dice), ..any_to_any() }], Vec::new()));
        }
        for (flow, _) in flows.iter().take(SINGLE) {
            let asked = Asked { ways: ways(dice), ..question_of(&estate, flow) };
            closed.push(intent(Verb::Allow, vec![asked], Vec::new()));
        }
        closed.push(intent(
            Verb::Allow,
            vec![Asked { ways: random_ways(&things, dice), ..any_to_any() }],
            Vec::new(),
        ));
        let estates = [excepting, closed].map(|intents| Estate { intents, ..estate.clone() });
        Self { estates, flows }
    }

    fn judged(&self, counts: &mut Judged) -> Result<(), String> {
        for estate in &self.estates {
            let oracle = Oracle::new(estate);
            let core = Core::with_intents(estate);
            let errors = core.errors();
            if !errors.is_empty() {
                return Err(format!("{errors:?} stand in {:?}", estate.intents));
            }
            let admitted: Vec<&Asked> = estate.intents.iter().flat_map(Intent::admits).collect();
            for (intent, result) in estate.intents.iter().zip(&core.results()) {
                let admitted = match intent.verb {
                    Verb::Closed => admitted.clone(),
                    Verb::Allow => continue,
                    _ => intent.exceptions.iter().collect(),
                };
                self.judge(&oracle, &core, intent, &admitted, result, counts)?;
            }
        }
        Ok(())
    }

    /// Whether the flows that break an intent are those that the oracle has.
    fn judge(
        &self,
        oracle: &Oracle<'_>,
        core: &Core,
        intent: &Intent,
        admitted: &[&Asked],
        result: &IntentResult,
        counts: &mut Judged,
    ) -> Result<(), String> {
        let estate = oracle.estate();
        let drawn = self.flows.iter().map(|(flow, answer)| (*flow, answer.clone()));
        let back = self.flows.iter().filter(|(flow, _)| intent.verb == Verb::Isolate && returns(flow));
        let back = back.filter_map(|(flow, _)| reverse(flow)).map(|flow| (flow, oracle.flow(&flow)));
        let (mut delivered, mut breaks) = (false, false);
        for (flow, answer) in drawn.chain(back) {
            let counted = |outcome: &Outcome| {
                let counts = |asked: &Asked| counts_for(oracle, &flow, outcome, &asked.ways);
                intent.flows.iter().any(|asked| holds(estate, asked, &flow) && counts(asked))
                    && !admitted.iter().any(|asked| is_about(oracle, intent, asked, &flow) && counts(asked))
            };
            let outcomes = answer.sent.iter().flat_map(|(_, outcomes)| outcomes);
            let there: Vec<&Outcome> = outcomes.filter(|outcome| oracle.is_there(&flow, outcome)).collect();
            let breaking = there.iter().filter(|outcome| counted(outcome)).count();
            if (breaking > 0) != core.holds(&result.violations, &flow) {
                let says = if breaking > 0 { "breaks" } else { "does not break" };
                return Err(format!("{} {says} {intent:?}, with {admitted:?}", flow_line(estate, &flow)));
            }
            if there.is_empty() || !intent.flows.iter().any(|asked| holds(estate, asked, &flow)) {
                continue;
            }
            (delivered, breaks) = (true, breaks || breaking > 0);
            let kind = match breaking {
                0 => &mut counts.none,
                _ if breaking == there.len() => &mut counts.all,
                _ => &mut counts.some,
            };
            *kind += 1;
        }
        match result.outcome {
            Came::Holds if breaks => return Err(format!("{intent:?} holds")),
            Came::Holds => counts.hold += usize::from(delivered),
            Came::Fails if result.shown.is_some() => counts.fail += 1,
            _ => return Err(format!("{intent:?} comes out as {result:?}")),
        }
        Ok(())
    }
}

/// Whether an `allow` is about a flow. For `closed` one to a public address from outside is the same as that to the machine.
fn is_about(oracle: &Oracle<'_>, intent: &Intent, asked: &Asked, flow: &Flow) -> bool {
    let estate = oracle.estate();
    let mut ends = vec![flow.destination];
    if let Destination::Interface(id, address) = flow.destination
        && intent.verb == Verb::Closed
        && flow.sender == Sender::Outside
    {
        let fronts = oracle.fronts_of(id).filter(|(_, private)| *private == address);
        ends.extend(fronts.map(|(public, _)| Destination::Front(public)));
    }
    ends.iter().any(|&destination| holds(estate, asked, &Flow { destination, ..*flow }))
}

/// Whether a question can be about it: nothing is asked about what a machine sends to itself.
fn is_asked(flow: &Flow) -> bool {
    match (flow.sender, flow.destination) {
        (Sender::Interface(from), Destination::Interface(to, _)) => from != to,
        (Sender::Site(from), Destination::Site(to, _)) => from != to,
        (Sender::Outside, Destination::Outside(_)) => false,
        _ => true,
    }
}

fn intent(verb: Verb, flows: Vec<Asked>, exceptions: Vec<Asked>) -> Intent {
    Intent { verb, flows, each: None, exceptions, because: None, origin: nowhere() }
}

/// Whether packets may be sent the other way: a public address as such sends none, nor does what nothing has.
fn returns(flow: &Flow) -> bool {
    reverse(flow).is_some()
}

/// The flow the other way, by the same service.
fn reverse(flow: &Flow) -> Option<Flow> {
    if held(flow.destination.address()).is_some() {
        // It is sent from no address that only holds one of IPv4.
        return None;
    }
    let sender = match flow.destination {
        Destination::Interface(id, _) => Sender::Interface(id),
        Destination::Site(site, _) => Sender::Site(site),
        Destination::Outside(_) => Sender::Outside,
        Destination::Front(_) | Destination::Nobody(_) => return None,
    };
    let destination = match flow.sender {
        Sender::Interface(id) => Destination::Interface(id, flow.source),
        Sender::Site(site) => Destination::Site(site, flow.source),
        Sender::Outside => Destination::Outside(flow.source),
    };
    Some(Flow { sender, source: flow.destination.address(), destination, transport: flow.transport })
}

#[cfg(test)]
mod tests {
    use super::{Judged, compare_intents};
    use crate::few;

    #[test]
    fn intents_by_ways_break_as_the_oracle_sees_it() {
        let estates = few::of(250);
        let judged = compare_intents(estates, 0).unwrap_or_else(|error| panic!("{error}"));
        println!("{judged}");
        let Judged { hold, fail, some, none, all } = judged;
        let few = (estates as usize).min(150);
        assert!(hold.min(fail) > 3 * few && none.min(all) > 3 * few && some > few / 3, "{judged}");
    }
}
