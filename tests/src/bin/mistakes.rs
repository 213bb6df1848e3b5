//! Makes mistakes in the policies and counts what is said about them.
//!
//! `mistakes --seed N (--all | --mistakes N) [--show]`: every mistake there is, or so many of each kind. `--show` lists what is said
//! of most of them.

use std::collections::BTreeMap;
use std::process::ExitCode;

use ringfence_tests::mistakes::{Told, all, sample};

/// Pairs of mistakes beside every single one.
const PAIRS: usize = 10_000;

/// Examples of each sort, and sorts, that are shown.
const SHOWN: usize = 40;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let (seed, count) = (number(&arguments, "--seed"), number(&arguments, "--mistakes"));
    let (Some(seed), true) = (seed, has("--all") || count.is_some()) else {
        eprintln!("usage: mistakes --seed N (--all | --mistakes N) [--show]");
        return ExitCode::from(2);
    };
    let mut sorts: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut tell = |told: &Told<'_>| {
        let lost = told.lost.is_some();
        if lost || told.hidden || told.codes.len() > 1 {
            let sort = match (lost, told.hidden) {
                (true, _) => "lost".to_owned(),
                (_, true) => "hidden".to_owned(),
                _ => told.codes.join(" "),
            };
            let sort = sorts.entry(sort).or_default();
            sort.0 += 1;
            if sort.1.lines().count() < SHOWN && (lost || told.hidden || sort.0 % 7 == 1) {
                sort.1 += &format!(
                    "    {} [{}] {}\n",
                    told.lines,
                    told.codes.join(" "),
                    told.lost.unwrap_or_default()
                );
            }
        }
    };
    let tally = if has("--all") {
        all(seed, PAIRS, &mut tell)
    } else {
        sample(seed, count.unwrap_or(0) as usize, &mut tell)
    };
    if has("--show") {
        let mut sorts: Vec<_> = sorts.into_iter().collect();
        let first = |sort: &str| ["hidden", "lost"].contains(&sort);
        sorts.sort_by_key(|(sort, (count, _))| (!first(sort), usize::MAX - count));
        for (sort, (count, examples)) in sorts.into_iter().take(SHOWN) {
            println!("{count} {sort:.200}\n{examples}");
        }
    }
    println!("{tally}");
    ExitCode::SUCCESS
}

fn number(arguments: &[String], name: &str) -> Option<u64> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
