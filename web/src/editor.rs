//! The editor: the element `fence-editor` (web/editor), told what to show and heard when it changes.

use std::rc::Rc;

use ringfence::answer::{Outcome, ShownProblem};
use ringfence::{Place, Position};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, Element, Event};
use yew::{Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref};

use crate::browser;
use crate::explain::deciding;
use crate::job::texts;
use crate::same::Same;
use crate::sign::outcome_word;
use crate::state::{Action, State, Subject};
use crate::value::{list, object, read};

#[wasm_bindgen]
extern "C" {
    type FenceEditor;

    #[wasm_bindgen(method, js_name = setDocument)]
    fn set_document(this: &FenceEditor, key: &str, text: &str);

    #[wasm_bindgen(method, js_name = setTexts)]
    fn set_texts(this: &FenceEditor, texts: &JsValue);

    #[wasm_bindgen(method)]
    fn format(this: &FenceEditor);

    #[wasm_bindgen(method, js_name = setProblems)]
    fn set_problems(this: &FenceEditor, key: &str, problems: &JsValue);

    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &FenceEditor, key: &str, marks: &JsValue);

    #[wasm_bindgen(method)]
    fn reveal(this: &FenceEditor, key: &str, from: &JsValue, to: &JsValue);

    #[wasm_bindgen(method)]
    fn highlight(this: &FenceEditor, key: &str, ranges: &JsValue);
}

/// Its name among the elements.
pub(crate) const ELEMENT: &str = "fence-editor";

/// A point of a text: line from 1, column in UTF-16 units from 1.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Point {
    line: u32,
    column: u32,
}

/// What the editor says when its text changes.
#[derive(Debug, Deserialize)]
struct Edited {
    key: String,
    text: String,
}

/// What the editor says when a mark is clicked.
#[derive(Debug, Deserialize)]
struct Marked {
    key: String,
    line: u32,
}

/// What the editor says when another place of a problem is clicked.
#[derive(Debug, Deserialize)]
struct Clicked {
    key: String,
    from: Point,
    to: Point,
}

