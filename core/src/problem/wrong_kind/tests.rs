//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, in_vpc};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        in_vpc,
        &[
            (
                "network-acl edge\ninstance i in edge { ip 10.0.1.10 }",
                "error at `edge`: `edge` is a network-acl; a subnet is expected here",
            ),
            (
                "security-group g { ingress any from subnet web }",
                "error at `subnet`: a security-group or a prefix-list is expected here, not a `subnet`",
            ),
        ],
    );
    expect(
        CODE,
        beside_estate,
        &[
            (
                "deny internet -> igw",
                "error at `igw`: `igw` is an internet-gateway, which stands for no points",
            ),
            (
                "deny internet -> internet-gateway igw",
                "error at `internet-gateway`: an `internet-gateway` stands for no points",
            ),
            (
                "segment s = web-1\ntest t { blocked internet -> web-1 : tcp 22 at s }",
                "error at `s`: `s` is a segment; a thing that is deployed is expected here",
            ),
        ],
    );
}
