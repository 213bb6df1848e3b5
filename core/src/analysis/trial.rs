//! What becomes of one packet that a sender may send for a flow.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::show::Show;
use super::witness::{front, place_of};
use crate::embedded::{held, holder};
use crate::fabric::{Addresses, Front, HopKind, PlaceId, RealmId, Stop};
use crate::intent::{Asked, Evaluator, Passing, Points, Realms};
use crate::ordered;
use crate::packet::{Family, Packet, Transport, address_number};
use crate::reach::{End, Outcome, ReplyEnd, ReplyOutcome, TooLarge, Trail, Walker};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::with_any;

/// What becomes of one packet, for every choice of the provider.
pub(super) struct Trial {
    /// As it is sent.
    pub(super) sent: Packet,
    /// Its ways, as far as they are certain.
    pub(super) ways: Vec<Way>,
    /// Those that it may take beyond appliances.
    pub(super) possible: Vec<Way>,
}

/// One way of a packet and of its replies.
pub(super) struct Way {
    /// How it ends.
    pub(super) outcome: Outcome,
    /// How the replies end, where it arrives.
    pub(super) replies: Vec<ReplyOutcome>,
    /// Whether it counts, where the question tells ways apart.
    pub(super) counts: bool,
}

/// The packets that the sender may send for a flow, one for each address it may write.
pub(super) fn trials(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    sender: PlaceId,
    realms: Realms,
    flow: &Packet,
    passing: Option<&Passing>,
) -> Result<Vec<Trial>, TooLarge> {
    let to = Points::single(realms.destination, flow.destination());
    let flow_alone = spaces.packet(flow);
    let same = spaces.forget(flow_alone, Field::Destination);
    let targets = evaluator.as_sent(spaces, &to);
    let walker = Walker::past_drops(show.fabric).toward(meant(spaces, show, realms, flow, targets));
    let targets = spaces.intersect(targets, same);
    let at = place_where(show, realms, flow);
    let written = spaces.values(targets, Field::Destination);
    let mut trials = Vec::new();
    for (number, is_meant) in candidates(show, realms, flow, &written) {
        let packets = spaces.limit(targets, Field::Destination, &Values::one(number));
        let all = if is_meant {
            spaces.sample(packets).into_iter().collect()
        } else {
            at_front(spaces, &walker, sender, packets, at, flow)?
        };
        for sent in all {
            let packet = spaces.packet(&sent);
            let mut trial = Trial { sent, ways: Vec::new(), possible: Vec::new() };
            for mut outcome in walker.send(spaces, sender, packet)? {
                if leads_elsewhere(&outcome, &|place| Some(place) == at) {
                    continue;
                }
                if let Some(stop) = astray(show, realms, flow, &sent, &outcome) {
                    if !outcome.certain {
                        continue;
                    }
                    outcome.drops = Trail::new();
                    outcome.end = End::Stopped(stop);
                }
                let replies = walker.answer(spaces, &outcome, sender)?;
                let counts = counts(spaces, passing, realms, flow, &outcome);
                trial.add(Way { outcome, replies, counts });
            }
            trials.push(trial);
        }
    }
    Ok(trials)
}

/// The addresses among `written` that a sender may write, each with whether it is meant for where the flow ends: that is its
/// destination, or translated to that. By the others packets come to one of several places, which may be that one: of those of such
/// a front one tells for all.
fn candidates(show: Show<'_>, realms: Realms, flow: &Packet, written: &Values) -> Vec<(u128, bool)> {
    let family = Family::of(flow.destination());
    let end = (realms.destination, flow.destination());
    let mut meant = alloc::vec![flow.destination()];
    let mut others = Vec::new();
    let is_behind = |front: &&Front| {
        let behind = front.behind;
        let held = behind.and_then(|(realm, address)| Some((realm, holder(address)?)));
        behind == Some(end) || held == Some(end)
    };
    for front in show.fabric.fronts.iter().filter(is_behind) {
        meant.push(front.address);
    }
    for hop in show.fabric.hop_ids().filter_map(|id| show.fabric.hop(id)) {
        let HopKind::Branches(branches) = &hop.kind else { continue };
        let Some(place) = branches.front.and_then(|front| show.fabric.place(front)) else { continue };
        let own = place.addresses.union(&place.addresses.embedded());
        let own = own.family(family).intersect(written);
        others.extend(own.first().map(|first| family.address(first)));
        let is_own = |(realm, address)| realm == place.realm && place.addresses.contains(address);
        let fronts = show.fabric.fronts.iter().filter(|front| front.behind.is_some_and(is_own));
        others.extend(fronts.map(|front| front.address));
    }
    let of_family = |address: &IpAddr| Family::of(*address) == family;
    let meant = meant.into_iter().filter(of_family).map(|address| (address_number(address), false));
    let others = others.into_iter().filter(of_family).map(|address| (address_number(address), true));
    let mut all: Vec<(u128, bool)> =
        meant.chain(others).filter(|(number, _)| written.contains(*number)).collect();
    ordered::sort(&mut all);
    all.dedup_by_key(|(number, _)| *number);
    all.into_iter().map(|(number, by_front)| (number, !by_front)).collect()
}

