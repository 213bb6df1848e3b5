//! The editor: the element `fence-editor` (web/editor), told what to show and heard when it changes.

use std::rc::Rc;

use ringfence::answer::{Outcome, ShownProblem};
use ringfence::{Place, Position};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, Element, Event};
use yew::{Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref};

use crate::browser;
use crate::explain::deciding;
use crate::job::Text;
use crate::same::Same;
use crate::sign::outcome_word;
use crate::state::{Action, State, Subject};

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
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct Span {
    from: Point,
    to: Point,
}

#[derive(Debug, Serialize)]
struct Squiggle<'a> {
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    code: &'static str,
    from: Point,
    to: Point,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    note: &'a str,
    key: &'a str,
    from: Point,
    to: Point,
}

#[derive(Debug, Serialize)]
struct Fix<'a> {
    label: String,
    from: Point,
    to: Point,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Mark {
    line: u32,
    state: &'static str,
    title: String,
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
                let texts = files.iter().map(|file| Text { name: &file.name, text: &file.text });
                editor.set_texts(&to_js(&texts.collect::<Vec<_>>()));
            }
        });
    }
    {
        let (node, key, state) = (node.clone(), key.clone(), state.clone());
        use_effect_with((state.opened.clone(), state.report.clone(), key.clone(), state.loaded), move |_| {
            if let Some(editor) = editor(&node) {
                let here = state.problems().iter().filter(|problem| *problem.place.file == *key);
                editor.set_problems(&key, &to_js(&here.map(squiggle).collect::<Vec<_>>()));
            }
        });
    }
    {
        let (node, key, state) = (node.clone(), key.clone(), state.clone());
        let given_up = state.is_given_up();
        use_effect_with((state.report.clone(), key.clone(), state.loaded, given_up), move |_| {
            if let Some(editor) = editor(&node) {
                // Where nothing will come, old marks would pass for new ones.
                let marks = if given_up { Vec::new() } else { marks(&state, &key) };
                editor.set_marks(&key, &to_js(&marks));
            }
        });
    }
    {
        let (node, key) = (node.clone(), key.clone());
        use_effect_with((deciding(state), key.clone(), state.loaded), move |(places, ..)| {
            if let Some(editor) = editor(&node) {
                let here = places.iter().filter(|place| *place.file == *key);
                editor.highlight(&key, &to_js(&here.map(span).collect::<Vec<_>>()));
            }
        });
    }
    {
        let node = node.clone();
        use_effect_with(state.jump.clone(), move |jump| {
            if let (Some(editor), Some(jump)) = (editor(&node), jump) {
                let Span { from, to } = span(&jump.place);
                editor.reveal(&jump.place.file, &to_js(&from), &to_js(&to));
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

/// A value as JavaScript has it. What is sent are plain records, which always convert.
fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
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
fn detail<T: for<'de> Deserialize<'de>>(event: &Event) -> Option<T> {
    let event: &CustomEvent = event.dyn_ref()?;
    serde_wasm_bindgen::from_value(event.detail()).ok()
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

fn marks(state: &State, key: &str) -> Vec<Mark> {
    let here = results(state).into_iter().filter(|(_, place, ..)| place.file == key);
    here.map(|(_, place, outcome, text)| Mark {
        line: place.start.line,
        state: outcome_word(outcome),
        title: format!("{outcome}: {text}"),
    })
    .collect()
}

fn squiggle(problem: &ShownProblem) -> Squiggle<'_> {
    let Span { from, to } = span(&problem.place);
    let fixes = problem.fix.iter().map(|fix| {
        let Span { from, to } = span(&fix.place);
        let label =
            if fix.text.is_empty() { "take it out".to_owned() } else { format!("change to `{}`", fix.text) };
        Fix { label, from, to, text: &fix.text }
    });
    let related = problem.related.iter().map(|related| {
        let Span { from, to } = span(&related.place);
        Related { note: &related.note, key: &related.place.file, from, to }
    });
    Squiggle {
        severity: match problem.severity {
            ringfence::Severity::Error => "error",
            ringfence::Severity::Warning => "warning",
        },
        message: &problem.message,
        help: problem.help.as_deref(),
        code: problem.code.as_str(),
        from,
        to,
        related: related.collect(),
        fixes: fixes.collect(),
    }
}

fn span(place: &Place) -> Span {
    let point = |position: &Position| Point { line: position.line, column: position.column };
    Span { from: point(&place.start), to: point(&place.end) }
}
