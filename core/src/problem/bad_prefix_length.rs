//! Prefixes whose length is none.

use alloc::format;

use super::words::quoted;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::BadPrefixLength;

/// `written` is an address of `longest` bits, a slash and `length`.
pub(crate) fn length(at: Location, written: &str, length: &str, longest: u8) -> Problem {
    let number = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
    let message = if number && !length.starts_with('0') {
        format!("{} is longer than its address, which has {longest} bits", quoted(&format!("/{length}")))
    } else {
        format!("the prefix {} has no length", quoted(written))
    };
    Problem::error(CODE, at, message)
        .help(format!("a number from 0 to {longest} follows the `/`, without a zero before it"))
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
                    "segment s = 10.0.0.0/33",
                    "error at `10.0.0.0/33`: `/33` is longer than its address, which has 32 bits (help: a number from 0 to 32 follows the `/`, without a zero before it)",
                ),
                (
                    "segment s = 2001:db8::/129",
                    "error at `2001:db8::/129`: `/129` is longer than its address, which has 128 bits (help: a number from 0 to 128 follows the `/`, without a zero before it)",
                ),
                (
                    "segment s = 10.0.0.0/",
                    "error at `10.0.0.0/`: the prefix `10.0.0.0/` has no length (help: a number from 0 to 32 follows the `/`, without a zero before it)",
                ),
                (
                    "segment s = 10.0.0.0/08",
                    "error at `10.0.0.0/08`: the prefix `10.0.0.0/08` has no length (help: a number from 0 to 32 follows the `/`, without a zero before it)",
                ),
            ],
        );
    }
}
