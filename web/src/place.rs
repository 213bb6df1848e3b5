//! Places in the texts: links to them, and what stands there.

use ringfence::answer::Thing;
use ringfence::{Owner, Place};
use yew::{Callback, Html, html};

use crate::state::{Action, File, origin};

/// A link to a line, with the value of an export that the line comes from.
pub(crate) fn place_link(place: &Place, files: &[File], on: &Callback<Action>) -> Html {
    let go = {
        let place = place.clone();
        on.reform(move |_| Action::Jump(place.clone()))
    };
    html! {
        <>
            <button type="button" class="place" title={format!("go to {place}")} onclick={go}>
                { format!("line {}", place.start.line) }
            </button>
            if let Some(origin) = origin(files, place) {
                { " " }<span class="origin">{ origin.to_string() }</span>
            }
        </>
    }
}

/// The line at `place` of a text that was made of exports: there it says more than the place does.
pub(crate) fn made_line<'a>(files: &'a [File], place: &Place) -> Option<&'a str> {
    let file = files.iter().find(|file| *file.name == *place.file && file.origins.is_some())?;
    file.text.get(place.start.offset as usize..)?.lines().next()
}

/// What is written at `place`, on one line; empty when that text is not among the files.
pub(crate) fn written(files: &[File], place: &Place) -> String {
    let file = files.iter().find(|file| *file.name == *place.file);
    let text = file.and_then(|file| file.text.get(place.start.offset as usize..place.end.offset as usize));
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What decides: the rule as written, linked to its line, or what the cloud implies.
pub(crate) fn decider(by: &Thing, files: &[File], on: &Callback<Action>) -> Html {
    let Some(place) = &by.place else {
        let owner = match by.owner {
            Owner::Customer => "",
            Owner::Provider => " (always, by the cloud)",
            Owner::Shared => " (by the cloud, until replaced)",
        };
        return html! { <span class="implied">{ by.implied.clone().unwrap_or_else(|| by.to_string()) }{ owner }</span> };
    };
    let rule = written(files, place);
    let rule = if rule.is_empty() { by.to_string() } else { rule };
    html! {
        <>
            <code class="rule">{ rule }</code>{ " " }{ place_link(place, files, on) }
        </>
    }
}
