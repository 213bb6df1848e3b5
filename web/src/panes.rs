//! What a small screen shows: one part at a time.

use yew::{Callback, Html, html};

use crate::state::{Action, Pane};

impl Pane {
    /// As the style sheet names it.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::View => "view",
            Self::Answer => "answer",
        }
    }
}

/// The bar at the foot of a small screen.
pub(crate) fn panes(pane: Pane, on: &Callback<Action>) -> Html {
    let button = |to: Pane, label: &'static str| {
        let current = pane == to;
        let go = on.reform(move |_| Action::Pane(to));
        html! {
            <button type="button" class={if current { "current" } else { "" }} aria-pressed={current.to_string()} onclick={go}>
                { label }
            </button>
        }
    };
    html! {
        <nav class="panes" aria-label="parts of the page">
            { button(Pane::Editor, "Text") }
            { button(Pane::View, "Network") }
            { button(Pane::Answer, "Answer") }
        </nav>
    }
}
