//! An engine against the oracle, on random flows of random estates.

use std::fmt;

use ringfence::answer::Verdict;
use ringfence::estate::Estate;

use crate::draw::draw;
use crate::estates::{Dice, Sampler, random_estate};
use crate::mix::{FLOWS, Mix};
use crate::oracle::{Destination, Flow, FlowAnswer, Oracle};
use crate::trace::{flow_line, write_answer};

/// At most so many flows of each estate are asked about one by one.
const VERDICTS: usize = 20;

/// Beside those that have to be, one in so many flows is asked about alone.
const ONE_IN: usize = 8;

/// What answers for an estate.
pub trait Engine {
    /// Makes ready to answer for `estate`.
    fn prepare(estate: &Estate) -> Self;

    /// Whether `flow` is of the set of delivered flows of the question from any point to any point. That one holds
    /// flows to interfaces and to the internet, and is asked about no others.
    fn delivered(&self, flow: &Flow) -> bool;

    /// The same for the set of answered flows.
    fn answered(&self, flow: &Flow) -> bool;

    /// The verdict of the question that holds `flow` alone, its source port included.
    fn verdict(&self, flow: &Flow) -> Verdict;
}

/// How a run came out.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What was asked.
    pub mix: Mix,
    /// Where the two differ.
    pub mismatches: Vec<Mismatch>,
}

impl Comparison {
    /// Takes in another run.
    pub fn add(&mut self, other: Self) {
        self.mix.join(&other.mix);
        self.mismatches.extend(other.mismatches);
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
    let mut comparison = Comparison::default();
    for seed in seed..seed.saturating_add(estates) {
        compare_one::<E>(seed, &mut comparison);
    }
    comparison
}

fn compare_one<E: Engine>(seed: u64, comparison: &mut Comparison) {
    let estate = random_estate(seed);
    let oracle = Oracle::new(&estate);
    let sampler = Sampler::new(&oracle);
    let engine = E::prepare(&estate);
    let mut dice = Dice::new(seed);
    let mut verdicts = 0;
    for at in 0..FLOWS {
        let (flow, answer) = draw(&oracle, &sampler, &mut dice);
        comparison.mix.add(&flow, &answer);
        let of_any = matches!(flow.destination, Destination::Interface(..) | Destination::Outside(_));
        let asks_alone = verdicts < VERDICTS && (!of_any || at % ONE_IN == 0);
        verdicts += usize::from(asks_alone);
        if let Some((asked, engine, oracle)) = difference(&engine, &flow, &answer, of_any, asks_alone) {
            comparison.mismatches.push(Mismatch { seed, asked, engine, oracle, flow, answer, estate });
            return;
        }
    }
}

/// What was asked, and the two answers, where they differ.
fn difference<E: Engine>(
    engine: &E,
    flow: &Flow,
    answer: &FlowAnswer,
    of_any: bool,
    asks_alone: bool,
) -> Option<(&'static str, String, String)> {
    if of_any {
        let sets = [
            ("delivered", engine.delivered(flow), answer.delivered),
            ("answered", engine.answered(flow), answer.answered),
        ];
        let differing = sets.into_iter().find(|(_, engine, oracle)| engine != oracle);
        if let Some((asked, engine, oracle)) = differing {
            return Some((asked, engine.to_string(), oracle.to_string()));
        }
    }
    if asks_alone {
        let (says, should) = (engine.verdict(flow), answer.verdict());
        if says != should {
            return Some(("verdict", says.as_str().to_owned(), should.as_str().to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Engine, compare};
    use crate::oracle::{Flow, Oracle};
    use ringfence::Transport;
    use ringfence::answer::Verdict;
    use ringfence::estate::Estate;

    /// The oracle as an engine.
    struct Faithful(Estate);

    impl Engine for Faithful {
        fn prepare(estate: &Estate) -> Self {
            Self(estate.clone())
        }

        fn delivered(&self, flow: &Flow) -> bool {
            Oracle::new(&self.0).flow(flow).delivered
        }

        fn answered(&self, flow: &Flow) -> bool {
            Oracle::new(&self.0).flow(flow).answered
        }

        fn verdict(&self, flow: &Flow) -> Verdict {
            Oracle::new(&self.0).flow(flow).verdict()
        }
    }

    /// It forgets that echo requests are answered.
    struct Deaf(Faithful);

    impl Engine for Deaf {
        fn prepare(estate: &Estate) -> Self {
            Self(Faithful::prepare(estate))
        }

        fn delivered(&self, flow: &Flow) -> bool {
            self.0.delivered(flow)
        }

        fn answered(&self, flow: &Flow) -> bool {
            !matches!(flow.transport, Transport::Icmp { kind: 8 | 128, .. }) && self.0.answered(flow)
        }

        fn verdict(&self, flow: &Flow) -> Verdict {
            self.0.verdict(flow)
        }
    }

    #[test]
    fn the_oracle_agrees_with_itself() {
        let comparison = compare::<Faithful>(40, 7);
        assert!(comparison.mismatches.is_empty(), "{}", comparison.mismatches[0]);
        assert_eq!(comparison.mix.flows, 40 * super::FLOWS);
    }

    #[test]
    fn a_fault_is_found_and_told() {
        let comparison = compare::<Deaf>(40, 7);
        let mismatch = comparison.mismatches.first().expect("a fault that shows");
        let told = mismatch.to_string();
        assert!(told.starts_with(&format!("seed {}: ", mismatch.seed)), "{told}");
        assert!(told.contains("answered: the engine says false, the oracle true"), "{told}");
        assert!(told.contains("reply [") && told.contains("(answered)"), "{told}");
    }
}
