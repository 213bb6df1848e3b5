//! The core against the oracle, on random estates.

use std::thread;

use ringfence_tests::closed::{Closed, compare_closed};
use ringfence_tests::compare::{Comparison, compare};
use ringfence_tests::edits::{Edits, compare_edits};
use ringfence_tests::engine::Core;
use ringfence_tests::worlds::{Worlds, compare_worlds};

/// Estates that are compared on every run; `cargo xtask soak` compares as many as one likes.
const ESTATES: u64 = 2000;

/// Estates with appliances, each in several worlds.
const OPEN: u64 = 250;

/// Estates whose intents are judged.
const JUDGED: u64 = 500;

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
    for half in in_halves(EDITED, compare_edits) {
        all.add(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{EDITED} estates, {all}");
    assert!(all.kept * 4 > all.kins, "{all}");
}

#[test]
fn closed_fails_by_what_is_delivered_and_not_meant() {
    let mut all = Closed::default();
    for half in in_halves(JUDGED, compare_closed) {
        all.join(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{JUDGED} estates: {all}");
    let rare = [all.hold, all.fail, JUDGED as usize - all.refused].iter().any(|&count| count < 100);
    assert!(!rare && all.meant > 10_000 && all.unmeant > 10_000, "{all}");
}

#[test]
fn two_thousand_random_estates_have_no_mismatch() {
    let mut all = Comparison::default();
    for half in in_halves(ESTATES, compare::<Core>) {
        all.add(half);
    }
    println!("{ESTATES} estates, {}, {} mismatches", all.mix, all.mismatches.len());
    if let Some(mismatch) = all.mismatches.first() {
        panic!("{} mismatches, the first:\n{mismatch}", all.mismatches.len());
    }
    assert_eq!(all.mix.lacking(), Vec::<&str>::new(), "{}", all.mix);
}

#[test]
fn what_is_said_of_appliances_is_true_whatever_they_do() {
    let mut all = Worlds::default();
    for half in in_halves(OPEN, compare_worlds) {
        all.join(half.unwrap_or_else(|difference| panic!("{difference}")));
    }
    println!("{OPEN} estates with appliances: {all}");
    assert_eq!(all.lacking(), Vec::<&str>::new(), "{all}");
}
