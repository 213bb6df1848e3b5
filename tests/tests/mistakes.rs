//! A mistake costs the statement that it is in, and little is said of it: measured over the policies.

use ringfence_tests::mistakes::sample;

/// Mistakes of each kind, and pairs, on every run; `cargo xtask mistakes --all` makes every one.
const MISTAKES: usize = 1500;

#[test]
fn a_mistake_says_little_and_costs_its_own_statement() {
    let tally = sample(1, MISTAKES, &mut |_| {});
    println!("{tally}");
    assert!(tally.noticed * 10 > tally.mistakes * 9, "most mistakes are noticed: {tally}");
    assert!(tally.average() <= 1.5, "{tally}");
    assert!(tally.losing_percent() <= 1.0, "{tally}");
    assert!(tally.pairs > MISTAKES / 2, "{tally}");
    // A declaration without its name and a name without a declaration may be one mistake.
    assert!(tally.hidden * 500 <= tally.pairs, "{tally}");
}
