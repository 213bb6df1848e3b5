//! The stages that cargo does.

use std::process::Command;

use crate::command::{self, run, run_watched};
use crate::failure::Failure;
use crate::stage::{Counts, Done};

/// The code is formatted.
pub(crate) fn fmt() -> Result<Done, Failure> {
    run(command::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Done::Passed)
}

/// No warning in any target of any crate.
pub(crate) fn clippy() -> Result<Done, Failure> {
    run(command::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Done::Passed)
}

/// All tests.
pub(crate) fn unit() -> Result<Done, Failure> {
    tests(command::cargo().args(["test", "--workspace", "--all-features", "--no-fail-fast"]))
}

/// Tests that `command` runs. A run without a test fails: it proves nothing.
pub(crate) fn tests(command: &mut Command) -> Result<Done, Failure> {
    let mut counts = Counts::default();
    run_watched(command, |line| {
        if let Some(more) = summary(line) {
            counts = counts.plus(more);
        }
    })?;
    if counts.passed == 0 {
        return Err("no test ran".into());
    }
    Ok(Done::Counted(counts))
}

/// The core with no feature and with each. Built, not tested: the dependencies of tests could switch features
/// of shared dependencies on, and hide that one is missing.
pub(crate) fn features() -> Result<Done, Failure> {
    // The declarations for TypeScript are written on a host, so that feature is for no bare target.
    let declarations: &[&str] = &["--features", "typescript"];
    for features in CORE_FEATURES.iter().copied().chain([declarations]) {
        run(command::cargo().args(["build", "--package", "ringfence"]).args(features))?;
    }
    Ok(Done::Passed)
}

/// The sets of features that the core is built with, as arguments of cargo.
pub(crate) const CORE_FEATURES: &[&[&str]] = &[&["--no-default-features"], &["--features", "serde"]];

/// The reference of the libraries. Not of the command: it has the core's name and would take its page.
pub(crate) fn docs() -> Result<Done, Failure> {
    run(command::cargo()
        .args(["doc", "--workspace", "--lib", "--no-deps", "--all-features"])
        .env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Done::Passed)
}

/// Licences, advisories and sources of the dependencies.
pub(crate) fn deny() -> Result<Done, Failure> {
    if command::output(command::cargo().args(["deny", "--version"])).is_none() {
        return Ok(Done::Skipped("cargo-deny is not installed (`cargo install cargo-deny`)"));
    }
    // Advisories change without the tree and come over the network: `cargo deny check advisories` asks for them.
    run(command::cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))?;
    Ok(Done::Passed)
}

/// What a test binary's last line says: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
fn summary(line: &str) -> Option<Counts> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |what: &str| {
        counts.split("; ").find_map(|part| part.trim().strip_suffix(what)?.trim().parse::<u64>().ok())
    };
    Some(Counts { passed: count("passed")?, failed: count("failed")?, skipped: count("ignored")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 7 filtered out; \
                    finished in 0.02s";
        assert_eq!(summary(line), Some(Counts { passed: 12, failed: 3, skipped: 1 }));
    }

    #[test]
    fn other_lines_are_not_summaries() {
        assert_eq!(summary("test examples::tests::result ... ok"), None);
        assert_eq!(summary("running 12 tests"), None);
        assert_eq!(summary("test result: unknown"), None);
    }
}
