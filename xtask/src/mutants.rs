//! Mutants of the core: each has one expression changed, and some test has to notice.
//!
//! `cargo-mutants` makes and tests them. There are too many to test all, so a seed draws a sample. A mutant meets one suite
//! after the other, the quickest first, as long as none notices it. What is known outlives an interruption: it is kept
//! for as long as the core and the tests are the same.

mod equivalent;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::iter;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command;
use crate::failure::Failure;
use crate::fingerprint;
use crate::tools;

/// Where mutants are made: in what every verdict stands on.
const MODULES: [(&str, &str); 4] = [
    ("space", "space/src/"),
    ("reach", "core/src/reach/"),
    ("fabric", "core/src/fabric/"),
    ("lower", "core/src/lower/"),
];

/// What stands beside the sets in their crate.
const BESIDE: [&str; 3] = ["space/src/packet.rs", "space/src/ordered.rs", "space/src/ordered/**"];

/// The packages of the modules.
const CORE: [&str; 2] = ["ringfence", "ringfence-space"];

/// The sample, unless another one is asked for.
const SEED: u64 = 1;
const SIZE: usize = 200;

/// Of a hundred mutants of a module that can be noticed, so many have to be.
const LEAST: usize = 90;

/// Where what is known is kept, and what mutants are compiled into.
const FOLDER: &str = "target/mutations";

/// The most memory that a process may have, in KiB.
const MEMORY: &str = "8388608";

/// Tests that a mutant meets together.
struct Suite {
    name: &'static str,
    packages: &'static [&'static str],
    /// What cargo builds of the packages.
    targets: &'static [&'static str],
    /// The tests that are left out.
    skipped: &'static [&'static str],
}

const SUITES: [Suite; 3] = [
    Suite { name: "quick", packages: &CORE, targets: &["--lib"], skipped: &SLOW },
    Suite {
        name: "estates",
        packages: &["ringfence-tests"],
        targets: &["--test=oracle", "--test=laws"],
        skipped: &[],
    },
    Suite { name: "unit", packages: &CORE, targets: &["--lib"], skipped: &[] },
];

/// Unit tests of the core that take most of the time of all.
const SLOW: [&str; 8] = [
    "analysis::tests::an_estate_that_is_too_large_says_which_rules_are_and_nothing_else",
    "analysis::tests::matrix::",
    "decide::tests::fabrics::",
    "policy::tests::every_packet_of_a_small_universe_is_decided_as_by_membership",
    "tests::every_box_of_the_coarse_grid",
    "tests::every_pair_of_small_boxes",
    "tests::lists::every_list_of_up_to_three_rules",
    "tests::random_expressions",
];

/// The suite of estates looks at one in so many of those that `cargo xtask test` looks at (`tests/src/few.rs`).
const FEW: (&str, &str) = ("RINGFENCE_ONE_IN", "10");

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// A test failed.
    Caught,
    /// A test did not end.
    Timeout,
    /// The compiler refused it.
    Unviable,
    /// All tests passed.
    Missed,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Caught, Self::Timeout, Self::Unviable, Self::Missed];

    /// The list of `cargo-mutants` that it stands in.
    const fn list(self) -> &'static str {
        match self {
            Self::Caught => "caught.txt",
            Self::Timeout => "timeout.txt",
            Self::Unviable => "unviable.txt",
            Self::Missed => "missed.txt",
        }
    }
}

/// Mutants by their names, which say where they are and what is changed.
type Outcomes = BTreeMap<String, Outcome>;

/// Tests a sample, and says what became of it.
pub(crate) fn run(options: &[String]) -> Result<(), Failure> {
    let (seed, size) = asked(options)?;
    let program = tools::mutants()?;
    let listed = command::output(cargo_mutants(&program).arg("--list"));
    let listed = listed.ok_or("cargo-mutants lists no mutants")?;
    let all: Vec<&str> = listed.lines().collect();
    let sample = sample(&all, seed, size);
    println!("{} of {} mutants, drawn by the seed {seed}", sample.len(), all.len());

    let same = fingerprint::of(
        &["core", "space", "tests/src", "tests/tests", "policies"],
        &["Cargo.lock", "Cargo.toml"],
    )?;
    let folder = Path::new(FOLDER).join(same);
    let mut outcomes = Outcomes::new();
    let mut left = sample;
    for suite in SUITES {
        let found = suite.test(&program, &folder.join(suite.name), &all, &left)?;
        left.retain(|mutant| found.get(*mutant) == Some(&Outcome::Missed));
        outcomes.extend(found);
    }
    report(&outcomes)
}

