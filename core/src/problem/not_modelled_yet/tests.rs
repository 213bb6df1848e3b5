//! What is said by this code.

use super::CODE;
use crate::problem::shown::{beside_estate, expect, in_vpc, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        plain,
        &[
            ("expect open at web", "error at `expect`: `expect` is not modelled yet"),
            ("network n on azure", "error at `azure`: `azure` is not modelled yet"),
            ("segment s = vnet hub", "error at `vnet`: `vnet` is not modelled yet"),
        ],
    );
    expect(
        CODE,
        beside_estate,
        &[
            (
                "test t { allowed internet -> web-1 avoiding any }",
                "error at `avoiding`: `avoiding` is not modelled yet",
            ),
            (
                "test t { blocked internet -> web-1 : tcp 22 by sg-no-rule at security-group web ingress }",
                "error at `ingress`: one rule of a filter behind `at` is not modelled yet (help: name the filter alone)",
            ),
        ],
    );
    expect(
        CODE,
        in_vpc,
        &[(
            "subnet app 10.0.2.0/24\ninstance i in web { ip 10.0.1.10; source-dest-check no; interface e in app { ip 10.0.2.10 } }",
            "error at `instance`: what instance `i` sends on by an interface with the source and destination check is not modelled yet (help: write `source-dest-check no` at all of its interfaces, or at none)",
        )],
    );
}
