//! A report as cases.

use ringfence::Severity;
use ringfence::answer::{Expected, IntentResult, Outcome, Report, ShownProblem, Step, TestLine};

use super::{Case, LINTS, State};
use crate::human::{self, Texts};
use ringfence_lint::{Finding, Level};

/// The kinds of findings that are no problems of texts, each with what it means.
pub(super) const RULES: [(&str, &str); 5] = [
    ("intent-fails", "The network does something that an intent forbids, or not what it requires."),
    ("intent-unknown", "Whether an intent holds hangs on what the texts do not say."),
    ("test-fails", "A line of a test expects something else than what the network does."),
    ("test-unknown", "Whether a line of a test holds hangs on what the texts do not say."),
    ("not-judged", "It could not be judged: its text has a problem, or nothing is deployed."),
];

/// Every problem, intent and line of a test, in the order written.
pub(crate) fn of_report(report: &Report, texts: &Texts<'_>, allow_unknown: bool) -> Vec<Case> {
    let problems = report.problems.iter().map(of_problem);
    let proven = !report.problems.iter().any(|problem| problem.severity == Severity::Error);
    let intents = report.intents.iter().map(|intent| of_intent(intent, texts, proven, allow_unknown));
    let lines = report.tests.iter().flat_map(|test| {
        test.lines.iter().map(move |line| of_line(&test.name, line, texts, proven, allow_unknown))
    });
    problems.chain(intents).chain(lines).collect()
}

/// Every problem of the texts, and everything that was found.
pub(crate) fn of_lint(report: &ringfence_lint::Report) -> Vec<Case> {
    let problems = report.problems.iter().map(of_problem);
    problems.chain(report.findings.iter().map(of_finding)).collect()
}

fn of_finding(finding: &Finding) -> Case {
    let help = finding.help.iter().map(|help| format!("help: {help}\n"));
    let witness = finding.witness.iter().map(|witness| format!("witness: {witness}\n"));
    let related = finding.related.iter().map(|other| format!("{}: {}\n", other.place, other.note));
    let path = finding.path.as_ref();
    Case {
        rule: finding.code,
        suite: LINTS.to_owned(),
        name: finding.message.clone(),
        place: finding.place.clone(),
        state: match finding.level {
            Level::Error => State::Fails,
            Level::Warning => State::Warns,
            Level::Note => State::Notes,
        },
        message: finding.message.clone(),
        detail: format!("{}\n", finding.why) + &help.chain(witness).chain(related).collect::<String>(),
        path: path.map(|path| way(&path.forward, &path.reply)).unwrap_or_default(),
        fix: finding.fix.clone(),
    }
}

fn of_problem(problem: &ShownProblem) -> Case {
    let detail = problem.help.iter().map(|help| format!("help: {help}\n"));
    let related = problem.related.iter().map(|other| format!("{}: {}\n", other.place, other.note));
    Case {
        rule: problem.code.as_str(),
        suite: "texts".to_owned(),
        name: problem.message.clone(),
        place: problem.place.clone(),
        state: if problem.severity == Severity::Error { State::Broken } else { State::Warns },
        message: problem.message.clone(),
        detail: detail.chain(related).collect(),
        path: Vec::new(),
        fix: problem.fix.clone(),
    }
}

fn of_intent(intent: &IntentResult, texts: &Texts<'_>, proven: bool, allow_unknown: bool) -> Case {
    let shown = intent.shown.as_ref();
    let witness = shown.map(|shown| match intent.outcome {
        Outcome::Fails => format!("broken by {}", shown.witness),
        _ => format!("may be broken by {}", shown.witness),
    });
    let (state, rule) = state(intent.outcome, ["intent-fails", "intent-unknown"], proven, allow_unknown);
    let because = intent.because.as_ref().map(|because| format!("because \"{because}\""));
    let message = [witness, because].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Case {
        rule,
        suite: "intents".to_owned(),
        name: intent.text.clone(),
        place: intent.place.clone(),
        state,
        message: if state == State::Holds { String::new() } else { or_word(message, state) },
        detail: plain(&human::intent_detail(intent, texts)),
        path: shown.map(|shown| way(&shown.path.forward, &shown.path.reply)).unwrap_or_default(),
        fix: None,
    }
}

fn of_line(test: &str, line: &TestLine, texts: &Texts<'_>, proven: bool, allow_unknown: bool) -> Case {
    let (state, rule) = state(line.outcome, ["test-fails", "test-unknown"], proven, allow_unknown);
    let answer = line.answer.as_ref();
    let other = answer.filter(|answer| Expected::Verdict(answer.verdict) != line.expected);
    let verdict = other.map(|answer| format!("expected {}, it is {}", line.expected, answer.verdict));
    let said = line.said.as_ref();
    let said = said.map(|said| format!("expected {}, {} is {}", line.expected, said.witness, said.verdict));
    let message = [verdict, said, line.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let path = answer.and_then(|answer| answer.path.as_ref());
    Case {
        rule,
        suite: format!("test \"{test}\""),
        name: line.text.clone(),
        place: line.place.clone(),
        state,
        message: if state == State::Holds { String::new() } else { or_word(message, state) },
        detail: plain(&human::line_detail(line, texts)),
        path: path.map(|path| way(&path.forward, &path.reply)).unwrap_or_default(),
        fix: None,
    }
}

/// How something came out, and as what kind of finding. What holds in texts that were not read whole is not proven.
fn state(
    outcome: Outcome,
    [fails, unknown]: [&'static str; 2],
    proven: bool,
    allow_unknown: bool,
) -> (State, &'static str) {
    match outcome {
        Outcome::Holds if proven => (State::Holds, fails),
        Outcome::Fails => (State::Fails, fails),
        Outcome::Unknown => (State::Unknown { allowed: allow_unknown }, unknown),
        Outcome::Holds | Outcome::NotJudged => (State::Broken, "not-judged"),
    }
}

fn or_word(message: String, state: State) -> String {
    if message.is_empty() { state.word().to_owned() } else { message }
}

fn way(forward: &[Step], reply: &[Step]) -> Vec<Step> {
    forward.iter().chain(reply).cloned().collect()
}

/// Without colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
