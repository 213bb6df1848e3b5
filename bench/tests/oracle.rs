//! The peers as oracles: on random lists everybody counts the same packets.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use ringfence_bench::built::Limit;
use ringfence_bench::classbench;
use ringfence_bench::list::{ANY_PORT, Action, List, Match, Rule};
use ringfence_bench::order::Order;
use ringfence_bench::ours;
use ringfence_bench::peer::oxidd::{Kind, Plan, Table};
use ringfence_bench::peer::{biodivine, oxidd};
use ringfence_bench::way::Way;

const LISTS: usize = 10_000;

/// Few values, so that most rules overlap.
fn list(rng: &mut StdRng) -> List {
    let rules = rng.random_range(1..=12);
    (0..rules).map(|_| rule(rng)).collect()
}

fn rule(rng: &mut StdRng) -> Rule {
    Rule {
        action: if rng.random_bool(0.6) { Action::Allow } else { Action::Deny },
        source: address(rng),
        destination: address(rng),
        source_port: ports(rng),
        destination_port: ports(rng),
        protocol: [None, Some(6), Some(17)].choose(rng).copied().unwrap(),
    }
}

fn address(rng: &mut StdRng) -> Match {
    const VALUES: [u32; 4] = [0, 0x0a00_0000, 0x0a01_0203, 0x0a80_0fff];
    // The ones of the last two do not stand together, or not at the front.
    const MASKS: [u32; 8] = [0, 0, 0xff00_0000, 0xff80_0000, 0xffff_ff00, u32::MAX, 0xffff_f0f0, 0x7f00_0000];
    Match::new(*VALUES.choose(rng).unwrap(), *MASKS.choose(rng).unwrap())
}

fn ports(rng: &mut StdRng) -> (u16, u16) {
    const PORTS: [(u16, u16); 8] =
        [ANY_PORT, ANY_PORT, ANY_PORT, (80, 80), (0, 0), (79, 1023), (1024, u16::MAX), (u16::MAX, u16::MAX)];
    *PORTS.choose(rng).unwrap()
}

#[test]
fn everybody_counts_the_same_on_random_lists() {
    let mut rng = StdRng::seed_from_u64(20_260);
    let limit = Limit::after(Duration::from_hours(1));
    let plans: Vec<_> = Plan::all().collect();
    // To make a manager takes longer than to build a list of a dozen rules.
    let tables = [Kind::Bdd, Kind::Bcdd].map(|kind| Table::new(kind, 1 << 20, 1 << 12));
    for index in 0..LISTS {
        let list = list(&mut rng);
        let plan = plans[index % plans.len()];
        let ours = ours::build(&list).unwrap().count;
        let oxidd = tables[usize::from(plan.kind == Kind::Bcdd)]
            .build(&list, plan.order, plan.way, limit)
            .unwrap()
            .count;
        let biodivine = biodivine::build(&list, plan.order, limit).unwrap().count;
        assert_eq!((&ours, &ours), (&oxidd, &biodivine), "list {index}, {}: {list:?}", plan.name());
    }
}

#[test]
fn everybody_counts_the_same_on_a_list_of_classbench() {
    let Some(list) = classbench::read(classbench::ACL1) else {
        println!("skipped: no list at {}", classbench::ACL1);
        return;
    };
    let limit = Limit::after(Duration::from_hours(1));
    let plan = Plan { order: Order::ALL[1], kind: Kind::Bdd, way: Way::Sequential };
    let ours = ours::build(&list).unwrap().count;
    assert_eq!(ours, oxidd::build(&list, plan, limit).unwrap().count);
    assert_eq!(ours, biodivine::build(&list, plan.order, limit).unwrap().count);
}
