//! Links that carry the whole state, and the same kept in the tab.

use js_sys::{JSON, JsString};
use ringfence::answer::MatrixBy;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::state::{File, Load, State, View};
use crate::{browser, gallery};

#[wasm_bindgen(module = "/link.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = encode)]
    async fn pack(json: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = decode)]
    async fn unpack(fragment: &str) -> Result<JsValue, JsValue>;
}

/// Where the tab keeps its state.
const KEPT: &str = "ringfence.state";

/// What a kept state may be long: browsers keep a few megabytes.
const KEPT_LIMIT: usize = 2_000_000;

/// The state as links have it (docs/share.md). Keys that are missing are at their default.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Written {
    files: Vec<Text>,
    question: String,
    view: View,
    matrix: Option<MatrixBy>,
    service: String,
    active: usize,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Text {
    name: String,
    text: String,
}

/// The state as it stands behind `#` in a link.
pub(crate) async fn encode(state: &State) -> Result<String, String> {
    let packed = pack(&json(state)?).await;
    packed.ok().and_then(|text| text.as_string()).ok_or_else(|| "the browser does not compress".to_owned())
}

/// What a link holds; else a sentence about what is wrong with it.
pub(crate) async fn decode(fragment: &str) -> Result<Load, String> {
    let json = unpack(fragment).await.map_err(|error| browser::message_of(&error))?;
    load(&json.as_string().unwrap_or_default())
}

/// What the page starts with: what the address carries, else what the tab kept, else the first example; and what is
/// wrong with the address.
pub(crate) async fn first() -> (Load, Option<String>) {
    let kept = || kept().unwrap_or_else(gallery::first);
    let Some(fragment) = browser::fragment() else { return (kept(), None) };
    match decode(&fragment).await {
        Ok(load) => (load, None),
        Err(why) => (kept(), Some(why)),
    }
}

/// Keeps the state until the tab is closed, so that a reload loses nothing. What is too large is not kept.
pub(crate) fn keep(state: &State) {
    let size: usize = state.files.iter().map(|file| file.text.len()).sum();
    let Some(storage) = browser::tab_storage() else { return };
    let kept = (size <= KEPT_LIMIT).then(|| json(state).ok()).flatten();
    // A browser that is full or keeps nothing says so; there is nothing to lose yet.
    let _ = match kept {
        Some(text) => storage.set_item(KEPT, &text),
        None => storage.remove_item(KEPT),
    };
}

/// What the tab kept.
fn kept() -> Option<Load> {
    let text = browser::tab_storage()?.get_item(KEPT).ok()??;
    load(&text).ok()
}

fn json(state: &State) -> Result<String, String> {
    let files =
        state.files.iter().map(|file| Text { name: file.name.to_string(), text: file.text.to_string() });
    let written = Written {
        files: files.collect(),
        question: state.question.to_string(),
        view: state.view,
        matrix: Some(state.by),
        service: state.service.to_string(),
        active: state.active,
    };
    let value = written.serialize(&Serializer::json_compatible()).map_err(|error| error.to_string())?;
    let text: JsString = JSON::stringify(&value).map_err(|error| browser::message_of(&error))?;
    Ok(text.into())
}

fn load(json: &str) -> Result<Load, String> {
    let strange = || "it holds something else than a state of the page".to_owned();
    let value = JSON::parse(json).map_err(|_| strange())?;
    if !value.is_object() || value.is_instance_of::<js_sys::Array>() {
        return Err(strange());
    }
    let written: Written = serde_wasm_bindgen::from_value(value).map_err(|_| strange())?;
    let files = written.files.into_iter().map(|file| File { name: file.name.into(), text: file.text.into() });
    Ok(Load {
        files: files.collect(),
        active: written.active,
        question: written.question.into(),
        service: written.service.into(),
        view: Some(written.view),
        by: written.matrix,
    })
}
