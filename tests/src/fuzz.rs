//! Random texts: whatever is written, nothing panics, every problem has a place inside its text, and formatting keeps what is said.

mod check;
mod seeds;
mod texts;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

pub(crate) use self::seeds::POLICIES;
pub use self::seeds::whole_texts;
use self::seeds::{QUESTIONS, WORDS};
use crate::estates::Dice;

/// What kind of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Any bytes and characters.
    Bytes,
    /// Words and signs of the language in any order.
    Tokens,
    /// Policies with some changes.
    Policies,
    /// Texts without a mistake in another layout: formatting must keep what they say.
    RoundTrip,
}

impl Target {
    /// All targets.
    pub const ALL: [Self; 4] = [Self::Bytes, Self::Tokens, Self::Policies, Self::RoundTrip];

    /// The target as the command line names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Tokens => "tokens",
            Self::Policies => "policies",
            Self::RoundTrip => "round-trip",
        }
    }
}

/// What was seen of a run of random texts.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many texts were read.
    pub texts: u64,
    /// How many of them had no error.
    pub whole: u64,
    /// How many problems they had.
    pub problems: u64,
    /// How many intents and test lines were judged.
    pub judged: u64,
    /// The longest that one took, and its seed.
    pub slowest: (Duration, u64),
}

/// A text about which something went wrong.
#[derive(Debug)]
pub struct Failure {
    /// What kind of text it is.
    pub target: Target,
    /// Its seed.
    pub seed: u64,
    /// What went wrong.
    pub what: String,
    /// The text.
    pub text: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, seed, what, text } = self;
        write!(
            f,
            "{} from seed {seed}: {what}\n--- the text, escaped:\n{text:?}\n--- the text:\n{text}\n---",
            target.name()
        )
    }
}

/// Reads, checks and asks about `count` random texts of a target; the first has the seed `seed`, the next one the next.
///
/// # Errors
/// The first text about which something is wrong.
pub fn fuzz(target: Target, seed: u64, count: u64, seen: &mut Seen) -> Result<(), Box<Failure>> {
    for seed in seed..seed.saturating_add(count) {
        let mut dice = Dice::new(seed);
        let text = texts::text(&mut dice, target);
        let question = texts::changed(&mut dice, QUESTIONS);
        let places = [(); 3].map(|()| texts::boundary(&mut dice, &text) as u32);
        let name = dice.one(WORDS);
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| {
            check::look(&text, &question, seen)?;
            places.into_iter().try_for_each(|offset| check::edited(&text, offset, name))
        }));
        let what = match result {
            Ok(Ok(())) => None,
            Ok(Err(what)) => Some(what),
            Err(_) => Some("it panicked".to_owned()),
        };
        if let Some(what) = what {
            return Err(Box::new(Failure {
                target,
                seed,
                what: format!("{what}; the question was {question:?}"),
                text,
            }));
        }
        seen.texts += 1;
        seen.slowest = seen.slowest.max((started.elapsed(), seed));
    }
    Ok(())
}
