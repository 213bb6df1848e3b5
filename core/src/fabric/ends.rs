//! Addresses at the two ends of packets: a quick way to see that a set cannot match.

use crate::space::{Field, Space, Spaces, Values};

/// Every source and every destination that some packets have, as numbers and of either family.
#[derive(Debug)]
pub(crate) struct Ends {
    /// The sources.
    pub(crate) source: Values,
    /// The destinations.
    pub(crate) destination: Values,
}

impl Ends {
    /// The ends of `packets`.
    pub(crate) fn of(spaces: &Spaces, packets: Space) -> Self {
        Self {
            source: spaces.values(packets, Field::Source),
            destination: spaces.values(packets, Field::Destination),
        }
    }

    /// Whether packets of these ends may be among packets of those. If not, they are surely not.
    pub(crate) fn meet(&self, other: &Self) -> bool {
        let meet = |one: &Values, other: &Values| match one.single() {
            Some(value) => other.contains(value),
            None => !one.intersect(other).is_empty(),
        };
        meet(&self.destination, &other.destination) && meet(&self.source, &other.source)
    }
}
