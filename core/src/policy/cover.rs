//! The flows that are meant.

use alloc::vec::Vec;
use core::net::IpAddr;

use crate::estate::{Flow, Intent, Ways};
use crate::fabric::{Addresses, Front, RealmId};
use crate::intent::{Asked, Evaluator, FlowSet, Gathered, Passing, Realms};
use crate::ordered::Map;
use crate::packet::Packet;
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// The flows that some intent admits. What is admitted from outside to a public address is also admitted to the machine behind
/// it: but for appliances, no other way leads there from outside.
#[derive(Debug)]
pub(crate) struct Cover {
    /// Whichever way they go.
    flows: FlowSet,
    /// By the ways that count.
    by_ways: Vec<(FlowSet, Passing)>,
}

impl Cover {
    /// What these intents admit.
    pub(crate) fn new(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intents: &[Intent]) -> Self {
        let mut every = |flows: &[&Flow]| {
            let mut all = Gathered::default();
            flows.iter().for_each(|flow| all.extend(evaluator.asked(spaces, flow).any));
            let all = all.united(spaces);
            every_form(spaces, evaluator, &all)
        };
        let flows = intents.iter().flat_map(Intent::admits);
        let (mut of_any_way, mut by_ways) = (FlowSet::default(), Vec::new());
        for (ways, flows) in Map::<&Ways, &Flow>::grouped(flows.map(|flow| (&flow.ways, flow))) {
            match evaluator.passing(ways) {
                Some(passing) => by_ways.push((every(&flows), passing)),
                None => of_any_way = every(&flows),
            }
        }
        Self { flows: of_any_way, by_ways }
    }

    /// Leaves in a question what is not covered.
    pub(crate) fn take_from(&self, spaces: &mut Spaces, asked: &mut Asked) {
        asked.any = asked.any.minus(spaces, &self.flows);
        for (flows, passing) in &self.by_ways {
            asked.except_ways(spaces, flows, passing);
        }
    }
}

/// These flows, and those from outside that are the same: to a public address, and to the machine behind it. From inside a
/// packet to a public address leaves the estate and comes in again with another source.
pub(super) fn every_form(spaces: &mut Spaces, evaluator: &Evaluator<'_>, flows: &FlowSet) -> FlowSet {
    let fronts = || evaluator.fabric().fronts.iter().filter_map(|front| Some((front.address, front.behind?)));
    let behind = |realm| Realms { source: RealmId::OUTSIDE, destination: realm };
    let sent = flows.between(Realms::ALL_OUTSIDE);
    let mut delivered = Gathered::default();
    for (front, (realm, address)) in fronts().filter(|_| !sent.is_empty()) {
        delivered.add(behind(realm), led(spaces, sent, front, address));
    }
    delivered.extend(flows.clone());
    let delivered = delivered.united(spaces);
    let mut all = Gathered::default();
    for (front, (realm, address)) in fronts() {
        let packets = delivered.between(behind(realm));
        all.add(Realms::ALL_OUTSIDE, led(spaces, packets, address, front));
    }
    all.extend(delivered);
    all.united(spaces)
}

/// A flow, and those that are the same from outside.
pub(super) fn either_form(
    evaluator: &Evaluator<'_>,
    realms: Realms,
    packet: &Packet,
) -> Vec<(Realms, Packet)> {
    let mut forms = alloc::vec![(realms, *packet)];
    if realms.source != RealmId::OUTSIDE {
        return forms;
    }
    let mut add = |destination, address| {
        let realms = Realms { destination, ..realms };
        let form = Packet::new(packet.source(), address, packet.transport()).map(|packet| (realms, packet));
        forms.extend(form);
    };
    let end = (realms.destination, packet.destination());
    let is_named = |front: &&Front| realms.destination == RealmId::OUTSIDE && front.address == end.1;
    let named = evaluator.fabric().fronts.iter().find(is_named).and_then(|front| front.behind);
    named.into_iter().for_each(|(realm, address)| add(realm, address));
    let behind = named.unwrap_or(end);
    let fronts = evaluator.fabric().fronts.iter().filter(|front| front.behind == Some(behind));
    fronts.for_each(|front| add(RealmId::OUTSIDE, front.address));
    forms
}

/// The packets to one address, as packets to another.
fn led(spaces: &mut Spaces, packets: Space, from: IpAddr, to: IpAddr) -> Space {
    let [from, to] =
        [from, to].map(|address| with_any(spaces, Field::Destination, &Addresses::single(address)));
    let packets = spaces.intersect(packets, from);
    let anywhere = spaces.forget(packets, Field::Destination);
    spaces.intersect(anywhere, to)
}
