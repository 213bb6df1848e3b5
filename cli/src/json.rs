//! Answers as JSON: the library's own form, pretty, with a line's end.

use ringfence::answer::{ReachResult, Report};

/// What a question came to: an answer, or why it could not be asked.
pub(crate) fn reached(result: &ReachResult) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(result))
}

/// What `check` found.
pub(crate) fn report(report: &Report) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(report))
}

/// A link, or what one holds.
pub(crate) fn shared(shared: &impl serde::Serialize) -> serde_json::Result<String> {
    lines(serde_json::to_string_pretty(shared))
}

fn lines(text: serde_json::Result<String>) -> serde_json::Result<String> {
    text.map(|text| text + "\n")
}
