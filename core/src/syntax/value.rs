//! From the text of a token to what it says.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use ipnet::IpNet;

use super::chars::{is_foreign_quote, starts_word};
use super::ground::Ground;
use super::recognise::string;
use super::token::{TokenKind, slice, span};
use super::tree::{Pair, PartKind, Segment};
use crate::source::Span;

/// What the token of this kind at `at` says; `None` when it is no part of a list.
pub(super) fn part<'s>(ground: &'s Ground, kind: TokenKind, text: &'s str, at: Span) -> Option<PartKind<'s>> {
    let written = slice(text, at);
    let both = |sign| written.split_once(sign).map(|(one, other): (&str, &str)| ground.one([one, other]));
    match kind {
        TokenKind::Name => name(ground, written, at),
        TokenKind::Number => Some(PartKind::Number(written)),
        TokenKind::Range => both('-').map(PartKind::Range),
        TokenKind::Code => both('/').map(PartKind::Code),
        TokenKind::Address => address(ground, written),
        TokenKind::Pair => pair(ground, written),
        _ => None,
    }
}

/// The text in Unicode's composed form (NFC), in which names are compared.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    // Nearly every name, and the same in any form.
    if text.is_ascii() { Cow::Borrowed(text) } else { compose(text) }
}

#[cfg(not(all(feature = "javascript", target_arch = "wasm32", target_os = "unknown")))]
fn compose(text: &str) -> Cow<'_, str> {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// By the host, which has the tables: in WebAssembly they would weigh more than the parser.
#[cfg(all(feature = "javascript", target_arch = "wasm32", target_os = "unknown"))]
fn compose(text: &str) -> Cow<'_, str> {
    Cow::Owned(js_sys::JsString::from(text).normalize("NFC").into())
}

/// Places in a string where something is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StringFault {
    /// An escape that does not exist: offset and length in the string, quotes included.
    Escape { at: usize, length: usize },
    /// No closing quote.
    Unfinished,
}

/// What a string says, given with its quotes; `fault` is told what is wrong with it.
pub(super) fn unquoted(raw: &str, mut fault: impl FnMut(StringFault)) -> Cow<'_, str> {
    let mut rest = raw.strip_prefix('"').unwrap_or(raw);
    if let Some(plain) = rest.strip_suffix('"').filter(|plain| !plain.contains(['"', '\\'])) {
        return composed(plain);
    }
    let mut text = String::with_capacity(rest.len());
    loop {
        let Some(at) = rest.find(['"', '\\']) else {
            fault(StringFault::Unfinished);
            text.push_str(rest);
            break;
        };
        text.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with('"') {
            break;
        }
        if rest == "\\" {
            fault(StringFault::Unfinished);
            break;
        }
        let (length, escaped) = escape(rest);
        match escaped {
            Some(c) => text.push(c),
            None => fault(StringFault::Escape { at: raw.len().saturating_sub(rest.len()), length }),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(composed(&text).into_owned())
}

/// The length of the escape at the front, and the character it stands for if it exists.
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(letter) = text.chars().nth(1) else { return (text.len(), None) };
    let simple = letter.len_utf8().saturating_add(1);
    match letter {
        '"' | '\\' => (simple, Some(letter)),
        'n' => (simple, Some('\n')),
        't' => (simple, Some('\t')),
        'u' => {
            let hex = text.get(simple..).and_then(|rest| rest.strip_prefix('{'));
            // Six digits and the brace are the longest there is.
            let hex = hex
                .and_then(|hex| hex.bytes().take(7).position(|b| b == b'}').and_then(|end| hex.get(..end)));
            let number = hex.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
            let c = number.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
            (hex.map_or(simple, |hex| simple.saturating_add(hex.len()).saturating_add(2)), c)
        }
        _ => (simple, None),
    }
}

/// A name: one segment, or several behind dots.
fn name<'s>(ground: &'s Ground, written: &'s str, at: Span) -> Option<PartKind<'s>> {
    // Most names are one plain word.
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        let quoted = !written.starts_with(starts_word);
        return Some(PartKind::Name(Segment { text: written, quoted, span: at }));
    }
    match segments(ground, written, at.start as usize).as_slice() {
        [only] => Some(PartKind::Name(*only)),
        [] => None,
        several => Some(PartKind::Path(ground.list(several))),
    }
}

/// The segments of a name that starts at offset `base` of its text.
pub(crate) fn segments<'s>(ground: &'s Ground, written: &'s str, base: usize) -> Vec<Segment<'s>> {
    let mut segments = Vec::new();
    let mut at = 0usize;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, text, quoted) = segment(rest);
        let end = at.saturating_add(length);
        if length > 0 {
            let span = span(base.saturating_add(at), base.saturating_add(end));
            segments.push(Segment { text: ground.text(text), quoted, span });
        }
        // The dot behind it.
        at = end.saturating_add(1);
    }
    segments
}

/// The segment at the front: its length, its text, and whether it is taken as quoted.
fn segment(rest: &str) -> (usize, Cow<'_, str>, bool) {
    if let Some(raw) = string(rest).and_then(|length| rest.get(..length)) {
        return (raw.len(), unquoted(raw, |_| {}), true);
    }
    if rest.starts_with(is_foreign_quote) {
        return (rest.len(), composed(rest.trim_matches(is_foreign_quote)), true);
    }
    let word = rest.split('.').next().unwrap_or_default();
    (word.len(), composed(word), !word.starts_with(starts_word))
}

/// An address, a prefix perhaps with blanks before its length, or a range.
fn address<'s>(ground: &'s Ground, written: &str) -> Option<PartKind<'s>> {
    let is_between = |c: char| !c.is_ascii_hexdigit() && c != ':';
    if let Some((low, high)) = written.split_once('-') {
        return Some(PartKind::AddressRange(ground.one([low.parse().ok()?, high.parse().ok()?])));
    }
    match written.split_once('/') {
        Some((address, length)) => {
            let net =
                IpNet::new(address.trim_end_matches(is_between).parse().ok()?, length.parse().ok()?).ok()?;
            Some(PartKind::Prefix(net))
        }
        None => Some(PartKind::Address(written.parse().ok()?)),
    }
}

fn pair<'s>(ground: &'s Ground, written: &'s str) -> Option<PartKind<'s>> {
    let side =
        |raw: &'s str| ground.text(if raw.starts_with('"') { unquoted(raw, |_| {}) } else { composed(raw) });
    let key = match string(written) {
        Some(length) => written.get(..length)?,
        None => written.split('=').next().unwrap_or_default(),
    };
    let value = written.get(key.len()..)?.strip_prefix('=')?;
    Some(PartKind::Pair(ground.one(Pair { key: side(key), value: side(value) })))
}
