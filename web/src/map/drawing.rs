//! The map as a drawing.

use std::rc::Rc;

use ringfence::Place;
use ringfence::answer::Verdict;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::{Callback, Classes, Html, NodeRef, classes, html};

use super::shape::{Frame, Role, Shapes, Spot};
use super::shown::Shown;
use super::ways::{Route, Way};
use crate::browser;
use crate::state::Action;

/// What a drawing that is fitted in is at least taken for.
const LEAST: (f64, f64) = (680.0, 380.0);
/// A drawing taller than this is not made as small as it takes to see it at once.
const TALL: f64 = 620.0;

/// What is drawn, and how.
pub(super) struct View<'a> {
    pub(super) shapes: &'a Shapes,
    /// How large; `None` as large as there is room.
    pub(super) percent: Option<u32>,
    /// Whether the text is another by now.
    pub(super) stale: bool,
    pub(super) marked: Marked<'a>,
    pub(super) ways: Vec<Way>,
    /// The way of the answer that is shown.
    pub(super) route: Option<Route>,
    pub(super) svg: NodeRef,
}

/// The drawing: boxes, what stands in them, and what was picked.
pub(super) fn drawing(view: View<'_>, on: &Callback<Action>) -> Html {
    let View { shapes, percent, stale, marked, ways, route, svg } = view;
    // A small drawing is not blown up, a tall one is as wide as there is room.
    let (width, height) = match percent {
        Some(_) => (shapes.width, shapes.height),
        None => (shapes.width.max(LEAST.0), shapes.height.max(LEAST.1)),
    };
    let scaled = |size: f64| percent.map(|percent| px(size * f64::from(percent) / 100.0));
    let all = || Some("100%".to_owned());
    // What is tall is as wide as there is room, and scrolls.
    let tall = percent.is_none() && height > TALL;
    html! {
        <svg ref={svg} xmlns="http://www.w3.org/2000/svg" class={classes!("drawing", stale.then_some("stale"))}
            viewBox={format!("0 0 {} {}", px(width), px(height))} width={scaled(width).or_else(all)} height={scaled(height).or_else(|| all().filter(|_| !tall))}
            preserveAspectRatio="xMidYMin meet"
            role="group" aria-label="map of the network">
            <defs>
                for verdict in Verdict::ALL {
                    <marker id={format!("tip-{verdict}")} class={format!("tip verdict-{verdict}")} viewBox="0 0 8 8"
                        refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" /></marker>
                }
                for (id, class) in [("tip-route", "tip arriving"), ("tip-stopped", "tip stopped")] {
                    <marker {id} {class} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="4" markerHeight="4" orient="auto">
                        <path d="M0 0 L8 4 L0 8 z" />
                    </marker>
                }
            </defs>
            { for shapes.frames.iter().map(|frame| draw_frame(frame, &marked, on)) }
            for way in ways {
                <path class={format!("way verdict-{}", way.verdict)} d={way.path} marker-end={format!("url(#tip-{})", way.verdict)}>
                    <title>{ way.title }</title>
                </path>
            }
            for points in &shapes.lines {
                <polyline class="uplink" points={points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect::<Vec<_>>().join(" ")} />
            }
            { for shapes.spots.iter().map(|spot| draw_spot(spot, &marked, on)) }
            if let Some(route) = route {
                <path class={if route.arrives { "route" } else { "route stopped" }} d={route.path}
                    marker-end={if route.arrives { "url(#tip-route)" } else { "url(#tip-stopped)" }} />
                if !route.arrives {
                    <text class="cross" x={px(route.middle.0)} y={px(route.middle.1 + 5.0)}>{ "✕" }</text>
                }
            }
        </svg>
    }
}

/// What is picked and what is asked about.
pub(super) struct Marked<'a> {
    pub(super) picked: Option<&'a str>,
    /// The way of the answer that is shown.
    pub(super) shown: Option<&'a Shown>,
}

impl Marked<'_> {
    fn picks(&self, selector: Option<&str>) -> Option<&'static str> {
        (self.picked.is_some() && self.picked == selector).then_some("picked")
    }

    fn passes(&self, spot: &Spot) -> Option<&'static str> {
        self.shown.is_some_and(|shown| shown.passes(spot)).then_some("asked")
    }
}

/// A thing that a click or a key picks, or, with Alt, finds in the text; where nothing can be picked it is found at once.
fn pickable(
    class: Classes,
    selector: Option<&String>,
    place: Option<&Place>,
    on: &Callback<Action>,
    inner: Html,
) -> Html {
    let (selector, place) = (selector.map(|selector| Rc::<str>::from(selector.as_str())), place.cloned());
    if selector.is_none() && place.is_none() {
        return html! { <g {class}>{ inner }</g> };
    }
    let act = {
        let on = on.clone();
        move |find: bool| match (&selector, &place) {
            (Some(selector), None) => on.emit(Action::Pick(selector.clone())),
            (Some(selector), Some(_)) if !find => on.emit(Action::Pick(selector.clone())),
            (_, Some(place)) => on.emit(Action::Jump(place.clone())),
            (None, None) => {}
        }
    };
    let click = {
        let act = act.clone();
        Callback::from(move |event: MouseEvent| act(event.alt_key()))
    };
    let key = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            act(event.alt_key());
        }
    });
    html! {
        <g class={classes!(class, "pickable")} role="button" tabindex="0" onclick={click} onkeydown={key}>
            { inner }
        </g>
    }
}

