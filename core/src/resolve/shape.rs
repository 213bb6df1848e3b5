//! Whether a statement is built as its row says: name, values, links.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::report::{Report, a, at, either, short};
use crate::problem::{
    missing, name_starts_with_digit, not_modelled_yet, wrong_link, wrong_shape, wrong_value,
};
use crate::schema::{self, LinkRow, Name, Row, Shape, Type, Values};
use crate::source::{Location, SourceId, Span};
use crate::syntax::{Link, LinkWord, List, Part, PartKind, Segment, Statement, quoted, written_name};

/// The parts of a statement, each in its role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces<'t> {
    row: &'static Row,
    pub(super) name: Option<&'t Segment<'t>>,
    /// What stands between the name and the first link.
    pub(super) operand: Option<Operand<'t>>,
    links: &'t [Link<'t>],
    /// Which of the links fit.
    fitting: LinkWords,
}

/// A set of link words.
#[derive(Debug, Clone, Copy, Default)]
struct LinkWords(u16);

impl LinkWords {
    fn insert(&mut self, word: LinkWord) {
        self.0 |= 1 << word as u16;
    }

    const fn contains(self, word: LinkWord) -> bool {
        self.0 & 1 << word as u16 != 0
    }
}

/// A list, perhaps without its first parts, which had another role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'t> {
    pub(super) list: &'t List<'t>,
    /// How many parts of the first term belong to something else.
    pub(super) skip: usize,
}

impl<'t> Operand<'t> {
    /// The terms that commas join, as their parts; none is empty.
    pub(super) fn terms(self) -> impl Iterator<Item = &'t [Part<'t>]> {
        let terms = self.list.union().filter_map(|meet| meet.terms().next());
        terms.enumerate().filter_map(move |(index, parts)| {
            let skip = if index == 0 { self.skip } else { 0 };
            parts.get(skip..).filter(|parts| !parts.is_empty())
        })
    }

    /// Where the first `&` or `except` of the list stands, if it has one: what is joined by it.
    pub(super) fn beyond_commas(self) -> Option<Span> {
        let meet = self.list.union().find_map(|meet| meet.terms().nth(1));
        let except = || self.list.except().next().and_then(|meet| meet.terms().next());
        meet.or_else(except).and_then(span_of)
    }
}

impl<'t> Pieces<'t> {
    /// Of a statement of which nothing is taken.
    pub(super) const fn none(row: &'static Row) -> Self {
        Self { row, name: None, operand: None, links: &[], fitting: LinkWords(0) }
    }

    /// The links that fit, in order, each with its row.
    pub(super) fn links(&self) -> impl Iterator<Item = (&'static LinkRow, Operand<'t>)> {
        // Of a word that comes again and should not, the first is meant.
        let first = |at: usize, word| !self.links.iter().take(at).any(|before| before.word == word);
        self.links.iter().enumerate().filter_map(move |(at, link)| {
            let row = self.row.link(link.word)?;
            let fits = self.fitting.contains(link.word) && (row.repeats || first(at, link.word));
            let list = link.list.as_ref().filter(|_| fits)?;
            Some((row, Operand { list, skip: 0 }))
        })
    }

    pub(super) fn link(&self, word: LinkWord) -> Option<Operand<'t>> {
        let fits = self.fitting.contains(word);
        let list = self.links.iter().find(|link| fits && link.word == word)?.list.as_ref()?;
        Some(Operand { list, skip: 0 })
    }
}

/// The span of parts that stand side by side.
pub(super) fn span_of(parts: &[Part<'_>]) -> Option<Span> {
    let first = parts.first()?;
    Some(parts.last().map_or(first.span, |last| first.span.to(last.span)))
}

/// Takes `statement` apart as `row` says. What does not fit is reported; the second value tells whether all did.
pub(super) fn take_apart<'t>(
    report: &mut Report<'_>,
    source: SourceId,
    row: &'static Row,
    statement: &'t Statement<'t>,
) -> (Pieces<'t>, bool) {
    report.quietly(statement.damaged, |report| {
        let before = report.len();
        let mut taking = Taking { report, source, row, statement };
        if taking.is_glued() {
            return (Pieces::none(row), false);
        }
        let name = taking.name();
        let operand = taking.operand(name.is_some());
        let fitting = taking.links(before);
        let fits = taking.report.len() == before && !statement.damaged;
        (Pieces { row, name, operand, links: statement.links, fitting }, fits)
    })
}

struct Taking<'r, 's, 't> {
    report: &'r mut Report<'s>,
    source: SourceId,
    row: &'static Row,
    statement: &'t Statement<'t>,
}

