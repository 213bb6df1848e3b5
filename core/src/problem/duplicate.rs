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

/// A second entry of a prefix list.
pub(crate) fn entry(at: Location, prefix: Prefix, first: Location) -> Problem {
    Problem::error(CODE, at, format!("the list has the entry `{prefix}` already")).related(first, FIRST)
}

/// A second route to one prefix list.
pub(crate) fn list_route(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "the table has a route for this list already").related(first, FIRST)
}

/// A route to a list that has an entry of a list which the table routes elsewhere.
pub(crate) fn ambiguous_entry(at: Location, prefix: Prefix, first: Location) -> Problem {
    let message = format!(
        "another list of the table has `{prefix}`, too: AWS takes either target, and does not say which"
    );
    Problem::error(CODE, at, message)
        .help(format!("write a route for the prefix itself, which goes before both: `{prefix} -> TARGET`"))
        .related(first, FIRST)
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

/// A second peering between the VPCs called `one` and `other`.
pub(crate) fn peering(at: Location, one: &str, other: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("a peering joins {one} and {other} already")).related(first, FIRST)
}

/// A VPC in which a group is used, a second time; the first may be where the group stands.
pub(crate) fn group_in_vpc(at: Location, vpc: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("the group is used in {vpc} already")).related(first, FIRST)
}

/// A network that is opened again in another Region.
pub(crate) fn region(at: Location, first: Location) -> Problem {
    Problem::error(CODE, at, "a network is in the Region that stands where it is opened first")
        .related(first, "first opened here")
}

/// A subnet that the thing is in already.
pub(crate) fn subnet(at: Location) -> Problem {
    Problem::error(CODE, at, "the subnet stands here twice")
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
