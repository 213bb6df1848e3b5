//! Places in the texts: links to them, and what stands there.

use ringfence::answer::Thing;
use ringfence::{Owner, Place};
use yew::{Callback, Html, Properties, component, html};

use crate::state::{Action, File};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PlaceProps {
    pub(crate) place: Place,
    /// What the link says; the place itself where nothing is given.
    #[prop_or_default]
    pub(crate) text: Option<String>,
    pub(crate) on: Callback<Action>,
}

/// A link to a line.
#[component]
pub(crate) fn PlaceLink(PlaceProps { place, text, on }: &PlaceProps) -> Html {
    let go = {
        let (on, place) = (on.clone(), place.clone());
        Callback::from(move |_| on.emit(Action::Jump(place.clone())))
    };
    let label = text.as_ref().map_or_else(|| format!("line {}", place.start.line), Clone::clone);
    html! {
        <button type="button" class="place" title={format!("go to {place}")} onclick={go}>
            { label }
        </button>
    }
}

/// What is written at `place`, on one line; empty when the text has changed under it.
pub(crate) fn written(files: &[File], place: &Place) -> String {
    let file = files.iter().find(|file| *file.name == *place.file);
    let text = file.and_then(|file| file.text.get(place.start.offset as usize..place.end.offset as usize));
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DeciderProps {
    pub(crate) by: Thing,
    pub(crate) files: Vec<File>,
    pub(crate) on: Callback<Action>,
}

/// What decides: the rule as written, linked to its line, or what the cloud implies.
#[component]
pub(crate) fn Decider(DeciderProps { by, files, on }: &DeciderProps) -> Html {
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
            <code class="rule">{ rule }</code>{ " " }<PlaceLink place={place.clone()} on={on} />
        </>
    }
}
