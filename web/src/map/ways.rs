//! Whom the picked source reaches: a curve to every other machine, by verdict.

use ringfence::answer::Verdict;

use super::drawing::px;
use super::shape::{Rect, Role, Shapes};
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
            Some(Way { verdict, path: curve(from, to), title: format!("{from_label} -> {label}: {verdict}") })
        })
        .collect()
}

/// A curve that bends to the side, so that two in opposite directions do not cover each other.
fn curve(from: Rect, to: Rect) -> String {
    let ((x1, y1), (x2, y2)) = (from.middle(), to.middle());
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = dx.hypot(dy).max(1.0);
    // Ends a little before the middle, so that the point is seen.
    let (x2, y2) = (x2 - dx / length * 24.0, y2 - dy / length * 14.0);
    let bend = length.min(160.0) * 0.18;
    let (cx, cy) = ((x1 + x2) / 2.0 - dy / length * bend, (y1 + y2) / 2.0 + dx / length * bend);
    let [x1, y1, cx, cy, x2, y2] = [x1, y1, cx, cy, x2, y2].map(px);
    format!("M{x1} {y1} Q{cx} {cy} {x2} {y2}")
}

/// The way of the packet of an answer over the map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    /// An SVG path.
    pub(crate) path: String,
    pub(crate) arrives: bool,
}

/// From the packet's source through the gateways that it passes to its destination; none where both are one spot.
pub(crate) fn route(shown: &Shown, shapes: &Shapes) -> Option<Route> {
    let named = |name: &str| shapes.spots.iter().find(|spot| spot.names.iter().any(|one| one == name));
    let (from, to) = (named(&shown.from)?, named(&shown.to)?);
    let mut spots = vec![from];
    let gateways = || shapes.spots.iter().filter(|spot| spot.role == Role::Gateway);
    for place in &shown.through {
        spots.extend(gateways().find(|spot| spot.place.as_ref() == Some(place)));
    }
    spots.push(to);
    spots.dedup_by_key(|spot| spot.rect.middle());
    if let [from, to] = spots.as_slice() {
        return Some(Route { path: curve(from.rect, to.rect), arrives: shown.arrives });
    }
    let points: Vec<(f64, f64)> = spots.iter().map(|spot| spot.rect.middle()).collect();
    let path = points.iter().map(|&(x, y)| format!("{} {}", px(x), px(y))).collect::<Vec<_>>().join(" L");
    (points.len() > 2).then(|| Route { path: format!("M{path}"), arrives: shown.arrives })
}
