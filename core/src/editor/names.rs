//! Where a name is declared, where it is used, and what it can be called instead.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::cursor::Cursor;
use super::index;
use crate::answer::ShownFix;
use crate::lower;
use crate::ordered;
use crate::resolve::Index;
use crate::resolve::{is_set_word, is_traffic_word};
use crate::schema;
use crate::source::{Location, Place, Source, SourceId, Span};
use crate::syntax::{Ground, composed, is_unseen, quoted, segments, written_name};

/// Why a name stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RenameRefusal {
    /// Why.
    pub why: RenameFault,
    /// Why, as a sentence.
    pub message: String,
    /// What is in the way.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub place: Option<Place>,
}

/// Why a name stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum RenameFault {
    /// No name that a text gives stands there.
    NothingToRename,
    /// The new name is empty, or holds what cannot be seen.
    NoName,
    /// Something of the same kind beside it has the name.
    Taken,
    /// The cloud gives one of the names a meaning.
    MeansMore,
    /// With the new name, some name in the texts would mean something else, or nothing.
    OtherMeaning,
}

/// What a place names.
pub(super) struct Named {
    /// The declaration.
    pub(super) to: usize,
    /// The name at the place.
    pub(super) at: Location,
    /// Whether it is the cloud's own id.
    by_id: bool,
}

/// What the name at `offset` means.
pub(super) fn named(index: &Index, file: SourceId, offset: u32) -> Option<Named> {
    let holds = |at: Location| at.source == file && at.span.start <= offset && offset <= at.span.end;
    let declarations = index.declarations.iter().enumerate();
    let mut declared = declarations.filter(|(_, known)| holds(known.at));
    if let Some((to, known)) = declared.next() {
        return Some(Named { to, at: known.at, by_id: false });
    }
    let used = index.references.iter().find(|reference| holds(reference.at));
    used.map(|used| Named { to: used.to, at: used.at, by_id: used.by_id })
}

/// Where the thing is declared whose name stands at `offset`, a byte offset, in the text of index `file`: its name there.
#[must_use]
pub fn definition(sources: &[Source], file: SourceId, offset: u32) -> Option<Place> {
    let index = index(sources);
    let named = named(&index, file, offset)?;
    index.declarations.get(named.to)?.at.place(sources)
}

/// Every place of the texts that names what the name at `offset` means, where it is declared included, in the order of the
/// texts. Of paths it is the part that names it.
#[must_use]
pub fn references(sources: &[Source], file: SourceId, offset: u32) -> Vec<Place> {
    let index = index(sources);
    let Some(named) = named(&index, file, offset) else { return Vec::new() };
    places(sources, &all_of(&index, named.to, |_| true))
}

/// The edits that call the thing `name` whose name stands at `offset`, a byte offset, in the text of index `file`: in all texts,
/// in their order. Where the cloud's own id stands for it, that stays.
///
/// # Errors
/// Why it stays as it is. With the edits, every name in the texts means what it meant.
pub fn rename(
    sources: &[Source],
    file: SourceId,
    offset: u32,
    name: &str,
) -> Result<Vec<ShownFix>, RenameRefusal> {
    let refused = |why, message: String, place: Option<Location>| RenameRefusal {
        why,
        message,
        place: place.and_then(|place| place.place(sources)),
    };
    let before = index(sources);
    let named = named(&before, file, offset).filter(|named| !named.by_id);
    let declaration = named.as_ref().and_then(|named| before.declarations.get(named.to));
    let (Some(Named { to, .. }), Some(declaration)) = (named, declaration) else {
        let message = "no name that is given in the texts stands here";
        return Err(refused(RenameFault::NothingToRename, message.to_string(), None));
    };
    let name = composed(name);
    let kind = declaration.kind;
    if name.chars().all(char::is_whitespace) || name.chars().any(is_unseen) {
        let message = "a name holds something that can be seen, and nothing that cannot";
        return Err(refused(RenameFault::NoName, message.to_string(), None));
    }
    if name == declaration.name {
        return Ok(Vec::new());
    }
    let mut others = before.declarations.iter();
    let taken =
        others.find(|other| other.kind == kind && other.parent == declaration.parent && other.name == name);
    if let Some(taken) = taken {
        let message = format!("the {kind} {} is there already", written_name(&name));
        return Err(refused(RenameFault::Taken, message, Some(taken.at)));
    }
    if let Some(special) = [&*declaration.name, &*name].into_iter().find(|name| lower::means_more(kind, name))
    {
        let message = format!("the cloud gives the {kind} {} a meaning of its own", written_name(special));
        return Err(refused(RenameFault::MeansMore, message, None));
    }
    let edits: Vec<(Location, String)> =
        all_of(&before, to, |by_id| !by_id).into_iter().map(|at| (at, instead(sources, at, &name))).collect();
    let Some(edited) = edited(sources, &edits) else {
        return Err(refused(RenameFault::NoName, "the texts would be too long".to_string(), None));
    };
    let after = index(&edited);
    let other = first_other(&before, &after, &edits);
    if other.is_some() || before.declarations.len() != after.declarations.len() {
        let message = format!("with the name {}, this would mean something else", written_name(&name));
        return Err(refused(RenameFault::OtherMeaning, message, other.or(Some(declaration.at))));
    }
    let mut cursors = Cursors::new(sources);
    Ok(edits
        .into_iter()
        .filter_map(|(at, text)| Some(ShownFix { place: cursors.place(at)?, text }))
        .collect())
}

