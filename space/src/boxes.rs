//! The set as a short list of boxes that a person can read.

use alloc::vec::Vec;

use super::encoding::{Kind, family_number};
use super::inside::Section;
use super::nodes::Id;
use super::{Cube, Field, Space, Spaces, Values};
use crate::ordered::{self, Map};
use crate::packet::Family;

/// The fields whose possible values family and protocol decide; the last first, as boxes are joined.
const DECIDED: [Field; 5] =
    [Field::Mark, Field::Destination, Field::SourcePort, Field::Source, Field::DestinationPort];

/// The same, in the order in which diagrams look at them.
const BELOW: [Field; 5] =
    [Field::Destination, Field::Source, Field::DestinationPort, Field::SourcePort, Field::Mark];

impl Spaces {
    /// The set as a short list of boxes, in order, no packet in two of them: [`Spaces::cube`] of each, united, is the set.
    ///
    /// A box is written wide: a field that has every value that its packets can have is [`Values::all`]. An
    /// address other than that stands in boxes of one family only, and a destination port other than that never
    /// stands for ports and ICMP types in one box.
    #[must_use]
    pub fn cubes(&self, space: Space) -> Vec<Cube> {
        let wide = |(family, kind, cube): (Family, Kind, Cube)| {
            let widen = |cube: Cube, field| {
                let full = *cube.get(field) == kind.domain(family, field);
                if full { cube.with(field, Values::all()) } else { cube }
            };
            DECIDED.into_iter().fold(cube, widen)
        };
        let mut boxes: Vec<Cube> = self.exact_cubes(space).into_iter().map(wide).collect();
        loop {
            let before = boxes.len();
            for field in DECIDED.into_iter().chain([Field::Protocol, Field::Family]) {
                boxes = joined(boxes, field);
            }
            if boxes.len() == before {
                ordered::sort(&mut boxes);
                return boxes;
            }
        }
    }

    /// Boxes of single families and kinds of protocols, with the values that their packets have.
    pub(super) fn exact_cubes(&self, space: Space) -> Vec<(Family, Kind, Cube)> {
        let mut boxes = Vec::new();
        for section in self.sections(space) {
            let family = Values::one(family_number(section.family));
            let above =
                Cube::all().with(Field::Family, family).with(Field::Protocol, section.protocols.clone());
            self.collect(&section, section.below, &BELOW, above, &mut boxes);
        }
        boxes
    }

    /// Puts the boxes below `id` into `found`; the fields before `fields` are those of `above`.
    fn collect(
        &self,
        section: &Section,
        id: Id,
        fields: &[Field],
        above: Cube,
        found: &mut Vec<(Family, Kind, Cube)>,
    ) {
        match fields {
            [] => found.push((section.family, section.kind, above)),
            [field, below @ ..] if !section.kind.has(*field) => {
                self.collect(section, id, below, above.with(*field, Values::one(0)), found);
            }
            [field, below @ ..] => {
                for (values, rest) in self.parts(id, *field, section.family) {
                    self.collect(section, rest, below, above.clone().with(*field, values), found);
                }
            }
        }
    }
}

/// Joins the boxes that differ in `field` only.
fn joined(boxes: Vec<Cube>, field: Field) -> Vec<Cube> {
    let alike = boxes.into_iter().map(|cube| {
        let (values, joins) = (cube.get(field).clone(), joins(&cube, field));
        (cube.with(field, joins), values)
    });
    let join = |(cube, parts): (Cube, Vec<Values>)| {
        let values: Values = parts.iter().flat_map(Values::ranges).copied().collect();
        let every = match field {
            Field::Family => Values::range(0, 1),
            Field::Protocol => Values::range(0, u8::MAX.into()),
            _ => Values::all(),
        };
        cube.with(field, if every.is_subset(&values) { Values::all() } else { values })
    };
    Map::<Cube, Values>::grouped(alike).into_iter().map(join).collect()
}

/// The values of `field` with which `cube` may stand in one box. Where its other numbers would mean something else, an
/// address in the other family, a port in ICMP, only those with which they mean the same.
fn joins(cube: &Cube, field: Field) -> Values {
    let is_all = |field| *cube.get(field) == Values::all();
    let own = cube.get(field);
    match field {
        Field::Family if !is_all(Field::Source) || !is_all(Field::Destination) => own.clone(),
        Field::Protocol if !is_all(Field::DestinationPort) => {
            let ported = Kind::Ported.domain(Family::V4, Field::Protocol);
            if own.is_subset(&ported) { ported } else { own.clone() }
        }
        _ => Values::all(),
    }
}
