//! Two estates compared.

use std::path::PathBuf;

use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};
use ringfence_diff::{Compared as Answer, compare};

use crate::args::{Compared, Format};
use crate::human::{self, Texts};
use crate::{Exit, Output, import, input, json, unusable};

/// Steps after which an analysis is asked whether it knows everything that is sent.
const STEPS: u64 = 100_000_000;

/// The texts of one side, and what is said of files that are none.
struct Side {
    sources: Vec<Source>,
    notices: String,
}

/// Compares two sides.
pub(crate) fn run(asked: &Compared, format: Format) -> Output {
    match sides(asked) {
        Ok([old, new]) => difference(&old, &new, format),
        Err(errors) => unusable(errors),
    }
}

fn sides(asked: &Compared) -> Result<[Side; 2], Vec<String>> {
    let [old, new] = asked.paths.as_slice() else {
        return Err(vec!["two sides are compared: name a file or folder for each".to_owned()]);
    };
    Ok([side(std::slice::from_ref(old))?, side(std::slice::from_ref(new))?])
}

/// Reads the texts and exports of a side.
fn side(paths: &[PathBuf]) -> Result<Side, Vec<String>> {
    let given = input::read_all(paths);
    let given = given.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let sources = import::with_exports(given.texts).map_err(|error| vec![error.to_string()])?;
    Ok(Side { sources, notices: given.notices })
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
    let notices = [old.notices.as_str(), new.notices.as_str()].concat();
    match format {
        Format::Json => match json::shared(&answer) {
            Ok(stdout) => Output { stdout, stderr: notices, exit },
            Err(error) => unusable([error]),
        },
        Format::Human => {
            let texts = [Texts::of(&old.sources), Texts::of(&new.sources)];
            let (stdout, stderr) = human::difference(&answer, &texts);
            Output { stdout, stderr: notices + &stderr, exit }
        }
    }
}
