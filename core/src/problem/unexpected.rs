//! Things that stand where their statement has no place for them.

use alloc::format;

use super::words::quoted;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Unexpected;

/// A question with a second statement behind it, which starts with `written`.
pub(crate) fn second_question(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("a second statement starts at {}", quoted(written)))
        .help("ask one question at a time")
}

/// A line that starts with a link or a brace and is not indented deeper.
pub(crate) fn line(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("{} starts a line, and the statement above has ended", quoted(written)))
        .help("indent the line deeper than the statement it goes on with, or write it behind that")
}

/// A reason that is no string.
pub(crate) fn reason(at: Location, written: &str) -> Problem {
    let problem = Problem::error(CODE, at, format!("the reason {} is not in quotes", quoted(written)))
        .help("a reason is one string, as in `because \"it is old\"`");
    let safe = !written.contains(['"', '\\', '\n', '#']);
    if safe { problem.fix(at, format!("\"{written}\"")) } else { problem }
}

/// An `except` behind another.
pub(crate) fn second_except(at: Location) -> Problem {
    Problem::error(CODE, at, "a second `except` in one list")
        .help("write it once with a list behind it, or put what comes first in parentheses")
}

/// `and` or `or`
pub(crate) fn conjunction(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("there is no {} in a list", quoted(written)))
        .help("`,` joins two sets, `&` takes what is in both; a name like this is quoted")
}

/// `text` behind a value of a list that takes `values`.
pub(crate) fn second_value(at: Location, text: &str, values: &str) -> Problem {
    extra(at, text).help(format!("{values} is expected, and several are joined with commas"))
}

/// What stands behind a member of a set.
pub(crate) enum Behind<'a> {
    /// `and` or `or`
    Conjunction,
    /// Something behind a tag.
    Tag,
    /// A name behind this word, which is no kind.
    Word(&'a str),
    /// Anything else.
    Member,
}

/// `text` behind a member of a set, without a sign between.
pub(crate) fn second_member(at: Location, text: &str, behind: Behind<'_>) -> Problem {
    let problem = extra(at, text);
    match behind {
        Behind::Conjunction => problem.help("`,` joins sets, `&` is what is in both, `except` takes away"),
        Behind::Tag => problem.help("one tag at a time: `tag a=b & tag c=d`"),
        Behind::Word(word) => {
            problem.help(format!("`{word}` is no kind; `,` joins sets, `&` is what is in both"))
        }
        Behind::Member => problem.help("`,` joins sets, `&` is what is in both"),
    }
}

fn extra(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` does not belong here"))
}

/// `text` behind a port of `protocol`.
pub(crate) fn behind_port(at: Location, text: &str, protocol: &str) -> Problem {
    Problem::error(CODE, at, format!("`{text}` does not belong behind a port"))
        .help(format!("ports are joined with commas: `{protocol} 80, 443`"))
}

/// `text` behind the name of a service.
pub(crate) fn behind_service(at: Location, text: &str, name: &str) -> Problem {
    let message = format!("`{text}` does not belong behind the service `{name}`, which has its own ports");
    Problem::error(CODE, at, message)
}

#[cfg(test)]
mod tests;
