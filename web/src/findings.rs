//! Everything that was found: problems of the texts, intents and tests.

use ringfence::Severity;
use ringfence::answer::{Outcome, ShownProblem};
use yew::{Callback, Html, classes, html};

use crate::job::Task;
use crate::place::{made_line, place_link};
use crate::sign::{outcome_shape, outcome_word};
use crate::state::{Action, File, State, Subject};

/// The most problems that are listed.
const LISTED: usize = 200;

/// Problems, intents and tests.
pub(crate) fn findings(state: &State, on: &Callback<Action>) -> Html {
    html! {
        <div class="findings">
            { problems(state, on) }
            { results(state, on) }
        </div>
    }
}

fn problems(state: &State, on: &Callback<Action>) -> Html {
    let problems = state.problems();
    let more = problems.len().saturating_sub(LISTED);
    let known = state.opened.as_ref().is_some_and(|opened| !state.is_stale(opened.revision));
    let files = if known { state.files.as_slice() } else { &[] };
    html! {
        if !problems.is_empty() {
            <h2>{ format!("Problems ({})", problems.len()) }</h2>
            <ul class="plain">
                { for problems.iter().take(LISTED).map(|problem| problem_row(problem, files, on)) }
                if more > 0 {
                    <li class="hint">{ format!("and {more} more") }</li>
                }
            </ul>
        }
    }
}

fn problem_row(problem: &ShownProblem, files: &[File], on: &Callback<Action>) -> Html {
    let (class, sign) = match problem.severity {
        Severity::Error => ("problem error", "✗"),
        Severity::Warning => ("problem warning", "!"),
    };
    html! {
        <li {class}>
            <span class="sign" aria-hidden="true">{ sign }</span>
            <div>
                { &problem.message }{ " " }<span class="code">{ problem.code.as_str() }</span>
                { " " }{ place_link(&problem.place, files, on) }
                if let Some(line) = made_line(files, &problem.place) {
                    <div class="help"><code>{ line }</code></div>
                }
                if let Some(help) = &problem.help {
                    <div class="help">{ help }</div>
                }
            </div>
        </li>
    }
}

fn results(state: &State, on: &Callback<Action>) -> Html {
    if let Some(why) = state.refusal(&Task::Open).or_else(|| state.refusal(&Task::Check)) {
        return html! { <p class="trouble">{ format!("The intents could not be judged: {why}.") }</p> };
    }
    let Some(report) = &state.report else { return html! { <p class="hint">{ "judging …" }</p> } };
    let found = &report.value;
    if found.intents.is_empty() && found.tests.is_empty() {
        return html! {
            <p class="hint">
                { "The text says nothing that must hold. Add a sentence such as " }
                <code>{ "deny internet -> any : tcp 22" }</code>{ "." }
            </p>
        };
    }
    let class = if state.is_stale(report.revision) { "stale" } else { "" };
    let open = |outcome: Outcome| matches!(outcome, Outcome::Fails | Outcome::Unknown);
    let intents = found.intents.iter().enumerate();
    let intents = intents.filter(|(_, intent)| open(intent.outcome));
    let lines = found.tests.iter().enumerate().flat_map(|(test, of)| {
        of.lines.iter().enumerate().map(move |(index, line)| (Subject::Line(test, index), line))
    });
    let attention: Vec<(Subject, Outcome, &str)> = intents
        .map(|(index, intent)| (Subject::Intent(index), intent.outcome, intent.text.as_str()))
        .chain(
            lines
                .filter(|(_, line)| open(line.outcome))
                .map(|(at, line)| (at, line.outcome, line.text.as_str())),
        )
        .collect();
    html! {
        <div {class}>
            if !attention.is_empty() {
                <h2>{ format!("To look at ({})", attention.len()) }</h2>
                <ul class="plain">
                    { for attention.into_iter().map(|(subject, outcome, text)| result(state, subject, outcome, text, on)) }
                </ul>
            }
            if !found.intents.is_empty() {
                <h2>{ "Intents" }</h2>
                <ul class="plain">
                    for (index, intent) in found.intents.iter().enumerate().filter(|(_, intent)| !open(intent.outcome)) {
                        { result(state, Subject::Intent(index), intent.outcome, &intent.text, on) }
                    }
                </ul>
            }
            for (number, test) in found.tests.iter().enumerate() {
                <h2>{ format!("Test “{}”", test.name) }</h2>
                <ul class="plain">
                    for (index, line) in test.lines.iter().enumerate().filter(|(_, line)| !open(line.outcome)) {
                        { result(state, Subject::Line(number, index), line.outcome, &line.text, on) }
                    }
                </ul>
            }
        </div>
    }
}

fn result(state: &State, subject: Subject, outcome: Outcome, text: &str, on: &Callback<Action>) -> Html {
    let show = on.reform(move |_| Action::Show(subject));
    let current = state.subject == subject;
    html! {
        <li>
            <button type="button" class={classes!("result", current.then_some("current"))}
                aria-current={current.then_some("true")} onclick={show}>
                <span class={format!("sign outcome-{}", outcome_word(outcome))} aria-hidden="true">{ outcome_shape(outcome) }</span>
                <span class="visually-hidden">{ format!("{outcome}: ") }</span>
                <code>{ text }</code>
            </button>
        </li>
    }
}
