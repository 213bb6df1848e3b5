//! The programs of the `tests` crate that go on with random inputs for as long as one likes.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::command;
use crate::failure::Failure;

/// Starts `program` with `options`. Without `--seed` it gets one from the clock, which is printed: the same seed
/// makes the same inputs again.
pub(crate) fn run(program: &str, options: &[String]) -> Result<(), Failure> {
    let mut options = options.to_vec();
    if !options.iter().any(|option| option == "--seed") {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        options.extend(["--seed".to_owned(), now.as_secs().to_string()]);
    }
    command::run(
        command::cargo()
            .args(["run", "--quiet", "--package", "ringfence-tests", "--release", "--bin", program, "--"])
            .args(options),
    )
}
