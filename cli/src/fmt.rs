//! Files as everybody writes them.

use std::fs;

use ringfence::Source;
use ringfence::answer::ShownProblem;
use serde::Serialize;

use crate::args::{Format, Formatted};
use crate::human::{self, Texts};
use crate::{Exit, Output, input, json, unusable};

/// Puts the blanks of files where they belong, or tells which files have them elsewhere. A file that cannot be read as the
/// language stays as it is, and the others are done all the same.
pub(crate) fn run(asked: &Formatted, format: Format) -> Output {
    let sources = match input::read(&asked.files.files) {
        Ok(sources) => sources,
        Err(errors) => return unusable(errors),
    };
    let from_stdin = asked.files.files.iter().any(|path| input::is_stdin(path));
    if from_stdin && sources.len() > 1 {
        return unusable(["standard input is formatted by itself: give `-` alone"]);
    }
    let mut report = Report::default();
    let mut printed = None;
    for (source, path) in sources.iter().zip(&asked.files.files) {
        match ringfence::format(source) {
            Ok(text) => {
                let changed = text != source.text();
                if from_stdin {
                    printed = Some(text);
                } else if changed
                    && !asked.check
                    && let Err(error) = fs::write(path, text)
                {
                    return unusable([format!("cannot write `{}`: {error}", source.name())]);
                }
                report.files.push(File { file: source.name(), changed });
            }
            Err(problems) => report.problems.extend(problems),
        }
    }
    output(&report, &sources, asked.check, printed, format)
}

/// What became of the files.
#[derive(Default, Serialize)]
struct Report<'a> {
    files: Vec<File<'a>>,
    /// Why the others were left as they are.
    problems: Vec<ShownProblem>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    /// Whether it is not as it was, or would not be.
    changed: bool,
}

fn output(
    report: &Report<'_>,
    sources: &[Source],
    check: bool,
    printed: Option<String>,
    format: Format,
) -> Output {
    let changed = || report.files.iter().filter(|file| file.changed);
    let exit = match (report.problems.is_empty(), check && changed().next().is_some()) {
        (false, _) => Exit::Unusable,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    };
    let stdout = match (format, printed) {
        (Format::Json, _) => match json::shared(report) {
            Ok(json) => json,
            Err(error) => return unusable([error]),
        },
        (_, Some(text)) if !check => text,
        _ => {
            let done = if check { "not formatted: " } else { "formatted " };
            changed().map(|file| format!("{done}{}\n", file.file)).collect()
        }
    };
    let stderr = if format == Format::Json {
        String::new()
    } else {
        human::problems(&report.problems, &Texts::of(sources))
    };
    Output { stdout, stderr, exit }
}
