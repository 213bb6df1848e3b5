//! A diagram taken apart by what its paths end at.

use alloc::vec;
use alloc::vec::Vec;

use super::{Id, Memo, Nodes};

impl Nodes {
    /// The parts of a diagram that lead to each terminal but [`Id::EMPTY`], as sets, in the order of the terminals.
    pub(crate) fn split(&mut self, id: Id) -> Vec<(Id, Id)> {
        if id.is_terminal() {
            return if id == Id::EMPTY { Vec::new() } else { vec![(id, Id::FULL)] };
        }
        let mut parts = Vec::new();
        self.split_into(id, &mut Memo::new(), &mut parts);
        parts
    }

    /// The same below one node, each node once.
    fn split_into(&mut self, id: Id, known: &mut Memo<Vec<(Id, Id)>>, parts: &mut Vec<(Id, Id)>) {
        if let Some(before) = known.get(id) {
            parts.extend_from_slice(before);
            return;
        }
        let level = self.level(id);
        // Terminal, range and part of each edge.
        let mut found: Vec<(Id, u32, u32, Id)> = Vec::new();
        let (mut first, mut below) = (0_u32, Vec::new());
        for at in 0..self.edges(id).len() {
            let Some(&edge) = self.edges(id).get(at) else { break };
            below.clear();
            if edge.rest.is_terminal() {
                below.extend(Some((edge.rest, Id::FULL)).filter(|_| edge.rest != Id::EMPTY));
            } else {
                self.split_into(edge.rest, known, &mut below);
            }
            found.extend(below.iter().map(|&(terminal, part)| (terminal, first, edge.last, part)));
            first = edge.last.wrapping_add(1);
        }
        found.sort_unstable_by_key(|&(terminal, first, ..)| (u64::from(terminal.0) << 32) | u64::from(first));
        let last = self.edges(id).last().map_or(0, |edge| edge.last);
        let start = parts.len();
        for group in found.chunk_by(|one, next| one.0 == next.0) {
            let mut row = self.row(level, last);
            for &(_, first, last, part) in group {
                self.put(&mut row, first, last, part);
            }
            let terminal = group.first().map_or(Id::EMPTY, |group| group.0);
            parts.push((terminal, self.close(&row)));
        }
        known.insert(id, parts.get(start..).unwrap_or_default().to_vec());
    }
}
