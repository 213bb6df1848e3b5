//! Places of one text, asked for in order.

use crate::source::{Place, Position, Source, Span};

/// Goes through a text once, however many places on one line are asked for.
pub(super) struct Cursor<'a> {
    source: &'a Source,
    last: Position,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(source: &'a Source) -> Self {
        Self { source, last: Position { offset: 0, line: 1, column: 1 } }
    }

    /// Where `offset` stands, the start of a character; one before the last that was asked for takes longer.
    pub(super) fn position(&mut self, offset: u32) -> Position {
        let between = self.source.text().get(self.last.offset as usize..offset as usize);
        self.last = match between.filter(|between| !between.contains('\n')) {
            Some(between) => {
                let units = between.chars().map(char::len_utf16).fold(0, usize::saturating_add);
                Position { offset, column: self.last.column.saturating_add(units as u32), ..self.last }
            }
            None => self.source.position(offset),
        };
        self.last
    }

    pub(super) fn place(&mut self, span: Span) -> Place {
        let start = self.position(span.start);
        let end = self.position(span.end);
        Place { file: self.source.name().into(), start, end, pointer: None }
    }
}
