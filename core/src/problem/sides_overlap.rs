//! Points on both sides of an `isolate`, or in two categories of one.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::SidesOverlap;

/// The whole intent.
pub(crate) fn isolate(at: Location) -> Problem {
    Problem::error(CODE, at, "the two sides of this `isolate` share points")
        .help("take the shared points out of one side with `except`")
}

/// Interfaces, by their names, that carry more than one value of the tag `key` that an `isolate each` goes by.
pub(crate) fn categories(at: Location, key: &str, names: &str) -> Problem {
    Problem::error(CODE, at, format!("more than one value of the tag `{key}` is on {names}"))
        .help("what a thing stands in, and its security groups, may carry the tag as well as itself")
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{beside_estate, expect};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            beside_estate,
            &[(
                "isolate web-1 from internet, subnet web",
                "error at `isolate web-1 from internet, subnet web`: the two sides of this `isolate` share points (help: take the shared points out of one side with `except`)",
            )],
        );
    }
}
