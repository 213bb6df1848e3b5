//! Answers as JSON: the library's own form, pretty, with a line's end.

use ringfence::answer::{Answer, Report, ShownProblem};

/// The answer to a question.
pub(crate) fn answer(answer: &Answer) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(answer))
}

/// What `check` found.
pub(crate) fn report(report: &Report) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(report))
}

/// What stands in place of an answer when the question could not be asked: `problems` alone.
pub(crate) fn refusal(problems: &[ShownProblem]) -> serde_json::Result<String> {
    let object = std::collections::BTreeMap::from([("problems", problems)]);
    lines(serde_json::to_string_pretty(&object))
}

/// A link, or what one holds.
pub(crate) fn shared(shared: &impl serde::Serialize) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(shared))
}

fn lines(text: serde_json::Result<String>) -> serde_json::Result<String> {
    text.map(|text| text + "\n")
}
