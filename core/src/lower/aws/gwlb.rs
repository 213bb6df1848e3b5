//! Gateway Load Balancer endpoints: a packet that is routed to one goes to an appliance, which lets it through as it is or drops
//! it; then the table of the endpoint's subnet routes it (AWS PrivateLink guide, Gateway Load Balancer endpoints).

use alloc::vec;
use alloc::vec::Vec;

use super::Lowering;
use super::appliance::STEERED;
use super::load_balancer::{leads, own_zone_only};
use crate::estate::aws::{EndpointServiceId, SubnetId};
use crate::fabric::{Appliance, Assumed, Branches, Form, HopId, HopKind, Label, Stop, When};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};

/// What the appliance lets through is not in the estate.
const fn inspects(about: Label) -> Assumed {
    Assumed {
        code: "inspection-unknown",
        text: "the rules of the appliance behind the endpoint are not in the text: it may drop a packet or let it through as it is, \
               and the reply with it",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// Past the load balancer of a service to its targets, the appliances; what comes where there is none is dropped (Gateway
    /// Load Balancer user guide).
    fn appliances_behind(&mut self, service: EndpointServiceId, from: SubnetId, appliances: HopId) -> HopId {
        let behind = self.behind(service, from).into_iter().filter_map(|at| self.aws.interfaces.get(at));
        let behind: Vec<_> = behind.filter_map(|one| Some((one, self.aws.balancer_of(one)?))).collect();
        let used = behind.iter().find(|(interface, balancer)| {
            balancer.listeners.iter().any(|listener| !self.goals(balancer, interface, listener).is_empty())
        });
        let stops_at = self.aws.endpoint_service(service).map(|service| service.object);
        let Some(object) = used.map(|(_, balancer)| balancer.object).or(stops_at) else { return appliances };
        let label = self.label(object);
        match used {
            Some(_) => {
                let hop = HopKind::Branches(Branches::any_of([appliances]));
                self.network.fabric.add_assuming(label, hop, Some(leads(label)))
            }
            None => {
                let stop =
                    super::dead_end(self, Stop::new(Reason::NoTarget, label), label, Some(leads(label)));
                // That there is no target may hang on the zones.
                let by_zone = behind.iter().find(|(interface, balancer)| {
                    self.zones_matter(balancer, interface, &balancer.listeners)
                });
                let by_zone = by_zone.map(|(_, balancer)| own_zone_only(self.label(balancer.object)));
                by_zone.map_or(stop, |assumed| self.assume(assumed, stop))
            }
        }
    }

    /// Every way to an appliance.
    pub(super) fn gwlb_endpoints(&mut self) {
        for endpoint in &self.aws.gwlb_endpoints {
            let label = self.label(endpoint.object);
            let ways = self.routers.get(endpoint.subnet.0 as usize).copied().into_iter().collect();
            let state = self.network.fabric.new_state();
            // No reference to a group stands for the source of what an appliance has sent on.
            let fields = vec![(Field::Mark, Values::one(u128::from(STEERED)))];
            let forms = vec![Form { packets: Space::ALL, fields }];
            let appliance = HopKind::Appliance(Appliance { arrives: None, forms, ways, state });
            let mut hop = self.network.fabric.add_assuming(label, appliance, Some(inspects(label)));
            if let Some(service) = endpoint.service {
                hop = self.appliances_behind(service, endpoint.subnet, hop);
            }
            self.gwlb_endpoints.push(hop);
        }
    }
}
