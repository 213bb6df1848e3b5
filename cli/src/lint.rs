//! What is dead, redundant, exposed or fragile in texts and exports.

use ringfence::{Analysis, Source, parse};
use ringfence_lint::{Level, Report, Settings, UnknownCode, lint};

use crate::args::{Format, Linted};
use crate::formats::About;
use crate::human::{self, Texts};
use crate::{Exit, Output, about, formats, has_errors, json, told, unusable};

/// Looks for everything that the arguments do not leave out.
pub(crate) fn run(asked: &Linted, format: Format) -> Output {
    let settings = match settings(asked) {
        Ok(settings) => settings,
        Err(error) => return unusable([error]),
    };
    about(&asked.given, |sources| {
        let report = report(sources, &settings);
        let exit = exit_of(&report);
        if format == Format::Json {
            return Ok(Output { stdout: json::shared(&report)?, stderr: String::new(), exit });
        }
        if let Some(output) = told(|| formats::of_lint(&report), About::Lints, format, exit) {
            return Ok(output);
        }
        let texts = Texts::of(sources);
        let stderr = human::problems(&report.problems, &texts);
        Ok(Output { stdout: human::findings(&report, &texts), stderr, exit })
    })
}

fn report(sources: &[Source], settings: &Settings) -> Report {
    lint(&Analysis::new(parse(sources.to_vec())), settings)
}

/// The levels of the rules: `--deny` goes before `--warn`, and that before `--allow`, wherever they stand.
fn settings(asked: &Linted) -> Result<Settings, UnknownCode> {
    let levels =
        [(&asked.allow, None), (&asked.warn, Some(Level::Warning)), (&asked.deny, Some(Level::Error))];
    let mut settings = Settings::default();
    for (codes, level) in levels {
        for code in codes {
            settings.set(code, level)?;
        }
    }
    Ok(settings)
}

fn exit_of(report: &Report) -> Exit {
    if has_errors(&report.problems) {
        Exit::Unusable
    } else if report.findings.iter().any(|finding| finding.level > Level::Note) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
