//! Sites as boxes, with their subnets, machines, and lines.

use alloc::borrow::ToOwned;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::aws::gateway;
use super::{Map, one};
use crate::answer::{Area, Machine, Machines};
use crate::estate::{Host, LineEnd, Selector, Site};
use crate::packet::Prefix;
use crate::syntax::written_tag;

/// Every site. A line stands among the gateways of the site at its end.
pub(super) fn areas(map: Map<'_>) -> Vec<Area> {
    let sites = map.estate.sites.iter().enumerate();
    sites.filter_map(|(index, site)| area(map, index, site)).collect()
}

fn area(map: Map<'_>, index: usize, site: &Site) -> Option<Area> {
    let gateways = site.gateways.iter();
    let gateways = gateways.filter_map(|own| gateway(map, own.object, vec![own.address]));
    let own = |end: &LineEnd| *end == LineEnd::Site(index);
    let lines = map.estate.lines.iter().filter(|line| line.ends.iter().any(own));
    let lines = lines.filter_map(|line| gateway(map, line.object, Vec::new()));
    let holds = |prefixes: &[Prefix], host: &Host| {
        host.addresses.iter().all(|address| prefixes.iter().any(|prefix| prefix.contains(*address)))
    };
    let subnets = site.subnets.iter().filter_map(|subnet| {
        let own = site.hosts.iter().filter(|host| holds(&subnet.prefixes, host));
        Some(Area {
            prefixes: subnet.prefixes.iter().map(ToString::to_string).collect(),
            machines: own.filter_map(|host| machines(map, host)).collect(),
            ..map.area(subnet.object, map.estate.object(subnet.object)?)
        })
    });
    let others =
        site.hosts.iter().filter(|host| !site.subnets.iter().any(|subnet| holds(&subnet.prefixes, host)));
    Some(Area {
        prefixes: site.prefixes.iter().map(ToString::to_string).collect(),
        areas: subnets.collect(),
        gateways: gateways.chain(lines).collect(),
        machines: others.filter_map(|host| machines(map, host)).collect(),
        ..map.area(site.object, map.estate.object(site.object)?)
    })
}

fn machines(map: Map<'_>, host: &Host) -> Option<Machines> {
    let object = map.estate.object(host.object)?;
    let machine = Machine {
        kind: object.kind.to_owned(),
        label: object.name.clone(),
        selector: map.estate.written(&one(Selector::Object(host.object))),
        addresses: host.addresses.clone(),
        public: Vec::new(),
        place: map.place(&object.origin),
    };
    let tags = object.tags.iter().map(|(key, value)| written_tag(key, value)).collect();
    Some(Machines { members: vec![machine], groups: Vec::new(), tags })
}
