//! A statement as its row takes it: `nat-gateway NAME in SUBNET`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::schema::{LinkRow, Name, Row, Shape, Type, Values};

/// How a statement of this row is written. Words in capitals stand for what is written there, brackets for what may be left out.
pub(super) fn signature(row: &Row) -> String {
    let mut pieces: Vec<String> = Vec::new();
    if !row.word.is_empty() {
        pieces.push(String::from(row.word));
    }
    match row.name {
        Name::Required => pieces.push(String::from("NAME")),
        Name::Optional => pieces.push(String::from("[NAME]")),
        Name::Never => {}
    }
    if let Shape::Rule { number, actions } = row.shape {
        pieces.extend(number.map(|_| String::from("NUMBER")));
        pieces.push(actions.join("|"));
    }
    pieces.push(values(row.values));
    for link in row.links {
        let written = link_signature(link);
        pieces.push(if link.required { written } else { format!("[{written}]") });
    }
    if matches!(row.shape, Shape::Test) {
        pieces.push(String::from("{ ... }"));
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces.join(" ")
}

/// How a link is written: `in SUBNET`.
pub(super) fn link_signature(link: &LinkRow) -> String {
    format!("{} {}", link.word.as_str(), values(link.values))
}

fn values(values: Values) -> String {
    let types: Vec<String> = values.types.iter().map(one).filter(|word| !word.is_empty()).collect();
    let mut written = types.join("|");
    if written.is_empty() {
        return written;
    }
    if values.most.is_none_or(|most| most > 1) {
        written.push_str(", ...");
    }
    if values.least == 0 { format!("[{written}]") } else { written }
}

fn one(ty: &Type) -> String {
    String::from(match ty {
        Type::Prefix => "PREFIX",
        Type::Address => "ADDRESS",
        Type::Flag => "yes|no",
        Type::Text => "TEXT",
        Type::Sentence => "\"SENTENCE\"",
        Type::Word(words) => return words.join("|"),
        Type::Later(_) => "",
        Type::Pair => "KEY=VALUE",
        Type::Ports => "PORTS",
        Type::Ref(kinds) => return kinds.join("|").to_ascii_uppercase(),
        Type::Set => "SET",
        Type::Service => "SERVICE",
        Type::Reason => "REASON",
        Type::Place => "THING",
    })
}
