//! Edited lists against lists made anew.

use alloc::vec::Vec;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::super::{Cube, Field, RuleList, Space, Spaces, Values};

/// Ranges of sources and of ports.
fn ends(rng: &mut StdRng) -> Cube {
    let mut range = |last: u128| {
        let (one, other) = (rng.random_range(0..=last), rng.random_range(0..=last));
        Values::range(one.min(other), one.max(other))
    };
    Cube::all().with(Field::Source, range(u32::MAX.into())).with(Field::DestinationPort, range(65535))
}

/// A box that meets many others.
fn cube(rng: &mut StdRng) -> Cube {
    let ends = ends(rng);
    match rng.random_range(0..6) {
        0 => Cube::all(),
        1 => Cube::all().with(Field::Protocol, Values::empty()),
        2 => ends.with(Field::Protocol, [(1, 6), (17, 17)].into_iter().collect()),
        _ => ends.with(Field::Protocol, Values::one(6)),
    }
}

#[test]
fn after_every_edit_a_list_permits_what_it_would_from_the_beginning() {
    let mut rng = StdRng::seed_from_u64(4);
    let (mut opened, mut closed) = (0, 0);
    for _ in 0..40 {
        let spaces = &mut Spaces::new();
        let mut rules: Vec<(Cube, bool)> =
            (0..rng.random_range(0..8)).map(|_| (cube(&mut rng), rng.random())).collect();
        let mut list = RuleList::new(spaces, rules.iter().cloned());
        for _ in 0..40 {
            let before = list.permitted();
            let at = rng.random_range(0..=rules.len());
            let edited = match rng.random_range(0..4) {
                0 => {
                    let (cube, permits) = (cube(&mut rng), rng.random());
                    rules.insert(at, (cube.clone(), permits));
                    list.insert(spaces, at, cube, permits)
                }
                1 => {
                    if at < rules.len() {
                        rules.remove(at);
                    }
                    list.remove(spaces, at)
                }
                2 => {
                    let from = rng.random_range(0..=rules.len());
                    if from.max(at) < rules.len() {
                        let rule = rules.remove(from);
                        rules.insert(at, rule);
                    }
                    list.move_to(spaces, from, at)
                }
                _ => {
                    if let Some((_, permits)) = rules.get_mut(at) {
                        *permits = !*permits;
                    }
                    list.flip(spaces, at)
                }
            };
            let anew: Vec<(Space, bool)> =
                rules.iter().map(|(cube, permits)| (spaces.cube(cube), *permits)).collect();
            assert_eq!(list.len(), rules.len());
            assert_eq!(list.permitted(), spaces.permitted(anew));
            assert_eq!(edited.opened, spaces.minus(list.permitted(), before));
            assert_eq!(edited.closed, spaces.minus(before, list.permitted()));
            opened += usize::from(!edited.opened.is_empty());
            closed += usize::from(!edited.closed.is_empty());
        }
    }
    assert!(opened.min(closed) > 200, "{opened} {closed}");
}

#[test]
fn the_set_of_a_long_list_is_that_of_its_boxes() {
    // What is left in the store of what the list was made with moves, and has to be found again.
    let mut rng = StdRng::seed_from_u64(5);
    for rules in [10, 40, 80] {
        let spaces = &mut Spaces::new();
        let rules: Vec<(Cube, bool)> = (0..rules).map(|_| (ends(&mut rng), rng.random())).collect();
        let rules: Vec<(Space, bool)> =
            rules.into_iter().map(|(cube, permits)| (spaces.cube(&cube), permits)).collect();
        let permitted = spaces.permitted(rules.iter().copied());
        let boxes: Vec<Space> = spaces.cubes(permitted).into_iter().map(|cube| spaces.cube(&cube)).collect();
        assert_eq!(spaces.union_all(boxes), permitted);
        let again = spaces.permitted(rules);
        assert_eq!(again, permitted);
    }
}
