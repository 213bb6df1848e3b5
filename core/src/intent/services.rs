//! Sets of services: which packets a service expression stands for.

use alloc::vec::Vec;

use super::order::definitions_first;
use crate::estate::{Estate, ServiceId, ServiceSet, ServiceTerm, Traffic};
use crate::space::{Field, Space, Values};
use crate::traffic::packets;

/// The packets of a service.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// From every source port the text leaves open.
    pub(crate) any: Space,
    /// Those of them whose source port the text chooses, so that the client does not.
    named: Space,
}

impl Asked {
    fn none() -> Self {
        Self { any: Space::empty(), named: Space::empty() }
    }

    /// Those that a client sends who sends from `ports`.
    pub(crate) fn by_client(&self, ports: &Values) -> Space {
        self.any.intersect(&packets(Traffic::Any, ports)).union(&self.named)
    }
}

/// Finds the packets of service expressions.
pub(crate) struct ServiceFinder {
    /// Those of each service.
    services: Vec<Asked>,
}

impl ServiceFinder {
    /// A finder that knows every service of the estate.
    pub(crate) fn new(estate: &Estate) -> Self {
        let named = estate.services.iter().map(|service| {
            let mut members = Vec::new();
            named_services(&service.set, &mut members);
            members
        });
        let mut finder = Self { services: alloc::vec![Asked::none(); estate.services.len()] };
        for index in definitions_first(&named.collect::<Vec<_>>()) {
            if let Some(service) = estate.services.get(index) {
                let asked = finder.find(&service.set);
                if let Some(known) = finder.services.get_mut(index) {
                    *known = asked;
                }
            }
        }
        finder
    }

    /// The packets of `service`.
    pub(crate) fn find(&self, service: &ServiceSet) -> Asked {
        let asked = self.union(&service.union);
        let without = self.union(&service.except);
        let any = asked.any.minus(&without.any);
        // Where source ports are taken away by name, those that are left are named, too.
        let named = asked.named.union(&without.named.forget(Field::SourcePort)).intersect(&any);
        Asked { any, named }
    }

    fn union(&self, meets: &[Vec<ServiceTerm>]) -> Asked {
        meets.iter().map(|meet| self.meet(meet)).fold(Asked::none(), |all, one| Asked {
            any: all.any.union(&one.any),
            named: all.named.union(&one.named),
        })
    }

    /// What the terms have in common; a source port is named if one of them names it.
    fn meet(&self, terms: &[ServiceTerm]) -> Asked {
        let all = Asked { any: Space::all(), named: Space::empty() };
        terms.iter().map(|term| self.term(term)).fold(all, |all, one| {
            let any = all.any.intersect(&one.any);
            Asked { named: all.named.union(&one.named).intersect(&any), any }
        })
    }

    fn term(&self, term: &ServiceTerm) -> Asked {
        match term {
            ServiceTerm::Traffic(traffic) => {
                let any = packets(*traffic, &Values::all());
                let named = match traffic {
                    Traffic::Ports { source: Some(_), .. } => any.clone(),
                    _ => Space::empty(),
                };
                Asked { any, named }
            }
            ServiceTerm::Service(ServiceId(index)) => {
                self.services.get(*index as usize).cloned().unwrap_or_else(Asked::none)
            }
            ServiceTerm::Group(group) => self.find(group),
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