/// Where the declaration and what means it stand, in the order of the texts.
fn all_of(index: &Index, to: usize, wanted: impl Fn(bool) -> bool) -> Vec<Location> {
    let declared = index.declarations.get(to).map(|known| known.at);
    let used = index.references.iter().filter(|reference| reference.to == to && wanted(reference.by_id));
    let mut all: Vec<Location> = declared.into_iter().chain(used.map(|reference| reference.at)).collect();
    ordered::sort(&mut all);
    all.dedup();
    all
}

/// The new name as it stands at `at`: in quotes where it needs them, and where the old one has them without need, or where it
/// would be one word with what is glued to it.
fn instead(sources: &[Source], at: Location, name: &str) -> String {
    let text = sources.get(at.source.0 as usize).map_or("", Source::text);
    let [before, written, behind] =
        [0..at.span.start, at.span.start..at.span.end, at.span.end..text.len() as u32]
            .map(|part| text.get(part.start as usize..part.end as usize).unwrap_or_default());
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let glued = before.ends_with(is_word) || behind.starts_with(is_word);
    let ground = Ground::new();
    let old = segments(&ground, written, 0).into_iter().next();
    let chosen = old.is_some_and(|old| old.quoted && !needs_quotes(old.text));
    if chosen || glued || needs_quotes(name) { quoted(name) } else { String::from(name) }
}

/// Whether a name means something else at some place when it has no quotes.
fn needs_quotes(name: &str) -> bool {
    let own =
        is_set_word(name) || is_traffic_word(name) || name == "tag" || schema::stands_beside_names(name);
    own || written_name(name) != name
}

/// The texts after the edits, which are in order.
fn edited(sources: &[Source], edits: &[(Location, String)]) -> Option<Vec<Source>> {
    let mut edits = edits.iter().peekable();
    let mut edited = Vec::with_capacity(sources.len());
    for (at, source) in sources.iter().enumerate() {
        let (mut text, mut from) = (String::with_capacity(source.text().len()), 0);
        while let Some((here, name)) = edits.next_if(|(here, _)| here.source.0 as usize == at) {
            text.push_str(source.text().get(from..here.span.start as usize)?);
            text.push_str(name);
            from = here.span.end as usize;
        }
        text.push_str(source.text().get(from..)?);
        edited.push(Source::new(source.name(), text).ok()?);
    }
    Some(edited)
}

/// The first name that means something else after the edits than it did, or that means something only before or only then:
/// where it stood.
fn first_other(before: &Index, after: &Index, edits: &[(Location, String)]) -> Option<Location> {
    let known = |index: &Index| {
        let references = index.references.iter();
        let mut known: Vec<_> = references.map(|known| (known.at, known.to, known.by_id)).collect();
        ordered::sort(&mut known);
        known
    };
    let (old, mut new) = (known(before), known(after));
    // Back to where it stood, and as long as it was.
    let mut done = edits.iter().peekable();
    let (mut file, mut longer, mut shorter) = (None, 0, 0);
    for (at, ..) in &mut new {
        if file.replace(at.source) != Some(at.source) {
            (longer, shorter) = (0, 0);
        }
        let back =
            |offset: u32, longer: u32, shorter: u32| offset.saturating_add(shorter).saturating_sub(longer);
        let passed = |(edit, _): &&(Location, String), start: u32| {
            edit.source < at.source || (edit.source == at.source && edit.span.start < start)
        };
        while let Some((edit, name)) = done.next_if(|edit| passed(edit, back(at.span.start, longer, shorter)))
        {
            if edit.source == at.source {
                longer = longer.saturating_add(name.len() as u32);
                shorter = shorter.saturating_add(edit.span.end.saturating_sub(edit.span.start));
            }
        }
        let start = back(at.span.start, longer, shorter);
        let edited = done.peek().filter(|(edit, _)| edit.source == at.source && edit.span.start == start);
        at.span = match edited {
            Some((edit, _)) => edit.span,
            None => Span { start, end: back(at.span.end, longer, shorter) },
        };
    }
    let first = old.iter().zip(&new).position(|(old, new)| old != new).unwrap_or(old.len().min(new.len()));
    match (old.get(first), new.get(first)) {
        (Some((old, ..)), Some((new, ..))) => Some(*old.min(new)),
        (Some((at, ..)), None) | (None, Some((at, ..))) => Some(*at),
        (None, None) => None,
    }
}

fn places(sources: &[Source], all: &[Location]) -> Vec<Place> {
    let mut cursors = Cursors::new(sources);
    all.iter().filter_map(|at| cursors.place(*at)).collect()
}

/// Places of all texts, asked for in their order.
struct Cursors<'a> {
    sources: &'a [Source],
    open: Option<(SourceId, Cursor<'a>)>,
}

impl<'a> Cursors<'a> {
    const fn new(sources: &'a [Source]) -> Self {
        Self { sources, open: None }
    }

    fn place(&mut self, at: Location) -> Option<Place> {
        if self.open.as_ref().is_none_or(|(source, _)| *source != at.source) {
            let source = self.sources.get(at.source.0 as usize)?;
            self.open = Some((at.source, Cursor::new(source)));
        }
        self.open.as_mut().map(|(_, cursor)| cursor.place(at.span))
    }
}
