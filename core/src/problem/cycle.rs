//! Definitions that need each other.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Cycle;

/// A definition called `name` that starts with `word`.
pub(crate) fn definition(at: Location, word: &str, name: &str) -> Problem {
    Problem::error(CODE, at, format!("the {word} {name} needs itself to say what it is"))
}

/// Another definition by way of which it does, called `name`.
pub(crate) fn by_way_of(problem: Problem, at: Location, name: &str) -> Problem {
    problem.related(at, format!("by way of {name}"))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            plain,
            &[
                (
                    "segment a = b\nsegment b = a",
                    "error at `a`: the segment `a` needs itself to say what it is [also `b`: by way of `b`]",
                ),
                ("service s = s", "error at `s`: the service `s` needs itself to say what it is"),
            ],
        );
    }
}
