//! What to change so that a flow is let through.

use alloc::vec::Vec;

use super::show::Show;
use super::trial::Trial;
use crate::answer::{Blocker, Change};
use crate::intent::Realms;
use crate::ordered::{self, Set};
use crate::reason::Reason;

/// Blockers that an answer lists at the most: an interface with many groups has many alternatives.
const MOST_BLOCKERS: usize = 64;

/// Alternatives, each enough to let the flow through and without a part that is enough.
pub(super) fn blockers(show: Show<'_>, trials: &[Trial], realms: Realms) -> Vec<Blocker> {
    let hope = trials.iter().any(|trial| !trial.is_hopeless());
    let mut found: Vec<Vec<Change>> = Vec::new();
    for trial in trials.iter().filter(|trial| !hope || !trial.is_hopeless()) {
        let mut alternatives: Vec<Vec<Change>> = alloc::vec![Vec::new()];
        for stop in trial.stops() {
            let changes = stop.at.iter().map(|at| Change { code: stop.reason, place: show.thing(at) });
            let changes: Vec<Change> = changes.collect();
            alternatives = alternatives
                .iter()
                .flat_map(|set| {
                    changes.iter().map(|change| {
                        let mut set = set.clone();
                        if !set.contains(change) {
                            set.push(change.clone());
                        }
                        set
                    })
                })
                .take(MOST_BLOCKERS)
                .collect();
        }
        alternatives.iter_mut().for_each(|set| ordered::sort(set));
        found.extend(alternatives.into_iter().filter(|set| !set.is_empty()));
    }
    let realm = show.fabric.realm(realms.source).filter(|_| trials.is_empty());
    if let Some(realm) = realm {
        let change = Change { code: Reason::NoSuchAddress, place: show.thing(&realm.label) };
        found.push(alloc::vec![change]);
    }
    let found: Set<Vec<Change>> = found.into_iter().collect();
    let is_less =
        |less: &Vec<Change>, set: &Vec<Change>| less != set && less.iter().all(|one| set.contains(one));
    let minimal = found.iter().filter(|set| !found.iter().any(|other| is_less(other, set)));
    minimal.take(MOST_BLOCKERS).map(|set| Blocker { changes: set.clone() }).collect()
}
