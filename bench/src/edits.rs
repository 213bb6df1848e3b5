//! One rule of a list edited, against the whole list built.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ringfence::space::{RuleList, Spaces};

use crate::list::{Action, List};
use crate::{classbench, generate, ours};

const SEED: u64 = 1;

/// Edits of each kind.
const EDITS: usize = 200;

/// Measures edits of the list of ClassBench, and of generated ones.
pub fn measure(quick: bool) {
    println!(
        "{:<18} {:>10} {:>10} {:>10} {:>10}  one edit, in percent of building",
        "list", "insert", "delete", "move", "flip"
    );
    match classbench::read(classbench::ACL1) {
        Some(list) => line("classbench acl1", &list),
        None => println!("The list of ClassBench is not measured: there is no {}.", classbench::ACL1),
    }
    for rules in [1000, 16_000].into_iter().take(if quick { 1 } else { 2 }) {
        line(&format!("acl {rules}"), &generate::acl(SEED, rules));
    }
}

fn line(name: &str, list: &List) {
    let built = (0..9).filter_map(|_| ours::build(list)).map(|built| built.time).min().unwrap();
    let percent =
        |times: Vec<Duration>| format!("{:.1}", 100.0 * median(times).as_secs_f64() / built.as_secs_f64());
    let [insert, delete, moved, flip] = edits(list).map(percent);
    println!("{name:<18} {insert:>10} {delete:>10} {moved:>10} {flip:>10}");
}

/// How long edits take, the complete difference included.
fn edits(list: &List) -> [Vec<Duration>; 4] {
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut spaces = Spaces::new();
    let cubes: Vec<_> = list.iter().map(|rule| (ours::cube(rule), rule.action == Action::Allow)).collect();
    let mut edited = RuleList::new(&mut spaces, cubes.iter().cloned());
    let mut times = [const { Vec::new() }; 4];
    for edit in 0..4 * EDITS {
        let (at, to) = (rng.random_range(0..edited.len()), rng.random_range(0..edited.len()));
        let (cube, permits) = cubes[rng.random_range(0..cubes.len())].clone();
        let started = Instant::now();
        match edit % 4 {
            0 => edited.insert(&mut spaces, at, cube, !permits),
            1 => edited.remove(&mut spaces, at),
            2 => edited.move_to(&mut spaces, at, to),
            _ => edited.flip(&mut spaces, at),
        };
        times[edit % 4].push(started.elapsed());
    }
    times
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
