//! The best of several runs, of both sides in turns.

use std::time::Duration;

use crate::built::{Built, Limit};

/// A builder: the set of a list within a limit.
pub type Builder<'a> = &'a dyn Fn(Limit) -> Option<Built>;

/// The best of `runs` runs of each builder, in turns, so that what else the machine does hits all alike; `None` of one that
/// does not come to an end in `time`.
pub fn best<const N: usize>(runs: usize, time: Duration, builders: [Builder<'_>; N]) -> [Option<Built>; N] {
    let mut best = [const { None }; N];
    let mut gave_up = [false; N];
    for _ in 0..runs {
        for at in 0..N {
            if gave_up[at] {
                continue;
            }
            let built = builders[at](Limit::after(time));
            gave_up[at] = built.is_none();
            best[at] = faster(best[at].take(), built);
        }
    }
    best
}

/// The faster of two.
pub fn faster(left: Option<Built>, right: Option<Built>) -> Option<Built> {
    left.into_iter().chain(right).min_by_key(|built| built.time)
}

/// The choice that builds fastest, by the best of `runs` runs, with what it built.
///
/// A run is given up as soon as it is slower than the best before it, and the search after five times
/// `time`: time for every order of the fields.
pub fn choose<T: Copy>(
    choices: impl Iterator<Item = T> + Clone,
    runs: usize,
    time: Duration,
    build: impl Fn(T, Limit) -> Option<Built>,
) -> Option<(T, Built)> {
    let search = Limit::after(5 * time);
    let tried = (0..runs).flat_map(|_| choices.clone()).take_while(|_| search.check().is_some());
    tried.fold(None, |best: Option<(T, Built)>, choice| {
        let time = best.as_ref().map_or(time, |(_, built)| built.time);
        match build(choice, Limit::after(time)) {
            Some(built) if built.time < time => Some((choice, built)),
            _ => best,
        }
    })
}
