//! One packet that shows a verdict.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;

use super::blockers::blockers;
use super::show::{self, Show};
use super::trial::{Trial, Way, detour, trials};
use crate::answer::{Shown, Witness};
use crate::embedded::held;
use crate::fabric::{Front, PlaceId, RealmId};
use crate::intent::{Evaluator, FlowSet, Passing, Realms};
use crate::ordered;
use crate::packet::Packet;
use crate::reach::{End, TooLarge};
use crate::space::{Field, Space, Spaces, Values};

/// What the witness is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Delivered and answered by every path.
    Answered,
    /// Delivered by some path.
    Delivered,
    /// Delivered by some path, and answered by none.
    Unanswered,
    /// Not delivered, or not answered by every path.
    Failing,
    /// Delivered, and answered if that can be, where an appliance lets it.
    Possible,
}

/// A packet of `flows`, with its way and what stops it; `None` when there is none.
pub(super) fn witness(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    flows: &FlowSet,
    want: Want,
    passing: Option<&Passing>,
) -> Result<Option<Shown>, TooLarge> {
    let Some((realms, flow)) = pick(spaces, flows) else { return Ok(None) };
    let sender = sender(show, realms, &flow);
    let mut trials = match sender {
        Some(sender) => trials(spaces, evaluator, show, sender, realms, &flow, passing)?,
        None => Vec::new(),
    };
    // The sender writes whichever address serves it best.
    ordered::sort_by_key(&mut trials, |trial| {
        let shows = match want {
            Want::Answered => trial.ways.iter().all(Way::is_answered),
            Want::Delivered => trial.ways.iter().any(|way| way.is_delivered()),
            Want::Unanswered => trial.ways.iter().any(|way| way.is_delivered()),
            Want::Failing => !trial.ways.iter().all(Way::is_answered),
            Want::Possible => trial.possible.iter().any(|way| way.is_delivered()),
        };
        (!shows, trial.is_hopeless(), trial.stops().len())
    });
    let blockers = match want {
        Want::Failing | Want::Unanswered => blockers(show, &trials, realms),
        Want::Answered | Want::Delivered | Want::Possible => Vec::new(),
    };
    let mut trial = trials.into_iter().next();
    if let (Some(sender), Want::Possible) = (sender, want) {
        let shows = |trial: &Trial| trial.possible.iter().any(Way::may_be_answered);
        if !trial.as_ref().is_some_and(shows) {
            trial = detour(spaces, show, sender, realms, &flow, passing)?.or(trial);
        }
    }
    let way = trial.as_ref().and_then(|trial| trial.shown(want));
    let path = way.map(|way| way.path(spaces, show)).unwrap_or_default();
    let witness = Witness {
        from: sender.map_or_else(|| flow.source().to_string(), |place| name(show, place)),
        to: receiver(show, realms, &flow),
        packet: show::packet(trial.as_ref().map_or(&flow, |trial| &trial.sent)),
    };
    Ok(Some(Shown { witness, path, blockers }))
}

/// A flow of `flows` that is easy to read, as a packet; `None` where there is none.
pub(super) fn shown(
    spaces: &mut Spaces,
    show: Show<'_>,
    flows: &FlowSet,
) -> Option<(Realms, Packet, Witness)> {
    let (realms, flow) = pick(spaces, flows)?;
    let from = sender(show, realms, &flow);
    let from = from.map_or_else(|| flow.source().to_string(), |place| name(show, place));
    let to = receiver(show, realms, &flow);
    Some((realms, flow, Witness { from, to, packet: show::packet(&flow) }))
}

impl Trial {
    /// The way that shows what is wanted.
    fn shown(&self, want: Want) -> Option<&Way> {
        let delivered = |ways: &[Way]| ways.iter().position(|way| way.is_delivered());
        match want {
            Want::Answered => self.ways.first(),
            Want::Delivered | Want::Unanswered => self.ways.get(delivered(&self.ways)?),
            Want::Failing => {
                let mut failing = self.ways.iter().filter(|way| !way.is_answered());
                let stopped = failing.clone().find(|way| !matches!(way.outcome.end, End::Open));
                stopped.or_else(|| self.beyond()).or_else(|| failing.next()).or_else(|| self.ways.first())
            }
            Want::Possible => {
                let answered = self.possible.iter().find(|way| way.may_be_answered());
                answered
                    .or_else(|| self.possible.get(delivered(&self.possible)?))
                    .or_else(|| self.shown(Want::Failing))
            }
        }
    }
}

/// A flow that is easy to read: of a protocol and port that people know, where there is one.
fn pick(spaces: &mut Spaces, flows: &FlowSet) -> Option<(Realms, Packet)> {
    let [tcp, udp] = [6, 17].map(|protocol| spaces.of(Field::Protocol, &Values::one(protocol)));
    let [client_tcp, client_udp] =
        [tcp, udp].map(|packets| spaces.limit(packets, Field::SourcePort, &Values::range(49152, 65535)));
    let ports = [(443, 443), (80, 80), (22, 22), (1, 65535)];
    let [https, http, ssh, some] = ports
        .map(|(first, last)| spaces.limit(client_tcp, Field::DestinationPort, &Values::range(first, last)));
    let preferred = [https, http, ssh, some, tcp, client_udp, udp, Space::ALL];
    preferred.into_iter().find_map(|preferred| {
        let flows = flows.within(spaces, preferred);
        let (realms, packets) = flows.iter().next()?;
        Some((realms, spaces.sample(packets)?))
    })
}

/// The place that sends the flow; `None` when nothing has its source address.
fn sender(show: Show<'_>, realms: Realms, flow: &Packet) -> Option<PlaceId> {
    place_of(show, realms.source, flow.source())
}

/// The place that has an address in a realm, or the IPv4 address that it holds.
pub(super) fn place_of(show: Show<'_>, realm: RealmId, address: IpAddr) -> Option<PlaceId> {
    let at = |address: IpAddr| {
        let mut places = show.fabric.places.iter();
        places.position(|place| place.realm == realm && place.addresses.contains(address))
    };
    let held = || held(address).filter(|_| show.fabric.embeds);
    at(address).or_else(|| at(held()?)).map(|index| PlaceId(index as u32))
}

fn name(show: Show<'_>, place: PlaceId) -> String {
    show.fabric.place(place).map(|place| show.thing(&place.label).name).unwrap_or_default()
}

fn receiver(show: Show<'_>, realms: Realms, flow: &Packet) -> String {
    if let Some(place) = place_of(show, realms.destination, flow.destination()) {
        return name(show, place);
    }
    let front = front(show, realms, flow.destination());
    front.map_or_else(|| flow.destination().to_string(), |front| show.thing(&front.label).name)
}

/// The front that has this address, if the destination is asked about as one.
pub(super) fn front<'a>(show: Show<'a>, realms: Realms, address: IpAddr) -> Option<&'a Front> {
    let mut fronts = show.fabric.fronts.iter();
    fronts.find(|front| realms.destination == RealmId::OUTSIDE && front.address == address)
}
