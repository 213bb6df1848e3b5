//! Statements that say nothing new, or that nothing uses.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::estate::aws::{EndpointKind, Peer, PrefixListId};
use ringfence::estate::{
    Expr, Flow, Intent, SegmentId, Selector, ServiceId, ServiceSet, ServiceTerm, SetExpr, Verb, Ways,
};
use ringfence::{Origin, Question};

use crate::job::Job;

/// What two flows that ask the same have in common.
type Asked<'a> = (&'a SetExpr, &'a SetExpr, &'a ServiceSet, &'a Ways);

fn asked(flow: &Flow) -> Asked<'_> {
    (&flow.from, &flow.to, &flow.service, &flow.ways)
}

/// Whether two intents say the same, whatever the reason.
fn is_same(one: &Intent, other: &Intent) -> bool {
    let ask_same = |one: &[Flow], other: &[Flow]| one.iter().map(asked).eq(other.iter().map(asked));
    (one.verb, &one.each) == (other.verb, &other.each)
        && ask_same(&one.flows, &other.flows)
        && ask_same(&one.exceptions, &other.exceptions)
}

/// Intents and test lines that stand twice.
pub(super) fn duplicates(job: &mut Job<'_>) {
    let estate = job.estate;
    let mut intents: Vec<&Intent> = Vec::new();
    let mut pairs: Vec<(&Origin, &Origin)> = Vec::new();
    for intent in &estate.intents {
        match intents.iter().find(|other| is_same(other, intent)) {
            Some(other) => pairs.push((&other.origin, &intent.origin)),
            None => intents.push(intent),
        }
    }
    let mut lines = Vec::new();
    for line in estate.tests.iter().flat_map(|test| &test.expectations) {
        let one = (line.expected, line.by, line.at, asked(&line.flow));
        match lines.iter().find(|(other, _)| *other == one) {
            Some((_, first)) => pairs.push((*first, &line.origin)),
            None => lines.push((one, &line.origin)),
        }
    }
    for (first, second) in pairs {
        let message = format!("{} is written twice", job.written(second));
        let why = "it says nothing new, and whoever changes one of them leaves the other as it was";
        job.find(second.location(), message, why, |job, found| {
            let found = found.related(first.location(), "here it stands first").help("take it out");
            second.location().into_iter().fold(found, |found, at| found.without(job.analysis, at))
        });
    }
}

/// Flows that are allowed and that nothing can send.
pub(super) fn unused_allows(job: &mut Job<'_>) {
    let estate = job.estate;
    if estate.deploys_nothing() || job.analysis.has_errors() {
        return;
    }
    let allowed =
        estate.intents.iter().filter(|intent| intent.verb == Verb::Allow).flat_map(|intent| &intent.flows);
    let exceptions = estate.intents.iter().flat_map(|intent| &intent.exceptions);
    let flows: Vec<&Flow> = allowed.chain(exceptions).collect();
    for flow in flows {
        let known = job.analysis.exact(&Question::new(flow.clone()));
        let is_dead = |flows: &ringfence::ExactFlows<'_>| {
            flows.between.iter().all(|between| between.delivered.possibly.is_empty())
        };
        if !known.as_ref().is_ok_and(is_dead) {
            continue;
        }
        let message = format!("nothing that {} allows is ever delivered", job.written(&flow.origin));
        let why = "the estate lets none of it through, so it allows what is not there: one day it may, and nobody will look at it again";
        job.find(flow.origin.location(), message, why, |_, found| {
            found.help("take it out, or `require` it if it should be there")
        });
    }
}

/// Everything that named sets are used by.
#[derive(Default)]
struct Used {
    segments: BTreeSet<SegmentId>,
    services: BTreeSet<ServiceId>,
}

impl Used {
    fn of(job: &Job<'_>) -> Self {
        let estate = job.estate;
        let mut used = Self::default();
        let of_intents =
            estate.intents.iter().flat_map(|intent| intent.flows.iter().chain(&intent.exceptions));
        let of_tests = estate.tests.iter().flat_map(|test| &test.expectations).map(|line| &line.flow);
        for flow in of_intents.chain(of_tests) {
            used.set(&flow.from);
            used.set(&flow.to);
            used.service(&flow.service);
        }
        estate.segments.iter().for_each(|segment| used.set(&segment.set));
        estate.services.iter().for_each(|service| used.service(&service.set));
        used
    }

    fn set(&mut self, set: &SetExpr) {
        for selector in members(set) {
            match selector {
                Selector::Segment(id) => {
                    self.segments.insert(*id);
                }
                Selector::Group(set) => self.set(set),
                _ => {}
            }
        }
    }

    fn service(&mut self, set: &ServiceSet) {
        for term in members(set) {
            match term {
                ServiceTerm::Service(id) => {
                    self.services.insert(*id);
                }
                ServiceTerm::Group(set) => self.service(set),
                ServiceTerm::Traffic(_) => {}
            }
        }
    }
}

fn members<T>(set: &Expr<T>) -> impl Iterator<Item = &T> {
    set.union.iter().chain(&set.except).flatten()
}

/// Named sets that no statement names.
pub(super) fn unused_definitions(job: &mut Job<'_>) {
    let used = Used::of(job);
    let mut unused: Vec<(String, &Origin)> = Vec::new();
    for (id, segment) in (0..).map(SegmentId).zip(&job.estate.segments) {
        // The matrix has a row for each segment where nothing else is said about any.
        if !used.segments.contains(&id) && !job.estate.intents.is_empty() {
            unused.push((format!("`segment {}`", segment.name), &segment.origin));
        }
    }
    for (id, service) in (0..).map(ServiceId).zip(&job.estate.services) {
        if !used.services.contains(&id) {
            unused.push((format!("`service {}`", service.name), &service.origin));
        }
    }
    for (name, origin) in unused {
        let message = format!("no intent, test or other definition names {name}");
        let why = "it says nothing, and whoever reads it may think that something holds for it";
        job.find(origin.location(), message, why, |_, found| {
            found.help("say what must hold for it, or take it out")
        });
    }
}

/// Prefix lists that no rule and no route names.
pub(super) fn unused_lists(job: &mut Job<'_>) {
    for (id, list) in (0..).map(PrefixListId).zip(&job.aws.prefix_lists) {
        let rules =
            job.aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let by_rule = rules.into_iter().any(|rule| rule.peers.contains(&Peer::List(id)));
        let tables = job.aws.route_tables.iter().flat_map(|table| &table.list_routes);
        let by_route = tables.into_iter().any(|route| route.list == id);
        let by_endpoint = job.aws.endpoints.iter().any(
            |endpoint| matches!(endpoint.kind, EndpointKind::Gateway { list: Some(list), .. } if list == id),
        );
        if by_rule || by_route || by_endpoint {
            continue;
        }
        let message = format!("no rule, route or endpoint names {}", job.name(list.object));
        let why = "it allows nothing and leads nothing anywhere, and whoever adds to it changes nothing";
        job.find(job.place(list.object), message, why, |_, found| {
            found.help("take it out, or name it where it was meant to be")
        });
    }
}
