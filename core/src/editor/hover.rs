//! What a word means.

use alloc::format;
use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;

use super::meaning::Meaning;
use super::names::Named;
use super::spot::{self, Slot, Spot, Spots};
use crate::schema::{self, FILE, Row};
use crate::source::{Place, Source, SourceId, Span};

/// What a word means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Hover {
    /// The word.
    pub place: Place,
    /// How it is written, `subnet NAME PREFIX, ... [in TEXT]`, or, of a name, its kind and full name.
    pub title: String,
    /// What it is, in a sentence; may be empty.
    pub doc: String,
    /// Of a name, the first line of its declaration.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<String>"))]
    pub declaration: String,
    /// What holds when the statement is not written.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<String>"))]
    pub default: String,
    /// Which section of the cloud's rules it comes from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<String>"))]
    pub source: String,
}

/// What the word at `offset`, a byte offset, means, in the text of index `file`; `None` where nothing is to be told.
#[must_use]
pub fn hover(sources: &[Source], file: SourceId, offset: u32) -> Option<Hover> {
    let source = sources.get(file.0 as usize)?;
    let offset = source.position(offset).offset;
    let spots = spot::read(source.text());
    let at = spots.at(offset)?;
    let spot = spots.all.get(at)?;
    let telling = Telling { source, spots: &spots };
    match spot.slot {
        Slot::Head => telling.row(spot.span, spots.statement(spot)?.row?),
        Slot::Link => {
            let row = spots.statement(spot)?.row?;
            let link = row.links.iter().find(|link| Some(link.word) == spot.link)?;
            telling.told(spot.span, link.signature(), "")
        }
        Slot::Except => telling.told(spot.span, "SET except SET".into(), "takes away what follows"),
        Slot::Name => named(sources, file, offset),
        Slot::Value(_) => match spots.meaning(at) {
            Meaning::Kind(row) => telling.told(spot.span, format!("{} NAME", row.word), row.doc),
            Meaning::Everywhere(doc) => telling.plain(spot, doc),
            Meaning::Reason(reason) => telling.plain(spot, reason.summary()),
            Meaning::TagWord => telling.told(spot.span, "tag KEY=VALUE".into(), super::TAGGED),
            Meaning::Named | Meaning::Service => named(sources, file, offset),
            // A statement without a word, such as a route, is told of at its values.
            _ => telling.row(spot.span, spots.statement(spot)?.row.filter(|row| row.word.is_empty())?),
        },
        Slot::Number | Slot::Action(_) => telling.row(spot.span, spots.statement(spot)?.row?),
        Slot::Sign | Slot::Unknown => None,
    }
}

/// What the name at `offset` means.
fn named(sources: &[Source], file: SourceId, offset: u32) -> Option<Hover> {
    let index = super::index(sources);
    let Named { to, at, .. } = super::names::named(&index, file, offset)?;
    let declaration = index.declarations.get(to)?;
    let kind = declaration.kind;
    Some(Hover {
        place: at.place(sources)?,
        title: format!("{kind} {}", index.path(to)),
        doc: schema::kind(kind).or_else(|| schema::row(None, FILE, kind)).map_or("", |row| row.doc).into(),
        declaration: super::first_line(sources, declaration.statement).into(),
        default: String::new(),
        source: String::new(),
    })
}

struct Telling<'a> {
    source: &'a Source,
    spots: &'a Spots<'a>,
}

impl Telling<'_> {
    fn told(&self, span: Span, title: String, doc: &str) -> Option<Hover> {
        let place = self.source.place(span);
        let nothing = String::new;
        Some(Hover {
            place,
            title,
            doc: doc.into(),
            declaration: nothing(),
            default: nothing(),
            source: nothing(),
        })
    }

    /// Of a word that is its own title.
    fn plain(&self, spot: &Spot, doc: &str) -> Option<Hover> {
        self.told(spot.span, self.spots.written(spot.span).into(), doc)
    }

    fn row(&self, span: Span, row: &Row) -> Option<Hover> {
        let hover = self.told(span, row.signature(), row.doc)?;
        Some(Hover { default: row.default.into(), source: row.source.into(), ..hover })
    }
}
