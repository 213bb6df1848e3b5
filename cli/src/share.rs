//! Links to the page: made from files, and opened.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ringfence::Source;
use ringfence_share::{File, State, decode, encode};
use serde::Serialize;

use crate::args::{Format, Shared};
use crate::{Exit, Output, human, import, input, json, unusable};

/// The longest link that programs are known to pass on whole, in characters.
const SAFE_LENGTH: usize = 32_000;

/// The name of standard input in a link, and that of the text that exports are made to.
const STDIN: &str = "stdin.fence";
const ESTATE: &str = "estate.fence";

/// The most bytes that are read as a link: more than the longest that can be opened.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Makes a link of files, or opens one.
pub(crate) fn run(shared: &Shared, format: Format) -> Output {
    let done = match &shared.open {
        Some(link) => open(link, shared.output.as_deref(), shared.force, format),
        None => make(shared, format),
    };
    done.unwrap_or_else(unusable)
}

/// What is wrong, a sentence each.
type Errors = Vec<String>;

fn make(shared: &Shared, format: Format) -> Result<Output, Errors> {
    let given = input::read_all(&shared.files).map_err(told_all)?;
    let sources = import::with_exports(given.texts).map_err(told)?;
    let files = sources.iter().map(|source| File { name: name(source), text: source.alone() }).collect();
    let state = State { files, question: shared.question.clone().unwrap_or_default(), ..State::default() };
    state.check_names().map_err(told)?;
    let link = format!("{}#{}", shared.base, encode(&state).map_err(told)?);

    let mut stderr = given.notices;
    if link.len() > SAFE_LENGTH {
        stderr.push_str(&human::long_link(link.len(), SAFE_LENGTH));
    }
    let stdout = match format {
        Format::Json => json::shared(&Link { link: &link }).map_err(told)?,
        _ => link + "\n",
    };
    Ok(Output { stdout, stderr, exit: Exit::Clean })
}

/// The answer for programs.
#[derive(Serialize)]
struct Link<'a> {
    link: &'a str,
}

/// What a text is called in a link: its own name, as the folders of this machine are nobody's business.
fn name(source: &Source) -> String {
    if !source.originals().is_empty() {
        return ESTATE.to_owned();
    }
    if source.name() == input::STDIN {
        return STDIN.to_owned();
    }
    Path::new(source.name()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn open(link: &str, folder: Option<&Path>, force: bool, format: Format) -> Result<Output, Errors> {
    let state = if link == "-" { decode(&read_link()?) } else { decode(link) }.map_err(told)?;
    let written = folder.map(|folder| write(&state, folder, force)).transpose()?;
    let stdout = match (format, written) {
        (Format::Json, _) => json::shared(&state).map_err(told)?,
        (_, None) => human::opened(&state),
        (_, Some(paths)) => human::written(&paths, &state.question),
    };
    Ok(Output { stdout, stderr: String::new(), exit: Exit::Clean })
}

fn read_link() -> Result<String, Errors> {
    let mut link = String::new();
    let read = io::stdin().lock().take(LONGEST).read_to_string(&mut link);
    read.map_err(|error| told(format!("cannot read the link: {error}")))?;
    Ok(link)
}

/// Writes every file into the folder, or none where something stands in the way of one.
fn write(state: &State, folder: &Path, force: bool) -> Result<Vec<PathBuf>, Errors> {
    state.check_names().map_err(told)?;
    let paths: Vec<PathBuf> = state.files.iter().map(|file| folder.join(&file.name)).collect();
    let in_the_way = |path: &PathBuf| match path.symlink_metadata() {
        Ok(there) if there.is_dir() => Some(format!("`{}` is a folder", path.display())),
        Ok(_) if !force => Some(format!("`{}` is there already: `--force` replaces it", path.display())),
        Ok(_) | Err(_) => None,
    };
    let in_the_way: Errors = paths.iter().filter_map(in_the_way).collect();
    if !in_the_way.is_empty() {
        return Err(in_the_way);
    }
    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    for (path, file) in paths.iter().zip(&state.files) {
        write_one(path, &file.text).map_err(|error| cannot_write(path, &error))?;
    }
    Ok(paths)
}

/// Puts a new file in the place of whatever is there: a link in the file system is replaced, not followed.
fn write_one(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn cannot_write(path: &Path, error: &io::Error) -> Errors {
    told(format!("cannot write `{}`: {error}", path.display()))
}

fn told(error: impl ToString) -> Errors {
    vec![error.to_string()]
}

fn told_all<E: ToString>(errors: Vec<E>) -> Errors {
    errors.iter().map(ToString::to_string).collect()
}
