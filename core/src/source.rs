//! Where things stand: files, spans of their text, and the places that answers show.

mod made;

use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub use made::{MadeFrom, Member, Original};

/// One text that was given: a name to show and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// Byte offset at which each line starts; the first is 0.
    lines: Vec<u32>,
    /// What it was made from, shared by copies of the text.
    made: Option<Arc<MadeFrom>>,
}

impl Source {
    /// A text of at most 2^32-1 bytes, named `name` in messages. A byte order mark at the start stays in
    /// the text and counts in offsets.
    ///
    /// # Errors
    /// [`SourceTooLong`] for a longer text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Result<Self, SourceTooLong> {
        let (name, text) = (name.into(), text.into());
        if u32::try_from(text.len()).is_err() {
            return Err(SourceTooLong { length: text.len() });
        }
        let starts = text.match_indices('\n').map(|(at, _)| (at as u32).saturating_add(1));
        let lines = core::iter::once(0).chain(starts).collect();
        Ok(Self { name, text, lines, made: None })
    }

    /// The name, as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, as given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text between the offsets of `span`; empty when it does not lie in this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Where the byte at `offset` stands. An offset past the end counts as the end, one inside a
    /// character as that character's start.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset = offset.saturating_sub(1);
        }
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = before.chars().map(char::len_utf16).fold(1u32, |sum, n| sum.saturating_add(n as u32));
        Position { offset: offset as u32, line: line as u32, column }
    }

    /// The byte offset of a place that is counted in UTF-16 code units from the start of the text, as JavaScript and editors
    /// count. Past the end it is the end, inside a character that character's start.
    #[must_use]
    pub fn offset_of_utf16(&self, units: u32) -> u32 {
        let mut left = units as usize;
        for (at, c) in self.text.char_indices() {
            let Some(rest) = left.checked_sub(c.len_utf16()) else { return at as u32 };
            if left == 0 {
                return at as u32;
            }
            left = rest;
        }
        self.text.len() as u32
    }

    /// The place of `span`, as answers show it: of a text that was made from others, in the one that it comes from.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let original = self.made.as_ref().and_then(|made| made.place(span.start));
        original.unwrap_or_else(|| {
            let (start, end) = (self.position(span.start), self.position(span.end));
            Place { file: self.name.clone(), start, end, pointer: None }
        })
    }
}

/// A text longer than offsets can tell: 2^32 bytes or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceTooLong {
    length: usize,
}

impl SourceTooLong {
    /// The length of the text, in bytes.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.length
    }
}

impl core::fmt::Display for SourceTooLong {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "a text of {} bytes is too long, at most 4294967295 can be read", self.length)
    }
}

impl core::error::Error for SourceTooLong {}

/// Which of the given texts: an index into them, in the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of a text: byte offsets, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A span of one of the given texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The text.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

impl Location {
    /// The same place in the text without its first `bytes`; what lies before those is where it begins.
    pub(crate) const fn behind(self, bytes: u32) -> Self {
        let Span { start, end } = self.span;
        let span = Span { start: start.saturating_sub(bytes), end: end.saturating_sub(bytes) };
        Self { span, ..self }
    }

    /// The place, as answers show it; `None` when it is in none of `sources`.
    pub(crate) fn place(self, sources: &[Source]) -> Option<Place> {
        sources.get(self.source.0 as usize).map(|source| source.place(self.span))
    }
}

/// One point of a text, on every surface in the same units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Position {
    /// Byte offset in UTF-8, from 0.
    pub offset: u32,
    /// Line, from 1; lines end at `\n`.
    pub line: u32,
    /// Column in UTF-16 code units, from 1, as editors count.
    pub column: u32,
}

/// A stretch of a named text, as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Place {
    /// The name of the text, as it was given.
    pub file: String,
    /// Its first character.
    pub start: Position,
    /// Behind its last character.
    pub end: Position,
    /// In a text of JSON, which value it is (RFC 6901).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub pointer: Option<String>,
}

impl Place {
    /// Where a text named `file` begins: for what stands nowhere in it.
    pub(crate) fn start_of(file: impl Into<String>) -> Self {
        let start = Position { offset: 0, line: 1, column: 1 };
        Self { file: file.into(), start, end: start, pointer: None }
    }
}
