//! The texts that answers point into.

use std::borrow::Cow;
use std::ops::Range;

use ringfence::answer::Thing;
use ringfence::{Place, Source, Span};

/// The texts that answers quote, found by the names that places carry.
#[derive(Debug)]
pub(crate) struct Texts<'a>(Vec<&'a Source>);

/// The lines around a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines<'a> {
    /// Whole lines, but for very long ones.
    pub(super) text: &'a str,
    /// The number of the first, from 1.
    pub(super) first: usize,
    /// The place, in bytes of `text`.
    pub(super) span: Range<usize>,
}

/// The most lines of one place that are shown.
const LINES: usize = 6;
/// The most bytes of a place, and of its line on either side, that are shown.
const WIDTH: usize = 240;
/// The most bytes of a value of JSON that stand on one line, and of one that is longer.
const VALUE: usize = 160;
const SHORT: usize = 60;

impl<'a> Texts<'a> {
    pub(crate) fn of(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        // Places in a text that was made of others are shown in those.
        let with_originals = |source: &'a Source| std::iter::once(source).chain(source.originals());
        Self(sources.into_iter().flat_map(with_originals).collect())
    }

    /// What is written at a place: its first line, or a value of JSON on one line.
    pub(super) fn written(&self, place: &Place) -> Option<Cow<'a, str>> {
        let span = Span { start: place.start.offset, end: place.end.offset };
        let text = self.source(place)?.slice(span);
        if place.pointer.is_some() {
            let cut = text.get(..text.floor_char_boundary(WIDTH.saturating_mul(LINES)))?;
            let line = cut.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            if cut.len() == text.len() && line.len() <= VALUE {
                return Some(Cow::Owned(line));
            }
            return Some(Cow::Owned(format!("{}…", line.get(..line.floor_char_boundary(SHORT))?)));
        }
        let line = text.lines().next()?.trim();
        let end = line.floor_char_boundary(WIDTH);
        line.get(..end).filter(|text| !text.is_empty()).map(Cow::Borrowed)
    }

    /// What decides at a thing: the words written there.
    pub(super) fn rule(&self, thing: &Thing) -> Option<Cow<'a, str>> {
        self.written(thing.place.as_ref()?)
    }

    /// The lines around a place. The work does not depend on the length of the text.
    pub(super) fn lines(&self, place: &Place) -> Option<Lines<'a>> {
        let text = self.source(place)?.text();
        let start = text.floor_char_boundary(place.start.offset as usize);
        let end = text.floor_char_boundary(place.end.offset as usize).max(start);

        let before = text.get(text.floor_char_boundary(start.saturating_sub(WIDTH))..start)?;
        let before = before.rsplit('\n').next()?;
        let inside = text.get(start..text.floor_char_boundary(end.min(start.saturating_add(WIDTH))))?;
        let inside: &str = match inside.match_indices('\n').nth(LINES.saturating_sub(1)) {
            Some((at, _)) => inside.get(..at)?,
            None => inside,
        };
        let inside = inside.trim_end();
        let behind = start.saturating_add(inside.len());
        let after = text.get(behind..text.ceil_char_boundary(behind.saturating_add(WIDTH)))?;
        let after = after.lines().next().unwrap_or_default();

        let from = start.saturating_sub(before.len());
        Some(Lines {
            text: text.get(from..behind.saturating_add(after.len()))?,
            first: place.start.line as usize,
            span: before.len()..before.len().saturating_add(inside.len()),
        })
    }

    fn source(&self, place: &Place) -> Option<&'a Source> {
        self.0.iter().find(|source| source.name() == place.file).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("a.fence", text).unwrap()
    }

    fn place(source: &Source, start: u32, end: u32) -> Place {
        source.place(Span { start, end })
    }

    #[test]
    fn a_place_comes_with_its_whole_lines() {
        let source = source("one\r\ntwo three\r\nfour\r\n");
        let texts = Texts::of([&source]);
        let lines = texts.lines(&place(&source, 9, 14)).unwrap();
        assert_eq!(lines, Lines { text: "two three", first: 2, span: 4..9 });
        assert_eq!(texts.written(&place(&source, 9, 14)), Some("three".into()));
    }

    #[test]
    fn a_place_that_ends_behind_a_line_is_not_drawn_into_the_next() {
        let source = source("one\ntwo\n");
        let lines = Texts::of([&source]).lines(&place(&source, 0, 4)).unwrap();
        assert_eq!(lines, Lines { text: "one", first: 1, span: 0..3 });
    }

    #[test]
    fn an_empty_place_at_the_end_is_a_point() {
        let source = source("one");
        let lines = Texts::of([&source]).lines(&place(&source, 3, 3)).unwrap();
        assert_eq!(lines, Lines { text: "one", first: 1, span: 3..3 });
    }

    #[test]
    fn long_places_and_lines_are_cut_inside_no_character() {
        let source = source(&"ä".repeat(5_000));
        let lines = Texts::of([&source]).lines(&place(&source, 4_000, 9_000)).unwrap();
        assert!(lines.text.len() <= 3 * WIDTH + 2);
        assert_eq!(lines.text.get(lines.span), Some("ä".repeat(120).as_str()));
        let many = "line\n".repeat(100);
        let source = Source::new("a.fence", many).unwrap();
        let lines = Texts::of([&source]).lines(&place(&source, 5, 400)).unwrap();
        assert_eq!((lines.text.lines().count(), lines.first), (LINES, 2));
    }

    #[test]
    fn a_place_in_another_text_has_no_lines() {
        let (here, there) = (source("one"), Source::new("b.fence", "two").unwrap());
        assert_eq!(Texts::of([&here]).lines(&place(&there, 0, 3)), None);
    }
}
