//! The line in which a question is typed, and what was picked for it.

use ringfence::answer::{Area, Topology};
use web_sys::{HtmlInputElement, InputEvent, SubmitEvent};
use yew::{Callback, Html, TargetCast as _, html};

use crate::state::{Action, State};

/// The most names that are offered while typing.
const OFFERED: usize = 200;

/// The line in which a question is typed.
pub(crate) fn question_line(state: &State, on: &Callback<Action>) -> Html {
    let input = on.reform(|event: InputEvent| {
        Action::Draft(event.target_unchecked_into::<HtmlInputElement>().value().into())
    });
    let submit = {
        let draft = state.draft.clone();
        on.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Action::Ask(draft.trim().into())
        })
    };
    html! {
        <form class="ask" onsubmit={submit}>
            <label class="visually-hidden" for="question">{ "Question" }</label>
            <input id="question" list="names" autocomplete="off" spellcheck="false"
                placeholder="internet -> web-1 : tcp 443" value={state.draft.to_string()} oninput={input} />
            <button type="submit">{ "Ask" }</button>
            <datalist id="names">
                for name in state.topology().map(names).unwrap_or_default() {
                    <option value={format!("{name} -> ")} />
                }
            </datalist>
            <p class="picked" role="status">
                if let Some(picked) = &state.picked {
                    <button type="button" class="quiet" onclick={on.reform(|_| Action::Unpick)}>{ "drop (Esc)" }</button>
                    { " from " }<code>{ short(picked) }</code>{ ": now pick a destination" }
                } else {
                    { "Type a question, or pick a source and then a destination on the map." }
                }
            </p>
        </form>
    }
}

/// A name that may be a list of many.
fn short(selector: &str) -> String {
    const LIMIT: usize = 60;
    if selector.chars().count() <= LIMIT {
        return selector.to_owned();
    }
    let start: String = selector.chars().take(LIMIT).collect();
    format!("{start}…")
}

/// What a question can name: the internet, segments, boxes and machines.
fn names(topology: &Topology) -> Vec<String> {
    let mut names = vec!["internet".to_owned()];
    names.extend(topology.segments.iter().map(|segment| segment.name.clone()));
    let mut areas: Vec<&Area> = topology.areas.iter().rev().collect();
    while let Some(area) = areas.pop() {
        names.extend(area.selector.clone());
        names.extend(area.machines.iter().flat_map(|alike| &alike.members).map(|one| one.selector.clone()));
        areas.extend(area.areas.iter().rev());
    }
    names.truncate(OFFERED);
    names
}
