//! The core against the oracle, on random estates.

use std::thread;

use ringfence_tests::closed::{Closed, compare_closed};
use ringfence_tests::compare::{Comparison, compare, compare_balanced};
use ringfence_tests::edits::{Edits, compare_edits};
use ringfence_tests::engine::Core;
use ringfence_tests::few;
use ringfence_tests::worlds::{Worlds, compare_worlds};

/// Estates that are compared on every run; `cargo xtask soak` compares as many as one likes.
const ESTATES: u64 = 2000;

/// Estates with appliances, each in several worlds.
const OPEN: u64 = 250;

/// Estates whose intents are judged.
const JUDGED: u64 = 500;

/// Estates with load balancers.
const BALANCED: u64 = 600;

/// Estates that are edited, fifty times each.
const EDITED: u64 = 40;

/// Two comparisons side by side, each of half of so many estates.
fn in_halves<T: Send + 'static>(estates: u64, compare: fn(u64, u64) -> T) -> [T; 2] {
    let half = estates / 2;
    [0, half]
        .map(|seed| thread::spawn(move || compare(half, seed)))
        .map(|half| half.join().expect("a comparison"))
}

#[test]
fn after_every_edit_answers_are_those_of_a_fresh_analysis() {
    let mut all = Edits::default();
    let edited = few::of(EDITED);
    for half in in_halves(edited, compare_edits) {
        all.add(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{edited} estates, {all}");
    assert!(all.kept * 4 > all.kins, "{all}");
}

#[test]
fn closed_fails_by_what_is_delivered_and_not_meant() {
    let mut all = Closed::default();
    let judged = few::of(JUDGED);
    for half in in_halves(judged, compare_closed) {
        all.join(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{judged} estates: {all}");
    let rare = [all.hold, all.fail, judged as usize - all.refused].iter().any(|&count| count < 100);
    assert!(judged < JUDGED || !rare && all.meant > 10_000 && all.unmeant > 10_000, "{all}");
}

#[test]
fn two_thousand_random_estates_have_no_mismatch() {
    let mut all = Comparison::default();
    let estates = few::of(ESTATES);
    for half in in_halves(estates, compare::<Core>) {
        all.add(half);
    }
    println!("{estates} estates, {}, {} mismatches", all.mix, all.mismatches.len());
    assert!(all.refused.is_empty(), "{:?}", all.refused);
    if let Some(mismatch) = all.mismatches.first() {
        panic!("{} mismatches, the first:\n{mismatch}", all.mismatches.len());
    }
    assert!(estates < ESTATES || all.mix.lacking().is_empty(), "{:?}: {}", all.mix.lacking(), all.mix);
}

#[test]
fn load_balancers_are_what_the_oracle_says() {
    let mut all = Comparison::default();
    let estates = few::of(BALANCED);
    for half in in_halves(estates, compare_balanced::<Core>) {
        all.add(half);
    }
    println!("{estates} estates, {}, {} mismatches", all.mix, all.mismatches.len());
    assert!(all.refused.is_empty(), "{:?}", all.refused);
    if let Some(mismatch) = all.mismatches.first() {
        panic!("{} mismatches, the first:\n{mismatch}", all.mismatches.len());
    }
}

#[test]
fn a_nat_gateway_knows_what_it_translated_twice() {
    // A hub's NAT gateway sends to a spoke by the transit gateway, and the spoke's table back to the hub.
    let found = compare::<Core>(1, 40_001_767);
    assert!(found.refused.is_empty(), "{:?}", found.refused);
    assert!(found.mismatches.is_empty(), "{}", found.mismatches[0]);
}

#[test]
fn packets_come_to_targets_by_any_address_and_port_of_a_load_balancer() {
    // Two of them have addresses one behind the other, several listeners lead to one target, and a group's machine is a client.
    for seed in [10_310, 10_364, 10_431, 10_515, 10_996, 11_014] {
        let found = compare_balanced::<Core>(1, seed);
        assert!(found.mismatches.is_empty(), "{}", found.mismatches[0]);
    }
}

#[test]
fn what_is_said_of_appliances_is_true_whatever_they_do() {
    let mut all = Worlds::default();
    let open = few::of(OPEN);
    for half in in_halves(open, compare_worlds) {
        all.join(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{open} estates with appliances: {all}");
    assert!(open < OPEN || all.lacking().is_empty(), "{:?}: {all}", all.lacking());
}

#[test]
fn bounds_beyond_an_appliance_are_those_of_a_fresh_analysis() {
    // A way that was kept in part had wider ones.
    compare_edits(1, 20_000_489).unwrap_or_else(|difference| panic!("{difference}"));
}
