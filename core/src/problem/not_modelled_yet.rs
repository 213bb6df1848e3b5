//! What the language has, or will have, and nothing judges.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NotModelledYet;

/// A word, value, kind or link, or two words that belong together.
pub(crate) fn word(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is not modelled yet"))
}

/// A rule of a filter as the place of a verdict.
pub(crate) fn rule_as_place(at: Location) -> Problem {
    Problem::error(CODE, at, "one rule of a filter behind `at` is not modelled yet")
        .help("name the filter alone")
}

/// A machine, called `name`, that checks source and destination at some of its interfaces.
pub(crate) fn some_checks(at: Location, name: &str) -> Problem {
    let message = format!(
        "what {name} sends on by an interface with the source and destination check is not modelled yet"
    );
    Problem::error(CODE, at, message)
        .help("write `source-dest-check no` at all of its interfaces, or at none")
}

#[cfg(test)]
mod tests;
