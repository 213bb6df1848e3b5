//! What a statement needs and has not.

use alloc::format;

use super::words::{a, quoted};
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Missing;
const GIVE_ADDRESS: &str = "give it an address of its subnet: `ip ADDRESS`";

fn gap(at: Location, message: &'static str, help: &'static str) -> Problem {
    Problem::error(CODE, at, message).help(help)
}

/// A host of a site, called `name`, without an address.
pub(crate) fn host_address(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} has no address")).help("give it one of its site: `ip ADDRESS`")
}

/// A question without a word.
pub(crate) fn question(at: Location) -> Problem {
    let help = "a question names a source and a destination, as in `internet -> web : tcp 443`";
    gap(at, "nothing is asked", help)
}

/// A dot at the end of `written`.
pub(crate) fn behind_dot(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("{} ends in a dot", quoted(written)))
        .help("a name follows the dot, without a blank between")
}

/// Why nothing stands before the link or brace that starts a statement.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    /// A block ends there, on the same line.
    BehindBlock,
    /// A brace.
    Block,
    /// A link.
    Link,
}

/// A statement that starts with a link or a brace.
pub(crate) fn start(at: Location, written: &str, start: Start) -> Problem {
    let help = match start {
        Start::BehindBlock => "a block ends its statement, so links stand before the block",
        Start::Block => "a block belongs to the statement before it",
        Start::Link => "a line goes on with the statement above when it is indented deeper",
    };
    Problem::error(CODE, at, format!("nothing stands before {}", quoted(written))).help(help)
}

/// A `link` at the end of a line.
pub(crate) fn behind_link(at: Location, link: &str) -> Problem {
    let (what, help) = match link {
        "->" => (
            "the destination is missing",
            "write it on the same line; the next line goes on only if it starts with the `->`",
        ),
        ":" => ("the service is missing", "write a protocol and its ports, as in `: tcp 443`"),
        "=" => ("nothing stands", "write what is defined on the same line; an empty tag value is `\"\"`"),
        _ => ("nothing stands", "write what belongs to it on the same line; as a name the word is quoted"),
    };
    Problem::error(CODE, at, format!("{what} behind `{link}`")).help(help)
}

/// `: 443`; `colon` is the colon with the blanks around it.
pub(crate) fn protocol_behind_colon(at: Location, port: &str, colon: Location) -> Problem {
    Problem::error(CODE, at, format!("the port {} has no protocol", quoted(port)))
        .help("a port needs its protocol, as in `: tcp 443`")
        .fix(colon, " : tcp ")
}

/// An `except` that starts a list.
pub(crate) fn before_except(at: Location) -> Problem {
    gap(at, "nothing stands before `except`", "write what something is taken from")
}

/// An `except` that ends a list.
pub(crate) fn behind_except(at: Location) -> Problem {
    gap(at, "nothing stands behind `except`", "write what is taken away on the same line")
}

/// A comma that starts a list.
pub(crate) fn before_comma(at: Location) -> Problem {
    gap(at, "nothing stands before the comma", "delete it, or write what comes before it")
}

/// Two commas side by side.
pub(crate) fn between_commas(at: Location) -> Problem {
    gap(at, "nothing stands between two commas", "delete one, or write what comes between")
}

/// A comma that ends a list.
pub(crate) fn behind_comma(at: Location) -> Problem {
    let help = "delete it, or go on with the list; its next line is indented deeper";
    gap(at, "the list ends in a comma", help)
}

/// An `&` without its left side.
pub(crate) fn before_and(at: Location) -> Problem {
    gap(at, "nothing stands before `&`", "write both sides on one line")
}

/// An `&` without its right side.
pub(crate) fn behind_and(at: Location) -> Problem {
    gap(at, "nothing stands behind `&`", "write both sides on one line")
}

/// `()`
pub(crate) fn in_parentheses(at: Location) -> Problem {
    gap(at, "nothing stands in the parentheses", "delete them, or write a list inside")
}

/// A new thing of `kind` without a name.
pub(crate) fn name(at: Location, kind: &str) -> Problem {
    Problem::error(CODE, at, format!("{} needs a name", a(&format!("`{kind}`"))))
}

/// Values of `subject`; `behind` says behind what they stand, where that is not the word itself.
pub(crate) fn values(at: Location, subject: &str, values: &str, behind: &str) -> Problem {
    Problem::error(CODE, at, format!("{subject} needs {values}{behind}"))
}

