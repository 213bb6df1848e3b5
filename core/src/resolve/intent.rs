//! Intents, questions and tests.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::declare::{Forest, Node};
use super::names::{Expected, Named};
use super::report::at;
use super::set::{Scope, Sets};
use super::shape::{Operand, Pieces, shown, span_of};
use super::traffic::word;
use super::value::{Reader, Value, look_up};
use super::{Report, names::Names};
use crate::answer;
use crate::estate::{
    Expectation, Expr, Flow, Intent, ObjectId, Selector, ServiceSet, ServiceTerm, SetExpr, Test, Traffic,
    Verb, Ways,
};
use crate::ordered::{Map, Set};
use crate::origin::Origin;
use crate::problem::{
    empty_set, missing, not_modelled_yet, nothing_asked, too_large, wrong_shape, wrong_value,
};
use crate::reason::Reason;
use crate::schema::{LinkRow, Shape, Type};
use crate::source::{Location, SourceId};
use crate::syntax::{Ground, LinkWord, PartKind};

/// The intents and tests of all texts. One that has a problem, or that needs something that has one, is left out.
pub(super) fn intents(
    report: &mut Report<'_>,
    scope: Scope<'_>,
    forest: &Forest<'_>,
) -> (Vec<Intent>, Vec<Test>) {
    let mut reading = Reading { report, scope, forest, tags: None, left: MOST_CATEGORIES };
    let mut intents = Vec::new();
    let mut tests = Vec::new();
    for node in forest.top() {
        match node.row.shape {
            Shape::Flow => intents.extend(reading.intent(node)),
            Shape::Test => tests.extend(reading.test(node)),
            _ => {}
        }
    }
    (intents, tests)
}

/// The flow of a question: `pieces` of a statement at `origin`.
pub(super) fn flow(
    report: &mut Report<'_>,
    ground: &Ground,
    scope: Scope<'_>,
    source: SourceId,
    pieces: &Pieces<'_>,
    origin: Location,
) -> Option<Flow> {
    let other = pieces.link(LinkWord::Arrow).or_else(|| pieces.link(LinkWord::From));
    let mut sets = Sets { report, scope, source };
    let mut points = |operand: Option<Operand<'_>>| -> Option<SetExpr> { sets.points(operand?.list) };
    let (from, to) = match (pieces.operand, other) {
        // Whatever else needs ends and names none has been reported.
        (None, None) => (Some(every_point()), Some(every_point())),
        (from, to) => (points(from), points(to)),
    };
    let service = match pieces.link(LinkWord::Colon) {
        Some(operand) => sets.traffic(operand.list),
        None => Some(every_service()),
    };
    let ways = ways(report, ground, scope, source, pieces)?;
    Some(Flow { from: from?, to: to?, service: service?, ways, origin: Origin::Written(origin) })
}

