//! What stops a flow: alternatives, each a set of changes that is enough.

use ringfence::answer::{Blocker, Change};
use yew::{Callback, Html, html};

use crate::place::decider;
use crate::state::{Action, File};

/// The most alternatives that are shown.
const SHOWN: usize = 6;

/// Everything that stops a flow, and what would be enough to let it through.
pub(crate) fn blockers(what: &str, blockers: &[Blocker], files: &[File], on: &Callback<Action>) -> Html {
    let what = what.to_owned();
    let more = blockers.len().saturating_sub(SHOWN);
    html! {
        if !blockers.is_empty() {
            <section class="blockers" aria-label="what stops it">
                <h3>{ "What stops " }{ what }</h3>
                for (index, blocker) in blockers.iter().take(SHOWN).enumerate() {
                    <p class="label">{ heading(index, blocker.changes.len(), blockers.len()) }</p>
                    <ul class="plain">{ for blocker.changes.iter().map(|change| row(change, files, on)) }</ul>
                }
                if more > 0 {
                    <p class="hint">{ format!("and {more} more alternatives") }</p>
                }
            </section>
        }
    }
}

fn heading(index: usize, changes: usize, alternatives: usize) -> String {
    let or = if index == 0 { "" } else { "or " };
    let alone = alternatives == 1;
    match changes {
        1 if alone => "one thing, which has to change:".to_owned(),
        1 => format!("{or}this alone has to change:"),
        _ => format!("{or}these {changes} together, each has to change:"),
    }
}

fn row(change: &Change, files: &[File], on: &Callback<Action>) -> Html {
    html! {
        <li class="change">
            <span class="code">{ change.code.as_str() }</span>{ format!(" at {} ", change.place) }
            { decider(&change.place, files, on) }
            <div class="help">{ change.code.summary() }</div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn a_heading_says_how_much_is_enough() {
        assert_eq!(heading(0, 1, 1), "one thing, which has to change:");
        assert_eq!(heading(0, 1, 2), "this alone has to change:");
        assert_eq!(heading(1, 3, 2), "or these 3 together, each has to change:");
    }
}
