//! Addresses at one end of a box, as short texts.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use ipnet::IpNet;

use super::show::fold;
use super::{Ends, Range};
use crate::packet::{Family, Prefix, address_number};

/// The network name of addresses that are outside.
const OUTSIDE: &str = "outside";

impl Ends {
    /// The addresses as a short text: by name where one name says it, else the ranges, of which at most
    /// `limit` are spelled out. Of the internet with a few holes it names the holes.
    ///
    /// `10.0.1.10 (web-1)`, `10.0.1.0/28 in main`, `internet except 192.0.2.0/24`
    #[must_use]
    pub fn text(&self, limit: usize) -> String {
        let listed = || fold(&self.addresses, limit);
        match (&self.name, self.network.as_str()) {
            (Some(name), OUTSIDE) => name.clone(),
            (Some(name), _) => format!("{} ({name})", listed()),
            (None, OUTSIDE) => match self.holes() {
                Some(holes) if holes.is_empty() => "internet".to_string(),
                Some(holes) if holes.len() < self.addresses.len() => {
                    format!("internet except {}", fold(&holes, limit))
                }
                _ => format!("{} (internet)", listed()),
            },
            (None, network) => format!("{} in {network}", listed()),
        }
    }

    /// The global unicast addresses that are missing; `None` when others than global unicast are there.
    fn holes(&self) -> Option<Vec<Range<IpAddr>>> {
        let family = Family::of(self.addresses.first()?.first);
        let own: Vec<Numbers> = self.addresses.iter().map(Numbers::of).collect();
        let global = global_unicast(family);
        let holes = minus(&global, &own).into_iter().map(|hole| hole.range(family));
        minus(&own, &global).is_empty().then(|| holes.collect())
    }
}

impl Range<IpAddr> {
    /// The prefix that is exactly this range; `None` when no single prefix is.
    #[must_use]
    pub fn prefix(&self) -> Option<Prefix> {
        let Numbers { first, last } = Numbers::of(self);
        let family = Family::of(self.first);
        // A prefix varies its low bits over all their values: the host mask is a run of ones.
        let hosts = last.checked_sub(first)?;
        let aligned = hosts & hosts.wrapping_add(1) == 0 && first & hosts == 0;
        let bits = family.last_address().count_ones();
        let length = u8::try_from(bits.checked_sub(hosts.count_ones())?).ok()?;
        let net = aligned.then(|| IpNet::new(self.first, length).ok()).flatten()?;
        Prefix::new(net).ok()
    }
}

/// An address, a prefix where the range is one, else `first-last`.
impl fmt::Display for Range<IpAddr> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix() {
            _ if self.first == self.last => self.first.fmt(f),
            Some(prefix) => prefix.fmt(f),
            None => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

/// A range of addresses as numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbers {
    first: u128,
    last: u128,
}

impl Numbers {
    fn of(range: &Range<IpAddr>) -> Self {
        Self { first: address_number(range.first), last: address_number(range.last) }
    }

    fn range(self, family: Family) -> Range<IpAddr> {
        Range { first: family.address(self.first), last: family.address(self.last) }
    }
}

/// What `internet` is before the estate's own addresses are taken away, ascending.
fn global_unicast(family: Family) -> Vec<Numbers> {
    // IPv4: first address and length of what is not global unicast.
    const SPECIAL: [(u32, u32); 11] = [
        (0x0000_0000, 8),
        (0x0a00_0000, 8),
        (0x6440_0000, 10),
        (0x7f00_0000, 8),
        (0xa9fe_0000, 16),
        (0xac10_0000, 12),
        (0xc000_0000, 24),
        (0xc0a8_0000, 16),
        (0xc612_0000, 15),
        (0xe000_0000, 4),
        (0xf000_0000, 4),
    ];
    match family {
        Family::V4 => {
            let special = SPECIAL.map(|(first, length)| {
                let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
                Numbers { first: first.into(), last: (first | hosts).into() }
            });
            minus(&[Numbers { first: 0, last: u32::MAX.into() }], &special)
        }
        Family::V6 => alloc::vec![Numbers { first: 0x2 << 124, last: (0x4 << 124) - 1 }],
    }
}

/// The numbers of `all` that are not in `taken`; both ascending and without overlaps.
fn minus(all: &[Numbers], taken: &[Numbers]) -> Vec<Numbers> {
    let mut rest = Vec::new();
    let mut taken = taken.iter().peekable();
    for range in all {
        let mut next = Some(range.first);
        while let Some(cut) = taken.peek().filter(|cut| cut.first <= range.last) {
            if let Some(first) = next.filter(|&first| first < cut.first) {
                rest.push(Numbers { first, last: cut.first.saturating_sub(1) });
            }
            if cut.last >= range.last {
                next = None;
                break;
            }
            next = next.max(cut.last.checked_add(1));
            taken.next();
        }
        if let Some(first) = next {
            rest.push(Numbers { first, last: range.last });
        }
    }
    rest
}

#[cfg(test)]
mod tests;
