//! Sets without points where something is asked about them.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::EmptySet;

/// The `side` of a flow, source or destination.
pub(crate) fn side(at: Location, side: &str) -> Problem {
    Problem::error(CODE, at, format!("the {side} is an empty set")).help("nothing is proven about no points")
}

/// A source that is public addresses which stand for machines.
pub(crate) fn no_sender(at: Location) -> Problem {
    Problem::error(CODE, at, "nothing sends from a public address that is translated")
        .help("name the machine: it sends from its own address, which is translated on the way")
}

/// `text` as one end of flows.
pub(crate) fn end(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` names no end of flows")).help(super::ONE_END)
}

/// An `isolate each` by a tag that nothing carries; `key` as messages show names.
pub(crate) fn no_tag(at: Location, key: &str) -> Problem {
    Problem::error(CODE, at, format!("nothing carries the tag {key}"))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{beside_estate, expect, expect_of_ends};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            beside_estate,
            &[
                (
                    "deny internet -> tag a=b",
                    "error at `deny internet -> tag a=b`: the destination is an empty set (help: nothing is proven about no points)",
                ),
                (
                    "deny tag a=b -> internet",
                    "error at `deny tag a=b -> internet`: the source is an empty set (help: nothing is proven about no points)",
                ),
                (
                    "deny 198.51.100.7 -> web-1",
                    "error at `deny 198.51.100.7 -> web-1`: nothing sends from a public address that is translated (help: name the machine: it sends from its own address, which is translated on the way)",
                ),
            ],
        );
        expect_of_ends(
            CODE,
            &[(
                "tag a=b",
                "error at ``: `tag a=b` names no end of flows (help: name one interface, a public address, or `internet`)",
            )],
        );
    }
}
