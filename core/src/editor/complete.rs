//! What may be written at a place.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;

use super::first_line;
use super::meaning::Meaning;
use super::spot::{self, Slot, Spot, Spots, Stated};
use crate::estate::ObjectId;
use crate::reason::Reason;
use crate::resolve::{
    EVERYWHERE, Index, SOURCE_PORT, declared, is_set_word, is_traffic_word, protocols, words_behind,
};
use crate::schema::{self, Many, Row, Shape, Type};
use crate::source::{Place, Source, SourceId, Span};
use crate::syntax::token::TokenKind;
use crate::syntax::{self, Ground, quoted, written_name, written_tag};

/// The most names that are offered at once.
const MOST: usize = 1_000;

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Completions {
    /// The word that is replaced; empty between words.
    pub place: Place,
    /// What may stand there, in an order that does not change, whatever was typed of the word already.
    pub items: Vec<Completion>,
    /// Whether names are left out, as there are too many: then only those are here that hold the letters typed so far.
    pub partial: bool,
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Completion {
    /// The text to put in the place.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// How the statement goes on, or the kind and full name of a thing; may be empty.
    pub detail: String,
    /// What it means, in a sentence, or where a name is declared; may be empty.
    pub doc: String,
}

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum CompletionKind {
    /// The kind of a thing, a definition or a test.
    Kind,
    /// The word of a property or rule.
    Property,
    /// The verb of an intent, or a verdict.
    Verb,
    /// The name of something.
    Name,
    /// One of the words that a place takes.
    Value,
    /// A link word, its sign, or `except`.
    Link,
}

/// What may be written at `offset`, a byte offset, in the text of index `file`; `None` in a comment and outside of the texts. The
/// texts are one scope, as for [`parse`](crate::parse).
#[must_use]
pub fn complete(sources: &[Source], file: SourceId, offset: u32) -> Option<Completions> {
    let source = sources.get(file.0 as usize)?;
    let offset = source.position(offset).offset;
    // Neither words nor comments go over the end of a line.
    let above = source.text().get(..offset as usize)?;
    let base = above.len().saturating_sub(last_line(above).len());
    let line = spot::read(source.text().get(base..)?.split('\n').next()?);
    let (base, column) = (base as u32, offset.saturating_sub(base as u32));
    if line.comments.iter().any(|comment| comment.start < column && column <= comment.end) {
        return None;
    }
    let word = line.word_before(column).unwrap_or(Span { start: column, end: column });
    let span = Span { start: base.saturating_add(word.start), end: base.saturating_add(word.end) };
    // A word stands there whatever is written: what may follow is told by where that is.
    let (before, behind) =
        (source.text().get(..span.start as usize)?, source.text().get(span.end as usize..)?);
    let is_new = span.start == span.end;
    // A line keeps its indentation, which tells where a statement ends.
    let glued = is_new && before.ends_with(|c: char| !c.is_whitespace());
    let (lead, trail) = (if glued { " " } else { "" }, if is_new { " " } else { "" });
    let text = format!("{before}{lead}x{trail}{behind}");
    let start = span.start.saturating_add(u32::from(glued));
    let spots = spot::read(&text);
    let at = spots.all.iter().position(|spot| spot.span.start == start && spot.span.end > start)?;
    let typed = source.slice(Span { end: offset.max(span.start), ..span });
    let mut offering =
        Offering { sources, spots: &spots, at, typed, index: None, items: Vec::new(), partial: false };
    offering.everything();
    let Offering { items, partial, .. } = offering;
    Some(Completions { place: source.place(span), items, partial })
}

impl Spots<'_> {
    /// The word that `offset` stands in, or behind.
    fn word_before(&self, offset: u32) -> Option<Span> {
        let last = self.last_from(self.all.partition_point(|spot| spot.span.start < offset))?;
        let spot = self.all.get(last).filter(|spot| offset <= spot.span.end)?;
        let word = match spot.slot {
            Slot::Sign => false,
            Slot::Link => self.written(spot.span).starts_with(|c: char| c.is_ascii_alphabetic()),
            _ => true,
        };
        word.then_some(spot.span)
    }
}

