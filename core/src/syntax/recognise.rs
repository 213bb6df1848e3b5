//! What each token looks like: recognisers that take it from the front of a text.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{map, map_opt, opt, peek, recognize, value, verify};
use nom::error::{Error, ErrorKind};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use super::chars::{continues_word, is_raw_value, starts_word};
use super::token::TokenKind;
use super::tree::LinkWord;

/// One token; the first that fits, as long as it goes.
pub(super) fn token(input: &str) -> IResult<&str, TokenKind> {
    alt((
        value(TokenKind::Pair, pair),
        value(TokenKind::Address, address),
        value(TokenKind::Range, terminated((digit1, char('-'), digit1), edge)),
        value(TokenKind::Code, terminated((digit1, char('/'), digit1), edge)),
        value(TokenKind::Number, terminated(digit1, edge)),
        map(name, |text| reserved(text).unwrap_or(TokenKind::Name)),
        value(TokenKind::Link(LinkWord::Arrow), tag("->")),
        map_opt(one_of(":=,&(){};"), sign),
    ))
    .parse(input)
}

/// `main."Prod VNet".web`
pub(super) fn name(input: &str) -> IResult<&str, &str> {
    let segment = |input| alt((word, string)).parse(input);
    recognize((segment, many0_count(preceded(char('.'), segment)))).parse(input)
}

/// `tier=frontend`, without a blank on either side of the `=`.
pub(super) fn pair(input: &str) -> IResult<&str, &str> {
    recognize((alt((word, string)), char('='), alt((string, take_while1(is_raw_value))))).parse(input)
}

/// An address, a prefix that is not too long, or a range of addresses.
fn address(input: &str) -> IResult<&str, &str> {
    let plain = verify(digit1, |digits: &str| digits == "0" || !digits.starts_with('0'));
    let length = map_opt(plain, |digits: &str| digits.parse::<u8>().ok());
    let prefix = verify((ip, opt(preceded(char('/'), length))), |&(address, length)| {
        length.is_none_or(|length| length <= bits(address))
    });
    alt((
        terminated(recognize((ip, char('-'), ip)), edge),
        terminated(recognize(prefix), edge),
        terminated(recognize(ip6_before_word), peek(char(':'))),
    ))
    .parse(input)
}

/// How long a prefix of this address can be.
pub(super) const fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn ip(input: &str) -> IResult<&str, IpAddr> {
    alt((map(ip6, IpAddr::V6), map(ip4, IpAddr::V4))).parse(input)
}

/// Characters of `255.255.255.255`.
const LONGEST_IP4: usize = 15;

fn ip4(input: &str) -> IResult<&str, Ipv4Addr> {
    // What is longer than any address is none: a text of dots is not read to its end from each of them.
    let length =
        input.bytes().take(LONGEST_IP4.saturating_add(1)).take_while(|b| b.is_ascii_digit() || *b == b'.');
    let written = input.split_at_checked(length.count()).filter(|(written, _)| written.len() <= LONGEST_IP4);
    match written.map(|(written, rest)| (rest, written.parse())) {
        Some((rest, Ok(address))) => Ok((rest, address)),
        _ => fail(input),
    }
}

fn ip6(input: &str) -> IResult<&str, Ipv6Addr> {
    address_in(input, ip6_run(input))
}

/// `2001:db8::10` of `2001:db8::10:data`, where the last group turns out to be a word.
fn ip6_before_word(input: &str) -> IResult<&str, Ipv6Addr> {
    let run = ip6_run(input);
    match edge(input.get(run.len()..).unwrap_or_default()) {
        Ok(_) => fail(input),
        Err(_) => address_in(input, without_last_group(run)),
    }
}

fn address_in<'a>(input: &'a str, run: &str) -> IResult<&'a str, Ipv6Addr> {
    match (has_two_colons(run).then(|| run.parse()), input.split_at_checked(run.len())) {
        (Some(Ok(address)), Some((_, rest))) => Ok((rest, address)),
        _ => fail(input),
    }
}

/// Whether the text starts with what can only be meant as an IPv6 address.
pub(super) fn looks_like_ip6(input: &str) -> bool {
    let run = ip6_run(input);
    let rest = input.get(run.len()..).unwrap_or_default();
    has_two_colons(if edge(rest).is_ok() { run } else { without_last_group(run) })
}

/// What could be an IPv6 address at the front. It never ends in a single colon.
fn ip6_run(input: &str) -> &str {
    if !input.starts_with("::") && !input.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return "";
    }
    let prefix = |text: &str, belongs: fn(char) -> bool| text.find(|c| !belongs(c)).unwrap_or(text.len());
    let mut end = prefix(input, |c| c.is_ascii_hexdigit() || c == ':');
    let (run, rest) = input.split_at_checked(end).unwrap_or_default();
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
pub(super) fn word(input: &str) -> IResult<&str, &str> {
    if !input.starts_with(starts_word) {
        return fail(input);
    }
    let mut chars = input.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let hyphen = c == '-' && chars.peek().is_some_and(|&(_, next)| continues_word(next));
        if !continues_word(c) && !hyphen {
            return split(input, at);
        }
    }
    split(input, input.len())
}

/// A string with its quotes. One that does not end on its line is taken too, for the problem to be
/// reported: as far as its statement goes, so that what stands behind that on the line, and the blocks,
/// stay whole.
pub(super) fn string(input: &str) -> IResult<&str, &str> {
    let (body, _) = char('"').parse(input)?;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            '\n' => break,
            '"' if !escaped => return split(input, at.saturating_add(2)),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    let line = body.split('\n').next().unwrap_or_default();
    let comment = line.as_bytes().windows(2).position(|pair| pair == b" #");
    let line = comment.and_then(|at| line.get(..at)).unwrap_or(line);
    // Where quotes follow, each would be looked at as the start of a string that is as long as the line.
    let quotes_follow = line.contains('"');
    let text =
        line.split(|c| !quotes_follow && matches!(c, '{' | '}' | ';')).next().unwrap_or_default().trim_end();
    split(input, text.len().saturating_add(1))
}

/// What may follow a number or an address: nothing that looks like a part of it.
pub(super) fn edge(input: &str) -> IResult<&str, ()> {
    let glued = |c: char| continues_word(c) || matches!(c, '.' | '/' | '%');
    let hyphen = input.starts_with('-') && !input.starts_with("->");
    if hyphen || input.starts_with(glued) { fail(input) } else { Ok((input, ())) }
}

/// What a word means that can be no name.
fn reserved(text: &str) -> Option<TokenKind> {
    if text == "except" {
        return Some(TokenKind::Except);
    }
    LinkWord::ALL.into_iter().find(|link| link.as_str() == text).map(TokenKind::Link)
}

const fn sign(c: char) -> Option<TokenKind> {
    Some(match c {
        ':' => TokenKind::Link(LinkWord::Colon),
        '=' => TokenKind::Link(LinkWord::Equals),
        ',' => TokenKind::Comma,
        '&' => TokenKind::Ampersand,
        '(' => TokenKind::OpenParen,
        ')' => TokenKind::CloseParen,
        '{' => TokenKind::OpenBrace,
        '}' => TokenKind::CloseBrace,
        ';' => TokenKind::Separator,
        _ => return None,
    })
}

fn split(input: &str, at: usize) -> IResult<&str, &str> {
    match input.split_at_checked(at) {
        Some((token, rest)) => Ok((rest, token)),
        None => fail(input),
    }
}

fn fail<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(Error::new(input, ErrorKind::Verify)))
}
