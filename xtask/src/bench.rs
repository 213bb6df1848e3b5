//! The `bench` crate, which is a workspace of its own.

use std::process::Command;

use crate::cargo;
use crate::command;
use crate::failure::Failure;
use crate::stage::Done;

fn cargo_of(verb: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args([verb, "--quiet", "--manifest-path", "bench/Cargo.toml", "--target-dir", "target/bench"]);
    cargo
}

/// Starts its program with `options`, optimised as what ships. The peers that take minutes to compile are left out where one
/// part is asked for that is not theirs.
pub(crate) fn run(options: &[String]) -> Result<(), Failure> {
    let mut cargo = cargo_of("run");
    let part = options.iter().find(|option| !option.starts_with("--"));
    if part.is_some_and(|part| !["all", "decisions", "language"].contains(&part.as_str())) {
        cargo.arg("--no-default-features");
    }
    command::run(cargo.args(["--release", "--"]).args(options))
}

/// Its tests, without the peers that take minutes to compile.
pub(crate) fn peers() -> Result<Done, Failure> {
    command::run(command::cargo().args(["fmt", "--manifest-path", "bench/Cargo.toml", "--check"]))?;
    let few = ["--no-default-features", "--all-targets"];
    command::run(cargo_of("clippy").args(few).args(["--", "-D", "warnings"]))?;
    cargo::tests(cargo_of("test").arg("--no-default-features"))
}