/// What the editor has to tell the user.
#[derive(Debug, Deserialize)]
struct Told {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EditorProps {
    pub(crate) state: Same<State>,
    pub(crate) on: Callback<Action>,
}

/// The editor.
#[component]
pub(crate) fn Editor(EditorProps { state, on }: &EditorProps) -> Html {
    let node = use_node_ref();
    {
        let (node, on) = (node.clone(), on.clone());
        use_effect_with((), move |()| hear_edits(&node, on));
    }
    {
        let (node, on) = (node.clone(), on.clone());
        use_effect_with((), move |()| hear_places(&node, on));
    }
    {
        let (node, on) = (node.clone(), on.clone());
        use_effect_with((), move |()| hear_notices(&node, on));
    }
    {
        let (node, on, state) = (node.clone(), on.clone(), state.clone());
        let report = state.report.clone();
        use_effect_with((report, state.revision), move |_| hear_marks(&node, &state, on));
    }
    let key: Rc<str> = state.file().map_or_else(|| "".into(), |file| file.name.clone());
    {
        let (node, state) = (node.clone(), state.clone());
        use_effect_with((state.loaded, key.clone()), move |_| {
            if let (Some(editor), Some(file)) = (editor(&node), state.file()) {
                editor.set_document(&file.name, &file.text);
            }
        });
    }
    {
        let (node, files) = (node.clone(), state.files.clone());
        // Its own text the editor has already, letter by letter.
        let others = files.iter().filter(|file| file.name != key).cloned().collect::<Vec<_>>();
        use_effect_with((others, key.clone()), move |_| {
            if let Some(editor) = editor(&node) {
                editor.set_texts(&texts(&files));
            }
        });
    }
    {
        let (node, key, state) = (node.clone(), key.clone(), state.clone());
        use_effect_with((state.opened.clone(), state.report.clone(), key.clone(), state.loaded), move |_| {
            if let Some(editor) = editor(&node) {
                let here = state.problems().iter().filter(|problem| *problem.place.file == *key);
                editor.set_problems(&key, &list(here.map(squiggle)));
            }
        });
    }
    {
        let (node, key, state) = (node.clone(), key.clone(), state.clone());
        let given_up = state.is_given_up();
        use_effect_with((state.report.clone(), key.clone(), state.loaded, given_up), move |_| {
            if let Some(editor) = editor(&node) {
                // Where nothing will come, old marks would pass for new ones.
                let marks = if given_up { list([]) } else { marks(&state, &key) };
                editor.set_marks(&key, &marks);
            }
        });
    }
    {
        let (node, key) = (node.clone(), key.clone());
        use_effect_with((deciding(state), key.clone(), state.loaded), move |(places, ..)| {
            if let Some(editor) = editor(&node) {
                let here = places.iter().filter(|place| *place.file == *key);
                editor.highlight(&key, &list(here.map(|place| span(place, []))));
            }
        });
    }
    {
        let node = node.clone();
        use_effect_with(state.jump.clone(), move |jump| {
            if let (Some(editor), Some(jump)) = (editor(&node), jump) {
                let [from, to] = [&jump.place.start, &jump.place.end].map(point);
                editor.reveal(&jump.place.file, &from, &to);
            }
        });
    }
    let stale = state.report.as_ref().is_none_or(|report| state.is_stale(report.revision));
    html! { <@{"fence-editor"} ref={node} class="editor" theme={state.theme.id()} stale={stale.then_some("")} /> }
}

/// Puts the blanks of the text that is shown where they belong. How, only the editor knows, which tells of it as of any edit.
pub(crate) fn format() {
    if let Some(editor) = browser::element(ELEMENT) {
        editor.unchecked_into::<FenceEditor>().format();
    }
}

fn editor(node: &NodeRef) -> Option<FenceEditor> {
    node.cast::<Element>().map(|element| element.unchecked_into())
}

fn hear_edits(node: &NodeRef, on: Callback<Action>) -> Box<dyn FnOnce()> {
    browser::listen(node.cast::<Element>(), "edit", move |event| {
        if let Some(Edited { key, text }) = detail(&event) {
            on.emit(Action::Edit { name: key.into(), text: text.into() });
        }
    })
}

fn hear_places(node: &NodeRef, on: Callback<Action>) -> Box<dyn FnOnce()> {
    browser::listen(node.cast::<Element>(), "place", move |event| {
        if let Some(Clicked { key, from, to }) = detail(&event) {
            // A jump goes by line and column.
            let [start, end] = [from, to].map(|Point { line, column }| Position { offset: 0, line, column });
            on.emit(Action::Jump(Place { file: key, start, end, pointer: None }));
        }
    })
}

fn hear_notices(node: &NodeRef, on: Callback<Action>) -> Box<dyn FnOnce()> {
    browser::listen(node.cast::<Element>(), "notice", move |event| {
        if let Some(Told { text }) = detail(&event) {
            on.emit(Action::Notice(text.into()));
        }
    })
}

fn hear_marks(node: &NodeRef, state: &Same<State>, on: Callback<Action>) -> Box<dyn FnOnce()> {
    let state = state.clone();
    browser::listen(node.cast::<Element>(), "mark", move |event| {
        let current = state.report.as_ref().is_some_and(|report| !state.is_stale(report.revision));
        if let Some(Marked { key, line }) = detail(&event).filter(|_| current)
            && let Some((subject, ..)) = results(&state)
                .into_iter()
                .find(|(_, place, ..)| place.file == key && place.start.line == line)
        {
            on.emit(Action::Show(subject));
        }
    })
}

/// What an event of the editor carries.
fn detail<T: DeserializeOwned>(event: &Event) -> Option<T> {
    let event: &CustomEvent = event.dyn_ref()?;
    read(event.detail()).ok()
}

/// Every intent and line of a test, with its place and outcome.
fn results(state: &State) -> Vec<(Subject, &Place, Outcome, &str)> {
    let Some(report) = &state.report else { return Vec::new() };
    let intents = report.value.intents.iter().enumerate();
    let intents =
        intents.map(|(index, one)| (Subject::Intent(index), &one.place, one.outcome, one.text.as_str()));
    let tests = report.value.tests.iter().enumerate();
    let lines = tests.flat_map(|(test, of)| {
        let lines = of.lines.iter().enumerate();
        lines.map(move |(line, one)| (Subject::Line(test, line), &one.place, one.outcome, one.text.as_str()))
    });
    intents.chain(lines).collect()
}

/// The outcome of each intent and line of a text, beside it.
fn marks(state: &State, key: &str) -> JsValue {
    let here = results(state).into_iter().filter(|(_, place, ..)| place.file == key);
    list(here.map(|(_, place, outcome, text)| {
        object(&[
            ("line", place.start.line.into()),
            ("state", outcome_word(outcome).into()),
            ("title", format!("{outcome}: {text}").into()),
        ])
    }))
}

fn squiggle(problem: &ShownProblem) -> JsValue {
    let fixes = problem.fix.iter().map(|fix| {
        let label =
            if fix.text.is_empty() { "take it out".to_owned() } else { format!("change to `{}`", fix.text) };
        span(&fix.place, [("label", label.into()), ("text", fix.text.as_str().into())])
    });
    let related = problem.related.iter().map(|related| {
        let key = related.place.file.as_str().into();
        span(&related.place, [("note", related.note.as_str().into()), ("key", key)])
    });
    let severity = match problem.severity {
        ringfence::Severity::Error => "error",
        ringfence::Severity::Warning => "warning",
    };
    span(
        &problem.place,
        [
            ("severity", severity.into()),
            ("message", problem.message.as_str().into()),
            ("help", problem.help.as_deref().into()),
            ("code", problem.code.as_str().into()),
            ("related", list(related)),
            ("fixes", list(fixes)),
        ],
    )
}

/// From where to where something is, and what else is to be said of it.
fn span<const MORE: usize>(place: &Place, more: [(&str, JsValue); MORE]) -> JsValue {
    let mut members = vec![("from", point(&place.start)), ("to", point(&place.end))];
    members.extend(more);
    object(&members)
}

fn point(position: &Position) -> JsValue {
    object(&[("line", position.line.into()), ("column", position.column.into())])
}
