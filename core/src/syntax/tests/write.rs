//! What is written is read as the same again.

use alloc::format;

use super::super::{Ground, LinkWord, PartKind, parse_question, written_name, written_tag};
use crate::source::SourceId;

/// The first part of the question `text`, whose first set it is.
fn read<'s>(ground: &'s Ground, text: &'s str) -> PartKind<'s> {
    let (statement, problems) = parse_question(ground, SourceId(0), text);
    assert!(problems.is_empty(), "{text}: {problems:#?}");
    statement.unwrap().first_part().unwrap().kind
}

const NAMES: [&str; 20] = [
    "web",
    "web-1",
    "_",
    "é",
    "web-",
    "a--b",
    "1st",
    "10.0.0.1",
    "a.b",
    "a b",
    "",
    "\"\\\n\t\r\0",
    "in",
    "except",
    "->",
    "any",
    "\u{202e}turned",
    "\u{feff}marked",
    "no\u{a0}break",
    "\u{301}leads",
];

#[test]
fn names() {
    for name in NAMES {
        let ground = Ground::new();
        let question = format!("top.{} -> x", written_name(name));
        let PartKind::Path(path) = read(&ground, &question) else { panic!("{name:?} is no name") };
        assert_eq!(path[1].text, name);
        if !name.is_empty() {
            let (ground, question) = (Ground::new(), format!("{} -> x", written_name(name)));
            assert!(
                matches!(read(&ground, &question), PartKind::Name(only) if only.text == name),
                "{name:?}"
            );
        }
    }
    assert_eq!(NAMES.map(written_name)[..5], ["web", "web-1", "_", "é", "\"web-\""]);
    assert_eq!(written_name("in"), "\"in\"");
    assert_eq!(written_name("a\r\"b"), "\"a\\u{d}\\\"b\"");
}

#[test]
fn tags() {
    for key in NAMES.into_iter().filter(|key| !key.is_empty()) {
        for value in NAMES.into_iter().chain(["x/y:z@1", "a;b", "a=b"]) {
            let ground = Ground::new();
            let question = format!("{} -> x", written_tag(key, value));
            let PartKind::Pair(pair) = read(&ground, &question) else { panic!("{question:?}") };
            assert_eq!((pair.key, pair.value), (key, value));
        }
    }
    assert_eq!(written_tag("tier", "front/end"), "tier=front/end");
    assert_eq!(written_tag("cost center", "a b"), "\"cost center\"=\"a b\"");
}

#[test]
fn links() {
    for word in LinkWord::ALL {
        let letters = word.as_str().chars().all(char::is_alphabetic);
        assert_eq!(LinkWord::from_word(word.as_str()), letters.then_some(word));
    }
}
