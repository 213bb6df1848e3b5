//! What a user sees: each test shows problems as message, underlined text, help and fix.

mod aws;
mod definitions;
mod endpoints;
mod estate;
mod intents;
mod names;
mod peerings;
mod questions;
mod words;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{resolve, resolve_question};
use crate::estate::{Estate, Flow};
use crate::problem::{Problem, Severity};
use crate::source::{Location, Source, SourceId};
use crate::syntax::{self, Ground};

/// The estate of texts that have no problem.
fn estate(text: &str) -> Estate {
    let (estate, shown) = read(&[text]);
    assert!(shown.is_empty(), "{}", shown.join("\n"));
    estate
}

/// The problems of a text, as they are shown; those that the parser found stand first.
fn problems(text: &str) -> Vec<String> {
    read(&[text]).1
}

/// Resolves `texts` together.
fn read(texts: &[&str]) -> (Estate, Vec<String>) {
    let sources: Vec<Source> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| Source::new(format!("{at}.fence"), *text).unwrap())
        .collect();
    let ground = Ground::new();
    let (trees, found) = syntax::trees(&ground, &sources);
    let mut shown: Vec<_> = found.iter().map(|problem| show(&sources, problem)).collect();
    let (estate, found, _) = resolve(&sources, &ground, &trees);
    assert!(found.is_sorted_by_key(|problem| problem.at), "problems come in the order of the texts");
    shown.extend(found.iter().map(|problem| show(&sources, problem)));
    (estate, shown)
}

/// The flow of a question about an estate, or its problems as they are shown.
fn ask(estate: &Estate, question: &str) -> Result<Flow, Vec<String>> {
    let source = Source::new("question", question).unwrap();
    let id = SourceId(7);
    let ground = Ground::new();
    let (statement, found) = syntax::parse_question(&ground, id, question);
    let place = |problem: &Problem| {
        let mut problem = problem.clone();
        problem.at.source = SourceId(0);
        if let Some(fix) = &mut problem.fix {
            fix.at.source = SourceId(0);
        }
        show(core::slice::from_ref(&source), &problem)
    };
    assert!(found.is_empty(), "{:?}", found.iter().map(place).collect::<Vec<_>>());
    resolve_question(estate, &source, id, &ground, &statement.unwrap())
        .map_err(|problems| problems.iter().map(place).collect())
}

/// ``error[code] `underlined`: message (help: ...) (fix: ...) [also `related`: note]``
fn show(sources: &[Source], problem: &Problem) -> String {
    let text = |at: Location| sources[at.source.0 as usize].slice(at.span);
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let mut shown =
        format!("{severity}[{}] at `{}`: {}", problem.code.as_str(), text(problem.at), problem.message);
    if let Some(help) = &problem.help {
        shown.push_str(&format!(" (help: {help})"));
    }
    if let Some(fix) = &problem.fix {
        shown.push_str(&format!(" (fix: `{}` becomes `{}`)", text(fix.at), fix.text));
    }
    for (at, note) in &problem.related {
        shown.push_str(&format!(" [also `{}`: {note}]", text(*at)));
    }
    shown
}

/// A VPC with `inside` in it, in a network on AWS.
fn vpc(inside: &str) -> String {
    format!("network n on aws {{\n  vpc main 10.0.0.0/16 {{\n{inside}\n  }}\n}}\n")
}

/// Asserts that `text` has exactly these problems, as they are shown.
#[track_caller]
fn expect(text: &str, expected: &[&str]) {
    let shown = problems(text);
    assert_eq!(shown, expected, "\nshown:\n{}\n", shown.join("\n"));
}
