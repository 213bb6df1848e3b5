//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, expect_of_questions, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        beside_estate,
        &[("require internet -> web-1 : tcp 443 { }", "error at `{ }`: `require` has no block")],
    );
    expect_of_questions(
        CODE,
        &beside_estate(""),
        &[("internet -> web-1 { }", "error at `{ }`: a question has no block")],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "10.0.0.0/8",
                "error at `10.0.0.0/8`: a statement starts with a word here (help: one of `network`, `site`, `vpn`, `direct-line`, `segment`, `service`, `allow`, `deny`, `require`, `closed`, `isolate` or `test`)",
            ),
            (
                "segment s=any",
                "error at `s=any`: the definition of `s` needs blanks around its `=` (help: write `s = any`) (fix: `s=any` becomes `s = any`)",
            ),
            (
                "segment s t = any",
                "error at `t`: `t` does not belong behind the name of a `segment` (help: a definition reads `segment NAME = ...`)",
            ),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[
            (
                "route-table r { all -> local }",
                "error at `all`: a route starts with its destination, and `all` is no prefix (help: write `PREFIX -> TARGET`)",
            ),
            (
                "internet-gateway g 10.0.0.0/16",
                "error at `10.0.0.0/16`: `10.0.0.0/16` does not belong behind the name of an `internet-gateway`",
            ),
            (
                "instance i { public-ip 198.51.100.9; interface e in web { ip 10.0.1.10 } }",
                "error at `public-ip`: `public-ip` belongs to an interface, and the instance has no `ip` of its own (help: write it in the block of an `interface`)",
            ),
        ],
    );
}
