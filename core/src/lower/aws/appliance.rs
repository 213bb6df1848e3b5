//! Interfaces without the source and destination check: what their machines may do with packets of others (AVPC
//! VPC_NAT_Instance.md; references to groups: AVPC route-table-options.md, middlebox routing).

use alloc::vec::Vec;

use super::Lowering;
use crate::estate::ObjectId;
use crate::estate::aws::Aws;
use crate::fabric::{Addresses, Appliance, Assumed, Form, HopId, HopKind, Label, PlaceId, When};
use crate::ordered::Set;
use crate::packet::{Family, PortRange, Protocol};
use crate::space::{Field, Space, Values};
use crate::traffic::{of_family, ports};

/// What a packet is marked with that an appliance sent on with the source it had: no reference to a group stands for that.
pub(super) const STEERED: u8 = 1;
/// What a packet is marked with that crossed a transit gateway by which no reference goes.
pub(super) const CROSSED: u8 = 2;
/// What one is marked with for which references to groups of other VPCs stand, and no others.
pub(super) const CARRIED: u8 = 3;
/// The mark of what came by a way that is not in the text: which references stand for its source nobody knows.
pub(super) const UNSEEN: u8 = 4;

/// The hops of an interface without the check, behind its groups.
#[derive(Clone, Copy)]
pub(super) struct Leg {
    /// For its own addresses: packets arrive, and its machine may send them on.
    pub(super) addressed: HopId,
    /// For other addresses.
    pub(super) handed: HopId,
    /// Where packets arrive.
    pub(super) arrives: HopId,
    /// The interface, by its place in the estate's list.
    pub(super) at: usize,
    /// Gets what it sends.
    pub(super) sends: HopId,
}

/// What the machine does is not in the estate.
const fn forwards(about: Label) -> Assumed {
    Assumed {
        code: "appliance-forwards",
        text: "what the machine does with packets of others is not in the text: it may drop one or send it on, once, to any address and \
               port, with the source it had or an address of its own, and it may give the reply back",
        about,
        when: When::Crossed,
    }
}

/// Whether packets may be marked: some interface is without the check, some route may lead to an appliance, something is
/// attached to a transit gateway, or there is a service of one's own.
pub(super) fn has_marks(aws: &Aws) -> bool {
    !aws.gwlb_endpoints.is_empty()
        || !aws.transit_attachments.is_empty()
        || !aws.endpoint_services.is_empty()
        || aws.interfaces.iter().any(|interface| !interface.source_dest_check)
}

impl Lowering<'_> {
    /// A hop of an interface without the check, which is filled in when all of its machine's are known.
    pub(super) fn appliance_later(&mut self, label: Label) -> HopId {
        self.network.fabric.add_assuming(label, HopKind::End(PlaceId::OUTSIDE), Some(forwards(label)))
    }

    /// What every machine with such interfaces may do.
    pub(super) fn appliances(&mut self) {
        let unchecked = self.aws.interfaces.iter().filter(|interface| !interface.source_dest_check);
        let owners: Set<ObjectId> = unchecked.map(|interface| self.aws.owner_of(interface)).collect();
        for owner in owners {
            let Some(legs) = self.legs.get(owner).cloned() else { continue };
            let state = self.network.fabric.new_state();
            let forms = self.forms(owner);
            let ways: Vec<HopId> = legs.iter().map(|leg| leg.sends).collect();
            for leg in legs {
                for (hop, arrives) in [(leg.addressed, Some(leg.arrives)), (leg.handed, None)] {
                    let appliance = Appliance { arrives, forms: forms.clone(), ways: ways.clone(), state };
                    self.network.fabric.set(hop, HopKind::Appliance(appliance));
                }
            }
        }
    }

    /// The hops of the interface at this place of the estate's list, if it is one without the check.
    pub(super) fn leg(&self, at: usize) -> Option<Leg> {
        let owner = self.aws.owner_of(self.aws.interfaces.get(at)?);
        self.legs.get(owner)?.iter().find(|leg| leg.at == at).copied()
    }

    /// What a machine may make of packets: to anywhere, from where they came or from itself.
    fn forms(&mut self, owner: ObjectId) -> Vec<Form> {
        let own = self.aws.interfaces.iter().filter(|one| self.aws.owner_of(one) == owner);
        let own: Addresses =
            own.flat_map(|one| one.addresses.iter().copied().map(Addresses::single)).collect();
        let mut forms = Vec::new();
        for family in [Family::V4, Family::V6] {
            let all = of_family(self.spaces, family);
            let ported = [Protocol::TCP, Protocol::UDP].map(|protocol| u128::from(protocol.0));
            let ported = ported.into_iter().map(|protocol| (protocol, protocol)).collect();
            let ported = self.spaces.limit(all, Field::Protocol, &ported);
            let other = self.spaces.minus(all, ported);
            let anywhere = (Field::Destination, Values::range(0, family.last_address()));
            let [from, to] = [Field::SourcePort, Field::DestinationPort];
            let any_port = [from, to].map(|port| (port, ports(PortRange::ALL)));
            let steered = alloc::vec![(Field::Mark, Values::one(u128::from(STEERED)))];
            let from_itself =
                alloc::vec![(Field::Mark, Values::one(0)), (Field::Source, own.family(family).clone())];
            let no_source = own.family(family).is_empty();
            for source in [Some(steered), Some(from_itself).filter(|_| !no_source)].into_iter().flatten() {
                let mut form = |packets: Space, ports: &[(Field, Values)]| {
                    let mut fields = source.clone();
                    fields.push(anywhere.clone());
                    fields.extend_from_slice(ports);
                    forms.push(Form { packets, fields });
                };
                form(ported, &any_port);
                form(other, &[]);
            }
        }
        forms
    }
}