impl Suite {
    /// What becomes of `mutants` in this suite. There is a folder in `folder` for every time that it was started.
    fn test(
        &self,
        program: &Path,
        folder: &Path,
        all: &[&str],
        mutants: &[&str],
    ) -> Result<Outcomes, Failure> {
        fs::create_dir_all(folder)?;
        let starts = fs::read_dir(folder)?.count();
        let mut known = Outcomes::new();
        for start in 0..starts {
            known.extend(read(&folder.join(start.to_string()))?);
        }
        let asked: BTreeSet<&str> =
            mutants.iter().copied().filter(|mutant| !known.contains_key(*mutant)).collect();
        println!("suite `{}`: {} mutants, {} of them not known", self.name, mutants.len(), asked.len());
        if !asked.is_empty() {
            let output = folder.join(starts.to_string());
            // Patterns of names do not keep it from testing every field that may be left out of a struct. What it is told
            // to know it does leave out.
            let others: String = all
                .iter()
                .filter(|mutant| !asked.contains(*mutant))
                .flat_map(|mutant| [mutant, "\n"])
                .collect();
            fs::create_dir_all(output.join("mutants.out"))?;
            fs::write(output.join("mutants.out/previously_caught.txt"), others)?;
            let code = command::exit_code(&mut self.mutants(program, &output, self.limit()?)?)?;
            // Mutants that were missed, and those whose tests did not end, are told by an exit code, too.
            if !matches!(code, Some(0 | 2 | 3)) {
                let Self { name, .. } = self;
                return Err(
                    format!("the suite `{name}` was not finished; what is known of it is kept").into()
                );
            }
            known.extend(read(&output)?);
        }
        known.retain(|mutant, _| mutants.contains(&mutant.as_str()));
        if known.len() == mutants.len() { Ok(known) } else { Err("cargo-mutants left mutants out".into()) }
    }

    /// The seconds that its tests may take of a mutant: several times what they take of the core as it is, which passes
    /// them. cargo-mutants would look only at tests of the package that it changes.
    fn limit(&self) -> Result<u64, Failure> {
        let test = || {
            let mut cargo = command::cargo();
            cargo
                .args(["test", "--quiet", "--profile", "mutants"])
                .args(self.packages.iter().flat_map(|package| ["--package", *package]))
                .args(self.targets);
            cargo
        };
        command::run(test().arg("--no-run"))?;
        let started = Instant::now();
        command::run(test().args(self.tests()).env(FEW.0, FEW.1))?;
        Ok(started.elapsed().as_secs().saturating_mul(5).max(20))
    }

    /// Tests all mutants that are not known in `output`, none for longer than `limit` seconds.
    fn mutants(&self, program: &Path, output: &Path, limit: u64) -> Result<Command, Failure> {
        let mut command = cargo_mutants(program);
        command.arg("--iterate").arg("--output").arg(output);
        command.args(["--baseline=skip", "--timeout", &limit.to_string()]);
        command.args(["--profile", "mutants", "--test-package", &self.packages.join(",")]);
        command.args(self.targets.iter().map(|target| format!("--cargo-arg={target}")));
        command.arg("--").args(self.tests());
        // A folder of their own: cargo takes what was made of a mutant, which is newer, for what the tree comes to.
        command.env("CARGO_TARGET_DIR", env::current_dir()?.join(FOLDER).join("build")).env(FEW.0, FEW.1);
        Ok(command)
    }

    /// Which tests are run, as arguments of cargo.
    fn tests(&self) -> impl Iterator<Item = &'static str> {
        iter::once("--").chain(self.skipped.iter().flat_map(|test| ["--skip", *test]))
    }
}

/// cargo-mutants for the modules.
fn cargo_mutants(program: &Path) -> Command {
    // A mutant that makes more and more without end must not take the memory of the whole machine.
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$0\" 2>/dev/null; exec \"$@\"", MEMORY]).arg(program);
    command.args(["mutants", "--colors", "never"]);
    command.args(CORE.iter().flat_map(|package| ["--package", *package]));
    for (_, folder) in MODULES {
        command.arg("--file").arg(format!("{folder}**"));
    }
    command.args(BESIDE.iter().flat_map(|file| ["--exclude", *file]));
    command
}

