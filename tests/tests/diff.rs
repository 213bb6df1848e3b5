//! Differences of estates, on random ones against the oracle.

use std::thread;

use ringfence_diff::Kind;
use ringfence_tests::differences::{Differences, Filters, compare_differences, compare_filter_pairs};
use ringfence_tests::few;

/// Pairs of estates that are compared on every run.
const PAIRS: u64 = 1000;

#[test]
fn what_is_reported_became_of_flows_and_nothing_of_others() {
    let pairs = few::of(PAIRS);
    let half = pairs / 2;
    let halves = [0, half].map(|seed| thread::spawn(move || compare_differences(half, seed)));
    let mut all = Differences::default();
    for half in halves {
        let half = half.join().expect("a comparison");
        all.add(half.unwrap_or_else(|wrong| panic!("{wrong}")));
    }
    println!("{all}");
    let rare: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| all.flows.get(&Some(*kind)).copied().unwrap_or_default() < 100)
        .filter(|kind| *kind != Kind::MayHaveChanged)
        .collect();
    assert!(
        pairs < PAIRS || (rare.is_empty() && all.different * 4 > all.pairs),
        "too few of {rare:?}: {all}"
    );
}

/// Pairs of estates whose filters are compared.
const FILTERED: u64 = 600;

#[test]
fn filters_differ_by_the_packets_that_pass_one_of_them() {
    let estates = few::of(FILTERED);
    let mut all = Filters::default();
    all.add(compare_filter_pairs(estates, 0).unwrap_or_else(|wrong| panic!("{wrong}")));
    println!("{all}");
    let rare = all.equal < 100 || all.packets.iter().any(|count| *count < 100);
    assert!(estates < FILTERED || !rare, "{all}");
}
