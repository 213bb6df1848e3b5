//! The line in which a question is typed, and what was picked for it.

use std::rc::Rc;

use ringfence::answer::{Area, Topology};
use web_sys::{HtmlInputElement, InputEvent, SubmitEvent};
use yew::{Callback, Html, Properties, TargetCast as _, component, html, use_effect_with, use_state_eq};

use crate::state::{Action, State};

/// The most names that are offered while typing.
const OFFERED: usize = 200;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct QuestionProps {
    pub(crate) state: Rc<State>,
    pub(crate) on: Callback<Action>,
}

/// The line in which a question is typed.
#[component]
pub(crate) fn QuestionLine(QuestionProps { state, on }: &QuestionProps) -> Html {
    let draft = use_state_eq(|| state.question.to_string());
    {
        // A question that was asked in another way is here to be changed.
        let draft = draft.clone();
        use_effect_with(state.question.clone(), move |question| draft.set(question.to_string()));
    }
    let input = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let submit = {
        let (on, draft) = (on.clone(), draft.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on.emit(Action::Ask(draft.trim().into()));
        })
    };
    html! {
        <form class="ask" onsubmit={submit}>
            <label class="visually-hidden" for="question">{ "Question" }</label>
            <input id="question" list="names" autocomplete="off" spellcheck="false"
                placeholder="internet -> web-1 : tcp 443" value={(*draft).clone()} oninput={input} />
            <button type="submit">{ "Ask" }</button>
            <datalist id="names">
                for name in state.topology().map(names).unwrap_or_default() {
                    <option value={format!("{name} -> ")} />
                }
            </datalist>
            <Picked state={state.clone()} on={on.clone()} />
        </form>
    }
}

/// The source that was picked, until a destination is.
#[component]
fn Picked(QuestionProps { state, on }: &QuestionProps) -> Html {
    let drop = {
        let on = on.clone();
        Callback::from(move |_| on.emit(Action::Unpick))
    };
    html! {
        <p class="picked" role="status">
            if let Some(picked) = &state.picked {
                { "from " }<code>{ short(picked) }</code>{ ": now pick a destination " }
                <button type="button" class="quiet" onclick={drop}>{ "drop (Esc)" }</button>
            }
        </p>
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