/// The lists that cargo-mutants left in `output`.
fn read(output: &Path) -> Result<Outcomes, Failure> {
    let mut outcomes = Outcomes::new();
    for outcome in Outcome::ALL {
        let list = output.join("mutants.out").join(outcome.list());
        // A start that was interrupted early has no lists.
        if list.exists() {
            let list = fs::read_to_string(list)?;
            outcomes.extend(list.lines().map(|mutant| (mutant.to_owned(), outcome)));
        }
    }
    Ok(outcomes)
}

/// Where a mutant is, and what is changed there: the parts of its name.
struct Mutant<'m> {
    file: &'m str,
    module: &'m str,
    /// From 1.
    line: usize,
    column: usize,
    change: &'m str,
}

impl<'m> Mutant<'m> {
    /// Of a name as `space/src/list.rs:12:34: replace + with -`.
    fn of(name: &'m str) -> Option<Self> {
        let (at, change) = name.split_once(": ")?;
        let mut at = at.split(':');
        let (file, line, column) = (at.next()?, at.next()?.parse().ok()?, at.next()?.parse().ok()?);
        let (module, _) = MODULES.iter().find(|(_, folder)| file.starts_with(folder))?;
        Some(Self { file, module, line, column, change })
    }
}

/// The mutants of a module.
#[derive(Default)]
struct Score {
    caught: usize,
    timeouts: usize,
    unviable: usize,
    missed: usize,
    equivalent: usize,
}

impl Score {
    /// Of a hundred that can be noticed, so many are; a part of one counts as nothing.
    fn percent(&self) -> usize {
        let noticed = self.caught.saturating_add(self.timeouts);
        noticed.saturating_mul(100).checked_div(noticed.saturating_add(self.missed)).unwrap_or(100)
    }
}

/// What became of the mutants of each module, and every one that was missed. An error where too many were.
fn report(outcomes: &Outcomes) -> Result<(), Failure> {
    let mut sources = BTreeMap::new();
    let mut scores = BTreeMap::from(MODULES.map(|(module, _)| (module, Score::default())));
    let (mut missed, mut equivalent) = (Vec::new(), Vec::new());
    for (name, outcome) in outcomes {
        let mutant = Mutant::of(name).ok_or_else(|| format!("`{name}` is no name of a mutant"))?;
        let source = match sources.entry(mutant.file) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(fs::read_to_string(mutant.file)?),
        };
        let line = source.lines().nth(mutant.line.saturating_sub(1)).unwrap_or_default().trim();
        let reason = equivalent::reason(&mutant, line);
        let score = scores.get_mut(mutant.module).ok_or_else(|| format!("`{name}` is of no module"))?;
        let count = match (outcome, reason) {
            (Outcome::Caught, _) => &mut score.caught,
            (Outcome::Timeout, _) => &mut score.timeouts,
            (Outcome::Unviable, _) => &mut score.unviable,
            (Outcome::Missed, Some(reason)) => {
                equivalent.push(format!("{name}\n    {line}\n    {reason}"));
                &mut score.equivalent
            }
            (Outcome::Missed, None) => {
                missed.push(format!("{name}\n    {line}"));
                &mut score.missed
            }
        };
        *count = count.saturating_add(1);
    }
    for (what, mutants) in [("change no answer", equivalent), ("are noticed by no test", missed)] {
        if !mutants.is_empty() {
            println!("\nthese {what}:\n{}", mutants.join("\n"));
        }
    }
    println!("\nmodule  caught  timeouts  missed  equivalent  unviable  score");
    for (module, score) in &scores {
        let Score { caught, timeouts, missed, equivalent, unviable } = score;
        let percent = score.percent();
        println!(
            "{module:<8}{caught:>6}{timeouts:>10}{missed:>8}{equivalent:>12}{unviable:>10}{percent:>6}%"
        );
    }
    let low: Vec<&str> =
        scores.iter().filter(|(_, score)| score.percent() < LEAST).map(|(module, _)| *module).collect();
    if low.is_empty() { Ok(()) } else { Err(format!("under {LEAST}%: {}", low.join(", ")).into()) }
}

/// The seed and the size of the sample that `options` ask for.
fn asked(options: &[String]) -> Result<(u64, usize), Failure> {
    let (mut seed, mut size) = (SEED, SIZE);
    for option in options.chunks(2) {
        let understood = match option {
            [name, number] if name == "--seed" => number.parse().map(|number| seed = number).is_ok(),
            [name, number] if name == "--sample" => number.parse().map(|number| size = number).is_ok(),
            _ => false,
        };
        if !understood {
            return Err(format!("`mutants` takes --seed N and --sample N, not `{}`", option.join(" ")).into());
        }
    }
    Ok((seed, size))
}

