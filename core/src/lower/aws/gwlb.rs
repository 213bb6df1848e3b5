//! Gateway Load Balancer endpoints: a packet that is routed to one goes to an appliance, which lets it through as it is or drops
//! it; then the table of the endpoint's subnet routes it (AWS PrivateLink guide, Gateway Load Balancer endpoints).

use alloc::vec;

use super::Lowering;
use super::appliance::STEERED;
use crate::fabric::{Appliance, Assumed, Form, HopKind, Label, When};
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
            let hop = self.network.fabric.add_assuming(label, appliance, Some(inspects(label)));
            self.gwlb_endpoints.push(hop);
        }
    }
}