fn draw_frame(frame: &Frame, marked: &Marked<'_>, on: &Callback<Action>) -> Html {
    let Frame { rect, kind, label, detail, selector, place } = frame;
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(px);
    let class = classes!("frame", format!("frame-{kind}"), marked.picks(selector.as_deref()));
    let inner = html! {
        <>
            <rect {x} {y} {width} {height} rx="6" />
            <text class="name" x={px(rect.x + 12.0)} y={px(rect.y + 20.0)}>
                <tspan class="kind">{ format!("{kind} ") }</tspan>{ label }
            </text>
            if !detail.is_empty() {
                <text class="detail" x={px(rect.x + 12.0)} y={px(rect.y + 35.0)}>{ detail }</text>
            }
            <title>{ format!("{kind} {label} {detail}") }</title>
        </>
    };
    pickable(class, selector.as_ref(), place.as_ref(), on, inner)
}

fn draw_spot(spot: &Spot, marked: &Marked<'_>, on: &Callback<Action>) -> Html {
    let Spot { rect, role, kind, label, detail, count, public, title, selector, place, .. } = spot;
    let class = classes!(
        "spot",
        match role {
            Role::Internet => "spot-internet",
            Role::Gateway => "spot-gateway",
            Role::Machine => "spot-machine",
        },
        public.then_some("public"),
        marked.picks(selector.as_deref()),
        marked.passes(spot)
    );
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(px);
    let radius = if *role == Role::Machine { "5" } else { "13" };
    let middle = rect.y + rect.height / 2.0;
    let (name, below) =
        if detail.is_empty() { (middle + 4.0, None) } else { (middle - 3.0, Some(middle + 12.0)) };
    let spoken = match role {
        Role::Internet => title.replace('\n', ", "),
        Role::Gateway | Role::Machine => format!("{kind} {}", title.replace('\n', ", ")),
    };
    let inner = html! {
        <>
            if *count > 1 {
                <rect class="behind" x={px(rect.x + 3.0)} y={px(rect.y + 3.0)} width={width.clone()} height={height.clone()} rx={radius} />
            }
            <rect {x} {y} {width} {height} rx={radius} />
            <text class="name" x={px(rect.x + 10.0)} y={px(name)}>
                if *role == Role::Gateway {
                    <tspan class="kind">{ format!("{} ", short_kind(kind)) }</tspan>
                }
                { cut(label, if *count > 1 { 13 } else if *role == Role::Gateway { 11 } else { 17 }) }
            </text>
            if let Some(below) = below {
                <text class="detail" x={px(rect.x + 10.0)} y={px(below)}>{ cut(detail, 18) }</text>
            }
            if *count > 1 {
                <text class="count" x={px(rect.right() - 8.0)} y={px(name)}>{ format!("×{count}") }</text>
            }
            if *public && *role == Role::Machine {
                <circle class="globe" cx={px(rect.right() - 9.0)} cy={px(rect.bottom() - 9.0)} r="4" />
            }
            <title>{ spoken }</title>
        </>
    };
    pickable(class, selector.as_ref(), place.as_ref(), on, inner)
}

/// A number of the drawing; whole ones are fine enough.
#[expect(clippy::cast_possible_truncation, reason = "a drawing is never that large")]
pub(super) fn px(number: f64) -> String {
    (number.round() as i64).to_string()
}

/// `nat-gateway` as it is drawn; the one that leads to the internet is the gateway.
fn short_kind(kind: &str) -> &str {
    let short =
        kind.strip_suffix("-gateway").map_or(kind, |kind| kind.strip_suffix("-internet").unwrap_or(kind));
    if short == "internet" { "gateway" } else { short }
}

/// At most so many characters.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[wasm_bindgen(module = "/styles.js")]
extern "C" {
    fn rules(names: &str) -> String;
}

/// The drawing as a file of its own: with its styles, in the colours of the page.
pub(super) fn standalone(svg: &str) -> String {
    let theme = browser::root().and_then(|root| root.get_attribute("data-theme")).unwrap_or_default();
    let style = rules("theme map");
    let Some((open, rest)) = svg.split_once('>') else { return svg.to_owned() };
    format!("{open} data-theme=\"{theme}\"><style>{style}</style>{rest}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_cut_at_a_character() {
        assert_eq!(cut("web-1", 17), "web-1");
        assert_eq!(cut("größenmaß-überall", 8), "größenm…");
    }

    #[test]
    fn a_gateway_is_named_shortly() {
        assert_eq!(short_kind("nat-gateway"), "nat");
        assert_eq!(short_kind("internet-gateway"), "gateway");
        assert_eq!(short_kind("egress-only-internet-gateway"), "egress-only");
    }
}
