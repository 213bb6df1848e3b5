//! The explanation: one question or intent, with its path, its rules, its witness and what stops it.

mod blockers;
mod flows;
mod path;

use ringfence::answer::{
    Answer, Assumption, Bounds, IntentResult, Path, Said, Shown, ShownProblem, StepAction, TestLine, Verdict,
    Witness,
};
use yew::{Callback, Html, html};

use self::blockers::blockers;
use self::flows::flow_set;
use self::path::path_view;
use crate::job::Task;
use crate::place::place_link;
use crate::sign::{outcome_badge, verdict_badge};
use crate::state::{Action, File, State, Subject};

/// The explanation of what was asked or clicked last.
pub(crate) fn explain(state: &State, on: &Callback<Action>) -> Html {
    let report = state.report.as_ref();
    // What stands at a place of an older text may be something else by now.
    let files = |revision: u32| if state.is_stale(revision) { &[][..] } else { state.files.as_slice() };
    let (revision, body) = match state.subject {
        Subject::Intent(index) => {
            let intent = report.and_then(|report| report.value.intents.get(index));
            (
                report.map(|report| report.revision),
                intent.zip(report).map(|(intent, report)| of_intent(intent, files(report.revision), on)),
            )
        }
        Subject::Line(test, line) => {
            let test = report.and_then(|report| report.value.tests.get(test));
            let line = test.and_then(|test| test.lines.get(line));
            (
                report.map(|report| report.revision),
                line.zip(report).map(|(line, report)| of_line(line, files(report.revision), on)),
            )
        }
        Subject::Question => of_question(state, on),
    };
    let stale = revision.is_some_and(|revision| state.is_stale(revision));
    html! {
        <div class={if stale { "explain stale" } else { "explain" }}>
            { body.unwrap_or_else(|| html! { <p class="hint">{ "Nothing is asked yet." }</p> }) }
        </div>
    }
}

fn of_question(state: &State, on: &Callback<Action>) -> (Option<u32>, Option<Html>) {
    if state.question.trim().is_empty() {
        return (None, None);
    }
    let task = Task::Reach { question: state.question.clone() };
    if let Some(why) = state.refusal(&task) {
        let body = html! {
            <><h2><code>{ &*state.question }</code></h2><p class="trouble">{ format!("No answer: {why}.") }</p></>
        };
        return (None, Some(body));
    }
    let Some(answer) = state.answer.as_ref().filter(|answer| answer.value.question == state.question) else {
        return (None, Some(html! { <h2><code>{ &*state.question }</code></h2> }));
    };
    let body = match &answer.value.result {
        Ok(of) => of_answer(of, if state.is_stale(answer.revision) { &[] } else { &state.files }, on),
        Err(problems) => html! {
            <>
                <h2><code>{ &*state.question }</code></h2>
                <p class="trouble">{ "This cannot be asked:" }</p>
                <ul class="plain">{ for problems.iter().map(problem) }</ul>
            </>
        },
    };
    (Some(answer.revision), Some(body))
}

fn problem(problem: &ShownProblem) -> Html {
    html! {
        <li>
            <strong>{ &problem.message }</strong>
            if problem.place.file != "question" {
                { format!(" ({})", problem.place) }
            }
            if let Some(help) = &problem.help {
                <div class="help">{ help }</div>
            }
        </li>
    }
}

