//! The same lists in IPv6: every address behind one prefix of 32 bits, with 64 bits behind it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ringfence::space::{Cube, Field, Spaces, Values};

use crate::list::{Action, List};
use crate::{classbench, generate, ours};

const SEED: u64 = 1;

/// Runs of each, in turns, of which the best counts.
const RUNS: usize = 15;

/// The prefix that all addresses are behind (RFC 3849).
const PREFIX: u128 = 0x2001_0db8 << 96;

/// Measures lists in both families and prints a line for each.
pub fn measure() {
    println!("{:<18} {:>10} {:>10} {:>8}", "list", "IPv4 ms", "IPv6 ms", "ratio");
    if let Some(list) = classbench::read(classbench::ACL1) {
        line("classbench acl1", &list);
    }
    line("acl 1000", &generate::acl(SEED, 1000));
    line("acl 8000", &generate::acl(SEED, 8000));
    line("firewall 500", &generate::firewall(SEED, 500));
    line("group 10000", &generate::group(SEED, 10_000));
}

fn line(name: &str, list: &List) {
    let narrow: Vec<(Cube, bool)> =
        list.iter().map(|rule| (ours::cube(rule), rule.action == Action::Allow)).collect();
    let wide: Vec<(Cube, bool)> = narrow.iter().map(|(cube, permits)| (widened(cube), *permits)).collect();
    let mut best = [Duration::MAX; 2];
    for _ in 0..RUNS {
        for (best, rules) in best.iter_mut().zip([&narrow, &wide]) {
            let started = Instant::now();
            let mut spaces = Spaces::new();
            let rules: Vec<_> = rules.iter().map(|(cube, permits)| (spaces.cube(cube), *permits)).collect();
            black_box(spaces.permitted(rules));
            *best = started.elapsed().min(*best);
        }
    }
    let [narrow, wide] = best.map(|time| time.as_secs_f64() * 1e3);
    println!("{name:<18} {narrow:>10.2} {wide:>10.2} {:>8.2}", wide / narrow);
}

/// The same box with addresses of IPv6.
fn widened(cube: &Cube) -> Cube {
    let wide = |field| -> Values {
        let ranges = cube.get(field).ranges().iter();
        ranges
            .map(|&(first, last)| match (first, last) {
                (0, u128::MAX) => (0, u128::MAX),
                _ => (PREFIX | first << 64, PREFIX | last << 64 | u128::from(u64::MAX)),
            })
            .collect()
    };
    let ends = cube.clone().with(Field::Family, Values::one(1));
    let (source, destination) = (wide(Field::Source), wide(Field::Destination));
    ends.with(Field::Source, source).with(Field::Destination, destination)
}
