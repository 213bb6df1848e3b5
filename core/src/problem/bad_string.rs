//! Strings that do not end, and escapes that do not exist.

use alloc::format;

use super::words::quoted;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::BadString;

/// A string without its closing quote.
pub(crate) fn unfinished(at: Location) -> Problem {
    Problem::error(CODE, at, "the string does not end on its line").help("close it with `\"`")
}

/// A backslash with something behind it that is no escape.
pub(crate) fn escape(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("{} is no escape", quoted(written)))
        .help(r#"the escapes are `\"`, `\\`, `\n`, `\t` and `\u{...}`"#)
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            plain,
            &[
                (
                    "segment \"office = 10.0.0.0/8",
                    "error at `\"office = 10.0.0.0/8`: the string does not end on its line (help: close it with `\"`)",
                ),
                (
                    "segment \"of\\fice\" = 10.0.0.0/8",
                    "error at `\\f`: `\\f` is no escape (help: the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{...}`)",
                ),
            ],
        );
    }
}
