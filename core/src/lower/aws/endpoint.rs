//! Endpoints: gateway endpoints carry what is routed to them to the addresses of their service, interface endpoints are
//! interfaces that answer (AWS PrivateLink guide, gateway endpoints and interface endpoints).

use alloc::vec::Vec;

use super::group::list_addresses;
use super::nat::Sender;
use super::{HopId, Lowering, dead_end};
use crate::estate::aws::{Aws, EndpointId, EndpointKind, PrefixListId, RouteTableId, RouteTarget};
use crate::fabric::{
    Action, Addresses, Assumed, Case, FilterList, HopKind, Label, Otherwise, Rewrite, Route, Stop, Treatment,
    When,
};
use crate::packet::AddressRange;
use crate::reason::Reason;
use crate::space::{Field, Space};
use crate::traffic::{prefix_values, with_any};

/// Services are not said to open connections by an interface endpoint.
pub(super) const fn answers_only(about: Label) -> Assumed {
    Assumed {
        code: "endpoint-answers-only",
        text: "an interface endpoint sends replies only: the service behind it opens no connections",
        about,
        when: When::Crossed,
    }
}

/// Whether a NAT gateway uses the gateway endpoints of its subnet's table.
const fn not_from_nat(about: Label) -> Assumed {
    Assumed {
        code: "nat-gateway-to-endpoint",
        text: "a NAT gateway cannot send by a gateway endpoint: what the table of its subnet routes there is dropped",
        about,
        when: When::Crossed,
    }
}

/// The lists whose addresses a gateway endpoint carries.
fn lists_of(aws: &Aws, id: EndpointId) -> Vec<PrefixListId> {
    let own = match aws.endpoint(id).map(|endpoint| &endpoint.kind) {
        Some(EndpointKind::Gateway { list, .. }) => *list,
        _ => None,
    };
    let routes = aws.route_tables.iter().flat_map(|table| &table.list_routes);
    let routed = routes.filter(|route| route.target == RouteTarget::Endpoint(id)).map(|route| route.list);
    own.into_iter().chain(routed).collect()
}

/// The routes that gateway endpoints add to a table by themselves.
pub(super) fn added_routes(
    aws: &Aws,
    table: RouteTableId,
) -> impl Iterator<Item = (EndpointId, PrefixListId)> {
    aws.endpoints.iter().zip(0..).filter_map(move |(endpoint, id)| match &endpoint.kind {
        EndpointKind::Gateway { list: Some(list), tables } if tables.contains(&table) => {
            Some((EndpointId(id), *list))
        }
        _ => None,
    })
}

impl Lowering<'_> {
    /// Every gateway endpoint.
    pub(super) fn gateway_endpoints(&mut self) {
        for (endpoint, id) in self.aws.endpoints.iter().zip(0..) {
            let (id, label) = (EndpointId(id), self.label(endpoint.object));
            let entrance = match endpoint.kind {
                EndpointKind::Interface => [None; 2],
                EndpointKind::Gateway { .. } => self.gateway_endpoint(id, label),
            };
            self.gateway_endpoints.push(entrance);
        }
    }

    /// What comes to it from interfaces of its VPC and from NAT gateways.
    fn gateway_endpoint(&mut self, id: EndpointId, label: Label) -> [Option<HopId>; 2] {
        let lists = lists_of(self.aws, id);
        for list in &lists {
            let prefixes = self.aws.prefix_list(*list).into_iter().flat_map(|list| &list.prefixes);
            for (prefix, object) in prefixes.zip(core::iter::repeat(label.object)) {
                if let Some(object) = object {
                    self.network.ranges.push(object, AddressRange::from(*prefix));
                }
            }
        }
        let Some(vpc) = self.aws.endpoint(id).map(|endpoint| endpoint.vpc) else { return [None; 2] };
        let own = self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
        let own: Addresses =
            own.map(|prefix| Addresses::of(prefix.family(), prefix_values(prefix))).collect();
        let elsewhere = Stop::new(Reason::EndpointFromElsewhere, label);
        let state = self.network.fabric.new_state();
        let case = Case {
            packets: with_any(self.spaces, Field::Source, &own),
            treatment: Treatment::Set(Vec::new()),
            label,
        };
        let (otherwise, next) = ((elsewhere.clone(), label), self.outside.services);
        let carry = HopKind::Rewrite(Rewrite::new(self.spaces, [case], otherwise, Some(state), next));
        let carry = self.network.fabric.add(label, carry);
        // What the service sends back comes in by the endpoint, to the VPC's router.
        let service: Addresses = lists.iter().map(|list| list_addresses(self.aws, *list)).collect();
        let core = self.cores.get(vpc.0 as usize).copied().unwrap_or(next);
        let back = super::Entry { packets: Space::ALL, next: super::Next::Hop(core), label };
        let back = HopKind::Route(Route::new(self.spaces, alloc::vec![back], (elsewhere.clone(), label)));
        let back = self.network.fabric.add(label, back);
        let from = with_any(self.spaces, Field::Source, &service);
        let to = with_any(self.spaces, Field::Destination, &own);
        let packets = self.spaces.intersect(from, to);
        self.outside.gives_back(packets, state, back);
        let nat = dead_end(self, elsewhere, label, Some(not_from_nat(label)));
        [Some(carry), Some(nat)]
    }

    /// The hop of a gateway endpoint for what a sender routes to it.
    pub(super) fn at_endpoint(&self, id: EndpointId, sender: Sender) -> Option<HopId> {
        let [own, nat] = self.gateway_endpoints.get(id.0 as usize).copied()?;
        match sender {
            Sender::Interfaces => own,
            Sender::Nat(_) => nat,
        }
    }

    /// The rules for what an interface endpoint sends: none but for replies.
    pub(super) fn answers_only(&mut self, label: Label) -> FilterList {
        let otherwise =
            Otherwise { action: Action::Deny(Reason::EndpointAnswersOnly), lists: alloc::vec![label] };
        FilterList::new(self.spaces, Vec::new(), otherwise)
    }
}
