//! Whom the picked source reaches: a curve to every other machine, by verdict.

use ringfence::answer::Verdict;

use super::drawing::px;
use super::shape::{Rect, Role, Shapes, Spot};
use super::shown::Shown;
use crate::state::Table;

/// A curve from one thing to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    pub(crate) verdict: Verdict,
    /// An SVG path.
    pub(crate) path: String,
    pub(crate) title: String,
}

/// The ways from the picked source, as far as they are known; none where nothing is delivered.
pub(crate) fn ways(picked: &str, table: &Table, shapes: &Shapes) -> Vec<Way> {
    let Some(row) = table.row_of(picked).and_then(|row| table.row(row)) else { return Vec::new() };
    let rect_of = |selector: &str| {
        let spot = shapes.spots.iter().find(|spot| spot.selector.as_deref() == Some(selector))?;
        Some((spot.rect, spot.label.as_str()))
    };
    let Some((from, from_label)) = rect_of(picked) else { return Vec::new() };
    let cells = table.ends.iter().zip(row.iter());
    let known = cells.filter_map(|(end, verdict)| Some((end, (*verdict)?)));
    let shown = known.filter(|(end, verdict)| *verdict != Verdict::Blocked && end.selector != picked);
    shown
        .filter_map(|(end, verdict)| {
            let (to, label) = rect_of(&end.selector)?;
            Some(Way {
                verdict,
                path: curve(from, to).0,
                title: format!("{from_label} -> {label}: {verdict}"),
            })
        })
        .collect()
}

/// A curve that bends to the side, so that two in opposite directions do not cover each other, from edge to edge.
fn curve(from: Rect, to: Rect) -> (String, (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from.middle(), to.middle());
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = dx.hypot(dy).max(1.0);
    let bend = length.min(160.0) * 0.18;
    let (cx, cy) = ((x1 + x2) / 2.0 - dy / length * bend, (y1 + y2) / 2.0 + dx / length * bend);
    let ((x1, y1), (x2, y2)) = (from.edge_towards(cx, cy), to.edge_towards(cx, cy));
    // Of a quadratic curve, half way.
    let middle = ((x1 + 2.0 * cx + x2) / 4.0, (y1 + 2.0 * cy + y2) / 4.0);
    let [x1, y1, cx, cy, x2, y2] = [x1, y1, cx, cy, x2, y2].map(px);
    (format!("M{x1} {y1} Q{cx} {cy} {x2} {y2}"), middle)
}

/// The way of the packet of an answer over the map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    /// An SVG path.
    pub(crate) path: String,
    /// About half way.
    pub(crate) middle: (f64, f64),
    pub(crate) arrives: bool,
}

/// From the packet's source through the gateways that it passes to its destination; none where both are one spot.
pub(crate) fn route(shown: &Shown, shapes: &Shapes) -> Option<Route> {
    let named = |name: &str| shapes.spots.iter().find(|spot| spot.names.iter().any(|one| one == name));
    let (from, to) = (named(&shown.from)?, named(&shown.to)?);
    let mut spots = vec![from];
    let gateways = || shapes.spots.iter().filter(|spot| spot.role == Role::Gateway);
    for place in &shown.through {
        let mut here: Vec<_> = gateways().filter(|spot| spot.place.as_ref() == Some(place)).collect();
        // What joins two networks stands at both, and is entered at the one where the packet is.
        let (x, y) = spots.last().map_or((0.0, 0.0), |spot| spot.rect.middle());
        let distance = |spot: &Spot| (spot.rect.middle().0 - x).hypot(spot.rect.middle().1 - y);
        if let [one, other] = here.as_mut_slice()
            && distance(other) < distance(one)
        {
            core::mem::swap(one, other);
        }
        spots.extend(here);
    }
    spots.push(to);
    spots.dedup_by_key(|spot| spot.rect.middle());
    let arrives = shown.arrives;
    if let [from, to] = spots.as_slice() {
        let (path, middle) = curve(from.rect, to.rect);
        return Some(Route { path, middle, arrives });
    }
    let middles: Vec<(f64, f64)> = spots.iter().map(|spot| spot.rect.middle()).collect();
    let [_, second, ..] = middles.as_slice() else { return None };
    let last_but_one = middles.iter().rev().nth(1)?;
    let mut points = vec![from.rect.edge_towards(second.0, second.1)];
    points.extend(middles.iter().skip(1).take(middles.len().saturating_sub(2)));
    points.push(to.rect.edge_towards(last_but_one.0, last_but_one.1));
    let path = points.iter().map(|&(x, y)| format!("{} {}", px(x), px(y))).collect::<Vec<_>>().join(" L");
    Some(Route { path: format!("M{path}"), middle: *second, arrives })
}
