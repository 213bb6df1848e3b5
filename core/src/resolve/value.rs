//! Values of the types that the tables name.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::names::{Expected, Found, Named, Names};
use super::report::{Report, a, at, either};
use super::shape::{Operand, describe_types, shown, span_of};
use super::traffic::{Ports, word};
use crate::estate::ObjectId;
use crate::packet::{PortRange, Prefix};
use crate::problem::{
    self, ambiguous_name, not_modelled_yet, unexpected, unknown_name, wrong_kind, wrong_value,
};
use crate::schema::{self, Type, Values};
use crate::source::{SourceId, Span};
use crate::syntax::{Ground, LinkWord, Pair, Part, PartKind, Segment, quoted};

/// A value and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<'t> {
    /// The link that it stands behind.
    pub(super) link: Option<LinkWord>,
    pub(super) value: Value<'t>,
    pub(super) span: Span,
}

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'t> {
    Prefix(Prefix),
    Address(IpAddr),
    Flag(bool),
    Text(&'t str),
    Word(&'static str),
    Pair(&'t Pair<'t>),
    Ports(PortRange),
    Object(ObjectId),
}

impl Value<'_> {
    pub(super) const fn prefix(&self) -> Option<Prefix> {
        if let Self::Prefix(prefix) = self { Some(*prefix) } else { None }
    }

    pub(super) const fn address(&self) -> Option<IpAddr> {
        if let Self::Address(address) = self { Some(*address) } else { None }
    }

    pub(super) const fn object(&self) -> Option<ObjectId> {
        if let Self::Object(object) = self { Some(*object) } else { None }
    }
}

/// Reads values at one place.
pub(super) struct Reader<'r, 's, 'n, 't> {
    /// Where values stand that are no part of a text.
    pub(super) ground: &'t Ground,
    pub(super) report: &'r mut Report<'s>,
    /// `None` before names are known; then no reference is read.
    pub(super) names: Option<&'n Names<'n>>,
    pub(super) source: SourceId,
    /// The object in whose block the values stand.
    pub(super) scope: Option<ObjectId>,
}

