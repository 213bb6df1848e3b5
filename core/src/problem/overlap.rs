//! Ranges that share addresses, and addresses that are taken.

use alloc::format;
use alloc::string::String;
use core::net::IpAddr;

use super::{Problem, ProblemCode};
use crate::packet::Prefix;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Overlap;
const TAKEN: &str = "it is taken here";

/// Two ranges; `first` is where the `other` stands.
pub(crate) fn ranges(at: Location, one: Prefix, other: Prefix, first: Location) -> Problem {
    Problem::error(CODE, at, format!("`{one}` overlaps `{other}`")).related(first, "the other is here")
}

/// A private address that another interface of the VPC called `vpc` has.
pub(crate) fn private(at: Location, address: IpAddr, vpc: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("`{address}` is taken in {vpc}")).related(first, TAKEN)
}

/// A public address that something else has.
pub(crate) fn public(at: Location, address: IpAddr, first: Location) -> Problem {
    Problem::error(CODE, at, format!("the public address `{address}` is taken")).related(first, TAKEN)
}

/// A VPC, the first of these, whose ranges overlap those of the other, which has routes in the table already: a warning, as the
/// cloud takes it.
pub(crate) fn propagated(at: Location, [vpc, other]: &[String; 2], first: Location) -> Problem {
    let message = format!("the ranges of {vpc} overlap those of {other}: they are not propagated");
    Problem::warning(CODE, at, message).related(first, "these are")
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, in_vpc, with_hub};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            in_vpc,
            &[
                (
                    "subnet app 10.0.1.128/25",
                    "error at `10.0.1.128/25`: `10.0.1.128/25` overlaps `10.0.1.0/24` [also `10.0.1.0/24`: the other is here]",
                ),
                (
                    "instance a in web { ip 10.0.1.10 }\ninstance b in web { ip 10.0.1.10 }",
                    "error at `10.0.1.10`: `10.0.1.10` is taken in vpc `main` [also `10.0.1.10`: it is taken here]",
                ),
                (
                    "instance a in web { ip 10.0.1.10; public-ip 198.51.100.9 }\ninstance b in web { ip 10.0.1.11; public-ip 198.51.100.9 }",
                    "error at `198.51.100.9`: the public address `198.51.100.9` is taken [also `198.51.100.9`: it is taken here]",
                ),
            ],
        );
    }

    #[test]
    fn overlapping_ranges_are_not_propagated() {
        expect(
            CODE,
            with_hub,
            &[(
                "route-table all { propagate to-main, to-twin }",
                "warning at `to-twin`: the ranges of vpc `twin` overlap those of vpc `main`: they are not propagated [also `to-main`: these are]",
            )],
        );
    }
}
