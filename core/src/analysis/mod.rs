//! Questions to an estate, and their answers.

mod blockers;
mod categories;
mod check;
mod decide;
mod exact;
mod matrix;
mod path;
mod rows;
mod show;
mod trial;
mod usage;
mod witness;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

pub use self::exact::{ExactFlows, Extent, FlowsBetween, Stretch};
use self::show::Show;
pub use self::usage::{LostReplies, RuleUsage, Usage};
use self::witness::Want;
use crate::answer::{
    Answer, Assumption, Progress, ReachResult, Refusal, Report, ShownProblem, Topology, Verdict,
};
use crate::decide::Written;
use crate::estate::{Estate, Flow};
use crate::intent::{Asked, Depth, Evaluator, FlowSet, MOST_WORK, Prepared, Rows, Sets};
use crate::lower::{self, Network};
use crate::ordered::{self, Set};
use crate::origin::Origin;
use crate::packet::Packet;
use crate::policy::{Policy, Stated};
use crate::problem::{self, Problem, Severity};
use crate::reach::TooLarge;
use crate::resolve;
use crate::source::{Location, Source, SourceId, Span};
use crate::space::Spaces;
use crate::syntax::{self, Ground};
use crate::topology;

/// Texts, what they say, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The texts, as given.
    pub sources: Vec<Source>,
    /// What they say.
    pub estate: Estate,
    /// Everything that is wrong with them. With an error among them, no answer counts as a pass.
    pub problems: Vec<Problem>,
}

/// Reads texts as one estate. Never fails: what could not be read is a problem, the rest is in the estate.
#[must_use]
pub fn parse(sources: Vec<Source>) -> Parsed {
    let ground = Ground::new();
    let (trees, mut problems) = syntax::trees(&ground, &sources);
    for (index, source) in sources.iter().enumerate() {
        problems.extend(source.problems(SourceId(index as u32)));
    }
    let (estate, found, follow_ups) = resolve::resolve(&sources, &ground, &trees);
    problems.extend(found);
    ordered::sort_by_key(&mut problems, |problem| problem.at);
    problem::follow_up::fold(&mut problems, follow_ups);
    Parsed { sources, estate, problems }
}

/// A question: flows from one set of points to another, for a service.
#[derive(Debug, Clone)]
pub struct Question {
    pub(crate) flow: Flow,
    text: String,
}

impl Question {
    /// A question from its parts. Its text in answers is what its origin names, if that is a text of the estate.
    #[must_use]
    pub const fn new(flow: Flow) -> Self {
        Self { flow, text: String::new() }
    }
}

/// An estate made ready for questions. Shared by reference, also between threads.
#[derive(Debug)]
pub struct Analysis {
    parsed: Parsed,
    pub(crate) network: Network,
    prepared: Prepared,
    /// Which addresses a sender may write to reach others.
    written: Written,
    /// What is known of everything that is sent.
    rows: Rows,
    /// The sets of all three. Each question has a store of its own over it, and what it adds goes with its answer.
    spaces: Arc<Spaces>,
    /// What the intents say by themselves, where nothing is deployed and no error stands.
    policy: Option<Policy>,
    /// What the store holds besides.
    store: rows::Store,
}

impl Analysis {
    /// Makes an estate ready.
    #[must_use]
    pub fn new(parsed: Parsed) -> Self {
        Self::made(Spaces::new(), parsed, None)
    }

