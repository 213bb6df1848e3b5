//! Intents and questions about texts in which nothing is deployed.

use super::{Problem, ProblemCode, Severity};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NothingDeployed;

/// The first intent or test, or a question.
pub(crate) fn unproven(severity: Severity, at: Location) -> Problem {
    let problem = Problem::error(CODE, at, "nothing is deployed, so nothing is proven")
        .help("describe what is deployed in a `network`, or give the text that does");
    Problem { severity, ..problem }
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, expect_of_questions, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            plain,
            &[
                (
                    "deny any -> internet",
                    "warning at `deny any -> internet`: nothing is deployed, so nothing is proven (help: describe what is deployed in a `network`, or give the text that does)",
                ),
                (
                    "test t { blocked any -> internet }",
                    "warning at `test t`: nothing is deployed, so nothing is proven (help: describe what is deployed in a `network`, or give the text that does)",
                ),
            ],
        );
        expect_of_questions(
            CODE,
            "",
            &[(
                "internet -> 10.0.0.1",
                "error at `internet -> 10.0.0.1`: nothing is deployed, so nothing is proven (help: describe what is deployed in a `network`, or give the text that does)",
            )],
        );
    }
}
