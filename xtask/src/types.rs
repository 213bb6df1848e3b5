//! The TypeScript declarations of the answers, which the package carries.

use crate::command::{self, run};
use crate::failure::Failure;

/// Renews `wasm/answers.d.ts`. That it is current is one of the tests of its crate.
pub(crate) fn write() -> Result<(), Failure> {
    run(command::cargo()
        .args(["test", "--quiet", "--package", "ringfence-wasm", "--test", "answers"])
        .env("RINGFENCE_WRITE_TYPES", "1"))
}
