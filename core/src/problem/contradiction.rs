//! Intents that cannot both hold.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Contradiction;

/// A `require`, and the intent with this `verb` that refuses some of its flows.
pub(crate) fn require(at: Location, verb: &str, other: Location) -> Problem {
    Problem::error(CODE, at, format!("this `require` needs flows that the `{verb}` refuses"))
        .help("both cannot hold: take the flows out of one, or except them with an `allow` in its block")
        .related(other, "some of them are refused here")
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{beside_estate, expect};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            beside_estate,
            &[
                (
                    "deny internet -> web-1\nrequire internet -> web-1 : tcp 443",
                    "error at `require internet -> web-1 : tcp 443`: this `require` needs flows that the `deny` refuses (help: both cannot hold: take the flows out of one, or except them with an `allow` in its block) [also `deny internet -> web-1`: some of them are refused here]",
                ),
                (
                    "isolate web-1 from internet\nrequire web-1 -> internet : tcp 443",
                    "error at `require web-1 -> internet : tcp 443`: this `require` needs flows that the `isolate` refuses (help: both cannot hold: take the flows out of one, or except them with an `allow` in its block) [also `isolate web-1 from internet`: some of them are refused here]",
                ),
            ],
        );
    }
}
