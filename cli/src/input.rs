//! Reading the texts.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ringfence::{Source, SourceTooLong};

/// The name under which standard input is shown.
const STDIN: &str = "<stdin>";

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