/// The place where a flow ends, also one behind a public address.
fn place_where(show: Show<'_>, realms: Realms, flow: &Packet) -> Option<PlaceId> {
    let end = (realms.destination, flow.destination());
    let (realm, address) = front(show, realms, flow.destination()).map_or(Some(end), |front| front.behind)?;
    place_of(show, realm, address)
}

/// Whether packets go a way to one of several places that is not asked about, nor the front that they came by.
fn leads_elsewhere(outcome: &Outcome, is_asked: &dyn Fn(PlaceId) -> bool) -> bool {
    let asked_front = outcome.front.is_some_and(|(front, _)| is_asked(front));
    !asked_front && outcome.to.is_some_and(|to| !is_asked(to))
}

/// Those of the packets, at whatever ports, that come to where the flow ends.
fn at_front(
    spaces: &mut Spaces,
    walker: &Walker<'_>,
    sender: PlaceId,
    packets: Space,
    at: Option<PlaceId>,
    flow: &Packet,
) -> Result<Vec<Packet>, TooLarge> {
    let arriving = as_seen(spaces, flow, &[Field::Source, Field::SourcePort]);
    let packets = spaces.forget(packets, Field::DestinationPort);
    let mut found = Vec::new();
    for outcome in walker.send(spaces, sender, packets)? {
        // What appliances may make of packets is another matter.
        if !outcome.certain || !matches!(outcome.end, End::Arrived(place) if Some(place) == at) {
            continue;
        }
        for piece in outcome.piece.within(spaces, arriving) {
            found.extend(spaces.sample(piece.sent()).filter(|sent| !found.contains(sent)));
        }
    }
    Ok(found)
}

/// What appliances may make of packets that are meant for where the flow ends: they are for its destination, also as
/// translated, and keep its ports.
fn meant(spaces: &mut Spaces, show: Show<'_>, realms: Realms, flow: &Packet, targets: Space) -> Space {
    let behind = front(show, realms, flow.destination()).and_then(|front| front.behind);
    let behind = behind.map_or_else(Addresses::empty, |(_, address)| Addresses::single(address));
    let behind = with_any(spaces, Field::Destination, &behind);
    let targets = spaces.union(targets, behind);
    let flow = as_seen(spaces, flow, &[Field::Source, Field::Destination]);
    spaces.intersect(flow, targets)
}

/// A packet that may become the flow by way of appliances, although it is for something else: for the address of one, say,
/// which forwards a port. `None` where there is none.
pub(super) fn detour(
    spaces: &mut Spaces,
    show: Show<'_>,
    sender: PlaceId,
    realms: Realms,
    flow: &Packet,
    passing: Option<&Passing>,
) -> Result<Option<Trial>, TooLarge> {
    let sent = freed(spaces, flow, &[Field::Destination, Field::DestinationPort]);
    let arriving = as_seen(spaces, flow, &[Field::Source, Field::SourcePort]);
    let walker = Walker::new(show.fabric);
    let there =
        |place: PlaceId| show.fabric.place(place).is_some_and(|place| place.realm == realms.destination);
    let mut found = None;
    for outcome in walker.send(spaces, sender, sent)?.into_iter().filter(|outcome| !outcome.certain) {
        let End::Arrived(place) = outcome.end else { continue };
        if place == sender || !there(place) {
            continue;
        }
        for piece in outcome.piece.within(spaces, arriving) {
            let Some(sent) = spaces.sample(piece.sent()) else { continue };
            let alone = spaces.packet(&sent);
            let Some(piece) = piece.sent_within(spaces, alone) else { continue };
            let mut outcome = outcome.clone();
            outcome.piece = piece;
            let replies = walker.answer(spaces, &outcome, sender)?;
            let mut trial = Trial { sent, ways: Vec::new(), possible: Vec::new() };
            let counts = counts(spaces, passing, realms, flow, &outcome);
            trial.add(Way { outcome, replies, counts });
            if trial.possible.iter().any(Way::may_be_answered) {
                return Ok(Some(trial));
            }
            found = found.or(Some(trial));
        }
    }
    Ok(found)
}