fn of_answer(answer: &Answer, files: &[File], on: &Callback<Action>) -> Html {
    let same = answer.answered == answer.delivered && !answer.delivered.possibly.is_empty();
    html! {
        <>
            <h2><code>{ &answer.question }</code>{ " " }{ verdict_badge(answer.verdict) }</h2>
            <p class="summary">
                { answer.verdict.summary() }
                if !answer.possible.is_empty() {
                    { format!(" Possible: {}.", answer.possible.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")) }
                }
            </p>
            if !answer.problems.is_empty() {
                <p class="trouble">{ "The text has problems; this is what its sound parts say." }</p>
            }
            { blockers(&stopped(answer.witness.as_ref(), answer.verdict != Verdict::Blocked), &answer.blockers, files, on) }
            if let Some(path) = &answer.path {
                { path_view(path, answer.witness.as_ref(), files, on) }
            }
            { bounds(["delivered", "possibly delivered"], &answer.delivered) }
            if same {
                <p class="set"><span class="label">{ "answered" }</span>{ " the same flows" }</p>
            } else {
                { bounds(["answered", "possibly answered"], &answer.answered) }
            }
            { assumptions(&answer.assumptions, files, on) }
        </>
    }
}

/// A set of flows, and what may be in it besides.
fn bounds([surely, possibly]: [&'static str; 2], bounds: &Bounds) -> Html {
    html! {
        <>
            { flow_set(surely, &bounds.surely) }
            if bounds.possibly != bounds.surely {
                { flow_set(possibly, &bounds.possibly) }
            }
        </>
    }
}

fn of_intent(intent: &IntentResult, files: &[File], on: &Callback<Action>) -> Html {
    html! {
        <>
            <h2><code>{ &intent.text }</code>{ " " }{ outcome_badge(intent.outcome) }</h2>
            <p class="summary">
                if let Some(because) = &intent.because {
                    { format!("“{because}” ") }
                }
                { place_link(&intent.place, files, on) }
                if let Some(question) = as_question(&intent.text) {
                    { " " }{ ask(question, on) }
                }
            </p>
            if !intent.violations.is_empty() {
                { flow_set("broken by", &intent.violations) }
            }
            if let Some(shown) = &intent.shown {
                { of_shown(shown, files, on) }
            }
            { assumptions(&intent.assumptions, files, on) }
        </>
    }
}

fn of_shown(shown: &Shown, files: &[File], on: &Callback<Action>) -> Html {
    html! {
        <>
            { blockers(&stopped(Some(&shown.witness), true), &shown.blockers, files, on) }
            { path_view(&shown.path, Some(&shown.witness), files, on) }
        </>
    }
}

fn of_line(line: &TestLine, files: &[File], on: &Callback<Action>) -> Html {
    html! {
        <>
            <p class="summary">
                <code>{ &line.text }</code>{ " " }{ outcome_badge(line.outcome) }
                { " " }{ place_link(&line.place, files, on) }
            </p>
            if let Some(note) = &line.note {
                <p class="trouble">{ note }</p>
            }
            if let Some(said) = &line.said {
                { of_said(said, files, on) }
            }
            if let Some(answer) = &line.answer {
                { of_answer(answer, files, on) }
            }
        </>
    }
}

/// A packet of which the intents say something else than a line expects.
fn of_said(said: &Said, files: &[File], on: &Callback<Action>) -> Html {
    html! {
        <p class="trouble">
            { format!("{} is {}", said.witness, said.verdict) }
            if let Some(by) = &said.by {
                { " by " }<code>{ &by.text }</code>{ " " }{ place_link(&by.place, files, on) }
            }
        </p>
    }
}

/// What the blockers are about: where not everything is stopped, the packet that is.
fn stopped(witness: Option<&Witness>, some: bool) -> String {
    witness.filter(|_| some).map_or_else(|| "it".to_owned(), |witness| format!("for example {witness}"))
}

fn assumptions(assumptions: &[Assumption], files: &[File], on: &Callback<Action>) -> Html {
    html! {
        for assumption in assumptions {
            <p class="assumption">
                <span class="label">{ "assumed" }</span>{ format!(" {} ", assumption.text) }
                <span class="about">{ format!("({}, {})", assumption.code, assumption.place) }</span>
                if let Some(place) = &assumption.place.place {
                    { " " }{ place_link(place, files, on) }
                }
            </p>
        }
    }
}

/// A button that asks what an intent is about.
fn ask(question: String, on: &Callback<Action>) -> Html {
    let ask = on.reform(move |_| Action::Ask(question.as_str().into()));
    html! { <button type="button" class="quiet" onclick={ask}>{ "ask this" }</button> }
}

/// The question that an intent is about; `None` where it is about two (`isolate`).
fn as_question(intent: &str) -> Option<String> {
    let verbs = ["allow", "deny", "require", "closed"];
    let flow = verbs.iter().find_map(|verb| intent.strip_prefix(verb))?;
    let end = [" because ", " {"].iter().filter_map(|word| flow.find(word)).min().unwrap_or(flow.len());
    let flow = flow.get(..end)?.trim();
    // `closed` alone is about everything.
    let names_ends = !flow.is_empty() && !flow.starts_with(':');
    Some(if names_ends { flow.to_owned() } else { format!("any -> any {flow}").trim_end().to_owned() })
}

/// The path that is shown, with the packet that takes it.
pub(crate) fn shown(state: &State) -> Option<(&Witness, &Path)> {
    let report = || state.report.as_ref().filter(|report| !state.is_stale(report.revision));
    match state.subject {
        Subject::Question => {
            let answer = state.answer.as_ref().filter(|answer| !state.is_stale(answer.revision))?;
            let asked = answer.value.question == state.question;
            way_of(answer.value.result.as_ref().ok().filter(|_| asked)?)
        }
        Subject::Intent(index) => {
            let shown = report()?.value.intents.get(index)?.shown.as_ref()?;
            Some((&shown.witness, &shown.path))
        }
        Subject::Line(test, line) => {
            way_of(report()?.value.tests.get(test)?.lines.get(line)?.answer.as_ref()?)
        }
    }
}

fn way_of(answer: &Answer) -> Option<(&Witness, &Path)> {
    answer.witness.as_ref().zip(answer.path.as_ref())
}

/// The places that decide the path that is shown, for the editor.
pub(crate) fn deciding(state: &State) -> Vec<ringfence::Place> {
    let steps = shown(state).into_iter().flat_map(|(_, path)| path.forward.iter().chain(&path.reply));
    let deciding = steps.filter(|step| !matches!(step.action, StepAction::Deliver));
    deciding.filter_map(|step| step.by.place.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_is_asked_about_without_its_verb_and_reason() {
        let asked = |text| as_question(text).unwrap();
        assert_eq!(asked("deny internet -> db : tcp 22"), "internet -> db : tcp 22");
        assert_eq!(asked(r#"require a -> b : tcp 1 because "of it""#), "a -> b : tcp 1");
        assert_eq!(asked("deny any -> data { allow a -> data }"), "any -> data");
        assert_eq!(asked("closed any -> data"), "any -> data");
        assert_eq!(asked("closed"), "any -> any");
        assert_eq!(asked(r#"closed : tcp 22 because "of it""#), "any -> any : tcp 22");
        assert_eq!(as_question("isolate a from b"), None);
    }
}
