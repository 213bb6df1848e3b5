//! From a recorded state to sets.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Family, address_number};

use super::{Baseline, FORMAT, Fares, RecordedFlows, RecordedSide, traffic, whole};
use crate::kinds::Levels;
use crate::sets::Addresses;
use crate::state::{End, State};

/// The sets of a recorded state; else what is wrong with it, as a sentence.
pub(super) fn state(spaces: &mut Spaces, baseline: &Baseline) -> Result<State, String> {
    if baseline.format != FORMAT {
        let format = baseline.format;
        return Err(format!(
            "it has the form {format}, and this program reads the form {FORMAT}: record it anew"
        ));
    }
    whole::check(baseline)?;
    let mut ends = Vec::new();
    for (end, at) in baseline.ends.iter().zip(0_usize..) {
        let addresses = addresses(&end.addresses).map_err(|why| format!("`ends[{at}]`: {why}"))?;
        let (name, kind, network) = (end.name.clone(), end.kind.clone(), end.network.clone());
        ends.push(End { name, kind, network, addresses, object: None, of_site: end.site });
    }
    let mut known = Known::default();
    for end in &ends {
        let all = known.networks.entry(&end.network).or_default();
        *all = all.union(&end.addresses.reached());
        known.names.insert((&end.network, &end.name), &end.addresses);
    }
    let mut by_networks: BTreeMap<(String, String), Listed> = BTreeMap::new();
    for (flows, at) in baseline.flows.iter().zip(0_usize..) {
        let set = set(spaces, &known, flows).map_err(|why| format!("`flows[{at}]`: {why}"))?;
        let networks = (flows.from.network.clone(), flows.to.network.clone());
        by_networks.entry(networks).or_default().push((at, flows.state, set));
    }
    for listed in by_networks.values() {
        share_none(spaces, listed)?;
    }
    let by_networks = by_networks.into_iter().map(|(networks, listed)| {
        let mut by_state: BTreeMap<Fares, Vec<Space>> = BTreeMap::new();
        for (_, state, set) in listed {
            by_state.entry(state).or_default().push(set);
        }
        (networks, by_state)
    });
    let flows = by_networks.map(|(networks, by_state)| {
        let sets: Vec<(Fares, Space)> =
            by_state.into_iter().map(|(fares, sets)| (fares, spaces.union_all(sets))).collect();
        let mut level = |at: usize| {
            let sets = sets.iter().filter(|(fares, _)| fares.levels().get(at) == Some(&true));
            spaces.union_all(sets.map(|(_, set)| *set))
        };
        let levels = Levels { least: [level(0), level(1)], greatest: [level(2), level(3)] };
        (networks, levels)
    });
    let flows = flows.collect();
    Ok(State { ends, flows })
}

/// The ends of a recorded state.
#[derive(Default)]
struct Known<'a> {
    names: BTreeMap<(&'a str, &'a str), &'a Addresses>,
    /// What is reached in a network.
    networks: BTreeMap<&'a str, Addresses>,
}

/// Sets of flows between two networks, each with its place among all and how they fare.
type Listed = Vec<(usize, Fares, Space)>;

fn set(spaces: &mut Spaces, known: &Known<'_>, flows: &RecordedFlows) -> Result<Space, String> {
    let cubes = traffic::read(&flows.traffic, flows.family);
    let cubes = cubes.ok_or_else(|| format!("`{}` is no traffic", flows.traffic))?;
    let mut side = |side: &RecordedSide, field: Field| {
        let network = side.network.as_str();
        let reached = known.networks.get(network);
        let reached = reached.ok_or_else(|| format!("no end is in the network `{network}`"))?;
        let all = match &side.name {
            Some(name) if !side.addresses.is_empty() => {
                return Err(format!(
                    "it has both the name `{name}` and addresses, of which one is to stand there"
                ));
            }
            Some(name) => {
                let end = known.names.get(&(network, name.as_str())).copied().cloned();
                end.ok_or_else(|| format!("`{name}` is among the flows and not among the ends"))?
            }
            None => addresses(&side.addresses)?,
        };
        let mut own = Addresses::default();
        own.add(flows.family, all.of(flows.family));
        if own.is_empty() {
            return Err("a side has no address of its family".to_owned());
        }
        match own.minus(reached).texts().first() {
            Some(text) => Err(format!("no end of the network `{network}` has `{text}`")),
            None => Ok(own.packets(spaces, field)),
        }
    };
    let (from, to) = (side(&flows.from, Field::Source)?, side(&flows.to, Field::Destination)?);
    let traffic: Vec<Space> = cubes.iter().map(|cube| spaces.cube(cube)).collect();
    let (traffic, ends) = (spaces.union_all(traffic), spaces.intersect(from, to));
    Ok(spaces.intersect(traffic, ends))
}

/// Says which sets of flows have one in common.
fn share_none(spaces: &mut Spaces, listed: &Listed) -> Result<(), String> {
    let all = spaces.union_all(listed.iter().map(|(_, _, set)| *set));
    let counts = listed.iter().map(|(_, _, set)| spaces.count(*set));
    #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
    let counts = counts.reduce(|one, other| one + other);
    if counts.is_none_or(|count| count == spaces.count(all)) || spaces.is_exhausted() {
        return Ok(());
    }
    for (later, (at, ..)) in listed.iter().enumerate() {
        for (earlier, _, before) in listed.iter().take(later) {
            let Some((_, _, set)) = listed.get(later) else { continue };
            if !spaces.intersect(*set, *before).is_empty() {
                return Err(format!(
                    "`flows[{at}]` has flows that `flows[{earlier}]` has, and each fares one way"
                ));
            }
        }
    }
    Ok(())
}

fn addresses(texts: &[String]) -> Result<Addresses, String> {
    let mut all = Addresses::default();
    for text in texts {
        let (family, first, last) =
            range(text).ok_or_else(|| format!("`{text}` is no address, prefix or range"))?;
        all.add(family, &Values::range(first, last));
    }
    Ok(all)
}

/// An address, a prefix, or two addresses in order.
fn range(text: &str) -> Option<(Family, u128, u128)> {
    let number = |text: &str| {
        let address: IpAddr = text.parse().ok()?;
        Some((Family::of(address), address_number(address)))
    };
    if let Some((first, last)) = text.split_once('-') {
        let ((family, first), (other, last)) = (number(first)?, number(last)?);
        return (family == other && first <= last).then_some((family, first, last));
    }
    let Some((first, length)) = text.split_once('/') else {
        let (family, number) = number(text)?;
        return Some((family, number, number));
    };
    let (family, first) = number(first)?;
    let length: u32 = length.parse().ok()?;
    let hosts = family.last_address().checked_shr(length).unwrap_or(0);
    let longest = family.last_address().count_ones();
    let is_prefix = length <= longest && first & hosts == 0;
    is_prefix.then_some((family, first, first | hosts))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for text in
            ["10.0.0.1", "10.0.0.0/8", "10.0.0.3-10.0.0.9", "2001:db8::/32", "0.0.0.0/0", "::/0", "::1"]
        {
            let texts = [text.to_string()];
            assert_eq!(addresses(&texts).unwrap().texts(), texts, "{text}");
        }
        for text in ["", "10.0.0.1/8", "10.0.0.9-10.0.0.3", "10.0.0.0/33", "10.0.0.1-::1", "web-1"] {
            assert!(addresses(&[text.to_string()]).is_err(), "{text}");
        }
    }
}
