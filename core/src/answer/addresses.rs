//! Addresses at one end of a box, as short texts.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use ipnet::IpNet;

use super::show::fold;
use super::{Ends, Range};
use crate::internet::global_unicast;
use crate::packet::{Family, Prefix, address_number};
use crate::space::Values;

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
        let own = self.addresses.iter().map(Range::numbers).collect::<Values>();
        let global = global_unicast(family);
        own.is_subset(&global).then(|| ranges(family, &global.minus(&own)))
    }
}

impl Range<IpAddr> {
    /// The prefix that is exactly this range; `None` when no single prefix is.
    #[must_use]
    pub fn prefix(&self) -> Option<Prefix> {
        let (first, last) = self.numbers();
        let family = Family::of(self.first);
        // A prefix varies its low bits over all their values: the host mask is a run of ones.
        let hosts = last.checked_sub(first)?;
        let aligned = hosts & hosts.wrapping_add(1) == 0 && first & hosts == 0;
        let bits = family.last_address().count_ones();
        let length = u8::try_from(bits.checked_sub(hosts.count_ones())?).ok()?;
        let net = aligned.then(|| IpNet::new(self.first, length).ok()).flatten()?;
        Prefix::new(net).ok()
    }

    fn numbers(&self) -> (u128, u128) {
        (address_number(self.first), address_number(self.last))
    }
}

/// Addresses of `family` as ranges, ascending.
pub(crate) fn ranges(family: Family, addresses: &Values) -> Vec<Range<IpAddr>> {
    let range =
        |&(first, last): &(u128, u128)| Range { first: family.address(first), last: family.address(last) };
    addresses.ranges().iter().map(range).collect()
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

#[cfg(test)]
mod tests;
