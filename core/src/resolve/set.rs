//! Sets of points and of services.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::names::{Expected, Named, Names};
use super::report::{Report, at};
use super::shape::{shown, span_of};
use super::traffic::{Ports, is_protocol, protocols, word};
use super::value::{look_up, prefix, whole};
use crate::estate::{Expr, ObjectId, SegmentId, Selector, ServiceId, ServiceSet, ServiceTerm, SetExpr};
use crate::ordered::{ById, Hashed};
use crate::packet::AddressRange;
use crate::problem::unexpected::Behind;
use crate::problem::{not_modelled_yet, out_of_range, unexpected, unknown_name, wrong_kind, wrong_value};
use crate::schema;
use crate::source::{SourceId, Span};
use crate::syntax::{List, Meet, Part, PartKind, Segment};

/// The words that mean a set of points by themselves, each with what it is.
pub(crate) const EVERYWHERE: [(&str, &str); 2] = [
    ("internet", "every public address that the estate does not own"),
    ("any", "every interface and the internet"),
];

/// Whether `word`, which is no kind, means something of its own in a set: a name that is such a word is in quotes.
pub(crate) fn is_set_word(word: &str) -> bool {
    word == "self" || EVERYWHERE.iter().any(|&(known, _)| known == word)
}

/// What sets and services may name.
#[derive(Clone, Copy)]
pub(super) struct Scope<'n> {
    pub(super) names: &'n Names<'n>,
    /// Objects whose text is whole. What names another one is left out, without a word: its own problem stands.
    pub(super) standing: &'n ById<ObjectId, ()>,
    /// What each segment is now; `None` for one that is broken.
    pub(super) segments: &'n [Option<SegmentId>],
    /// The services by name; `None` for one that is broken.
    pub(super) services: &'n Hashed<&'n str, Option<ServiceId>>,
}

/// Reads sets in one text.
pub(super) struct Sets<'r, 's, 'n> {
    pub(super) report: &'r mut Report<'s>,
    pub(super) scope: Scope<'n>,
    pub(super) source: SourceId,
}

