//! Links that carry the whole state, and the same kept in the tab.

use js_sys::{JSON, JsString};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::job::texts;
use crate::state::{File, Load, State, View};
use crate::value::{object, read};
use crate::{browser, files, gallery, matrix};

#[wasm_bindgen(module = "/link.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = encode)]
    async fn pack(json: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = decode)]
    async fn unpack(fragment: &str) -> Result<JsValue, JsValue>;
}

/// Where the tab keeps its state.
const KEPT: &str = "ringfence.state";
/// And what stood behind `#` in the address then.
const KEPT_ADDRESS: &str = "ringfence.address";

/// What a kept state may be long: browsers keep a few megabytes.
const KEPT_LIMIT: usize = 2_000_000;

/// The state as links have it (docs/share.md). Keys that are missing are at their default, words that are not known too.
#[derive(Debug, Deserialize)]
struct Written {
    files: Vec<Text>,
    question: String,
    view: String,
    matrix: String,
    service: String,
    active: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Text {
    name: String,
    text: String,
}

/// The state as it stands behind `#` in a link.
pub(crate) async fn encode(state: &State) -> Result<String, String> {
    let packed = pack(&json(state)?).await.map_err(|error| browser::message_of(&error))?;
    packed.as_string().ok_or_else(|| "the browser does not compress".to_owned())
}

/// What a link holds; else a sentence about what is wrong with it.
pub(crate) async fn decode(fragment: &str) -> Result<Load, String> {
    let json = unpack(fragment).await.map_err(|error| browser::message_of(&error))?;
    load(&json.as_string().unwrap_or_default())
}

/// What the page starts with: what the address carries, unless it was edited since; else what the tab kept, else the
/// first example.
pub(crate) async fn first() -> State {
    let wrong = match browser::fragment() {
        Some(fragment) if kept_address().as_ref() != Some(&fragment) => match decode(&fragment).await {
            Ok(load) => return State::new(load),
            Err(why) => Some(format!("this link cannot be opened: {why}").into()),
        },
        _ => None,
    };
    // What was kept may be somebody's work, which a wrong click must not lose.
    match kept() {
        Some(load) => State { edited: true, notice: wrong, ..State::new(load) },
        None => State { notice: wrong, ..State::new(gallery::first()) },
    }
}

/// Keeps the state until the tab is closed, so that a reload loses nothing; false where that is not possible.
pub(crate) fn keep(state: &State) -> bool {
    let size: usize = state.files.iter().map(|file| file.text.len()).sum();
    let Some(storage) = browser::tab_storage() else { return false };
    let kept = (size <= KEPT_LIMIT).then(|| json(state).ok()).flatten();
    let address = browser::fragment().unwrap_or_default();
    let done = kept.is_some_and(|text| {
        storage.set_item(KEPT, &text).is_ok() && storage.set_item(KEPT_ADDRESS, &address).is_ok()
    });
    if !done {
        // An older state must not come back in the place of this one.
        let _ = storage.remove_item(KEPT);
    }
    done
}

/// What the tab kept.
fn kept() -> Option<Load> {
    let text = browser::tab_storage()?.get_item(KEPT).ok()??;
    load(&text).ok()
}

/// What stood behind `#` in the address then.
fn kept_address() -> Option<String> {
    browser::tab_storage()?.get_item(KEPT_ADDRESS).ok()?.filter(|address| !address.is_empty())
}

fn json(state: &State) -> Result<String, String> {
    let value = object(&[
        ("files", texts(&state.files)),
        ("question", (&*state.question).into()),
        ("view", state.view.id().into()),
        ("matrix", matrix::id(state.by).into()),
        ("service", (&*state.service).into()),
        ("active", state.active.into()),
    ]);
    let text: JsString = JSON::stringify(&value).map_err(|error| browser::message_of(&error))?;
    Ok(text.into())
}

fn load(json: &str) -> Result<Load, String> {
    let strange = || "it holds something else than a state of the page".to_owned();
    let value = JSON::parse(json).map_err(|_| strange())?;
    if !value.is_object() || value.is_instance_of::<js_sys::Array>() {
        return Err(strange());
    }
    let written: Written = read(value).map_err(|_| strange())?;
    let mut files = Vec::new();
    for Text { name, text } in written.files {
        // Two of one name would hide one of them.
        files.push(File::written(files::unused(&name, &files), text));
    }
    Ok(Load {
        active: written
            .active
            .and_then(|active| usize::try_from(active).ok())
            .filter(|&active| active < files.len())
            .unwrap_or_default(),
        files,
        question: written.question.into(),
        service: written.service.into(),
        view: View::ALL.into_iter().find(|view| view.id() == written.view),
        by: matrix::from_id(&written.matrix),
    })
}
