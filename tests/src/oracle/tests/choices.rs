//! Representatives stand for all that the provider may choose.

use ringfence::estate::aws::Aws;

use super::{FlowAnswer, Oracle};
use crate::estates::{Dice, Sampler, random_estate};
use crate::oracle::Step;
use crate::oracle::choice::Choices;
use crate::oracle::free::Free;

#[test]
fn more_ports_change_nothing() {
    compare_with(|aws| Choices::new(aws, &Free::default()).with_ports((1024..=65535).step_by(101)), 40);
}

#[test]
fn more_addresses_change_nothing() {
    compare_with(|aws| Choices::new(aws, &Free::default()).with_every_address(aws), 40);
}

/// Asks about flows that pass a NAT gateway, of the estates of the first seeds, a few of each, with other choices too.
fn compare_with(choices: impl Fn(&Aws) -> Choices, least: usize) {
    let (mut compared, mut partly) = (0, 0);
    for seed in 0.. {
        let estate = random_estate(seed);
        let oracle = Oracle::new(&estate);
        let other = Oracle { choices: choices(&estate.aws), ..Oracle::new(&estate) };
        let sampler = Sampler::new(&oracle);
        let mut dice = Dice::new(seed);
        let flows = (0..60).map(|_| sampler.flow(&mut dice));
        for flow in flows.filter(|flow| is_translated_once(&oracle.flow(flow))).take(3) {
            let (one, two) = (oracle.flow(&flow), other.flow(&flow));
            assert_eq!(sets(&one), sets(&two), "seed {seed}: {flow:?}");
            compared += 1;
            partly += usize::from(one.answered && !one.fully_answered);
        }
        if compared >= least && partly > 0 {
            return;
        }
    }
}

fn sets(answer: &FlowAnswer) -> (bool, bool, bool) {
    (answer.delivered, answer.answered, answer.fully_answered)
}

/// Delivered, with one NAT gateway on every way: each more would multiply the choices.
fn is_translated_once(answer: &FlowAnswer) -> bool {
    let mut ways = answer.sent.iter().flat_map(|(_, outcomes)| outcomes).map(|outcome| &outcome.forward);
    let crossed = |steps: &Vec<Step>| steps.iter().filter(|step| matches!(step, Step::Nat(_))).count();
    answer.delivered && answer.facts.nat && ways.all(|steps| crossed(steps) <= 1)
}
