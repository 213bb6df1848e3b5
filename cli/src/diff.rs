//! Two estates compared, or two filters.

use std::path::PathBuf;

use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};
use ringfence_diff::{Compared as Answer, ComparedFilters, compare, compare_filters};

use crate::args::{Compared, Format};
use crate::git::{self, Revisions};
use crate::human::{self, Texts};
use crate::{Exit, Output, import, input, json, unusable};

/// Steps after which an analysis is asked whether it knows everything that is sent.
const STEPS: u64 = 100_000_000;

/// The texts of one side, and what is said of files that are none.
#[derive(Debug, Default)]
pub(crate) struct Side {
    pub(crate) sources: Vec<Source>,
    pub(crate) notices: String,
}

/// Compares two sides.
pub(crate) fn run(asked: &Compared, format: Format) -> Output {
    let sides = match sides(asked) {
        Ok(sides) => sides,
        Err(errors) => return unusable(errors),
    };
    match (asked.filters.as_slice(), sides.as_slice()) {
        ([first, second], [both]) => filters((both, first), (both, second), format),
        ([first, second], [old, new]) => filters((old, first), (new, second), format),
        (_, [old, new]) => difference(old, new, format),
        _ => unusable(["two sides are compared: name a file or folder for each"]),
    }
}

/// The old and the new side; one side where that is all.
fn sides(asked: &Compared) -> Result<Vec<Side>, Vec<String>> {
    if let Some(revision) = &asked.git {
        let Revisions { old, new } = git::revisions(revision).map_err(|wrong| vec![wrong])?;
        let of = |revision: Option<&str>| match revision {
            Some(revision) => made(git::read(revision, &asked.paths).map_err(|error| vec![error])?),
            None => side(&git::here(&asked.paths)),
        };
        return Ok(vec![of(Some(old))?, of(new)?]);
    }
    let from_stdin = asked.paths.iter().filter(|path| input::is_stdin(path)).count();
    let wrong = match (asked.paths.len(), asked.filters.is_empty()) {
        _ if from_stdin > 1 => Some("standard input is one side, not both"),
        (2, _) | (1, false) => None,
        (1, true) => Some("one side is compared with nothing: name the new one, too, or `--git REVISION`"),
        (0, _) => Some("name the old and the new side: a file or folder for each"),
        (_, _) => Some("more than two sides are named: put the files of one into a folder"),
    };
    match wrong {
        Some(wrong) => Err(vec![wrong.to_owned()]),
        None => asked.paths.iter().map(|path| side(std::slice::from_ref(path))).collect(),
    }
}

/// Reads the texts and exports of a side.
pub(crate) fn side(paths: &[PathBuf]) -> Result<Side, Vec<String>> {
    let given = input::read_all(paths);
    let given = given.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let side = made(given.texts)?;
    Ok(Side { notices: given.notices, ..side })
}

fn made(texts: Vec<Source>) -> Result<Side, Vec<String>> {
    let sources = import::with_exports(texts).map_err(|error| vec![error.to_string()])?;
    Ok(Side { sources, notices: String::new() })
}

/// What is known of everything that is sent is found once: all that is asked then is read from it.
pub(crate) fn analysis(sources: &[Source]) -> Analysis {
    let mut analysis = Analysis::new(parse(sources.to_vec()));
    if !analysis.has_errors() {
        while matches!(analysis.step(STEPS), Progress::Pending { .. }) {}
    }
    analysis
}

fn difference(old: &Side, new: &Side, format: Format) -> Output {
    let answer = match compare(&analysis(&old.sources), &analysis(&new.sources)) {
        Ok(difference) => Answer::Difference(difference),
        Err(refused) => Answer::Refused(refused),
    };
    let exit = match &answer {
        Answer::Difference(difference) if difference.opens_more_than_allowed() => Exit::Findings,
        Answer::Difference(_) => Exit::Clean,
        Answer::Refused(_) => Exit::Unusable,
    };
    let texts = [Texts::of(&old.sources), Texts::of(&new.sources)];
    let notices = [old.notices.as_str(), new.notices.as_str()].concat();
    told(&answer, exit, notices, format, || human::difference(&answer, &texts))
}

fn filters((old, first): (&Side, &str), (new, second): (&Side, &str), format: Format) -> Output {
    let read = |side: &Side| Analysis::new(parse(side.sources.clone()));
    let answer = match compare_filters((&read(old), first), (&read(new), second)) {
        Ok(difference) => ComparedFilters::FilterDifference(Box::new(difference)),
        Err(refused) => ComparedFilters::Refused(refused),
    };
    let exit = match &answer {
        ComparedFilters::FilterDifference(difference) if difference.equal => Exit::Clean,
        ComparedFilters::FilterDifference(_) => Exit::Findings,
        ComparedFilters::Refused(_) => Exit::Unusable,
    };
    let texts = [Texts::of(&old.sources), Texts::of(&new.sources)];
    told(&answer, exit, String::new(), format, || human::filters(&answer, &texts))
}

/// An answer on the streams: what is said beside it comes behind `notices`.
pub(crate) fn told(
    answer: &impl serde::Serialize,
    exit: Exit,
    notices: String,
    format: Format,
    human: impl FnOnce() -> (String, String),
) -> Output {
    match format {
        Format::Json => match json::shared(answer) {
            Ok(stdout) => Output { stdout, stderr: notices, exit },
            Err(error) => unusable([error]),
        },
        _ => {
            let (stdout, stderr) = human();
            Output { stdout, stderr: notices + &stderr, exit }
        }
    }
}
