//! The shop with one value changed, cut off or doubled: nothing panics, every problem stands in a text that was given, and what
//! an error is said of is all that may be missing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;

use ringfence::{Analysis, Severity, Source, parse};
use ringfence_import::{Export, read};
use serde_json::{Map, Value, json};

fn shop() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shop");
    let mut all = Map::new();
    for file in fs::read_dir(folder).unwrap() {
        let text: Value = serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        all.extend(text.as_object().unwrap().clone());
    }
    Value::Object(all)
}

/// The pointers of every value.
fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                pointers(element, &format!("{pointer}/{index}"), all);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{pointer}/{name}"), all);
            }
        }
        _ => {}
    }
}

/// Reads a text and everything that hangs on it; whether an error stands in it.
fn judge(text: &str) -> bool {
    let made = read("estate", vec![Export::new("e.json", text)]).unwrap();
    let written = Source::new("estate.fence", made.text()).unwrap();
    let parsed = parse(vec![made]);
    let by_itself = parse(vec![written]);
    assert_eq!(parsed.estate, by_itself.estate, "{text}");
    let analysis = Analysis::new(parsed);
    for problem in analysis.problems() {
        let places = problem.related.iter().map(|other| &other.place).chain([&problem.place]);
        for place in places {
            assert_eq!(place.file, "e.json", "{problem:#?}");
            let (start, end) = (place.start.offset as usize, place.end.offset as usize);
            assert!(start <= end && end <= text.len().saturating_add(1), "{problem:#?}");
        }
        assert!(!problem.message.is_empty() && !problem.message.contains(char::is_control), "{problem:#?}");
    }
    analysis.problems().iter().any(|problem| problem.severity == Severity::Error)
}

#[test]
fn a_value_of_any_other_kind_breaks_nothing_else() {
    let shop = shop();
    let mut all = Vec::new();
    pointers(&shop, "", &mut all);
    assert!(all.len() > 1_000 && !judge(&shop.to_string()));
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("10.20.1.0/33"),
        json!("\u{202e}\n\"}{"),
        json!([]),
        json!({}),
        json!([[{"a": [null]}]]),
    ];
    for (index, pointer) in all.iter().enumerate().step_by(3) {
        let mut changed = shop.clone();
        *changed.pointer_mut(pointer).unwrap() = others[index / 3 % others.len()].clone();
        judge(&changed.to_string());
    }
}

#[test]
fn a_text_that_is_cut_off_is_an_error_wherever_that_is() {
    let text = shop().to_string();
    for end in (1..text.len()).step_by(61) {
        assert!(judge(text.get(..end).unwrap()), "{end}");
    }
}

#[test]
fn a_byte_in_the_wrong_place_breaks_nothing_else() {
    let text = shop().to_string();
    for (turn, at) in (0..text.len()).step_by(97).enumerate() {
        let sign = ["\"", "{", "}", "[", "]", ",", ":", "\\", "0", "\u{0}", "ä"][turn % 11];
        judge(&format!("{}{sign}{}", &text.get(..at).unwrap(), text.get(at..).unwrap()));
        judge(&format!("{}{sign}{}", &text.get(..at).unwrap(), text.get(at + 1..).unwrap()));
    }
}
