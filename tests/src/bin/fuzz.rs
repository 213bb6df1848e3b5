//! Reads as many random texts as one likes.
//!
//! `fuzz --seed N --texts N`: the first text has that seed, the next one the next. Exit 1 with the first text about which
//! something is wrong, and its seed.

use std::process::ExitCode;
use std::time::Instant;

use ringfence_tests::fuzz::{Seen, fuzz};

/// Texts between two lines of progress.
const STRIDE: u64 = 1000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(seed), Some(texts)) = (number(&arguments, "--seed"), number(&arguments, "--texts")) else {
        eprintln!("usage: fuzz --seed N --texts N");
        return ExitCode::from(2);
    };
    let started = Instant::now();
    let mut seen = Seen::default();
    while seen.texts < texts {
        if let Err(failure) = fuzz(seed + seen.texts, STRIDE.min(texts - seen.texts), &mut seen) {
            println!("{failure}");
            return ExitCode::FAILURE;
        }
        let rate = seen.texts as f64 / started.elapsed().as_secs_f64();
        let (slowest, of) = seen.slowest;
        println!(
            "{} texts from seed {seed}, {rate:.0} a second, {} without an error, {} problems, {} judged, the slowest {:.1} s (seed {of})",
            seen.texts,
            seen.whole,
            seen.problems,
            seen.judged,
            slowest.as_secs_f64()
        );
    }
    ExitCode::SUCCESS
}

fn number(arguments: &[String], name: &str) -> Option<u64> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
