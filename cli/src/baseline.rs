//! A reviewed state: recorded, and what drifted from it.

use std::fs;

use ringfence_diff::baseline::{Baseline, Checked as Answer, drift, record as recorded};
use serde::Serialize;

use crate::args::{Checked, Format, Recorded};
use crate::diff::{Side, analysis, side, told};
use crate::human::{self, Texts};
use crate::{Exit, Output, import, unusable};

/// Writes the state of an estate.
pub(crate) fn record(asked: &Recorded, format: Format) -> Output {
    let side = match side(&asked.given.paths) {
        Ok(side) => side,
        Err(errors) => return unusable(errors),
    };
    let baseline = match recorded(&analysis(&side.sources)) {
        Ok(baseline) => baseline,
        Err(refused) => return answered(&Answer::Refused(refused), &side, format),
    };
    let text = match lines(&baseline) {
        Ok(text) => text,
        Err(error) => return unusable([error]),
    };
    let Some(path) = &asked.output else {
        return Output { stdout: text, stderr: side.notices, exit: Exit::Clean };
    };
    match import::write(path, &text, asked.force) {
        Ok(()) => {
            let stdout = human::written(std::slice::from_ref(path), "");
            Output { stdout, stderr: side.notices, exit: Exit::Clean }
        }
        Err(error) => unusable([error]),
    }
}

/// Says what is not as it was recorded.
pub(crate) fn check(asked: &Checked, format: Format) -> Output {
    let path = asked.baseline.display();
    let text = match fs::read_to_string(&asked.baseline) {
        Ok(text) => text,
        Err(error) => return unusable([format!("cannot read `{path}`: {error}")]),
    };
    let baseline: Baseline = match serde_json::from_str(&text) {
        Ok(baseline) => baseline,
        Err(error) => return unusable([format!("`{path}` is no recorded state: {error}")]),
    };
    let side = match side(&asked.given.paths) {
        Ok(side) => side,
        Err(errors) => return unusable(errors),
    };
    let answer = match drift(&baseline, &analysis(&side.sources)) {
        Ok(drift) => Answer::Drift(Box::new(drift)),
        Err(mut refused) => {
            if refused.problems.is_empty() {
                refused.message = format!("`{path}`: {}", refused.message);
            }
            Answer::Refused(refused)
        }
    };
    answered(&answer, &side, format)
}

fn answered(answer: &Answer, side: &Side, format: Format) -> Output {
    let exit = match answer {
        Answer::Drift(drift) if drift.is_drifted() => Exit::Findings,
        Answer::Drift(_) => Exit::Clean,
        Answer::Refused(_) => Exit::Unusable,
    };
    // Every place is one of today's texts.
    let texts = [Texts::of(&side.sources), Texts::of(&side.sources)];
    told(answer, exit, side.notices.clone(), format, || human::drift(answer, &texts))
}

/// A recorded state as JSON: each member of its lists on a line of its own.
fn lines(baseline: &Baseline) -> serde_json::Result<String> {
    let Baseline { format, texts, ends, flows, resources } = baseline;
    let lists = [("ends", list(ends)?), ("flows", list(flows)?), ("resources", list(resources)?)];
    let lists = lists.map(|(name, members)| format!("  \"{name}\": [{members}]"));
    Ok(format!(
        "{{\n  \"format\": {format},\n  \"texts\": {},\n{}\n}}\n",
        serde_json::to_string(texts)?,
        lists.join(",\n")
    ))
}

fn list<T: Serialize>(members: &[T]) -> serde_json::Result<String> {
    let lines: Vec<String> = members.iter().map(serde_json::to_string).collect::<serde_json::Result<_>>()?;
    Ok(if lines.is_empty() { String::new() } else { format!("\n    {}\n  ", lines.join(",\n    ")) })
}
