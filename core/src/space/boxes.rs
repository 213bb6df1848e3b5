//! The set as a short list of boxes that a person can read.

use alloc::vec::Vec;

use super::diagram::Diagram;
use super::encoding::Kind;
use super::set::Set;
use super::{Cube, Field, Values};
use crate::ordered::{self, Map};
use crate::packet::Family;

/// The fields whose possible values family and protocol decide; the last first, as boxes are joined.
const DECIDED: [Field; 4] = [Field::Destination, Field::SourcePort, Field::Source, Field::DestinationPort];

/// See [`Set::cubes`].
pub(super) fn boxes(space: &Set) -> Vec<Cube> {
    let mut boxes = Vec::new();
    for family in [Family::V4, Family::V6] {
        for kind in Kind::ALL {
            let mut found = Vec::new();
            collect(&space.intersect(&kind.space(family)).0, &Field::ALL, &Cube::all(), &mut found);
            let widen = |cube: Cube, field| {
                let full = *cube.get(field) == kind.domain(family, field);
                if full { cube.with(field, Values::all()) } else { cube }
            };
            boxes.extend(found.into_iter().map(|cube| DECIDED.into_iter().fold(cube, widen)));
        }
    }
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

/// Puts the boxes of `diagram`, whose levels are `fields`, into `found`; the fields before them are those of `above`.
fn collect(diagram: &Diagram, fields: &[Field], above: &Cube, found: &mut Vec<Cube>) {
    match (diagram, fields) {
        (Diagram::Empty, _) => {}
        (_, []) => found.push(above.clone()),
        (_, [field, below @ ..]) => {
            for (values, rest) in diagram.groups() {
                collect(rest, below, &above.clone().with(*field, values), found);
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
