//! What a builder made of a list.

use std::time::{Duration, Instant};

use num_bigint::BigUint;

/// A permitted set, built.
#[derive(Debug, Clone)]
pub struct Built {
    /// How long it took, from the rules to the set.
    pub time: Duration,
    /// How many IPv4 packets of TCP and UDP it has: those that every builder knows.
    pub count: BigUint,
    /// How many nodes the set has, where the builder says so.
    pub nodes: Option<usize>,
    /// How many bytes the set lives in, where the builder says so.
    pub bytes: Option<usize>,
}

/// When a builder gives up.
#[derive(Debug, Clone, Copy)]
pub struct Limit(Instant);

impl Limit {
    /// `time` from now on.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// `None` when the time is over.
    #[must_use]
    pub fn check(self) -> Option<()> {
        (Instant::now() < self.0).then_some(())
    }
}

/// The protocols whose packets are counted.
pub const COUNTED: [u8; 2] = [6, 17];
