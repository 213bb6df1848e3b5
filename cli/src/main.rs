//! The command line: arguments, files, rendering and exit codes. What is true is the library's business.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

mod args;
mod ask;
mod baseline;
mod diff;
mod fmt;
mod formats;
mod git;
mod human;
mod import;
mod input;
mod json;
mod lint;
mod matrix;
mod share;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{CommandFactory as _, Parser as _};
use ringfence::answer::{Outcome, ReachResult, Report, ShownProblem};
use ringfence::{Severity, Source};

use crate::args::{Arguments, Asked, Baseline, Color, Format, Given, Verb};
use crate::formats::{About, Case};
use crate::human::{Detail, Texts};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    let output = run(&arguments);
    match print(&output) {
        Ok(()) => output.exit.into(),
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => output.exit.into(),
        Err(error) => {
            // Nobody is left to tell when this fails, too.
            let _ = writeln!(io::stderr(), "error: cannot write the answer: {error}");
            Exit::Unusable.into()
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing to complain about.
    Clean,
    /// An intent or a test line fails or is unknown.
    Findings,
    /// Something that was given cannot be used.
    Unusable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Unusable => 2,
        })
    }
}

/// What a run prints, with colours, and how it ends.
#[derive(Debug)]
struct Output {
    stdout: String,
    stderr: String,
    exit: Exit,
}

fn print(output: &Output) -> io::Result<()> {
    anstream::stderr().write_all(output.stderr.as_bytes())?;
    let mut stdout = anstream::stdout();
    stdout.write_all(output.stdout.as_bytes())?;
    stdout.flush()
}

fn run(arguments: &Arguments) -> Output {
    let format = arguments.format;
    let formats = arguments.verb.formats();
    if !formats.contains(&format) {
        let known = formats.iter().map(|format| format.word()).collect::<Vec<_>>().join(", ");
        let word = format.word();
        return unusable([format!("this verb does not print `{word}`: `--format` is one of {known} here")]);
    }
    match &arguments.verb {
        Verb::Check { given, allow_unknown } => {
            about(given, |sources| check(sources, format, *allow_unknown))
        }
        Verb::Reach(asked) => about(&asked.given, |sources| reach(sources, asked, format, Detail::Short)),
        Verb::Explain(asked) => about(&asked.given, |sources| reach(sources, asked, format, Detail::Full)),
        Verb::Diff(compared) => diff::run(compared, format),
        Verb::Baseline(Baseline::Record(recorded)) => baseline::record(recorded, format),
        Verb::Baseline(Baseline::Check(checked)) => baseline::check(checked, format),
        Verb::Lint(linted) => lint::run(linted, format),
        Verb::Import(imported) => import::run(imported, format),
        Verb::Fmt(formatted) => fmt::run(formatted, format),
        Verb::Share(shared) => share::run(shared, format),
        Verb::Matrix { given, by, service } => {
            about(given, |sources| matrix::run(sources, *by, service.as_deref(), format))
        }
        Verb::Completions { shell } => completions(*shell),
        Verb::Man => manual(),
    }
}

/// Reads texts and exports, and asks about them.
fn about(given: &Given, ask: impl FnOnce(&[Source]) -> serde_json::Result<Output>) -> Output {
    let given = match input::read_all(&given.paths) {
        Ok(given) => given,
        Err(errors) => return unusable(errors),
    };
    let sources = match import::with_exports(given.texts) {
        Ok(sources) => sources,
        Err(error) => return unusable([error]),
    };
    let mut output = ask(&sources).unwrap_or_else(|error| unusable([error]));
    output.stderr.insert_str(0, &given.notices);
    output
}