impl<'t> Taking<'_, '_, 't> {
    /// The statement, as messages name it.
    fn subject(&self) -> String {
        match (self.row.word, self.row.shape) {
            ("", Shape::Flow) => String::from("a question"),
            ("", Shape::Value) => String::from("an entry"),
            ("", _) => String::from("a route"),
            (word, _) => format!("`{word}`"),
        }
    }

    /// A link of it, or the statement, as messages name it.
    fn subject_of(&self, link: Option<LinkWord>) -> String {
        link.map_or_else(|| self.subject(), |word| format!("`{}`", word.as_str()))
    }

    /// Whether it is an intent that may name no ends, and names none.
    fn is_bare(&self) -> bool {
        let names_an_end = |link: &Link<'_>| link.word == LinkWord::Arrow;
        self.row.shape == Shape::Flow
            && self.row.values.least == 0
            && self.statement.list.is_none()
            && !self.statement.links.iter().any(names_an_end)
    }

    fn first_part(&self) -> Option<&'t Part<'t>> {
        self.statement.first_part()
    }

    /// Whether a definition is written as a tag is, `web=...`, which is reported.
    fn is_glued(&mut self) -> bool {
        let Some(part) = self.first_part().filter(|_| self.row.shape == Shape::Define) else { return false };
        let PartKind::Pair(pair) = &part.kind else { return false };
        let here = at(self.source, part.span);
        let spaced = self.report.whole_text(here).replacen('=', " = ", 1);
        self.report.push(wrong_shape::glued(here, &shown(pair.key), spaced));
        true
    }

    fn name(&mut self) -> Option<&'t Segment<'t>> {
        if self.row.name == Name::Never {
            return None;
        }
        let part = self.first_part();
        let kind = self.row.word;
        match part.map(|part| (part, &part.kind)) {
            Some((_, PartKind::Name(segment))) => return Some(segment),
            Some((part, PartKind::Path(segments))) => {
                let here = at(self.source, part.span);
                let text = self.report.text(here);
                let whole: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
                let name = quoted(&whole.join("."));
                self.report.push(wrong_value::path(here, &text, name));
            }
            Some((part, PartKind::Number(digits))) => {
                let here = at(self.source, part.span);
                self.report.push(name_starts_with_digit::number(here, digits, kind));
            }
            _ if self.row.name == Name::Required => {
                let here = self.head();
                self.report.push(missing::name(here, kind));
            }
            _ => {}
        }
        None
    }

