//! An exact set of flows: how many, and as boxes.

use ringfence::answer::Flows;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state_eq};

/// The most boxes that are shown before more are asked for.
const BOXES: usize = 6;
/// The most addresses or ports of one list that are shown.
const ENTRIES: usize = 4;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FlowSetProps {
    pub(crate) label: AttrValue,
    pub(crate) flows: Flows,
}

/// An exact set of flows.
#[component]
pub(crate) fn FlowSet(FlowSetProps { label, flows }: &FlowSetProps) -> Html {
    let whole = use_state_eq(|| false);
    if flows.is_empty() {
        return html! { <p class="set"><span class="label">{ label }</span>{ " nothing" }</p> };
    }
    let shown = if *whole { flows.boxes.len() } else { BOXES };
    let more = flows.boxes.len().saturating_sub(shown);
    let flow = if flows.count == "1" { "flow" } else { "flows" };
    let show_all = {
        let whole = whole.clone();
        Callback::from(move |_| whole.set(true))
    };
    html! {
        <div class="set">
            <p><span class="label">{ label }</span>{ format!(" {} {flow}", flows.count_text()) }</p>
            <ul class="plain boxes">
                for flow in flows.boxes.iter().take(shown) {
                    <li><code>{ flow.text(ENTRIES) }</code></li>
                }
            </ul>
            if more > 0 {
                <button type="button" class="quiet" onclick={show_all}>{ format!("show {more} more") }</button>
            }
        </div>
    }
}
