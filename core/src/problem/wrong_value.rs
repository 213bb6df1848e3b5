//! Values of a type that their place does not take.

use alloc::format;
use alloc::string::String;
use core::net::IpAddr;

use super::words::{a, short};
use super::{Problem, ProblemCode};
use crate::packet::Prefix;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::WrongValue;

/// `text` where `expected` is.
pub(crate) fn other(at: Location, text: &str, expected: &str) -> Problem {
    Problem::error(CODE, at, format!("{expected} is expected here, not `{text}`"))
}

/// `unknown` where it means nothing.
pub(crate) fn unknown(at: Location, expected: &str) -> Problem {
    other(at, "unknown", expected).help("a rule may be about `unknown`, and a route may lead to `unknown`")
}

/// `any` or `internet` where prefixes are.
pub(crate) fn everyone(at: Location, text: &str, expected: &str) -> Problem {
    other(at, text, expected).help("write `0.0.0.0/0` or `::/0`")
}

/// An address where `expected` is, a prefix among it. Where the prefix may be that of one address, that is the edit.
pub(crate) fn address(at: Location, address: IpAddr, expected: &str, may_be_one: bool) -> Problem {
    let whole = format!("{}", Prefix::host(address));
    let problem = Problem::error(CODE, at, format!("`{address}` is an address; {expected} is expected here"))
        .help(format!("the prefix of this address alone is `{whole}`"));
    if may_be_one { problem.fix(at, whole) } else { problem }
}

/// Words where a sentence is; `quoted` is the sentence that is meant, where that is certain.
pub(crate) fn sentence(at: Location, quoted: Option<String>) -> Problem {
    let problem = Problem::error(CODE, at, "a sentence stands in quotes");
    match quoted {
        Some(quoted) => problem.help(format!("write `{}`", short(&quoted))).fix(at, quoted),
        None => problem,
    }
}

/// A new name with a dot, which is `quoted` as it should be.
pub(crate) fn path(at: Location, text: &str, quoted: String) -> Problem {
    Problem::error(CODE, at, format!("a new name has no path, and `{text}` has a dot"))
        .help(format!("a name with a dot is quoted: `{quoted}`"))
        .fix(at, quoted)
}

/// Values that are joined as sets are.
pub(crate) fn no_set(at: Location) -> Problem {
    Problem::error(CODE, at, "values are joined with commas here, not with `&` or `except`")
}

/// More values than `subject` takes.
pub(crate) fn several(at: Location, subject: &str, values: &str) -> Problem {
    Problem::error(CODE, at, format!("{subject} takes {values}, not several")).help("write two statements")
}

/// `self` outside of rules.
pub(crate) fn itself(at: Location) -> Problem {
    Problem::error(CODE, at, "`self` is the group of a rule and means nothing here")
}

/// `text`, a tag with `key`, as a member of a set.
pub(crate) fn bare_tag(at: Location, text: &str, key: &str) -> Problem {
    let fixed = format!("tag {text}");
    Problem::error(CODE, at, format!("the tag {key} needs the word `tag` before it"))
        .help(format!("write `{fixed}`"))
        .fix(at, fixed)
}

/// `text` behind `tag`.
pub(crate) fn tag(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no tag; write `tag key=value`"))
}

/// A number in a set of points.
pub(crate) fn points(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no set of points"))
        .help("ports stand behind a colon: `A -> B : tcp 443`")
}

/// `text` behind the word of a kind.
pub(crate) fn name_of(at: Location, text: &str, kind: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no name of {}", a(kind)))
}

/// `text` behind `at`.
pub(crate) fn name(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no name of a thing"))
}

/// `text` behind `by`, and the code that it was probably meant to be.
pub(crate) fn reason(at: Location, text: &str, meant: Option<&str>) -> Problem {
    let problem = Problem::error(CODE, at, format!("`{text}` is no reason code"));
    match meant {
        Some(meant) => problem.meant(at, meant),
        None => problem,
    }
}

/// `text` where a protocol or port is.
pub(crate) fn protocol(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no protocol or port"))
}

/// Ports behind a protocol that has none.
pub(crate) fn no_ports(at: Location, protocol: &str) -> Problem {
    Problem::error(CODE, at, format!("`{protocol}` has no ports"))
}

/// Anything but one number behind `protocol`.
pub(crate) fn protocol_number(at: Location) -> Problem {
    Problem::error(CODE, at, "`protocol` takes one number, 0 to 255")
}

/// The number of a protocol that has a word.
pub(crate) fn protocol_word(at: Location, number: u8, word: &str) -> Problem {
    Problem::error(CODE, at, format!("protocol {number} has a word of its own"))
        .help(format!("write `{word}`"))
        .fix(at, word)
}

/// `text` where a port is; `expected` says more.
pub(crate) fn port(at: Location, text: &str, expected: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no port; {expected}"))
}

/// `text` behind an ICMP type.
pub(crate) fn behind_icmp(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` does not belong behind an ICMP type"))
}

/// `text` behind `protocol`, an ICMP one.
pub(crate) fn icmp(at: Location, text: &str, protocol: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` is no ICMP type")).help(format!(
        "write a number as in `{protocol} 8` or `{protocol} 3/4`, `echo-request` or `echo-reply`"
    ))
}

#[cfg(test)]
mod tests;
