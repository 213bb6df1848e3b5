//! Names that several things have.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::AmbiguousName;

/// `text`, which is written as one of `ways` when one thing is meant.
pub(crate) fn thing(at: Location, text: &str, ways: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` can mean several things here")).help(format!("write {ways}"))
}

/// A machine, called `name`, as the target of a route.
pub(crate) fn interface(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} has several interfaces"))
        .help("a route leads to one of them: name the interface")
}

/// `text` as one end of flows.
pub(crate) fn end(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` names more than one end of flows")).help(super::ONE_END)
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, expect_of_ends, in_vpc, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            plain,
            &[(
                "network n on aws { vpc v 10.0.0.0/16 { subnet s 10.0.1.0/24; instance s in s { ip 10.0.1.10 } } }\nsegment x = s",
                "error at `s`: `s` can mean several things here (help: write `subnet s` or `instance s`)",
            )],
        );
        expect(
            CODE,
            in_vpc,
            &[(
                "subnet app 10.0.2.0/24\ninstance i { interface a in web { ip 10.0.1.10 }; interface b in app { ip 10.0.2.10 } }\nroute-table r { 0.0.0.0/0 -> i }",
                "error at `i`: instance `i` has several interfaces (help: a route leads to one of them: name the interface)",
            )],
        );
        expect_of_ends(
            CODE,
            &[(
                "internet, web-1",
                "error at ``: `internet, web-1` names more than one end of flows (help: name one interface, a public address, or `internet`)",
            )],
        );
    }
}
