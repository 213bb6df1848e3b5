//! Each function on texts with a mark, `|`, where the cursor is.

extern crate std;

mod completion;
mod hovering;
mod naming;
mod policies;
mod structure;

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::answer::ShownFix;
use crate::source::{Place, SourceId, Span};

/// Something of everything.
const SHOP: &str = r#"
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    subnet web 10.0.1.0/24 in eu-central-1a { route-table public }
    subnet "db a" 10.0.2.0/24 in eu-central-1b
    network-acl edge { ingress 100 allow tcp 443 from 0.0.0.0/0 }
    security-group web { ingress tcp 443 from 0.0.0.0/0; egress tcp 5432 to db }
    security-group db { ingress tcp 5432 from web, self }
    instance web-1 in web { ip 10.0.1.10; security-group web; tag tier=frontend; id i-0abc }
    instance db-1 in "db a" { interface eth0 in "db a" { ip 10.0.2.10 } }
  }
}
segment data = subnet "db a"
service https = tcp 443
require internet -> web-1 : https because "it sells"
deny any -> data { allow web-1 -> data : tcp 5432 }
test "the front door" {
  blocked internet -> data : tcp 22 by no-public-address at subnet web
}
"#;

/// A text without its mark, and where that was.
fn marked(text: &str) -> (Source, u32) {
    let at = text.find('|').expect("a mark");
    (Source::new("a.fence", text.replacen('|', "", 1)).unwrap(), at as u32)
}

/// [`SHOP`] with a mark: `before` and `behind` stand side by side in it, once, and the mark is between them.
fn shop(before: &str, behind: &str) -> (Source, u32) {
    let whole = format!("{before}{behind}");
    assert_eq!(SHOP.matches(&whole).count(), 1, "{whole}");
    (Source::new("shop.fence", SHOP).unwrap(), (SHOP.find(&whole).unwrap() + before.len()) as u32)
}

/// [`SHOP`] with `old`, which stands in it once, replaced by a text with a mark.
fn changed(old: &str, new: &str) -> (Source, u32) {
    assert_eq!(SHOP.matches(old).count(), 1, "{old}");
    marked(&SHOP.replace(old, new))
}

/// What is written at a place.
fn written<'a>(source: &'a Source, place: &Place) -> &'a str {
    source.slice(Span { start: place.start.offset, end: place.end.offset })
}

/// What is written at a place, with its line.
fn shown(source: &Source, place: &Place) -> String {
    assert_eq!(source.position(place.start.offset), place.start);
    assert_eq!(source.position(place.end.offset), place.end);
    format!("{}:{}", place.start.line, written(source, place))
}

/// The text with its edits.
fn applied(source: &Source, edits: &[ShownFix]) -> Source {
    let mut text = String::from(source.text());
    for edit in edits.iter().rev().filter(|edit| edit.place.file == source.name()) {
        text.replace_range(edit.place.start.offset as usize..edit.place.end.offset as usize, &edit.text);
    }
    Source::new(source.name(), text).unwrap()
}
