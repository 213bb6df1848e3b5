//! The program of the `bench` crate.

use crate::command;
use crate::failure::Failure;

/// Starts it with `options`, optimised as what ships.
pub(crate) fn run(options: &[String]) -> Result<(), Failure> {
    let program = ["run", "--quiet", "--package", "ringfence-bench", "--release", "--"];
    command::run(command::cargo().args(program).args(options))
}
