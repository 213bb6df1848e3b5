//! What each token looks like: recognisers that tell how long it is at the front of a text.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::chars::{continues_word, is_raw_value, starts_word};
use super::token::TokenKind;
use super::tree::LinkWord;

/// The token at the front, as long as it goes: what it is, and its length in bytes.
pub(super) fn token(input: &str) -> Option<(TokenKind, usize)> {
    match *input.as_bytes().first()? {
        b'0'..=b'9' => numeric(input),
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'"' | 0x80.. => wordy(input),
        b'-' => input.starts_with("->").then_some((TokenKind::Link(LinkWord::Arrow), 2)),
        b':' => {
            Some(address(input).map_or((TokenKind::Link(LinkWord::Colon), 1), of_kind(TokenKind::Address)))
        }
        byte => Some((sign(byte)?, 1)),
    }
}

fn of_kind(kind: TokenKind) -> impl Fn(usize) -> (TokenKind, usize) {
    move |length| (kind, length)
}

/// What starts with a digit: an address, a range, a code or a number.
fn numeric(input: &str) -> Option<(TokenKind, usize)> {
    let first = digits(input);
    // Most numbers are no part of an address.
    let next = input.as_bytes().get(first);
    let goes_on = next.is_some_and(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'));
    if goes_on && let Some(length) = address(input) {
        return Some((TokenKind::Address, length));
    }
    let two = |kind, sign: char| {
        let second = digits(behind(input, first).strip_prefix(sign)?);
        (second > 0).then(|| (kind, first.saturating_add(second).saturating_add(1)))
    };
    let all = [two(TokenKind::Range, '-'), two(TokenKind::Code, '/'), Some((TokenKind::Number, first))];
    all.into_iter().flatten().find(|&(_, length)| ends(behind(input, length)))
}

/// What starts with a word or a string: a pair, a name, or an address such as `fe80::1`.
fn wordy(input: &str) -> Option<(TokenKind, usize)> {
    let first = segment(input)?;
    let next = input.as_bytes().get(first);
    if next == Some(&b'=')
        && let Some(length) = pair(input, first)
    {
        return Some((TokenKind::Pair, length));
    }
    if next == Some(&b':')
        && let Some(length) = address(input)
    {
        return Some((TokenKind::Address, length));
    }
    let length = name(input, first);
    let written = input.get(..length).unwrap_or_default();
    Some((reserved(written).unwrap_or(TokenKind::Name), length))
}

/// `main` or `"Prod VNet"`
fn segment(input: &str) -> Option<usize> {
    word(input).or_else(|| string(input))
}

/// `main."Prod VNet".web`, the first segment read already.
fn name(input: &str, first: usize) -> usize {
    let mut length = first;
    while input.as_bytes().get(length) == Some(&b'.')
        && let Some(next) = segment(behind(input, length.saturating_add(1)))
    {
        length = length.saturating_add(next).saturating_add(1);
    }
    length
}

/// `tier=frontend`, without a blank on either side of the `=`, the key read already.
fn pair(input: &str, key: usize) -> Option<usize> {
    let value = behind(input, key).strip_prefix('=')?;
    let raw = || prefix(value, is_raw_value);
    let length = string(value).or_else(|| Some(raw()).filter(|&length| length > 0))?;
    Some(key.saturating_add(length).saturating_add(1))
}

/// An address, a prefix that is not too long, or a range of addresses.
fn address(input: &str) -> Option<usize> {
    let whole = ip(input).and_then(|(address, length)| {
        let rest = behind(input, length);
        let range = rest.strip_prefix('-').and_then(ip).map(|(_, second)| second.saturating_add(1));
        let more = [range, prefix_length(rest, bits(address)), Some(0)];
        let ends_at = more.into_iter().flatten().map(|more| length.saturating_add(more));
        ends_at.into_iter().find(|&end| ends(behind(input, end)))
    });
    whole.or_else(|| ip6_before_word(input).filter(|&length| behind(input, length).starts_with(':')))
}

/// `/24`, of an address of so many bits.
fn prefix_length(input: &str, bits: u8) -> Option<usize> {
    let rest = input.strip_prefix('/')?;
    let written = rest.get(..digits(rest))?;
    let plain = written == "0" || !written.starts_with('0');
    let length = written.parse::<u8>().ok().filter(|&length| plain && length <= bits);
    length.map(|_| written.len().saturating_add(1))
}

/// How long a prefix of this address can be.
pub(super) const fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn ip(input: &str) -> Option<(IpAddr, usize)> {
    let six = || ip6(input).map(|(address, length)| (IpAddr::V6(address), length));
    ip4(input).map(|(address, length)| (IpAddr::V4(address), length)).or_else(six)
}

/// Characters of `255.255.255.255`.
const LONGEST_IP4: usize = 15;

fn ip4(input: &str) -> Option<(Ipv4Addr, usize)> {
    // What is longer than any address is none: a text of dots is not read to its end from each of them.
    let start = input.as_bytes().get(..=LONGEST_IP4).unwrap_or(input.as_bytes());
    let length = start.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let written = input.get(..length).filter(|_| length <= LONGEST_IP4)?;
    Some((written.parse().ok()?, length))
}

fn ip6(input: &str) -> Option<(Ipv6Addr, usize)> {
    let run = ip6_run(input);
    Some((has_two_colons(run).then(|| run.parse().ok())??, run.len()))
}

/// `2001:db8::10` of `2001:db8::10:data`, where the last group turns out to be a word.
fn ip6_before_word(input: &str) -> Option<usize> {
    let run = ip6_run(input);
    if ends(behind(input, run.len())) {
        return None;
    }
    let run = without_last_group(run);
    (has_two_colons(run) && run.parse::<Ipv6Addr>().is_ok()).then_some(run.len())
}

/// Whether the text starts with what can only be meant as an IPv6 address.
pub(super) fn looks_like_ip6(input: &str) -> bool {
    let run = ip6_run(input);
    has_two_colons(if ends(behind(input, run.len())) { run } else { without_last_group(run) })
}

/// What could be an IPv6 address at the front. It never ends in a single colon.
fn ip6_run(input: &str) -> &str {
    if !input.starts_with("::") && !input.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return "";
    }
    let mut end = prefix(input, |c| c.is_ascii_hexdigit() || c == ':');
    let (run, rest) = input.split_at_checked(end).unwrap_or_default();
    if !run.contains(':') {
        return run;
    }
    let last_group = run.rsplit_once(':').map_or("", |(_, group)| group);
    if rest.starts_with('.') && !last_group.is_empty() && last_group.bytes().all(|b| b.is_ascii_digit()) {
        end = end.saturating_add(prefix(rest, |c| c.is_ascii_digit() || c == '.'));
    }
    without_single_colon(input.get(..end).unwrap_or_default())
}