/// The ways that count: those behind `through` and `avoiding`; any where neither is written.
fn ways(
    report: &mut Report<'_>,
    ground: &Ground,
    scope: Scope<'_>,
    source: SourceId,
    pieces: &Pieces<'_>,
) -> Option<Ways> {
    let mut things = |word: LinkWord| {
        let links = pieces.links().filter(|(row, _)| row.word == word);
        let links: Vec<(&LinkRow, Operand<'_>)> = links.take(MOST_WAYPOINTS.saturating_add(1)).collect();
        if let Some((_, operand)) = links.get(MOST_WAYPOINTS) {
            report.push(too_large::waypoints(at(source, operand.list.span), MOST_WAYPOINTS));
            return None;
        }
        let links = links.into_iter();
        let all: Vec<Option<Vec<ObjectId>>> =
            links.map(|(row, operand)| waypoints(report, ground, scope, source, row, operand)).collect();
        all.into_iter().collect::<Option<Vec<_>>>()
    };
    let [through, avoiding] = [LinkWord::Through, LinkWord::Avoiding].map(&mut things);
    Some(Ways { through: through?, avoiding: avoiding?.into_iter().flatten().collect() })
}

/// Things that ways may have to pass in order: each way is told apart by how far it comes from each of them on.
const MOST_WAYPOINTS: usize = 16;

/// The things behind one link.
fn waypoints(
    report: &mut Report<'_>,
    ground: &Ground,
    scope: Scope<'_>,
    source: SourceId,
    row: &LinkRow,
    operand: Operand<'_>,
) -> Option<Vec<ObjectId>> {
    let mut reader = Reader { ground, report, names: Some(scope.names), source, scope: None };
    let read = reader.all(Some(operand), row.values)?;
    let things = read.into_iter().map(|read| match read.value {
        // Of one that does not stand, its own problem tells.
        Value::Object(object) => Some(object).filter(|object| scope.standing.get(*object).is_some()),
        _ => None,
    });
    things.collect()
}

/// Categories that all `isolate each` together may go by.
const MOST_CATEGORIES: usize = 10_000;

struct Reading<'r, 's, 'n, 't> {
    report: &'r mut Report<'s>,
    scope: Scope<'n>,
    forest: &'n Forest<'t>,
    /// What the things carry, once it is needed.
    tags: Option<Tags<'n>>,
    /// Categories that are left for `isolate each`.
    left: usize,
}

impl Reading<'_, '_, '_, '_> {
    fn intent(&mut self, node: &Node<'_>) -> Option<Intent> {
        let verb = match node.row.word {
            "allow" => Verb::Allow,
            "deny" => Verb::Deny,
            "require" => Verb::Require,
            "isolate" => Verb::Isolate,
            "closed" => Verb::Closed,
            _ => return None,
        };
        let each = node.row.values.types.contains(&Type::Categories);
        let (flows, each) = match (verb, each) {
            (_, true) => self.categories(node).map_or((None, None), |(key, flows)| (Some(flows), Some(key))),
            (Verb::Isolate, false) => (self.flow(node).map(|flow| vec![flow.clone(), flow.back()]), None),
            _ => (self.flow(node).map(|flow| vec![flow]), None),
        };
        if verb == Verb::Require && node.pieces.link(LinkWord::Colon).is_none() && flows.is_some() {
            self.report.push(missing::service(node.at()));
        }
        let because = self.because(node);
        let forest = self.forest;
        let exceptions: Vec<Option<Flow>> =
            forest.children(node).map(|child| self.exception(child)).collect();
        // Without one of its exceptions it would ask for more than was written.
        let exceptions: Option<Vec<Flow>> = exceptions.into_iter().collect();
        let whole = !node.incomplete;
        let origin = Origin::Written(node.at());
        Some(Intent { verb, flows: flows?, each, exceptions: exceptions?, because: because?, origin })
            .filter(|_| whole)
    }

    /// The key of `each tag KEY`, and the flows from what carries each of its values to what carries another.
    fn categories(&mut self, node: &Node<'_>) -> Option<(String, Vec<Flow>)> {
        let parts = node.pieces.operand?.terms().next()?;
        let [_, tag, key] = parts else {
            let here = at(node.source, span_of(parts)?);
            self.report.push(wrong_shape::categories(here));
            return None;
        };
        let here = at(node.source, key.span);
        if word(tag) != Some("tag") || matches!(key.kind, PartKind::Pair(..)) {
            self.report.push(wrong_shape::categories(at(node.source, tag.span.to(key.span))));
            return None;
        }
        let mut sets = Sets { report: self.report, scope: self.scope, source: node.source };
        let service = match node.pieces.link(LinkWord::Colon) {
            Some(operand) => sets.traffic(operand.list),
            None => Some(every_service()),
        };
        let Selector::Tag { key, .. } = sets.tag(key)? else { return None };
        let ways = ways(self.report, self.forest.ground, self.scope, node.source, &node.pieces);
        let forest = self.forest;
        let tags = self.tags.get_or_insert_with(|| Tags::of(forest));
        let values: Vec<&str> = tags.values.get(&key.as_str()).into_iter().flatten().copied().collect();
        if values.len() < 2 {
            // Of a tag that could not be read nothing is known.
            if !tags.incomplete {
                self.one_category(here, &key, values.first());
            }
            return None;
        }
        let Some(left) = self.left.checked_sub(values.len()) else {
            self.report.push(too_large::categories(here, MOST_CATEGORIES));
            return None;
        };
        self.left = left;
        let tagged = |value| vec![vec![Selector::Tag { key: key.clone(), value }]];
        let (service, ways) = (service?, ways?);
        let flows = values.iter().map(|value| {
            let own = tagged(Some(String::from(*value)));
            let to = Expr { union: tagged(None), except: own.clone() };
            let from = Expr { union: own, except: Vec::new() };
            Flow {
                from,
                to,
                service: service.clone(),
                ways: ways.clone(),
                origin: Origin::Written(node.at()),
            }
        });
        let flows = flows.collect();
        Some((key, flows))
    }

    /// Nothing is kept apart where all are alike.
    fn one_category(&mut self, here: Location, key: &str, only: Option<&&str>) {
        let key = shown(key);
        let problem = match only {
            Some(value) => nothing_asked::one_category(here, &key, &shown(value)),
            None => empty_set::no_tag(here, &key),
        };
        self.report.push(problem);
    }

    fn exception(&mut self, node: &Node<'_>) -> Option<Flow> {
        let because = self.because(node);
        let flow = self.flow(node);
        because.and(flow)
    }

    fn flow(&mut self, node: &Node<'_>) -> Option<Flow> {
        let (scope, ground) = (self.scope, self.forest.ground);
        let read = self
            .report
            .quietly(node.broken, |report| flow(report, ground, scope, node.source, &node.pieces, node.at()));
        read.filter(|_| !node.broken)
    }

    /// The reason behind `because`; the outer `None` when it has a problem.
    fn because(&mut self, node: &Node<'_>) -> Option<Option<String>> {
        let Some(row) = node.row.link(LinkWord::Because) else { return Some(None) };
        let (operand, ground) = (node.pieces.link(LinkWord::Because), self.forest.ground);
        let read = self.report.quietly(node.broken, |report| {
            Reader { ground, report, names: None, source: node.source, scope: None }.all(operand, row.values)
        })?;
        Some(
            read.into_iter().find_map(|read| {
                if let Value::Text(text) = read.value { Some(text.to_string()) } else { None }
            }),
        )
    }

    fn test(&mut self, node: &Node<'_>) -> Option<Test> {
        let forest = self.forest;
        let expectations = forest.children(node).filter_map(|line| self.expectation(line)).collect();
        let name = node.pieces.name.map(|segment| segment.text.to_string())?;
        Some(Test { name, expectations, origin: Origin::Written(node.at()) })
    }

    fn expectation(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let expected = answer::Expected::from_word(node.row.word)?;
        let flow = self.flow(node);
        if node.broken {
            return None;
        }
        let by = node.pieces.link(LinkWord::By);
        let at = node.pieces.link(LinkWord::At);
        let by = by.map_or(Some(None), |operand| self.reason(node.source, operand).map(Some));
        let at = at.map_or(Some(None), |operand| self.place(node.source, operand).map(Some));
        Some(Expectation { expected, flow: flow?, by: by?, at: at?, origin: Origin::Written(node.at()) })
    }

    fn reason(&mut self, source: SourceId, operand: Operand<'_>) -> Option<Reason> {
        let here = at(source, operand.list.span);
        let text = self.report.text(here);
        let reason = Reason::from_code(self.report.whole_text(here));
        if reason.is_none() {
            let known = Reason::ALL.iter().map(|reason| reason.as_str());
            let meant = self.report.meant(&text, known);
            self.report.push(wrong_value::reason(here, &text, meant));
        }
        reason
    }

    /// The thing behind `at`: `security-group web`, `edge`.
    fn place(&mut self, source: SourceId, operand: Operand<'_>) -> Option<ObjectId> {
        let parts = operand.terms().next()?;
        let names: &Names<'_> = self.scope.names;
        let (name, expected, behind) = match parts {
            [kind, name, behind @ ..] if word(kind).is_some_and(is_object) => {
                let kind = word(kind).and_then(crate::schema::kind)?;
                (name, Expected::Kind(kind.word), behind)
            }
            [kind, ..] if parts.len() > 1 && word(kind).is_some_and(is_later) => {
                self.not_modelled(source, kind);
                return None;
            }
            [name, behind @ ..] => (name, Expected::Anything, behind),
            [] => return None,
        };
        if let Some(direction) = behind.first() {
            let here = at(source, direction.span);
            self.report.push(not_modelled_yet::rule_as_place(here));
            return None;
        }
        let Some(path) = name.kind.segments() else {
            let here = at(source, name.span);
            self.report.tell(here, wrong_value::name);
            return None;
        };
        match look_up(self.report, names, source, None, path, name.span, expected)? {
            Named::Object(object) => Some(object),
            Named::Segment(_) => None,
        }
    }

    fn not_modelled(&mut self, source: SourceId, part: &crate::syntax::Part<'_>) {
        let here = at(source, part.span);
        self.report.tell(here, not_modelled_yet::word);
    }
}

/// The values of tags by their keys.
struct Tags<'n> {
    values: Map<&'n str, Vec<&'n str>>,
    /// Whether some tag could not be read.
    incomplete: bool,
}

impl<'n> Tags<'n> {
    fn of(forest: &'n Forest<'_>) -> Self {
        let all = forest.objects.iter().flat_map(|object| &object.tags);
        let all: Set<(&str, &str)> = all.map(|(key, value)| (key.as_str(), value.as_str())).collect();
        Self { values: Map::grouped(all), incomplete: forest.lost_a_tag() }
    }
}

fn is_object(word: &str) -> bool {
    crate::schema::kind(word).is_some_and(|row| row.shape == Shape::Object)
}

fn is_later(word: &str) -> bool {
    crate::schema::is_later_kind(word)
}

/// What no ends mean: any point.
fn every_point() -> SetExpr {
    Expr { union: vec![vec![Selector::Any]], except: Vec::new() }
}

/// What no service means: every protocol.
fn every_service() -> ServiceSet {
    Expr { union: vec![vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() }
}
