//! Names of things of another kind than their place takes.

use alloc::format;

use super::words::a;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::WrongKind;

/// A thing called `name` of `kind`, where one of `expected` is.
pub(crate) fn thing(at: Location, name: &str, kind: &str, expected: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} is {}; {expected} is expected here", a(kind)))
}

/// A thing called `name` of `kind` in a set.
pub(crate) fn no_points(at: Location, name: &str, kind: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} is {}, which stands for no points", a(kind)))
}

/// The word of a kind before a name, where one of `expected` is.
pub(crate) fn word(at: Location, text: &str, expected: &str) -> Problem {
    Problem::error(CODE, at, format!("{expected} is expected here, not {}", a(&format!("`{text}`"))))
}

/// The word of a kind before a name in a set.
pub(crate) fn word_of_no_points(at: Location, kind: &str) -> Problem {
    Problem::error(CODE, at, format!("{} stands for no points", a(&format!("`{kind}`"))))
}

#[cfg(test)]
mod tests;
