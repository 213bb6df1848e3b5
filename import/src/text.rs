//! The text that is made: lines, and the value that each stretch comes from.

use alloc::string::String;
use alloc::vec::Vec;

/// A text of the language that grows.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    /// From which offset on it comes from which value.
    stretches: Vec<(u32, u32)>,
    depth: usize,
}

impl Text {
    /// What is written from here on comes from this value.
    pub(crate) fn from(&mut self, value: u32) {
        let offset = self.length();
        match self.stretches.last_mut() {
            Some((from, last)) if *from == offset => *last = value,
            Some((_, last)) if *last == value => {}
            _ => self.stretches.push((offset, value)),
        }
    }

    /// A line that comes from `value`.
    pub(crate) fn line(&mut self, value: u32, line: &str) {
        self.start(value);
        self.push(line);
        self.push("\n");
    }

    /// The start of a line that comes from `value`.
    pub(crate) fn start(&mut self, value: u32) {
        self.from(value);
        for _ in 0..self.depth {
            self.push("  ");
        }
    }

    /// What follows stands in a block.
    pub(crate) fn deeper(&mut self) {
        self.depth = self.depth.saturating_add(1);
    }

    /// The block ends.
    pub(crate) fn higher(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// How long it is, in bytes. A text of the language is no longer than this can tell, which is asked at its end.
    pub(crate) const fn length(&self) -> u32 {
        self.text.len() as u32
    }

    /// Puts another text, a short one, before this one.
    pub(crate) fn prepend(&mut self, mut other: Self) {
        let before = other.length();
        for (from, _) in &mut self.stretches {
            *from = from.saturating_add(before);
        }
        self.text.reserve_exact(other.text.len());
        self.text.insert_str(0, &other.text);
        other.stretches.append(&mut self.stretches);
        self.stretches = other.stretches;
    }

    /// The text, and its stretches.
    pub(crate) fn into_parts(self) -> (String, Vec<(u32, u32)>) {
        (self.text, self.stretches)
    }
}

/// What may stand in a comment: on one line, and seen as it is.
pub(crate) fn one_line(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || (c.is_whitespace() && c != ' ')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if unseen(c) { '?' } else { c }).collect()
}
