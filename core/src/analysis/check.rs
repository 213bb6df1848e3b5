//! Whether intents and tests hold.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::witness::{self, Want};
use super::{Analysis, nothing_asked, place, too_large};
use super::{categories, trial};
use crate::answer::{
    Expected, IntentResult, Outcome, PolicyVerdict, Report, Said, SaidBy, ShownProblem, Summary, TestLine,
    TestResult, Verdict,
};
use crate::estate::{Estate, Expectation, Flow, Intent, Test, Verb};
use crate::intent::{Asked, Bounds, Depth, Evaluator, FlowSet, Passing, Sets};
use crate::origin::Origin;
use crate::policy::{Cover, Meaning, Statement, conflicts};
use crate::problem::{self, Problem, ProblemCode, Severity};
use crate::reach::TooLarge;
use crate::source::{Place, Source};
use crate::space::Spaces;

/// What is wrong with intents and test lines, now that their sets are known.
pub(super) fn problems(analysis: &Analysis) -> Vec<Problem> {
    let evaluator = analysis.evaluator();
    let mut problems = Vec::new();
    problems.extend(unproven(analysis));
    let asks_nothing = |flow: &Flow| {
        let spaces = &mut analysis.spaces();
        let asked = evaluator.asked(spaces, flow);
        // What is too large is said when it is judged.
        nothing_asked(&evaluator, flow, &asked).filter(|_| !spaces.is_exhausted())
    };
    for intent in &analysis.estate().intents {
        let mut empty: Vec<Problem> = intent.flows.iter().filter_map(asks_nothing).collect();
        if intent.each.is_some() {
            // A category without points is one that is not there, but one alone is kept apart from nothing.
            empty.truncate(usize::from(empty.len() == intent.flows.len()));
        }
        if intent.verb == Verb::Isolate && empty.len() < intent.flows.len() {
            // What sends IPv6 alone may reach what has IPv4 alone, and never the other way.
            empty.retain(|problem| problem.code != ProblemCode::NothingAsked);
        }
        problems.extend(empty);
        problems.extend(intent.exceptions.iter().filter_map(asks_nothing));
    }
    for line in analysis.estate().tests.iter().flat_map(|test| &test.expectations) {
        problems.extend(asks_nothing(&line.flow));
    }
    let intents = analysis.estate().intents.iter();
    problems.extend(intents.filter_map(|intent| all_excepted(&mut analysis.spaces(), &evaluator, intent)));
    for intent in analysis.estate().intents.iter().filter(|intent| intent.verb == Verb::Isolate) {
        problems.extend(match &intent.each {
            Some(key) => categories::problems(&evaluator, analysis.show(), intent, key),
            None => sides_overlap(&evaluator, intent).into_iter().collect(),
        });
    }
    problems.extend(conflicts(&mut analysis.spaces(), &evaluator, &analysis.estate().intents));
    problems
}

fn sides_overlap(evaluator: &Evaluator<'_>, intent: &Intent) -> Option<Problem> {
    let points = evaluator.points();
    let mut both = intent.flows.iter().map(|flow| points.find(&flow.from).intersect(&points.find(&flow.to)));
    both.any(|both| !both.is_empty()).then(|| problem::sides_overlap::isolate(place(&intent.origin)))
}

/// Where nothing is deployed, nothing that must hold of it is proven. Where a text has an error, that may be why.
fn unproven(analysis: &Analysis) -> Option<Problem> {
    let estate = analysis.estate();
    let is_policy = is_policy(estate);
    let claims = estate.intents.iter().filter(|_| !is_policy).map(|intent| &intent.origin);
    let is_claim =
        |test: &&Test| test.expectations.iter().any(|line| matches!(line.expected, Expected::Verdict(_)));
    let first =
        claims.chain(estate.tests.iter().filter(is_claim).map(|test| &test.origin)).map(place).min()?;
    let applies = estate.deploys_nothing() && !analysis.has_errors();
    applies.then(|| problem::nothing_deployed::unproven(Severity::Warning, first))
}

