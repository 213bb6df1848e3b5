//! Random flows of an estate with the oracle's answers.

use ringfence::answer::Verdict;

use crate::estates::{Dice, Sampler};
use crate::oracle::{Flow, FlowAnswer, Oracle};

/// So many flows are looked at for one that is wanted.
const TRIES: usize = 12;

/// A flow, with what holds of it.
///
/// Flows mostly end at the first filter or pass everything, so of a hundred only the first thirty-five are just taken; for the
/// others one is looked for that is delivered, that loses its reply, always or by some choice, or that passes a NAT
/// gateway or a peering.
pub(crate) fn draw(oracle: &Oracle, sampler: &Sampler, dice: &mut Dice) -> (Flow, FlowAnswer) {
    let wanted: fn(&FlowAnswer) -> bool = match dice.below(100) {
        0..35 => |_| true,
        35..50 => |answer| answer.delivered,
        50..76 => |answer| matches!(answer.verdict(), Verdict::OneWay | Verdict::Partly),
        76..84 => |answer| answer.verdict() == Verdict::Partly,
        84..96 => |answer| answer.facts.nat && answer.delivered,
        _ => |answer| answer.facts.peered && answer.delivered,
    };
    let mut last = sampler.flow(dice);
    for _ in 1..TRIES {
        let answer = oracle.flow(&last);
        if wanted(&answer) {
            return (last, answer);
        }
        last = sampler.flow(dice);
    }
    (last, oracle.flow(&last))
}
