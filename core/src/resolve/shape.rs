//! Whether a statement is built as its row says: name, values, links.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::names::quoted;
use super::report::{Report, a, at, either};
use crate::problem::{Problem, ProblemCode};
use crate::schema::{self, LinkRow, Name, Row, Shape, Type, Values};
use crate::source::{SourceId, Span};
use crate::syntax::{LinkWord, List, Part, PartKind, Segment, Statement};

/// The parts of a statement, each in its role.
#[derive(Debug, Default)]
pub(super) struct Pieces<'t> {
    pub(super) name: Option<&'t Segment>,
    /// What stands between the name and the first link.
    pub(super) operand: Option<Operand<'t>>,
    pub(super) links: Vec<(&'static LinkRow, Operand<'t>)>,
}

/// A list, perhaps without its first parts, which had another role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'t> {
    pub(super) list: &'t List,
    /// How many parts of the first term belong to something else.
    pub(super) skip: usize,
}

impl<'t> Operand<'t> {
    /// The terms that commas join, as their parts; none is empty.
    pub(super) fn terms(self) -> impl Iterator<Item = &'t [Part]> {
        let terms = self.list.union.iter().filter_map(|meet| meet.terms.first());
        terms.enumerate().filter_map(move |(index, term)| {
            let skip = if index == 0 { self.skip } else { 0 };
            term.parts.get(skip..).filter(|parts| !parts.is_empty())
        })
    }

    /// Where the first `&` or `except` of the list stands, if it has one: what is joined by it.
    pub(super) fn beyond_commas(self) -> Option<Span> {
        let meet = self.list.union.iter().filter_map(|meet| meet.terms.get(1)).next();
        let except = self.list.except.first().and_then(|meet| meet.terms.first());
        meet.or(except).map(|term| term.span)
    }
}

impl<'t> Pieces<'t> {
    pub(super) fn link(&self, word: LinkWord) -> Option<Operand<'t>> {
        self.links.iter().find(|(row, _)| row.word == word).map(|&(_, operand)| operand)
    }
}

/// The span of parts that stand side by side.
pub(super) fn span_of(parts: &[Part]) -> Option<Span> {
    let first = parts.first()?;
    Some(parts.last().map_or(first.span, |last| first.span.to(last.span)))
}

/// Takes `statement` apart as `row` says. What does not fit is reported; the second value tells whether all did.
pub(super) fn take_apart<'t>(
    report: &mut Report<'_>,
    source: SourceId,
    row: &'static Row,
    statement: &'t Statement,
) -> (Pieces<'t>, bool) {
    let before = report.len();
    let mut shape = Taking { report, source, row, statement };
    let name = shape.name();
    let operand = shape.operand(name.is_some());
    let links = shape.links();
    let fits = shape.report.len() == before && !statement.damaged;
    (Pieces { name, operand, links }, fits)
}

struct Taking<'r, 's, 't> {
    report: &'r mut Report<'s>,
    source: SourceId,
    row: &'static Row,
    statement: &'t Statement,
}

