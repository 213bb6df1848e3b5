//! Analyses that go along with edits, against those of the same estates that know nothing from before.

use std::fmt;

use ringfence::answer::Progress;
use ringfence::estate::Estate;
use ringfence::estate::aws::InterfaceId;
use ringfence::{Analysis, Parsed, Question, Source};

use crate::estates::{Dice, edited_estates};
use crate::question::{any_to_any, everything_between, interface};
use crate::seeds::Seeds;

/// Edits of one estate.
const EDITS: usize = 50;

/// What was compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Edits {
    /// Edits after which both were asked.
    pub edits: usize,
    /// Kins of places of all estates.
    pub kins: usize,
    /// Those of which nothing had to be found again.
    pub kept: usize,
}

impl Edits {
    /// Adds what was compared elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.edits += other.edits;
        self.kins += other.kins;
        self.kept += other.kept;
    }
}

impl fmt::Display for Edits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.kept * 100 / self.kins.max(1);
        write!(f, "{} edits, {percent}% of {} kins of places kept", self.edits, self.kins)
    }
}

/// Compares the answers after each edit of estates from these seeds: the same bytes, whether everything that changed was
/// found again, or a part of it, or nothing.
///
/// # Errors
/// The first difference.
pub fn compare_edits(sequences: u64, first_seed: u64) -> Result<Edits, String> {
    let mut all = Edits::default();
    for seed in Seeds::of("edited estates", first_seed..first_seed + sequences) {
        let mut dice = Dice::new(seed);
        let mut estates = edited_estates(seed);
        let mut analysis = Analysis::new(parsed(&estates.next().unwrap_or_default()));
        while matches!(analysis.step(u64::MAX), Progress::Pending { .. }) {}
        for (estate, edit) in estates.take(EDITS).zip(1..) {
            analysis = analysis.edited(parsed(&estate));
            let fresh = Analysis::new(parsed(&estate));
            let (kins, kept) = progress(&mut analysis);
            all.add(Edits { edits: 1, kins: kins as usize, kept: kept as usize });
            let difference =
                |when: &str| format!("seed {seed}, edit {edit}, {when}: not as of a fresh analysis");
            let expected = asked(&fresh);
            if dice.percent(30) && asked(&analysis) != expected {
                return Err(difference("before the first step"));
            }
            // Little enough for rows to be found in parts.
            let work = dice.between(1_000, 100_000) as u64;
            analysis.step(work);
            if asked(&analysis) != expected {
                return Err(difference("after a step"));
            }
            if dice.percent(70) {
                while matches!(analysis.step(work), Progress::Pending { .. }) {}
                if asked(&analysis) != expected {
                    return Err(difference("when all is known"));
                }
            }
        }
    }
    Ok(all)
}

/// An estate that no text says.
pub(crate) fn parsed(estate: &Estate) -> Parsed {
    let source = Source::new("generated", "").expect("a short text");
    Parsed { sources: vec![source], estate: estate.clone(), problems: Vec::new() }
}

/// All kins, and those that are known.
fn progress(analysis: &mut Analysis) -> (u32, u32) {
    match analysis.step(0) {
        Progress::Pending { found, of } => (of, found),
        Progress::Done { of } => (of, of),
    }
}

/// Everything that is said about everything, and about what some of the interfaces send each other.
fn asked(analysis: &Analysis) -> String {
    let estate = analysis.estate();
    let ids: Vec<InterfaceId> = (0..estate.aws.interfaces.len()).map(|id| InterfaceId(id as u32)).collect();
    let pairs = ids.iter().zip(ids.iter().rev()).step_by(3);
    let pairs = pairs.map(|(from, to)| everything_between(interface(estate, *from), interface(estate, *to)));
    let answers = pairs.chain([any_to_any()]).map(|flow| analysis.reach(&Question::new(flow)));
    format!("{:?}", answers.collect::<Vec<_>>())
}
