//! Addresses that the cloud keeps for itself.

use alloc::format;
use core::net::IpAddr;

use super::{Problem, ProblemCode};
use crate::packet::Prefix;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::ReservedAddress;

/// An address of a subnet with this range; `free` is the first that can be used.
pub(crate) fn of_subnet(at: Location, address: IpAddr, range: Prefix, free: IpAddr) -> Problem {
    let message =
        format!("AWS keeps `{address}` for itself: the first four addresses and the last of `{range}`");
    Problem::error(CODE, at, message).help(format!("the first address that can be used is `{free}`"))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, in_vpc};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            in_vpc,
            &[
                (
                    "instance i in web { ip 10.0.1.3 }",
                    "error at `10.0.1.3`: AWS keeps `10.0.1.3` for itself: the first four addresses and the last of `10.0.1.0/24` (help: the first address that can be used is `10.0.1.4`)",
                ),
                (
                    "instance i in web { ip 10.0.1.255 }",
                    "error at `10.0.1.255`: AWS keeps `10.0.1.255` for itself: the first four addresses and the last of `10.0.1.0/24` (help: the first address that can be used is `10.0.1.4`)",
                ),
            ],
        );
    }
}
