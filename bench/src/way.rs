//! The ways in which a list's rules become one set, for whoever has sets.

use crate::built::Limit;
use crate::list::{Action, Rule};

/// Sets of packets; an operation gives `None` where there is no room for its result.
pub trait Sets {
    /// A set.
    type Set: Clone;

    /// The set without packets.
    fn empty(&self) -> Self::Set;

    /// The packets that `rule` matches.
    fn matched(&self, rule: &Rule) -> Option<Self::Set>;

    /// The packets of either set.
    fn or(&self, left: &Self::Set, right: &Self::Set) -> Option<Self::Set>;

    /// The packets of `left` that are not of `right`.
    fn without(&self, left: &Self::Set, right: &Self::Set) -> Option<Self::Set>;
}

/// A way to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the last rule to the first, each laid over what stands.
    Sequential,
    /// Halves of the list first, each as what it allows and what it matches.
    Balanced,
}

impl Way {
    /// The set that `list` permits; `None` when it takes too long or there is no room for it.
    pub fn permitted<S: Sets>(self, sets: &S, list: &[Rule], limit: Limit) -> Option<S::Set> {
        match self {
            Self::Sequential => sequential(sets, list, limit),
            Self::Balanced => permitted(sets, list, limit),
        }
    }
}

fn sequential<S: Sets>(sets: &S, list: &[Rule], limit: Limit) -> Option<S::Set> {
    list.iter().rev().try_fold(sets.empty(), |set, rule| {
        limit.check()?;
        let matched = sets.matched(rule)?;
        match rule.action {
            Action::Allow => sets.or(&matched, &set),
            Action::Deny => sets.without(&set, &matched),
        }
    })
}

/// What `list` allows: what the last rules of it match is of no interest.
fn permitted<S: Sets>(sets: &S, list: &[Rule], limit: Limit) -> Option<S::Set> {
    if list.len() < 2 {
        return Some(halves(sets, list, limit)?.0);
    }
    let (first, second) = list.split_at(list.len() / 2);
    let ((allowed, matched), second) = (halves(sets, first, limit)?, permitted(sets, second, limit)?);
    limit.check()?;
    sets.or(&allowed, &sets.without(&second, &matched)?)
}

/// What `list` allows, and what it matches.
fn halves<S: Sets>(sets: &S, list: &[Rule], limit: Limit) -> Option<(S::Set, S::Set)> {
    match list {
        [] => Some((sets.empty(), sets.empty())),
        [rule] => {
            limit.check()?;
            let matched = sets.matched(rule)?;
            match rule.action {
                Action::Allow => Some((matched.clone(), matched)),
                Action::Deny => Some((sets.empty(), matched)),
            }
        }
        _ => {
            let (first, second) = list.split_at(list.len() / 2);
            let (first, second) = (halves(sets, first, limit)?, halves(sets, second, limit)?);
            limit.check()?;
            let allowed = sets.or(&first.0, &sets.without(&second.0, &first.1)?)?;
            Some((allowed, sets.or(&first.1, &second.1)?))
        }
    }
}
