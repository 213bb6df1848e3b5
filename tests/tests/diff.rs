//! Differences of estates, on random ones against the oracle.

use std::fs;
use std::path::Path;
use std::thread;

use ringfence::{Analysis, Source, parse};
use ringfence_diff::{Kind, compare};
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

/// Lines of example policies that are taken out.
const LINES: u64 = 500;

/// With one statement gone, that is what makes every difference, there and back: whatever is claimed of several has to hold of one.
#[test]
fn the_only_edit_is_the_cause_of_everything() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/aws");
    let mut policies: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    policies.sort();
    let read = |text: &str| Analysis::new(parse(vec![Source::new("policy", text).unwrap()]));
    let texts: Vec<String> = policies.iter().map(|policy| fs::read_to_string(policy).unwrap()).collect();
    let lines = texts.iter().flat_map(|text| {
        let alone = |line: &&str| {
            let braces = |sign: char| line.matches(sign).count();
            line.starts_with("  ") && !line.trim().is_empty() && braces('{') == braces('}')
        };
        text.lines().filter(alone).map(move |line| (text, line))
    });
    let lines: Vec<(&String, &str)> = lines.collect();
    let few = usize::try_from(few::of(LINES)).unwrap();
    let (mut changes, mut compared) = (0, 0);
    for (text, line) in lines.iter().step_by((lines.len() / few).max(1)) {
        let without = text.replacen(&format!("{line}\n"), "", 1);
        let (old, new) = (read(text), read(&without));
        // What others name cannot go alone, and test lines are no part of what is deployed.
        if old.has_errors() || new.has_errors() {
            continue;
        }
        compared += 1;
        for (old, new) in [(&old, &new), (&new, &old)] {
            let difference = compare(old, new).unwrap();
            for change in &difference.changes {
                let (from, to) = (&change.from.name, &change.to.name);
                assert_eq!(difference.edits.len(), 1, "{line}: {:?}", difference.edits);
                assert!(difference.edits[0].evaluated, "{line}");
                assert_eq!(change.caused_by, [0], "{line}: {:?} from {from} to {to}", change.kind);
                assert!(change.witness.is_some() && change.path.is_some(), "{line}: no witness");
                changes += 1;
            }
        }
    }
    println!("{compared} lines, {changes} changes");
    assert!(few < 500 || (compared > 50 && changes > 200), "{compared} lines, {changes} changes");
}
