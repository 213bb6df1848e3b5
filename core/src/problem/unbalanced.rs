//! Braces and parentheses without their partners.

use alloc::string::String;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Unbalanced;

/// A `{` behind another.
pub(crate) fn doubled(at: Location) -> Problem {
    Problem::error(CODE, at, "the `{` is doubled").help("delete it").fix(at, "")
}

/// A `{` without a statement that it could open a block for, or without a block.
pub(crate) fn stray_open_brace(at: Location) -> Problem {
    Problem::error(CODE, at, "the `{` opens no block")
        .help("delete it, or write a statement before it and `}` behind its block")
}

/// A `}` without a block that it could close.
pub(crate) fn stray_brace(at: Location) -> Problem {
    Problem::error(CODE, at, "the `}` closes nothing").help("delete it").fix(at, "")
}

/// A `}` at `at` for which the `{` is missing at `behind`, behind what stands at `after`.
pub(crate) fn not_opened(at: Location, after: Location, behind: Location) -> Problem {
    Problem::error(CODE, at, "the `}` closes nothing, its `{` is missing")
        .related(after, "by the indentation, `{` belongs behind this")
        .help("open the block above the lines that are indented deeper")
        .fix(behind, " {")
}

/// A `}` at `at` that ends a line whose first statement, which ends at `after`, was probably to open the block.
pub(crate) fn not_opened_on_line(at: Location, after: Location) -> Problem {
    Problem::error(CODE, at, "the `}` closes nothing, its `{` is missing")
        .related(after, "this line opens no block before here")
        .help("open the block with `{` on this line, or delete the `}`")
}

/// A `{` at `at` for which `closing` is missing at `behind`, behind what stands at `after`.
pub(crate) fn not_closed(at: Location, after: Location, behind: Location, closing: String) -> Problem {
    Problem::error(CODE, at, "the `{` is not closed")
        .related(after, "by the indentation, `}` belongs behind this")
        .help("close the block with `}`")
        .fix(behind, closing)
}

/// A `(` that its list does not close.
pub(crate) fn open_parenthesis(at: Location) -> Problem {
    Problem::error(CODE, at, "the `(` is not closed")
        .help("parentheses close within their list, before a link and before the statement ends")
}

/// A `)` that nothing opened.
pub(crate) fn stray_parenthesis(at: Location) -> Problem {
    Problem::error(CODE, at, "the `)` closes nothing").help("delete it, or open a `(` before it")
}

#[cfg(test)]
mod tests;
