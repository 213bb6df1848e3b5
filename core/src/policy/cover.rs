//! The flows that are meant.

use core::net::IpAddr;

use crate::estate::Intent;
use crate::fabric::{Addresses, RealmId};
use crate::intent::{Asked, Depth, Evaluator, FlowSet, Gathered, Realms};
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_any;

/// The flows that some intent admits, as delivered. What is admitted from outside to a public address is also admitted to
/// the machine behind it: but for appliances, no other way leads there from outside. Where ways are told apart, a flow is
/// admitted when every way that delivers it counts.
pub(crate) fn cover(spaces: &mut Spaces, evaluator: &Evaluator<'_>, intents: &[Intent]) -> FlowSet {
    let mut all = Gathered::default();
    for flow in intents.iter().flat_map(Intent::admits) {
        let asked = evaluator.asked(spaces, flow);
        let Some(_) = &asked.passing else {
            all.extend(asked.any);
            continue;
        };
        // A flow that is also delivered by a way that does not count is not meant like that. Nor is what is too large to tell.
        if let Ok(sets) = evaluator.evaluate(spaces, &asked, Depth::Delivery) {
            all.extend(asked.any.minus(spaces, &sets.elsewhere.greatest));
        }
    }
    let cover = all.united(spaces);
    let sent = cover.between(Realms::ALL_OUTSIDE);
    let mut behind = Gathered::default();
    for front in evaluator.fabric().fronts.iter().filter(|_| !sent.is_empty()) {
        let Some((realm, address)) = front.behind else { continue };
        let realms = Realms { source: RealmId::OUTSIDE, destination: realm };
        behind.add(realms, led(spaces, sent, front.address, address));
    }
    let behind = behind.united(spaces);
    cover.union(spaces, &behind)
}

/// The flows of `asked` that `cover` does not hold. One from outside to a public address is covered as what it becomes, too;
/// from inside it leaves the estate and comes in again with another source.
pub(crate) fn uncovered(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    asked: &Asked,
    cover: &FlowSet,
) -> FlowSet {
    let named = asked.to.realm(RealmId::OUTSIDE);
    let mut fronts = Gathered::default();
    for front in evaluator.fabric().fronts.iter().filter(|front| named.contains(front.address)) {
        let Some((realm, address)) = front.behind else { continue };
        let packets = cover.between(Realms { source: RealmId::OUTSIDE, destination: realm });
        fronts.add(Realms::ALL_OUTSIDE, led(spaces, packets, address, front.address));
    }
    let fronts = fronts.united(spaces);
    asked.any.minus(spaces, cover).minus(spaces, &fronts)
}

/// The packets to one address, as packets to another.
fn led(spaces: &mut Spaces, packets: Space, from: IpAddr, to: IpAddr) -> Space {
    let [from, to] =
        [from, to].map(|address| with_any(spaces, Field::Destination, &Addresses::single(address)));
    let packets = spaces.intersect(packets, from);
    let anywhere = spaces.forget(packets, Field::Destination);
    spaces.intersect(anywhere, to)
}
