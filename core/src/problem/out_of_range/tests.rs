//! What is said by this code.

use super::CODE;
use crate::problem::shown::{expect, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        plain,
        &[
            ("service s = tcp 65536", "error at `65536`: `65536` is past 65535, the highest port"),
            ("service s = icmp 256", "error at `256`: `256` is past 255, the highest ICMP type"),
            ("service s = icmp 8/256", "error at `8/256`: `256` is past 255, the highest ICMP code"),
            ("service s = protocol 256", "error at `256`: `256` is past 255, the highest protocol number"),
            (
                "service s = tcp 443-80",
                "error at `443-80`: the range `443-80` ends before it starts (help: write `80-443`) (fix: `443-80` becomes `80-443`)",
            ),
            (
                "segment s = 10.0.0.9-10.0.0.4",
                "error at `10.0.0.9-10.0.0.4`: the range `10.0.0.9-10.0.0.4` ends before it starts (help: write `10.0.0.4-10.0.0.9`) (fix: `10.0.0.9-10.0.0.4` becomes `10.0.0.4-10.0.0.9`)",
            ),
            (
                "segment s = 10.0.0.1-2001:db8::1",
                "error at `10.0.0.1-2001:db8::1`: the range `10.0.0.1-2001:db8::1` mixes IPv4 and IPv6",
            ),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[(
            "network-acl a { ingress 0 allow any from 0.0.0.0/0 }",
            "error at `0`: `0` is no rule number; they run from 1 to 32766",
        )],
    );
}
