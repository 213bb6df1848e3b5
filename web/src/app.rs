//! The whole page.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Event, HtmlElement, KeyboardEvent};
use yew::platform::spawn_local;
use yew::{Callback, Html, Properties, component, html, use_callback, use_effect_with, use_reducer};

use crate::bar::bar;
use crate::editor::Editor;
use crate::engine::use_engine;
use crate::explain::explain;
use crate::files::{self, file_tabs};
use crate::findings::findings;
use crate::map::{MapProps, MapView};
use crate::matrix::{MatrixProps, MatrixView};
use crate::panes::panes;
use crate::question::question_line;
use crate::same::Same;
use crate::state::{Action, Pane, State, View};
use crate::{browser, editor, link};

/// How long after the last change the state is kept in the tab, in milliseconds.
const KEEP_AFTER: u32 = 400;

/// How long a notice stays, in milliseconds.
const NOTICE_FOR: u32 = 8_000;

/// What the page starts with.
#[derive(Debug, Properties)]
pub(crate) struct AppProps {
    pub(crate) first: State,
}

impl PartialEq for AppProps {
    /// The page is started once.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The whole page.
#[component]
pub(crate) fn App(AppProps { first }: &AppProps) -> Html {
    let state = use_reducer(|| first.clone());
    // One callback for the life of the page, so that parts whose own data stay are not drawn again.
    let on = use_callback(state.dispatcher(), |action, dispatcher| dispatcher.dispatch(action));
    let shown = Same::new((*state).clone());
    use_engine(&state);
    {
        let on = on.clone();
        use_effect_with((), move |()| hear_window(&on));
    }
    {
        let kept = shown.clone();
        use_effect_with(kept.clone(), |state| {
            let state = state.clone();
            // What is not kept in time is kept when the page goes; where it cannot be, the browser asks.
            browser::listen(browser::window(), "beforeunload", move |event: Event| {
                if !link::keep(&state) {
                    event.prevent_default();
                }
            })
        });
        let changes = (
            state.revision,
            state.question.clone(),
            state.view,
            state.active,
            state.by,
            state.service.clone(),
        );
        use_effect_with(changes, move |_| {
            let timer = Timeout::new(KEEP_AFTER, move || {
                link::keep(&kept);
            });
            move || drop(timer)
        });
    }
    {
        let on = on.clone();
        use_effect_with(state.notice.clone(), move |notice| {
            let timer = notice.is_some().then(|| Timeout::new(NOTICE_FOR, move || on.emit(Action::Heard)));
            move || drop(timer)
        });
    }
    use_effect_with(state.theme, |theme| theme.show());
    let drag = Callback::from(|event: DragEvent| event.prevent_default());
    let drop_files = {
        let on = on.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            if let Some(given) = event.data_transfer() {
                files::read(&given, on.clone());
            }
        })
    };
    html! {
        <div class={format!("app pane-{}", state.pane.id())} ondragover={drag} ondrop={drop_files}>
            { bar(&shown, &on) }
            <main>
                <section class="edit" aria-label="text">
                    { file_tabs(&shown, &on) }
                    <Editor state={shown.clone()} on={on.clone()} />
                </section>
                <div class={if state.is_asked() { "side" } else { "side idle" }}>
                    { question_line(&shown, &on) }
                    <section class="view" aria-label="network">
                        { views(&shown, &on) }
                    </section>
                    <section class="answer" aria-label="answer" aria-live="polite">
                        { explain(&shown, &on) }
                    </section>
                </div>
            </main>
            { panes(state.pane, &on) }
            <p class="notice" role="status">
                if let Some(notice) = &state.notice {
                    { &**notice }
                    if state.before.is_some() {
                        { " " }<button type="button" class="quiet" onclick={on.reform(|_| Action::TakeBack)}>{ "take back" }</button>
                    }
                }
            </p>
        </div>
    }
}

const VIEWS: [(View, &str); 3] = [(View::Map, "Map"), (View::Matrix, "Matrix"), (View::Findings, "Findings")];

fn views(state: &State, on: &Callback<Action>) -> Html {
    html! {
        <>
            <div class="tabs" role="group" aria-label="views">
                for (view, label) in VIEWS {
                    <button type="button" class={if state.view == view { "current" } else { "" }}
                        aria-pressed={(state.view == view).to_string()} onclick={on.reform(move |_| Action::View(view))}>
                        { label }
                    </button>
                }
            </div>
            {
                match state.view {
                    View::Map => html! { <MapView key={state.loaded} ..MapProps::of(state, on) /> },
                    View::Matrix => html! { <MatrixView ..MatrixProps::of(state, on) /> },
                    View::Findings => findings(state, on),
                }
            }
        </>
    }
}

/// Keys that work everywhere, and links that are pasted into the address of a page that is open.
fn hear_window(on: &Callback<Action>) -> impl FnOnce() + use<> {
    let keys = {
        let on = on.clone();
        browser::listen(browser::window(), "keydown", move |event: Event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                press(event, &on);
            }
        })
    };
    let on = on.clone();
    let hash = browser::listen(browser::window(), "hashchange", move |_: Event| {
        let (on, fragment) = (on.clone(), browser::fragment());
        spawn_local(async move {
            let Some(fragment) = fragment else { return };
            on.emit(match link::decode(&fragment).await {
                Ok(load) => Action::Load(load),
                Err(why) => Action::Notice(format!("this link cannot be opened: {why}").into()),
            });
        });
    });
    move || {
        keys();
        hash();
    }
}

fn press(event: &KeyboardEvent, on: &Callback<Action>) {
    if event.key() == "Escape" {
        on.emit(Action::Unpick);
        return;
    }
    if !event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    // The key, not what it types: with Alt that differs by layout.
    match event.code().as_str() {
        "Digit1" => on.emit(Action::Pane(Pane::Editor)),
        "Digit2" => on.emit(Action::View(View::Map)),
        "Digit3" => on.emit(Action::View(View::Matrix)),
        "Digit4" => on.emit(Action::View(View::Findings)),
        "KeyQ" => on.emit(Action::Pane(Pane::View)),
        "KeyF" if event.shift_key() => editor::format(),
        _ => return,
    }
    event.prevent_default();
    let focus = match event.code().as_str() {
        "Digit1" => editor::ELEMENT,
        "KeyQ" => "#question",
        _ => return,
    };
    if let Some(element) = browser::element(focus).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        // What cannot be focused keeps the focus where it is.
        let _ = element.focus();
    }
}
