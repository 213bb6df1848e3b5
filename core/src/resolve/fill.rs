//! The values, references and rules of every statement that describes a cloud.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::declare::Node;
use super::names::Names;
use super::report::{Report, at, either};
use super::shape::{Operand, span_of};
use super::traffic::{Ports, number, word};
use super::value::{Read, Reader, whole};
use crate::estate::Traffic;
use crate::problem::{missing, not_in_this_cloud, out_of_range};
use crate::schema::{Row, Shape, Type};
use crate::source::Span;
use crate::syntax::{Ground, LinkWord, Part, PartKind};

/// What a statement says, read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filled<'t> {
    /// Its own values, then those behind each link.
    reads: &'t [Read<'t>],
    pub(super) rule: RuleHead<'t>,
}

/// What stands before the links of a rule.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RuleHead<'t> {
    pub(super) number: Option<(u16, Span)>,
    pub(super) action: Option<&'static str>,
    pub(super) traffic: &'t [(Traffic, Span)],
}

impl<'t> Filled<'t> {
    /// The values behind a link; empty when it is not written.
    pub(super) fn link(&self, word: LinkWord) -> &'t [Read<'t>] {
        self.behind(Some(word))
    }

    /// The statement's own values.
    pub(super) fn values(&self) -> &'t [Read<'t>] {
        self.behind(None)
    }

    fn behind(&self, link: Option<LinkWord>) -> &'t [Read<'t>] {
        let mut stretches = self.reads.chunk_by(|one, next| one.link == next.link);
        stretches.find(|reads| reads.first().is_some_and(|first| first.link == link)).unwrap_or_default()
    }
}

/// Reads what `node` says. `None` when it has a problem, here or before; every problem is reported.
pub(super) fn fill<'t>(
    report: &mut Report<'_>,
    ground: &'t Ground,
    names: &Names<'_>,
    node: &Node<'t>,
) -> Option<Filled<'t>> {
    report.quietly(node.broken, |report| read(report, ground, names, node))
}

fn read<'t>(
    report: &mut Report<'_>,
    ground: &'t Ground,
    names: &Names<'_>,
    node: &Node<'t>,
) -> Option<Filled<'t>> {
    let before = report.len();
    let mut reads = Vec::new();
    let mut filled = Filled::default();
    let mut complete = !node.broken;
    let mut reader = Reader { ground, report, names: Some(names), source: node.source, scope: node.object };
    match node.row.shape {
        Shape::Value if node.row.values.types.contains(&Type::Service) => {
            complete &= traffic(&mut reader, &mut filled, node.pieces.operand);
        }
        Shape::Object | Shape::Value | Shape::Route => {
            complete &= reader.add(&mut reads, None, node.pieces.operand, node.row.values);
        }
        Shape::Rule { number, actions } => match node.pieces.operand {
            Some(operand) => match rule(&mut reader, node.row, number, actions, operand) {
                Some(head) => filled.rule = head,
                None => complete = false,
            },
            None => complete = false,
        },
        Shape::Define | Shape::Flow | Shape::Test => {}
    }
    for (row, operand) in node.pieces.links() {
        if node.row.shape == Shape::Value && row.values.types.contains(&Type::Service) {
            complete &= traffic(&mut reader, &mut filled, Some(operand));
        } else {
            complete &= reader.add(&mut reads, Some(row.word), Some(operand), row.values);
        }
    }
    filled.reads = ground.list(&reads);
    (complete && report.len() == before).then_some(filled)
}

/// `[number] [action] service`
fn rule<'t>(
    reader: &mut Reader<'_, '_, '_, 't>,
    row: &Row,
    numbers: Option<(u16, u16)>,
    actions: &'static [&'static str],
    operand: Operand<'_>,
) -> Option<RuleHead<'t>> {
    let (source, ground) = (reader.source, reader.ground);
    let report = &mut *reader.report;
    let mut terms = operand.terms();
    let mut rest = terms.next()?;
    let mut head = RuleHead::default();
    let start = rest.first()?;
    match (&start.kind, numbers) {
        (PartKind::Number(digits), Some((least, most))) => {
            let value = number(digits).and_then(|value| u16::try_from(value).ok());
            let Some(value) = value.filter(|value| (least..=most).contains(value)) else {
                report.push(out_of_range::rule_number(at(source, start.span), digits, (least, most)));
                return None;
            };
            head.number = Some((value, start.span));
            rest = rest.get(1..).unwrap_or_default();
        }
        (PartKind::Number(digits), None) if rest.get(1).and_then(word).is_some() => {
            report.push(not_in_this_cloud::rule_number(at(source, start.span), digits));
            return None;
        }
        (_, Some(bounds)) => {
            report.push(missing::rule_number(at(source, start.span), row.word, actions, bounds));
            return None;
        }
        (_, None) => {}
    }
    if let Some((part, refusal)) = rest.first().and_then(|part| Some((part, refused(row, part)?))) {
        report.push(not_in_this_cloud::refused(at(source, part.span), refusal));
        return None;
    }
    if !actions.is_empty() {
        let action =
            rest.first().and_then(word).and_then(|text| actions.iter().find(|action| **action == text));
        let Some(action) = action else {
            let known: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
            let known = either(known.iter().map(String::as_str));
            let here = at(source, rest.first().map_or(start.span, |part| part.span));
            report.push(missing::rule_action(here, &known));
            return None;
        };
        head.action = Some(action);
        rest = rest.get(1..).unwrap_or_default();
    }
    if rest.is_empty() {
        report.push(missing::rule_protocol(at(source, operand.list.span)));
        return None;
    }
    if let Some(span) = operand.beyond_commas() {
        report.push(not_in_this_cloud::set_in_rule(at(source, span)));
        return None;
    }
    let mut ports = Ports::new(report, source);
    let traffic = whole(core::iter::once(rest).chain(terms).map(|parts| {
        let traffic = ports.piece(parts);
        traffic.zip(span_of(parts))
    }))?;
    Some(RuleHead { traffic: ground.list(&traffic), ..head })
}

/// Reads the traffic of a list that stands alone. Whether it could be read; all problems are reported.
fn traffic<'t>(
    reader: &mut Reader<'_, '_, '_, 't>,
    filled: &mut Filled<'t>,
    operand: Option<Operand<'_>>,
) -> bool {
    let Some(operand) = operand else { return false };
    if let Some(span) = operand.beyond_commas() {
        reader.report.push(not_in_this_cloud::set_in_rule(at(reader.source, span)));
        return false;
    }
    let ground = reader.ground;
    let mut ports = Ports::new(reader.report, reader.source);
    let traffic = whole(operand.terms().map(|parts| ports.piece(parts).zip(span_of(parts))));
    filled.rule.traffic = ground.list(traffic.as_deref().unwrap_or_default());
    traffic.is_some()
}

/// What the cloud says to a word that its rules do not have.
fn refused(row: &Row, part: &Part<'_>) -> Option<&'static str> {
    let text = word(part)?;
    row.refused.iter().find(|(word, _)| *word == text).map(|&(_, refusal)| refusal)
}
