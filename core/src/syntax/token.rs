//! The words and signs of a text, with their places; what they say is read from the text later.

use alloc::vec::Vec;

use super::tree::LinkWord;
use crate::source::Span;

/// One word or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Counts lines that hold tokens, from 0.
    pub(super) line: u32,
    /// Whether a problem was reported in it, or in the blanks before it.
    pub(super) bad: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// An unquoted name of one segment that a statement starts with; only the layout knows.
    Head,
    Name,
    Number,
    Range,
    Code,
    /// An address, a prefix or a range of addresses.
    Address,
    Pair,
    Link(LinkWord),
    Except,
    Comma,
    Ampersand,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    /// `;`, or a line's end that ends a statement.
    Separator,
    /// Something unreadable that was reported.
    Unreadable,
}

impl TokenKind {
    /// Whether a deeper line that starts so goes on with the statement above.
    pub(super) const fn continues(self) -> bool {
        matches!(
            self,
            Self::Link(_) | Self::Comma | Self::Ampersand | Self::Except | Self::CloseParen | Self::OpenBrace
        )
    }

    /// Whether what stands behind it is another statement.
    pub(super) const fn ends_statement(self) -> bool {
        matches!(self, Self::OpenBrace | Self::CloseBrace | Self::Separator)
    }

    /// Whether it is a part of a list by itself.
    pub(super) const fn is_part(self) -> bool {
        matches!(self, Self::Name | Self::Number | Self::Range | Self::Code | Self::Address | Self::Pair)
    }
}

/// The tokens of a text, and what else the layout needs to know of it.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    /// Columns of blanks before the first token, for each line that holds tokens.
    pub(super) indents: Vec<u32>,
    /// From each `#` to the end of its line.
    pub(super) comments: Vec<Span>,
}

impl Tokens {
    /// Columns of blanks at the start of the token's line.
    pub(super) fn indent(&self, token: Token) -> u32 {
        self.indents.get(token.line as usize).copied().unwrap_or(0)
    }
}

/// The span between two offsets of a text. Texts are shorter than 2^32 bytes.
pub(super) fn span(start: usize, end: usize) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end) }
}

/// The text of a span; empty when it is no span of this text.
pub(crate) fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}