fn without_last_group(run: &str) -> &str {
    let end = run.rfind(':').map_or(0, |at| at.saturating_add(1));
    without_single_colon(run.get(..end).unwrap_or_default())
}

fn without_single_colon(run: &str) -> &str {
    match run.strip_suffix(':') {
        Some(shorter) if !shorter.ends_with(':') || shorter.ends_with("::") => shorter,
        _ => run,
    }
}

fn has_two_colons(run: &str) -> bool {
    run.bytes().filter(|&b| b == b':').take(2).count() == 2
}

/// `web-app`: each hyphen stands before a letter, a digit or `_`.
pub(super) fn word(input: &str) -> Option<usize> {
    let bytes = input.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if !bytes.first().is_some_and(|byte| plain(byte) && !byte.is_ascii_digit())
        && !input.starts_with(starts_word)
    {
        return None;
    }
    let mut length = 0usize;
    while let Some(byte) = bytes.get(length) {
        let step = match byte {
            byte if plain(byte) => 1,
            b'-' if behind(input, length.saturating_add(1)).starts_with(continues_word) => 1,
            0x80.. => {
                behind(input, length).chars().next().filter(|&c| continues_word(c)).map_or(0, char::len_utf8)
            }
            _ => 0,
        };
        if step == 0 {
            break;
        }
        length = length.saturating_add(step);
    }
    Some(length)
}

/// A string with its quotes. One that does not end on its line is taken too, for the problem to be
/// reported: as far as its statement goes, so that what stands behind that on the line, and the blocks,
/// stay whole.
pub(super) fn string(input: &str) -> Option<usize> {
    let body = input.strip_prefix('"')?;
    let mut escaped = false;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'\n' => break,
            b'"' if !escaped => return Some(at.saturating_add(2)),
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    let line = body.split('\n').next().unwrap_or_default();
    let comment = line.as_bytes().windows(2).position(|pair| pair == b" #");
    let line = comment.and_then(|at| line.get(..at)).unwrap_or(line);
    // Where quotes follow, each would be looked at as the start of a string that is as long as the line.
    let quotes_follow = line.contains('"');
    let text =
        line.split(|c| !quotes_follow && matches!(c, '{' | '}' | ';')).next().unwrap_or_default().trim_end();
    Some(text.len().saturating_add(1))
}

/// Whether a number or an address may end before `rest`: nothing follows that looks like a part of it.
fn ends(rest: &str) -> bool {
    let glued = |c: char| continues_word(c) || matches!(c, '.' | '/' | '%');
    let hyphen = rest.starts_with('-') && !rest.starts_with("->");
    !hyphen && !rest.starts_with(glued)
}

/// What a word means that can be no name.
fn reserved(text: &str) -> Option<TokenKind> {
    if text == "except" { Some(TokenKind::Except) } else { LinkWord::from_word(text).map(TokenKind::Link) }
}

const fn sign(byte: u8) -> Option<TokenKind> {
    Some(match byte {
        b'=' => TokenKind::Link(LinkWord::Equals),
        b',' => TokenKind::Comma,
        b'&' => TokenKind::Ampersand,
        b'(' => TokenKind::OpenParen,
        b')' => TokenKind::CloseParen,
        b'{' => TokenKind::OpenBrace,
        b'}' => TokenKind::CloseBrace,
        b';' => TokenKind::Separator,
        _ => return None,
    })
}

/// How many bytes at the front are digits.
fn digits(input: &str) -> usize {
    input.bytes().take_while(u8::is_ascii_digit).count()
}

/// How many bytes at the front are such characters.
fn prefix(input: &str, belongs: impl Fn(char) -> bool) -> usize {
    input.find(|c| !belongs(c)).unwrap_or(input.len())
}

/// What stands behind the first `length` bytes.
fn behind(input: &str, length: usize) -> &str {
    input.get(length..).unwrap_or_default()
}
