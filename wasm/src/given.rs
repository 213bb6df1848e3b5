//! What JavaScript gives, checked: what cannot be used throws a `TypeError` that names it.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use js_sys::{Array, JsString, Reflect, TypeError};
use ringfence::Source;
#[cfg(feature = "editor")]
use ringfence::SourceId;
#[cfg(feature = "answers")]
use ringfence::answer::MatrixBy;
use wasm_bindgen::{JsCast as _, JsValue};

/// The name of a text that is given without one.
const UNNAMED: &str = "policy.fence";

/// The texts of an estate: a string, or a list of texts with names.
pub(crate) fn texts(given: &JsValue) -> Result<Vec<Source>, JsValue> {
    if given.is_string() {
        return Ok(vec![source(UNNAMED.to_owned(), text(given, "texts")?)?]);
    }
    let list = given
        .dyn_ref::<Array>()
        .ok_or_else(|| wrong("`texts` must be a string, or a list of objects with `name` and `text`"))?;
    let entry = |(index, entry): (usize, JsValue)| {
        if !entry.is_object() {
            return Err(wrong(&format!("`texts[{index}]` must be an object with `name` and `text`")));
        }
        let member = |key: &str| Reflect::get(&entry, &key.into());
        let of = |key: &str| text(&member(key)?, &format!("texts[{index}].{key}"));
        let source = source(of("name")?, of("text")?)?;
        // Who asks of the text alone gets its own places.
        #[cfg(feature = "answers")]
        if !member("origins")?.is_undefined() {
            return Ok(source.with_origins(&of("origins")?));
        }
        Ok(source)
    };
    list.iter().enumerate().map(entry).collect()
}

/// A place in one of several texts.
#[cfg(feature = "editor")]
pub(crate) struct Point {
    pub(crate) sources: Vec<Source>,
    pub(crate) file: SourceId,
    /// In bytes.
    pub(crate) offset: u32,
}

/// A place: the name of a text, and an offset in UTF-16 code units. Of texts with one name it is the first.
#[cfg(feature = "editor")]
pub(crate) fn point(texts: &JsValue, file: &JsValue, offset: &JsValue) -> Result<Point, JsValue> {
    let (sources, file) = (self::texts(texts)?, text(file, "file")?);
    let units = index(offset, "offset")?;
    let found = sources.iter().position(|source| source.name() == file);
    let found = found.and_then(|at| Some((at, sources.get(at)?)));
    let (at, source) = found.ok_or_else(|| wrong(&format!("`file` is `{file}`; no text has this name")))?;
    let offset = source.offset_of_utf16(units as u32);
    Ok(Point { sources, file: SourceId(at as u32), offset })
}

/// A text without a name.
#[cfg(feature = "editor")]
pub(crate) fn unnamed(given: &JsValue) -> Result<Source, JsValue> {
    source(UNNAMED.to_owned(), text(given, "text")?)
}

/// A string. Half a surrogate pair is no character: put into UTF-8, another text would be judged than was given.
pub(crate) fn text(given: &JsValue, what: &str) -> Result<String, JsValue> {
    let string = given.dyn_ref::<JsString>().ok_or_else(|| wrong(&format!("`{what}` must be a string")))?;
    if string.is_well_formed() {
        Ok(string.into())
    } else {
        Err(wrong(&format!("`{what}` is no well-formed text: it has half a surrogate pair")))
    }
}

/// A number that counts from 0.
pub(crate) fn index(given: &JsValue, what: &str) -> Result<usize, JsValue> {
    // Every whole number of the range, and no other, is the same again.
    let number = given.as_f64().filter(|&number| f64::from(number as u32) == number);
    number
        .map(|number| number as usize)
        .ok_or_else(|| wrong(&format!("`{what}` must be a whole number from 0 on")))
}

/// What the rows of a matrix are.
#[cfg(feature = "answers")]
pub(crate) fn by(given: &JsValue) -> Result<MatrixBy, JsValue> {
    let name = text(given, "by")?;
    Ok(match name.as_str() {
        "segment" => MatrixBy::Segment,
        "subnet" => MatrixBy::Subnet,
        "machines" => MatrixBy::Machines,
        "endpoint" => MatrixBy::Endpoint,
        _ => {
            let known = "`segment`, `subnet`, `machines` or `endpoint`";
            return Err(wrong(&format!("`by` is `{name}`; it must be {known}")));
        }
    })
}

fn source(name: String, text: String) -> Result<Source, JsValue> {
    Source::new(name, text).map_err(|error| wrong(&error.to_string()))
}

fn wrong(message: &str) -> JsValue {
    TypeError::new(message).into()
}
