//! The core against the oracle, on random estates.

use std::thread;

use ringfence_tests::compare::{Comparison, compare};
use ringfence_tests::engine::Core;

/// Estates that are compared on every run; `cargo xtask soak` compares as many as one likes.
const ESTATES: u64 = 2000;

#[test]
fn two_thousand_random_estates_have_no_mismatch() {
    let half = ESTATES / 2;
    let halves = [0, half].map(|seed| thread::spawn(move || compare::<Core>(half, seed)));
    let mut all = Comparison::default();
    for half in halves {
        all.add(half.join().expect("a comparison"));
    }
    println!("{ESTATES} estates, {}, {} mismatches", all.mix, all.mismatches.len());
    if let Some(mismatch) = all.mismatches.first() {
        panic!("{} mismatches, the first:\n{mismatch}", all.mismatches.len());
    }
    assert_eq!(all.mix.lacking(), Vec::<&str>::new(), "{}", all.mix);
}
