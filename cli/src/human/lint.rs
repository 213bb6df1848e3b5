//! What lints found.

use annotate_snippets::{Group, Level};
use ringfence_lint::{Finding, Report, Summary};

use super::excerpt::{elements, render};
use super::path::path;
use super::problems::notice;
use super::sheet::{BAD, GOOD, Sheet, clean, counted, paint};
use super::texts::Texts;

/// The most other places that are shown with one finding.
const RELATED: usize = 4;

/// Columns before the way of a packet.
const INDENT: usize = 2;

/// The findings, each with its line underlined and the way of a packet where it is about packets.
pub(crate) fn findings(report: &Report, texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    for finding in &report.findings {
        sheet.block(0, &render(&groups(finding, texts)));
        sheet.block(INDENT, &way(finding, texts));
        sheet.gap();
    }
    if let Some(notice) = notice(&report.problems) {
        sheet.line(0, paint(BAD, notice));
    }
    sheet.line(0, summary(report.summary));
    sheet.into_text()
}

fn groups<'a>(finding: &'a Finding, texts: &Texts<'a>) -> Vec<Group<'a>> {
    let level = match finding.level {
        ringfence_lint::Level::Note => Level::NOTE,
        ringfence_lint::Level::Warning => Level::WARNING,
        ringfence_lint::Level::Error => Level::ERROR,
    };
    let title = level.primary_title(clean(&finding.message)).id(finding.code);
    let mut main = title.elements(elements(&finding.place, None, texts));
    main = main.element(Level::NOTE.with_name("why").message(clean(&finding.why)));
    if let Some(help) = &finding.help {
        main = main.element(Level::HELP.message(clean(help)));
    }
    if let Some(fix) = &finding.fix {
        let old = texts.written(&fix.place).unwrap_or_default();
        let edit = match fix.text.as_str() {
            "" => format!("take out `{old}`"),
            text => format!("write `{text}` for `{old}`"),
        };
        main = main.element(Level::HELP.with_name("fix").message(clean(edit)));
    }
    let related = finding.related.iter().take(RELATED).map(|related| {
        let title = Level::NOTE.secondary_title(clean(&related.note));
        title.elements(elements(&related.place, None, texts))
    });
    std::iter::once(main).chain(related).collect()
}

fn way(finding: &Finding, texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    if let Some(witness) = &finding.witness {
        sheet.item("witness", clean(witness));
    }
    if let Some(way) = &finding.path {
        path(&mut sheet, way, texts);
    }
    sheet.into_text()
}

fn summary(summary: Summary) -> String {
    let Summary { errors, warnings, notes } = summary;
    if (errors, warnings, notes) == (0, 0, 0) {
        return paint(GOOD, "nothing found");
    }
    let errors = counted(errors, "error", "errors");
    let warnings = counted(warnings, "warning", "warnings");
    format!("{errors}, {warnings}, {}", counted(notes, "note", "notes"))
}
