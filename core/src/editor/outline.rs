//! What a text declares and demands, as a tree.

use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;

use super::cursor::Cursor;
use super::spot::{self, Spots, Stated};
use crate::schema::{Row, Shape};
use crate::source::{Place, Source, Span};
use crate::syntax::{self, Ground, MAX_DEPTH};

/// A statement that declares a thing, defines a name, or says what must hold, with those in its block.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct OutlineItem {
    /// Its word: a kind, the verb of an intent, the verdict of a test line.
    pub kind: String,
    /// Its name; of what has none, what stands behind its word, on one line.
    pub name: String,
    /// The whole statement with its block.
    pub place: Place,
    /// The name alone, or what stands for it.
    pub name_place: Place,
    /// What stands in its block.
    pub children: Vec<OutlineItem>,
}

/// The things, definitions, intents and tests of a text, in order. Properties, rules and routes are left out.
#[must_use]
pub fn outline(source: &Source) -> Vec<OutlineItem> {
    let spots = spot::read(source.text());
    let mut listing = Listing { spots: &spots, cursor: Cursor::new(source), next: 0, depth: 0 };
    listing.items(None)
}

struct Listing<'a> {
    spots: &'a Spots<'a>,
    cursor: Cursor<'a>,
    /// The next statement, an index. They come in the order of the text, so a block's follow its owner.
    next: usize,
    /// How many statements it stands in.
    depth: usize,
}

impl Listing<'_> {
    fn items(&mut self, parent: Option<usize>) -> Vec<OutlineItem> {
        let mut items = Vec::new();
        while let Some(stated) = self.spots.statements.get(self.next) {
            let here = self.next;
            if stated.parent != parent && !self.is_inside(stated, parent) {
                return items;
            }
            self.next = here.saturating_add(1);
            let listed = stated.row.filter(|row| stated.parent == parent && is_listed(row));
            if let Some(row) = listed {
                items.push(self.item(here, stated, row));
            }
        }
        items
    }

    /// Whether the statement stands in the block of `parent`, however deep.
    fn is_inside(&self, stated: &Stated, parent: Option<usize>) -> bool {
        let Some(parent) = parent else { return true };
        self.spots.statements.get(parent).is_some_and(|around| stated.span.start < around.span.end)
    }

    fn item(&mut self, here: usize, stated: &Stated, row: &Row) -> OutlineItem {
        let start = self.cursor.position(stated.span.start);
        let behind = stated.span.start.saturating_add(row.word.len() as u32).min(stated.extent.end);
        let name_span =
            stated.name.unwrap_or_else(|| self.trimmed(Span { start: behind, end: stated.extent.end }));
        let name = match stated.name {
            Some(name) => {
                let ground = Ground::new();
                let segments = syntax::segments(&ground, self.spots.written(name), 0).into_iter();
                segments.map(|segment| segment.text).collect::<Vec<_>>().join(".")
            }
            None => self.one_line(name_span),
        };
        let name_place = self.cursor.place(name_span);
        self.depth = self.depth.saturating_add(1);
        let children = if self.depth < MAX_DEPTH { self.items(Some(here)) } else { Vec::new() };
        self.depth = self.depth.saturating_sub(1);
        let end = self.cursor.position(stated.span.end);
        let place = Place { start, end, ..name_place.clone() };
        OutlineItem { kind: row.word.into(), name, place, name_place, children }
    }

    /// What is written at `span`, without its comments.
    fn one_line(&self, span: Span) -> String {
        let comments = &self.spots.comments;
        let first = comments.partition_point(|comment| comment.start < span.start);
        let inside = comments.iter().skip(first).take_while(|comment| comment.end <= span.end);
        let (mut words, mut start) = (Vec::new(), span.start);
        for end in inside.copied().chain([Span { start: span.end, end: span.end }]) {
            words.extend(self.spots.written(Span { start, end: end.start }).split_whitespace());
            start = end.end;
        }
        words.join(" ")
    }

    fn trimmed(&self, span: Span) -> Span {
        let blanks = self.spots.written(span).chars().take_while(|c| c.is_whitespace()).map(char::len_utf8);
        let start = span.start.saturating_add(blanks.fold(0, usize::saturating_add) as u32);
        Span { start, ..span }
    }
}

const fn is_listed(row: &Row) -> bool {
    matches!(row.shape, Shape::Object | Shape::Define | Shape::Flow | Shape::Test)
}
