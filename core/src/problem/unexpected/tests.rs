//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, expect_of_questions, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect_of_questions(
        CODE,
        &beside_estate(""),
        &[(
            "internet -> web-1\ninternet -> web-1",
            "error at `internet -> web-1`: a second statement starts at `internet` (help: ask one question at a time)",
        )],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "segment s\n= any",
                "error at `=`: `=` starts a line, and the statement above has ended (help: indent the line deeper than the statement it goes on with, or write it behind that)",
            ),
            (
                "segment s = any except internet except any",
                "error at `except`: a second `except` in one list (help: write it once with a list behind it, or put what comes first in parentheses)",
            ),
            (
                "segment s = any and internet",
                "error at `and`: there is no `and` in a list (help: `,` joins two sets, `&` takes what is in both; a name like this is quoted)",
            ),
            (
                "segment s = tag a=b c",
                "error at `c`: `c` does not belong here (help: one tag at a time: `tag a=b & tag c=d`)",
            ),
            (
                "segment s = any internet",
                "error at `internet`: `internet` does not belong here (help: `any` is no kind; `,` joins sets, `&` is what is in both)",
            ),
            (
                "segment s = web app",
                "error at `app`: `app` does not belong here (help: `web` is no kind; `,` joins sets, `&` is what is in both)",
            ),
            (
                "segment s = any and",
                "error at `and`: `and` does not belong here (help: `,` joins sets, `&` is what is in both, `except` takes away)",
            ),
            (
                "segment s = 10.0.0.0/8 10.1.0.0/16",
                "error at `10.1.0.0/16`: `10.1.0.0/16` does not belong here (help: `,` joins sets, `&` is what is in both)",
            ),
            (
                "segment s = web-1 app-1 db-1",
                "error at `app-1`: `app-1` does not belong here (help: `,` joins sets, `&` is what is in both)",
            ),
            (
                "service s = tcp 80 443",
                "error at `443`: `443` does not belong behind a port (help: ports are joined with commas: `tcp 80, 443`)",
            ),
            (
                "service a = tcp 80\nservice b = a 443",
                "error at `443`: `443` does not belong behind the service `a`, which has its own ports",
            ),
        ],
    );
    expect(
        CODE,
        beside_estate,
        &[
            (
                "deny internet -> web-1 because why",
                "error at `why`: the reason `why` is not in quotes (help: a reason is one string, as in `because \"it is old\"`) (fix: `why` becomes `\"why\"`)",
            ),
            (
                "deny internet -> web-1 because it is old",
                "error at `it is old`: the reason `it is old` is not in quotes (help: a reason is one string, as in `because \"it is old\"`) (fix: `it is old` becomes `\"it is old\"`)",
            ),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[(
            "subnet app 10.0.2.0/24 10.0.3.0/24",
            "error at `10.0.3.0/24`: `10.0.3.0/24` does not belong here (help: a prefix is expected, and several are joined with commas)",
        )],
    );
}
