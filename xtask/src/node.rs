//! Node and npm.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{self, run, run_watched};
use crate::debian;
use crate::failure::Failure;
use crate::stage::Counts;

/// The oldest Node that is still looked after by those who make it, and that the package is for.
const OLDEST: u32 = 20;

/// Looks for Node and npm, or lets Debian install them.
pub(crate) fn find() -> Result<(), Failure> {
    if is_ready() {
        return Ok(());
    }
    let installed = debian::install(&["nodejs", "npm"], "to build and try the npm package");
    if installed.is_ok() && is_ready() {
        return Ok(());
    }
    let why = installed.err().map_or_else(|| "Debian's is older".to_owned(), |why| why.to_string());
    Err(format!(
        "there is no Node {OLDEST} or newer with npm, and {why}; one of these makes one:
  on Debian 13 or newer, as root: apt-get update && apt-get install nodejs npm
  elsewhere:                      https://nodejs.org/en/download"
    )
    .into())
}

/// The command `npm`.
pub(crate) fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(["--no-audit", "--no-fund", "--no-update-notifier"]);
    command
}

/// Installs into `folder` what its lock file says, and runs nothing of it; does nothing when that is done already.
pub(crate) fn npm_ci(folder: &Path) -> Result<(), Failure> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    // A folder that was left half done has no mark.
    let mark = folder.join("node_modules").join(".ringfence-lock");
    if fs::read(&mark).is_ok_and(|done| done == lock) {
        return Ok(());
    }
    println!("installing the tools of {} from npm", folder.join("package-lock.json").display());
    run(npm().args(["ci", "--ignore-scripts"]).current_dir(folder))?;
    fs::write(mark, lock)?;
    Ok(())
}

/// Runs the tests of a folder, as its package.json says, with these settings.
pub(crate) fn npm_test(folder: &Path, settings: &[(&str, &OsStr)]) -> Result<Counts, Failure> {
    let mut command = npm();
    command.args(["test", "--silent"]).current_dir(folder).envs(settings.iter().copied());
    counted(&mut command)
}

/// Runs `node` with its test runner.
pub(crate) fn test(configure: impl FnOnce(&mut Command)) -> Result<Counts, Failure> {
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec"]);
    configure(&mut command);
    counted(&mut command)
}

/// Runs tests of Node and counts them. A run without a test fails: it proves nothing.
fn counted(command: &mut Command) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    run_watched(command, |line| {
        if let Some(more) = summary(line) {
            counts = counts.plus(more);
        }
    })?;
    if counts.passed == 0 {
        return Err("no test ran".into());
    }
    Ok(counts)
}

fn is_ready() -> bool {
    let version = command::output(Command::new("node").arg("--version"));
    version.is_some_and(|version| major(&version) >= Some(OLDEST))
        && command::output(npm().arg("--version")).is_some()
}

/// The first number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// What the closing lines of the test runner say: `ℹ pass 12`.
fn summary(line: &str) -> Option<Counts> {
    let (what, count) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?.split_once(' ')?;
    let count = count.parse().ok()?;
    match what {
        "pass" => Some(Counts { passed: count, ..Counts::default() }),
        "fail" | "cancelled" => Some(Counts { failed: count, ..Counts::default() }),
        "skipped" | "todo" => Some(Counts { skipped: count, ..Counts::default() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_read() {
        assert_eq!(summary("ℹ pass 12"), Some(Counts { passed: 12, ..Counts::default() }));
        assert_eq!(summary("ℹ cancelled 1"), Some(Counts { failed: 1, ..Counts::default() }));
        assert_eq!(summary("ℹ skipped 2"), Some(Counts { skipped: 2, ..Counts::default() }));
    }

    #[test]
    fn other_lines_are_not_summaries() {
        assert_eq!(summary("ℹ tests 12"), None);
        assert_eq!(summary("ℹ duration_ms 12.5"), None);
        assert_eq!(summary("✔ pass 12 (1.5ms)"), None);
    }

    #[test]
    fn versions_compare_by_their_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert!(major("v18.20.4") < Some(OLDEST));
        assert!(major("no version") < Some(OLDEST));
    }
}