    /// The analysis of changed texts. What it is asked, it answers as [`Analysis::new`] would; what was found out by
    /// [`step`](Self::step) and does not hang on what changed, it knows.
    ///
    /// ```
    /// use ringfence::answer::Progress;
    /// use ringfence::{Analysis, Source, parse};
    ///
    /// let read = |port: u16| {
    ///     let text = format!(
    ///         "network shop on aws {{
    ///            vpc main 10.0.0.0/16 {{
    ///              subnet app 10.0.1.0/24
    ///              security-group open {{ ingress tcp {port} from 10.0.0.0/16; egress any to 0.0.0.0/0 }}
    ///              instance a in app {{ ip 10.0.1.10; security-group open }}
    ///              instance b in app {{ ip 10.0.1.11; security-group open }}
    ///            }}
    ///          }}
    ///          require a -> b : tcp 443"
    ///     );
    ///     parse(vec![Source::new("shop.fence", text).unwrap()])
    /// };
    /// let mut analysis = Analysis::new(read(80));
    /// while let Progress::Pending { .. } = analysis.step(1_000_000) {}
    /// assert_eq!(analysis.check().summary.fail, 1);
    ///
    /// analysis = analysis.edited(read(443));
    /// assert_eq!(analysis.check().summary.hold, 1);
    /// ```
    #[must_use]
    pub fn edited(self, parsed: Parsed) -> Self {
        let Some((spaces, before)) = rows::Before::of(self) else { return Self::new(parsed) };
        let known = parsed.problems.len();
        let edited = Self::made(spaces, parsed, Some(before));
        if !edited.spaces.is_exhausted() {
            return edited;
        }
        // By itself it may not be too large.
        let mut parsed = edited.parsed;
        parsed.problems.truncate(known);
        Self::new(parsed)
    }

    /// An analysis whose sets stand in `spaces`, as do those of what it takes over.
    fn made(mut spaces: Spaces, parsed: Parsed, before: Option<rows::Before>) -> Self {
        spaces.renew_work(MOST_WORK);
        let known = before.as_ref().map(rows::Before::network);
        let mut network = lower::lower(&mut spaces, &parsed.estate, known);
        let prepared = Prepared::new(&mut spaces, &parsed.estate, &mut network);
        let none = Rows::none();
        let evaluator = Evaluator::new(&parsed.estate, &network, &prepared, &none);
        let mut rows = Rows::new(&mut spaces, &evaluator);
        let store = match before {
            Some(before) => before.take_over(&mut spaces, &parsed.estate, &evaluator, &mut rows),
            None => rows::Store { fresh: spaces.own_ranges(), took_over: false },
        };
        let too_large = spaces.is_exhausted().then(|| estate_too_large(&network));
        if too_large.is_none() {
            spaces.renew_work(u64::MAX);
        }
        spaces.shrink();
        let spaces = Arc::new(spaces);
        let written = Written::new(&network);
        let mut analysis = Self { parsed, network, prepared, written, rows, spaces, policy: None, store };
        // Of an estate that is too large nothing is told: its store is used up for all questions.
        let found = check::problems(&analysis);
        analysis.parsed.problems.extend(too_large.into_iter().chain(found));
        if !analysis.has_errors() {
            analysis.policy = Policy::new(analysis.estate(), &analysis.evaluator(), analysis.spaces());
        }
        analysis
    }

    /// The estate.
    #[must_use]
    pub const fn estate(&self) -> &Estate {
        &self.parsed.estate
    }

