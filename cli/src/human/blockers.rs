//! What stops a flow, and so has to change.

use annotate_snippets::{Group, Level};
use ringfence::answer::{Blocker, Change};

use super::answer::Detail;
use super::excerpt::{elements, render};
use super::sheet::{BAD, DIM, Sheet, clean, paint};
use super::texts::Texts;

/// The most alternatives that are shown.
const WAYS: usize = 4;

/// The alternatives; nothing when nothing stops the flow.
pub(super) fn blockers(sheet: &mut Sheet, blockers: &[Blocker], texts: &Texts<'_>, detail: Detail) {
    let many = blockers.len() > 1;
    let heading = match blockers {
        [] => return,
        [only] if only.changes.len() == 1 => "this stops it:".to_owned(),
        [only] => format!("these {} stop it together, each has to change:", only.changes.len()),
        _ => format!("any one of these {} ways lets it through:", blockers.len()),
    };
    sheet.gap();
    sheet.item("blockers", heading);
    for (index, blocker) in blockers.iter().take(WAYS).enumerate() {
        if many {
            let together = if blocker.changes.len() > 1 { ", all of:" } else { ":" };
            sheet.line(2, format_args!("way {}{together}", index.saturating_add(1)));
        }
        for change in &blocker.changes {
            sheet.block(if many { 4 } else { 2 }, &shown(change, texts, detail));
        }
    }
    match blockers.len().saturating_sub(WAYS) {
        0 => {}
        more => sheet.line(2, paint(DIM, format_args!("and {more} more ways; --format json has them all"))),
    }
}

fn shown(change: &Change, texts: &Texts<'_>, detail: Detail) -> String {
    let Change { code, place: thing } = change;
    match (detail, &thing.place) {
        (Detail::Short, Some(place)) => {
            format!("{} at {}   {}", paint(BAD, code.as_str()), clean(thing), paint(DIM, clean(place)))
        }
        (Detail::Full, Some(place)) => {
            let title = format!("at {thing}");
            let title = Level::ERROR.with_name(Some("blocker")).primary_title(title).id(code.as_str());
            let group: Group<'_> = title.elements(elements(place, None, texts));
            render(&[group.element(Level::HELP.message(code.summary()))])
        }
        (_, None) => {
            let why = thing.implied.as_deref().unwrap_or_else(|| code.summary());
            format!("{} at {}   {}", paint(BAD, code.as_str()), clean(thing), paint(DIM, clean(why)))
        }
    }
}
