//! Machines with interfaces that do not check source and destination: they send on what this world says.

use ringfence::estate::aws::{InstanceId, InterfaceId};
use ringfence::{Packet, Reason};

use super::{Came, Flight, Run};
use crate::oracle::Sender;
use crate::oracle::outcome::{End, Hop, Step};
use crate::oracle::reply::reply_to;

impl Run<'_, '_> {
    /// Whether a packet is the reply of a flow that the machine of `id` sent on.
    pub(super) fn is_forwarded(&self, id: InterfaceId, packet: &Packet) -> bool {
        self.machine_of(id).is_some_and(|machine| self.crossing(Hop::Appliance(machine), packet).is_some())
    }

    /// Whether the machine of `id` sent the packet itself, by an interface without the check.
    pub(super) fn is_its_own(&self, id: InterfaceId) -> bool {
        let interfaces = &self.oracle.aws().interfaces;
        let Sender::Interface(sender) = self.sender else { return false };
        let sender = &interfaces[sender.0 as usize];
        sender.owner == interfaces[id.0 as usize].owner && !sender.source_dest_check
    }

    fn machine_of(&self, id: InterfaceId) -> Option<InstanceId> {
        self.oracle.aws().interfaces[id.0 as usize].owner.instance()
    }

    /// A packet that has passed the groups of an interface without the source and destination check: its machine does
    /// with it what it does in this world, once.
    pub(super) fn at_appliance(&mut self, id: InterfaceId, mut flight: Flight) {
        flight.facts.appliance = true;
        let instance = self.machine_of(id).expect("only machines send on");
        let hop = Hop::Appliance(instance);
        let Some(conduct) = self.oracle.world.of(instance) else { return self.keep(id, flight) };
        if self.known.is_some() {
            let Some(crossing) = self.crossing(hop, &flight.packet) else {
                return self.drop(flight, Reason::ReplyOtherPath);
            };
            if flight.given_back.contains(&hop) {
                return self.drop(flight, Reason::RouteLoop);
            }
            if !conduct.gives_back {
                return self.keep(id, flight);
            }
            let back = reply_to(&crossing.before).expect("what it sent on has a reply");
            flight.given_back.push(hop);
            flight.step(Step::Sent(id));
            flight.rewrite(back.source(), back.destination(), back.transport());
            return self.leave_interface(conduct.back_by.unwrap_or(id), flight);
        }
        if flight.crossed.iter().any(|crossing| crossing.hop == hop) {
            return self.drop(flight, Reason::RouteLoop);
        }
        if self.is_its_own(id) {
            return self.drop(flight, Reason::RouteLoop);
        }
        let before = flight.packet;
        let own = self.oracle.addresses_of(instance);
        let Some((sent, by)) = conduct.sends(&before, &own) else { return self.keep(id, flight) };
        flight.step(Step::Sent(id));
        flight.rewrite(sent.source(), sent.destination(), sent.transport());
        flight.cross(hop, before);
        flight.came = if sent.source() == before.source() { Came::Otherwise } else { Came::Directly };
        flight.carries.clear();
        self.leave_interface(by.unwrap_or(id), flight);
    }

    fn keep(&mut self, id: InterfaceId, mut flight: Flight) {
        flight.step(Step::Kept(id));
        self.landed.push((End::Kept(id), flight));
    }
}
