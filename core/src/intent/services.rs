//! Sets of services: which packets a service expression stands for.

use alloc::vec::Vec;

use super::order::definitions_first;
use crate::estate::{Estate, ServiceId, ServiceSet, ServiceTerm, Traffic};
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::packets;

/// The packets of a service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// From every source port the text leaves open.
    pub(crate) any: Space,
    /// Those of them whose source port the text chooses, so that the client does not.
    named: Space,
}

impl Asked {
    const NONE: Self = Self { any: Space::EMPTY, named: Space::EMPTY };

    /// Those that a client sends who sends from `ports`.
    pub(crate) fn by_client(self, spaces: &mut Spaces, ports: &Values) -> Space {
        let from_ports = packets(spaces, Traffic::Any, ports);
        let chosen = spaces.intersect(self.any, from_ports);
        spaces.union(chosen, self.named)
    }
}

/// Finds the packets of service expressions.
#[derive(Debug)]
pub(crate) struct ServiceFinder {
    /// Those of each service.
    services: Vec<Asked>,
}

impl ServiceFinder {
    /// A finder that knows every service of the estate.
    pub(crate) fn new(spaces: &mut Spaces, estate: &Estate) -> Self {
        let named = estate.services.iter().map(|service| {
            let mut members = Vec::new();
            named_services(&service.set, &mut members);
            members
        });
        let mut finder = Self { services: alloc::vec![Asked::NONE; estate.services.len()] };
        for index in definitions_first(&named.collect::<Vec<_>>()) {
            if let Some(service) = estate.services.get(index) {
                let asked = finder.find(spaces, &service.set);
                if let Some(known) = finder.services.get_mut(index) {
                    *known = asked;
                }
            }
        }
        finder
    }

    /// The packets of `service`.
    pub(crate) fn find(&self, spaces: &mut Spaces, service: &ServiceSet) -> Asked {
        let asked = self.union(spaces, &service.union);
        let without = self.union(spaces, &service.except);
        let any = spaces.minus(asked.any, without.any);
        // Where source ports are taken away by name, those that are left are named, too.
        let taken = spaces.forget(without.named, Field::SourcePort);
        let named = spaces.union(asked.named, taken);
        Asked { any, named: spaces.intersect(named, any) }
    }

    fn union(&self, spaces: &mut Spaces, meets: &[Vec<ServiceTerm>]) -> Asked {
        meets.iter().fold(Asked::NONE, |all, meet| {
            let one = self.meet(spaces, meet);
            Asked { any: spaces.union(all.any, one.any), named: spaces.union(all.named, one.named) }
        })
    }

    /// What the terms have in common; a source port is named if one of them names it.
    fn meet(&self, spaces: &mut Spaces, terms: &[ServiceTerm]) -> Asked {
        let all = Asked { any: Space::ALL, named: Space::EMPTY };
        terms.iter().fold(all, |all, term| {
            let one = self.term(spaces, term);
            let any = spaces.intersect(all.any, one.any);
            let named = spaces.union(all.named, one.named);
            Asked { any, named: spaces.intersect(named, any) }
        })
    }

    fn term(&self, spaces: &mut Spaces, term: &ServiceTerm) -> Asked {
        match term {
            ServiceTerm::Traffic(traffic) => {
                let any = packets(spaces, *traffic, &Values::all());
                let named = match traffic {
                    Traffic::Ports { source: Some(_), .. } => any,
                    _ => Space::EMPTY,
                };
                Asked { any, named }
            }
            ServiceTerm::Service(ServiceId(index)) => {
                self.services.get(*index as usize).copied().unwrap_or(Asked::NONE)
            }
            ServiceTerm::Group(group) => self.find(spaces, group),
        }
    }
}

fn named_services(service: &ServiceSet, found: &mut Vec<usize>) {
    for term in service.union.iter().chain(&service.except).flatten() {
        match term {
            ServiceTerm::Service(id) => found.push(id.0 as usize),
            ServiceTerm::Group(group) => named_services(group, found),
            ServiceTerm::Traffic(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
