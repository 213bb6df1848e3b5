//! An exact set of flows: how many, and as boxes.

use ringfence::answer::{FlowBox, Flows};
use yew::{Html, html};

/// The most boxes that are shown before more are asked for.
const BOXES: usize = 6;
/// The most boxes that are shown when more are asked for.
const MOST: usize = 500;
/// The most addresses or ports of one list that are shown.
const ENTRIES: usize = 4;

/// An exact set of flows.
pub(crate) fn flow_set(label: &'static str, flows: &Flows) -> Html {
    if flows.is_empty() {
        return html! { <p class="set"><span class="label">{ label }</span>{ " nothing" }</p> };
    }
    let (first, more) = flows.boxes.split_at(flows.boxes.len().min(BOXES));
    let flow = if flows.count == "1" { "flow" } else { "flows" };
    let list = |boxes: &[FlowBox]| {
        html! {
            <ul class="plain boxes">
                for flow in boxes {
                    <li><code>{ flow.text(ENTRIES) }</code></li>
                }
            </ul>
        }
    };
    html! {
        <div class="set">
            <p><span class="label">{ label }</span>{ format!(" {} {flow}", flows.count_text()) }</p>
            { list(first) }
            if !more.is_empty() {
                <details>
                    <summary>{ format!("{} more", more.len()) }</summary>
                    { list(more.get(..MOST).unwrap_or(more)) }
                </details>
            }
        </div>
    }
}
