//! The stages of `test`, and how they are run, timed and summed up.

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{bench, cargo, examples, hosts, package, page, target};

/// One step of `test`, and a verb of its own.
pub(crate) struct Stage {
    /// The verb.
    pub(crate) name: &'static str,
    /// What it does, for the usage text.
    pub(crate) about: &'static str,
    /// Does it.
    pub(crate) run: fn() -> Result<Done, Failure>,
}

/// Every stage, in the order of `test`.
pub(crate) const STAGES: &[Stage] = &[
    Stage { name: "fmt", about: "the code is formatted", run: cargo::fmt },
    Stage { name: "clippy", about: "no warning of the compiler or of clippy", run: cargo::clippy },
    Stage { name: "unit", about: "all tests of all crates, documentation examples too", run: cargo::unit },
    Stage { name: "peers", about: "other engines count the same packets", run: bench::peers },
    Stage { name: "features", about: "the core builds with each set of features", run: cargo::features },
    Stage { name: "bare", about: "the core builds where there is no standard library", run: target::bare },
    Stage { name: "package", about: "the npm package is built, and light enough", run: package::package },
    Stage { name: "hosts", about: "the npm package works where it is meant to", run: hosts::hosts },
    Stage { name: "page", about: "the page is built", run: page::page },
    Stage { name: "browser", about: "the page works in a browser", run: page::browser },
    Stage { name: "docs", about: "the reference builds without a warning", run: cargo::docs },
    Stage { name: "examples", about: "README.md's commands print what it says", run: examples::check },
    Stage { name: "deny", about: "licences and sources, where cargo-deny is installed", run: cargo::deny },
];

/// How a stage ended that did not fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// It passed.
    Passed,
    /// It ran tests, and all passed.
    Counted(Counts),
    /// There was nothing to run it with.
    Skipped(&'static str),
}

/// Tests that ran.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Tests that were asked not to run.
    pub(crate) skipped: u64,
}

impl Counts {
    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
            skipped: self.skipped.saturating_add(other.skipped),
        }
    }

    fn show(self) -> String {
        let Self { passed, failed, skipped } = self;
        let skipped = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
        format!("{passed} passed, {failed} failed{skipped}")
    }
}

/// Runs one stage.
pub(crate) fn run_one(stage: &Stage) -> Result<(), Failure> {
    if let Done::Skipped(why) = (stage.run)()? {
        println!("skipped: {why}");
    }
    Ok(())
}

/// Runs `stages` in order as far as the first that fails, then lists all of them with their times.
pub(crate) fn run_all(stages: &[Stage]) -> Result<(), Failure> {
    let mut rows = Vec::new();
    let mut failure = None;
    let mut counts = Counts::default();
    for stage in stages {
        if failure.is_some() {
            rows.push(row(stage, "not run", None, ""));
            continue;
        }
        println!("\n== {}: {}", stage.name, stage.about);
        let started = Instant::now();
        let result = (stage.run)();
        let time = Some(started.elapsed());
        rows.push(match result {
            Ok(Done::Passed) => row(stage, "passed", time, ""),
            Ok(Done::Counted(more)) => {
                counts = counts.plus(more);
                row(stage, "passed", time, &more.show())
            }
            Ok(Done::Skipped(why)) => row(stage, "skipped", time, why),
            Err(why) => {
                failure = Some(format!("stage `{}` failed: {why}", stage.name));
                row(stage, "FAILED", time, "")
            }
        });
    }
    println!("\n{}", rows.join("\n"));
    match failure {
        Some(failure) => Err(failure.into()),
        None => {
            println!("\ntests: {}", counts.show());
            Ok(())
        }
    }
}

/// A line of the closing list.
fn row(stage: &Stage, result: &str, time: Option<Duration>, note: &str) -> String {
    let time = time.map_or_else(String::new, |time| format!("{:.1} s", time.as_secs_f64()));
    format!("{:<10}{result:<9}{time:>9}  {note}", stage.name).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    static RUN_AFTER_FAILURE: AtomicU32 = AtomicU32::new(0);

    fn passes() -> Result<Done, Failure> {
        Ok(Done::Passed)
    }

    fn fails() -> Result<Done, Failure> {
        Err("it is broken".into())
    }

    fn counts_itself() -> Result<Done, Failure> {
        RUN_AFTER_FAILURE.fetch_add(1, Ordering::Relaxed);
        Ok(Done::Passed)
    }

    #[test]
    fn a_failing_stage_fails_the_run_and_ends_it() {
        let stages = [
            Stage { name: "a", about: "", run: passes },
            Stage { name: "b", about: "", run: fails },
            Stage { name: "c", about: "", run: counts_itself },
        ];
        let failure = run_all(&stages).unwrap_err().to_string();
        assert_eq!(failure, "stage `b` failed: it is broken");
        assert_eq!(RUN_AFTER_FAILURE.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn stages_that_pass_or_are_skipped_pass() {
        let skipped = || Ok(Done::Skipped("nothing to run it with"));
        let stages =
            [Stage { name: "a", about: "", run: passes }, Stage { name: "b", about: "", run: skipped }];
        assert!(run_all(&stages).is_ok());
    }

    #[test]
    fn no_two_stages_have_one_name() {
        let mut names: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STAGES.len());
    }

    #[test]
    fn a_row_is_one_line_without_trailing_blanks() {
        let stage = Stage { name: "unit", about: "", run: passes };
        assert_eq!(row(&stage, "not run", None, ""), "unit      not run");
        let time = Some(Duration::from_millis(61_250));
        assert_eq!(row(&stage, "passed", time, "3 passed"), "unit      passed      61.2 s  3 passed");
    }
}
