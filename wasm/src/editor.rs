//! Formatting, and what an editor asks while texts are written. It takes the language alone: nothing that lowers or reaches is among what
//! these calls lead to, so the linker leaves that out.

use alloc::string::String;
use alloc::vec::Vec;

use ringfence::answer::{Refusal, ShownFix};
use ringfence::editor::{self, RenameRefusal};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::given::{self, Point};
use crate::shown;

/// A text with its blanks where they belong; what it means stays as it is. One with errors is refused.
#[wasm_bindgen(unchecked_return_type = "FormatResult")]
pub fn format(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Result<JsValue, JsValue> {
    shown(&match ringfence::format(&given::unnamed(text)?) {
        Ok(text) => FormatResult::Formatted { text },
        Err(problems) => FormatResult::Refused(Refusal { problems }),
    })
}

/// What may be written at a place of a text: `offset` counts UTF-16 code units, as strings of JavaScript and editors do. Nothing in
/// a comment.
#[wasm_bindgen(unchecked_return_type = "Completions | null")]
pub fn complete(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] file: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] offset: &JsValue,
) -> Result<JsValue, JsValue> {
    let Point { sources, file, offset } = given::point(texts, file, offset)?;
    shown(&editor::complete(&sources, file, offset))
}

/// What the word at a place means.
#[wasm_bindgen(unchecked_return_type = "Hover | null")]
pub fn hover(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] file: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] offset: &JsValue,
) -> Result<JsValue, JsValue> {
    let Point { sources, file, offset } = given::point(texts, file, offset)?;
    shown(&editor::hover(&sources, file, offset))
}

/// Where the thing is declared whose name stands at a place: its name there.
#[wasm_bindgen(unchecked_return_type = "Place | null")]
pub fn definition(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] file: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] offset: &JsValue,
) -> Result<JsValue, JsValue> {
    let Point { sources, file, offset } = given::point(texts, file, offset)?;
    shown(&editor::definition(&sources, file, offset))
}

/// Every place of all texts that names what the name at a place means, where it is declared included.
#[wasm_bindgen(unchecked_return_type = "Place[]")]
pub fn references(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] file: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] offset: &JsValue,
) -> Result<JsValue, JsValue> {
    let Point { sources, file, offset } = given::point(texts, file, offset)?;
    shown(&editor::references(&sources, file, offset))
}

/// The edits of all texts that give the thing whose name stands at a place another name.
#[wasm_bindgen(unchecked_return_type = "RenameResult")]
pub fn rename(
    #[wasm_bindgen(unchecked_param_type = "Texts")] texts: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] file: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] offset: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
) -> Result<JsValue, JsValue> {
    let Point { sources, file, offset } = given::point(texts, file, offset)?;
    shown(&match editor::rename(&sources, file, offset, &given::text(name, "name")?) {
        Ok(edits) => RenameResult::Renamed { edits },
        Err(refusal) => RenameResult::Refused(refusal),
    })
}

/// The things, definitions, intents and tests of a text, as a tree.
#[wasm_bindgen(unchecked_return_type = "OutlineItem[]")]
pub fn outline(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Result<JsValue, JsValue> {
    shown(&editor::outline(&given::unnamed(text)?))
}

/// Every word, sign and comment of a text with what it is, in order; none overlaps another.
#[wasm_bindgen(unchecked_return_type = "SemanticToken[]")]
pub fn tokens(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Result<JsValue, JsValue> {
    shown(&editor::tokens(&given::unnamed(text)?))
}

/// A text with its blanks where they belong, or why it stays as it is.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum FormatResult {
    Formatted { text: String },
    Refused(Refusal),
}

/// The edits that give a name, or why it stays as it is.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum RenameResult {
    Renamed { edits: Vec<ShownFix> },
    Refused(RenameRefusal),
}
