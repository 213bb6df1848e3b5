//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, expect_of_questions, in_vpc};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        beside_estate,
        &[
            (
                "deny internet -> web-2",
                "error at `web-2`: nothing is named `web-2` (help: did you mean `web-1`?)",
            ),
            (
                "deny internet -> subnet wbe",
                "error at `wbe`: no subnet is named `wbe` (help: did you mean `web`?)",
            ),
            (
                "deny internet -> web-1 : htp",
                "error at `htp`: no service or protocol is named `htp` (help: a service is defined at the top: `service NAME = tcp 443`)",
            ),
            (
                "service http = tcp 80\ndeny internet -> web-1 : htttp",
                "error at `htttp`: no service or protocol is named `htttp` (help: did you mean `http`?)",
            ),
            ("deny internet -> nowhere-near", "error at `nowhere-near`: nothing is named `nowhere-near`"),
            (
                "deny internet -> web-1 : nothing-like-it",
                "error at `nothing-like-it`: no service or protocol is named `nothing-like-it` (help: a service is defined at the top: `service NAME = tcp 443`)",
            ),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[
            (
                "security-group g { ingress tpc 80 from 0.0.0.0/0 }",
                "error at `tpc`: `tpc` is no protocol (help: did you mean `tcp`?)",
            ),
            (
                "security-group g { ingress web 80 from 0.0.0.0/0 }",
                "error at `web`: `web` is no protocol (help: protocols are tcp, udp, icmp, icmpv6, esp, ah, gre, protocol NUMBER, any)",
            ),
        ],
    );
    expect_of_questions(
        CODE,
        &in_vpc("instance a in web { ip 10.9.9.9 }"),
        &[(
            "a -> internet",
            "error at `a -> internet`: the question names something whose own text has a problem",
        )],
    );
}
