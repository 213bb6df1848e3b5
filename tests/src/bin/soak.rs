//! Compares the core with the oracle on as many random estates as one likes.
//!
//! `soak --seed N [--estates N]`: the first estate has that seed, the next one the next; without a number until it is stopped.
//! Beside them it holds the core to the laws. Every mismatch is printed when it is found, what the core refuses as too large at the end; exit 1 when there was
//! any.

use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use ringfence_tests::compare::{Comparison, compare, compare_balanced};
use ringfence_tests::edits::{Edits, compare_edits};
use ringfence_tests::engine::Core;
use ringfence_tests::laws::{LAWS, Tally};
use ringfence_tests::worlds::{Worlds, compare_worlds};

/// Estates between two lines of progress.
const STRIDE: u64 = 2000;

/// Beside so many estates one has load balancers.
const ONE_BALANCED_IN: u64 = 10;

/// Beside so many estates one with appliances is looked at, in several worlds, and one is edited fifty times.
const ONE_OPEN_IN: u64 = 50;
const ONE_EDITED_IN: u64 = 1000;

/// Beside so many estates the laws are asked of one.
const ONE_LAWFUL_IN: u64 = 50;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(seed) = number(&arguments, "--seed") else {
        eprintln!("usage: soak --seed N [--estates N]");
        return ExitCode::from(2);
    };
    let estates = number(&arguments, "--estates").unwrap_or(u64::MAX);
    let started = Instant::now();
    let (mut all, mut open, mut edits) = (Comparison::default(), Worlds::default(), Edits::default());
    let mut laws = [Tally::default(); LAWS.len()];
    let mut untrue = 0;
    let mut done = 0;
    while done < estates {
        let next = STRIDE.min(estates - done);
        let half = next / 2;
        let parts = [(half, seed + done), (next - half, seed + done + half)];
        let compare = |count, seed| {
            let worlds = compare_worlds(count / ONE_OPEN_IN, seed);
            let edited = compare_edits(count / ONE_EDITED_IN, seed);
            let held = LAWS.map(|(_, law)| law(seed..seed + count / ONE_LAWFUL_IN));
            let mut compared = compare::<Core>(count, seed);
            compared.add(compare_balanced::<Core>(count / ONE_BALANCED_IN, seed));
            (compared, worlds, edited, held)
        };
        for part in parts.map(|(count, seed)| thread::spawn(move || compare(count, seed))) {
            let (found, worlds, edited, held) = part.join().expect("a comparison");
            let worlds = worlds.map(|worlds| open.join(worlds));
            let edited = edited.map(|edited| edits.add(edited));
            for difference in [worlds, edited].into_iter().filter_map(Result::err) {
                println!("{difference}");
                untrue += 1;
            }
            for ((held, all), (name, _)) in held.into_iter().zip(&mut laws).zip(LAWS) {
                match held {
                    Ok(held) => all.add(held),
                    Err(difference) => {
                        println!("{name}: {difference}");
                        untrue += 1;
                    }
                }
            }
            found.mismatches.iter().for_each(|mismatch| println!("{mismatch}"));
            all.add(found);
        }
        done += next;
        let rate = done as f64 / started.elapsed().as_secs_f64();
        let (mismatches, refused) = (all.mismatches.len() + untrue, all.refused.len());
        println!(
            "{done} estates from seed {seed}, {rate:.0} a second, {mismatches} mismatches, {refused} refused"
        );
    }
    println!("{}", all.mix);
    println!("with appliances: {open}");
    println!("after edits: {edits}");
    for (held, (name, _)) in laws.iter().zip(LAWS) {
        println!("{name}: {held}");
    }
    for (seed, said) in &all.refused {
        println!("refused, seed {seed}: {said}");
    }
    if all.mismatches.is_empty() && untrue == 0 && all.refused.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn number(arguments: &[String], name: &str) -> Option<u64> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
