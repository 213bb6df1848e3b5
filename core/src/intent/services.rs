//! Sets of services: which packets a service expression stands for.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::order::definitions_first;
use crate::estate::{Estate, ServiceId, ServiceSet, ServiceTerm, Traffic};
use crate::lower::packets;
use crate::space::{Space, Values};

/// The packets of a service.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// From every source port the text leaves open.
    pub(crate) any: Space,
    /// From the ports a client sends from, where the text names no source port.
    pub(crate) client: Space,
    names_source_ports: bool,
}

/// Finds the packets of service expressions, for a client that sends from certain ports.
pub(crate) struct ServiceFinder {
    client_ports: Values,
    services: BTreeMap<ServiceId, Asked>,
}

impl ServiceFinder {
    /// A finder that knows every service of the estate.
    pub(crate) fn new(estate: &Estate, client_ports: Values) -> Self {
        let named = estate.services.iter().map(|service| {
            let mut members = BTreeSet::new();
            named_services(&service.set, &mut members);
            members
        });
        let mut finder = Self { client_ports, services: BTreeMap::new() };
        for index in definitions_first(&named.collect::<Vec<_>>()) {
            if let Some(service) = estate.services.get(index) {
                let asked = finder.find(&service.set);
                finder.services.insert(ServiceId(index as u32), asked);
            }
        }
        finder
    }

    /// The packets of `service`.
    pub(crate) fn find(&self, service: &ServiceSet) -> Asked {
        let mut asked = self.union(&service.union);
        // What is taken away is taken from every source port.
        let without = self.union(&service.except).any;
        asked.any = asked.any.minus(&without);
        asked.client = asked.client.minus(&without);
        asked
    }

    fn union(&self, meets: &[Vec<ServiceTerm>]) -> Asked {
        let mut all = Asked { any: Space::empty(), client: Space::empty(), names_source_ports: false };
        for meet in meets {
            let one = self.meet(meet);
            all.any = all.any.union(&one.any);
            all.client = all.client.union(&one.client);
            all.names_source_ports |= one.names_source_ports;
        }
        all
    }

    fn meet(&self, terms: &[ServiceTerm]) -> Asked {
        let mut all = Asked { any: Space::all(), client: Space::all(), names_source_ports: false };
        for term in terms {
            let one = self.term(term);
            all.any = all.any.intersect(&one.any);
            all.client = all.client.intersect(&one.client);
            all.names_source_ports |= one.names_source_ports;
        }
        // One part that names source ports names them for what the parts have in common.
        if terms.len() > 1 && all.names_source_ports {
            all.client = all.any.clone();
        }
        all
    }

    fn term(&self, term: &ServiceTerm) -> Asked {
        match term {
            ServiceTerm::Traffic(traffic) => Asked {
                any: packets(*traffic, &Values::all()),
                client: packets(*traffic, &self.client_ports),
                names_source_ports: matches!(traffic, Traffic::Ports { source: Some(_), .. }),
            },
            ServiceTerm::Service(id) => self.services.get(id).cloned().unwrap_or_else(|| self.union(&[])),
            ServiceTerm::Group(group) => self.find(group),
        }
    }
}

fn named_services(service: &ServiceSet, found: &mut BTreeSet<usize>) {
    for term in service.union.iter().chain(&service.except).flatten() {
        match term {
            ServiceTerm::Service(id) => {
                found.insert(id.0 as usize);
            }
            ServiceTerm::Group(group) => named_services(group, found),
            ServiceTerm::Traffic(_) => {}
        }
    }
}
