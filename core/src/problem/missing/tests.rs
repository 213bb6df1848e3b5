//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, expect_of_questions, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect_of_questions(
        CODE,
        &beside_estate(""),
        &[
            (
                "",
                "error at ``: nothing is asked (help: a question names a source and a destination, as in `internet -> web : tcp 443`)",
            ),
            (
                "internet ->",
                "error at `->`: the destination is missing behind `->` (help: write it on the same line; the next line goes on only if it starts with the `->`)",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "site hq 10.0.0.0/8 { host dns }",
                "error at `host`: host `dns` has no address (help: give it one of its site: `ip ADDRESS`)",
            ),
            (
                "segment s = a.",
                "error at `a.`: `a.` ends in a dot (help: a name follows the dot, without a blank between)",
            ),
            (
                "network n on aws { } in x",
                "error at `in`: nothing stands before `in` (help: a block ends its statement, so links stand before the block)",
            ),
            (
                "{ }",
                "error at `{`: nothing stands before `{` (help: a block belongs to the statement before it)",
            ),
            (
                "= any",
                "error at `=`: nothing stands before `=` (help: a line goes on with the statement above when it is indented deeper)",
            ),
            (
                "segment s =",
                "error at `=`: nothing stands behind `=` (help: write what is defined on the same line; an empty tag value is `\"\"`)",
            ),
            (
                "segment s = except any",
                "error at `except`: nothing stands before `except` (help: write what something is taken from)",
            ),
            (
                "segment s = any except",
                "error at `except`: nothing stands behind `except` (help: write what is taken away on the same line)",
            ),
            (
                "segment s = , any",
                "error at `,`: nothing stands before the comma (help: delete it, or write what comes before it)",
            ),
            (
                "segment s = any,, internet",
                "error at `,`: nothing stands between two commas (help: delete one, or write what comes between)",
            ),
            (
                "segment s = any,",
                "error at `,`: the list ends in a comma (help: delete it, or go on with the list; its next line is indented deeper)",
            ),
            (
                "segment s = & any",
                "error at `&`: nothing stands before `&` (help: write both sides on one line)",
            ),
            (
                "segment s = any &",
                "error at `&`: nothing stands behind `&` (help: write both sides on one line)",
            ),
            (
                "segment s = ()",
                "error at `(`: nothing stands in the parentheses (help: delete them, or write a list inside)",
            ),
            ("segment = any", "error at `segment`: a `segment` needs a name"),
            ("segment s", "error at `segment`: `segment` needs `=` and a set of points"),
            (
                "service s = 443",
                "error at `443`: the port `443` needs its protocol (help: write `tcp 443` or `udp 443`)",
            ),
            (
                "service s = 8/0",
                "error at `8/0`: the ICMP type `8/0` needs its protocol (help: write `icmp 8/0` or `icmpv6 8/0`)",
            ),
            (
                "service s = tcp 80 source-port",
                "error at `source-port`: `source-port` needs a port or a range of ports",
            ),
            (
                "service s = tcp source-port",
                "error at `source-port`: `source-port` needs a port or a range of ports",
            ),
        ],
    );
    expect(
        CODE,
        beside_estate,
        &[
            (
                "deny internet -> web-1 :",
                "error at `:`: the service is missing behind `:` (help: write a protocol and its ports, as in `: tcp 443`)",
            ),
            (
                "deny internet -> web-1 : 443",
                "error at `443`: the port `443` has no protocol (help: a port needs its protocol, as in `: tcp 443`) (fix: ` : ` becomes ` : tcp `)",
            ),
            (
                "deny internet -> web-1 because",
                "error at `because`: nothing stands behind `because` (help: write what belongs to it on the same line; as a name the word is quoted)",
            ),
            (
                "require internet -> web-1",
                "warning at `require internet -> web-1`: `require` without a service asks for every protocol, and nothing answers all of them (help: name what is needed: ` : tcp 443`)",
            ),
            ("deny internet", "error at `deny`: `deny` needs `->` and a set of points"),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[
            ("subnet 10.0.2.0/24", "error at `subnet`: a `subnet` needs a name"),
            ("subnet app", "error at `subnet`: `subnet` needs a prefix behind its name"),
            (
                "network-acl a { ingress allow any from 0.0.0.0/0 }",
                "error at `allow`: the rule needs its number (help: write `ingress NUMBER allow|deny ...` with a number from 1 to 32766; the lowest that matches decides)",
            ),
            (
                "network-acl a { ingress 100 tcp 22 from 0.0.0.0/0 }",
                "error at `tcp`: the rule needs its action, `allow` or `deny`",
            ),
            (
                "network-acl a { ingress 100 allow from 0.0.0.0/0 }",
                "error at `100 allow`: the rule needs a protocol (help: write `any` for every packet)",
            ),
            (
                "instance i { ip 10.0.1.10 }",
                "error at `instance`: an instance with an `ip` needs `in` and its subnet",
            ),
            (
                "instance i in web",
                "error at `i`: instance `i` has neither an `ip` nor an `interface` (help: give it an address of its subnet: `ip ADDRESS`)",
            ),
            (
                "instance i { interface e in web }",
                "error at `interface`: interface `e` has no address (help: give it an address of its subnet: `ip ADDRESS`)",
            ),
        ],
    );
}
