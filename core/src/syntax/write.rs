//! Names and tags as the language writes them: what is written here is read as the same again.

use alloc::format;
use alloc::string::{String, ToString};

use super::chars::{is_bidi_control, is_blank, is_raw_value};
use super::recognise;
use super::token::TokenKind;

/// A name: in quotes unless it is a plain word that means nothing else.
#[must_use]
pub fn written_name(name: &str) -> String {
    let whole = Some((TokenKind::Name, name.len()));
    let plain = recognise::token(name) == whole && recognise::word(name) == Some(name.len());
    if plain { name.to_string() } else { quoted(name) }
}

/// A tag: `key=value`.
#[must_use]
pub fn written_tag(key: &str, value: &str) -> String {
    let raw = !value.is_empty() && value.chars().all(is_raw_value);
    let value = if raw { value.to_string() } else { quoted(value) };
    format!("{}={value}", written_name(key))
}

/// Whether nobody sees the character, or sees another.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || is_bidi_control(c) || (c != ' ' && (c.is_whitespace() || is_blank(c)))
}

/// A string: what cannot be seen, or must not stand in a text, is escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut string = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            '\n' => string.push_str("\\n"),
            '\t' => string.push_str("\\t"),
            _ if is_unseen(c) => string.extend(c.escape_unicode()),
            _ => string.push(c),
        }
    }
    string.push('"');
    string
}
