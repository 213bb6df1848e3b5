//! What is said twice and can be said once.

use alloc::format;

use super::words::a;
use super::{Problem, ProblemCode};
use crate::packet::Prefix;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Duplicate;

/// A second thing of `kind` called `name`; `first` is the name of the other.
pub(crate) fn declaration(at: Location, kind: &str, name: &str, first: Option<Location>) -> Problem {
    let problem = Problem::error(CODE, at, format!("the {kind} {name} is declared twice"));
    match first {
        Some(first) => problem.related(first, "first declared here"),
        None => problem,
    }
}

/// A network that is opened again on another cloud.
pub(crate) fn cloud(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "a network is on one cloud").related(first, "first opened here")
}

/// A second `word` in a block of `around` that has one.
pub(crate) fn word(at: Location, around: &str, word: &str, first: Location) -> Problem {
    let message = format!("{} has at most one `{word}`", a(&format!("`{around}`")));
    Problem::error(CODE, at, message).related(first, FIRST)
}

/// An id that another thing has.
pub(crate) fn id(at: Location, id: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("the id {id} is taken")).related(first, "it is taken here")
}

/// A tag with the key of another.
pub(crate) fn tag(at: Location, key: &str) -> Problem {
    Problem::error(CODE, at, format!("the tag {key} stands here twice"))
}

/// A second main route table of the VPC called `vpc`.
pub(crate) fn main_table(at: Location, vpc: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("{vpc} has a main route table already")).related(first, FIRST)
}

/// A second route to one prefix.
pub(crate) fn route(at: Location, destination: Prefix, first: Location) -> Problem {
    let message = format!("the table has a route for `{destination}` already");
    Problem::error(CODE, at, message).related(first, FIRST)
}

/// A second rule with one number and direction.
pub(crate) fn rule_number(at: Location, number: u16, direction: &str, first: Location) -> Problem {
    let message = format!("the number {number} is taken: each {direction} rule has its own");
    Problem::error(CODE, at, message).related(first, "the first rule with this number")
}

/// A group that the interface carries already.
pub(crate) fn group(at: Location) -> Problem {
    Problem::error(CODE, at, "the interface carries this group already")
}

/// A second attachment of one thing to a transit gateway.
pub(crate) fn attachment(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "this is attached to the transit gateway already").related(first, FIRST)
}

/// A second subnet of an attachment in one zone, where that is written.
pub(crate) fn attachment_zone(at: Location, zone: Option<&str>, first: Location) -> Problem {
    let message = match zone {
        Some(zone) => format!("the attachment has a subnet in zone `{zone}` already"),
        None => "the attachment has this subnet already".into(),
    };
    Problem::error(CODE, at, message).related(first, FIRST)
}

/// A second table that an attachment is associated with.
pub(crate) fn association(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "the attachment is associated with a route table already").related(first, FIRST)
}

/// A second propagation of an attachment to a table.
pub(crate) fn propagation(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "the table has the ranges of this attachment already").related(first, FIRST)
}

/// A second public address, `public`, for one private address, which has `other`.
pub(crate) fn public_address(
    at: Location,
    private: core::net::IpAddr,
    other: core::net::IpAddr,
    public: core::net::IpAddr,
    first: Location,
) -> Problem {
    Problem::error(CODE, at, format!("`{private}` has the public address `{other}` already"))
        .help(format!("name another private address: `public-ip {public} -> ADDRESS`"))
        .related(first, FIRST)
}

const FIRST: &str = "the first is here";

#[cfg(test)]
mod tests;
