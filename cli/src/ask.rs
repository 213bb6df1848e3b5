//! Asking the library.

use ringfence::answer::{Answer, Report, ShownProblem};
use ringfence::{Analysis, Source, parse};

/// The name under which the library shows places in a question.
pub(crate) const QUESTION: &str = "question";

/// Judges every intent and test of the texts.
pub(crate) fn check(sources: &[Source]) -> Report {
    Analysis::new(parse(sources.to_vec())).check()
}

/// Answers a question about the texts.
///
/// # Errors
/// The problems of the texts and of the question, when the question cannot be asked.
pub(crate) fn reach(sources: &[Source], question: &str) -> Result<Answer, Vec<ShownProblem>> {
    let analysis = Analysis::new(parse(sources.to_vec()));
    let answer = analysis.question(question).and_then(|question| analysis.reach(&question));
    answer.map_err(|problems| {
        let mut all = analysis.problems();
        all.extend(problems);
        all
    })
}
