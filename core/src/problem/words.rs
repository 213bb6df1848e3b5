//! How messages quote a text and join words.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How many characters of the user's text a message quotes.
const QUOTED: usize = 40;

/// The user's text as a message quotes it: in backticks, not too long, nothing invisible.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == QUOTED {
            shown.push('…');
            break;
        }
        if c.is_control() || is_bidi_control(c) || (c.is_whitespace() && c != ' ') {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown.push('`');
    shown
}

/// Whether it turns the direction of writing, so that a text looks unlike what it says.
pub(crate) const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` as messages quote what was read: on one line and not too long, without backticks.
pub(crate) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// `word` with the article that it takes.
pub(crate) fn a(word: &str) -> String {
    let vowel = word.trim_start_matches('`').starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// `a`, `b` or `c`.
pub(crate) fn either<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => String::from(*last),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}
