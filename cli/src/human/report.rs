//! How intents and tests came out.

use std::collections::BTreeMap;

use ringfence::Place;
use ringfence::answer::{Assumption, Expected, IntentResult, Outcome, Report, Summary, TestLine};

use super::answer::{Detail, about, body, flows};
use super::blockers::blockers;
use super::path::path;
use super::problems::notice;
use super::sheet::{BAD, BOLD, DIM, Sheet, clean, counted, outcome_sign, outcome_style, paint};
use super::texts::Texts;

/// Columns before what is said about a result.
const INDENT: usize = 4;

/// The whole report.
pub(crate) fn report(report: &Report, texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    let notice = notice(&report.problems);
    let proven = notice.is_none();
    for intent in &report.intents {
        head(&mut sheet, intent.outcome, proven, &intent.text, &intent.place);
        sheet.block(INDENT, &intent_detail(intent, texts));
    }
    for test in &report.tests {
        sheet.gap();
        sheet.line(0, paint(BOLD, format_args!("test \"{}\"", clean(&test.name))));
        for line in &test.lines {
            head(&mut sheet, line.outcome, proven, &line.text, &line.place);
            sheet.block(INDENT, &line_detail(line, texts));
        }
    }
    rests_on(&mut sheet, report);
    sheet.gap();
    match notice {
        None => sheet.line(0, summary(report.summary)),
        Some(notice) => {
            let failing = usize::try_from(report.summary.fail).unwrap_or(usize::MAX);
            sheet.line(0, paint(BAD, notice));
            sheet.line(0, format_args!("{}, nothing is proven", counted(failing, "fails", "fail")));
        }
    }
    sheet.into_text()
}

/// What results rest on besides the texts: each assumption once, with how many results it bears.
fn rests_on(sheet: &mut Sheet, report: &Report) {
    let of_intents = report.intents.iter().map(|intent| &intent.assumptions);
    let of_lines = report.tests.iter().flat_map(|test| &test.lines).filter_map(|line| line.answer.as_ref());
    let all = of_intents.chain(of_lines.map(|answer| &answer.assumptions));
    let mut bears: BTreeMap<&Assumption, usize> = BTreeMap::new();
    for assumption in all.flatten() {
        let count = bears.entry(assumption).or_default();
        *count = count.saturating_add(1);
    }
    if bears.is_empty() {
        return;
    }
    sheet.gap();
    for (assumption, count) in bears {
        let (code, text) = (clean(&assumption.code), clean(&assumption.text));
        let results = counted(count, "result rests", "results rest");
        sheet.line(0, format_args!("{results} on an assumption: {text} ({code})"));
        sheet.line(INDENT, about(assumption));
    }
}

/// One result on one line. What holds in texts that were not read whole is not proven.
fn head(sheet: &mut Sheet, outcome: Outcome, proven: bool, text: &str, place: &Place) {
    let (outcome, word) = match outcome {
        Outcome::Holds if !proven => (Outcome::NotJudged, "not proven".to_owned()),
        _ => (outcome, outcome.to_string()),
    };
    let state = format!("{} {word:10}", outcome_sign(outcome));
    let state = paint(outcome_style(outcome), state);
    sheet.line(0, format_args!("{state}  {}   {}", clean(text), paint(DIM, clean(place))));
}

/// What there is to say of an intent beside its line.
pub(crate) fn intent_detail(intent: &IntentResult, texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    if intent.outcome == Outcome::Fails {
        flows(&mut sheet, "broken by", "", &intent.violations);
    }
    if let Some(shown) = &intent.shown {
        sheet.item("witness", clean(&shown.witness));
        path(&mut sheet, &shown.path, texts);
        blockers(&mut sheet, &shown.blockers, texts, Detail::Full);
    }
    sheet.into_text()
}

/// What there is to say of a line of a test beside itself.
pub(crate) fn line_detail(line: &TestLine, texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    let answer = line.answer.as_ref();
    if line.outcome == Outcome::Holds {
        return sheet.into_text();
    }
    // What could not be judged is not shown as if it had been.
    let answer = answer.filter(|_| line.outcome != Outcome::NotJudged);
    match answer {
        Some(answer) if Expected::Verdict(answer.verdict) != line.expected => {
            sheet.item("expected", format_args!("{}, it is {}", line.expected, answer.verdict));
        }
        _ => {}
    }
    if let Some(said) = &line.said {
        sheet.item("expected", format_args!("{}, this packet is {}", line.expected, said.verdict));
        sheet.item("witness", clean(&said.witness));
        match &said.by {
            Some(by) => {
                sheet.item("by", format_args!("{}   {}", clean(&by.text), paint(DIM, clean(&by.place))));
            }
            None => sheet.item("by", "no statement: none is about it"),
        }
    }
    if let Some(note) = &line.note {
        sheet.item("but", clean(note));
    }
    if let Some(answer) = answer {
        body(&mut sheet, answer, texts, Detail::Full);
    }
    sheet.into_text()
}

fn summary(summary: Summary) -> String {
    let part = |count: u32, one: &str, other: &str, outcome: Outcome| {
        let text = counted(usize::try_from(count).unwrap_or(usize::MAX), one, other);
        if count == 0 { text } else { paint(outcome_style(outcome), text) }
    };
    let hold = part(summary.hold, "holds", "hold", Outcome::Holds);
    let fail = part(summary.fail, "fails", "fail", Outcome::Fails);
    let unknown = part(summary.unknown, "unknown", "unknown", Outcome::Unknown);
    match summary {
        Summary { hold: 0, fail: 0, unknown: 0 } => {
            format!("{hold}, {fail}, {unknown}: the texts say nothing that must hold")
        }
        _ => format!("{hold}, {fail}, {unknown}"),
    }
}

#[cfg(test)]
mod tests;