struct Offering<'a> {
    sources: &'a [Source],
    spots: &'a Spots<'a>,
    at: usize,
    /// What is written of the word so far.
    typed: &'a str,
    /// What the texts declare, once somebody asked.
    index: Option<Rc<Index>>,
    items: Vec<Completion>,
    partial: bool,
}

impl<'a> Offering<'a> {
    fn everything(&mut self) {
        let Some(spot) = self.spots.all.get(self.at).copied() else { return };
        let Some(stated) = self.spots.statement(&spot) else { return };
        match spot.slot {
            Slot::Head => {
                self.statements(stated);
                self.rest_of_above(&spot, stated);
            }
            Slot::Action(actions) => self.values(actions),
            Slot::Value(_) => self.value(&spot, stated),
            Slot::Unknown if spot.term == 0 && spot.link.is_none() => self.links(&spot, stated),
            Slot::Name | Slot::Number | Slot::Link | Slot::Sign | Slot::Except | Slot::Unknown => {}
        }
    }

    fn push(&mut self, text: &str, kind: CompletionKind, detail: String, doc: &str) {
        // Of tags there may be as many as one likes, too.
        let full = self.items.len() >= MOST.saturating_mul(2);
        self.partial |= full;
        if !full && !self.items.iter().any(|item| item.text == text && item.kind == kind) {
            self.items.push(Completion { text: text.into(), kind, detail, doc: doc.into() });
        }
    }

    fn values(&mut self, words: &[&str]) {
        for word in words {
            self.push(word, CompletionKind::Value, String::new(), "");
        }
    }

    /// The words that a statement may start with here.
    fn statements(&mut self, stated: &Stated) {
        let Some(around) = stated.around else { return };
        let siblings = self.spots.statements.iter().filter(|other| other.parent == stated.parent);
        let single = siblings.filter_map(|other| other.row).filter(|row| row.many == Many::AtMostOne);
        let there: Vec<&str> = single.map(|row| row.word).collect();
        let rows = schema::rows_in(stated.cloud, around);
        for row in rows.filter(|row| !row.word.is_empty() && !there.contains(&row.word)) {
            let kind = match row.shape {
                Shape::Object | Shape::Define | Shape::Test => CompletionKind::Kind,
                Shape::Value | Shape::Rule { .. } | Shape::Route => CompletionKind::Property,
                Shape::Flow => CompletionKind::Verb,
            };
            self.push(row.word, kind, row.signature(), row.doc);
        }
    }

    /// On a line that is indented deeper than the statement above, that may go on.
    fn rest_of_above(&mut self, spot: &Spot, stated: &Stated) {
        let above = stated.above.and_then(|above| self.spots.statements.get(above));
        let Some(above) = above.filter(|above| !above.has_block) else { return };
        let indent = |span: Span| {
            let line = last_line(self.spots.text.get(..span.start as usize).unwrap_or_default());
            line.chars().take_while(|c| c.is_whitespace()).count()
        };
        let first = self.spots.text.get(above.span.end as usize..spot.span.start as usize);
        if first.is_some_and(|between| between.contains('\n')) && indent(spot.span) > indent(above.span) {
            self.links(spot, above);
        }
    }

    /// The links that a statement takes and does not have yet.
    fn links(&mut self, spot: &Spot, stated: &Stated) {
        let Some(row) = stated.row.filter(|_| !spot.inside) else { return };
        for link in row.modelled_links().filter(|link| link.repeats || !stated.links.contains(&link.word)) {
            self.push(link.word.as_str(), CompletionKind::Link, link.signature(), "");
        }
    }

