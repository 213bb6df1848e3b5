//! How many decisions a second each makes of the same flows.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::decide::{Decide, Flow, Ours};
use crate::generate;
use crate::peer::cedar::Cedar;
use crate::peer::regorus::Regorus;

const SEED: u64 = 1;
const FLOWS: usize = 1000;

/// Measures everybody in turns and prints a line for each peer.
pub fn measure(quick: bool) {
    let (list, flows) = generate::segmentation(SEED, FLOWS);
    let mut ours = Side::new(Ours::new(&list), &flows);
    let mut cedar = Side::new(Cedar::new(&list), &flows);
    let mut regorus = Side::new(Regorus::new(&list), &flows);
    for _ in 0..if quick { 3 } else { 20 } {
        ours.run();
        cedar.run();
        regorus.run();
    }
    println!("{:<10} {:>14} {:>14} {:>10} equal", "peer", "ours/s", "peer/s", "ratio");
    row("cedar", &ours, &cedar);
    row("regorus", &ours, &regorus);
    let allowed = ours.answers.iter().filter(|allowed| **allowed).count();
    println!("Of {FLOWS} flows {allowed} are allowed.");
}

fn row<A: Decide, B: Decide>(name: &str, ours: &Side<A>, peer: &Side<B>) {
    let (left, right) = (ours.rate(), peer.rate());
    let equal = if ours.answers == peer.answers { "yes" } else { "NO" };
    println!("{name:<10} {left:>14.0} {right:>14.0} {:>10.1} {equal}", left / right);
}

/// Somebody with all flows as inputs, and the best run of it.
struct Side<D: Decide> {
    decide: D,
    inputs: Vec<D::Input>,
    answers: Vec<bool>,
    best: Duration,
}

impl<D: Decide> Side<D> {
    fn new(decide: D, flows: &[Flow]) -> Self {
        let inputs = flows.iter().map(|flow| decide.input(*flow)).collect();
        Self { decide, inputs, answers: Vec::new(), best: Duration::MAX }
    }

    fn run(&mut self) {
        let start = Instant::now();
        let answers = self.inputs.iter().map(|input| self.decide.decide(black_box(input))).collect();
        self.best = self.best.min(start.elapsed());
        self.answers = answers;
    }

    fn rate(&self) -> f64 {
        FLOWS as f64 / self.best.as_secs_f64()
    }
}
