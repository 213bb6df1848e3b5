//! A text as everybody writes it: the same statements and comments, with the blanks where they belong.
//!
//! ```text
//! text --read--> statements with their comments --lines--> lines of cells --align--> text
//! ```
//!
//! What stands on one line stays on one while it fits, what is written on several stays so. Nothing is sorted, quoted or
//! renamed: the tokens of the text are the ones that it had.

mod align;
mod lines;
mod read;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

use crate::answer::ShownProblem;
use crate::problem::Severity;
use crate::source::{Source, SourceId};
use crate::syntax::{self, Ground};

/// The columns that a line has at the most, if it can be broken.
const WIDTH: usize = 110;

/// The text of a source with its blanks where they belong: two columns for each block, columns of statements that stand together
/// and are alike one below the other, at most one empty line in a row. Doing it again changes nothing, and the text means what it
/// meant.
///
/// ```
/// use ringfence::{Source, format};
///
/// let source = Source::new("web.fence", "deny internet->data:tcp 22\nallow   app  -> data : postgres").unwrap();
/// assert_eq!(format(&source).unwrap(), "deny  internet -> data : tcp 22\nallow app      -> data : postgres\n");
/// ```
///
/// # Errors
/// What cannot be read in it: a text that is not understood is left as it is.
pub fn format(source: &Source) -> Result<String, Vec<ShownProblem>> {
    let text = source.text();
    let (_, problems) = syntax::parse(&Ground::new(), SourceId(0), text);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        let sources = core::slice::from_ref(source);
        return Err(problems.iter().filter_map(|problem| ShownProblem::of(problem, sources)).collect());
    }
    let (tokens, comments) = syntax::tokens(text);
    let formatted = lines::write(&read::items(text, &tokens, &comments));
    Ok(if text.contains("\r\n") { formatted.replace('\n', "\r\n") } else { formatted })
}
