//! What drifted from a recorded state.

use ringfence_diff::baseline::{Checked, Drift, ResourceChange};

use super::difference::{changes, machines, refused, summary};
use super::problems::problems;
use super::sheet::{BAD, BOLD, DIM, GOOD, HALF, Sheet, clean, counted, paint};
use super::texts::Texts;

/// What is printed, and what is said of the texts beside it.
pub(crate) fn drift(checked: &Checked, texts: &[Texts<'_>; 2]) -> (String, String) {
    let [_, now] = texts;
    match checked {
        Checked::Refused(why) => (String::new(), refused(why, texts)),
        Checked::Drift(drift) => (whole(drift, texts), problems(&drift.problems, now)),
    }
}

fn whole(drift: &Drift, texts: &[Texts<'_>; 2]) -> String {
    let mut sheet = Sheet::default();
    changes(&mut sheet, &drift.changes, &[], texts);
    machines(&mut sheet, &drift.machines);
    if !drift.resources.is_empty() {
        sheet.gap();
        sheet.line(0, paint(BOLD, "resources"));
    }
    for resource in &drift.resources {
        let (style, word) = match resource.change {
            ResourceChange::Added => (GOOD, "+ added  "),
            ResourceChange::Removed => (HALF, "- removed"),
            ResourceChange::Changed => (BOLD, "= changed"),
        };
        sheet.line(4, format_args!("{} {}", paint(style, word), clean(&resource.name)));
    }
    sheet.gap();
    if drift.is_drifted() {
        let resources = counted(drift.resources.len(), "resource differs", "resources differ");
        let flows = summary(drift.summary, false);
        sheet.line(0, format_args!("{}: {flows}; {resources}", paint(BAD, "drifted")));
    } else if drift.drifted.texts {
        sheet.line(
            0,
            format_args!(
                "{} {}",
                paint(GOOD, "as recorded"),
                paint(DIM, "(texts differ in what deploys nothing)")
            ),
        );
    } else {
        sheet.line(0, paint(GOOD, "as recorded"));
    }
    sheet.into_text()
}
