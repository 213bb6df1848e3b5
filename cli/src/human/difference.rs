//! What changed between two estates.

use ringfence::answer::Flows;
use ringfence_diff::{
    Change, Compared, Difference, Edit, EditKind, Machine, MachineChange, Refused, Summary,
};

use super::path::path;
use super::problems::{error, problems};
use super::sheet::{BAD, BOLD, DIM, GOOD, HALF, OPEN, Sheet, clean, counted, paint};
use super::texts::Texts;

/// Columns before what is said about a change.
const INDENT: usize = 4;
/// The most boxes of a change that are shown.
const BOXES: usize = 8;
/// The most addresses or ports of one list that are shown.
const ENTRIES: usize = 4;
/// The most bytes of a statement that are shown.
const WIDTH: usize = 160;

/// What is printed, and what is said of the texts beside it.
pub(crate) fn difference(compared: &Compared, texts: &[Texts<'_>; 2]) -> (String, String) {
    let [old, new] = texts;
    match compared {
        Compared::Refused(why) => (String::new(), refused(why, texts)),
        Compared::Difference(difference) => {
            let warnings = problems(&difference.old_problems, old) + &problems(&difference.new_problems, new);
            (whole(difference, texts), warnings)
        }
    }
}

/// Why nothing was compared. What is wrong stands in the texts of one side.
pub(super) fn refused(refused: &Refused, texts: &[Texts<'_>; 2]) -> String {
    let [old, new] = texts;
    let in_new = refused.problems.iter().all(|problem| new.lines(&problem.place).is_some());
    problems(&refused.problems, if in_new { new } else { old }) + &error(&refused.message)
}

fn whole(difference: &Difference, texts: &[Texts<'_>; 2]) -> String {
    let mut sheet = Sheet::default();
    changes(&mut sheet, &difference.changes, &difference.edits, texts);
    machines(&mut sheet, &difference.machines);
    if !difference.edits.is_empty() {
        sheet.gap();
        sheet.line(0, paint(BOLD, "edits"));
        difference.edits.iter().for_each(|one| edit(&mut sheet, INDENT, one));
    }
    sheet.gap();
    sheet.line(0, summary(difference.summary, true));
    sheet.into_text()
}

/// What became of flows.
pub(super) fn changes(sheet: &mut Sheet, changes: &[Change], edits: &[Edit], texts: &[Texts<'_>; 2]) {
    for change in changes {
        sheet.gap();
        head(sheet, change);
        sheet.block(INDENT, &detail(change, edits, texts));
    }
}

/// What became of machines.
pub(super) fn machines(sheet: &mut Sheet, machines: &[Machine]) {
    if !machines.is_empty() {
        sheet.gap();
        sheet.line(0, paint(BOLD, "machines"));
        machines.iter().for_each(|one| sheet.line(INDENT, machine(one)));
    }
}

fn head(sheet: &mut Sheet, change: &Change) {
    let (sign, style) = match change.kind {
        kind if kind.is_open_question() => ('?', OPEN),
        kind if !kind.opens() => ('-', HALF),
        _ if change.allowed == Some(true) => ('+', GOOD),
        _ => ('+', BAD),
    };
    let kind = paint(style, format_args!("{sign} {:15}", change.kind.as_str()));
    let allowed = match change.allowed {
        Some(false) => paint(style, "   not allowed"),
        Some(true) => paint(DIM, "   allowed"),
        None => String::new(),
    };
    let (from, to) = (clean(&change.from.name), clean(&change.to.name));
    sheet.line(0, format_args!("{kind}  {from} -> {to}{allowed}"));
}

fn detail(change: &Change, edits: &[Edit], texts: &[Texts<'_>; 2]) -> String {
    let mut sheet = Sheet::default();
    let flows = Flows { count: change.count.clone(), boxes: Vec::new() };
    let word = if change.count == "1" { "flow" } else { "flows" };
    sheet.item("flows", format_args!("{} {word}", clean(flows.count_text())));
    for one in change.boxes.iter().take(BOXES) {
        sheet.line(2, clean(one.flows.text(ENTRIES)));
    }
    match change.boxes.len().saturating_sub(BOXES) {
        0 => {}
        more => sheet.line(2, paint(DIM, format_args!("and {more} more boxes; --format json has them all"))),
    }
    if let Some(witness) = &change.witness {
        sheet.item("witness", clean(witness));
    }
    let of = |indices: &[usize]| indices.iter().filter_map(|at| edits.get(*at)).collect::<Vec<_>>();
    let (causes, deciding) = (of(&change.caused_by), of(&change.decided_by));
    if !causes.is_empty() {
        let which = if causes.len() == 1 { "this alone" } else { "each of these alone" };
        sheet.item("caused by", format_args!("{which}: without it, the witness fares as before"));
        causes.iter().for_each(|one| edit(&mut sheet, 2, one));
    } else if !deciding.is_empty() {
        // Of many edits only some are tried.
        let (tried, others): (Vec<&Edit>, Vec<&Edit>) = deciding.iter().partition(|one| one.evaluated);
        if !tried.is_empty() {
            sheet.item("decided at", "these edits; none is found to make the difference alone");
            tried.into_iter().for_each(|one| edit(&mut sheet, 2, one));
        }
        if !others.is_empty() {
            let said = "these edits; whether one makes the difference alone was not tried";
            sheet.item("decided at", said);
            others.into_iter().for_each(|one| edit(&mut sheet, 2, one));
        }
    }
    if let Some(way) = &change.path {
        let [old, new] = texts;
        path(&mut sheet, way, if change.kind.shows_new() { new } else { old });
    }
    sheet.into_text()
}

fn edit(sheet: &mut Sheet, indent: usize, edit: &Edit) {
    let thing = edit.thing.as_ref().map(|thing| format!("{}: ", clean(thing))).unwrap_or_default();
    for (sign, style, written) in [('-', HALF, &edit.old), ('+', GOOD, &edit.new)] {
        let Some(written) = written else { continue };
        let word = match edit.kind {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Changed if sign == '-' => "was",
            EditKind::Changed => "is",
        };
        let text = match written.text.get(..written.text.floor_char_boundary(WIDTH)) {
            Some(cut) if cut.len() < written.text.len() => format!("{cut}…"),
            _ => written.text.clone(),
        };
        let place = paint(DIM, clean(&written.place));
        let word = paint(style, format_args!("{sign} {word:8}"));
        sheet.line(indent, format_args!("{word}{thing}{}   {place}", clean(text)));
    }
}

fn machine(machine: &Machine) -> String {
    let name = format!("{} {}", clean(&machine.kind), clean(&machine.name));
    let (lost, gained) = (clean(machine.lost.join(", ")), clean(machine.gained.join(", ")));
    let said = match (machine.change, &machine.before) {
        (MachineChange::Added, _) => format!("{} {name}   {gained}", paint(GOOD, "+ added     ")),
        (MachineChange::Removed, _) => format!("{} {name}   {lost}", paint(HALF, "- removed   ")),
        (_, Some(before)) => format!("{} {name}   was {}", paint(BOLD, "= renamed   "), clean(before)),
        (_, None) => format!("{} {name}   {lost} -> {gained}", paint(BOLD, "= readdressed")),
    };
    let opens = match machine.changes.len() {
        0 => "   no flow changed".to_owned(),
        count => format!("   {}", counted(count, "change", "changes")),
    };
    format!("{said}{}", paint(DIM, opens))
}

/// How many changes there are; of what opens, where that is asked, how many are not allowed.
pub(super) fn summary(summary: Summary, asks: bool) -> String {
    let Summary { opened, may_have_opened, not_allowed, closed, may_have_closed } = summary;
    if [opened, may_have_opened, closed, may_have_closed] == [0; 4] {
        return "no flow changed".to_owned();
    }
    let mut text = format!("{opened} opened, {closed} closed");
    if may_have_opened > 0 || may_have_closed > 0 {
        text.push_str(&format!(", {may_have_opened} may have opened, {may_have_closed} may have closed"));
    }
    if asks && (opened > 0 || may_have_opened > 0) {
        let word = if not_allowed == 0 {
            "all of what opens is allowed".to_owned()
        } else {
            format!("of what opens, {not_allowed} not allowed")
        };
        text.push_str(&format!("; {}", if not_allowed == 0 { word } else { paint(BAD, word) }));
    }
    text
}
