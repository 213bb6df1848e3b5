//! Laws: what must stay the same, or change in one direction only, whatever the estate is.
//!
//! A law needs nobody who knows the answer, so it holds also where core and oracle share a mistake. Each is asked of random
//! estates, and each counts how often the same comparison told of a change that is none of its own: a law that could never
//! be broken says nothing.

mod edit;
mod matrix;
mod order;
mod parts;
mod renumber;
mod sample;
mod sets;
mod split;

use std::fmt;
use std::ops::Range;

use ringfence::answer::Progress;
use ringfence::estate::Estate;
use ringfence::{Analysis, Location, Origin, SourceId, Span};

pub use edit::{forgets, grows};
pub use matrix::expands;
pub use order::order;
pub use parts::sums;
pub use renumber::renames;
pub use split::splits;

use crate::edits::parsed;
use crate::estates::{Dice, appliance_estate, ordinary_estate};

/// A law, held to by the estates of these seeds.
pub type Law = fn(Range<u64>) -> Result<Tally, String>;

/// Every law, with its name.
pub const LAWS: [(&str, Law); 7] = [
    ("order says nothing", order),
    ("halves are the whole", splits),
    ("other addresses, the same answer", renames),
    ("what is taken back was never there", forgets),
    ("more rules, more flows", grows),
    ("classes are their members", expands),
    ("a whole is its parts", sums),
];

/// How often a law was asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// It applied, and held.
    pub held: usize,
    /// The same comparison told of a change that the law does not allow, or there was something to lose.
    pub told: usize,
}

impl Tally {
    /// Adds what was asked elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.held += other.held;
        self.told += other.told;
    }

    /// Counts one time more.
    const fn count(&mut self, told: bool) {
        self.held += 1;
        self.told += told as usize;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "held {} times, would have told {} times", self.held, self.told)
    }
}

/// An analysis of `estate`; half of them know everything that is sent.
fn analysis(estate: &Estate, dice: &mut Dice) -> Analysis {
    let mut analysis = Analysis::new(parsed(estate));
    if dice.percent(50) {
        finish(&mut analysis);
    }
    analysis
}

/// Steps until everything is known.
fn finish(analysis: &mut Analysis) {
    while matches!(analysis.step(u64::MAX), Progress::Pending { .. }) {}
}

/// An estate of a seed; one in five may have appliances, and some others load balancers.
fn any_estate(seed: u64) -> Estate {
    if seed.is_multiple_of(5) { appliance_estate(seed) } else { ordinary_estate(seed) }
}

/// A place for what a law adds: `nth` tells those of one estate apart.
fn place(nth: u32) -> Origin {
    let start = u32::MAX - 2 * nth - 1;
    Origin::Written(Location { source: SourceId(0), span: Span { start, end: start + 1 } })
}