/// A link of `subject` with its `values`.
pub(crate) fn link(at: Location, subject: &str, link: &str, values: &str) -> Problem {
    Problem::error(CODE, at, format!("{subject} needs `{link}` and {values}"))
}

/// The number of a rule that starts with `direction` and has one of `actions`.
pub(crate) fn rule_number(
    at: Location,
    direction: &str,
    actions: &[&str],
    (least, most): (u16, u16),
) -> Problem {
    Problem::error(CODE, at, "the rule needs its number").help(format!(
        "write `{direction} NUMBER {} ...` with a number from {least} to {most}; the lowest that matches decides",
        actions.join("|")
    ))
}

/// The action of a rule, one of `known`.
pub(crate) fn rule_action(at: Location, known: &str) -> Problem {
    Problem::error(CODE, at, format!("the rule needs its action, {known}"))
}

/// The protocol of a rule.
pub(crate) fn rule_protocol(at: Location) -> Problem {
    gap(at, "the rule needs a protocol", "write `any` for every packet")
}

/// The protocol of a port.
pub(crate) fn protocol(at: Location, port: &str) -> Problem {
    Problem::error(CODE, at, format!("the port `{port}` needs its protocol"))
        .help(format!("write `tcp {port}` or `udp {port}`"))
}

/// The protocol of an ICMP type.
pub(crate) fn icmp_protocol(at: Location, kind: &str) -> Problem {
    Problem::error(CODE, at, format!("the ICMP type `{kind}` needs its protocol"))
        .help(format!("write `icmp {kind}` or `icmpv6 {kind}`"))
}

/// What stands behind `source-port`.
pub(crate) fn source_port(at: Location) -> Problem {
    Problem::error(CODE, at, "`source-port` needs a port or a range of ports")
}

/// The service of a `require`: a warning, since it says something without.
pub(crate) fn service(at: Location) -> Problem {
    let message = "`require` without a service asks for every protocol, and nothing answers all of them";
    Problem::warning(CODE, at, message).help("name what is needed: ` : tcp 443`")
}

/// The subnet of an instance that has an address of its own.
pub(crate) fn subnet(at: Location) -> Problem {
    Problem::error(CODE, at, "an instance with an `ip` needs `in` and its subnet")
}

/// Both ways for a machine, called `name`, to have an address.
pub(crate) fn interface(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} has neither an `ip` nor an `interface`")).help(GIVE_ADDRESS)
}

/// The subnet of a NAT gateway that is not one of the whole Region.
pub(crate) fn nat_subnet(at: Location) -> Problem {
    gap(
        at,
        "`nat-gateway` needs `in` and a subnet",
        "one of the whole Region says `availability-mode regional`",
    )
}

/// The addresses of a NAT gateway of the whole Region.
pub(crate) fn regional_nat_address(at: Location) -> Problem {
    gap(at, "a NAT gateway of the whole Region needs its public addresses", "write `public-ip ADDRESS, ...`")
}

/// The type of an endpoint.
pub(crate) fn endpoint_type(at: Location) -> Problem {
    gap(at, "the endpoint needs its type", "write `type gateway` or `type interface`")
}

/// The subnets of an interface endpoint.
pub(crate) fn endpoint_subnets(at: Location) -> Problem {
    gap(at, "an interface endpoint needs `in` and its subnets", "it has an interface in each of them")
}

/// An address of the interface endpoint called `name` in one of its subnets.
pub(crate) fn endpoint_address(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} has no address in one of its subnets"))
        .help("give it one in each: `ip ADDRESS, ADDRESS`")
}

/// The route of a table to the gateway endpoint that names the table.
pub(crate) fn endpoint_list(at: Location) -> Problem {
    gap(
        at,
        "nothing says which addresses the table routes to the endpoint",
        "name their list, here with `prefix-list NAME` or in the table with `prefix-list NAME -> ENDPOINT`",
    )
}

/// The address of an interface, called `name`.
pub(crate) fn address(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} has no address")).help(GIVE_ADDRESS)
}

/// A property, `word`, of a thing called `name` that has to be written.
pub(crate) fn property(at: Location, name: &str, word: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} needs its `{word}`"))
}

#[cfg(test)]
mod tests;
