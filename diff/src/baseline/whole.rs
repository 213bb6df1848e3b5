//! What cannot be of a recorded state, whatever its sets are.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

use super::Baseline;
use crate::state::INTERNET;

/// Says what of it no estate has, with its place.
pub(super) fn check(baseline: &Baseline) -> Result<(), String> {
    is_digest("texts", &baseline.texts)?;
    let mut resources = BTreeSet::new();
    // The kinds of what has a name.
    let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (resource, at) in baseline.resources.iter().zip(0_usize..) {
        let name = resource.name.as_str();
        let Some((kind, own)) = name.split_once(' ') else {
            return Err(format!("`resources[{at}]`: `{name}` is no kind with a name"));
        };
        if !resources.insert(name) {
            return Err(format!("`resources[{at}]`: `{name}` is there twice"));
        }
        kinds.entry(own).or_default().insert(kind);
        is_digest(&format!("resources[{at}]"), &resource.digest)?;
    }
    let mut ends = BTreeSet::new();
    for (end, at) in baseline.ends.iter().zip(0_usize..) {
        let (name, kind) = (end.name.as_str(), end.kind.as_str());
        if !ends.insert((end.network.as_str(), name)) {
            let network = &end.network;
            return Err(format!("`ends[{at}]`: `{name}` is there twice in the network `{network}`"));
        }
        if end.addresses.is_empty() {
            return Err(format!("`ends[{at}]`: `{name}` has no address"));
        }
        if (name == INTERNET) != (kind == INTERNET) {
            return Err(format!("`ends[{at}]`: `{name}` is no {kind}"));
        }
        if let Some(other) = kinds.get(name).filter(|kinds| !kinds.contains(kind)).and_then(BTreeSet::first) {
            return Err(format!("`ends[{at}]`: `{name}` is no {kind}: its resource is `{other} {name}`"));
        }
    }
    Ok(())
}

fn is_digest(place: &str, text: &str) -> Result<(), String> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = text.strip_prefix("sha256:");
    let is_one = digits.is_some_and(|digits| digits.len() == 64 && digits.bytes().all(is_digit));
    if is_one { Ok(()) } else { Err(format!("`{place}`: `{text}` is no digest")) }
}
