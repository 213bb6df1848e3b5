//! Which addresses a sender may write to reach another: its own, and all that are translated to it.

use alloc::vec::Vec;

use super::room::Full;
use crate::fabric::{Front, Place, PlaceId, Rewrite};
use crate::lower::{Network, Translation};
use crate::ordered;
use crate::packet::Family;

/// Translations of different addresses that may lead to one.
const MOST_LEADING: usize = 16;

/// Where the translations of a network lead.
#[derive(Debug)]
pub(crate) struct Written {
    /// Ranges to which addresses are translated, by their first.
    targets: Vec<Target>,
    /// What stands behind each front.
    behind: Vec<Option<PlaceId>>,
    /// Whether ports of destinations are translated, too.
    pub(super) translates_ports: bool,
}

#[derive(Debug)]
struct Target {
    family: Family,
    first: u128,
    last: u128,
    /// The highest last of this range and all before it, of the family.
    reach: u128,
    /// The translation, by its place in the network.
    by: usize,
}

impl Written {
    /// What leads where in `network`.
    pub(crate) fn new(network: &Network) -> Self {
        let mut targets = Vec::new();
        for (by, translation) in network.translations.iter().enumerate() {
            for family in [Family::V4, Family::V6] {
                let ranges = translation.to.family(family).ranges().iter();
                targets.extend(ranges.map(|&(first, last)| Target { family, first, last, reach: last, by }));
            }
        }
        ordered::sort_by_key(&mut targets, |target| (target.family, target.first));
        let mut before = None;
        for target in &mut targets {
            if let Some((family, reach)) = before
                && family == target.family
            {
                target.reach = target.reach.max(reach);
            }
            before = Some((target.family, target.reach));
        }
        let translates_ports = network.fabric.rewrites().any(Rewrite::translates_ports);
        let behind = network.fabric.fronts.iter().map(|front| behind(network, front)).collect();
        Self { targets, behind, translates_ports }
    }

    /// The place behind the front with this number.
    pub(super) fn behind(&self, front: u32) -> Option<PlaceId> {
        self.behind.get(front as usize).copied().flatten()
    }

    /// The translations that lead to an address, also those that lead to what others translate.
    pub(super) fn leading<'a>(
        &self,
        translations: &'a [Translation],
        family: Family,
        address: u128,
    ) -> Result<Leading<'a>, Full> {
        let mut leading = Leading { list: [0; MOST_LEADING], count: 0, translations, family };
        self.add(&mut leading, (address, address))?;
        let mut at = 0_usize;
        while let Some(by) = leading.list.get(at..leading.count).and_then(|rest| rest.first()).copied() {
            for &range in translations.get(by).into_iter().flat_map(|one| one.from.family(family).ranges()) {
                self.add(&mut leading, range)?;
            }
            at = at.saturating_add(1);
        }
        Ok(leading)
    }

    /// Adds the translations that lead into a range.
    fn add(&self, leading: &mut Leading<'_>, (first, last): (u128, u128)) -> Result<(), Full> {
        let own = leading.family;
        let key = (own, last);
        let before = self.targets.partition_point(|target| (target.family, target.first) <= key);
        let targets = self.targets.get(..before).unwrap_or_default().iter().rev();
        let near = targets.take_while(|target| target.family == own && target.reach >= first);
        for target in near.filter(|target| target.last >= first) {
            leading.add(target.by)?;
        }
        Ok(())
    }
}

fn behind(network: &Network, front: &Front) -> Option<PlaceId> {
    let (realm, address) = front.behind?;
    let has_it = |place: &Place| place.realm == realm && place.addresses.contains(address);
    network.fabric.places.iter().zip(0..).find(|(place, _)| has_it(place)).map(|(_, id)| PlaceId(id))
}

/// Translations that lead to an address, one of those of the same addresses.
pub(super) struct Leading<'a> {
    list: [usize; MOST_LEADING],
    count: usize,
    translations: &'a [Translation],
    family: Family,
}

impl Leading<'_> {
    fn add(&mut self, by: usize) -> Result<(), Full> {
        let from = |by: usize| self.translations.get(by).map(|one| one.from.family(self.family));
        let known = self.list.get(..self.count).unwrap_or_default();
        if known.iter().any(|&known| from(known) == from(by)) {
            return Ok(());
        }
        *self.list.get_mut(self.count).ok_or(Full)? = by;
        self.count = self.count.saturating_add(1);
        Ok(())
    }

    /// The addresses that are translated, in ranges.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u128, u128)> {
        let list = self.list.get(..self.count).unwrap_or_default().iter();
        let leading = list.filter_map(|&by| self.translations.get(by));
        leading.flat_map(|one| one.from.family(self.family).ranges()).copied()
    }
}
