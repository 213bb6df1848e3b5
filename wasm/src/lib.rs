//! Ringfence for JavaScript. What is here converts; what is true is the library's business.
//!
//! It is built three times: with the feature `answers` it is the engine that answers, with `editor` what editors ask of the language,
//! with `import` what reads the exports of a cloud.
//!
//! What JavaScript gives is checked before it is used: what is no text, or no list of texts, throws a `TypeError`.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(feature = "answers")]
pub mod answers;
#[cfg(target_arch = "wasm32")]
mod bare;
#[cfg(feature = "editor")]
pub mod editor;
mod given;
#[cfg(feature = "import")]
pub mod import;

use alloc::borrow::ToOwned as _;
use alloc::string::String;

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The types that TypeScript sees: the few that only calls from JavaScript have, and those of the answers, which the library
/// itself writes down (`cargo xtask types`). One text, since it starts with a line that must be the first of its file.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = concat!(include_str!("../calls.d.ts"), include_str!("../answers.d.ts"));

/// The version of the engine, which is the package's.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An answer as a plain object.
fn shown(answer: &impl Serialize) -> Result<JsValue, JsValue> {
    // It fails for maps whose keys are no texts, and answers have no maps; no JSON throws, too.
    JSON::parse(&serde_json::to_string(answer).unwrap_or_default())
}