fn counts(
    spaces: &Spaces,
    passing: Option<&Passing>,
    realms: Realms,
    flow: &Packet,
    outcome: &Outcome,
) -> bool {
    passing.is_none_or(|passing| passing.counts(spaces, &passing.passed(&outcome.visits), realms, flow))
}

/// The packets that are like the flow but for these fields, also where they are IPv4 and came from IPv6.
fn as_seen(spaces: &mut Spaces, flow: &Packet, fields: &[Field]) -> Space {
    let own = freed(spaces, flow, fields);
    let transport = match flow.transport() {
        Transport::Icmp { .. } => Transport::Icmp { kind: 8, code: 0 },
        other => other,
    };
    // Its source is not looked at.
    let translated = held(flow.destination()).and_then(|held| Packet::new(held, held, transport));
    let translated = translated.map_or(Space::EMPTY, |packet| freed(spaces, &packet, fields));
    spaces.union(own, translated)
}

/// The packets that are like this one but for these fields.
fn freed(spaces: &mut Spaces, packet: &Packet, fields: &[Field]) -> Space {
    let packet = spaces.packet(packet);
    fields.iter().fold(packet, |packets, field| spaces.forget(packets, *field))
}

/// What stops a packet whose destination names something else, where it came to, than the flow means: an address is of one
/// place in each realm.
fn astray(show: Show<'_>, realms: Realms, flow: &Packet, sent: &Packet, outcome: &Outcome) -> Option<Stop> {
    let address = flow.destination();
    if sent.destination() != address {
        return None;
    }
    if let Some(front) = front(show, realms, address) {
        let behind = front.behind.and_then(|(realm, address)| place_of(show, realm, address));
        let elsewhere =
            matches!(&outcome.end, End::Arrived(at) if Some(*at) != behind && came_by(outcome) != behind);
        return elsewhere.then(|| Stop::new(Reason::NotForwarded, front.label));
    }
    if realms.destination == RealmId::OUTSIDE {
        return None;
    }
    let realm = show.fabric.realm(realms.destination)?;
    let meant = place_of(show, realms.destination, address);
    let stop = match &outcome.end {
        End::Arrived(at) if Some(*at) == meant || came_by(outcome).is_some_and(|by| Some(by) == meant) => {
            return None;
        }
        End::Arrived(_) => return Some(Stop::new(Reason::NotForwarded, realm.label)),
        End::Open | End::Beyond => return None,
        End::Stopped(stop) => stop,
    };
    let source = show.fabric.realm(realms.source)?;
    if realms.source != realms.destination && source.prefixes.iter().any(|prefix| prefix.contains(address)) {
        return Some(Stop::new(Reason::NotForwarded, realm.label));
    }
    // Outside, private addresses of all realms look alike: the one that is meant is to blame.
    let last = outcome.visits.last().and_then(|visit| show.fabric.hop(visit.hop))?;
    let is_private = matches!(stop.reason, Reason::NoPublicAddress | Reason::PrivateDestination);
    if !is_private || last.label.object.is_some() {
        return None;
    }
    let is_behind = |front: &Front| front.behind == Some((realms.destination, address));
    let machine = meant.and_then(|place| show.fabric.place(place)).filter(|_| address.is_ipv4());
    Some(match machine {
        Some(place) if show.fabric.fronts.iter().any(is_behind) => {
            Stop::new(Reason::PrivateDestination, place.label)
        }
        Some(place) => Stop::new(Reason::NoPublicAddress, place.label),
        None => Stop::new(Reason::PrivateDestination, realm.label),
    })
}

/// The front that packets came by.
fn came_by(outcome: &Outcome) -> Option<PlaceId> {
    outcome.front.map(|(front, _)| front)
}

