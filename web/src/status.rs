//! How things stand, in a line: what holds, and what the engine is at.

use ringfence::Severity;
use yew::{Callback, Html, html};

use crate::job::Task;
use crate::state::{Action, Readiness, State, View};

/// `3 hold, 1 fails, 0 unknown`, or why that is not known.
pub(crate) fn status(state: &State, on: &Callback<Action>) -> Html {
    let (class, text) = words(state);
    let show = on.reform(|_| Action::View(View::Findings));
    html! {
        <div class="status" role="status" aria-live="polite">
            <button type="button" class={class} title="show the findings" onclick={show}>{ text }</button>
        </div>
    }
}

fn words(state: &State) -> (&'static str, String) {
    match &state.engine.readiness {
        Readiness::OtherBuild => {
            return ("bad", "page and engine are of two builds: reload the page".to_owned());
        }
        Readiness::Dead(why) => return ("bad", format!("the engine does not start: {why}")),
        Readiness::Starting if state.report.is_none() => return ("busy", "starting the engine …".to_owned()),
        Readiness::Starting | Readiness::Ready => {}
    }
    for task in [Task::Open, Task::Check] {
        if let Some(why) = state.refusal(&task) {
            return ("bad", format!("given up: {why}"));
        }
    }
    let errors = state.problems().iter().filter(|problem| problem.severity == Severity::Error).count();
    let Some(report) = &state.report else { return ("busy", "judging …".to_owned()) };
    let summary = report.value.summary;
    if errors == 0 && report.value.intents.is_empty() && report.value.tests.is_empty() {
        let dots = if state.is_stale(report.revision) { " …" } else { "" };
        return ("busy", format!("nothing must hold yet{dots}"));
    }
    let fail = if summary.fail == 1 { "1 fails".to_owned() } else { format!("{} fail", summary.fail) };
    let hold = if summary.hold == 1 { "1 holds".to_owned() } else { format!("{} hold", summary.hold) };
    let mut text = format!("{hold}, {fail}, {} unknown", summary.unknown);
    let class = match (errors, summary.fail, summary.unknown) {
        (0, 0, 0) => "good",
        (0, 0, _) => "open",
        _ => "bad",
    };
    if errors > 0 {
        let plural = if errors == 1 { "" } else { "s" };
        text = format!("{errors} error{plural}: nothing here is a pass");
    }
    if state.is_stale(report.revision) {
        return ("busy", format!("{text} …"));
    }
    (class, text)
}
