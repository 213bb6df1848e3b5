//! How long texts take to be read, how that grows with their length, and Cedar's time for as many bytes of its own.
//!
//! Each text is read by a program of its own. One that read others before has their memory at hand, for as long as the next text is
//! no longer, and so takes less time for the short ones.

use std::env;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use ringfence::{Source, SourceId, parse, syntax};

use crate::statements::{self, Kind};

const SEED: u64 = 1;

/// A megabyte.
const MEGA: usize = 1_000_000;

/// Lengths of texts, in megabytes.
const SIZES: [usize; 5] = [1, 4, 16, 64, 100];

/// Programs that read the same text, of which the best counts.
const RUNS: usize = 3;

/// What one text took.
struct Read {
    bytes: usize,
    /// From the text to the tree.
    tree: Duration,
    /// From the text to the estate.
    estate: Duration,
    /// The most memory that the second took beside the text, where the system tells.
    peak: Option<usize>,
}

/// Reads texts of each kind and length and prints a line for each; short ones when `quick`.
pub fn measure(quick: bool) {
    println!(
        "{:<14} {:>8} {:>10} {:>10} {:>12} {:>12} {:>12}",
        "text", "MB", "tree ms", "estate ms", "tree ns/B", "estate ns/B", "peak B/B"
    );
    for kind in Kind::ALL {
        let sizes = SIZES.into_iter().map(|size| if quick { size * MEGA / 20 } else { size * MEGA });
        let sizes = sizes.take(if quick { 3 } else { SIZES.len() });
        let reads: Vec<Read> = sizes.map(|bytes| line(kind, bytes)).collect();
        let tree = exponent(&reads, |read| read.tree.as_secs_f64());
        let estate = exponent(&reads, |read| read.estate.as_secs_f64());
        let memory = if reads.iter().all(|read| read.peak.is_some()) {
            format!(", {:.3} (memory)", exponent(&reads, |read| read.peak.unwrap_or(0) as f64))
        } else {
            String::new()
        };
        println!(
            "{:<14} grows with the exponent {tree:.3} (tree), {estate:.3} (estate){memory}",
            kind.name()
        );
    }
    #[cfg(feature = "decisions")]
    beside_cedar(if quick { MEGA / 20 } else { MEGA });
}

fn line(kind: Kind, bytes: usize) -> Read {
    let text_bytes = statements::text(SEED, kind, bytes).len();
    let best = |what: &str| (0..RUNS).map(|_| by_itself(what, kind, bytes)).min().unwrap();
    let (tree, _) = best("tree");
    let (estate, peak) = best("estate");
    // The text and its copy are not counted.
    let peak = peak.map(|peak| peak.saturating_sub(2 * text_bytes));
    let each = |time: Duration| time.as_secs_f64() * 1e9 / text_bytes as f64;
    let of_byte =
        peak.map_or_else(|| "-".to_owned(), |peak| format!("{:.1}", peak as f64 / text_bytes as f64));
    println!(
        "{:<14} {:>8.1} {:>10.0} {:>10.0} {:>12.1} {:>12.1} {of_byte:>12}",
        kind.name(),
        text_bytes as f64 / MEGA as f64,
        tree.as_secs_f64() * 1e3,
        estate.as_secs_f64() * 1e3,
        each(tree),
        each(estate),
    );
    Read { bytes: text_bytes, tree, estate, peak }
}

/// What a program of its own took for one text, and its memory.
fn by_itself(what: &str, kind: Kind, bytes: usize) -> (Duration, Option<usize>) {
    let program = env::current_exe().unwrap();
    let output = Command::new(program).args([ONE, what, kind.name(), &bytes.to_string()]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let mut numbers = told.split_whitespace().map(|number| number.parse::<u64>().ok());
    let nanoseconds = numbers.next().flatten().unwrap_or_else(|| panic!("{told}"));
    (Duration::from_nanos(nanoseconds), numbers.next().flatten().map(|peak| peak as usize))
}

/// What the program is called with to read one text.
pub const ONE: &str = "one-text";

/// Reads one text as [`measure`] asked for it by `words`, and prints the time in nanoseconds and the most memory in bytes.
pub fn one(words: &[String]) {
    let [what, kind, bytes] = words else { panic!("{words:?}") };
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).unwrap();
    let text = statements::text(SEED, kind, bytes.parse().unwrap());
    let time = if what == "tree" { tree(&text) } else { estate(text.clone()) };
    println!(
        "{} {}",
        time.as_nanos(),
        memory::peak().map_or_else(|| "-".to_owned(), |peak| peak.to_string())
    );
}

fn tree(text: &str) -> Duration {
    let started = Instant::now();
    let ground = syntax::Ground::new();
    black_box(syntax::parse(&ground, SourceId(0), black_box(text)));
    started.elapsed()
}

fn estate(text: String) -> Duration {
    let source = Source::new("text", text).unwrap();
    let started = Instant::now();
    let read = black_box(parse(vec![source]));
    let time = started.elapsed();
    drop(read);
    time
}

/// The exponent of the power of the length that a quantity grows with, by least squares of the logarithms.
fn exponent(reads: &[Read], quantity: impl Fn(&Read) -> f64) -> f64 {
    let points: Vec<(f64, f64)> =
        reads.iter().map(|read| ((read.bytes as f64).ln(), quantity(read).max(1e-9).ln())).collect();
    let mean =
        |values: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(values).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
    let both: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    both / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}

/// Both read as many bytes, each of its own policies, in turns.
#[cfg(feature = "decisions")]
fn beside_cedar(bytes: usize) {
    use crate::generate;
    use crate::peer::cedar;

    let ours = statements::text(SEED, Kind::Plain, bytes);
    let (list, _) = generate::segmentation(SEED, 1);
    let one = cedar::text(&list);
    let theirs = one.repeat(bytes.div_ceil(one.len()));
    let mut best = [Duration::MAX; 2];
    for _ in 0..5 {
        best[0] = best[0].min(estate(ours.clone()));
        best[1] = best[1].min(cedar::parse(&theirs));
    }
    let [left, right] = [(best[0], ours.len()), (best[1], theirs.len())]
        .map(|(time, bytes)| time.as_secs_f64() * 1e9 / bytes as f64);
    println!(
        "cedar: {left:.1} ns a byte for parse and resolve, {right:.1} ns a byte for `PolicySet`, ratio {:.1}",
        right / left
    );
}

/// What the system says of this program's memory, in bytes.
mod memory {
    use std::fs;

    /// The most that it took.
    pub(super) fn peak() -> Option<usize> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok()? * 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_doubles_with_the_length_has_the_exponent_one() {
        let read = |bytes: usize| Read { bytes, tree: Duration::ZERO, estate: Duration::ZERO, peak: None };
        let reads = [100, 200, 400].map(read);
        assert!((exponent(&reads, |read| 3.0 * read.bytes as f64) - 1.0).abs() < 1e-9);
        assert!((exponent(&reads, |read| (read.bytes as f64).powi(2)) - 2.0).abs() < 1e-9);
    }
}