impl Trial {
    fn add(&mut self, way: Way) {
        if way.outcome.certain {
            self.ways.push(way);
        } else {
            self.possible.push(way);
        }
    }

    /// Everything that stops the packet or its reply on some way; beyond an appliance on the one where least does.
    pub(super) fn stops(&self) -> Vec<&Stop> {
        let beyond = self.beyond();
        let mut stops: Vec<&Stop> = Vec::new();
        for stop in self.ways.iter().chain(beyond).flat_map(Way::stops) {
            if !stops.contains(&stop) {
                stops.push(stop);
            }
        }
        stops
    }

    /// The way beyond an appliance on which least stops the packet, where it surely comes to one.
    pub(super) fn beyond(&self) -> Option<&Way> {
        let comes = self.ways.iter().any(|way| matches!(way.outcome.end, End::Open));
        self.possible.iter().filter(|_| comes).min_by_key(|way| way.stops().count())
    }

    /// Whether nothing that could be changed would let the packet through.
    pub(super) fn is_hopeless(&self) -> bool {
        let hopeless =
            |stop: &&Stop| matches!(stop.reason, Reason::PrivateDestination | Reason::NotForwarded);
        self.stops().iter().any(hopeless)
    }
}

impl Way {
    /// Whether it delivers the packet and counts.
    pub(super) fn is_delivered(&self) -> bool {
        self.outcome.is_delivered() && self.counts
    }

    pub(super) fn is_answered(&self) -> bool {
        let mut certain = self.replies.iter().filter(|reply| reply.certain);
        self.is_delivered() && certain.all(ReplyOutcome::is_returned)
    }

    /// Whether it is delivered, and some reply returns.
    pub(super) fn may_be_answered(&self) -> bool {
        self.is_delivered() && self.replies.iter().any(ReplyOutcome::is_returned)
    }

    /// The replies that show how it ends: all that are certain, of a way that is not the best one.
    fn telling(&self) -> impl Iterator<Item = &ReplyOutcome> {
        let certain = self.outcome.certain;
        let best = if certain { None } else { self.reply() };
        self.replies.iter().filter(move |reply| certain && reply.certain).chain(best)
    }

    /// The reply that is shown: of a certain way one that fails, where one does; else one that returns.
    pub(super) fn reply(&self) -> Option<&ReplyOutcome> {
        let shown = |reply: &&ReplyOutcome| reply.is_returned() != self.outcome.certain;
        self.replies.iter().find(shown).or_else(|| self.replies.first())
    }

    fn stops(&self) -> impl Iterator<Item = &Stop> {
        let end = match &self.outcome.end {
            End::Stopped(stop) => Some(stop),
            End::Arrived(_) | End::Open | End::Beyond => None,
        };
        let replies = self.telling().flat_map(|reply| {
            let end = match &reply.end {
                ReplyEnd::Lost(stop) => Some(stop),
                ReplyEnd::Returned | ReplyEnd::Open => None,
            };
            reply.drops.in_order().into_iter().chain(end)
        });
        self.outcome.drops.in_order().into_iter().chain(end).chain(replies)
    }
}

/// Everything that stops packets of these sources on their way to the asked, with where.
pub(super) fn stops(
    spaces: &mut Spaces,
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    asked: &Asked,
) -> Result<Vec<Stop>, TooLarge> {
    let targets = evaluator.as_sent(spaces, &asked.to);
    let walker = Walker::past_drops(show.fabric).toward(targets);
    let mut stops: Vec<Stop> = Vec::new();
    let mut add = |stop: &Stop| {
        if !stops.contains(stop) {
            stops.push(stop.clone());
        }
    };
    for sender in &asked.senders {
        let packets = asked.packets(spaces, sender);
        let sent = spaces.intersect(packets, targets);
        for outcome in walker.send(spaces, sender.place, sent)? {
            let is_asked = |place: PlaceId| {
                let place = show.fabric.place(place);
                place.is_some_and(|place| {
                    let own = asked.to.of(place.realm);
                    own.is_some_and(|own| !own.intersect(&place.addresses).is_empty())
                })
            };
            if leads_elsewhere(&outcome, &is_asked) {
                continue;
            }
            let replies = walker.answer(spaces, &outcome, sender.place)?;
            Way { outcome, replies, counts: true }.stops().for_each(&mut add);
        }
    }
    TooLarge::check(spaces)?;
    Ok(stops)
}