impl<'t> Reader<'_, '_, '_, 't> {
    /// Every value of `operand`. `None` when one of them has a problem; all problems are reported.
    pub(super) fn all(&mut self, operand: Option<Operand<'t>>, values: Values) -> Option<Vec<Read<'t>>> {
        let mut all = Vec::new();
        self.add(&mut all, None, operand, values).then_some(all)
    }

    /// Adds every value of `operand`, which stands behind `link`, to `all`. Whether all could be read; all problems are reported.
    pub(super) fn add(
        &mut self,
        all: &mut Vec<Read<'t>>,
        link: Option<LinkWord>,
        operand: Option<Operand<'t>>,
        values: Values,
    ) -> bool {
        let mut complete = true;
        for parts in operand.iter().flat_map(|operand| operand.terms()) {
            let read = self.one(parts, values.types);
            complete &= read.is_some();
            push(all, read.map(|read| Read { link, ..read }));
        }
        complete
    }

    /// The value of one term.
    pub(super) fn one(&mut self, parts: &'t [Part<'t>], types: &[Type]) -> Option<Read<'t>> {
        let span = span_of(parts)?;
        let (first, behind) = parts.split_first()?;
        let kinds = types.iter().find_map(|ty| if let Type::Ref(kinds) = ty { Some(*kinds) } else { None });
        let value = if !behind.is_empty() && !is_reference(kinds, first) {
            self.unexpected(behind, span, types);
            None
        } else {
            self.value(first, parts, types, kinds)
        };
        value.map(|value| Read { link: None, value, span })
    }

    fn value(
        &mut self,
        first: &'t Part<'t>,
        parts: &'t [Part<'t>],
        types: &[Type],
        kinds: Option<&'static [&'static str]>,
    ) -> Option<Value<'t>> {
        match &first.kind {
            PartKind::Prefix(net) if types.contains(&Type::Prefix) => {
                prefix(self.report, self.source, first.span, *net).map(Value::Prefix)
            }
            PartKind::Address(address) if types.contains(&Type::Address) => Some(Value::Address(*address)),
            PartKind::Address(address) if types.contains(&Type::Prefix) => {
                let here = at(self.source, first.span);
                // The range of a VPC or a subnet is never one address.
                let peer = types.len() > 1;
                self.report.push(wrong_value::address(here, *address, &describe_types(types), peer));
                None
            }
            PartKind::Pair(pair) if types.contains(&Type::Pair) => Some(Value::Pair(pair)),
            PartKind::Number(digits) if types.contains(&Type::Text) => Some(Value::Text(digits)),
            PartKind::Number(_) | PartKind::Range(..) if types.contains(&Type::Ports) => {
                Ports::new(self.report, self.source)
                    .port_range(first, &describe_types(types))
                    .map(Value::Ports)
            }
            PartKind::Name(_) | PartKind::Path(_) => self.name(first.kind.segments()?, parts, types, kinds),
            _ => {
                self.wrong(parts, types);
                None
            }
        }
    }

    fn name(
        &mut self,
        segments: &'t [Segment<'t>],
        parts: &'t [Part<'t>],
        types: &[Type],
        kinds: Option<&'static [&'static str]>,
    ) -> Option<Value<'t>> {
        let plain = parts.first().and_then(word);
        if let (Some(text), 1) = (plain, parts.len()) {
            let literals =
                types.iter().filter_map(|ty| if let Type::Word(words) = ty { Some(words) } else { None });
            if let Some(literal) = literals.flat_map(|words| words.iter()).find(|literal| **literal == text) {
                return Some(Value::Word(literal));
            }
            if types.contains(&Type::Flag) && (text == "yes" || text == "no") {
                return Some(Value::Flag(text == "yes"));
            }
            let later = types.iter().any(|ty| matches!(ty, Type::Later(words) if words.contains(&text)));
            if later {
                self.not_modelled(parts, text);
                return None;
            }
            if text == "unknown" && !types.contains(&Type::Text) {
                if let Some(span) = span_of(parts) {
                    let here = at(self.source, span);
                    self.report.push(wrong_value::unknown(here, &describe_types(types)));
                }
                return None;
            }
        }
        // A name that nothing has is a text, where that may stand, too.
        let named = |kinds| parts.len() > 1 || self.is_known(segments, kinds);
        if types.contains(&Type::Text) && !kinds.is_some_and(named) {
            if let [segment] = segments {
                return Some(Value::Text(segment.text));
            }
            let texts: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
            return Some(Value::Text(self.ground.text(Cow::Owned(texts.join(".")))));
        }
        if types.contains(&Type::Sentence) {
            if let [segment] = segments
                && segment.quoted
            {
                return Some(Value::Text(segment.text));
            }
            self.unquoted(parts);
            return None;
        }
        let Some(kinds) = kinds else {
            self.wrong(parts, types);
            return None;
        };
        if plain.is_some_and(|text| matches!(text, "any" | "internet")) && !self.is_known(segments, kinds) {
            self.wrong(parts, types);
            return None;
        }
        match self.reference(parts, kinds)? {
            Named::Object(object) => Some(Value::Object(object)),
            Named::Segment(_) => None,
        }
    }

    /// Whether somebody gave a thing this name.
    fn is_known(&self, segments: &[Segment<'_>], kinds: &'static [&'static str]) -> bool {
        let path: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
        let found = self.names.map(|names| names.find(self.scope, &path, Expected::Kinds(kinds)));
        found.is_some_and(|found| found != Found::None)
    }

    /// `web`, `main.web` or `subnet main.web`: a thing of one of `kinds`.
    fn reference(&mut self, parts: &[Part<'_>], kinds: &'static [&'static str]) -> Option<Named> {
        let names = self.names?;
        let (part, expected) = match parts {
            [part] => (part, Expected::Kinds(kinds)),
            [kind, part] => {
                let text = word(kind)?;
                let Some(known) = schema::modelled_kinds(kinds).find(|known| *known == text) else {
                    self.other_kind(kind, text, kinds);
                    return None;
                };
                (part, Expected::Kind(known))
            }
            _ => {
                self.wrong(parts, &[Type::Ref(kinds)]);
                return None;
            }
        };
        let Some(path) = part.kind.segments() else {
            self.wrong(core::slice::from_ref(part), &[Type::Ref(kinds)]);
            return None;
        };
        look_up(self.report, names, self.source, self.scope, path, part.span, expected)
    }

    fn other_kind(&mut self, part: &Part<'_>, text: &str, kinds: &'static [&'static str]) {
        if schema::is_later_kind(text) {
            self.not_modelled(core::slice::from_ref(part), text);
            return;
        }
        let expected =
            either(schema::modelled_kinds(kinds).map(a).collect::<Vec<_>>().iter().map(String::as_str));
        let here = at(self.source, part.span);
        self.report.push(wrong_kind::word(here, text, &expected));
    }

    fn not_modelled(&mut self, parts: &[Part<'_>], text: &str) {
        if let Some(span) = span_of(parts) {
            let here = at(self.source, span);
            self.report.push(not_modelled_yet::word(here, text));
        }
    }

    fn unquoted(&mut self, parts: &[Part<'_>]) {
        let Some(span) = span_of(parts) else { return };
        let here = at(self.source, span);
        let quoted = quoted(self.report.whole_text(here));
        self.report.push(wrong_value::sentence(here, Some(quoted)));
    }

    fn wrong(&mut self, parts: &[Part<'_>], types: &[Type]) {
        let Some(span) = span_of(parts) else { return };
        let here = at(self.source, span);
        let text = self.report.text(here);
        let expected = describe_types(types);
        let everyone = matches!(parts.first().and_then(word), Some("any" | "internet"));
        self.report.push(if everyone && types.contains(&Type::Prefix) {
            wrong_value::everyone(here, &text, &expected)
        } else {
            wrong_value::other(here, &text, &expected)
        });
    }

    fn unexpected(&mut self, behind: &[Part<'_>], whole: Span, types: &[Type]) {
        // Several words where a sentence is expected lack their quotes.
        if types.contains(&Type::Sentence) {
            let here = at(self.source, whole);
            self.report.push(wrong_value::sentence(here, None));
            return;
        }
        let Some(span) = span_of(behind) else { return };
        let here = at(self.source, span);
        let text = self.report.text(here);
        self.report.push(unexpected::second_value(here, &text, &describe_types(types)));
    }
}

/// All of them, each read; `None` when one has a problem.
pub(super) fn whole<T>(read: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut all = Vec::new();
    let mut complete = true;
    for one in read {
        complete &= one.is_some();
        push(&mut all, one);
    }
    complete.then_some(all)
}

/// Adds a value, if there is one. Most lists have one only: ground for more is made when it comes.
fn push<T>(all: &mut Vec<T>, one: Option<T>) {
    if all.is_empty() {
        all.reserve_exact(usize::from(one.is_some()));
    }
    all.extend(one);
}

/// Whether the first of several parts may be the kind before a name.
fn is_reference(kinds: Option<&[&str]>, first: &Part<'_>) -> bool {
    kinds.is_some()
        && word(first).is_some_and(|text| schema::kind(text).is_some() || schema::is_later_kind(text))
}

/// The prefix that somebody wrote, when it is canonical; else a problem with the one that was probably meant.
pub(super) fn prefix(
    report: &mut Report<'_>,
    source: SourceId,
    span: Span,
    net: ipnet::IpNet,
) -> Option<Prefix> {
    match Prefix::new(net) {
        Ok(prefix) => Some(prefix),
        Err(bits) => {
            let here = at(source, span);
            report.push(problem::host_bits::prefix(here, &net, bits.corrected()));
            None
        }
    }
}

/// What the path at `span` means; what it cannot mean is reported.
pub(super) fn look_up(
    report: &mut Report<'_>,
    names: &Names<'_>,
    source: SourceId,
    scope: Option<ObjectId>,
    path: &[Segment<'_>],
    span: Span,
    expected: Expected,
) -> Option<Named> {
    let (only, several): ([&str; 1], Vec<&str>);
    let texts = if let [segment] = path {
        only = [segment.text];
        only.as_slice()
    } else {
        several = path.iter().map(|segment| segment.text).collect();
        several.as_slice()
    };
    let found = names.find(scope, texts, expected);
    if let Found::One(named) = found {
        report.means(at(source, span), Some(named));
        return Some(named);
    }
    let kinds = expected.kinds();
    let here = at(source, span);
    if matches!(found, Found::None | Found::OtherKind(_)) && report.follows(&kinds, texts, here) {
        return None;
    }
    let text = report.text(here);
    let problem = match found {
        Found::One(_) => return None,
        Found::Several(ways) => {
            let ways: Vec<String> = ways.iter().map(|way| format!("`{way}`")).collect();
            ambiguous_name::thing(here, &text, &either(ways.iter().map(String::as_str)))
        }
        Found::OtherKind(kind) => {
            let name = texts.last().copied().unwrap_or_default();
            let name = shown(name);
            match expected {
                Expected::Anything => wrong_kind::thing(here, &name, kind, "a thing that is deployed"),
                Expected::Points => wrong_kind::no_points(here, &name, kind),
                Expected::Kinds(_) | Expected::Kind(_) => {
                    let wanted = either(
                        kinds.iter().map(|kind| a(kind)).collect::<Vec<_>>().iter().map(String::as_str),
                    );
                    wrong_kind::thing(here, &name, kind, &wanted)
                }
            }
        }
        Found::None => {
            let kind = match kinds.as_slice() {
                [kind] => Some(*kind),
                _ => None,
            };
            let builtin = if matches!(expected, Expected::Points) { &["internet", "any"][..] } else { &[] };
            let builtin = builtin.iter().copied();
            let own_name = texts.last().copied().unwrap_or_default();
            let meant = report.meant(own_name, names.known(expected).chain(builtin)).map(shown);
            unknown_name::thing(here, &text, kind, meant.as_deref())
        }
    };
    report.push(problem);
    None
}
