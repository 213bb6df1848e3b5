//! The problems of one pass over a text, few enough to read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::chars::is_bidi_control;
use crate::ordered;
use crate::problem::{Problem, ProblemCode};
use crate::source::{Location, SourceId, Span};

/// How many problems of a text are listed.
const LISTED: usize = 1_000;

/// How many characters of the user's text a message quotes.
const QUOTED: usize = 40;

/// Problems in the order of the text. One more is kept than is listed, to tell where the list stopped.
#[derive(Debug)]
pub(super) struct Problems {
    source: SourceId,
    list: Vec<Problem>,
}

impl Problems {
    pub(super) const fn new(source: SourceId) -> Self {
        Self { source, list: Vec::new() }
    }

    /// Adds what `build` makes, unless the list is full.
    pub(super) fn add(&mut self, build: impl FnOnce(&dyn Fn(Span) -> Location) -> Problem) {
        if self.list.len() <= LISTED {
            let source = self.source;
            self.list.push(build(&|span| Location { source, span }));
        }
    }

    /// The problems of all passes as one list, in the order of the text.
    pub(super) fn merge<const N: usize>(passes: [Self; N]) -> Vec<Problem> {
        let mut list: Vec<Problem> = passes.into_iter().flat_map(|pass| pass.list).collect();
        ordered::sort_by_key(&mut list, |problem| problem.at.span.start);
        if let Some(next) = list.get(LISTED) {
            let message = format!("more than {LISTED} problems, the rest is not listed");
            let last = Problem::error(ProblemCode::TooManyProblems, next.at, message)
                .help("mend the problems before this place first");
            list.truncate(LISTED);
            list.push(last);
        }
        list
    }
}

/// The user's text as a message quotes it: in backticks, not too long, nothing invisible.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == QUOTED {
            shown.push('…');
            break;
        }
        if c.is_control() || is_bidi_control(c) || (c.is_whitespace() && c != ' ') {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown.push('`');
    shown
}
