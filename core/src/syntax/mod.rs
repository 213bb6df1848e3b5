//! From text to tree.
//!
//! ```text
//! text --lexer--> tokens --layout--> tokens with separators, heads and paired braces --parser--> tree
//! ```
//!
//! Nothing here knows a cloud, a kind or a verb. Reading never fails: it returns what could be read and
//! every problem, and takes time linear in the text.

mod braces;
mod chars;
mod layout;
mod lexer;
mod list;
mod parser;
mod problems;
mod recognise;
#[cfg(test)]
mod tests;
pub(crate) mod token;
mod tree;
mod unreadable;
mod value;
mod write;

use alloc::vec::Vec;

use layout::{Start, lay_out};
use lexer::{find_bidi_controls, lex};
use problems::Problems;
pub use tree::{
    Block, Joint, Link, LinkWord, List, MAX_DEPTH, Meet, Pair, Part, PartKind, Segment, Statement, Tree, Word,
};
pub(crate) use value::{composed, segments};
pub(crate) use write::{is_unseen, quoted, written_name, written_tag};

use crate::problem::Problem;
use crate::source::{SourceId, Span};

/// Reads a text: its tree, and at most 1,001 problems in the order of the text. Spans are offsets into
/// `text`, which is at most 2^32-1 bytes long.
#[must_use]
pub fn parse(source_id: SourceId, text: &str) -> (Tree<'_>, Vec<Problem>) {
    let (statements, comments, problems) = read(source_id, text, Start::Statement, |tokens, problems| {
        parser::statements(text, tokens, problems)
    });
    (Tree { statements, comments }, problems)
}

/// Reads a question such as `internet -> web : tcp 443`: one statement without a head, as if a verb stood
/// before it. `None` when nothing is asked, which is reported.
#[must_use]
pub fn parse_question(source_id: SourceId, text: &str) -> (Option<Statement<'_>>, Vec<Problem>) {
    let (statement, _, problems) =
        read(source_id, text, Start::BehindHead, |tokens, problems| parser::question(text, tokens, problems));
    (statement, problems)
}

/// The words and signs of a text with the ends of its statements, braces in pairs; and its comments.
pub(crate) fn tokens(text: &str) -> (Vec<token::Token>, Vec<Span>) {
    let mut unheard = Problems::new(SourceId(0));
    let mut tokens = lex(text, &mut unheard);
    let comments = core::mem::take(&mut tokens.comments);
    (lay_out(tokens, text, Start::Statement, &mut unheard), comments)
}

fn read<T>(
    source_id: SourceId,
    text: &str,
    start: Start,
    parse: impl FnOnce(&[token::Token], &mut Problems) -> T,
) -> (T, Vec<Span>, Vec<Problem>) {
    // Each pass goes through the text once and keeps its own problems, so that each list is in order.
    let mut passes = [(); 4].map(|()| Problems::new(source_id));
    let [in_blanks, in_tokens, in_layout, in_statements] = &mut passes;
    find_bidi_controls(text, in_blanks);
    let mut tokens = lex(text, in_tokens);
    let comments = core::mem::take(&mut tokens.comments);
    let tokens = lay_out(tokens, text, start, in_layout);
    let parsed = parse(&tokens, in_statements);
    (parsed, comments, Problems::merge(passes))
}
