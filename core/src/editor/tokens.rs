//! The words of a text by what they are, for colours.

#[cfg(feature = "typescript")]
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::cursor::Cursor;
use super::meaning::Meaning;
use super::spot::{self, Slot, Spots};
use crate::schema::{Row, Shape};
use crate::source::{Source, Span};
use crate::syntax::token::TokenKind;

/// A word, sign or comment, which stands on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SemanticToken {
    /// Line, from 1.
    pub line: u32,
    /// Column of its first character in UTF-16 code units, from 1.
    pub column: u32,
    /// UTF-16 code units.
    pub length: u32,
    /// What it is.
    pub class: TokenClass,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum TokenClass {
    /// The kind of a thing, a definition or a test, where it is declared or before a name.
    Kind,
    /// The word of a property or rule.
    Property,
    /// The verb of an intent, or the verdict of a test line.
    Verb,
    /// A name where it is given.
    Declaration,
    /// A name where it is used.
    Reference,
    /// A link word, its sign, or `except`.
    Link,
    /// A word with a meaning of its own: `internet`, `self`, `yes`, a reason code.
    Builtin,
    /// The action of a rule.
    Action,
    /// A protocol, what belongs to one, or a named service.
    Service,
    /// A number, a range of numbers, or an ICMP type with its code.
    Number,
    /// An address, a prefix or a range of addresses.
    Address,
    /// A tag.
    Tag,
    /// What is kept as it is written: an id, a region, a zone.
    Text,
    /// A sentence in quotes.
    String,
    /// `,`, `&`, `;`, a brace or a parenthesis.
    Sign,
    /// From `#` to the end of the line.
    Comment,
    /// What means nothing here.
    Unknown,
}

/// Every word, sign and comment of a text, in order; none overlaps another.
#[must_use]
pub fn tokens(source: &Source) -> Vec<SemanticToken> {
    let spots = spot::read(source.text());
    let mut cursor = Cursor::new(source);
    let mut tokens = Vec::with_capacity(spots.all.len());
    let mut push = |span: Span, class| {
        let (start, end) = (cursor.position(span.start), cursor.position(span.end));
        let length = end.column.saturating_sub(start.column);
        tokens.push(SemanticToken { line: start.line, column: start.column, length, class });
    };
    let mut comments = spots.comments.iter().copied().peekable();
    for (at, spot) in spots.all.iter().enumerate().filter(|(_, spot)| spot.span.start < spot.span.end) {
        while let Some(comment) = comments.next_if(|comment| comment.start < spot.span.start) {
            push(comment, TokenClass::Comment);
        }
        push(spot.span, class(&spots, at));
    }
    comments.for_each(|comment| push(comment, TokenClass::Comment));
    tokens
}

fn class(spots: &Spots<'_>, at: usize) -> TokenClass {
    let Some(spot) = spots.all.get(at) else { return TokenClass::Unknown };
    let row = spots.statement(spot).and_then(|stated| stated.row);
    match spot.slot {
        Slot::Sign => TokenClass::Sign,
        Slot::Link | Slot::Except => TokenClass::Link,
        Slot::Head => row.map_or(TokenClass::Unknown, head),
        Slot::Name => TokenClass::Declaration,
        Slot::Number => TokenClass::Number,
        Slot::Action(actions) => match spots.word(spot) {
            Some(word) if actions.contains(&word) => TokenClass::Action,
            _ => TokenClass::Unknown,
        },
        Slot::Value(_) => match spots.meaning(at) {
            Meaning::Kind(_) | Meaning::TagWord => TokenClass::Kind,
            Meaning::Everywhere(_) | Meaning::Word | Meaning::Reason(_) => TokenClass::Builtin,
            Meaning::Traffic | Meaning::Service => TokenClass::Service,
            Meaning::Named => TokenClass::Reference,
            Meaning::Tag => TokenClass::Tag,
            Meaning::Text => TokenClass::Text,
            Meaning::Sentence => TokenClass::String,
            Meaning::Number => TokenClass::Number,
            Meaning::Address => TokenClass::Address,
            Meaning::Unknown => plain(spot.kind),
        },
        Slot::Unknown => plain(spot.kind),
    }
}

/// What a word looks like of which nothing is known.
const fn plain(kind: TokenKind) -> TokenClass {
    match kind {
        TokenKind::Number | TokenKind::Range | TokenKind::Code => TokenClass::Number,
        TokenKind::Address => TokenClass::Address,
        _ => TokenClass::Unknown,
    }
}

const fn head(row: &Row) -> TokenClass {
    match row.shape {
        Shape::Object | Shape::Define | Shape::Test => TokenClass::Kind,
        Shape::Value | Shape::Rule { .. } | Shape::Route => TokenClass::Property,
        Shape::Flow => TokenClass::Verb,
    }
}
