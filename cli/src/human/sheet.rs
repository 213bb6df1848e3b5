//! Lines of text with indents and colours.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};
use ringfence::answer::{Outcome, Verdict};

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const HALF: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const OPEN: Style = AnsiColor::Magenta.on_default().bold();

/// Columns that a label takes.
const LABEL: usize = 12;

/// A text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
}

impl Sheet {
    /// One line, indented by `indent` columns.
    pub(super) fn line(&mut self, indent: usize, line: impl Display) {
        self.text.push_str(&format!("{:indent$}{line}\n", ""));
    }

    /// One line that says what it is about.
    pub(super) fn item(&mut self, label: &str, value: impl Display) {
        let label = format!("{label:LABEL$}");
        self.line(0, format_args!("{}{value}", paint(BOLD, label)));
    }

    /// Several lines, all indented by `indent` columns more.
    pub(super) fn block(&mut self, indent: usize, lines: &str) {
        for line in lines.lines() {
            let indent = if line.is_empty() { 0 } else { indent };
            self.line(indent, line);
        }
    }

    /// An empty line, but not at the top.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// The text in a style.
pub(super) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Text that came from outside, on one line: what would steer the terminal becomes visible.
pub(super) fn clean(text: impl Display) -> String {
    annotate_snippets::normalize_untrusted_str(&text.to_string()).replace('\n', " ")
}

/// `1 fails`, `2 fail`: the number with its word.
pub(super) fn counted(count: usize, one: &str, other: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { other })
}

pub(super) const fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Reachable => GOOD,
        Verdict::Partly | Verdict::OneWay => HALF,
        Verdict::Blocked => BAD,
        Verdict::Unknown => OPEN,
    }
}

pub(super) const fn outcome_style(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Holds => GOOD,
        Outcome::Fails => BAD,
        Outcome::Unknown => OPEN,
        Outcome::NotJudged => HALF,
    }
}

/// The sign of an outcome: told apart without colours.
pub(super) const fn outcome_sign(outcome: Outcome) -> char {
    match outcome {
        Outcome::Holds => '✓',
        Outcome::Fails => '✗',
        Outcome::Unknown => '?',
        Outcome::NotJudged => '-',
    }
}