impl Sets<'_, '_, '_> {
    /// A set of points. `None` when something in it has a problem; every problem is reported.
    pub(super) fn points(&mut self, list: &List<'_>) -> Option<SetExpr> {
        let union = whole(list.union().map(|meet| self.meet(meet)));
        let except = whole(list.except().map(|meet| self.meet(meet)));
        Some(Expr { union: union?, except: except? })
    }

    fn meet(&mut self, meet: Meet<'_>) -> Option<Vec<Selector>> {
        whole(meet.terms().map(|parts| self.member(parts)))
    }

    fn member(&mut self, parts: &[Part<'_>]) -> Option<Selector> {
        let (first, behind) = parts.split_first()?;
        match (word(first), behind) {
            (Some("tag"), [tag]) => return self.tag(tag),
            (Some(kind), [name]) if schema::kind(kind).is_some() || schema::is_later_kind(kind) => {
                return self.of_kind(kind, first.span, name);
            }
            (_, [second, ..]) => {
                self.side_by_side(first, second, behind);
                return None;
            }
            (_, []) => {}
        }
        match &first.kind {
            PartKind::Group(list) => Some(Selector::Group(Box::new(self.points(list)?))),
            PartKind::Address(address) => Some(Selector::Addresses(AddressRange::new(*address, *address)?)),
            PartKind::Prefix(net) => {
                let prefix = prefix(self.report, self.source, first.span, *net)?;
                Some(Selector::Addresses(prefix.into()))
            }
            PartKind::AddressRange([low, high]) => self.range(first.span, *low, *high),
            PartKind::Name(_) | PartKind::Path(_) => match word(first) {
                Some("any") => Some(Selector::Any),
                Some("internet") => Some(Selector::Internet),
                Some("self") => {
                    self.report.push(wrong_value::itself(at(self.source, first.span)));
                    None
                }
                _ => self.named(first.kind.segments()?, first.span, Expected::Points),
            },
            PartKind::Pair(pair) => {
                let here = at(self.source, first.span);
                let text = self.report.text(here);
                self.report.push(wrong_value::bare_tag(here, &text, &shown(pair.key)));
                None
            }
            PartKind::Number(_) | PartKind::Range(..) | PartKind::Code(..) => {
                let here = at(self.source, first.span);
                self.report.tell(here, wrong_value::points);
                None
            }
        }
    }

    /// `tag key=value` or `tag key`
    pub(super) fn tag(&mut self, part: &Part<'_>) -> Option<Selector> {
        match &part.kind {
            PartKind::Pair(pair) => {
                let (key, value) = (pair.key.to_string(), pair.value.to_string());
                Some(Selector::Tag { key, value: Some(value) })
            }
            PartKind::Name(segment) => Some(Selector::Tag { key: segment.text.to_string(), value: None }),
            PartKind::Path(_) => {
                let here = at(self.source, part.span);
                Some(Selector::Tag { key: self.report.text(here).to_string(), value: None })
            }
            _ => {
                let here = at(self.source, part.span);
                self.report.tell(here, wrong_value::tag);
                None
            }
        }
    }

    /// `subnet web`
    fn of_kind(&mut self, kind: &str, kind_span: Span, name: &Part<'_>) -> Option<Selector> {
        let here = at(self.source, kind_span);
        let Some(row) = schema::kind(kind) else {
            self.report.push(not_modelled_yet::word(here, kind));
            return None;
        };
        let Some(path) = name.kind.segments() else {
            let here = at(self.source, name.span);
            let text = self.report.text(here);
            self.report.push(wrong_value::name_of(here, &text, kind));
            return None;
        };
        if !schema::denotes_points(kind) {
            self.report.push(wrong_kind::word_of_no_points(here, kind));
            return None;
        }
        self.named(path, name.span, Expected::Kind(row.word))
    }

    fn named(&mut self, path: &[Segment<'_>], span: Span, expected: Expected) -> Option<Selector> {
        match look_up(self.report, self.scope.names, self.source, None, path, span, expected)? {
            Named::Object(object) => self.scope.standing.get(object).map(|()| Selector::Object(object)),
            Named::Segment(index) => {
                self.scope.segments.get(index as usize).copied().flatten().map(Selector::Segment)
            }
        }
    }

    fn range(&mut self, span: Span, low: core::net::IpAddr, high: core::net::IpAddr) -> Option<Selector> {
        let range = AddressRange::new(low, high);
        if range.is_none() {
            let here = at(self.source, span);
            let text = self.report.text(here);
            self.report.push(match AddressRange::new(high, low) {
                Some(turned) => out_of_range::order(here, &text, turned.to_string()),
                None => out_of_range::families(here, &text),
            });
        }
        range.map(Selector::Addresses)
    }

    /// Two members without anything between them.
    fn side_by_side(&mut self, first: &Part<'_>, second: &Part<'_>, behind: &[Part<'_>]) {
        let takes_one = word(first).is_some_and(|word| word == "tag" || schema::kind(word).is_some());
        let extra = behind.get(1).filter(|_| takes_one).unwrap_or(second);
        let here = at(self.source, extra.span);
        let text = self.report.text(here);
        let stands = match (word(first), word(extra)) {
            (_, Some("and" | "or")) => Behind::Conjunction,
            (Some("tag"), _) => Behind::Tag,
            (Some(word), _) if behind.len() == 1 => Behind::Word(word),
            _ => Behind::Member,
        };
        self.report.push(unexpected::second_member(here, &text, stands));
    }

    /// A set of protocols and ports. `None` when something in it has a problem; every problem is reported.
    pub(super) fn traffic(&mut self, list: &List<'_>) -> Option<ServiceSet> {
        let scope = self.scope;
        let source = self.source;
        services(&mut Ports::new(self.report, source), scope, source, list)
    }
}

fn services(
    ports: &mut Ports<'_, '_>,
    scope: Scope<'_>,
    source: SourceId,
    list: &List<'_>,
) -> Option<ServiceSet> {
    let mut meet = |meet: Meet<'_>| whole(meet.terms().map(|parts| service(ports, scope, source, parts)));
    let union = whole(list.union().map(&mut meet));
    let except = whole(list.except().map(meet));
    Some(Expr { union: union?, except: except? })
}

fn service(
    ports: &mut Ports<'_, '_>,
    scope: Scope<'_>,
    source: SourceId,
    parts: &[Part<'_>],
) -> Option<ServiceTerm> {
    if let [part] = parts {
        match &part.kind {
            PartKind::Group(list) => {
                ports.forget();
                let group = services(ports, scope, source, list);
                ports.forget();
                return Some(ServiceTerm::Group(Box::new(group?)));
            }
            PartKind::Name(_) | PartKind::Path(_) => {
                let plain = word(part);
                let known = plain.is_some_and(|text| is_protocol(text) || ports.is_icmp_type(text));
                if !known {
                    ports.forget();
                    return named_service(ports.report(), scope, source, part.kind.segments()?, part.span);
                }
            }
            _ => {}
        }
    }
    if let [first, behind @ ..] = parts {
        let named =
            word(first).filter(|text| !is_protocol(text) && scope.services.number_of(*text).is_some());
        if let (Some(name), Some(span)) = (named, span_of(behind)) {
            let here = at(source, span);
            let text = ports.report().text(here);
            ports.report().push(unexpected::behind_service(here, &text, name));
            return None;
        }
    }
    ports.piece(parts).map(ServiceTerm::Traffic)
}

fn named_service(
    report: &mut Report<'_>,
    scope: Scope<'_>,
    source: SourceId,
    path: &[Segment<'_>],
    span: Span,
) -> Option<ServiceTerm> {
    let own = match path {
        [segment] => segment.text,
        _ => "",
    };
    if let Some(service) = scope.services.get(own) {
        report.means(at(source, span), None);
        return service.map(ServiceTerm::Service);
    }
    let here = at(source, span);
    let texts: Vec<&str> = path.iter().map(|segment| segment.text).collect();
    if report.follows(&["service"], &texts, here) {
        return None;
    }
    let text = report.text(here);
    let known = scope.services.iter().map(|(name, _)| *name).chain(protocols());
    let meant = report.meant(own, known).map(shown);
    report.push(unknown_name::service(here, &text, meant.as_deref()));
    None
}
