//! From text to tokens.

use super::chars::{
    is_bidi_control, is_blank, is_foreign_blank, is_foreign_dash, is_foreign_quote, is_raw_value,
};
use super::problems::Problems;
use super::recognise::{looks_like_ip6, token};
use super::token::{Token, TokenKind, Tokens, slice, span};
use super::tree::LinkWord;
use crate::problem::bad_token;
use crate::source::Span;

/// Columns from one tab stop to the next.
const TAB: u32 = 8;

/// Every token and comment of the text; what is no token is reported.
pub(super) fn lex(text: &str, problems: &mut Problems) -> Tokens {
    let mut lexer =
        Lexer { text, at: 0, start_of_line: true, indent: 0, bad: false, read: Tokens::default(), problems };
    while let Some(&byte) = text.as_bytes().get(lexer.at) {
        lexer.next(byte);
    }
    lexer.read
}

/// Reports every character that turns the direction of writing, in comments and strings too.
pub(super) fn find_bidi_controls(text: &str, problems: &mut Problems) {
    if text.is_ascii() {
        return;
    }
    for (at, c) in text.char_indices().filter(|&(_, c)| is_bidi_control(c)) {
        let control = span(at, at.saturating_add(c.len_utf8()));
        problems.add(|at| bad_token::direction(at(control), c));
    }
}

/// A text being read.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Whether only blanks were read on this line.
    pub(super) start_of_line: bool,
    /// Columns of blanks read at the start of this line.
    pub(super) indent: u32,
    /// Whether a blank before the next token was reported.
    pub(super) bad: bool,
    pub(super) read: Tokens,
    pub(super) problems: &'a mut Problems,
}

impl<'a> Lexer<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads what starts with `byte`, at least one character.
    fn next(&mut self, byte: u8) {
        match byte {
            b' ' => self.spaces(),
            b'\n' => {
                self.at = self.at.saturating_add(1);
                (self.start_of_line, self.indent, self.bad) = (true, 0, false);
            }
            b'#' => {
                let line = self.rest().split('\n').next().unwrap_or_default();
                let comment = self.take(line.trim_end_matches('\r').len());
                self.read.comments.push(comment);
            }
            b'!'..=b'~' if !is_foreign_quote(char::from(byte)) => self.token(char::from(byte)),
            _ => self.character(),
        }
    }

    /// Reads a character that few texts have.
    fn character(&mut self) {
        let Some(c) = self.rest().chars().next() else { return };
        match c {
            c if is_blank(c) => self.blank(c),
            c if is_bidi_control(c) => {
                // Reported already.
                self.take(c.len_utf8());
                self.bad = true;
            }
            c if is_foreign_blank(c) => self.foreign_blank(),
            c if is_foreign_dash(c) => {
                let dash = self.take(c.len_utf8());
                self.replaceable(dash, "a dash", "-");
                self.push(TokenKind::Unreadable, dash, true);
            }
            '→' => {
                let arrow = self.take(c.len_utf8());
                self.replaceable(arrow, "an arrow", "->");
                self.push(TokenKind::Link(LinkWord::Arrow), arrow, true);
            }
            c if is_foreign_quote(c) => self.foreign_quote(c),
            _ => self.token(c),
        }
    }

    fn token(&mut self, c: char) {
        let rest = self.rest();
        match token(rest) {
            Some((kind, length)) if is_whole(kind, length, rest) => self.readable(kind, length),
            _ => self.unreadable(c),
        }
    }

    /// A recognised token, whose strings and end are still to be looked at.
    fn readable(&mut self, kind: TokenKind, length: usize) {
        let mut token = self.take(length);
        if !matches!(kind, TokenKind::Name | TokenKind::Pair) {
            return self.push(kind, token, false);
        }
        let written = slice(self.text, token);
        let quotes = written.bytes().any(|byte| byte == b'"');
        let mut bad = quotes && self.check_strings(token);
        let mut kind = kind;
        let next = self.text.as_bytes().get(self.at);
        if kind == TokenKind::Name && matches!(next, Some(b'-' | b'.' | b'=')) {
            let rest = self.rest();
            if rest.starts_with('-') && !rest.starts_with("->") {
                token = token.to(self.dangling_hyphen(token));
                (kind, bad) = (TokenKind::Unreadable, true);
            } else if rest.starts_with('.') {
                token = token.to(self.dangling_dot(token));
                bad = true;
            } else if value_follows(rest) && !quotes && written.contains('.') {
                token = token.to(self.dotted_key(token));
                (kind, bad) = (TokenKind::Pair, true);
            }
        }
        self.push(kind, token, bad);
    }

    /// A run of spaces.
    fn spaces(&mut self) {
        let behind = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let run = behind.iter().take_while(|byte| **byte == b' ').count();
        self.at = self.at.saturating_add(run);
        if self.start_of_line {
            self.indent = self.indent.saturating_add(u32::try_from(run).unwrap_or(u32::MAX));
        }
    }

    fn blank(&mut self, c: char) {
        self.take(c.len_utf8());
        if self.start_of_line && c == '\t' {
            let before = self.indent.checked_rem(TAB).unwrap_or(0);
            self.indent = self.indent.saturating_sub(before).saturating_add(TAB);
        }
    }

    /// A run of blanks that only look like one.
    fn foreign_blank(&mut self) {
        let rest = self.rest();
        let run = rest.find(|c| !is_foreign_blank(c)).unwrap_or(rest.len());
        let columns = rest.get(..run).unwrap_or_default().chars().count();
        let blanks = self.take(run);
        if self.start_of_line {
            self.indent = self.indent.saturating_add(u32::try_from(columns).unwrap_or(u32::MAX));
        }
        self.replaceable(blanks, "a blank that is no space", " ");
        self.bad = true;
    }

    /// Goes on behind the next `length` bytes; their span.
    pub(super) fn take(&mut self, length: usize) -> Span {
        let start = self.at;
        self.at = start.saturating_add(length).min(self.text.len());
        span(start, self.at)
    }

    pub(super) fn push(&mut self, kind: TokenKind, span: Span, bad: bool) {
        if self.start_of_line {
            self.read.indents.push(self.indent);
            self.start_of_line = false;
        }
        let line = u32::try_from(self.read.indents.len()).unwrap_or(u32::MAX).saturating_sub(1);
        self.read.tokens.push(Token { kind, span, line, bad: bad || self.bad });
        self.bad = false;
    }
}

/// Whether a token of this kind is all that is meant: `2001` of `2001:db8::web` is not.
fn is_whole(kind: TokenKind, length: usize, rest: &str) -> bool {
    let colon = kind == TokenKind::Link(LinkWord::Colon) || rest.as_bytes().get(length) == Some(&b':');
    !colon || matches!(kind, TokenKind::Address | TokenKind::Pair) || !looks_like_ip6(rest)
}

/// Whether a `=` and a value are glued to what stands before.
fn value_follows(rest: &str) -> bool {
    rest.strip_prefix('=').is_some_and(|value| value.starts_with(|c| c == '"' || is_raw_value(c)))
}