    /// The texts.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.parsed.sources
    }

    /// What is deployed, as a map shows it, and what questions can name.
    #[must_use]
    pub fn topology(&self) -> Topology {
        topology::topology(self.estate(), self.sources())
    }

    /// Everything that is wrong with the texts: their words, names and values, and intents about empty sets.
    #[must_use]
    pub fn problems(&self) -> Vec<ShownProblem> {
        let problems = self.parsed.problems.iter();
        problems.filter_map(|problem| ShownProblem::of(problem, &self.parsed.sources)).collect()
    }

    /// Whether an error stands in the texts, so that no answer counts as a pass.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.parsed.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// A question as the language writes flows: `internet -> web-1 : tcp 443`.
    ///
    /// # Errors
    /// What is wrong with it; places name the text `question`.
    pub fn question(&self, text: &str) -> Result<Question, Vec<ShownProblem>> {
        let flow = self.flow(text, 0)?;
        Ok(Question { flow, text: text.to_string() })
    }

    /// The flows that a question asks about. Its first bytes, as many as `unseen`, are not its writer's: places begin
    /// behind them.
    pub(crate) fn flow(&self, text: &str, unseen: u32) -> Result<Flow, Vec<ShownProblem>> {
        let id = SourceId(self.parsed.sources.len() as u32);
        let source = |text| Source::new("question", text).map_err(|error| vec![show::too_long(&error)]);
        let whole = source(text)?;
        let ground = Ground::new();
        let (statement, mut problems) = syntax::parse_question(&ground, id, text);
        let resolve =
            |statement| resolve::resolve_question(&self.parsed.estate, &whole, id, &ground, statement);
        match statement.as_ref().map(resolve) {
            Some(Ok(flow)) if problems.is_empty() => return Ok(flow),
            Some(Ok(_)) | None => {}
            // What the parser reported somewhere is not told again in other words.
            Some(Err(found)) => {
                let known: Vec<Location> = problems.iter().map(|problem| problem.at).collect();
                problems.extend(found.into_iter().filter(|problem| !known.contains(&problem.at)));
            }
        }
        if problems.is_empty() {
            let span = statement.map_or(Span { start: 0, end: 0 }, |statement| statement.span);
            problems.push(problem::unknown_name::broken(Location { source: id, span }));
        }
        let mut sources = self.parsed.sources.clone();
        sources.push(source(text.get(unseen as usize..).unwrap_or_default())?);
        let seen = |at: Location| if at.source == id { at.behind(unseen) } else { at };
        let problems = problems.into_iter().map(|problem| problem.moved(seen));
        Err(problems.filter_map(|problem| ShownProblem::of(&problem, &sources)).collect())
    }

    /// Which flows of a question are delivered and answered, and by which way.
    ///
    /// # Errors
    /// What is wrong with the question: an empty set, no flow at all, or more work than an answer may take.
    pub fn reach(&self, question: &Question) -> Result<Answer, Vec<ShownProblem>> {
        let evaluator = self.evaluator();
        let text = if question.text.is_empty() {
            check::one_line(self.sources(), &question.flow.origin)
        } else {
            question.text.trim().to_string()
        };
        let answer = self.answer(&mut self.spaces(), &evaluator, &question.flow, text);
        answer.map_err(|problem| {
            // A question that is no text of the estate has no place in one: it is shown as a text of its own.
            let mut sources = self.parsed.sources.clone();
            sources.extend(Source::new("question", question.text.clone()));
            vec![ShownProblem::of(&problem, &sources).unwrap_or_else(|| show::of_question(&problem))]
        })
    }

    /// What a question comes to that is given as a text: [`question`](Self::question) and [`reach`](Self::reach) in one.
    /// A refusal tells what is wrong with the texts first, which may be why the question cannot be asked.
    #[must_use]
    pub fn ask(&self, question: &str) -> ReachResult {
        match self.question(question).and_then(|question| self.reach(&question)) {
            Ok(answer) => ReachResult::Answer(Box::new(answer)),
            Err(found) => {
                let mut problems = self.problems();
                problems.extend(found);
                ReachResult::Refused(Refusal { problems })
            }
        }
    }

    /// What the intents say to `packet` by themselves; `None` where something is deployed, an error stands in the texts, or
    /// the intents are too large to be one policy.
    #[must_use]
    pub fn decide_policy(&self, packet: &Packet) -> Option<Stated> {
        self.policy.as_ref().map(|policy| policy.decide(packet))
    }

    /// How every intent and test comes out.
    #[must_use]
    pub fn check(&self) -> Report {
        check::check(self)
    }

    /// Goes on finding out what becomes of everything that is sent, for about as many steps of some tens of nanoseconds as
    /// `work`, or, if that is more, as one range of destinations takes for one kin of places; where there are appliances, as one kin
    /// takes. From what is found all questions are answered, faster and with the same answers.
    pub fn step(&mut self, work: u64) -> Progress {
        rows::step(self, work)
    }

    pub(crate) fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(&self.parsed.estate, &self.network, &self.prepared, &self.rows)
    }

    /// A store for one question, that allows as much work as an answer may take.
    pub(crate) fn spaces(&self) -> Spaces {
        question(&self.spaces)
    }

    fn show(&self) -> Show<'_> {
        Show { estate: &self.parsed.estate, fabric: &self.network.fabric, sources: &self.parsed.sources }
    }

    fn answer(
        &self,
        spaces: &mut Spaces,
        evaluator: &Evaluator<'_>,
        flow: &Flow,
        question: String,
    ) -> Result<Answer, Box<Problem>> {
        let too_large = |error: TooLarge| Box::new(too_large(place(&flow.origin), error));
        if self.estate().deploys_nothing() {
            return Err(Box::new(problem::nothing_deployed::unproven(Severity::Error, place(&flow.origin))));
        }
        let asked = evaluator.asked(spaces, flow);
        TooLarge::check(spaces).map_err(too_large)?;
        if let Some(problem) = nothing_asked(evaluator, flow, &asked) {
            return Err(Box::new(problem));
        }
        let sets = evaluator.evaluate(spaces, &asked, Depth::Replies).map_err(too_large)?;
        let verdict = verdict(spaces, &asked, &sets);
        let possible = if verdict == Verdict::Unknown { possible(spaces, &asked, &sets) } else { Vec::new() };
        let (flows, want) = shows(spaces, verdict, &asked, &sets);
        let show = self.show();
        let shown = witness::witness(spaces, evaluator, show, &flows, want, asked.passing.as_ref())
            .map_err(too_large)?;
        TooLarge::check(spaces).map_err(too_large)?;
        let (witness, path, blockers) = shown.map_or((None, None, Vec::new()), |shown| {
            (Some(shown.witness), Some(shown.path), shown.blockers)
        });
        Ok(Answer {
            question,
            verdict,
            possible,
            delivered: show.bounds(spaces, &sets.delivered),
            answered: show.bounds(spaces, &sets.answered),
            witness,
            path,
            blockers,
            assumptions: self.assumptions(&sets),
            problems: self.problems(),
        })
    }

    fn assumptions(&self, sets: &Sets) -> Vec<Assumption> {
        let hops = sets.assuming.iter().filter_map(|hop| self.network.fabric.hop(*hop));
        let assumptions: Set<Assumption> = hops.filter_map(|hop| self.show().assumption(hop)).collect();
        assumptions.into_iter().collect()
    }
}

