//! The map: what is deployed as nested boxes, or as a list that says the same.

mod drawing;
mod layout;
mod list;
mod shape;
mod shown;
mod ways;

use std::rc::Rc;

use web_sys::{Element, Event, HtmlInputElement, MouseEvent};
use yew::{
    Callback, Html, Properties, TargetCast as _, UseStateHandle, component, html, use_memo, use_node_ref,
    use_state_eq,
};

use self::drawing::{Marked, View, drawing, standalone};
use self::layout::layout;
use self::list::list;
use self::shown::Shown;
use self::ways::{route, ways};
use crate::browser;
use crate::matrix::{legend, service_field};
use crate::same::Same;
use crate::state::{Action, Found, Opened, State, Table};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MapProps {
    opened: Option<Same<Found<Opened>>>,
    stale: bool,
    picked: Option<Rc<str>>,
    /// The answer that is shown, as far as it can be drawn.
    shown: Option<Shown>,
    service: Rc<str>,
    /// Whether it shows whom the picked source reaches.
    ways: bool,
    /// From which that is known.
    table: Option<Same<Table>>,
    on: Callback<Action>,
}

impl MapProps {
    /// What the map needs of the state: it is drawn again when one of these changes.
    pub(crate) fn of(state: &State, on: &Callback<Action>) -> Self {
        Self {
            opened: state.opened.clone(),
            stale: state.opened.as_ref().is_some_and(|opened| state.is_stale(opened.revision)),
            picked: state.picked.clone(),
            shown: Shown::of(state),
            service: state.service.clone(),
            ways: state.ways,
            table: state.ways_table().filter(|_| state.ways).cloned(),
            on: on.clone(),
        }
    }
}

/// Enlargements that can be chosen, in percent.
const ZOOMS: [u32; 7] = [25, 50, 75, 100, 150, 200, 300];

/// Which of them is 100 %.
const NATURAL: usize = 3;

/// The map with its controls.
#[component]
pub(crate) fn MapView(props: &MapProps) -> Html {
    let MapProps { opened, stale, picked, shown, service, ways: show_ways, table, on } = props;
    let as_list = use_state_eq(|| false);
    let zoom = use_state_eq(|| None::<usize>);
    let svg = use_node_ref();
    let shapes = use_memo(opened.clone(), |opened| {
        opened.as_ref().map(|opened| layout(&opened.value.topology)).unwrap_or_default()
    });
    let Some(topology) = opened.as_ref().map(|opened| &opened.value.topology) else {
        return html! { <p class="hint">{ "drawing …" }</p> };
    };
    let export = {
        let (svg, on) = (svg.clone(), on.clone());
        Callback::from(move |_| {
            let drawn = svg.cast::<Element>().map(|svg| standalone(&svg.outer_html()));
            if drawn.is_none_or(|text| browser::save("network.svg", "image/svg+xml", &text).is_err()) {
                on.emit(Action::Notice("the browser did not save the map".into()));
            }
        })
    };
    let switch_ways =
        on.reform(|event: Event| Action::Ways(event.target_unchecked_into::<HtmlInputElement>().checked()));
    let percent = zoom.and_then(|zoom| ZOOMS.get(zoom)).copied();
    let known = picked.as_deref().zip(table.as_ref());
    let view = View {
        shapes: &shapes,
        percent,
        stale: *stale,
        marked: Marked { picked: picked.as_deref(), shown: shown.as_ref() },
        ways: known.map(|(picked, table)| ways(picked, table, &shapes)).unwrap_or_default(),
        route: shown.as_ref().and_then(|shown| route(shown, &shapes)),
        svg,
    };
    html! {
        <div class="map">
            <p class="controls">
                { service_field(service, &topology.services, on) }
                <label title="draws the verdict from the picked source to everything else">
                    <input type="checkbox" checked={*show_ways} onchange={switch_ways} />{ "whom it reaches" }
                </label>
                <span class="space" />
                if !*as_list {
                    <button type="button" aria-label="smaller" onclick={step(&zoom, smaller)}>{ "−" }</button>
                    <button type="button" title="as large as there is room" onclick={step(&zoom, |_| None)}>
                        { percent.map_or_else(|| "fit".to_owned(), |percent| format!("{percent} %")) }
                    </button>
                    <button type="button" aria-label="larger" onclick={step(&zoom, larger)}>{ "+" }</button>
                    <button type="button" title="save the map as SVG" onclick={export}>{ "SVG" }</button>
                }
                <button type="button" aria-pressed={as_list.to_string()} onclick={step(&as_list, |list| !list)}>{ "list" }</button>
            </p>
            if topology.areas.is_empty() {
                <p class="hint">{ "Nothing is deployed in this text." }</p>
            } else if *as_list {
                { list(topology, on) }
            } else {
                <div class="scroll">{ drawing(view, on) }</div>
            }
            if *show_ways {
                { legend() }
            }
        </div>
    }
}

/// The next smaller enlargement; from the fitted one a step below its own size.
fn smaller(zoom: Option<usize>) -> Option<usize> {
    Some(zoom.unwrap_or(NATURAL).saturating_sub(1))
}

/// The next larger enlargement; from the fitted one its own size.
fn larger(zoom: Option<usize>) -> Option<usize> {
    let next = zoom.map_or(NATURAL, |zoom| zoom.saturating_add(1));
    Some(next.min(ZOOMS.len().saturating_sub(1)))
}

/// What a click makes of a value.
fn step<T: Copy + PartialEq + 'static>(value: &UseStateHandle<T>, next: fn(T) -> T) -> Callback<MouseEvent> {
    let value = value.clone();
    Callback::from(move |_| value.set(next(*value)))
}
