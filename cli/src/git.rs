//! Files as they are in a revision, by the program `git`.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ringfence::Source;
use ringfence_import::is_export;

/// A revision, and another one or the working tree.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Revisions<'a> {
    pub(crate) old: &'a str,
    pub(crate) new: Option<&'a str>,
}

/// `OLD..NEW`, or `OLD` against the working tree.
///
/// # Errors
/// A revision that is not named: an unset variable of a script is no wish to compare something with itself.
pub(crate) fn revisions(text: &str) -> Result<Revisions<'_>, String> {
    let revisions = match text.split_once("..") {
        Some((old, new)) => Revisions { old, new: Some(new) },
        None => Revisions { old: text, new: None },
    };
    let which = match revisions {
        Revisions { old, new: None } if old.trim().is_empty() => "no revision",
        Revisions { old, .. } if old.trim().is_empty() => "no old revision",
        Revisions { new: Some(new), .. } if new.trim().is_empty() => "no new revision",
        _ => return Ok(revisions),
    };
    Err(format!("`--git` names {which}: it is empty; write `--git OLD` or `--git OLD..NEW`, such as HEAD"))
}

/// Where nothing is named, everything below the current folder.
pub(crate) fn here(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() }
}

/// The texts and exports among the paths, files or folders, as they are in a revision. They are called `REVISION:PATH`.
///
/// # Errors
/// No program `git`, no such revision, or nothing there by such a path, as a sentence.
pub(crate) fn read(revision: &str, paths: &[PathBuf]) -> Result<Vec<Source>, String> {
    let commit = format!("{revision}^{{commit}}");
    run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?
        .ok_or_else(|| format!("`{revision}` is no revision of this repository"))?;
    let (mut seen, mut sources) = (BTreeSet::new(), Vec::new());
    for path in here(paths) {
        let wanted = text(&path)?;
        let listed = run(&["ls-tree", "-r", "-z", "--name-only", revision, "--", wanted])?;
        let listed = listed.unwrap_or_default();
        let files: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
        if files.is_empty() {
            return Err(format!("nothing is called `{wanted}` in `{revision}`"));
        }
        let alone = files == [wanted];
        let before = sources.len();
        for file in files.into_iter().filter(|file| seen.insert((*file).to_owned())) {
            // As of folders on disk, hidden files are nobody's export.
            if !alone && Path::new(file).iter().any(|part| part.as_encoded_bytes().starts_with(b".")) {
                continue;
            }
            let is_text = Path::new(file).extension().is_some_and(|extension| extension == "fence");
            let object = format!("{revision}:./{file}");
            let Some(content) = show(&object, is_text || alone)? else { continue };
            if alone || is_text || is_export(&content) {
                let source = Source::new(format!("{revision}:{file}"), content);
                sources.push(source.map_err(|error| format!("cannot read `{revision}:{file}`: {error}"))?);
            }
        }
        if sources.len() == before && !alone {
            return Err(format!(
                "nothing in `{wanted}` is an export or a text of the language in `{revision}`"
            ));
        }
    }
    Ok(sources)
}

/// The content of a file; `None` of one that is no text and need not be.
fn show(object: &str, is_needed: bool) -> Result<Option<String>, String> {
    let output = git(&["show", "--end-of-options", object])?;
    if !output.status.success() {
        return Err(said(&output));
    }
    match String::from_utf8(output.stdout) {
        Ok(text) => Ok(Some(text)),
        Err(_) if is_needed => Err(format!("`{object}` is not UTF-8 text")),
        Err(_) => Ok(None),
    }
}

/// What git prints; `None` where it fails without saying why.
fn run(arguments: &[&str]) -> Result<Option<String>, String> {
    let output = git(arguments)?;
    if output.status.success() {
        return String::from_utf8(output.stdout)
            .map(Some)
            .map_err(|_| "git names files that are no text".to_owned());
    }
    if output.stderr.is_empty() { Ok(None) } else { Err(said(&output)) }
}

fn git(arguments: &[&str]) -> Result<Output, String> {
    let output = Command::new("git").args(["--no-pager", "--literal-pathspecs"]).args(arguments).output();
    output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "the program `git` is not there: `--git` needs it".to_owned(),
        _ => format!("cannot run `git`: {error}"),
    })
}

/// What git says went wrong, on one line.
fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let first = stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    format!("git: {}", first.trim().trim_start_matches("fatal: "))
}

fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("`{}` is no path that git can be asked about", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_against_another_or_the_working_tree() {
        let of = |old, new| Ok(Revisions { old, new });
        assert_eq!(revisions("main"), of("main", None));
        assert_eq!(revisions("v1..v2"), of("v1", Some("v2")));
        for (text, which) in
            [("", ""), (" ", ""), ("..", "old "), ("..v2", "old "), ("v1..", "new "), ("v1.. ", "new ")]
        {
            let wrong = revisions(text).unwrap_err();
            assert!(wrong.starts_with(&format!("`--git` names no {which}revision: ")), "{text:?}: {wrong}");
        }
    }
}
