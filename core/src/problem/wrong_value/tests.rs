//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, in_vpc, plain, with_hub};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        in_vpc,
        &[
            ("subnet app x", "error at `x`: a prefix is expected here, not `x`"),
            (
                "subnet app unknown",
                "error at `unknown`: a prefix is expected here, not `unknown` (help: a rule may be about `unknown`, and a route may lead to `unknown`)",
            ),
            (
                "network-acl a { ingress 100 allow any from any }",
                "error at `any`: a prefix or `unknown` is expected here, not `any` (help: write `0.0.0.0/0` or `::/0`)",
            ),
            (
                "subnet app 10.0.2.4",
                "error at `10.0.2.4`: `10.0.2.4` is an address; a prefix is expected here (help: the prefix of this address alone is `10.0.2.4/32`)",
            ),
            (
                "security-group g { ingress any from 10.0.0.1 }",
                "error at `10.0.0.1`: `10.0.0.1` is an address; a prefix, a security-group, a prefix-list, `self` or `unknown` is expected here (help: the prefix of this address alone is `10.0.0.1/32`) (fix: `10.0.0.1` becomes `10.0.0.1/32`)",
            ),
            (
                "subnet a.b 10.0.2.0/24",
                "error at `a.b`: a new name has no path, and `a.b` has a dot (help: a name with a dot is quoted: `\"a.b\"`) (fix: `a.b` becomes `\"a.b\"`)",
            ),
            (
                "subnet app 10.0.2.0/24 & 10.0.3.0/24",
                "error at `10.0.3.0/24`: values are joined with commas here, not with `&` or `except`",
            ),
            (
                "instance i in web, web { ip 10.0.1.10 }",
                "error at `web`: `in` takes a subnet, not several (help: write two statements)",
            ),
        ],
    );
    expect(
        CODE,
        with_hub,
        &[(
            "route-table r { associate unknown }",
            "error at `unknown`: an attachment is expected here, not `unknown` (help: a rule may be about `unknown`, and a route may lead to `unknown`)",
        )],
    );
    expect(
        CODE,
        beside_estate,
        &[
            (
                "test t { blocked internet -> web-1 by sg-no-rul }",
                "error at `sg-no-rul`: `sg-no-rul` is no reason code (help: did you mean `sg-no-rule`?) (fix: `sg-no-rul` becomes `sg-no-rule`)",
            ),
            ("test t { blocked internet -> web-1 by 443 }", "error at `443`: `443` is no reason code"),
            ("test t { blocked internet -> web-1 at 443 }", "error at `443`: `443` is no name of a thing"),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            ("segment s = self", "error at `self`: `self` is the group of a rule and means nothing here"),
            (
                "segment s = tier=web",
                "error at `tier=web`: the tag `tier` needs the word `tag` before it (help: write `tag tier=web`) (fix: `tier=web` becomes `tag tier=web`)",
            ),
            ("segment s = tag 443", "error at `443`: `443` is no tag; write `tag key=value`"),
            (
                "segment s = 443",
                "error at `443`: `443` is no set of points (help: ports stand behind a colon: `A -> B : tcp 443`)",
            ),
            ("segment s = vpc 443", "error at `443`: `443` is no name of a vpc"),
            ("service s = 10.0.0.1", "error at `10.0.0.1`: `10.0.0.1` is no protocol or port"),
            ("service s = gre 80", "error at `80`: `gre` has no ports"),
            ("service s = protocol", "error at `protocol`: `protocol` takes one number, 0 to 255"),
            (
                "service s = protocol 6",
                "error at `protocol 6`: protocol 6 has a word of its own (help: write `tcp`) (fix: `protocol 6` becomes `tcp`)",
            ),
            (
                "service s = tcp web",
                "error at `web`: `web` is no port; a port or a range of ports is expected here",
            ),
            ("service s = icmp 8 9", "error at `9`: `9` does not belong behind an ICMP type"),
            (
                "service s = icmp web",
                "error at `web`: `web` is no ICMP type (help: write a number as in `icmp 8` or `icmp 3/4`, `echo-request` or `echo-reply`)",
            ),
        ],
    );
}
