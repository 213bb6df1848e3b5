//! Pairs of texts, each with everything that a comparison says of them. `UPDATE_TABLE=1` writes the answers anew, to be read.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ringfence::answer::{Step, StepAction};
use ringfence::{Analysis, Source, parse};
use ringfence_diff::{Difference, Edit, compare};

const OLD: &str = "=== old\n";
const NEW: &str = "=== new\n";
const ANSWER: &str = "=== answer\n";

fn analysis(name: &str, text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new(name, text).unwrap()]))
}

fn answer(old: &str, new: &str) -> String {
    match compare(&analysis("old", old), &analysis("new", new)) {
        Ok(difference) => told(&difference),
        Err(refused) => {
            let problems = refused.problems.iter();
            let problems: Vec<String> =
                problems.map(|one| format!("  {} at {}\n", one.message, one.place)).collect();
            format!("refused: {}\n{}", refused.message, problems.concat())
        }
    }
}

fn told(difference: &Difference) -> String {
    let mut text = String::new();
    let line = |text: &mut String, line: String| writeln!(text, "{line}").unwrap();
    for change in &difference.changes {
        let allowed = match change.allowed {
            Some(true) => " (allowed)",
            Some(false) => " (not allowed)",
            None => "",
        };
        let (from, to) = (&change.from, &change.to);
        line(
            &mut text,
            format!(
                "{}{allowed}: {} {} -> {} {}, {} flows",
                change.kind.as_str(),
                from.kind,
                from.name,
                to.kind,
                to.name,
                change.count
            ),
        );
        for one in &change.boxes {
            line(&mut text, format!("  {}", one.flows.text(9)));
            line(&mut text, format!("    such as {}", one.flow));
        }
        if let Some(witness) = &change.witness {
            line(&mut text, format!("  witness {witness}"));
        }
        if let Some(path) = &change.path {
            line(&mut text, format!("  there {}", way(&path.forward)));
            line(&mut text, format!("  back {}", way(&path.reply)));
        }
        for (word, all) in [("decided by", &change.decided_by), ("caused by", &change.caused_by)] {
            for at in all {
                line(&mut text, format!("  {word} {}", edit(&difference.edits[*at])));
            }
        }
    }
    for one in &difference.machines {
        let before = one.before.as_ref().map(|name| format!(" was {name}")).unwrap_or_default();
        let (lost, gained) = (one.lost.join(" "), one.gained.join(" "));
        let line_of = format!(
            "{:?} {} {}{before}: -[{lost}] +[{gained}] changes {:?}",
            one.change, one.kind, one.name, one.changes
        );
        line(&mut text, line_of);
    }
    for one in &difference.edits {
        line(&mut text, format!("edit {}{}", edit(one), if one.evaluated { "" } else { ", not evaluated" }));
    }
    line(&mut text, format!("{:?}", difference.summary));
    text
}

fn edit(edit: &Edit) -> String {
    let thing = edit.thing.as_ref().map(|thing| format!(" in {thing}")).unwrap_or_default();
    let written = |one: &Option<ringfence_diff::Written>| {
        one.as_ref().map_or_else(|| "nothing".to_owned(), |one| format!("`{}` at {}", one.text, one.place))
    };
    format!("{:?}{thing}: {} to {}", edit.kind, written(&edit.old), written(&edit.new))
}

fn way(steps: &[Step]) -> String {
    let step = |step: &Step| {
        let place =
            step.by.place.as_ref().map(|place| format!(" {}:{}", place.start.line, place.start.column));
        let action = match step.action {
            StepAction::Stop { code } => format!("stop[{}]", code.as_str()),
            action => format!("{action:?}").to_lowercase(),
        };
        format!("{action} {}{}", step.hop, place.unwrap_or_default())
    };
    steps.iter().map(step).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_pair_comes_to_what_the_table_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "the table has shrunk: {}", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let (about, rest) = text.split_once(OLD).unwrap();
        let (old, rest) = rest.split_once(NEW).unwrap();
        let (new, expected) = rest.split_once(ANSWER).unwrap();
        let answer = answer(old, new);
        if std::env::var_os("UPDATE_TABLE").is_some() {
            fs::write(&file, [about, OLD, old, NEW, new, ANSWER, &answer].concat()).unwrap();
        } else if answer != expected {
            wrong.push(format!("{}: it comes to\n{answer}not to\n{expected}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
