//! Signs that the language does not have, and words that none of its own starts with.

use alloc::format;

use super::words::quoted;
use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::BadToken;

/// `“web”` or `'web'`, in which `inside` stands.
pub(crate) fn foreign_quotes(at: Location, written: &str, inside: &str) -> Problem {
    let message = format!("{} is in other quotes than `\"`", quoted(written));
    let problem = Problem::error(CODE, at, message).help("strings stand in `\"`");
    // A quote or an escape inside would mean something else in a string.
    if inside.contains(['"', '\\']) { problem } else { problem.fix(at, format!("\"{inside}\"")) }
}

/// `web-` or `a--b`
pub(crate) fn hyphen(at: Location, written: &str) -> Problem {
    let ends = written.ends_with('-');
    let what = if ends { "ends in a hyphen" } else { "has a hyphen before another" };
    let problem = Problem::error(CODE, at, format!("{} {what}", quoted(written)))
        .help("a hyphen in a name stands before a letter or a digit, any other name is quoted");
    if ends || written.contains(['"', '.']) { problem } else { problem.fix(at, format!("\"{written}\"")) }
}

/// `a.b` of `a.b=c`
pub(crate) fn dotted_key(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("the tag key {} has a dot", quoted(written)))
        .help("a key with a dot is quoted")
        .fix(at, format!("\"{written}\""))
}

/// Hyphens between blanks.
pub(crate) fn minus(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("{} stands alone, there is no minus", quoted(written)))
        .help("use `except` to take something away; a hyphen in a name has no blank beside it")
}

/// `10.0.0.0 /8`, with the blank at `blank`.
pub(crate) fn blank_in_prefix(at: Location, written: &str, blank: Location) -> Problem {
    Problem::error(CODE, at, format!("{} has a blank inside", quoted(written)))
        .help("a prefix is one word")
        .fix(blank, "")
}

/// A word that starts with a slash.
pub(crate) fn slash(at: Location, written: &str) -> Problem {
    no_word(at, written).help(if written.starts_with("//") {
        "a comment starts with `#`"
    } else {
        "a protocol and its port stand side by side, as in `tcp 443`; a name with a slash is quoted"
    })
}

/// A word that starts with a digit and is neither a number nor an address nor a name.
pub(crate) fn number(at: Location, written: &str) -> Problem {
    let (what, help) = if written.ends_with('-') {
        ("ends in a hyphen", "a range has two ends, as in `8000-8099`")
    } else {
        ("is neither a number nor an address", "a protocol and its port stand side by side, as in `tcp 443`")
    };
    Problem::error(CODE, at, format!("{} {what}", quoted(written))).help(help)
}

/// A character that another one should stand for.
pub(crate) fn foreign(at: Location, written: &str, what: &str, instead: &str) -> Problem {
    Problem::error(CODE, at, format!("{} is {what} that the language does not have", quoted(written)))
        .help(format!("write {}", quoted(instead)))
        .fix(at, instead)
}

/// A character that turns the direction of writing.
pub(crate) fn direction(at: Location, c: char) -> Problem {
    let message = format!("the control character `{}` turns the direction of writing", c.escape_unicode());
    Problem::error(CODE, at, message).help("delete it: the text looks unlike what it says")
}

/// Signs that nothing starts with.
pub(crate) fn signs(at: Location, written: &str) -> Problem {
    let problem = no_word(at, written);
    match written.chars().next().and_then(instead_of) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn no_word(at: Location, written: &str) -> Problem {
    Problem::error(CODE, at, format!("{} is no word of the language", quoted(written)))
}

/// What to write instead of a sign that other languages have.
const fn instead_of(c: char) -> Option<&'static str> {
    Some(match c {
        '*' => "write `any`",
        '|' | '+' => "use `,` to join",
        '!' | '~' => "use `except` to take something away",
        '<' | '>' => "an arrow is `->`, a range `1024-65535`",
        '[' | ']' => "parentheses group, and braces hold statements",
        '\\' => "a statement goes on over lines that are indented deeper and start with a link or a comma",
        '\0'..='\x1f' | '\x7f' => "delete it",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
