//! How random texts are made.

use super::Target;
use super::seeds::{POLICIES, TEXTS, WORDS, whole_texts};
use crate::estates::Dice;

/// Changes to one text at the most.
const CHANGES: usize = 3;

/// A random text for a target.
pub(super) fn text(dice: &mut Dice, target: Target) -> String {
    match target {
        Target::Bytes => bytes(dice),
        Target::Tokens => tokens(dice),
        Target::Policies if dice.percent(25) => changed(dice, POLICIES),
        Target::Policies => changed(dice, TEXTS),
        Target::RoundTrip => laid_out(dice),
    }
}

/// Any bytes, as far as they are a text; or a policy with some of its bytes changed.
fn bytes(dice: &mut Dice) -> String {
    if dice.percent(50) {
        return (0..dice.below(300)).map(|_| character(dice)).collect();
    }
    let mut bytes = if dice.percent(50) {
        (0..dice.below(300)).map(|_| dice.below(256) as u8).collect()
    } else {
        let mut text = dice.one(TEXTS).as_bytes().to_vec();
        let from = dice.below(text.len());
        text.drain(..from);
        text.truncate(1000);
        text
    };
    for _ in 0..dice.below(20) {
        if let Some(at) = dice.index(&bytes) {
            bytes[at] ^= 1 << dice.below(8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Words and signs in any order, most of them with blanks between.
fn tokens(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(200) {
        text.push_str(dice.one(WORDS));
        text.push_str(match dice.below(20) {
            0 => "",
            1 | 2 => "\n",
            3 => ";",
            4 => "\n    ",
            _ => " ",
        });
    }
    text
}

/// A text without a mistake, written otherwise: what it says is the same, or nothing is sure.
fn laid_out(dice: &mut Dice) -> String {
    let text = if dice.percent(25) { dice.one(POLICIES) } else { dice.one(&whole_texts()[POLICIES.len()..]) };
    let often = dice.below(30) as u32;
    let mut laid = String::new();
    for line in text.lines() {
        let (code, comment) = line.split_once(" #").map_or((line, None), |(code, text)| (code, Some(text)));
        let mut code = code.to_owned();
        if dice.percent(often) {
            code = code.replace("; ", dice.one(&["\n", ";", " ;; ", ";\n\n  ", "  # a note\n"]));
        }
        if dice.percent(often) {
            code = code.replace(" { ", dice.one(&["{", " {\n", "   {  ", " {\r\n    "]));
        }
        if dice.percent(often) {
            code = code.replace(", ", dice.one(&[",", " ,", ",\n          ", ",  # more\n              "]));
        }
        if dice.percent(often) {
            code = code.replace(' ', dice.one(&["  ", "\t", " "]));
        }
        laid.push_str(&code);
        laid.push_str(if dice.percent(often) {
            dice.one(&["  ", "\t", " # ü", " #", ";", "\r"])
        } else {
            ""
        });
        if let Some(comment) = comment {
            laid.push_str(" #");
            laid.push_str(comment);
        }
        laid.push_str(if dice.percent(often) { dice.one(&["\n\n\n", "\n#\n", "\n"]) } else { "\n" });
    }
    laid
}

fn character(dice: &mut Dice) -> char {
    let last = if dice.percent(80) { 0x7f } else { 0x10_ffff };
    char::from_u32(dice.between(0, last) as u32).unwrap_or('\u{fffd}')
}

/// One of `texts` with a few changes.
pub(super) fn changed(dice: &mut Dice, texts: &[&str]) -> String {
    let mut text = dice.one(texts).to_owned();
    for _ in 0..dice.below(CHANGES + 1) {
        change(dice, texts, &mut text);
    }
    text
}

fn change(dice: &mut Dice, texts: &[&str], text: &mut String) {
    let (start, end) = stretch(dice, text);
    let taken = text[start..end].to_owned();
    match dice.below(14) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(end, &taken),
        2 => text.replace_range(start..end, dice.one(WORDS)),
        3 => text.insert_str(start, dice.one(WORDS)),
        4 => text.insert(start, character(dice)),
        5 => {
            let other = dice.one(texts);
            let (first, last) = stretch(dice, other);
            text.insert_str(start, &other[first..last]);
        }
        6 => {
            text.replace_range(start..end, "");
            let to = boundary(dice, text);
            text.insert_str(to, &taken);
        }
        7 => text.truncate(start),
        8 => {
            // A statement with its block, twice or from another text.
            let other = if dice.percent(50) { text.clone() } else { dice.one(texts).to_owned() };
            let (first, last) = block(dice, &other);
            let (line, _) = around(text, start, |c| c == '\n');
            text.insert_str(line, &other[first..last]);
        }
        9 => swap_lines(dice, text),
        10 => {
            let (first, last) = block(dice, text);
            text.replace_range(first..last, "");
        }
        11 => {
            // Another number.
            let digits: Vec<usize> =
                text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
            if let Some(at) = dice.pick(&digits) {
                text.replace_range(at..at + 1, dice.one(&["0", "1", "9", "", "00", "32", "255"]));
            }
        }
        12 => {
            // Letters that are written with several characters, or look like others.
            let letters = [
                "é",
                "e\u{301}",
                "ﬁ",
                "ſ",
                "İ",
                "а",
                "\u{200d}",
                "\u{fe0f}",
                "ﾞ",
                "각",
                "\u{1f468}\u{200d}\u{1f469}",
            ];
            text.insert_str(start, dice.one(&letters));
        }
        _ => text.insert_str(start, &dice.one(WORDS).repeat(dice.below(100))),
    }
}

/// A word, a line or any stretch of `text`.
fn stretch(dice: &mut Dice, text: &str) -> (usize, usize) {
    let at = boundary(dice, text);
    match dice.below(3) {
        0 => around(text, at, |c| c == '\n'),
        1 => around(text, at, |c| !(c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '/' | '_'))),
        _ => {
            let other = boundary(dice, text);
            // Not half of the text at once.
            let other = if at.abs_diff(other) > 200 { at } else { other };
            (at.min(other), at.max(other))
        }
    }
}

/// What stands around `at` as far as the characters that end it.
fn around(text: &str, at: usize, ends: fn(char) -> bool) -> (usize, usize) {
    let start = text[..at].rfind(ends).map_or(0, |start| start + 1);
    let end = text[at..].find(ends).map_or(text.len(), |length| at + length);
    if text.is_char_boundary(start) { (start, end) } else { (at, end) }
}

/// A line as far as the block goes that it opens, if it opens one.
fn block(dice: &mut Dice, text: &str) -> (usize, usize) {
    let (start, mut end) = around(text, boundary(dice, text), |c| c == '\n');
    let mut open = 0i32;
    for (at, c) in text[start..].char_indices() {
        open += i32::from(c == '{') - i32::from(c == '}');
        if open <= 0 && start + at >= end {
            end = start + at + c.len_utf8();
            break;
        }
    }
    // Not all of a policy.
    if end - start > 2000 { (start, start) } else { (start, end) }
}

fn swap_lines(dice: &mut Dice, text: &mut String) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if let (Some(one), Some(other)) = (dice.index(&lines), dice.index(&lines)) {
        lines.swap(one, other);
        *text = lines.concat();
    }
}

pub(super) fn boundary(dice: &mut Dice, text: &str) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
