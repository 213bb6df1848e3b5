use super::{Field, Values};

/// A product of values, one set of them per field: a box of packets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cube {
    family: Values,
    protocol: Values,
    destination_port: Values,
    source: Values,
    source_port: Values,
    destination: Values,
    mark: Values,
}

impl Cube {
    /// Every value in every field.
    #[must_use]
    #[inline]
    pub fn all() -> Self {
        Self {
            family: Values::all(),
            protocol: Values::all(),
            destination_port: Values::all(),
            source: Values::all(),
            source_port: Values::all(),
            destination: Values::all(),
            mark: Values::all(),
        }
    }

    /// The same box with `values` for `field`.
    #[must_use]
    #[inline]
    pub fn with(mut self, field: Field, values: Values) -> Self {
        *match field {
            Field::Family => &mut self.family,
            Field::Protocol => &mut self.protocol,
            Field::DestinationPort => &mut self.destination_port,
            Field::Source => &mut self.source,
            Field::SourcePort => &mut self.source_port,
            Field::Destination => &mut self.destination,
            Field::Mark => &mut self.mark,
        } = values;
        self
    }

    /// The values of `field`.
    #[must_use]
    #[inline]
    pub const fn get(&self, field: Field) -> &Values {
        match field {
            Field::Family => &self.family,
            Field::Protocol => &self.protocol,
            Field::DestinationPort => &self.destination_port,
            Field::Source => &self.source,
            Field::SourcePort => &self.source_port,
            Field::Destination => &self.destination,
            Field::Mark => &self.mark,
        }
    }
}
