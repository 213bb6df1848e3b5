//! The map: what is deployed as nested boxes, or as a list that says the same.

mod drawing;
mod layout;
mod list;
mod shape;
mod ways;

use std::rc::Rc;

use web_sys::{Element, Event, HtmlInputElement};
use yew::{
    Callback, Html, Properties, TargetCast as _, component, html, use_memo, use_node_ref, use_state_eq,
};

use self::drawing::Drawing;
use self::layout::layout;
use self::list::List;
use crate::browser;
use crate::matrix::{Legend, ServiceField};
use crate::state::{Action, State};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MapProps {
    pub(crate) state: Rc<State>,
    pub(crate) on: Callback<Action>,
}

/// Enlargements that can be chosen, in percent.
const ZOOMS: [u32; 7] = [25, 50, 75, 100, 150, 200, 300];

/// The map with its controls.
#[component]
pub(crate) fn MapView(MapProps { state, on }: &MapProps) -> Html {
    let as_list = use_state_eq(|| false);
    let zoom = use_state_eq(|| 3_usize);
    let svg = use_node_ref();
    let opened = state.opened.clone();
    let shapes = use_memo(opened, |opened| opened.as_ref().map(|opened| layout(&opened.value.topology)));
    let Some(shapes) = shapes.as_ref() else { return html! { <p class="hint">{ "drawing …" }</p> } };

    let toggle_list = toggle(&as_list, |list| !list);
    let smaller = toggle(&zoom, |zoom| zoom.saturating_sub(1));
    let larger = toggle(&zoom, |zoom| zoom.saturating_add(1).min(ZOOMS.len().saturating_sub(1)));
    let export = {
        let (svg, on) = (svg.clone(), on.clone());
        Callback::from(move |_| {
            let drawn = svg.cast::<Element>().map(|svg| drawing::standalone(&svg.outer_html()));
            if drawn.is_none_or(|text| browser::save("network.svg", "image/svg+xml", &text).is_err()) {
                on.emit(Action::Notice("the browser did not save the map".into()));
            }
        })
    };
    let percent = ZOOMS.get(*zoom).copied().unwrap_or(100);
    html! {
        <div class="map">
            <p class="controls">
                <button type="button" aria-pressed={as_list.to_string()} onclick={toggle_list}>{ "list" }</button>
                if !*as_list {
                    <button type="button" aria-label="smaller" onclick={smaller}>{ "−" }</button>
                    <span class="zoom">{ format!("{percent} %") }</span>
                    <button type="button" aria-label="larger" onclick={larger}>{ "+" }</button>
                    <button type="button" onclick={export}>{ "save as SVG" }</button>
                }
                <WaysSwitch state={state.clone()} on={on.clone()} />
                <ServiceField state={state.clone()} on={on.clone()} />
            </p>
            if state.is_empty() {
                <p class="hint">{ "Nothing is deployed in this text." }</p>
            } else if *as_list {
                <List state={state.clone()} on={on.clone()} />
            } else {
                <div class="scroll">
                    <Drawing shapes={shapes.clone()} {percent} state={state.clone()} on={on.clone()} svg={svg.clone()} />
                </div>
            }
            if state.ways {
                <Legend />
            }
        </div>
    }
}

fn toggle<T: Copy + PartialEq + 'static>(
    state: &yew::UseStateHandle<T>,
    next: fn(T) -> T,
) -> Callback<web_sys::MouseEvent> {
    let state = state.clone();
    Callback::from(move |_| state.set(next(*state)))
}

/// Whether the map shows whom the picked source reaches.
#[component]
fn WaysSwitch(MapProps { state, on }: &MapProps) -> Html {
    let change = {
        let on = on.clone();
        Callback::from(move |event: Event| {
            on.emit(Action::Ways(event.target_unchecked_into::<HtmlInputElement>().checked()));
        })
    };
    html! {
        <label title="draws the verdict from the picked source to everything else">
            <input type="checkbox" checked={state.ways} onchange={change} />{ " whom it reaches" }
        </label>
    }
}

impl State {
    fn is_empty(&self) -> bool {
        self.topology().is_none_or(|topology| topology.areas.is_empty())
    }
}
