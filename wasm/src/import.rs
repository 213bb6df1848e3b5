//! What a cloud printed of itself, made a text of the language. Nothing of what that means is judged here.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::TypeError;
use ringfence::answer::ShownProblem;
use ringfence_import::{is_export, read_sources};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{given, shown};

/// What the text that is made of exports is called, as on the command line.
const ESTATE: &str = "estate";

/// Whether a text is an export: JSON, which no text of the language starts as.
#[wasm_bindgen(js_name = isExport)]
pub fn is_an_export(
    #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
) -> Result<bool, JsValue> {
    Ok(is_export(&given::text(text, "text")?))
}

/// The estate that exports tell of together, as a text of the language, and what was wrong with them: places are in the exports. A name
/// may be a path, whose folders tell account and Region where the text does not.
#[wasm_bindgen(js_name = importExports, unchecked_return_type = "Imported")]
pub fn import_exports(
    #[wasm_bindgen(unchecked_param_type = "Texts")] exports: &JsValue,
) -> Result<JsValue, JsValue> {
    let estate = read_sources(ESTATE, given::texts(exports)?)
        .map_err(|error| TypeError::new(&alloc::format!("{error}")))?;
    shown(&Imported {
        name: ESTATE,
        text: estate.alone(),
        origins: estate.origins(),
        problems: ShownProblem::of_exports(&estate),
    })
}

/// A text of the language, and what was wrong with what it was made of.
#[derive(Serialize)]
struct Imported {
    name: &'static str,
    text: String,
    origins: Option<String>,
    problems: Vec<ShownProblem>,
}
