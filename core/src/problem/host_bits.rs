//! Prefixes that are no networks.

use alloc::format;
use core::fmt::Display;

use super::{Problem, ProblemCode};
use crate::packet::Prefix;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::HostBits;

/// A prefix as it is `written`, with the one that has the same length.
pub(crate) fn prefix(at: Location, written: &dyn Display, corrected: Prefix) -> Problem {
    let corrected = format!("{corrected}");
    Problem::error(CODE, at, format!("`{written}` has bits set past its length"))
        .help(format!("the prefix is `{corrected}`"))
        .fix(at, corrected)
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, in_vpc, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            plain,
            &[
                (
                    "segment s = 10.0.0.1/16",
                    "error at `10.0.0.1/16`: `10.0.0.1/16` has bits set past its length (help: the prefix is `10.0.0.0/16`) (fix: `10.0.0.1/16` becomes `10.0.0.0/16`)",
                ),
                (
                    "segment s = 2001:db8::1/64",
                    "error at `2001:db8::1/64`: `2001:db8::1/64` has bits set past its length (help: the prefix is `2001:db8::/64`) (fix: `2001:db8::1/64` becomes `2001:db8::/64`)",
                ),
            ],
        );
        expect(
            CODE,
            in_vpc,
            &[(
                "network-acl a { ingress 100 allow any from 10.0.0.1/8 }",
                "error at `10.0.0.1/8`: `10.0.0.1/8` has bits set past its length (help: the prefix is `10.0.0.0/8`) (fix: `10.0.0.1/8` becomes `10.0.0.0/8`)",
            )],
        );
    }
}