/// A store for one question that goes on from another.
fn question(base: &Arc<Spaces>) -> Spaces {
    let mut spaces = Spaces::over(base);
    spaces.limit_work(MOST_WORK);
    spaces
}

/// The verdict over the sets of a question, or of a wider one (docs/language.md, Verdicts).
fn verdict(spaces: &mut Spaces, asked: &Asked, sets: &Sets) -> Verdict {
    let Sets { delivered, answered, fully_answered, .. } = sets;
    let some = |spaces: &mut Spaces, flows: &FlowSet| !asked.any.intersect(spaces, flows).is_empty();
    if is_client_within(spaces, asked, &fully_answered.least) {
        Verdict::Reachable
    } else if !some(spaces, &delivered.greatest) {
        Verdict::Blocked
    } else if !some(spaces, &answered.greatest) {
        if delivered.is_known() || some(spaces, &delivered.least) {
            Verdict::OneWay
        } else {
            Verdict::Unknown
        }
    } else {
        let answers = answered.is_known() || some(spaces, &answered.least);
        let fails = fully_answered.is_known() || !is_client_within(spaces, asked, &fully_answered.greatest);
        if answers && fails { Verdict::Partly } else { Verdict::Unknown }
    }
}

/// The verdicts of which one holds in each world.
fn possible(spaces: &mut Spaces, asked: &Asked, sets: &Sets) -> Vec<Verdict> {
    let Sets { delivered, answered, fully_answered, .. } = sets;
    let mut some = |flows: &FlowSet| !asked.any.intersect(spaces, flows).is_empty();
    let [may_deliver, may_answer] = [&delivered.greatest, &answered.greatest].map(&mut some);
    let [delivers, answers] = [&delivered.least, &answered.least].map(&mut some);
    let within = [&fully_answered.greatest, &fully_answered.least];
    let [may_be_within, is_within] = within.map(|flows| is_client_within(spaces, asked, flows));
    let holds = |verdict: &Verdict| match verdict {
        Verdict::Reachable => may_be_within,
        Verdict::Partly => may_answer && !is_within,
        Verdict::OneWay => may_deliver && !answers,
        Verdict::Blocked => !delivers,
        Verdict::Unknown => false,
    };
    Verdict::ALL.into_iter().filter(holds).collect()
}

