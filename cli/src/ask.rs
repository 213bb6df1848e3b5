//! Asking the library.

use ringfence::answer::{ReachResult, Report};
use ringfence::{Analysis, Source, parse};

/// The name under which the library shows places in a question.
pub(crate) const QUESTION: &str = "question";

/// Judges every intent and test of the texts.
pub(crate) fn check(sources: &[Source]) -> Report {
    Analysis::new(parse(sources.to_vec())).check()
}

/// What a question about the texts comes to.
pub(crate) fn reach(sources: &[Source], question: &str) -> ReachResult {
    Analysis::new(parse(sources.to_vec())).ask(question)
}
