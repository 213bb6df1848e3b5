//! The answer to a question.

use ringfence::answer::{Answer, Assumption, Bounds, Flows};

use super::blockers::blockers;
use super::path::path;
use super::problems::notice;
use super::sheet::{BAD, BOLD, DIM, Sheet, clean, paint, verdict_style};
use super::texts::Texts;

/// How much of an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What holds, and what stops it by name.
    Short,
    /// The path as well, and what decides in its text.
    Full,
}

/// The most boxes of a set that are shown.
const BOXES: usize = 8;
/// The most addresses or ports of one list that are shown.
const ENTRIES: usize = 4;

/// The whole answer.
pub(crate) fn answer(answer: &Answer, texts: &Texts<'_>, detail: Detail) -> String {
    let mut sheet = Sheet::default();
    let verdict = paint(verdict_style(answer.verdict), answer.verdict);
    sheet.line(0, format_args!("{}   {verdict}", paint(BOLD, clean(&answer.question))));
    sheet.line(0, paint(DIM, answer.verdict.summary()));
    if let Some(notice) = notice(&answer.problems) {
        sheet.line(0, paint(BAD, notice));
    }
    sheet.gap();
    body(&mut sheet, answer, texts, detail);
    sheet.into_text()
}

/// All but the head line.
pub(super) fn body(sheet: &mut Sheet, answer: &Answer, texts: &Texts<'_>, detail: Detail) {
    if !answer.possible.is_empty() {
        let possible: Vec<&str> = answer.possible.iter().map(|verdict| verdict.as_str()).collect();
        sheet.item("possible", possible.join(", "));
    }
    bounds(sheet, "delivered", &answer.delivered);
    if answer.answered == answer.delivered && !answer.delivered.possibly.is_empty() {
        sheet.item("answered", "the same flows");
    } else {
        bounds(sheet, "answered", &answer.answered);
    }
    if let Some(witness) = &answer.witness {
        sheet.item("witness", clean(witness));
    }
    if let (Detail::Full, Some(way)) = (detail, &answer.path) {
        path(sheet, way, texts);
    }
    blockers(sheet, &answer.blockers, texts, detail);
    assumptions(sheet, &answer.assumptions);
}

/// A set of flows: how many, and as boxes.
pub(super) fn flows(sheet: &mut Sheet, label: &str, sure: &str, flows: &Flows) {
    if flows.is_empty() {
        return sheet.item(label, format_args!("{sure}nothing"));
    }
    let flow = if flows.count == "1" { "flow" } else { "flows" };
    sheet.item(label, format_args!("{sure}{} {flow}", clean(flows.count_text())));
    for flow_box in flows.boxes.iter().take(BOXES) {
        sheet.line(2, clean(flow_box.text(ENTRIES)));
    }
    match flows.boxes.len().saturating_sub(BOXES) {
        0 => {}
        more => sheet.line(2, paint(DIM, format_args!("and {more} more boxes; --format json has them all"))),
    }
}

/// What an answer rests on.
fn assumptions(sheet: &mut Sheet, assumptions: &[Assumption]) {
    for assumption in assumptions {
        sheet.item("assumed", format_args!("{} ({})", clean(&assumption.text), clean(&assumption.code)));
        sheet.line(2, about(assumption));
    }
}

/// The thing an assumption is about, with its place.
pub(super) fn about(assumption: &Assumption) -> String {
    let thing = &assumption.place;
    let place = thing.place.as_ref().map(|place| format!("   {}", clean(place))).unwrap_or_default();
    paint(DIM, format_args!("about {}{place}", clean(thing)))
}

fn bounds(sheet: &mut Sheet, label: &str, bounds: &Bounds) {
    if bounds.surely == bounds.possibly {
        flows(sheet, label, "", &bounds.surely);
    } else {
        flows(sheet, label, "surely ", &bounds.surely);
        flows(sheet, "", "possibly ", &bounds.possibly);
    }
}

#[cfg(test)]
mod tests;
