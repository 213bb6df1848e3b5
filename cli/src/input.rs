//! Reading the texts.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ringfence::{Source, SourceTooLong};
use ringfence_import::is_export;

use crate::human;

/// The name under which standard input is shown.
pub(crate) const STDIN: &str = "<stdin>";

/// Reads the files; `-` is standard input.
///
/// # Errors
/// Every file that cannot be used, in the order given.
pub(crate) fn read(files: &[PathBuf]) -> Result<Vec<Source>, Vec<InputError>> {
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    for (index, path) in files.iter().enumerate() {
        let seen = files.iter().take(index).any(|earlier| earlier == path);
        let read = if seen { Err(Cause::Twice) } else { read_one(path) };
        match read {
            Ok(source) => sources.push(source),
            Err(cause) => errors.push(InputError { name: name(path), cause }),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

/// Texts and exports, and what is said of files that are neither.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) texts: Vec<Source>,
    pub(crate) notices: String,
}

/// Reads the files as [`read`] does, and of folders every export and text of the language in them, whatever their depth.
///
/// # Errors
/// Every file that cannot be used, in the order given. In a folder, a file that is no text is passed with a notice.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Given, Vec<InputError>> {
    let mut given = Given::default();
    let mut errors = Vec::new();
    let mut seen: BTreeSet<&Path> = BTreeSet::new();
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        let fails = |cause| InputError { name: name(path), cause };
        if !seen.insert(path) {
            errors.push(fails(Cause::Twice));
        } else if is_stdin(path) || !path.is_dir() {
            if !found.insert(path.clone()) {
                continue;
            }
            match read_one(path) {
                Ok(source) => given.texts.push(source),
                Err(cause) => errors.push(fails(cause)),
            }
        } else {
            let mut files = Vec::new();
            if let Err(error) = files_in(path, &mut files) {
                errors.push(fails(Cause::Unreadable(error)));
            }
            let before = given.texts.len();
            for file in files.into_iter().filter(|file| found.insert(file.clone())) {
                given.take(&file, &mut errors);
            }
            if given.texts.len() == before && errors.is_empty() {
                errors.push(fails(Cause::NothingInside));
            }
        }
    }
    if errors.is_empty() { Ok(given) } else { Err(errors) }
}

impl Given {
    /// Takes a file of a folder, if it is an export or a text of the language.
    fn take(&mut self, file: &Path, errors: &mut Vec<InputError>) {
        let fence = file.extension().is_some_and(|extension| extension == "fence");
        match read_one(file) {
            Ok(source) if fence || is_export(source.text()) => self.texts.push(source),
            Err(cause @ (Cause::Unreadable(_) | Cause::TooLong(_))) => {
                errors.push(InputError { name: name(file), cause });
            }
            Err(cause) if fence => errors.push(InputError { name: name(file), cause }),
            Ok(_) | Err(_) => self.notices.push_str(&human::passed(&name(file))),
        }
    }
}

/// Every file in a folder and the folders in it, by name. Hidden ones are nobody's export.
fn files_in(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        entries.extend(Some(path).filter(|_| !hidden));
    }
    entries.sort();
    for path in entries {
        // A link to a folder may lead back here.
        let kind = path.symlink_metadata()?.file_type();
        if kind.is_dir() {
            files_in(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// A file that cannot be used.
#[derive(Debug)]
pub(crate) struct InputError {
    name: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Unreadable(io::Error),
    /// Offset of the first byte that is no text, and its line.
    NotUtf8 {
        offset: usize,
        line: usize,
    },
    TooLong(SourceTooLong),
    Twice,
    /// A folder.
    NothingInside,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.cause {
            Cause::Unreadable(error) => write!(f, "cannot read `{name}`: {error}"),
            Cause::NotUtf8 { offset, line } => {
                write!(f, "`{name}` is not UTF-8 text: the byte at offset {offset} (line {line})")
            }
            Cause::TooLong(error) => write!(f, "cannot read `{name}`: {error}"),
            Cause::Twice => write!(f, "`{name}` is given twice"),
            Cause::NothingInside => write!(f, "nothing in `{name}` is an export or a text of the language"),
        }
    }
}

fn read_one(path: &Path) -> Result<Source, Cause> {
    let bytes = if is_stdin(path) { bytes(io::stdin().lock()) } else { File::open(path).and_then(bytes) };
    let text = String::from_utf8(bytes.map_err(Cause::Unreadable)?).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(offset);
        Cause::NotUtf8 { offset, line: before.filter(|&&byte| byte == b'\n').count().saturating_add(1) }
    })?;
    Source::new(name(path), text).map_err(Cause::TooLong)
}

/// What can be read, to one byte past the longest text: an endless file ends there.
fn bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(u64::from(u32::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn name(path: &Path) -> String {
    if is_stdin(path) { STDIN.to_owned() } else { path.display().to_string() }
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