    fn value(&mut self, spot: &Spot, stated: &Stated) {
        let Slot::Value(types) = spot.slot else { return };
        if spot.link.is_none() && self.spots.before(self.at).is_empty() {
            for (word, row) in stated.row.iter().flat_map(|row| row.instead) {
                if stated.links.iter().all(|link| row.link(*link).is_some()) {
                    self.push(word, CompletionKind::Value, row.signature(), row.doc);
                }
            }
        }
        for ty in types {
            self.of_type(ty, spot, stated);
        }
        let lead = self.spots.only_word_before(self.at);
        let half = lead.is_some_and(|word| word == "tag" || schema::kind(word).is_some());
        let optional = stated.row.is_some_and(|row| row.values.least == 0);
        let stands = if spot.term > 0 { !half } else { spot.link.is_none() && optional };
        if stands {
            let set = types.iter().any(|ty| matches!(ty, Type::Set | Type::Service));
            let rule = stated.row.is_some_and(|row| matches!(row.shape, Shape::Rule { .. }));
            if set && !rule && !spot.excepted && spot.term > 0 {
                self.push("except", CompletionKind::Link, String::new(), "takes away what follows");
            }
            self.links(spot, stated);
        }
    }

    fn of_type(&mut self, ty: &Type, spot: &Spot, stated: &Stated) {
        let alone = spot.term == 0;
        match ty {
            Type::Word(words) if alone => self.values(words),
            Type::Flag if alone => self.values(&["yes", "no"]),
            Type::Pair if alone => self.tags(false),
            Type::Text if alone => self.texts(spot, stated),
            Type::Categories if spot.term == 1 => self.values(&["tag"]),
            Type::Categories if spot.term == 2 => self.tag_keys(),
            Type::Reason if alone => {
                for reason in Reason::ALL {
                    self.push(reason.as_str(), CompletionKind::Value, String::new(), reason.summary());
                }
            }
            Type::Service => self.traffic(alone),
            Type::Set => {
                self.names();
                if alone {
                    for (word, doc) in EVERYWHERE {
                        self.push(word, CompletionKind::Value, String::new(), doc);
                    }
                    self.kinds(schema::kinds_of_points());
                    self.push("tag", CompletionKind::Kind, "tag KEY=VALUE".into(), super::TAGGED);
                    self.tags(true);
                } else if self.spots.only_word_before(self.at) == Some("tag") {
                    self.tags(false);
                    self.tag_keys();
                }
            }
            Type::Ref(kinds) => {
                self.names();
                let modelled = schema::modelled_kinds(kinds);
                if alone && modelled.clone().nth(1).is_some() {
                    self.kinds(modelled);
                }
            }
            Type::Place => {
                self.names();
                if alone {
                    self.kinds(schema::kinds_of_things());
                }
            }
            _ => {}
        }
    }

    /// The kinds that may stand before a name.
    fn kinds(&mut self, kinds: impl Iterator<Item = &'static str>) {
        for kind in kinds.filter_map(schema::kind) {
            self.push(kind.word, CompletionKind::Kind, format!("{} NAME", kind.word), kind.doc);
        }
    }

    fn traffic(&mut self, alone: bool) {
        if let Some(protocol) = self.spots.protocol(self.at) {
            let mut words = words_behind(protocol);
            // No rule of a cloud asks for the sender's port.
            words.retain(|word| *word != SOURCE_PORT || self.spots.takes_services(self.at));
            self.values(&words);
        }
        if !alone {
            return;
        }
        if self.spots.takes_services(self.at) {
            let index = self.declared();
            let services = index.declarations.iter().filter(|known| known.kind == "service");
            self.partial |= services.clone().nth(MOST).is_some();
            for declaration in services.take(MOST) {
                let own = is_traffic_word(&declaration.name);
                let text = if own { quoted(&declaration.name) } else { written_name(&declaration.name) };
                let doc = first_line(self.sources, declaration.statement);
                self.push(&text, CompletionKind::Name, format!("service {text}"), doc);
            }
        }
        for protocol in protocols() {
            self.push(protocol, CompletionKind::Value, String::new(), "");
        }
    }