/// So many of `all`, in the order of a number that `seed` gives each: a larger sample has all of a smaller one.
fn sample<'m>(all: &[&'m str], seed: u64, size: usize) -> Vec<&'m str> {
    let mut sample = all.to_vec();
    sample.sort_by_key(|mutant| (number(seed, mutant), *mutant));
    sample.truncate(size);
    sample
}

/// FNV-1a, and what SplitMix64 does with a number in the end. The hashes of the standard library may change with it.
fn number(seed: u64, text: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(text.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_of_its_seed_and_a_larger_one_has_all_of_it() {
        let all: Vec<String> = (0..1000).map(|line| format!("space/src/list.rs:{line}:1: replace")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let hundred = sample(&all, 1, 100);
        assert_eq!(hundred, sample(&all.iter().rev().copied().collect::<Vec<_>>(), 1, 100));
        assert_eq!(hundred, sample(&all, 1, 200)[..100]);
        assert_ne!(hundred, sample(&all, 2, 100));
        // By chance 50 of the first half, and hardly ever fewer than 30 or more than 70.
        let early = hundred.iter().filter(|mutant| all[..500].contains(*mutant)).count();
        assert!((30..=70).contains(&early), "{early}");
    }

    #[test]
    fn a_name_is_a_place_and_a_change() {
        let name = "core/src/lower/aws/nat.rs:7:20: replace a::b -> Option<c> with None";
        let mutant = Mutant::of(name).unwrap();
        assert_eq!((mutant.file, mutant.module, mutant.line), ("core/src/lower/aws/nat.rs", "lower", 7));
        assert_eq!(mutant.change, "replace a::b -> Option<c> with None");
        assert!(Mutant::of("Found 3 mutants").is_none());
    }

    #[test]
    fn a_score_is_of_what_can_be_noticed() {
        let score = Score { caught: 8, timeouts: 1, unviable: 50, missed: 1, equivalent: 9 };
        assert_eq!((score.percent(), Score::default().percent()), (90, 100));
        assert_eq!(Score { missed: 2, ..score }.percent(), 81);
    }

    #[test]
    fn options_are_a_seed_and_a_size() {
        let asked =
            |options: &[&str]| asked(&options.iter().map(|&one| one.to_owned()).collect::<Vec<_>>()).ok();
        assert_eq!(asked(&[]), Some((SEED, SIZE)));
        assert_eq!(asked(&["--sample", "3", "--seed", "9"]), Some((9, 3)));
        assert_eq!([asked(&["--seed"]), asked(&["--seed", "x"]), asked(&["--quick", "1"])], [None; 3]);
    }

    #[test]
    fn what_is_known_of_a_start_is_read() {
        let folder = env::temp_dir().join(format!("ringfence-mutants-{}", std::process::id()));
        fs::create_dir_all(folder.join("mutants.out")).unwrap();
        assert_eq!(read(&folder).unwrap(), Outcomes::new());
        fs::write(folder.join("mutants.out/caught.txt"), "a\nb\n").unwrap();
        fs::write(folder.join("mutants.out/missed.txt"), "c\n").unwrap();
        let outcomes = read(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        let expected = [("a", Outcome::Caught), ("b", Outcome::Caught), ("c", Outcome::Missed)];
        assert_eq!(outcomes, Outcomes::from(expected.map(|(name, outcome)| (name.to_owned(), outcome))));
    }

    #[test]
    fn tests_that_are_left_out_are_there() {
        for test in SLOW {
            let mut parts: Vec<&str> = test.split("::").collect();
            // The last part is a test, or nothing where all tests of a module are left out.
            let name = parts.pop().filter(|name| !name.is_empty());
            let module = parts.join("/");
            let text = ["core", "space"]
                .into_iter()
                .flat_map(|package| [".rs", "/mod.rs"].map(|end| format!("../{package}/src/{module}{end}")))
                .find_map(|path| fs::read_to_string(path).ok());
            let text = text.unwrap_or_else(|| panic!("there is no {module}"));
            assert!(name.is_none_or(|name| text.contains(&format!("fn {name}()"))), "{test}");
        }
    }
}
