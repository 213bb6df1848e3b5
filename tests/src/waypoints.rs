//! Questions that tell ways apart, against the ways that the oracle sees.

pub mod intents;

use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{Estate, ObjectId, Ways};

use crate::draw::draw;
use crate::engine::Core;
use crate::estates::{Dice, Sampler, ordinary_estate};
use crate::oracle::{Destination, Flow, FlowAnswer, Oracle, Outcome, Sender, Step};
use crate::question::question_of;
use crate::trace::flow_line;

/// Flows asked about in each estate.
const ASKED: usize = 60;

/// What came of a run: questions by whether ways that deliver count, all or some or none.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// All that deliver count.
    pub all: usize,
    /// Some do.
    pub some: usize,
    /// None does.
    pub none: usize,
    /// Nothing is delivered.
    pub blocked: usize,
}

/// Asks about so many estates, the first of this seed.
///
/// # Errors
/// The first question that core and oracle answer differently.
pub fn compare_ways(estates: u64, seed: u64) -> Result<Counted, String> {
    let mut all = Counted::default();
    for seed in seed..seed.saturating_add(estates) {
        compare_one(seed, &mut all).map_err(|difference| format!("seed {seed}: {difference}"))?;
    }
    Ok(all)
}

fn compare_one(seed: u64, counts: &mut Counted) -> Result<(), String> {
    let estate = ordinary_estate(seed);
    let oracle = Oracle::new(&estate);
    let sampler = Sampler::new(&oracle);
    let core = Core::with_intents(&estate);
    let mut dice = Dice::new(seed);
    let things = waypoints(&estate);
    for _ in 0..ASKED {
        let (flow, answer) = draw(&oracle, &sampler, &mut dice);
        let ways = random_ways(&things, &mut dice);
        let told = core.ask(ringfence::estate::Flow { ways: ways.clone(), ..question_of(&estate, &flow) });
        let expected = verdict(&oracle, &flow, &answer, &ways, counts);
        if told.verdict != expected {
            let flow = flow_line(&estate, &flow);
            return Err(format!(
                "{flow} by {ways:?}: the engine says {:?}, the oracle {expected:?}",
                told.verdict
            ));
        }
    }
    Ok(())
}

/// Ways through some of these things, often several in order, and past others.
pub(crate) fn random_ways(things: &[ObjectId], dice: &mut Dice) -> Ways {
    let some =
        |dice: &mut Dice| (0..=dice.below(2)).filter_map(|_| dice.pick(things)).collect::<Vec<ObjectId>>();
    let most = [0, 0, 1, 1, 1, 2, 2, 3][dice.below(8)];
    let through = (0..most).map(|_| some(dice)).filter(|things| !things.is_empty()).collect();
    let avoiding = if dice.percent(50) { Vec::new() } else { some(dice) };
    Ways { through, avoiding }
}

/// What can be named: gateways, peerings, lines, machines and interfaces.
pub(crate) fn waypoints(estate: &Estate) -> Vec<ObjectId> {
    let aws = &estate.aws;
    let lines = estate.lines.iter().map(|line| line.object);
    let lines = lines.chain(aws.vpn_gateways.iter().map(|gateway| gateway.object));
    let gateways = aws.internet_gateways.iter().chain(&aws.egress_only_gateways).map(|one| one.object);
    let endpoints = aws.endpoints.iter().map(|one| one.object);
    let regional = aws.regional_nat_gateways.iter().map(|one| one.object);
    let nat = aws.nat_gateways.iter().map(|one| one.object).chain(aws.peerings.iter().map(|one| one.object));
    let nat = nat.chain(regional).chain(endpoints);
    let machines = aws.instances.iter().map(|one| one.object);
    let interfaces = aws.interfaces.iter().map(|one| one.object);
    // Gateways are few, and named more often.
    let transit = aws.transit_gateways.iter().map(|one| one.object);
    gateways
        .chain(nat)
        .chain(lines)
        .chain(transit)
        .cycle()
        .take(3 * aws.instances.len())
        .chain(machines)
        .chain(interfaces)
        .collect()
}

