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

/// A range of each of two peered VPCs, each with what the VPC is called.
pub(crate) fn peers(at: Location, one: (Prefix, &str), other: (Prefix, &str)) -> Problem {
    let message = format!("`{}` of {} overlaps `{}` of {}", one.0, one.1, other.0, other.1);
    Problem::error(CODE, at, message).help("AWS peers no VPCs that share addresses, of either family")
}

/// A private address that another interface of the VPC called `vpc` has.
pub(crate) fn private(at: Location, address: IpAddr, vpc: &str, first: Location) -> Problem {
    Problem::error(CODE, at, format!("`{address}` is taken in {vpc}")).related(first, TAKEN)
}

/// A public address that something else has.
pub(crate) fn public(at: Location, address: IpAddr, first: Location) -> Problem {
    Problem::error(CODE, at, format!("the public address `{address}` is taken")).related(first, TAKEN)
}

/// The address of a site's gateway that something else has.
pub(crate) fn gateway(at: Location, address: IpAddr) -> Problem {
    Problem::error(CODE, at, format!("the address `{address}` is taken"))
        .help("the end of a site's lines has an address of its own")
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
    use crate::problem::shown::{expect, in_vpc, plain, with_hub};

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
        expect(
            CODE,
            plain,
            &[
                (
                    "site a 10.0.0.0/8 { gateway g 203.0.113.1 }\nsite b 10.0.0.0/8 { gateway g 203.0.113.1 }",
                    "error at `203.0.113.1`: the address `203.0.113.1` is taken (help: the end of a site's lines has an address of its own)",
                ),
                (
                    "site a 10.0.0.0/8 { host x { ip 10.0.0.1 }; host y { ip 10.0.0.1 } }",
                    "error at `10.0.0.1`: `10.0.0.1` is taken in site `a` [also `10.0.0.1`: it is taken here]",
                ),
                (
                    "network n on aws { vpc a 10.0.0.0/16, fd00:1::/56; vpc b 10.1.0.0/16, fd00:1::/60; peering p between a, b }",
                    "error at `peering p between a, b`: `fd00:1::/56` of vpc `a` overlaps `fd00:1::/60` of vpc `b` (help: AWS peers no VPCs that share addresses, of either family) [also `vpc a 10.0.0.0/16, fd00:1::/56`: its ranges] [also `vpc b 10.1.0.0/16, fd00:1::/60`: its ranges]",
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