fn check(sources: &[Source], format: Format, allow_unknown: bool) -> serde_json::Result<Output> {
    let report = ask::check(sources);
    let exit = exit_of(&report, allow_unknown);
    let texts = Texts::of(sources);
    let cases = || formats::of_report(&report, &texts, allow_unknown);
    if format == Format::Json {
        return Ok(Output { stdout: json::report(&report)?, stderr: String::new(), exit });
    }
    Ok(told(cases, About::Results, format, exit).unwrap_or_else(|| {
        let stderr = human::problems(&report.problems, &texts);
        Output { stdout: human::report(&report, &texts), stderr, exit }
    }))
}

/// The cases in a format for other programs; `None` where it is none.
fn told(cases: impl FnOnce() -> Vec<Case>, about: About, format: Format, exit: Exit) -> Option<Output> {
    let text = match format {
        Format::Junit => formats::junit(&cases()).map_err(|error| error.to_string()),
        Format::Sarif => formats::sarif(&cases()).map_err(|error| error.to_string()),
        Format::Github => Ok(formats::github(&cases())),
        Format::Markdown => Ok(formats::markdown(&cases(), about)),
        Format::Human | Format::Json | Format::Csv | Format::Html => return None,
    };
    Some(match text {
        Ok(stdout) => Output { stdout, stderr: String::new(), exit },
        Err(error) => unusable([error]),
    })
}

fn completions(shell: clap_complete::Shell) -> Output {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "ringfence", &mut script);
    Output { stdout: String::from_utf8_lossy(&script).into_owned(), stderr: String::new(), exit: Exit::Clean }
}

/// The manual page, with a section for each verb.
fn manual() -> Output {
    let mut page = Vec::new();
    let command = Arguments::command();
    let written = clap_mangen::Man::new(command).render(&mut page);
    match written {
        Ok(()) => Output {
            stdout: String::from_utf8_lossy(&page).into_owned(),
            stderr: String::new(),
            exit: Exit::Clean,
        },
        Err(error) => unusable([error]),
    }
}

fn reach(sources: &[Source], asked: &Asked, format: Format, detail: Detail) -> serde_json::Result<Output> {
    let Asked { question, expect, .. } = asked;
    let result = ask::reach(sources, question);
    let exit = match &result {
        ReachResult::Answer(answer) if has_errors(&answer.problems) => Exit::Unusable,
        ReachResult::Answer(answer) if expect.is_none_or(|expected| expected == answer.verdict) => {
            Exit::Clean
        }
        ReachResult::Answer(_) => Exit::Findings,
        ReachResult::Refused(_) => Exit::Unusable,
    };
    if format == Format::Json {
        return Ok(Output { stdout: json::reached(&result)?, stderr: String::new(), exit });
    }
    let asked = Source::new(ask::QUESTION, question).ok();
    let texts = Texts::of(sources.iter().chain(&asked));
    let stderr = human::problems(result.problems(), &texts);
    let stdout = match &result {
        ReachResult::Answer(answer) => human::answer(answer, &texts, detail),
        ReachResult::Refused(_) => String::new(),
    };
    Ok(Output { stdout, stderr, exit })
}

fn exit_of(report: &Report, allow_unknown: bool) -> Exit {
    // What could not be judged is no unknown that somebody may allow.
    let lines = report.tests.iter().flat_map(|test| &test.lines).map(|line| line.outcome);
    let mut outcomes = report.intents.iter().map(|intent| intent.outcome).chain(lines);
    let allowed = allow_unknown && outcomes.all(|outcome| outcome != Outcome::NotJudged);
    if has_errors(&report.problems) {
        Exit::Unusable
    } else if report.summary.fail == 0 && (report.summary.unknown == 0 || allowed) {
        Exit::Clean
    } else {
        Exit::Findings
    }
}

fn has_errors(problems: &[ShownProblem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

fn unusable<E: ToString>(errors: impl IntoIterator<Item = E>) -> Output {
    let lines = errors.into_iter().map(|error| human::error(&error.to_string()));
    Output { stdout: String::new(), stderr: lines.collect(), exit: Exit::Unusable }
}

#[cfg(test)]
mod tests;
