//! The laws of the engine, on random estates.

use ringfence_tests::laws::LAWS;
use std::time::Instant;

#[test]
fn try_all() {
    let count: u64 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let from: u64 = std::env::var("S").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    for (name, law) in LAWS {
        let now = Instant::now();
        match law(from..from + count) {
            Ok(tally) => println!("{name}: {tally}, {:?}", now.elapsed()),
            Err(error) => println!("{name}: FAILED {error}, {:?}", now.elapsed()),
        }
    }
}
