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
                "subnt app 10.0.2.0/24",
                "error at `subnt`: `subnt` means nothing in a `vpc` (help: did you mean `subnet`?) (fix: `subnt` becomes `subnet`)",
            ),
            (
                "ingress tcp 443 from 0.0.0.0/0",
                "error at `ingress`: `ingress` means nothing in a `vpc` (help: it stands in a `network-acl` or in a `security-group`)",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "vpc v 10.0.0.0/16",
                "error at `vpc`: `vpc` means nothing at the top of a text (help: it stands in a `network` or in a `security-group`)",
            ),
            (
                "web-1 -> db-1",
                "error at `web-1`: `web-1` means nothing at the top of a text (help: an intent starts with `allow`, `deny` or `require`)",
            ),
            (
                "colour blue",
                "error at `colour`: `colour` means nothing at the top of a text (help: one of `network`, `site`, `vpn`, `direct-line`, `segment`, `service`, `allow`, `deny`, `require`, `closed`, `isolate` or `test` stands here)",
            ),
        ],
    );
}
