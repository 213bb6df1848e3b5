//! An engine against the oracle, on random flows of random estates.

use std::fmt;

use ringfence::answer::{Verdict, Witness};
use ringfence::estate::Estate;
use ringfence::{Decision, Undecided};

use crate::draw::draw;
use crate::estates::{Dice, Sampler, balanced_estate, random_estate};
use crate::mix::{FLOWS, Mix};
use crate::oracle::{Destination, Flow, FlowAnswer, Oracle};
use crate::seeds::Seeds;
use crate::trace::{flow_line, write_answer};
use crate::witness::{Ports, refuted};

/// At most so many flows of each estate are asked about one by one.
const QUESTIONS: usize = 20;

/// Beside those that have to be, one in so many flows is asked about alone.
const ONE_IN: usize = 8;

/// What answers for an estate.
pub trait Engine: Sized {
    /// Makes ready to answer for `estate`.
    ///
    /// # Errors
    /// What the engine says of an estate that is too large for an answer about everything.
    fn prepare(estate: &Estate) -> Result<Self, String>;

    /// Whether `flow` is of the set of delivered flows of the question from any point to any point. That one holds
    /// flows to interfaces and to the internet, and is asked about no others.
    fn delivered(&self, flow: &Flow) -> bool;

    /// The same for the set of answered flows.
    fn answered(&self, flow: &Flow) -> bool;

    /// What it decides on `flow`; `None` where an end of it has no name.
    fn decided(&self, flow: &Flow) -> Option<Decision>;

    /// What it says to the question that holds `flow` alone, its source port included.
    fn told(&self, flow: &Flow) -> Told;

    /// What it says to the question that holds `flow` from every source port: the client chooses one.
    fn told_of_service(&self, flow: &Flow) -> Told;
}

/// What an engine says to a question about one flow or service.
#[derive(Debug, Clone)]
pub struct Told {
    /// The verdict.
    pub verdict: Verdict,
    /// Those that are possible, where it is unknown.
    pub possible: Vec<Verdict>,
    /// The packet that shows it; `None` when no packet is asked about.
    pub witness: Option<Witness>,
}

/// How a run came out.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What was asked.
    pub mix: Mix,
    /// Where the two differ.
    pub mismatches: Vec<Mismatch>,
    /// The seeds of estates for which the engine has no answer, with what it says instead.
    pub refused: Vec<(u64, String)>,
}

impl Comparison {
    /// Takes in another run.
    pub fn add(&mut self, other: Self) {
        self.mix.join(&other.mix);
        self.mismatches.extend(other.mismatches);
        self.refused.extend(other.refused);
    }
}

/// A flow that engine and oracle see differently.
#[derive(Debug)]
pub struct Mismatch {
    /// The seed of the estate and of its flows.
    pub seed: u64,
    /// What was asked.
    pub asked: &'static str,
    /// The engine's answer.
    pub engine: String,
    /// The oracle's answer.
    pub oracle: String,
    /// The flow.
    pub flow: Flow,
    /// What the oracle saw.
    pub answer: FlowAnswer,
    /// The estate.
    pub estate: Estate,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}: {}", self.seed, flow_line(&self.estate, &self.flow))?;
        writeln!(f, "  {}: the engine says {}, the oracle {}", self.asked, self.engine, self.oracle)?;
        write_answer(f, &self.estate, &self.answer)
    }
}

/// Asks `E` and the oracle about so many estates, the first of this seed, the next of the next one.
///
/// An estate is left at its first mismatch: the others are mostly the same again.
#[must_use]
pub fn compare<E: Engine>(estates: u64, seed: u64) -> Comparison {
    compare_all::<E>(Seeds::of("random estates", seed..seed.saturating_add(estates)), random_estate)
}

/// The same with load balancers.
#[must_use]
pub fn compare_balanced<E: Engine>(estates: u64, seed: u64) -> Comparison {
    compare_all::<E>(Seeds::of("balanced estates", seed..seed.saturating_add(estates)), balanced_estate)
}

fn compare_all<E: Engine>(seeds: Seeds, estate: fn(u64) -> Estate) -> Comparison {
    let mut comparison = Comparison::default();
    for seed in seeds {
        compare_on::<E>(estate(seed), seed, &mut comparison);
    }
    comparison
}

