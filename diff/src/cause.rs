//! Which edits make a difference by themselves: found by asking what would be without them.

use alloc::string::ToString;
use alloc::vec::Vec;

use ringfence::{Analysis, Parsed, Severity, Source, parse};

use crate::answer::Change;
use crate::edits::{Found, Undo};
use crate::witness::openness;

/// The most edits without which an estate is analysed.
const MOST_EDITS: usize = 32;
/// The most questions that are asked of all of them together.
const MOST_QUESTIONS: usize = 4_096;

/// Says of each change which edits make it by themselves, and of each edit whether that was found out.
pub(crate) fn find(old: &Analysis, new: &Analysis, edits: &mut [Found], changes: &mut [Change]) {
    let fares = |change: &Change| {
        let known = !change.question.is_empty();
        known.then(|| (openness(old, &change.question), openness(new, &change.question)))
    };
    // Where it is the same flow that fares otherwise: an end may have another address there.
    let asked: Vec<(usize, (u8, u8))> = changes
        .iter()
        .enumerate()
        .filter_map(|(at, change)| {
            let (before, after) = fares(change)?;
            (before != after).then_some((at, before))
        })
        .collect();
    if asked.is_empty() {
        return;
    }
    let decides = |edit: &usize| !changes.iter().any(|change| change.decided_by.contains(edit));
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|edit| (decides(edit), *edit));
    let most = MOST_EDITS.min(MOST_QUESTIONS.checked_div(asked.len()).unwrap_or_default().max(1));
    for at in order.into_iter().take(most) {
        let Some(edit) = edits.get_mut(at) else { continue };
        let Some(without) = undone(new, &edit.undo) else { continue };
        edit.shown.evaluated = true;
        for (change, before) in &asked {
            if let Some(change) = changes.get_mut(*change)
                && openness(&without, &change.question) == *before
            {
                change.caused_by.push(at);
            }
        }
    }
    changes.iter_mut().for_each(|change| change.caused_by.sort_unstable());
}

/// The new estate without an edit; `None` where its texts would have an error then.
fn undone(new: &Analysis, undo: &Undo) -> Option<Analysis> {
    let mut sources = Vec::new();
    for (index, source) in new.sources().iter().enumerate() {
        let mut text = source.text().to_string();
        if index == undo.source {
            let (before, behind) =
                (text.get(..undo.span.start as usize)?, text.get(undo.span.end as usize..)?);
            text = [before, &undo.text, behind].concat();
        }
        sources.push(Source::new(source.name(), text).ok()?);
    }
    let parsed: Parsed = parse(sources);
    let is_sound = parsed.problems.iter().all(|problem| problem.severity != Severity::Error);
    let analysis = is_sound.then(|| Analysis::new(parsed))?;
    (!analysis.has_errors()).then_some(analysis)
}
