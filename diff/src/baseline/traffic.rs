//! Traffic as the language writes it, read again.

use alloc::vec::Vec;

use ringfence::space::{Cube, Field, Values};
use ringfence::{Family, Protocol};

/// A word of protocols, and the values behind it.
struct Item {
    protocols: Values,
    is_icmp: bool,
    /// Destination ports, types or protocol numbers.
    first: Vec<(u128, u128)>,
    /// Source ports or codes; with it whether there are some.
    second: Vec<(u128, u128)>,
    in_second: bool,
}

/// The boxes of some traffic between any ends; `None` where it cannot be read.
pub(super) fn read(text: &str, family: Family) -> Option<Vec<Cube>> {
    let mut items: Vec<Item> = Vec::new();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let one = |protocol: Protocol| Values::one(u128::from(protocol.0));
        let (protocols, is_icmp) = match word {
            "any" => (Values::all(), false),
            "tcp" => (one(Protocol::TCP), false),
            "udp" => (one(Protocol::UDP), false),
            "icmp" | "icmpv6" => (one(family.icmp()), true),
            "gre" => (Values::one(47), false),
            "esp" => (Values::one(50), false),
            "ah" => (Values::one(51), false),
            "protocol" => (Values::empty(), false),
            "source-port" => {
                items.last_mut()?.in_second = true;
                continue;
            }
            values => {
                let item = items.last_mut()?;
                match values.split_once('/') {
                    Some((kind, code)) => {
                        item.first.push(range(kind)?);
                        item.in_second = true;
                        item.second.push(range(code)?);
                    }
                    None if item.in_second => item.second.push(range(values)?),
                    None => item.first.push(range(values)?),
                }
                continue;
            }
        };
        items.push(Item { protocols, is_icmp, first: Vec::new(), second: Vec::new(), in_second: false });
    }
    if items.is_empty() {
        return None;
    }
    let byte = |item: &Item| {
        let values = item.first.iter().chain(&item.second);
        let is_of_bytes = item.is_icmp || item.protocols.is_empty();
        !is_of_bytes || values.into_iter().all(|(_, last)| *last <= u128::from(u8::MAX))
    };
    let fits = items.iter().all(byte);
    fits.then(|| items.into_iter().flat_map(|item| item.cubes(family)).collect())
}

impl Item {
    fn cubes(self, family: Family) -> Vec<Cube> {
        let all = Cube::all().with(Field::Family, Values::one(family as u128));
        let or_all = |ranges: &[(u128, u128)]| -> Values {
            if ranges.is_empty() { Values::all() } else { ranges.iter().copied().collect() }
        };
        if self.protocols.is_empty() {
            return Vec::from([all.with(Field::Protocol, self.first.into_iter().collect())]);
        }
        let all = all.with(Field::Protocol, self.protocols.clone());
        if self.is_icmp {
            let types = if self.first.is_empty() { Values::range(0, 255) } else { or_all(&self.first) };
            let codes = if self.second.is_empty() { Values::range(0, 255) } else { or_all(&self.second) };
            let types = types.ranges().iter().flat_map(|&(first, last)| first..=last);
            let values = types.flat_map(|kind| {
                let at = |code: u128| kind.saturating_mul(256).saturating_add(code);
                let codes = codes.ranges().iter();
                codes.map(|&(first, last)| (at(first), at(last))).collect::<Vec<_>>()
            });
            return Vec::from([all.with(Field::DestinationPort, values.collect())]);
        }
        let destination = or_all(&self.first);
        Vec::from([all
            .with(Field::DestinationPort, destination)
            .with(Field::SourcePort, or_all(&self.second))])
    }
}

/// A number up to the last port, or two in order.
fn range(text: &str) -> Option<(u128, u128)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    (first <= last).then(|| (first.into(), last.into()))
}