/// Asks `E` and the oracle about flows of one estate, drawn by this seed.
pub(crate) fn compare_on<E: Engine>(estate: Estate, seed: u64, comparison: &mut Comparison) {
    let oracle = Oracle::new(&estate);
    let sampler = Sampler::new(&oracle);
    let engine = match E::prepare(&estate) {
        Ok(engine) => engine,
        Err(said) => return comparison.refused.push((seed, said)),
    };
    let mut dice = Dice::new(seed);
    let mut questions = 0;
    for at in 0..FLOWS {
        let (flow, answer) = draw(&oracle, &sampler, &mut dice);
        comparison.mix.add(&flow, &answer);
        let of_any = matches!(
            flow.destination,
            Destination::Interface(..) | Destination::Site(..) | Destination::Outside(_)
        );
        let in_sets = of_any.then(|| set_difference(&engine, &flow, &answer)).flatten();
        let decided = in_sets.or_else(|| decision_difference(&oracle, &engine, &flow, &answer));
        let found = decided.or_else(|| {
            let asks_alone = questions < QUESTIONS && (!of_any || at % ONE_IN == 0);
            questions += usize::from(asks_alone);
            // By turns from the flow's own source port, and from all.
            let ports = if questions % 2 == 0 { Ports::Any } else { Ports::Own };
            asks_alone.then(|| told_difference(&oracle, &engine, &flow, &answer, ports)).flatten()
        });
        if let Some((asked, engine, oracle)) = found {
            comparison.mismatches.push(Mismatch { seed, asked, engine, oracle, flow, answer, estate });
            return;
        }
    }
}

/// What was asked, and the two answers.
type Difference = (&'static str, String, String);

/// Where the sets of the question about everything differ.
fn set_difference<E: Engine>(engine: &E, flow: &Flow, answer: &FlowAnswer) -> Option<Difference> {
    let sets = [
        ("delivered", engine.delivered(flow), answer.delivered),
        ("answered", engine.answered(flow), answer.answered),
    ];
    let differing = sets.into_iter().find(|(_, engine, oracle)| engine != oracle);
    differing.map(|(asked, engine, oracle)| (asked, engine.to_string(), oracle.to_string()))
}

/// Where a decision is not what holds of the flow. An address that nothing has is no end to decide about.
fn decision_difference<E: Engine>(
    oracle: &Oracle,
    engine: &E,
    flow: &Flow,
    answer: &FlowAnswer,
) -> Option<Difference> {
    let should = decision(oracle, flow, answer);
    let decided = engine.decided(flow);
    let is_named = !matches!(flow.destination, Destination::Nobody(_));
    (decided != is_named.then_some(should))
        .then(|| ("decision", format!("{decided:?}"), format!("{should:?}")))
}

/// The decision on a flow that the oracle has flown.
pub(crate) fn decision(oracle: &Oracle, flow: &Flow, answer: &FlowAnswer) -> Decision {
    match (oracle.is_asked(flow), answer.fully_answered, answer.answered, answer.delivered) {
        (false, ..) => Decision::Undecided(Undecided::NotAsked),
        (_, true, ..) => Decision::Answered,
        (_, _, true, _) => Decision::SometimesAnswered,
        (_, _, _, true) => Decision::DeliveredOnly,
        _ => Decision::Dropped,
    }
}

/// Where the answers to the question about this flow, or about its service, differ.
fn told_difference<E: Engine>(
    oracle: &Oracle,
    engine: &E,
    flow: &Flow,
    answer: &FlowAnswer,
    ports: Ports,
) -> Option<Difference> {
    let (asked, told, should) = match ports {
        Ports::Own => ("verdict", engine.told(flow), answer.verdict()),
        Ports::Any => ("verdict of the service", engine.told_of_service(flow), oracle.service_verdict(flow)),
    };
    if told.verdict != should {
        return Some((asked, told.verdict.as_str().to_owned(), should.as_str().to_owned()));
    }
    let refuted = refuted(oracle, flow, ports, told.verdict, told.witness.as_ref())?;
    Some(("witness", format!("{} by {refuted}", should.as_str()), "otherwise".to_owned()))
}

#[cfg(test)]
mod tests;
