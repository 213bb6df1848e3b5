//! What is wrong with the categories that `isolate each` keeps apart.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place;
use super::show::Show;
use crate::estate::Intent;
use crate::fabric::PlaceId;
use crate::intent::{Evaluator, Points};
use crate::problem::{Problem, sides_overlap, untagged};
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
        let of_two = own.intersect(&of_one);
        if !of_two.is_empty()
            && let Some(names) = named(show, |points| !points.intersect(&of_two).is_empty())
        {
            problems.push(sides_overlap::categories(here, &key, &names));
        }
        of_one = [of_one, own].into_iter().collect();
    }
    if let Some(names) = named(show, |points| !points.minus(&of_one).is_empty()) {
        problems.push(untagged::interfaces(here, &key, &names));
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
