//! An `allow` that changes nothing.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::DeadAllow;

/// The `allow`, and the intent with this `verb` that refuses all of its flows.
pub(crate) fn allow(at: Location, verb: &str, other: Location) -> Problem {
    Problem::warning(CODE, at, format!("every flow of this `allow` is one that the `{verb}` refuses"))
        .help("it changes nothing: an exception stands in the block of what it is an exception to")
        .related(other, "all of them are refused here")
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
                    "deny internet -> web-1\nallow internet -> web-1 : tcp 443",
                    "warning at `allow internet -> web-1 : tcp 443`: every flow of this `allow` is one that the `deny` refuses (help: it changes nothing: an exception stands in the block of what it is an exception to) [also `deny internet -> web-1`: all of them are refused here]",
                ),
                (
                    "isolate web-1 from internet\nallow web-1 -> internet : tcp 443",
                    "warning at `allow web-1 -> internet : tcp 443`: every flow of this `allow` is one that the `isolate` refuses (help: it changes nothing: an exception stands in the block of what it is an exception to) [also `isolate web-1 from internet`: all of them are refused here]",
                ),
            ],
        );
    }
}
