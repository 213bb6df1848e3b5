//! Addresses and prefixes outside the ranges that they must lie in.

use alloc::format;
use core::fmt::Display;
use core::net::IpAddr;

use super::{Problem, ProblemCode};
use crate::packet::Family;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Outside;

/// An address or prefix outside of what is called `name`, whose `ranges` of this family are empty when there is none.
pub(crate) fn range(
    at: Location,
    written: &dyn Display,
    family: Family,
    name: &str,
    ranges: &str,
) -> Problem {
    if ranges.is_empty() {
        let family = if family == Family::V6 { "IPv6" } else { "IPv4" };
        Problem::error(CODE, at, format!("{name} has no {family} range for `{written}`"))
    } else {
        Problem::error(CODE, at, format!("`{written}` lies outside {name}, {ranges}"))
    }
}

/// A private address for a public one that the interface does not have.
pub(crate) fn private(at: Location, address: IpAddr) -> Problem {
    Problem::error(CODE, at, format!("`{address}` is no IPv4 address of this interface"))
}

#[cfg(test)]
mod tests;
