//! Prefix lists.

use alloc::vec::Vec;

use super::{Builder, Placed};
use crate::estate::aws::{PrefixList, PrefixListId};
use crate::packet::Prefix;
use crate::problem::{duplicate, not_in_this_cloud};
use crate::resolve::taken::{Once, Taken};

impl Builder<'_, '_, '_, '_> {
    pub(super) fn prefix_lists(&mut self) {
        for said in self.input.in_networks("prefix-list") {
            let Some(object) = said.node.object else { continue };
            let mut prefixes: Vec<Prefix> = Vec::new();
            let mut known = Taken::default();
            // A list without one of its entries is another list.
            let mut valid = !self.input.in_doubt(said.node);
            for entry in self.input.inside(said.node, "") {
                let Some(read) = entry.filled.values().first() else { continue };
                let (Some(prefix), here) = (read.value.prefix(), entry.at(read)) else { continue };
                if prefixes.first().is_some_and(|first| first.family() != prefix.family()) {
                    self.report.push(not_in_this_cloud::families_of_list(here));
                    valid = false;
                } else if let Some(first) = known.take(Once::Destination(prefix), here) {
                    self.report.push(duplicate::entry(here, prefix, first));
                } else {
                    prefixes.push(prefix);
                }
            }
            if valid {
                let id = PrefixListId(self.aws.prefix_lists.len() as u32);
                self.aws.prefix_lists.push(PrefixList { object, prefixes });
                self.placed.insert(object, Placed::PrefixList(id));
            }
        }
    }
}
