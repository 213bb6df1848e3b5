//! Words that are meant as addresses or ranges of addresses and are none.

use alloc::format;

use super::words::quoted;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::BadAddress;

/// `10.0.1.300`, `fe80::1%eth0` or `10.0.0.4-9`
pub(crate) fn word(at: Location, written: &str) -> Problem {
    let version = if written.contains(':') { "IPv6" } else { "IPv4" };
    let help = if written.contains('%') {
        "leave the zone out: `%` and what follows it have no meaning here"
    } else if written.contains('-') {
        "a range of addresses has a whole address at each end, as in `10.0.0.4-10.0.0.9`"
    } else if version == "IPv6" {
        "it has eight groups of up to four hexadecimal digits, or `::` once for groups of zero"
    } else {
        "it has four numbers from 0 to 255 without zeros before them, as in `10.0.1.10`"
    };
    Problem::error(CODE, at, format!("{} is no {version} address", quoted(written))).help(help)
}

#[cfg(test)]
mod tests;