    /// What follows the name.
    fn operand(&mut self, named: bool) -> Option<Operand<'t>> {
        let list = self.statement.list.as_ref();
        // What stands at the place of the name and cannot be one is no value, either.
        let bad_name = self.first_part().is_some_and(|part| {
            matches!(part.kind, PartKind::Name(_) | PartKind::Path(_) | PartKind::Number(_))
        });
        let skip = usize::from(named || (self.row.name != Name::Never && bad_name));
        let operand = list.map(|list| Operand { list, skip });
        let values = self.row.values;
        if matches!(self.row.shape, Shape::Define | Shape::Test) || values.most == Some(0) {
            if let Some(extra) = operand.and_then(|operand| operand.terms().next()).and_then(span_of) {
                self.nothing_more(extra);
            }
            return None;
        }
        self.values(None, operand, values, named)
    }

    /// `operand` when it holds as many values as `values` wants, joined as it wants. It stands behind a link, or is the
    /// statement's own.
    fn values(
        &mut self,
        link: Option<LinkWord>,
        operand: Option<Operand<'t>>,
        values: Values,
        named: bool,
    ) -> Option<Operand<'t>> {
        if takes_sets(values) {
            let written = operand.filter(|operand| operand.terms().next().is_some());
            if written.is_none() && !self.is_bare() {
                let here = self.head();
                let subject = self.subject_of(link);
                self.report.push(missing::values(here, &subject, &describe(values), ""));
            }
            return written;
        }
        let count = operand.map_or(0, |operand| operand.terms().count());
        if let Some(span) = operand.and_then(Operand::beyond_commas) {
            let here = at(self.source, span);
            self.report.push(wrong_value::no_set(here));
            return None;
        }
        if count < values.least {
            let behind = if named { " behind its name" } else { "" };
            let here = self.head();
            let subject = self.subject_of(link);
            self.report.push(missing::values(here, &subject, &describe(values), behind));
        }
        if let Some(most) = values.most
            && let Some(extra) = operand.and_then(|operand| operand.terms().nth(most)).and_then(span_of)
        {
            let here = at(self.source, extra);
            let subject = self.subject_of(link);
            self.report.push(wrong_value::several(here, &subject, &describe(values)));
            return None;
        }
        operand.filter(|_| count > 0)
    }

    fn nothing_more(&mut self, extra: Span) {
        let here = at(self.source, extra);
        let text = self.report.text(here);
        let word = self.row.word;
        self.report.push(if self.row.shape == Shape::Define {
            wrong_shape::behind_defined(here, &text, word)
        } else {
            wrong_shape::behind_name(here, &text, word)
        });
    }

    /// The links; none is called missing where something else was wrong since there were `before` problems.
    fn links(&mut self, before: usize) -> LinkWords {
        let (mut fitting, mut seen) = (LinkWords::default(), LinkWords::default());
        let mut fits = self.report.len() == before;
        for link in self.statement.links {
            let here = at(self.source, link.span);
            let Some(row) = self.row.link(link.word) else {
                self.unknown_link(link);
                fits = false;
                continue;
            };
            if seen.contains(link.word) && !row.repeats {
                self.report.push(wrong_link::twice(here, link.word.as_str()));
                continue;
            }
            seen.insert(link.word);
            // A link without a list is reported where it is read.
            let Some(list) = &link.list else { continue };
            let operand = self.values(Some(link.word), Some(Operand { list, skip: 0 }), row.values, false);
            if operand.is_some() {
                fitting.insert(link.word);
            }
        }
        // What is wrong may be the link that is missing.
        if fits && !self.is_bare() {
            for row in self.row.modelled_links().filter(|row| row.required && !seen.contains(row.word)) {
                let subject = self.subject();
                let here = self.head();
                let values = describe(row.values);
                self.report.push(missing::link(here, &subject, row.word.as_str(), &values));
            }
        }
        fitting
    }

    fn unknown_link(&mut self, link: &Link<'_>) {
        let here = at(self.source, link.span);
        let word = link.word.as_str();
        if self.row.is_later_link(link.word) {
            self.report.push(not_modelled_yet::word(here, word));
            return;
        }
        self.report.push(if self.row.word == "tag" && link.word == LinkWord::Equals {
            wrong_link::spaced_tag(here, self.spaced_sign(link))
        } else {
            let known: Vec<String> =
                self.row.modelled_links().map(|link| format!("`{}`", link.word.as_str())).collect();
            let known = either(known.iter().map(String::as_str));
            wrong_link::unknown(here, &self.subject(), word, &known)
        });
    }

    /// `tag tier = frontend`: the sign with its blanks.
    fn spaced_sign(&self, link: &Link<'_>) -> Option<Location> {
        let start = self.statement.list.as_ref()?.span.end;
        let end = link.list.as_ref()?.span.start;
        Some(at(self.source, Span { start, end }))
    }

    /// Where something is missing: at the word of the statement.
    fn head(&self) -> Location {
        let head = self.statement.head.as_ref().map(|head| head.span);
        let list = self.statement.list.as_ref().map(|list| list.span);
        at(self.source, head.or(list).unwrap_or(self.statement.span))
    }
}

/// Whether the list is read by the rules of sets, with `&`, `except` and parentheses.
fn takes_sets(values: Values) -> bool {
    values.types.iter().any(|ty| matches!(ty, Type::Set | Type::Service))
}

/// What a list takes, in words: `a prefix`, `` `local`, `blackhole`, an instance or an interface ``.
pub(super) fn describe(values: Values) -> String {
    describe_types(values.types)
}

/// The types in words.
pub(super) fn describe_types(types: &[Type]) -> String {
    let mut words: Vec<String> = Vec::new();
    for ty in types {
        match ty {
            Type::Prefix => words.push(String::from("a prefix")),
            Type::Address => words.push(String::from("an address")),
            Type::Flag => words.push(String::from("`yes` or `no`")),
            Type::Text => words.push(String::from("a name")),
            Type::Sentence => words.push(String::from("a sentence in quotes")),
            Type::Word(literals) => words.extend(literals.iter().map(|word| format!("`{word}`"))),
            Type::Later(_) => {}
            Type::Pair => words.push(String::from("`key=value`")),
            Type::Ports => words.push(String::from("a port or a range of ports")),
            Type::Ref(kinds) => words.extend(schema::modelled_kinds(kinds).map(a)),
            Type::Set => words.push(String::from("a set of points")),
            Type::Service => words.push(String::from("a protocol")),
            Type::Categories => words.push(String::from("`tag` and a key")),
            Type::Reason => words.push(String::from("a reason code")),
            Type::Place => words.push(String::from("the name of a thing")),
        }
    }
    either(words.iter().map(String::as_str))
}

/// A name in backticks, as it would be written.
pub(super) fn shown(name: &str) -> String {
    format!("`{}`", short(&written_name(name)))
}
