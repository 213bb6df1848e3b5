//! Numbers past their bounds, and ranges in the wrong order.

use alloc::format;
use alloc::string::String;

use super::words::short;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::OutOfRange;

/// A number past `most`, the highest that `what` can be.
pub(crate) fn number(at: Location, digits: &str, most: u32, what: &str) -> Problem {
    Problem::error(CODE, at, format!("`{}` is past {most}, the highest {what}", short(digits)))
}

/// The number of a rule that is not from `least` to `most`.
pub(crate) fn rule_number(at: Location, digits: &str, (least, most): (u16, u16)) -> Problem {
    let message = format!("`{}` is no rule number; they run from {least} to {most}", short(digits));
    Problem::error(CODE, at, message)
}

/// A range whose ends are in the wrong order; `turned` has them in the other.
pub(crate) fn order(at: Location, text: &str, turned: String) -> Problem {
    Problem::error(CODE, at, format!("the range `{text}` ends before it starts"))
        .help(format!("write `{turned}`"))
        .fix(at, turned)
}

/// A range from one family to the other.
pub(crate) fn families(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("the range `{text}` mixes IPv4 and IPv6"))
}

#[cfg(test)]
mod tests;
