//! What is wrong with the categories that `isolate each` keeps apart.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place;
use super::show::Show;
use crate::estate::Intent;
use crate::fabric::PlaceId;
use crate::intent::{Evaluator, Points};
use crate::problem::{Problem, ProblemCode};
use crate::syntax::written_name;

/// How many things a message names.
const NAMED: usize = 3;

/// Interfaces that are of two categories, an error, and those that are of none, a warning.
pub(super) fn problems(
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    intent: &Intent,
    key: &str,
) -> Vec<Problem> {
    let (here, key) = (place(&intent.origin), written_name(key));
    let (mut of_one, mut problems) = (Points::default(), Vec::new());
    for flow in &intent.flows {
        let own = evaluator.points().find(&flow.from);
        if let Some(names) = named(show, |points| !points.intersect(&own).intersect(&of_one).is_empty()) {
            let message = format!("more than one value of the tag `{key}` is on {names}");
            let help = "what a thing stands in, and its security groups, may carry the tag as well as itself";
            problems.push(Problem::error(ProblemCode::SidesOverlap, here, message).help(help));
        }
        of_one = [of_one, own].into_iter().collect();
    }
    if let Some(names) = named(show, |points| !points.minus(&of_one).is_empty()) {
        let message = format!("no tag `{key}` is on {names}, of which this says nothing");
        let help = format!("write `tag {key}=...` there, or say what holds for it in an intent of its own");
        problems.push(Problem::warning(ProblemCode::Untagged, here, message).help(help));
    }
    problems
}

/// The names of the interfaces whose points `are_meant`.
fn named(show: Show<'_>, are_meant: impl Fn(&Points) -> bool) -> Option<String> {
    let places = show.fabric.places.iter().zip(0..).filter(|(_, id)| PlaceId(*id) != PlaceId::OUTSIDE);
    let meant = places.filter(|(place, _)| are_meant(&Points::one(place.realm, place.addresses.clone())));
    let names: Vec<String> = meant.map(|(place, _)| show.thing(&place.label).name).collect();
    let shown = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(NAMED) {
        _ if names.is_empty() => None,
        None | Some(0) => Some(shown),
        Some(more) => Some(format!("{shown} and {more} more")),
    }
}