/// Whether nothing is deployed and some test line asks what the intents say: then these are what is tested, and claim nothing.
fn is_policy(estate: &Estate) -> bool {
    let mut lines = estate.tests.iter().flat_map(|test| &test.expectations);
    estate.deploys_nothing() && lines.any(|line| matches!(line.expected, Expected::Policy(_)))
}

/// An intent whose exceptions leave nothing to ask would hold whatever is deployed.
fn all_excepted(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intent: &Intent) -> Option<Problem> {
    if intent.exceptions.is_empty() {
        return None;
    }
    let mut asked: Vec<Asked> = intent.flows.iter().map(|flow| evaluator.asked(spaces, flow)).collect();
    if asked.iter().all(|asked| asked.any.is_empty()) {
        return None;
    }
    for exception in &intent.exceptions {
        let excepted = evaluator.asked(spaces, exception).any;
        for (asked, flow) in asked.iter_mut().zip(&intent.flows) {
            // What is excepted by some ways alone may go another.
            if exception.excepts_all_of(flow) {
                asked.any = asked.any.minus(spaces, &excepted);
            }
        }
    }
    let nothing = asked.iter().all(|asked| asked.any.is_empty()) && !spaces.is_exhausted();
    nothing.then(|| problem::nothing_asked::all_excepted(place(&intent.origin)))
}

/// How every intent and test comes out.
pub(super) fn check(analysis: &Analysis) -> Report {
    let evaluator = analysis.evaluator();
    let cover = Covered::new(analysis, &evaluator);
    let (summary, problems) = (Summary::default(), Vec::new());
    let is_policy = is_policy(analysis.estate());
    let mut check =
        Check { analysis, evaluator: &evaluator, cover, is_policy, meaning: None, summary, problems };
    let intents = analysis.estate().intents.iter().map(|intent| check.intent(intent)).collect();
    let tests = analysis.estate().tests.iter().map(|test| check.test(test)).collect();
    let mut problems = analysis.problems();
    problems.extend(check.problems.iter().filter_map(|found| ShownProblem::of(found, analysis.sources())));
    Report { summary: check.summary, intents, tests, problems }
}

struct Check<'a> {
    analysis: &'a Analysis,
    evaluator: &'a Evaluator<'a>,
    cover: Option<Covered>,
    /// Whether the intents are what is tested.
    is_policy: bool,
    /// What they say, once a line asks.
    meaning: Option<Arc<Meaning>>,
    summary: Summary,
    /// What was too large to judge.
    problems: Vec<Problem>,
}

/// The flows that are meant, and the store they stand in: found once for all that are `closed`.
struct Covered {
    spaces: Arc<Spaces>,
    cover: Cover,
}

impl Covered {
    /// `None` where nothing is `closed`, or where an error stands: then it may be short of flows that are meant.
    fn new(analysis: &Analysis, evaluator: &Evaluator<'_>) -> Option<Self> {
        let intents = &analysis.estate().intents;
        if analysis.has_errors() || !intents.iter().any(|intent| intent.verb == Verb::Closed) {
            return None;
        }
        let mut spaces = analysis.spaces();
        let cover = Cover::new(&mut spaces, evaluator, intents);
        Some(Self { spaces: Arc::new(spaces), cover })
    }
}

/// What an intent comes to: the flows that break it for sure, or that may, and why.
struct Judged {
    violations: Bounds,
    want: Want,
    sets: Sets,
    /// Of each flow that tells ways apart: what breaks it, and which ways count.
    by_ways: Vec<(Bounds, Passing)>,
}

impl Judged {
    /// Flows to show one of, and which ways count for them.
    fn to_show(&self, bound: fn(&Bounds) -> &FlowSet) -> (&FlowSet, Option<&Passing>) {
        let by_ways = self.by_ways.iter().map(|(violations, passing)| (bound(violations), Some(passing)));
        let mut broken = by_ways.filter(|(violations, _)| !violations.is_empty());
        broken.next().unwrap_or((bound(&self.violations), None))
    }

