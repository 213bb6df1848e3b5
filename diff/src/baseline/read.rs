//! From a recorded state to sets.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Family, address_number};

use super::{Baseline, FORMAT, Fares, RecordedFlows, RecordedSide, traffic};
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
    let mut ends = Vec::new();
    for end in &baseline.ends {
        let addresses = addresses(&end.addresses)?;
        let (name, kind, network) = (end.name.clone(), end.kind.clone(), end.network.clone());
        ends.push(End { name, kind, network, addresses, object: None, of_site: end.site });
    }
    let known: BTreeMap<(&str, &str), &Addresses> =
        ends.iter().map(|end| ((end.network.as_str(), end.name.as_str()), &end.addresses)).collect();
    let mut by_networks: BTreeMap<(String, String), BTreeMap<Fares, Vec<Space>>> = BTreeMap::new();
    for flows in &baseline.flows {
        let set = set(spaces, &known, flows)?;
        let networks = (flows.from.network.clone(), flows.to.network.clone());
        by_networks.entry(networks).or_default().entry(flows.state).or_default().push(set);
    }
    let flows = by_networks.into_iter().map(|(networks, by_state)| {
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

fn set(
    spaces: &mut Spaces,
    known: &BTreeMap<(&str, &str), &Addresses>,
    flows: &RecordedFlows,
) -> Result<Space, String> {
    let cubes = traffic::read(&flows.traffic, flows.family);
    let cubes = cubes.ok_or_else(|| format!("`{}` is no traffic", flows.traffic))?;
    let mut side = |side: &RecordedSide, field: Field| {
        let all = match &side.name {
            Some(name) => {
                let end = known.get(&(side.network.as_str(), name.as_str())).copied().cloned();
                end.ok_or_else(|| format!("`{name}` is among the flows and not among the ends"))?
            }
            None => addresses(&side.addresses)?,
        };
        let mut own = Addresses::default();
        own.add(flows.family, all.of(flows.family));
        Ok::<Space, String>(own.packets(spaces, field))
    };
    let (from, to) = (side(&flows.from, Field::Source)?, side(&flows.to, Field::Destination)?);
    let traffic: Vec<Space> = cubes.iter().map(|cube| spaces.cube(cube)).collect();
    let (traffic, ends) = (spaces.union_all(traffic), spaces.intersect(from, to));
    Ok(spaces.intersect(traffic, ends))
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
