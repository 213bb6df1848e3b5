//! A comment for a pull request.

use std::fmt::Write as _;

use super::{Case, LINTS, State};

/// How much of one finding is shown: comments have at most 65,536 characters (docs.github.com).
const DETAIL: usize = 4_000;
/// The most findings that have a row.
const ROWS: usize = 100;
/// The most findings that are shown in full.
const SHOWN: usize = 12;

/// What the cases are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Intents and tests.
    Results,
    /// What lint found.
    Lints,
}

/// A line that says how it went, a table of what does not hold, and what there is to say of each, folded.
pub(crate) fn markdown(cases: &[Case], about: About) -> String {
    let count = |wanted: fn(State) -> bool| cases.iter().filter(|case| wanted(case.state)).count();
    let holds = count(|state| state == State::Holds);
    let fails = count(|state| state == State::Fails);
    let unknown = count(|state| matches!(state, State::Unknown { .. }));
    let broken = count(|state| state == State::Broken);
    let is_bad = |case: &Case| match case.state {
        State::Fails | State::Broken | State::Unknown { allowed: false } => true,
        State::Warns => case.suite == LINTS,
        State::Holds | State::Notes | State::Unknown { allowed: true } => false,
    };
    let sign = if cases.iter().any(is_bad) { "❌" } else { "✅" };
    let told = match about {
        About::Results => format!("{holds} hold, {fails} fail, {unknown} unknown"),
        About::Lints => {
            let of_lint =
                |state| cases.iter().filter(|case| case.suite == LINTS && case.state == state).count();
            let [errors, warnings, notes] = [State::Fails, State::Warns, State::Notes].map(of_lint);
            format!("{errors} errors, {warnings} warnings, {notes} notes")
        }
    };
    let mut text = format!("### {sign} ringfence: {told}");
    if about == About::Results && cases.is_empty() {
        text.push_str(": the texts say nothing that must hold");
    }
    if broken > 0 {
        text.push_str(&format!(", {broken} not proven"));
    }
    text.push('\n');
    let mut findings: Vec<&Case> = cases.iter().filter(|case| case.state != State::Holds).collect();
    if findings.is_empty() {
        return text;
    }
    text.push_str("\n| | what | where |\n|---|---|---|\n");
    for case in findings.iter().take(ROWS) {
        let (word, name, place) = (case.state.word(), code(&case.name), code(&case.place.to_string()));
        // A text that was written cannot fail.
        let _ = writeln!(text, "| {word} | {name} | {place} |");
    }
    if findings.len() > ROWS {
        let _ = writeln!(text, "\nand {} more.", findings.len().saturating_sub(ROWS));
    }
    findings.retain(|case| !case.detail.is_empty());
    for case in findings.iter().take(SHOWN) {
        let detail = case.detail.trim_end();
        let cut = detail.get(..detail.floor_char_boundary(DETAIL)).unwrap_or(detail);
        let more = if cut.len() < detail.len() { "\n…" } else { "" };
        let fence = fence(cut);
        let summary = escaped(&case.name);
        let _ = write!(
            text,
            "\n<details><summary>{}: <code>{summary}</code></summary>\n\n{fence}text\n{cut}{more}\n{fence}\n\n</details>\n",
            case.rule
        );
    }
    if findings.len() > SHOWN {
        let _ = writeln!(text, "\nand {} more.", findings.len().saturating_sub(SHOWN));
    }
    text
}

/// A piece of code in a cell of a table.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text).replace('|', "&#124;"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(['\n', '\r'], " ")
}

/// Backticks that do not stand in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.saturating_add(1).max(3))
}
