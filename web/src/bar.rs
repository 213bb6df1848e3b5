//! The bar at the top: examples, opening, sharing, how things stand.

use web_sys::{Event, HtmlSelectElement};
use yew::platform::spawn_local;
use yew::{Callback, Html, TargetCast as _, html};

use crate::files::open;
use crate::help::help;
use crate::same::Same;
use crate::state::{Action, Load, State};
use crate::status::status;
use crate::theme::Theme;
use crate::{browser, gallery, link};

/// A link longer than this is cut by some programs that carry it.
const LONG: usize = 32_000;

/// Browsers open no longer address than about this.
const LONGEST: usize = 2_000_000;

/// The bar at the top.
pub(crate) fn bar(state: &Same<State>, on: &Callback<Action>) -> Html {
    html! {
        <header class="bar">
            <h1><svg class="logo" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 21 6.5v6C21 17.5 17 21 12 22.5 7 21 3 17.5 3 12.5v-6z" /><path class="inner" d="M7.5 12.5h9M12 8v9" /></svg>{ "Ringfence" }</h1>
            { examples(on) }
            { open(on) }
            { share(state, on) }
            <span class="space" />
            { status(state, on) }
            { theme_switch(state, on) }
            { help() }
        </header>
    }
}

/// The examples to choose from.
fn examples(on: &Callback<Action>) -> Html {
    let choose = {
        let on = on.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            if select.value() == EMPTY {
                on.emit(Action::Load(Load::files(Vec::new())));
            } else {
                let (on, path) = (on.clone(), select.value());
                spawn_local(async move {
                    on.emit(match gallery::fetched(&path).await {
                        Ok(load) => Action::Load(load),
                        Err(why) => Action::Notice(why.into()),
                    });
                });
            }
            // It offers; what is open may have been changed since.
            select.set_value("");
        })
    };
    let mut groups: Vec<&str> = Vec::new();
    for example in gallery::EXAMPLES {
        if !groups.contains(&example.group()) {
            groups.push(example.group());
        }
    }
    html! {
        <select class="examples" aria-label="examples" onchange={choose}>
            <option value="" selected=true>{ "Examples" }</option>
            for group in groups {
                <optgroup label={group_label(group)}>
                    for example in gallery::EXAMPLES.iter().filter(|example| example.group() == group) {
                        <option value={example.path}>{ example.title }</option>
                    }
                </optgroup>
            }
            <option value={EMPTY}>{ "an empty text" }</option>
        </select>
    }
}

const EMPTY: &str = "-";

fn group_label(group: &str) -> String {
    match group {
        "aws" => "AWS".to_owned(),
        "broken" => "something is wrong".to_owned(),
        "intents" => "intents alone".to_owned(),
        other => other.to_owned(),
    }
}

/// Makes a link of the state, puts it into the address and copies it.
fn share(state: &Same<State>, on: &Callback<Action>) -> Html {
    let share = {
        let (state, on) = (state.clone(), on.clone());
        Callback::from(move |_| {
            let (state, on) = (state.clone(), on.clone());
            spawn_local(async move {
                let text = match link::encode(&state).await {
                    Ok(fragment) if fragment.len() > LONGEST => {
                        "no link: it would be longer than browsers open; save the texts as files instead"
                            .to_owned()
                    }
                    Ok(fragment) => told(browser::set_fragment(&fragment)).await,
                    Err(why) => format!("no link: {why}"),
                };
                on.emit(Action::Notice(text.into()));
            });
        })
    };
    html! { <button type="button" title="a link that opens this state elsewhere" onclick={share}>{ "Share" }</button> }
}

async fn told(address: Option<String>) -> String {
    let Some(address) = address else { return "the browser refuses so long an address".to_owned() };
    let done = if browser::copied(&address).await {
        "the link is copied, and in the address bar"
    } else {
        "the link is in the address bar"
    };
    if address.len() > LONG {
        format!("{done}; it has {} characters, and some programs cut so long a link", address.len())
    } else {
        done.to_owned()
    }
}

/// Light or dark: as the system has it until somebody chooses.
fn theme_switch(state: &State, on: &Callback<Action>) -> Html {
    let other = state.theme.other();
    let label = format!("{} colours", other.id());
    let switch = on.reform(move |_| {
        other.keep();
        Action::Theme(other)
    });
    html! {
        <button type="button" class="icon" aria-label={label.clone()} title={label} onclick={switch}>
            { match other { Theme::Light => "◐", Theme::Dark => "◑" } }
        </button>
    }
}
