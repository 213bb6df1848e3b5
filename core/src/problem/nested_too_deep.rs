//! Braces and parentheses nested deeper than is read.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NestedTooDeep;

/// What opens the first level past `most`.
pub(crate) fn opening(at: Location, most: usize) -> Problem {
    Problem::error(CODE, at, format!("nested deeper than {most} levels"))
        .help("what stands inside is not read")
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
            &[(
                "segment s = (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((any)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
                "error at `(`: nested deeper than 64 levels (help: what stands inside is not read)",
            )],
        );
    }
}
