//! Sets of another store.

use alloc::vec::Vec;

use super::nodes::{Edge, Id, Memo};
use super::{Space, Spaces};

impl Spaces {
    /// The set `space` of the store `from`, in this one. Sets of two stores are compared, and combined, in one of them.
    pub fn copied(&mut self, from: &Self, space: Space) -> Space {
        if self.layout != from.layout {
            let cubes = from.cubes(space);
            let parts: Vec<Space> = cubes.iter().map(|cube| self.cube(cube)).collect();
            return self.union_all(parts);
        }
        Space(self.copy(from, space.0, &mut Memo::new()))
    }

    fn copy(&mut self, from: &Self, id: Id, known: &mut Memo<Id>) -> Id {
        if id.is_terminal() {
            return id;
        }
        if let Some(copy) = known.get(id) {
            return *copy;
        }
        // What follows a node is made before it.
        let edges = from.nodes.edges(id).iter();
        let edges: Vec<Edge> =
            edges.map(|edge| Edge { last: edge.last, rest: self.copy(from, edge.rest, known) }).collect();
        let begin = self.nodes.begin();
        edges.iter().for_each(|edge| self.nodes.push(begin, edge.last, edge.rest));
        let copy = self.nodes.finish(from.nodes.level(id), begin);
        known.insert(id, copy);
        copy
    }
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;

    use super::*;
    use crate::{Cube, Field, Layout, Values};

    /// Two boxes that share packets.
    fn set(spaces: &mut Spaces) -> Space {
        let web =
            Cube::all().with(Field::Protocol, Values::one(6)).with(Field::DestinationPort, Values::one(443));
        let near = Cube::all().with(Field::Family, Values::one(0)).with(Field::Source, Values::range(10, 77));
        let (web, near) = (spaces.cube(&web), spaces.cube(&near));
        spaces.union(web, near)
    }

    #[test]
    fn a_copy_is_the_set_that_the_other_store_would_have_made() {
        for layout in [Layout::Words, Layout::Bytes] {
            let mut other = Spaces::with(layout);
            let original = set(&mut other);
            let mut over = Spaces::over(&Arc::new(other));
            let part = over.limit(original, Field::DestinationPort, &Values::range(80, 443));
            let mut spaces = Spaces::new();
            let own = set(&mut spaces);
            assert_eq!(spaces.copied(&over, original), own);
            let own = spaces.limit(own, Field::DestinationPort, &Values::range(80, 443));
            assert_eq!(spaces.copied(&over, part), own);
            assert_eq!(
                [Space::ALL, Space::EMPTY].map(|set| spaces.copied(&over, set)),
                [Space::ALL, Space::EMPTY]
            );
        }
    }
}