/// Whether there are flows from the clients' own ports, and all lie in `flows`.
fn is_client_within(spaces: &mut Spaces, asked: &Asked, flows: &FlowSet) -> bool {
    asked.client.minus(spaces, flows).is_empty() && !asked.client.is_empty()
}

/// The flows that show a verdict, best first the clients' own.
fn shows(spaces: &mut Spaces, verdict: Verdict, asked: &Asked, sets: &Sets) -> (FlowSet, Want) {
    let mut client_or_any = |flows: &FlowSet| {
        let client = flows.intersect(spaces, &asked.client);
        if client.is_empty() { flows.clone() } else { client }
    };
    match verdict {
        Verdict::Reachable => (asked.client.clone(), Want::Answered),
        Verdict::OneWay => (client_or_any(&sets.delivered.least), Want::Unanswered),
        Verdict::Blocked => (client_or_any(&asked.any), Want::Failing),
        Verdict::Partly => (asked.client.minus(spaces, &sets.fully_answered.greatest), Want::Failing),
        Verdict::Unknown => {
            let hanging = [&sets.fully_answered, &sets.delivered, &sets.answered];
            let hanging = hanging.into_iter().find(|flows| !flows.is_known());
            let open = hanging.map(|flows| flows.open(spaces)).unwrap_or_default();
            let client = open.intersect(spaces, &asked.client);
            (if client.is_empty() { open } else { client }, Want::Possible)
        }
    }
}

/// What is wrong with a flow that asks nothing.
fn nothing_asked(evaluator: &Evaluator<'_>, flow: &Flow, asked: &Asked) -> Option<Problem> {
    let at = place(&flow.origin);
    let from = evaluator.points().find(&flow.from);
    if from.is_empty() || asked.to.is_empty() {
        let side = if from.is_empty() { "source" } else { "destination" };
        return Some(problem::empty_set::side(at, side));
    }
    if evaluator.senders(&from).is_empty() {
        return Some(problem::empty_set::no_sender(at));
    }
    asked.any.is_empty().then(|| problem::nothing_asked::flow(at))
}

fn too_large(at: Location, error: TooLarge) -> Problem {
    problem::too_large::answer(at, error.part())
}

/// An estate that takes more work than an answer may before the first question.
fn estate_too_large(network: &Network) -> Problem {
    let label = network.fabric.too_large();
    let part = label.map_or("its rules and routes together", |_| "these rules");
    let at = label.map_or(NOWHERE, |label| place(&label.origin));
    problem::too_large::estate(at, part)
}

/// A place in no text.
const NOWHERE: Location = Location { source: SourceId(u32::MAX), span: Span { start: 0, end: 0 } };

fn place(origin: &Origin) -> Location {
    origin.location().unwrap_or(NOWHERE)
}

#[cfg(test)]
mod tests;
