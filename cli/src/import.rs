//! Exports of clouds: read beside texts of the language by every verb, and written as one.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use ringfence::answer::ShownProblem;
use ringfence::{Analysis, Source, SourceTooLong, parse};
use ringfence_import::{is_export, read_sources};
use serde::Serialize;

use crate::args::{Format, Imported};
use crate::human::{self, Texts};
use crate::{Exit, Output, has_errors, input, json, unusable};

/// What the text that is made of exports is called; places in it are shown in the exports.
const ESTATE: &str = "estate";

/// The texts with the exports among them made one text, in the place of the first.
///
/// # Errors
/// Exports that are too long together.
pub(crate) fn with_exports(texts: Vec<Source>) -> Result<Vec<Source>, SourceTooLong> {
    let first = texts.iter().position(|text| is_export(text.text()));
    let Some(first) = first else { return Ok(texts) };
    let (exports, mut others): (Vec<Source>, Vec<Source>) =
        texts.into_iter().partition(|text| is_export(text.text()));
    others.insert(first, read_sources(ESTATE, exports)?);
    Ok(others)
}

/// Writes what exports hold as a text of the language.
pub(crate) fn run(asked: &Imported, format: Format) -> Output {
    let given = match input::read_all(&asked.exports) {
        Ok(given) => given,
        Err(errors) => return unusable(errors),
    };
    let others = given.texts.iter().filter(|text| !is_export(text.text()));
    let others: Vec<String> =
        others.map(|text| format!("`{}` is a text of the language, not an export", text.name())).collect();
    if !others.is_empty() {
        return unusable(others);
    }
    let sources = match with_exports(given.texts) {
        Ok(sources) => sources,
        Err(error) => return unusable([error]),
    };
    let text = sources.first().map(Source::alone).unwrap_or_default();
    if let Some(path) = &asked.output
        && let Err(error) = write(path, &text, asked.force)
    {
        return unusable([error]);
    }
    let problems = Analysis::new(parse(sources.clone())).problems();
    let report =
        Report { output: asked.output.as_deref(), text: asked.output.is_none().then_some(&text), problems };
    let exit = if has_errors(&report.problems) { Exit::Findings } else { Exit::Clean };
    let (stdout, stderr) = match format {
        Format::Json => match json::shared(&report) {
            Ok(json) => (json, String::new()),
            Err(error) => return unusable([error]),
        },
        _ => {
            let stderr = given.notices + &human::problems(&report.problems, &Texts::of(&sources));
            match &asked.output {
                Some(path) => (human::written(std::slice::from_ref(path), ""), stderr),
                None => (text.clone(), stderr),
            }
        }
    };
    Output { stdout, stderr, exit }
}

/// What became of the exports.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a Path>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    problems: Vec<ShownProblem>,
}

/// Writes a file, which is not there yet unless it is to be replaced.
pub(crate) fn write(path: &PathBuf, text: &str, force: bool) -> Result<(), String> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(force).create_new(!force);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let path = path.display();
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return format!("`{path}` is there already: `--force` replaces it");
        }
        format!("cannot write `{path}`: {error}")
    })
}
