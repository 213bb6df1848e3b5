//! What would take more work or room than an answer may.

use alloc::format;
use alloc::string::String;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::TooLarge;

/// An answer, and the `part` of it that is too large.
pub(crate) fn answer(at: Location, part: &str) -> Problem {
    Problem::error(CODE, at, format!("the answer is too large: {part}"))
        .help("ask about fewer sources at once")
}

/// An estate, and the `part` of it that is too large.
pub(crate) fn estate(at: Location, part: &str) -> Problem {
    Problem::error(CODE, at, format!("the estate is too large: {part}"))
        .help("write ranges instead of single addresses and ports, or give parts of it by themselves")
}

/// The comparison of intents with each other, which stopped at one: a warning, since no answer hangs on it.
pub(crate) fn comparison(at: Location) -> Problem {
    let message = "this intent and those behind it were not compared with the others: there are too many";
    Problem::warning(CODE, at, message)
        .help("whether they hold is judged all the same; only contradictions are not told before")
}

/// A question whose text is too long; `why` says so.
pub(crate) fn question(at: Location, why: String) -> Problem {
    Problem::error(CODE, at, why)
}

/// An `isolate each` beyond the categories that all of them may go by.
pub(crate) fn categories(at: Location, most: usize) -> Problem {
    Problem::error(CODE, at, format!("every `isolate each` together may go by {most} values of tags"))
        .help("go by a tag with fewer values")
}

/// More `through` behind one another than ways are followed by.
pub(crate) fn waypoints(at: Location, most: usize) -> Problem {
    Problem::error(CODE, at, format!("one statement may have {most} `through` in order"))
        .help("leave out those that every way passes")
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::CODE;
    use crate::problem::shown::{beside_estate, expect};

    // That of an estate is tested with the estate that is too large: `analysis/tests.rs`.
    #[test]
    fn they_are_shown_so() {
        let halves = "deny 192.0.2.0/25 -> web-1\n".repeat(1_100) + "deny 192.0.2.128/25 -> web-1\n";
        let text = format!("{halves}{}", "allow 192.0.2.0/24 -> web-1\n".repeat(1_000));
        expect(
            CODE,
            beside_estate,
            &[(
                &text,
                "warning at `allow 192.0.2.0/24 -> web-1`: this intent and those behind it were not compared with the others: \
             there are too many (help: whether they hold is judged all the same; only contradictions are not told before)",
            )],
        );
    }
}
