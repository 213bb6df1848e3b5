//! What is said by this code.

use super::CODE;
use crate::problem::shown::{expect, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        plain,
        &[
            (
                "segment s = 10.0.1.300",
                "error at `10.0.1.300`: `10.0.1.300` is no IPv4 address (help: it has four numbers from 0 to 255 without zeros before them, as in `10.0.1.10`)",
            ),
            (
                "segment s = 1.2.3",
                "error at `1.2.3`: `1.2.3` is no IPv4 address (help: it has four numbers from 0 to 255 without zeros before them, as in `10.0.1.10`)",
            ),
            (
                "segment s = fe80::1%eth0",
                "error at `fe80::1%eth0`: `fe80::1%eth0` is no IPv6 address (help: leave the zone out: `%` and what follows it have no meaning here)",
            ),
            (
                "segment s = 10.0.0.4-9",
                "error at `10.0.0.4-9`: `10.0.0.4-9` is no IPv4 address (help: a range of addresses has a whole address at each end, as in `10.0.0.4-10.0.0.9`)",
            ),
            (
                "segment s = 12345::",
                "error at `12345::`: `12345::` is no IPv6 address (help: it has eight groups of up to four hexadecimal digits, or `::` once for groups of zero)",
            ),
        ],
    );
}
