//! What a small screen shows: one part at a time.

use yew::{Callback, Html, Properties, component, html};

use crate::state::{Action, Pane};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PanesProps {
    pub(crate) pane: Pane,
    pub(crate) on: Callback<Action>,
}

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
#[component]
pub(crate) fn Panes(PanesProps { pane, on }: &PanesProps) -> Html {
    let button = |to: Pane, label: &'static str| {
        let on = on.clone();
        let current = *pane == to;
        let go = Callback::from(move |_| on.emit(Action::Pane(to)));
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
