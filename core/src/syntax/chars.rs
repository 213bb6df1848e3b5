//! Classes of characters.

use unicode_ident::{is_xid_continue, is_xid_start};

pub(super) use crate::problem::words::is_bidi_control;

/// Whether a word may start with it.
pub(super) fn starts_word(c: char) -> bool {
    c == '_' || is_xid_start(c)
}

/// Whether a word may go on with it; hyphens have a rule of their own.
pub(super) fn continues_word(c: char) -> bool {
    is_xid_continue(c)
}

/// Blanks that separate and mean nothing. A byte order mark is one wherever it stands.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{feff}')
}

/// Blanks that look like one and are not: no-break spaces and the like.
pub(super) fn is_foreign_blank(c: char) -> bool {
    c.is_whitespace() && !is_blank(c) && c != '\n'
}

/// Dashes that are not the hyphen.
pub(super) const fn is_foreign_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Quotes that are not `"`.
pub(super) const fn is_foreign_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '\'' | '‘' | '’' | '`')
}

/// Whether `close` ends what `open` began. A quote closes its own kind, so that few searches are in vain.
pub(super) const fn foreign_quotes_pair(open: char, close: char) -> bool {
    match open {
        '“' | '”' | '„' => matches!(close, '“' | '”' | '„'),
        '‘' | '’' => matches!(close, '‘' | '’'),
        _ => open == close,
    }
}

/// Whether it may stand in the value of a tag without quotes.
pub(super) fn is_raw_value(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || is_blank(c)
        || is_bidi_control(c)
        || matches!(c, ';' | ',' | '{' | '}' | '(' | ')' | '&' | '=' | '"' | '#' | '“' | '”' | '„'))
}

/// Whether no token starts with it and no rule of its own explains it.
pub(super) fn starts_nothing(c: char) -> bool {
    !(starts_word(c)
        || c.is_ascii_digit()
        || c.is_whitespace()
        || is_blank(c)
        || is_bidi_control(c)
        || is_foreign_dash(c)
        || is_foreign_quote(c)
        || matches!(
            c,
            '#' | '"' | '-' | ':' | '=' | ',' | '&' | '(' | ')' | '{' | '}' | ';' | '.' | '/' | '→'
        ))
}