impl<'t> Taking<'_, '_, 't> {
    fn name(&mut self) -> Option<&'t Segment> {
        if self.row.name == Name::Never {
            return None;
        }
        let first = self.statement.list.as_ref().and_then(|list| list.union.first());
        let part = first.and_then(|meet| meet.terms.first()).and_then(|term| term.parts.first());
        let word = self.row.word;
        match part.map(|part| (part, &part.kind)) {
            Some((part, PartKind::Name(segments))) => match segments.as_slice() {
                [segment] => return Some(segment),
                _ => {
                    let here = at(self.source, part.span);
                    let text = self.report.text(here);
                    let whole: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
                    let name = format!("{:?}", whole.join("."));
                    let problem = Problem::error(
                        ProblemCode::WrongValue,
                        here,
                        format!("a new name has no path, and `{text}` has a dot"),
                    );
                    self.report
                        .push(problem.help(format!("a name with a dot is quoted: `{name}`")).fix(here, name));
                }
            },
            Some((part, PartKind::Number(digits))) => {
                let here = at(self.source, part.span);
                let name = format!("{digits:?}");
                let problem = Problem::error(
                    ProblemCode::NameStartsWithDigit,
                    here,
                    format!("`{digits}` is a number; {} needs a name", a(&format!("`{word}`"))),
                );
                self.report.push(problem.help("quote a name that starts with a digit").fix(here, name));
            }
            Some((part, PartKind::Pair(key, _))) if self.row.shape == Shape::Define => {
                let here = at(self.source, part.span);
                let text = self.report.text(here);
                let spaced = text.replacen('=', " = ", 1);
                let problem = Problem::error(
                    ProblemCode::WrongShape,
                    here,
                    format!("the definition of `{key}` needs blanks around its `=`"),
                );
                self.report.push(problem.help(format!("write `{spaced}`")).fix(here, spaced));
            }
            _ if self.row.name == Name::Required && !self.statement.damaged => {
                let kind = a(&format!("`{word}`"));
                self.missing(format!("{kind} needs a name"));
            }
            _ => {}
        }
        None
    }

    /// What follows the name.
    fn operand(&mut self, named: bool) -> Option<Operand<'t>> {
        let list = self.statement.list.as_ref();
        let may_be_name = self.row.name != Name::Never;
        let skip = usize::from(named || (may_be_name && list.is_some()));
        let operand = list.map(|list| Operand { list, skip });
        let values = self.row.values;
        if matches!(self.row.shape, Shape::Define | Shape::Test) || values.most == Some(0) {
            if let Some(extra) = operand.and_then(|operand| operand.terms().next()).and_then(span_of) {
                self.nothing_more(extra);
            }
            return None;
        }
        let subject = format!("`{}`", self.row.word);
        let subject = if self.row.word.is_empty() { String::from("a route") } else { subject };
        self.values(&subject, operand, values, named)
    }

    /// `operand` when it holds as many values as `values` wants, joined as it wants.
    fn values(
        &mut self,
        subject: &str,
        operand: Option<Operand<'t>>,
        values: Values,
        named: bool,
    ) -> Option<Operand<'t>> {
        if takes_sets(values) {
            let written = operand.filter(|operand| operand.terms().next().is_some());
            if written.is_none() && !self.statement.damaged {
                self.missing(format!("{subject} needs {}", describe(values)));
            }
            return written;
        }
        let count = operand.map_or(0, |operand| operand.terms().count());
        if let Some(span) = operand.and_then(Operand::beyond_commas) {
            let here = at(self.source, span);
            let problem = Problem::error(
                ProblemCode::WrongValue,
                here,
                "values are joined with commas here, not with `&` or `except`",
            );
            self.report.push(problem);
            return None;
        }
        if count < values.least && !self.statement.damaged {
            let behind = if named { " behind its name" } else { "" };
            self.missing(format!("{subject} needs {}{behind}", describe(values)));
        }
        if let Some(most) = values.most {
            if let Some(extra) = operand.and_then(|operand| operand.terms().nth(most)).and_then(span_of) {
                let here = at(self.source, extra);
                let problem = Problem::error(
                    ProblemCode::WrongValue,
                    here,
                    format!("{subject} takes {}, not several", describe(values)),
                );
                self.report.push(problem.help("write two statements"));
                return None;
            }
        }
        operand.filter(|_| count > 0)
    }

    fn nothing_more(&mut self, extra: Span) {
        let here = at(self.source, extra);
        let text = self.report.text(here);
        let word = self.row.word;
        let mut problem = Problem::error(
            ProblemCode::WrongShape,
            here,
            format!("`{text}` does not belong behind the name of {}", a(&format!("`{word}`"))),
        );
        if self.row.shape == Shape::Define {
            problem = problem.help(format!("a definition reads `{word} NAME = ...`"));
        }
        self.report.push(problem);
    }

    fn links(&mut self) -> Vec<(&'static LinkRow, Operand<'t>)> {
        let mut taken: Vec<(&'static LinkRow, Operand<'t>)> = Vec::new();
        let mut seen: Vec<LinkWord> = Vec::new();
        for link in &self.statement.links {
            let here = at(self.source, link.span);
            let Some(row) = self.row.link(link.word) else {
                self.unknown_link(link);
                continue;
            };
            if seen.contains(&link.word) {
                let message = format!("`{}` stands twice in one statement", link.word.as_str());
                let problem = Problem::error(ProblemCode::WrongLink, here, message);
                self.report.push(problem.help("a comma does not reach over a link: write two statements"));
                continue;
            }
            seen.push(link.word);
            // A link without a list is reported where it is read.
            let Some(list) = &link.list else { continue };
            let subject = format!("`{}`", link.word.as_str());
            let operand = self.values(&subject, Some(Operand { list, skip: 0 }), row.values, false);
            taken.extend(operand.map(|operand| (row, operand)));
        }
        if !self.statement.damaged {
            for row in self.row.links.iter().filter(|row| row.required && !seen.contains(&row.word)) {
                let word = self.row.word;
                let subject = if word.is_empty() { String::from("a route") } else { format!("`{word}`") };
                let needs = format!("{subject} needs `{}` and {}", row.word.as_str(), describe(row.values));
                self.missing(needs);
            }
        }
        taken
    }

    fn unknown_link(&mut self, link: &crate::syntax::Link) {
        let here = at(self.source, link.span);
        let word = link.word.as_str();
        if schema::is_later_link(self.row, link.word) {
            let message = format!("`{word}` is not modelled yet");
            self.report.error(ProblemCode::NotModelledYet, here, message);
            return;
        }
        let subject =
            if self.row.word.is_empty() { String::from("a route") } else { format!("`{}`", self.row.word) };
        let mut problem =
            Problem::error(ProblemCode::WrongLink, here, format!("{subject} takes no `{word}`"));
        if self.row.word == "tag" && link.word == LinkWord::Equals {
            problem = self.spaced_tag(link, problem);
        } else if self.row.links.is_empty() {
            problem = problem.help("nothing may follow its values");
        } else {
            let known =
                self.row.links.iter().map(|link| format!("`{}`", link.word.as_str())).collect::<Vec<_>>();
            problem = problem.help(format!("it takes {}", either(known.iter().map(String::as_str))));
        }
        self.report.push(problem);
    }

    /// `tag tier = frontend`: the pair that was meant.
    fn spaced_tag(&self, link: &crate::syntax::Link, problem: Problem) -> Problem {
        let key = self.statement.list.as_ref().map(|list| list.span);
        let value = link.list.as_ref().map(|list| list.span);
        let problem = problem.help("a tag has no blanks around its `=`");
        match (key, value) {
            (Some(key), Some(value)) => {
                problem.fix(at(self.source, Span { start: key.end, end: value.start }), "=")
            }
            _ => problem,
        }
    }

    /// Reports that something is missing, at the word of the statement.
    fn missing(&mut self, message: String) {
        let head = self.statement.head.as_ref().map(|head| head.span);
        let list = self.statement.list.as_ref().map(|list| list.span);
        let here = at(self.source, head.or(list).unwrap_or(self.statement.span));
        self.report.error(ProblemCode::Missing, here, message);
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
            Type::Pair => words.push(String::from("`key=value`")),
            Type::Ports => words.push(String::from("a port or a range of ports")),
            Type::Ref(kinds) => words.extend(kinds.iter().map(|kind| a(kind))),
            Type::Set => words.push(String::from("a set of points")),
            Type::Service => words.push(String::from("a protocol")),
            Type::Reason => words.push(String::from("a reason code")),
            Type::Place => words.push(String::from("the name of a thing")),
        }
    }
    either(words.iter().map(String::as_str))
}

/// A name in backticks, as it would be written.
pub(super) fn shown(name: &str) -> String {
    format!("`{}`", quoted(name))
}
