//! Names that would be read as numbers.

use alloc::format;

use super::words::{a, quoted};
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NameStartsWithDigit;
const HELP: &str = "quote a name that starts with a digit";

/// `1st-web`
pub(crate) fn word(at: Location, written: &str) -> Problem {
    let problem = Problem::error(CODE, at, format!("the name {} starts with a digit", quoted(written)));
    let problem = problem.help(HELP);
    // With a dot in it there are two names that could be meant.
    if written.contains('.') { problem } else { problem.fix(at, format!("\"{written}\"")) }
}

/// A number at the place of the name of a new `kind`.
pub(crate) fn number(at: Location, digits: &str, kind: &str) -> Problem {
    let message = format!("{} is a number; {} needs a name", quoted(digits), a(&format!("`{kind}`")));
    Problem::error(CODE, at, message).help(HELP).fix(at, format!("\"{digits}\""))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, in_vpc, plain};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            in_vpc,
            &[
                (
                    "instance 1st in web { ip 10.0.1.10 }",
                    "error at `1st`: the name `1st` starts with a digit (help: quote a name that starts with a digit) (fix: `1st` becomes `\"1st\"`)",
                ),
                (
                    "subnet 5 10.0.2.0/24",
                    "error at `5`: `5` is a number; a `subnet` needs a name (help: quote a name that starts with a digit) (fix: `5` becomes `\"5\"`)",
                ),
            ],
        );
        expect(
            CODE,
            plain,
            &[(
                "segment s = a.1st",
                "error at `1st`: the name `1st` starts with a digit (help: quote a name that starts with a digit) (fix: `1st` becomes `\"1st\"`)",
            )],
        );
    }
}
