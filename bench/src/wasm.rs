//! The npm package that ships, in Node.js, against the same engine natively.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};

use crate::estate::{Edit, Size, text};

const SEED: u64 = 1;

/// Runs of each, of which the best counts.
const RUNS: usize = 5;

/// What `cargo xtask package` builds.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/npm/ringfence/node.js");

/// What asks the package for the same.
const SCRIPT: &str = include_str!("wasm.mjs");

/// What is measured, in this order.
const PARTS: [&str; 4] = ["reading", "class matrix", "any -> any : tcp 443", "an edit and the matrix"];

/// Measures a network of [`Size::SMALL`] and prints a line for each part.
pub fn measure() {
    if !Path::new(PACKAGE).exists() {
        println!("The npm package is not measured: `cargo xtask package` builds it.");
        return;
    }
    let before = text(SEED, Size::SMALL);
    let after = Edit::Rule.apply(SEED, &before);
    let wasm = in_node(&before, &after);
    let native = natively(&before, &after);
    println!("{:<24} {:>12} {:>12} {:>8}", "part", "native ms", "wasm ms", "ratio");
    for ((part, native), wasm) in PARTS.iter().zip(native).zip(wasm) {
        println!("{part:<24} {native:>12.1} {wasm:>12.1} {:>8.2}", wasm / native);
    }
}

fn in_node(before: &str, after: &str) -> Vec<f64> {
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", SCRIPT, PACKAGE, &RUNS.to_string()]);
    let mut node = node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    node.stdin.take().unwrap().write_all(format!("{before}\0{after}").as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the package failed");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

fn natively(before: &str, after: &str) -> [f64; 4] {
    let read = |text: &str| parse(vec![Source::new("network.fence", text.to_owned()).unwrap()]);
    let mut best = [Duration::MAX; 4];
    for _ in 0..RUNS {
        let started = Instant::now();
        let mut analysis = Analysis::new(read(before));
        let made = started.elapsed();
        let started = Instant::now();
        while matches!(analysis.step(1_000_000), Progress::Pending { .. }) {}
        let found = started.elapsed();
        let started = Instant::now();
        std::hint::black_box(analysis.ask("any -> any : tcp 443"));
        let asked = started.elapsed();
        let started = Instant::now();
        analysis = analysis.edited(read(after));
        while matches!(analysis.step(1_000_000), Progress::Pending { .. }) {}
        let edited = started.elapsed();
        for (best, time) in best.iter_mut().zip([made, found, asked, edited]) {
            *best = time.min(*best);
        }
    }
    best.map(|time| time.as_secs_f64() * 1e3)
}
