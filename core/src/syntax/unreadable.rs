//! What is no token, and what is one with a mistake in it: problems and how to go on.

use core::net::IpAddr;

use super::chars::{continues_word, foreign_quotes_pair, is_bidi_control, is_raw_value, starts_nothing};
use super::lexer::Lexer;
use super::recognise::{bits, looks_like_ip6, string};
use super::token::{TokenKind, slice, span};
use super::value::{StringFault, unquoted};
use crate::problem::{
    Problem, bad_address, bad_prefix_length, bad_string, bad_token, missing, name_starts_with_digit,
};
use crate::source::{Location, Span};

impl Lexer<'_> {
    /// `“web”` or `'web'`, or one such quote without another on its line.
    pub(super) fn foreign_quote(&mut self, open: char) {
        let body = self.rest().get(open.len_utf8()..).unwrap_or_default();
        let close = body.char_indices().find(|&(_, c)| c == '\n' || foreign_quotes_pair(open, c));
        let Some((length, close)) = close.filter(|&(_, c)| c != '\n') else {
            let quote = self.take(open.len_utf8());
            self.replaceable(quote, "a quote", "\"");
            return self.push(TokenKind::Unreadable, quote, true);
        };
        let inner = body.get(..length).unwrap_or_default();
        let whole = self.take(open.len_utf8().saturating_add(length).saturating_add(close.len_utf8()));
        self.problems.add(|at| bad_token::foreign_quotes(at(whole), slice(self.text, whole), inner));
        self.push(TokenKind::Name, whole, true);
    }

    /// Reports strings in a token that do not end or have escapes that do not exist; whether there are any.
    pub(super) fn check_strings(&mut self, token: Span) -> bool {
        let written = slice(self.text, token);
        let base = token.start as usize;
        let mut bad = written.contains(is_bidi_control);
        let mut at = 0usize;
        while let Some(start) =
            written.get(at..).and_then(|rest| rest.find('"')).map(|n| at.saturating_add(n))
        {
            let rest = written.get(start..).unwrap_or_default();
            let Some(raw) = string(rest).and_then(|length| rest.get(..length)) else { break };
            let start_in_text = base.saturating_add(start);
            unquoted(raw, |fault| {
                bad = true;
                self.problems.add(|at| match fault {
                    StringFault::Unfinished => {
                        let whole = span(start_in_text, start_in_text.saturating_add(raw.len()));
                        bad_string::unfinished(at(whole))
                    }
                    StringFault::Escape { at: offset, length } => {
                        let start = start_in_text.saturating_add(offset);
                        let escape = span(start, start.saturating_add(length));
                        bad_string::escape(at(escape), slice(self.text, escape))
                    }
                });
            });
            at = start.saturating_add(raw.len());
        }
        bad
    }

    /// `web-` or `a--b`, the name read already: takes the rest of it.
    pub(super) fn dangling_hyphen(&mut self, name: Span) -> Span {
        let rest = self.take(glued(self.rest(), continues_word));
        let whole = name.to(rest);
        self.tell(whole, bad_token::hyphen);
        rest
    }

    /// A dot behind a name without a word glued to it: takes the rest.
    pub(super) fn dangling_dot(&mut self, name: Span) -> Span {
        let dot = self.take(1);
        let segment = self.take(glued(self.rest(), continues_word));
        let written = slice(self.text, segment);
        if written.is_empty() {
            let whole = name.to(dot);
            self.tell(whole, missing::behind_dot);
        } else {
            self.starts_with_digit(segment);
        }
        dot.to(segment)
    }

    /// `a.b=c`, the name read already: takes the rest of it.
    pub(super) fn dotted_key(&mut self, name: Span) -> Span {
        let rest = self.rest();
        let value = rest.get(1..).unwrap_or_default();
        let raw = || value.find(|c| !is_raw_value(c)).unwrap_or(value.len());
        let length = string(value).unwrap_or_else(raw);
        let rest = self.take(length.saturating_add(1));
        self.tell(name, bad_token::dotted_key);
        rest
    }

    fn starts_with_digit(&mut self, word: Span) {
        self.tell(word, name_starts_with_digit::word);
    }

    /// Takes and reports what is no token.
    pub(super) fn unreadable(&mut self, c: char) {
        let rest = self.rest();
        if looks_like_ip6(rest) {
            let run = glued(rest, |c| continues_word(c) || matches!(c, ':' | '.' | '/' | '%'));
            let run = rest.get(..run).unwrap_or_default();
            let length = if run.ends_with(':') && !run.ends_with("::") {
                run.len().saturating_sub(1)
            } else {
                run.len()
            };
            let address = self.take(length);
            self.bad_address(address);
            return self.push(TokenKind::Unreadable, address, true);
        }
        match c {
            c if c.is_ascii_digit() => {
                let run = self.take(glued(rest, |c| continues_word(c) || matches!(c, '.' | '/' | '%')));
                let name = self.bad_number(run);
                self.push(if name { TokenKind::Name } else { TokenKind::Unreadable }, run, true);
            }
            '/' => self.slash(),
            '-' => {
                let hyphens = self.take(glued(rest, |_| false).max(1));
                self.tell(hyphens, bad_token::minus);
                self.push(TokenKind::Unreadable, hyphens, true);
            }
            _ => {
                let run = rest.find(|c| !starts_nothing(c)).unwrap_or(rest.len());
                let run = self.take(run.max(c.len_utf8()));
                self.tell(run, bad_token::signs);
                self.push(TokenKind::Unreadable, run, true);
            }
        }
    }

    /// A `/` at the start of a word; with digits behind it and an address before it, it is a prefix length.
    fn slash(&mut self) {
        let rest = self.rest();
        let slash = self.take(glued(rest, |c| continues_word(c) || matches!(c, '.' | '/')));
        let written = slice(self.text, slash);
        let before = self.read.tokens.last().copied().filter(|token| {
            token.kind == TokenKind::Address
                && !self.start_of_line
                && !slice(self.text, token.span).contains(['/', '-'])
        });
        let longest = before.and_then(|token| slice(self.text, token.span).parse().ok()).map(bits);
        let length = written.strip_prefix('/').and_then(|digits| digits.parse::<u8>().ok());
        match (before, length) {
            (Some(address), Some(length)) if longest.is_some_and(|longest| length <= longest) => {
                let whole = address.span.to(slash);
                let blank = Span { start: address.span.end, end: slash.start };
                self.problems
                    .add(|at| bad_token::blank_in_prefix(at(whole), slice(self.text, whole), at(blank)));
                if let Some(token) = self.read.tokens.last_mut() {
                    (token.span, token.bad) = (whole, true);
                }
            }
            _ => {
                self.tell(slash, bad_token::slash);
                self.push(TokenKind::Unreadable, slash, true);
            }
        }
    }

    /// Reports a word that starts with a digit and is no number or address; whether it is a name.
    fn bad_number(&mut self, word: Span) -> bool {
        let written = slice(self.text, word);
        let starts_with_address = |sign| {
            written
                .split_once(sign)
                .is_some_and(|(address, _): (&str, &str)| address.parse::<IpAddr>().is_ok())
        };
        let numeric = written.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if starts_with_address('/') || starts_with_address('%') || starts_with_address('-') || numeric {
            self.bad_address(word);
            return false;
        }
        if written.ends_with('-') || written.contains(['/', '%']) {
            self.tell(word, bad_token::number);
            return false;
        }
        self.starts_with_digit(word);
        true
    }

    /// Reports a word that is meant as an address, prefix or range of addresses and is none.
    fn bad_address(&mut self, word: Span) {
        let written = slice(self.text, word);
        self.problems.add(|at| {
            let prefix = written
                .split_once('/')
                .and_then(|(address, length)| Some((address.parse::<IpAddr>().ok()?, length)));
            match prefix {
                Some((address, length)) => {
                    bad_prefix_length::length(at(word), written, length, bits(address))
                }
                None => bad_address::word(at(word), written),
            }
        });
    }

    /// Reports what `problem` says of the text at `written`.
    fn tell(&mut self, written: Span, problem: fn(Location, &str) -> Problem) {
        self.problems.add(|at| problem(at(written), slice(self.text, written)));
    }

    /// Reports a character that another one should stand for.
    pub(super) fn replaceable(&mut self, written: Span, what: &str, instead: &str) {
        self.problems.add(|at| bad_token::foreign(at(written), slice(self.text, written), what, instead));
    }
}

/// The length of what is glued together at the front: such characters and hyphens, but no arrow.
fn glued(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let hyphen = c == '-' && chars.peek().is_none_or(|&(_, next)| next != '>');
        if !hyphen && !belongs(c) {
            return at;
        }
    }
    text.len()
}