fn verdict(
    oracle: &Oracle<'_>,
    flow: &Flow,
    answer: &FlowAnswer,
    ways: &Ways,
    counts: &mut Counted,
) -> ringfence::answer::Verdict {
    let there = |outcome: &Outcome| oracle.is_there(flow, outcome);
    let counts_for = |outcome: &Outcome| counts_for(oracle, flow, outcome, ways);
    let counted = |outcome: &Outcome| there(outcome) && counts_for(outcome);
    let outcomes = || answer.sent.iter().flat_map(|(_, outcomes)| outcomes);
    let (delivered, of) =
        (outcomes().filter(|one| counted(one)).count(), outcomes().filter(|one| there(one)).count());
    let kind = match (delivered, of) {
        (_, 0) => &mut counts.blocked,
        (0, _) => &mut counts.none,
        _ if delivered == of => &mut counts.all,
        _ => &mut counts.some,
    };
    *kind += 1;
    let answered = |outcome: &Outcome| counted(outcome) && outcome.answered;
    let fulfils = |outcome: &Outcome| counts_for(outcome) && oracle.fulfils(flow, outcome);
    let fully = answer.sent.iter().any(|(_, all)| all.iter().any(answered) && all.iter().all(fulfils));
    crate::oracle::verdict(fully, delivered > 0, outcomes().any(answered))
}

/// Whether the way of an outcome counts.
pub(crate) fn counts_for(oracle: &Oracle<'_>, flow: &Flow, outcome: &Outcome, ways: &Ways) -> bool {
    let passed = passed(oracle, flow, outcome);
    let estate = oracle.estate();
    let is_one =
        |one: &ObjectId, things: &[ObjectId]| things.iter().any(|thing| estate.is_within(*one, *thing));
    // The next of the things is passed where the last one was at the soonest.
    let mut left = ways.through.as_slice();
    for one in &passed {
        while left.first().is_some_and(|things| is_one(one, things)) {
            left = &left[1..];
        }
    }
    left.is_empty() && !passed.iter().any(|one| is_one(one, &ways.avoiding))
}

/// What a flow passes there, in order: its ends, and the gateways between them.
fn passed(oracle: &Oracle<'_>, flow: &Flow, outcome: &Outcome) -> Vec<ObjectId> {
    let estate = oracle.estate();
    let aws = &estate.aws;
    let interface = |id: InterfaceId| aws.interfaces[id.0 as usize].object;
    let mut passed = Vec::new();
    if let Sender::Interface(id) = flow.sender {
        passed.push(interface(id));
    }
    passed.extend(outcome.forward.iter().filter_map(|step| match *step {
        Step::Over(id) => Some(aws.peerings[id.0 as usize].object),
        Step::Transit(id) => Some(aws.transit_gateways[id.0 as usize].object),
        Step::Nat(id) => Some(aws.nat_gateways[id.0 as usize].object),
        Step::RegionalNat(id) => Some(aws.regional_nat_gateways[id.0 as usize].object),
        Step::ByEndpoint(id) => Some(aws.endpoints[id.0 as usize].object),
        Step::Balanced(id) => Some(interface(id)),
        Step::OutBy(id) | Step::InBy(id) => Some(aws.internet_gateways[id.0 as usize].object),
        Step::VpnGateway(id) => Some(aws.vpn_gateways[id.0 as usize].object),
        Step::Line(at) => Some(estate.lines[at].object),
        Step::OutByEgressOnly(id) => Some(aws.egress_only_gateways[id.0 as usize].object),
        _ => None,
    }));
    match flow.destination.plain() {
        Destination::Interface(id, _) => passed.push(interface(id)),
        Destination::Front(public) => {
            let ids = (0..aws.interfaces.len()).map(|at| InterfaceId(at as u32));
            let is_behind = |id: &InterfaceId| oracle.fronts_of(*id).any(|(front, _)| front == public);
            passed.extend(ids.into_iter().find(is_behind).map(interface));
        }
        Destination::Site(..) | Destination::Outside(_) | Destination::Nobody(_) => {}
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::{Counted, compare_ways};
    use crate::few;

    #[test]
    fn ways_count_as_the_oracle_sees_them() {
        let estates = few::of(300);
        let Counted { all, some, none, blocked } =
            compare_ways(estates, 0).unwrap_or_else(|error| panic!("{error}"));
        println!("{all} all, {some} some, {none} none, {blocked} blocked");
        assert!(
            all.min(none) * 4 > estates as usize && some * 40 > estates as usize,
            "{all}, {some}, {none}"
        );
    }
}
