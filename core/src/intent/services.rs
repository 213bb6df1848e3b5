//! Sets of services: which packets a service expression stands for.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::order::definitions_first;
use crate::estate::{Estate, ServiceId, ServiceSet, ServiceTerm, Traffic};
use crate::packet::{Family, PortRange, Protocol};
use crate::space::{Field, Space, Values};

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

/// The packets of `traffic`; from `client` ports where it names no source port.
pub(crate) fn packets(traffic: Traffic, client: &Values) -> Space {
    match traffic {
        Traffic::Any => {
            let ports = [Protocol::TCP, Protocol::UDP].map(|protocol| Values::one(u128::from(protocol.0)));
            let [tcp, udp] = ports.map(|protocol| Space::of(Field::Protocol, &protocol));
            let ported = tcp.union(&udp);
            Space::all().minus(&ported).union(&ported.intersect(&Space::of(Field::SourcePort, client)))
        }
        Traffic::Ports { protocol, destination, source } => of_protocol(protocol)
            .intersect(&Space::of(Field::DestinationPort, &ports(destination)))
            .intersect(&Space::of(Field::SourcePort, &source.map_or_else(|| client.clone(), ports))),
        Traffic::Icmp { protocol, types: (first, last), code } => {
            let family = if protocol == Protocol::ICMP { Family::V4 } else { Family::V6 };
            let value = |kind: u8, code: u8| u128::from(u16::from_be_bytes([kind, code]));
            let (low, high) = code.map_or((0, u8::MAX), |code| (code, code));
            let values = (first..=last).map(|kind| (value(kind, low), value(kind, high))).collect();
            of_protocol(protocol)
                .intersect(&Space::of(Field::Family, &Values::one(family as u128)))
                .intersect(&Space::of(Field::DestinationPort, &values))
        }
        Traffic::Protocol(protocol) => of_protocol(protocol),
    }
}

fn of_protocol(protocol: Protocol) -> Space {
    Space::of(Field::Protocol, &Values::one(u128::from(protocol.0)))
}

/// A range of ports as values of a field.
pub(crate) fn ports(range: PortRange) -> Values {
    Values::range(u128::from(range.first()), u128::from(range.last()))
}
