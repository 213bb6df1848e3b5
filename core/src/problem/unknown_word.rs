//! Words that mean nothing where they stand.

use alloc::format;
use alloc::string::String;

use super::words::{a, either};
use super::{Problem, ProblemCode};
use crate::schema::FILE;
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::UnknownWord;

/// What is known about a word besides that it means nothing here.
pub(crate) enum Known<'a> {
    /// It was probably meant to be this one.
    Meant(&'a str),
    /// It stands in these; there is one.
    Stands(&'a [&'a str]),
    /// It starts a line that reads like an intent.
    Intent,
    /// Nothing; these are the words that stand here.
    Nothing(&'a str),
}

/// `text` at the start of a statement in `parent`, an id.
pub(crate) fn word(at: Location, text: &str, parent: &str, known: Known<'_>) -> Problem {
    let problem = Problem::error(CODE, at, format!("`{text}` means nothing {}", place(parent, " of a text")));
    match known {
        Known::Meant(meant) => problem.meant(at, meant),
        Known::Stands(parents) => {
            let places: alloc::vec::Vec<String> = parents.iter().map(|parent| place(parent, "")).collect();
            problem.help(format!("it stands {}", either(places.iter().map(String::as_str))))
        }
        Known::Intent => problem.help("an intent starts with `allow`, `deny` or `require`"),
        Known::Nothing(words) => problem.help(format!("one of {words} stands here")),
    }
}

fn place(parent: &str, of: &str) -> String {
    if parent == FILE { format!("at the top{of}") } else { format!("in {}", a(&format!("`{parent}`"))) }
}

#[cfg(test)]
mod tests;
