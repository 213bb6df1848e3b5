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
mod ground;
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

pub use ground::Ground;
use layout::{Start, lay_out};
use lexer::{find_bidi_controls, lex};
use problems::Problems;
pub use tree::{
    Block, Link, LinkWord, List, MAX_DEPTH, Meet, Pair, Part, PartKind, Segment, Statement, Tree, Word,
};
pub(crate) use value::{composed, segments};
pub(crate) use write::{is_unseen, quoted};
pub use write::{written_name, written_tag};

use crate::problem::Problem;
use crate::source::{Source, SourceId, Span};

/// Reads a text: its tree, which stands in `ground`, and at most 1,001 problems in the order of the text. Spans are offsets into
/// `text`, which is at most 2^32-1 bytes long.
#[must_use]
pub fn parse<'s>(ground: &'s Ground, source_id: SourceId, text: &'s str) -> (Tree<'s>, Vec<Problem>) {
    let (statements, comments, problems) = read(source_id, text, Start::Statement, |tokens, problems| {
        parser::statements(ground, text, tokens, problems)
    });
    (Tree { statements, comments: ground.list(&comments) }, problems)
}

/// Reads the texts of `sources`: the tree of each, and all their problems, text by text.
pub(crate) fn trees<'s>(ground: &'s Ground, sources: &'s [Source]) -> (Vec<Tree<'s>>, Vec<Problem>) {
    let (mut trees, mut problems) = (Vec::new(), Vec::new());
    for (source, id) in sources.iter().zip(0..) {
        let (tree, found) = parse(ground, SourceId(id), source.text());
        trees.push(tree);
        problems.extend(found);
    }
    (trees, problems)
}

/// Reads a question such as `internet -> web : tcp 443`: one statement without a head, as if a verb stood
/// before it. `None` when nothing is asked, which is reported.
#[must_use]
pub fn parse_question<'s>(
    ground: &'s Ground,
    source_id: SourceId,
    text: &'s str,
) -> (Option<Statement<'s>>, Vec<Problem>) {
    let (statement, _, problems) = read(source_id, text, Start::BehindHead, |tokens, problems| {
        parser::question(ground, text, tokens, problems)
    });
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
