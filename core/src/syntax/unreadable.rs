//! What is no token, and what is one with a mistake in it: problems and how to go on.

use alloc::format;
use core::net::IpAddr;

use super::chars::{continues_word, foreign_quotes_pair, is_bidi_control, is_raw_value, starts_nothing};
use super::lexer::Lexer;
use super::problems::quoted;
use super::recognise::{bits, looks_like_ip6, string};
use super::token::{TokenKind, slice, span};
use super::value::{StringFault, unquoted};
use crate::problem::{Problem, ProblemCode};
use crate::source::Span;

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
        self.problems.add(|at| {
            let message = format!("{} is in other quotes than `\"`", quoted(slice(self.text, whole)));
            let problem =
                Problem::error(ProblemCode::BadToken, at(whole), message).help("strings stand in `\"`");
            // A quote or an escape inside would mean something else in a string.
            if inner.contains(['"', '\\']) { problem } else { problem.fix(at(whole), format!("\"{inner}\"")) }
        });
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
            let Ok((_, raw)) = string(written.get(start..).unwrap_or_default()) else { break };
            let start_in_text = base.saturating_add(start);
            unquoted(raw, |fault| {
                bad = true;
                self.problems.add(|at| match fault {
                    StringFault::Unfinished => {
                        let whole = span(start_in_text, start_in_text.saturating_add(raw.len()));
                        Problem::error(
                            ProblemCode::BadString,
                            at(whole),
                            "the string does not end on its line",
                        )
                        .help("close it with `\"`")
                    }
                    StringFault::Escape { at: offset, length } => {
                        let start = start_in_text.saturating_add(offset);
                        let escape = span(start, start.saturating_add(length));
                        let message = format!("{} is no escape", quoted(slice(self.text, escape)));
                        Problem::error(ProblemCode::BadString, at(escape), message)
                            .help(r#"the escapes are `\"`, `\\`, `\n`, `\t` and `\u{...}`"#)
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
        let written = slice(self.text, whole);
        self.problems.add(|at| {
            let what =
                if written.ends_with('-') { "ends in a hyphen" } else { "has a hyphen before another" };
            let message = format!("{} {what}", quoted(written));
            let problem = Problem::error(ProblemCode::BadToken, at(whole), message)
                .help("a hyphen in a name stands before a letter or a digit, any other name is quoted");
            let safe = !written.ends_with('-') && !written.contains(['"', '.']);
            if safe { problem.fix(at(whole), format!("\"{written}\"")) } else { problem }
        });
        rest
    }

    /// A dot behind a name without a word glued to it: takes the rest.
    pub(super) fn dangling_dot(&mut self, name: Span) -> Span {
        let dot = self.take(1);
        let segment = self.take(glued(self.rest(), continues_word));
        let written = slice(self.text, segment);
        if written.is_empty() {
            let whole = name.to(dot);
            self.problems.add(|at| {
                let message = format!("{} ends in a dot", quoted(slice(self.text, whole)));
                Problem::error(ProblemCode::Missing, at(whole), message)
                    .help("a name follows the dot, without a blank between")
            });
        } else {
            self.starts_with_digit(segment);
        }
        dot.to(segment)
    }

    /// `a.b=c`, the name read already: takes the rest of it.
    pub(super) fn dotted_key(&mut self, name: Span) -> Span {
        let rest = self.rest();
        let value = rest.get(1..).unwrap_or_default();
        let length = match string(value) {
            Ok((_, raw)) => raw.len(),
            Err(_) => value.find(|c| !is_raw_value(c)).unwrap_or(value.len()),
        };
        let rest = self.take(length.saturating_add(1));
        let written = slice(self.text, name);
        self.problems.add(|at| {
            let message = format!("the tag key {} has a dot", quoted(written));
            Problem::error(ProblemCode::BadToken, at(name), message)
                .help("a key with a dot is quoted")
                .fix(at(name), format!("\"{written}\""))
        });
        rest
    }

    fn starts_with_digit(&mut self, word: Span) {
        let written = slice(self.text, word);
        self.problems.add(|at| {
            let message = format!("the name {} starts with a digit", quoted(written));
            let problem = Problem::error(ProblemCode::NameStartsWithDigit, at(word), message)
                .help("quote a name that starts with a digit");
            // With a dot in it there are two names that could be meant.
            if written.contains('.') { problem } else { problem.fix(at(word), format!("\"{written}\"")) }
        });
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
                self.problems.add(|at| {
                    let message =
                        format!("{} stands alone, there is no minus", quoted(slice(self.text, hyphens)));
                    Problem::error(ProblemCode::BadToken, at(hyphens), message).help(
                        "use `except` to take something away; a hyphen in a name has no blank beside it",
                    )
                });
                self.push(TokenKind::Unreadable, hyphens, true);
            }
            _ => {
                let run = rest.find(|c| !starts_nothing(c)).unwrap_or(rest.len());
                let run = self.take(run.max(c.len_utf8()));
                self.problems.add(|at| {
                    let message = format!("{} is no word of the language", quoted(slice(self.text, run)));
                    let problem = Problem::error(ProblemCode::BadToken, at(run), message);
                    match instead_of(c) {
                        Some(help) => problem.help(help),
                        None => problem,
                    }
                });
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
                self.problems.add(|at| {
                    let message = format!("{} has a blank inside", quoted(slice(self.text, whole)));
                    let blank = Span { start: address.span.end, end: slash.start };
                    Problem::error(ProblemCode::BadToken, at(whole), message)
                        .help("a prefix is one word")
                        .fix(at(blank), "")
                });
                if let Some(token) = self.read.tokens.last_mut() {
                    (token.span, token.bad) = (whole, true);
                }
            }
            _ => {
                self.problems.add(|at| {
                    let message = format!("{} is no word of the language", quoted(written));
                    let help = if written.starts_with("//") {
                        "a comment starts with `#`"
                    } else {
                        "a protocol and its port stand side by side, as in `tcp 443`; a name with a slash is quoted"
                    };
                    Problem::error(ProblemCode::BadToken, at(slash), message).help(help)
                });
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
            self.problems.add(|at| {
                let (what, help) = if written.ends_with('-') {
                    ("ends in a hyphen", "a range has two ends, as in `8000-8099`")
                } else {
                    (
                        "is neither a number nor an address",
                        "a protocol and its port stand side by side, as in `tcp 443`",
                    )
                };
                Problem::error(ProblemCode::BadToken, at(word), format!("{} {what}", quoted(written)))
                    .help(help)
            });
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
            let shown = quoted(written);
            if let Some((address, length)) = prefix {
                let longest = bits(address);
                let number = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
                let message = if number && !length.starts_with('0') {
                    format!(
                        "{} is longer than its address, which has {longest} bits",
                        quoted(&format!("/{length}"))
                    )
                } else {
                    format!("the prefix {shown} has no length")
                };
                return Problem::error(ProblemCode::BadPrefixLength, at(word), message)
                    .help(format!("a number from 0 to {longest} follows the `/`, without a zero before it"));
            }
            let version = if written.contains(':') { "IPv6" } else { "IPv4" };
            let help = if written.contains('%') {
                "leave the zone out: `%` and what follows it have no meaning here"
            } else if written.contains('-') {
                "a range of addresses has a whole address at each end, as in `10.0.0.4-10.0.0.9`"
            } else if version == "IPv6" {
                "it has eight groups of up to four hexadecimal digits, or `::` once for groups of zero"
            } else {
                "it has four numbers from 0 to 255 without zeros before them, as in `10.0.1.10`"
            };
            Problem::error(ProblemCode::BadAddress, at(word), format!("{shown} is no {version} address"))
                .help(help)
        });
    }

    /// Reports a character that another one should stand for.
    pub(super) fn replaceable(&mut self, written: Span, what: &str, instead: &str) {
        self.problems.add(|at| {
            let message =
                format!("{} is {what} that the language does not have", quoted(slice(self.text, written)));
            Problem::error(ProblemCode::BadToken, at(written), message)
                .help(format!("write {}", quoted(instead)))
                .fix(at(written), instead)
        });
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

/// What to write instead of a sign that other languages have.
const fn instead_of(c: char) -> Option<&'static str> {
    Some(match c {
        '*' => "write `any`",
        '|' | '+' => "use `,` to join",
        '!' | '~' => "use `except` to take something away",
        '<' | '>' => "an arrow is `->`, a range `1024-65535`",
        '[' | ']' => "parentheses group, and braces hold statements",
        '\\' => "a statement goes on over lines that are indented deeper and start with a link or a comma",
        '\0'..='\x1f' | '\x7f' => "delete it",
        _ => return None,
    })
}
