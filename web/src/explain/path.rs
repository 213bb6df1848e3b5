//! The way of a packet and of its reply, hop by hop.

use ringfence::answer::{Path, Step, StepAction, Witness};
use yew::{Callback, Html, classes, html};

use crate::place::decider;
use crate::state::{Action, File};

/// The way there, and back where there is one.
pub(crate) fn path_view(
    path: &Path,
    witness: Option<&Witness>,
    files: &[File],
    on: &Callback<Action>,
) -> Html {
    // The packet that shows it, with the names of its ends.
    let sent = witness.map(ToString::to_string);
    html! {
        <div class="ways">
            { way("there", sent, &path.forward, files, on) }
            { way("back", None, &path.reply, files, on) }
        </div>
    }
}

fn way(
    label: &'static str,
    sent: Option<String>,
    steps: &[Step],
    files: &[File],
    on: &Callback<Action>,
) -> Html {
    let Some(first) = steps.first() else { return Html::default() };
    let sent = sent.unwrap_or_else(|| first.packet.to_string());
    let stop = steps.iter().position(|step| matches!(step.action, StepAction::Stop { .. }));
    let rows = steps.iter().enumerate().map(|(index, step)| {
        let before = index.checked_sub(1).and_then(|before| steps.get(before));
        let changed = before.is_some_and(|before| before.packet != step.packet);
        html! {
            <>
                if changed {
                    <li class="now"><span class="label">{ "now" }</span>{ " " }<code>{ step.packet.to_string() }</code></li>
                }
                { row(step, stop.is_some_and(|stop| index > stop), files, on) }
                if step.action == StepAction::MayForward {
                    <li class="now">{ "if it is sent on:" }</li>
                }
                if stop == Some(index) && index.checked_add(1).is_some_and(|next| next < steps.len()) {
                    <li class="now">{ "were that changed, it would go on:" }</li>
                }
            </>
        }
    });
    html! {
        <section class="way" aria-label={format!("the way {label}")}>
            <h3><span class="label">{ label }</span>{ " " }<code>{ sent }</code></h3>
            <ol class="steps">{ for rows }</ol>
        </section>
    }
}

fn row(step: &Step, beyond: bool, files: &[File], on: &Callback<Action>) -> Html {
    let (word, code) = word(step.action);
    html! {
        <li class={classes!("step", format!("step-{word}"), beyond.then_some("beyond"))}>
            <span class="action">{ word }</span>
            <span class="hop">
                { step.hop.to_string() }
                if let Some(code) = code {
                    { " " }<span class="code" title={code.summary()}>{ code.as_str() }</span>
                }
            </span>
            <span class="by">{ decider(&step.by, files, on) }</span>
        </li>
    }
}

const fn word(action: StepAction) -> (&'static str, Option<ringfence::Reason>) {
    match action {
        StepAction::Allow => ("allow", None),
        StepAction::Tracked => ("tracked", None),
        StepAction::Forward => ("forward", None),
        StepAction::Translate => ("translate", None),
        StepAction::MayForward => ("perhaps", None),
        StepAction::Deliver => ("deliver", None),
        StepAction::Stop { code } => ("stop", Some(code)),
    }
}
