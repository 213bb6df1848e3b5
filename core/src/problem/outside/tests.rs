//! What is said by this code.

use super::CODE;
use crate::problem::shown::{expect, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        in_vpc,
        &[
            (
                "instance i in web { ip 10.0.2.10 }",
                "error at `10.0.2.10`: `10.0.2.10` lies outside subnet `web`, 10.0.1.0/24 [also `subnet web 10.0.1.0/24`: the ranges of the subnet]",
            ),
            (
                "instance i in web { ip 2001:db8::5 }",
                "error at `2001:db8::5`: subnet `web` has no IPv6 range for `2001:db8::5` [also `subnet web 10.0.1.0/24`: the ranges of the subnet]",
            ),
            (
                "subnet app 10.1.0.0/24",
                "error at `10.1.0.0/24`: `10.1.0.0/24` lies outside vpc `main`, 10.0.0.0/16 [also `vpc main 10.0.0.0/16`: the ranges of the VPC]",
            ),
            (
                "subnet app 2001:db8::/64",
                "error at `2001:db8::/64`: vpc `main` has no IPv6 range for `2001:db8::/64` [also `vpc main 10.0.0.0/16`: the ranges of the VPC]",
            ),
            (
                "instance i in web { ip 10.0.1.10; public-ip 198.51.100.9 -> 10.0.1.11 }",
                "error at `10.0.1.11`: `10.0.1.11` is no IPv4 address of this interface",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "site hq 192.168.0.0/16 { subnet s 10.0.0.0/24 }",
                "error at `10.0.0.0/24`: `10.0.0.0/24` lies outside site `hq`, 192.168.0.0/16",
            ),
            (
                "site hq 192.168.0.0/16 { subnet s 192.168.1.0/24; host h in s { ip 192.168.2.1 } }",
                "error at `192.168.2.1`: `192.168.2.1` lies outside subnet `s`, 192.168.1.0/24",
            ),
            (
                "site hq 192.168.0.0/16 { host h { ip fd00::1 } }",
                "error at `fd00::1`: site `hq` has no IPv6 range for `fd00::1`",
            ),
        ],
    );
}
