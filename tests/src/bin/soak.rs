//! Compares the core with the oracle on as many random estates as one likes.
//!
//! `soak --seed N [--estates N]`: the first estate has that seed, the next one the next; without a number until it is stopped.
//! Every mismatch is printed when it is found; exit 1 when there was one.

use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use ringfence_tests::compare::{Comparison, compare};
use ringfence_tests::engine::Core;

/// Estates between two lines of progress.
const STRIDE: u64 = 1000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(seed) = number(&arguments, "--seed") else {
        eprintln!("usage: soak --seed N [--estates N]");
        return ExitCode::from(2);
    };
    let estates = number(&arguments, "--estates").unwrap_or(u64::MAX);
    let started = Instant::now();
    let mut all = Comparison::default();
    let mut done = 0;
    while done < estates {
        let next = STRIDE.min(estates - done);
        let half = next / 2;
        let parts = [(half, seed + done), (next - half, seed + done + half)];
        for part in parts.map(|(count, seed)| thread::spawn(move || compare::<Core>(count, seed))) {
            let found = part.join().expect("a comparison");
            found.mismatches.iter().for_each(|mismatch| println!("{mismatch}"));
            all.add(found);
        }
        done += next;
        let rate = done as f64 / started.elapsed().as_secs_f64();
        println!("{done} estates from seed {seed}, {rate:.0} a second, {} mismatches", all.mismatches.len());
    }
    println!("{}", all.mix);
    if all.mismatches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number(arguments: &[String], name: &str) -> Option<u64> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
