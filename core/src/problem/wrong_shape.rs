//! Statements that are not built as their words say.

use alloc::format;
use alloc::string::String;

use super::words::{a, short};
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::WrongShape;

/// A block behind a statement that starts with `word`.
pub(crate) fn block(at: Location, word: &str) -> Problem {
    Problem::error(CODE, at, format!("`{word}` has no block"))
}

/// A block behind a question.
pub(crate) fn block_of_question(at: Location) -> Problem {
    Problem::error(CODE, at, "a question has no block")
}

/// A statement without a word, where one of `words` stands.
pub(crate) fn no_word(at: Location, words: &str) -> Problem {
    Problem::error(CODE, at, "a statement starts with a word here").help(format!("one of {words}"))
}

/// What an `isolate each` goes by that is not one tag.
pub(crate) fn categories(at: Location) -> Problem {
    Problem::error(CODE, at, "`isolate each` goes by all values of one tag")
        .help("write `isolate each tag KEY`")
}

/// A route that starts with `text`.
pub(crate) fn route(at: Location, text: &str) -> Problem {
    Problem::error(CODE, at, format!("a route starts with its destination, and `{text}` is no prefix"))
        .help("write `PREFIX -> TARGET`")
}

/// A definition of `name` that reads like a tag; `spaced` is as it should be.
pub(crate) fn glued(at: Location, name: &str, spaced: String) -> Problem {
    Problem::error(CODE, at, format!("the definition of {name} needs blanks around its `=`"))
        .help(format!("write `{}`", short(&spaced)))
        .fix(at, spaced)
}

/// `text` behind the name of a thing of a kind that takes no values.
pub(crate) fn behind_name(at: Location, text: &str, kind: &str) -> Problem {
    let kind = a(&format!("`{kind}`"));
    Problem::error(CODE, at, format!("`{text}` does not belong behind the name of {kind}"))
}

/// `text` behind the name of a definition that starts with `word`.
pub(crate) fn behind_defined(at: Location, text: &str, word: &str) -> Problem {
    behind_name(at, text, word).help(format!("a definition reads `{word} NAME = ...`"))
}

/// A property of an interface at a machine that has interfaces of their own only.
pub(crate) fn of_interface(at: Location, word: &str) -> Problem {
    let message = format!("`{word}` belongs to an interface, and the instance has no `ip` of its own");
    Problem::error(CODE, at, message).help("write it in the block of an `interface`")
}

#[cfg(test)]
mod tests;
