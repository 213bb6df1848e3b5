//! The laws of the engine, on random estates; `cargo xtask soak` asks as many more as one likes.

use ringfence_tests::few;
use ringfence_tests::laws::{self, Law, Tally};

/// Estates of each law.
const ESTATES: u64 = 220;

/// The law holds, at least so many times, of which so many would have told of something else.
#[track_caller]
fn holds(law: Law, least: Tally) {
    let estates = few::of(ESTATES);
    let tally = law(0..estates).unwrap_or_else(|difference| panic!("{difference}"));
    println!("{estates} estates: {tally}");
    assert!(estates < ESTATES || tally.held >= least.held && tally.told >= least.told, "{tally}");
}

#[test]
fn the_order_of_what_is_written_says_nothing() {
    holds(laws::order, Tally { held: 190, told: 180 });
}

#[test]
fn a_prefix_is_its_halves() {
    holds(laws::splits, Tally { held: 190, told: 120 });
}

#[test]
fn with_other_addresses_the_answer_is_the_same_with_those() {
    holds(laws::renames, Tally { held: 190, told: 180 });
}

#[test]
fn what_is_taken_back_was_never_there() {
    holds(laws::forgets, Tally { held: 170, told: 70 });
}

#[test]
fn rules_that_allow_open_flows_and_close_none() {
    holds(laws::grows, Tally { held: 170, told: 70 });
}

#[test]
fn the_matrix_of_classes_is_the_matrix_of_pairs() {
    holds(laws::expands, Tally { held: 3500, told: 800 });
}

#[test]
fn an_interface_of_an_appliance_is_like_no_other() {
    // One of its machine's addresses is that of an interface that two others were taken to be like.
    laws::expands(10_140_200..10_140_201).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn what_a_load_balancer_gives_to_by_way_of_an_appliance_is_followed_by_itself_and_among_others() {
    for law in [laws::expands, laws::sums] {
        law(41_057_010..41_057_011).unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn a_question_is_the_sum_of_its_parts() {
    holds(laws::sums, Tally { held: 1500, told: 140 });
}
