//! Where statements end: line ends become separators, and first words become heads.

use alloc::vec::Vec;

use super::braces;
use super::chars::starts_word;
use super::problems::Problems;
use super::token::{Token, TokenKind, Tokens, slice};
use crate::source::Span;

/// What the text starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A statement.
    Statement,
    /// What stands behind a statement's first word.
    BehindHead,
}

/// The tokens with every statement's end marked, and braces in pairs.
///
/// A line goes on with the statement above only if it is indented deeper than that statement's first
/// line and starts with a link, `,`, `&`, `except`, `)` or `{`, or the line above ends in `,`.
pub(super) fn lay_out(mut read: Tokens, text: &str, start: Start, problems: &mut Problems) -> Vec<Token> {
    braces::mend(&mut read, problems);
    // A line ends at most one statement.
    let mut laid = Vec::with_capacity(read.tokens.len().saturating_add(read.indents.len()));
    let mut before: Option<Token> = None;
    let mut at_start = start == Start::Statement;
    let mut indent = 0;
    for &token in &read.tokens {
        let line_ended = before.filter(|before| before.line != token.line);
        if let Some(before) = line_ended.filter(|before| !before.kind.ends_statement()) {
            let goes_on = token.kind.continues() || before.kind == TokenKind::Comma;
            if !(goes_on && read.indent(token) > indent) {
                let span = Span { start: before.span.end, end: before.span.end };
                laid.push(Token { kind: TokenKind::Separator, span, ..before });
                at_start = true;
            }
        }
        if at_start || before.is_none() {
            indent = read.indent(token);
        }
        let head = at_start && token.kind == TokenKind::Name && is_plain_word(slice(text, token.span));
        laid.push(if head { Token { kind: TokenKind::Head, ..token } } else { token });
        // What cannot be read is no beginning.
        at_start = token.kind.ends_statement() || (at_start && token.kind == TokenKind::Unreadable);
        before = Some(token);
    }
    laid
}

/// Whether a name has no quotes and one segment.
fn is_plain_word(name: &str) -> bool {
    name.starts_with(starts_word) && !name.contains(['.', '"'])
}
