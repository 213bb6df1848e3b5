//! The ends of an estate, and which of another they are.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::Family;
use ringfence::estate::Estate;
use ringfence::estate::aws::InterfaceId;

use super::Named;
use crate::oracle::{Destination, Flow, Oracle, Sender, held, holder};

/// An address of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) network: String,
    pub(super) address: IpAddr,
}

/// What stands at the ends of flows.
pub(super) struct Ends<'a> {
    pub(super) estate: &'a Estate,
    oracle: Oracle<'a>,
    /// The interfaces by network and name.
    interfaces: BTreeMap<(String, String), Vec<InterfaceId>>,
}

const OUTSIDE: &str = "outside";

impl<'a> Ends<'a> {
    pub(super) fn new(estate: &'a Estate) -> Self {
        let mut interfaces: BTreeMap<_, Vec<InterfaceId>> = BTreeMap::new();
        for (interface, id) in estate.aws.interfaces.iter().zip(0..) {
            let name = (vpc(estate, InterfaceId(id)), estate.path(interface.object));
            interfaces.entry(name).or_default().push(InterfaceId(id));
        }
        Self { estate, oracle: Oracle::new(estate), interfaces }
    }

    /// A flow by the networks and addresses of its ends; `None` where it does not end at what is compared.
    pub(super) fn named(&self, flow: &Flow) -> Option<Named> {
        let source = match flow.sender {
            Sender::Interface(id) => vpc(self.estate, id),
            Sender::Site(site) => self.site(site),
            Sender::Outside => OUTSIDE.to_owned(),
        };
        let destination = match flow.destination {
            Destination::Interface(id, _) => vpc(self.estate, id),
            Destination::Site(site, _) => self.site(site),
            Destination::Outside(_) => OUTSIDE.to_owned(),
            Destination::Front(_) | Destination::Nobody(_) => return None,
        };
        let source = Point { network: source, address: flow.source };
        let destination = Point { network: destination, address: flow.destination.address() };
        Some(Named { source, destination, transport: flow.transport })
    }

    /// The flow as the oracle is asked about it; `None` where an end is nothing.
    pub(super) fn flow(&self, flow: &Named) -> Option<Flow> {
        let (sender, _) = self.end(&flow.source)?;
        // What holds an IPv4 address is reached there, and nothing sends from it.
        let destination = match plain(&flow.destination) {
            Some(plain) => self.end(&plain)?.1.held()?,
            None => self.end(&flow.destination)?.1,
        };
        (Family::of(flow.source.address) == Family::of(flow.destination.address)).then_some(())?;
        Some(Flow { sender, source: flow.source.address, destination, transport: flow.transport })
    }

    fn end(&self, point: &Point) -> Option<(Sender, Destination)> {
        let Point { network, address } = point;
        if network == OUTSIDE {
            let outside = (Sender::Outside, Destination::Outside(*address));
            return self.oracle.is_internet(*address).then_some(outside);
        }
        if let Some(site) = (0..self.estate.sites.len()).find(|site| self.site(*site) == *network) {
            let at = (Sender::Site(site), Destination::Site(site, *address));
            return self.oracle.is_of_site(site, *address).then_some(at);
        }
        let (_, id) = self.interface(point)?;
        Some((Sender::Interface(id), Destination::Interface(id, *address)))
    }

    /// The interface that has an address, with its name.
    fn interface(&self, point: &Point) -> Option<(&str, InterfaceId)> {
        let of_network = self.interfaces.iter().filter(|((network, _), _)| *network == point.network);
        let mut all = of_network.flat_map(|((_, name), ids)| ids.iter().map(|id| (name.as_str(), *id)));
        all.find(|(_, id)| self.oracle.has_address(*id, point.address))
    }

    /// Whether it is sure what has the addresses of a flow here: of things at any free address of their subnet it is of the first
    /// of each stretch.
    pub(super) fn is_sure(&self, flow: &Named) -> bool {
        [&flow.source, &flow.destination].into_iter().all(|point| {
            let free = self.interfaces.iter().filter(|((network, _), _)| *network == point.network);
            let mut free = free
                .flat_map(|(_, ids)| ids)
                .filter(|id| self.estate.aws.interfaces[id.0 as usize].addresses.is_empty());
            !self.oracle.may_be_owned(point.address)
                || free.any(|id| self.oracle.some_addresses(*id).contains(&point.address))
        })
    }

    /// The same flow in another estate; `None` where an end is not there.
    pub(super) fn elsewhere(&self, other: &Self, flow: &Named) -> Option<Named> {
        let (source, destination) =
            (self.point_of(other, &flow.source)?, self.point_of(other, &flow.destination)?);
        Some(Named { source, destination, transport: flow.transport })
    }

    fn point_of(&self, other: &Self, point: &Point) -> Option<Point> {
        if let Some(plain) = plain(point) {
            let there = self.point_of(other, &plain)?;
            return Some(Point { address: holder(there.address)?, ..there });
        }
        let stays = || other.end(point).map(|_| point.clone());
        let Some((name, _)) = self.interface(point) else { return stays() };
        let key = (point.network.clone(), name.to_owned());
        let Some(there) = other.interfaces.get(&key) else {
            // Its name is gone: what has its address is it, where that has a new name.
            let (new_name, _) = other.interface(point)?;
            let is_new = !self.interfaces.contains_key(&(point.network.clone(), new_name.to_owned()));
            return is_new.then(|| point.clone());
        };
        if there.iter().any(|id| other.oracle.has_address(*id, point.address)) {
            return Some(point.clone());
        }
        let (own, others) = (self.addresses(&self.interfaces[&key]), other.addresses(there));
        let family = Family::of(point.address);
        let only = |all: &BTreeSet<IpAddr>, without: &BTreeSet<IpAddr>| {
            let only = all.difference(without).filter(|address| Family::of(**address) == family);
            only.copied().collect::<Vec<_>>()
        };
        let at = only(&own, &others).iter().position(|address| *address == point.address)?;
        let address = *only(&others, &own).get(at)?;
        Some(Point { network: point.network.clone(), address })
    }

    /// The addresses that interfaces are written with.
    fn addresses(&self, ids: &[InterfaceId]) -> BTreeSet<IpAddr> {
        let interfaces = ids.iter().map(|id| &self.estate.aws.interfaces[id.0 as usize]);
        interfaces.flat_map(|interface| interface.addresses.iter().copied()).collect()
    }

    fn site(&self, site: usize) -> String {
        self.estate.path(self.estate.sites[site].object)
    }
}

/// The point with the IPv4 address that its own holds, if it holds one.
fn plain(point: &Point) -> Option<Point> {
    Some(Point { network: point.network.clone(), address: held(point.address)? })
}

fn vpc(estate: &Estate, id: InterfaceId) -> String {
    let subnet = estate.aws.interfaces[id.0 as usize].subnet;
    let vpc = estate.aws.subnets[subnet.0 as usize].vpc;
    estate.path(estate.aws.vpcs[vpc.0 as usize].object)
}
