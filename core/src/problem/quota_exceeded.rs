//! More of something than the cloud allows.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::QuotaExceeded;

/// How much of something a thing may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    /// What is counted.
    pub(crate) of: &'static str,
    /// As long as nobody asks for more.
    pub(crate) by_default: usize,
    /// What it can be raised to, where that is known.
    pub(crate) at_most: Option<usize>,
}

/// A `thing`, as messages name it, that has `count` of what AWS has a quota for: a warning, or an error where no raise is enough.
pub(crate) fn aws(at: Location, thing: &str, quota: Quota, count: usize) -> Problem {
    let Quota { of, by_default, at_most } = quota;
    match at_most {
        Some(most) if count > most => {
            Problem::error(CODE, at, format!("{thing} has {count} {of}, and AWS allows {most} at the most"))
        }
        Some(most) => Problem::warning(
            CODE,
            at,
            format!("{thing} has {count} {of}, and AWS allows {by_default} by default"),
        )
        .help(format!("the quota can be raised to {most}")),
        None => Problem::warning(
            CODE,
            at,
            format!("{thing} has {count} {of}, and AWS allows {by_default} by default"),
        )
        .help("the quota can be raised"),
    }
}

#[cfg(test)]
mod tests;