    /// The names of what may be meant.
    fn names(&mut self) {
        let Some(expected) = self.spots.expected(self.at) else { return };
        let index = self.declared();
        let slot = self.spots.all.get(self.at).map(|spot| spot.slot);
        let types = if let Some(Slot::Value(types)) = slot { types } else { &[] };
        // In sets and behind `at`, names are looked up from the top.
        let near = types.iter().any(|ty| matches!(ty, Type::Ref(_)));
        let scope = if near { self.scope(&index) } else { None };
        let typed = behind_last(self.typed, b'.');
        let (ways, all) = index.ways(scope, expected, MOST, &|name| holds(name, typed));
        self.partial |= !all;
        let listed =
            |word: &str| types.iter().any(|ty| matches!(ty, Type::Word(known) if known.contains(&word)));
        let alone = self.spots.before(self.at).is_empty();
        for (at, way) in ways {
            let Some(declaration) = index.declarations.get(at) else { continue };
            // A name that is a word with a meaning of its own here.
            let own = alone && (is_set_word(&way) || listed(&way));
            self.items.push(Completion {
                text: if own { quoted(&way) } else { way },
                kind: CompletionKind::Name,
                detail: format!("{} {}", declaration.kind, index.path(at)),
                doc: first_line(self.sources, declaration.statement).into(),
            });
        }
    }

    /// The tags that things carry or sets of this text name, with the word before them or without.
    fn tags(&mut self, word: bool) {
        let carried = self.declared();
        let carried = carried.tags().map(|(key, value)| written_tag(key, value));
        let spots = self.spots;
        let pairs = spots.all.iter().enumerate().filter(|(_, spot)| spot.kind == TokenKind::Pair);
        let named = pairs.filter(|(at, _)| matches!(spots.meaning(*at), Meaning::Tag));
        let named = named.map(|(_, spot)| String::from(spots.written(spot.span)));
        for tag in carried.chain(named) {
            let text = if word { format!("tag {tag}") } else { tag };
            self.push(&text, CompletionKind::Value, String::new(), "");
        }
    }

    fn tag_keys(&mut self) {
        for (key, _) in self.declared().tags() {
            self.push(&written_name(key), CompletionKind::Value, String::new(), "");
        }
    }

    /// What stands behind the same link of other statements: regions, zones.
    fn texts(&mut self, spot: &Spot, stated: &Stated) {
        let id = stated.row.map(Row::id);
        for (at, other) in self.spots.all.iter().enumerate() {
            let same = other.link.is_some() && other.link == spot.link && at != self.at;
            let same_row = || self.spots.statement(other).and_then(|other| other.row).map(Row::id) == id;
            if same && same_row() && matches!(self.spots.meaning(at), Meaning::Text) {
                self.push(self.spots.written(other.span), CompletionKind::Value, String::new(), "");
            }
        }
    }

    /// The thing in whose block, or in whose own statement, the place is.
    fn scope(&self, index: &Index) -> Option<ObjectId> {
        let mut chain = Vec::new();
        let mut next = self.spots.all.get(self.at).and_then(|spot| spot.statement);
        while let Some(stated) = next.and_then(|next| self.spots.statements.get(next)) {
            chain.push(stated);
            next = stated.parent;
        }
        let mut scope = None;
        let ground = Ground::new();
        while let Some(stated) = chain.pop() {
            let kind = stated.row.filter(|row| row.shape == Shape::Object).map(|row| row.word);
            let name = stated.name.and_then(|name| {
                let segments = syntax::segments(&ground, self.spots.written(name), 0);
                segments.into_iter().next()
            });
            if let (Some(kind), Some(name)) = (kind, name) {
                scope = index.inside(scope, kind, name.text).or(scope);
            }
        }
        scope
    }

    fn declared(&mut self) -> Rc<Index> {
        let sources = self.sources;
        let index = self.index.get_or_insert_with(|| {
            let ground = Ground::new();
            Rc::new(declared(sources, &ground, &syntax::trees(&ground, sources).0))
        });
        Rc::clone(index)
    }
}

/// What stands behind the last line end.
fn last_line(text: &str) -> &str {
    behind_last(text, b'\n')
}

fn behind_last(text: &str, sign: u8) -> &str {
    let length = text.bytes().rev().position(|byte| byte == sign).unwrap_or(text.len());
    text.get(text.len().saturating_sub(length)..).unwrap_or_default()
}

/// Whether `name` holds the letters of `typed`, in order.
fn holds(name: &str, typed: &str) -> bool {
    let mut letters = name.chars();
    typed.chars().all(|c| letters.any(|letter| letter.eq_ignore_ascii_case(&c)))
}
