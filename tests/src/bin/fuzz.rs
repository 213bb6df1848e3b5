//! Reads as many random texts as one likes.
//!
//! `fuzz [bytes|tokens|policies|round-trip] --seed N (--texts N | --minutes N)`: the first text has that seed, the next one the next;
//! without a target each of them gets as many texts, or as long. Exit 1 with the first text about which something is wrong, and its
//! seed.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use ringfence_tests::fuzz::{Seen, Target, fuzz};

/// Texts between two lines of progress.
const STRIDE: u64 = 1000;

/// Texts between two looks at the clock.
const STEP: u64 = 50;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = |target: &Target| arguments.iter().any(|argument| argument == target.name());
    let known = arguments.iter().all(|argument| {
        argument.parse::<u64>().is_ok()
            || ["--seed", "--texts", "--minutes"].contains(&argument.as_str())
            || Target::ALL.iter().any(|target| target.name() == argument)
    });
    let minutes = number(&arguments, "--minutes").map(|minutes| Duration::from_secs(60 * minutes));
    let texts = number(&arguments, "--texts");
    let (Some(seed), true, true) =
        (number(&arguments, "--seed"), known, minutes.is_some() || texts.is_some())
    else {
        eprintln!("usage: fuzz [bytes|tokens|policies|round-trip] --seed N (--texts N | --minutes N)");
        return ExitCode::from(2);
    };
    let all = !Target::ALL.iter().any(named);
    for target in Target::ALL.into_iter().filter(|target| all || named(target)) {
        if !run(target, seed, texts.unwrap_or(u64::MAX), minutes.unwrap_or(Duration::MAX)) {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Reads texts of one target; whether nothing was wrong.
fn run(target: Target, seed: u64, texts: u64, time: Duration) -> bool {
    let started = Instant::now();
    let mut seen = Seen::default();
    while seen.texts < texts && started.elapsed() < time {
        if let Err(failure) = fuzz(target, seed + seen.texts, STEP.min(texts - seen.texts), &mut seen) {
            println!("{failure}");
            return false;
        }
        let ended = seen.texts >= texts || started.elapsed() >= time;
        if !ended && seen.texts % STRIDE != 0 {
            continue;
        }
        let rate = seen.texts as f64 / started.elapsed().as_secs_f64();
        let (slowest, of) = seen.slowest;
        println!(
            "{}: {} texts from seed {seed}, {rate:.0} a second, {} without an error, {} problems, {} judged, the slowest {:.1} s (seed {of})",
            target.name(),
            seen.texts,
            seen.whole,
            seen.problems,
            seen.judged,
            slowest.as_secs_f64()
        );
    }
    true
}

fn number(arguments: &[String], name: &str) -> Option<u64> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
