//! Answers of whole texts: what stops a flow, and what is asked.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::answer::StepAction;

mod blockers;
mod intents;

/// An estate of one network with these lines in it, and intents behind it.
fn analysis(network: &str, intents: &str) -> Analysis {
    let text = format!("network n on aws in eu-central-1 {{\n{network}\n}}\n{intents}\n");
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    analysis
}

fn ask(analysis: &Analysis, question: &str) -> Answer {
    let question = analysis.question(question).unwrap();
    analysis.reach(&question).unwrap()
}

/// The alternatives as `code kind name part` lines.
fn blockers(answer: &Answer) -> Vec<Vec<String>> {
    let change = |change: &crate::answer::Change| format!("{} {}", change.code.as_str(), change.place);
    answer.blockers.iter().map(|blocker| blocker.changes.iter().map(change).collect()).collect()
}