    fn outcome(&self) -> Outcome {
        match (self.violations.least.is_empty(), self.violations.greatest.is_empty()) {
            (_, true) => Outcome::Holds,
            (false, false) => Outcome::Fails,
            (true, false) => Outcome::Unknown,
        }
    }
}

impl Check<'_> {
    fn intent(&mut self, intent: &Intent) -> IntentResult {
        let show = self.analysis.show();
        let covered = self.cover.as_ref().filter(|_| intent.verb == Verb::Closed);
        let spaces =
            &mut covered.map_or_else(|| self.analysis.spaces(), |cover| super::question(&cover.spaces));
        let judged = self.judge(spaces, intent);
        let (outcome, judged) =
            match judged.and_then(|judged| TooLarge::check(spaces).map(|()| judged).map_err(Some)) {
                Ok(judged) => (judged.outcome(), Some(judged)),
                Err(error) => {
                    self.problems.extend(error.map(|error| too_large(place(&intent.origin), error)));
                    (Outcome::NotJudged, None)
                }
            };
        let none = FlowSet::default();
        let violations = judged.as_ref().map_or(&none, |judged| &judged.violations.least);
        let shown = judged.as_ref().and_then(|judged| {
            let ((flows, passing), want) = match outcome {
                Outcome::Fails => (judged.to_show(|bounds| &bounds.least), judged.want),
                Outcome::Unknown => (judged.to_show(|bounds| &bounds.greatest), Want::Possible),
                Outcome::Holds | Outcome::NotJudged => return None,
            };
            witness::witness(spaces, self.evaluator, show, flows, want, passing).ok().flatten()
        });
        // The intent is judged all the same; its packet is not to be relied on.
        let shown = shown.filter(|_| !spaces.is_exhausted());
        let (text, place) = self.written(&intent.origin);
        IntentResult {
            text,
            place,
            because: intent.because.clone(),
            outcome: self.count_intent(outcome),
            violations: show.flows(spaces, violations),
            shown,
            assumptions: judged.map(|judged| self.analysis.assumptions(&judged.sets)).unwrap_or_default(),
        }
    }

    /// Refused when the intent asks about too much, or about nothing (`None`), which is reported elsewhere.
    fn judge(&self, spaces: &mut Spaces, intent: &Intent) -> Result<Judged, Option<TooLarge>> {
        if self.analysis.estate().deploys_nothing() {
            return Err(None);
        }
        let mut excepted = Vec::new();
        for exception in &intent.exceptions {
            excepted.push(self.asks_something(spaces, exception)?);
        }
        let mut all: Option<Judged> = None;
        for flow in &intent.flows {
            let one = match self.flow(spaces, intent.verb, flow, &excepted) {
                // A category without points, or a way that nothing can go.
                Err(None) if intent.each.is_some() || intent.verb == Verb::Isolate => continue,
                one => one?,
            };
            all = Some(match all {
                Some(mut all) => {
                    all.violations = all.violations.union(spaces, &one.violations);
                    all.sets.assuming = all.sets.assuming.into_iter().chain(one.sets.assuming).collect();
                    all.by_ways.extend(one.by_ways);
                    all
                }
                None => one,
            });
        }
        all.ok_or(None)
    }

    /// What one flow of an intent comes to.
    fn flow(
        &self,
        spaces: &mut Spaces,
        verb: Verb,
        flow: &Flow,
        excepted: &[Asked],
    ) -> Result<Judged, Option<TooLarge>> {
        let mut asked = self.asks_something(spaces, flow)?;
        match verb {
            Verb::Allow => {
                return Ok(Judged {
                    violations: Bounds::default(),
                    want: Want::Delivered,
                    sets: Sets::default(),
                    by_ways: Vec::new(),
                });
            }
            Verb::Require => return self.require(spaces, asked),
            Verb::Deny | Verb::Isolate => {
                excepted.iter().for_each(|excepted| asked.except(spaces, excepted));
            }
            Verb::Closed => {
                let covered = self.cover.as_ref().ok_or(None)?;
                covered.cover.take_from(spaces, &mut asked);
            }
        }
        // D is empty but for what is excepted, or covered.
        let sets = self.evaluator.evaluate(spaces, &asked, Depth::Delivery).map_err(Some)?;
        let violations = sets.delivered.clone();
        let by_ways = asked.passing.map(|passing| (violations.clone(), passing)).into_iter().collect();
        Ok(Judged { violations, want: Want::Delivered, sets, by_ways })
    }

    fn asks_something(&self, spaces: &mut Spaces, flow: &Flow) -> Result<Asked, Option<TooLarge>> {
        let asked = self.evaluator.asked(spaces, flow);
        TooLarge::check(spaces).map_err(Some)?;
        if nothing_asked(self.evaluator, flow, &asked).is_none() { Ok(asked) } else { Err(None) }
    }

    /// Qc within R, and nothing of Q delivered by a way that does not count.
    fn require(&self, spaces: &mut Spaces, asked: Asked) -> Result<Judged, Option<TooLarge>> {
        let sets = self.evaluator.evaluate(spaces, &asked, Depth::Replies).map_err(Some)?;
        let mut violations = sets.fully_answered.missing(spaces, &asked.client);
        if asked.passing.is_some() {
            violations = violations.union(spaces, &sets.elsewhere);
        }
        let by_ways = asked.passing.map(|passing| (violations.clone(), passing)).into_iter().collect();
        Ok(Judged { violations, want: Want::Failing, sets, by_ways })
    }

    fn test(&mut self, test: &Test) -> TestResult {
        let lines = test.expectations.iter().map(|line| self.line(line)).collect();
        TestResult { name: test.name.clone(), lines }
    }

    fn line(&mut self, line: &Expectation) -> TestLine {
        match line.expected {
            Expected::Verdict(verdict) => self.question(line, verdict),
            Expected::Policy(verdict) => self.policy(line, verdict),
        }
    }

    /// A line about what the intents alone say.
    fn policy(&mut self, line: &Expectation, verdict: PolicyVerdict) -> TestLine {
        let meaning = self.meaning();
        let spaces = &mut super::question(&meaning.spaces);
        let result = self.asks_something(spaces, &line.flow).and_then(|asked| {
            let others = meaning.otherwise(spaces, &asked.any, verdict);
            let shown = witness::shown(spaces, self.analysis.show(), &others);
            TooLarge::check(spaces).map(|()| shown).map_err(Some)
        });
        let (outcome, said) = match result {
            Ok(None) => (Outcome::Holds, None),
            Ok(Some((realms, flow, witness))) => {
                let (verdict, by) = meaning.decide(self.evaluator, realms, &flow);
                let by = by.and_then(|by| self.said_by(by));
                (Outcome::Fails, Some(Said { witness, verdict, by }))
            }
            Err(error) => {
                self.problems.extend(error.map(|error| too_large(place(&line.flow.origin), error)));
                (Outcome::NotJudged, None)
            }
        };
        let (text, place) = self.written(&line.origin);
        let outcome = self.count(outcome);
        TestLine { text, place, outcome, expected: line.expected, answer: None, note: None, said }
    }

    /// What the intents say.
    fn meaning(&mut self) -> Arc<Meaning> {
        let (analysis, evaluator) = (self.analysis, self.evaluator);
        let new = || Arc::new(Meaning::new(analysis.spaces(), evaluator, &analysis.estate().intents));
        self.meaning.get_or_insert_with(new).clone()
    }

    fn said_by(&self, statement: Statement) -> Option<SaidBy> {
        let intent = self.analysis.estate().intents.get(statement.intent as usize)?;
        let origin = match statement.exception {
            Some(exception) => &intent.exceptions.get(exception as usize)?.origin,
            None => &intent.origin,
        };
        let (text, place) = self.written(origin);
        Some(SaidBy { text, place })
    }

    /// A line about what is deployed.
    fn question(&mut self, line: &Expectation, verdict: Verdict) -> TestLine {
        let (text, place) = self.written(&line.origin);
        let question = self.written(&line.flow.origin).0;
        let spaces = &mut self.analysis.spaces();
        let answer = self.analysis.answer(spaces, self.evaluator, &line.flow, question);
        let (outcome, note, answer) = match answer {
            Err(problem) => {
                let message = problem.message.clone();
                self.problems.extend(Some(*problem).filter(|problem| problem.code == ProblemCode::TooLarge));
                (Outcome::NotJudged, Some(message), None)
            }
            Ok(answer) if answer.possible.contains(&verdict) => (Outcome::Unknown, None, Some(answer)),
            Ok(answer) if answer.verdict != verdict => (Outcome::Fails, None, Some(answer)),
            Ok(answer) => {
                let (outcome, note) = self.blamed(spaces, line);
                (outcome, note, Some(answer))
            }
        };
        let outcome = self.count(outcome);
        TestLine { text, place, outcome, expected: line.expected, answer, note, said: None }
    }

    /// Whether the reason that a line names is among those that stop its flows.
    fn blamed(&mut self, spaces: &mut Spaces, line: &Expectation) -> (Outcome, Option<String>) {
        if line.by.is_none() && line.at.is_none() {
            return (Outcome::Holds, None);
        }
        let asked = self.evaluator.asked(spaces, &line.flow);
        let stops = match trial::stops(spaces, self.evaluator, self.analysis.show(), &asked) {
            Ok(stops) => stops,
            Err(error) => {
                let problem = too_large(place(&line.flow.origin), error);
                let message = problem.message.clone();
                self.problems.push(problem);
                return (Outcome::NotJudged, Some(message));
            }
        };
        let estate = self.analysis.estate();
        let at_place = |object: Option<crate::estate::ObjectId>| {
            line.at.is_none_or(|at| object.is_some_and(|object| estate.is_within(object, at)))
        };
        let blamed = stops.iter().any(|stop| {
            line.by.is_none_or(|by| by == stop.reason) && stop.at.iter().any(|label| at_place(label.object))
        });
        if blamed {
            return (Outcome::Holds, None);
        }
        let mut found: Vec<String> = Vec::new();
        for stop in &stops {
            for label in &stop.at {
                let thing = self.analysis.show().thing(label);
                let one = format!("{} at {} {}", stop.reason.as_str(), thing.kind, thing.name);
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        (Outcome::Fails, Some(format!("what stops it is {found}")))
    }

    /// Counts the result of an intent that claims something.
    fn count_intent(&mut self, outcome: Outcome) -> Outcome {
        if self.is_policy { outcome } else { self.count(outcome) }
    }

    /// Counts a result. While an error stands in the texts, nothing is said to hold.
    fn count(&mut self, outcome: Outcome) -> Outcome {
        let outcome = match outcome {
            Outcome::Holds if self.analysis.has_errors() => Outcome::NotJudged,
            other => other,
        };
        let count = match outcome {
            Outcome::Holds => &mut self.summary.hold,
            Outcome::Fails => &mut self.summary.fail,
            Outcome::Unknown | Outcome::NotJudged => &mut self.summary.unknown,
        };
        *count = count.saturating_add(1);
        outcome
    }

    /// A stretch of the texts on one line, and its place.
    fn written(&self, origin: &Origin) -> (String, Place) {
        let place = place(origin).place(self.analysis.sources()).unwrap_or_else(|| Place::start_of(""));
        (one_line(self.analysis.sources(), origin), place)
    }
}

/// A stretch of the texts on one line.
pub(super) fn one_line(sources: &[Source], origin: &Origin) -> String {
    let location = place(origin);
    let source = sources.get(location.source.0 as usize);
    let text = source.map(|source| source.slice(location.span)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
