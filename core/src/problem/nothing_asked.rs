//! Intents and questions about no flow at all.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NothingAsked;

/// A flow between sets that have no flow between them.
pub(crate) fn flow(at: Location) -> Problem {
    Problem::error(CODE, at, "no flow is asked about").help(
        "a flow leads from one place to another, with addresses of one family, and has an end in the estate",
    )
}

/// An intent all of whose flows are excepted.
pub(crate) fn all_excepted(at: Location) -> Problem {
    Problem::error(CODE, at, "the exceptions leave no flow to ask about")
        .help("take flows out of one of them, or drop the intent")
}

/// An `isolate each` by a tag, `key`, of which there is one `value`; both as messages show names.
pub(crate) fn one_category(at: Location, key: &str, value: &str) -> Problem {
    Problem::error(CODE, at, format!("the tag {key} has one value, {value}: nothing is kept apart"))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{beside_estate, expect, expect_of_questions};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            beside_estate,
            &[
                (
                    "deny web-1 -> web-1",
                    "error at `deny web-1 -> web-1`: no flow is asked about (help: a flow leads from one place to another, with addresses of one family, and has an end in the estate)",
                ),
                (
                    "deny internet -> web-1 : tcp 22 { allow internet -> web-1 : tcp 1-100 }",
                    "error at `deny internet -> web-1 : tcp 22`: the exceptions leave no flow to ask about (help: take flows out of one of them, or drop the intent)",
                ),
            ],
        );
        expect_of_questions(
            CODE,
            &beside_estate(""),
            &[(
                "internet -> 192.0.2.1",
                "error at `internet -> 192.0.2.1`: no flow is asked about (help: a flow leads from one place to another, with addresses of one family, and has an end in the estate)",
            )],
        );
    }
}
