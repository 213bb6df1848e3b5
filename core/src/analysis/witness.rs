//! One packet that shows a verdict, its way, and what stops it.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::show::{self, Show};
use crate::answer::{Blocker, Change, Path, Shown, Step, StepAction, Witness};
use crate::fabric::{Front, Hop, HopKind, Label, Next, PlaceId, RealmId, Stop, Treatment};
use crate::intent::{Evaluator, FlowSet, Points, Realms};
use crate::packet::{Family, Packet};
use crate::reach::{End, Outcome, ReplyEnd, ReplyOutcome, TooLarge, Visit, Walker};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};

/// Blockers that an answer lists at the most: an interface with many groups has many alternatives.
const MOST_BLOCKERS: usize = 64;

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
}

/// A packet of `flows`, with its way and what stops it; `None` when there is none.
pub(super) fn witness(
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    flows: &FlowSet,
    want: Want,
) -> Result<Option<Shown>, TooLarge> {
    let Some((realms, flow)) = pick(flows) else { return Ok(None) };
    let sender = sender(show, realms, &flow);
    let mut trials = match sender {
        Some(sender) => trials(evaluator, show, sender, realms, &flow)?,
        None => Vec::new(),
    };
    // The sender writes whichever address serves it best.
    trials.sort_by_key(|trial| {
        let shows = match want {
            Want::Answered => trial.ways.iter().all(Way::is_answered),
            Want::Delivered => trial.ways.iter().any(|way| way.outcome.is_delivered()),
            Want::Unanswered => trial.ways.iter().any(|way| way.outcome.is_delivered()),
            Want::Failing => true,
        };
        (!shows, trial.is_hopeless(), trial.stops().len())
    });
    let blockers = match want {
        Want::Failing | Want::Unanswered => blockers(show, &trials, realms),
        Want::Answered | Want::Delivered => Vec::new(),
    };
    let trial = trials.first();
    let way = trial.and_then(|trial| match want {
        Want::Answered => trial.ways.first(),
        Want::Delivered | Want::Unanswered => trial.ways.iter().find(|way| way.outcome.is_delivered()),
        Want::Failing => trial.ways.iter().find(|way| !way.is_answered()).or_else(|| trial.ways.first()),
    });
    let path = way.map(|way| way.path(show)).unwrap_or_default();
    let witness = Witness {
        from: sender.map_or_else(|| flow.source().to_string(), |place| name(show, place)),
        to: receiver(show, realms, &flow),
        packet: show::packet(trial.map_or(&flow, |trial| &trial.sent)),
    };
    Ok(Some(Shown { witness, path, blockers }))
}

/// A flow that is easy to read: of a protocol and port that people know, where there is one.
fn pick(flows: &FlowSet) -> Option<(Realms, Packet)> {
    let of = |field: Field, first: u128, last: u128| Space::of(field, &Values::range(first, last));
    let tcp = of(Field::Protocol, 6, 6).intersect(&of(Field::SourcePort, 49152, 65535));
    let known = [443, 80, 22].map(|port| tcp.intersect(&of(Field::DestinationPort, port, port)));
    let rest = [
        tcp.intersect(&of(Field::DestinationPort, 1, 65535)),
        of(Field::Protocol, 6, 6),
        of(Field::Protocol, 17, 17).intersect(&of(Field::SourcePort, 49152, 65535)),
        of(Field::Protocol, 17, 17),
        Space::all(),
    ];
    let preferred = known.iter().chain(&rest);
    preferred.into_iter().find_map(|preferred| {
        let flows = flows.within(preferred);
        let (realms, packets) = flows.iter().next()?;
        Some((realms, packets.sample()?))
    })
}

/// The place that sends the flow; `None` when nothing has its source address.
fn sender(show: Show<'_>, realms: Realms, flow: &Packet) -> Option<PlaceId> {
    place_of(show, realms.source, flow.source())
}

fn place_of(show: Show<'_>, realm: RealmId, address: core::net::IpAddr) -> Option<PlaceId> {
    let found =
        show.fabric.places.iter().position(|place| place.realm == realm && place.addresses.contains(address));
    found.map(|index| PlaceId(index as u32))
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

/// What `address` is, where it only stands for something.
fn front<'a>(show: Show<'a>, realms: Realms, address: core::net::IpAddr) -> Option<&'a Front> {
    let mut fronts = show.fabric.fronts.iter();
    fronts.find(|front| realms.destination == RealmId::OUTSIDE && front.address == address)
}

/// What becomes of one packet, for every choice of the provider.
struct Trial {
    sent: Packet,
    ways: Vec<Way>,
}

/// One way of a packet and of its replies.
struct Way {
    outcome: Outcome,
    replies: Vec<ReplyOutcome>,
}

/// The packets that the sender may send for a flow, one for each address it may write.
fn trials(
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    sender: PlaceId,
    realms: Realms,
    flow: &Packet,
) -> Result<Vec<Trial>, TooLarge> {
    let walker = Walker::past_drops(show.fabric);
    let to = Points::single(realms.destination, flow.destination());
    let same = Space::packet(flow).forget(Field::Destination);
    let targets = evaluator.as_sent(&to).intersect(&same);
    let mut trials = Vec::new();
    for &(first, last) in targets.values(Field::Destination).ranges() {
        // What a sender may write is single addresses: an interface's own and those that are translated to it.
        for number in first..=last.min(first.saturating_add(MOST_BLOCKERS as u128)) {
            if !stands_for(show, number, realms, flow) {
                continue;
            }
            let packet = targets.intersect(&Space::of(Field::Destination, &Values::one(number)));
            let Some(sent) = packet.sample() else { continue };
            let mut ways = Vec::new();
            for mut outcome in walker.send(sender, packet)? {
                if let Some(stop) = astray(show, realms, flow, &sent, &outcome) {
                    outcome.drops.clear();
                    outcome.end = End::Stopped(stop);
                }
                let replies = walker.answer(&outcome, sender)?;
                ways.push(Way { outcome, replies });
            }
            trials.push(Trial { sent, ways });
        }
    }
    Ok(trials)
}

/// Whether a packet to this address is meant for where the flow ends: it is its destination, or translated to that.
fn stands_for(show: Show<'_>, number: u128, realms: Realms, flow: &Packet) -> bool {
    let address = Family::of(flow.destination()).address(number);
    let end = Some((realms.destination, flow.destination()));
    let mut fronts = show.fabric.fronts.iter();
    address == flow.destination() || fronts.any(|front| front.address == address && front.behind == end)
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
        let elsewhere = matches!(&outcome.end, End::Arrived(at) if Some(*at) != behind);
        return elsewhere.then(|| Stop::new(Reason::NotForwarded, front.label));
    }
    if realms.destination == RealmId::OUTSIDE {
        return None;
    }
    let realm = show.fabric.realm(realms.destination)?;
    let meant = place_of(show, realms.destination, address);
    let stop = match &outcome.end {
        End::Arrived(at) if Some(*at) == meant => return None,
        End::Arrived(_) => return Some(Stop::new(Reason::NotForwarded, realm.label)),
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

impl Trial {
    /// Everything that stops the packet or its reply on some way.
    fn stops(&self) -> Vec<&Stop> {
        let mut stops: Vec<&Stop> = Vec::new();
        for stop in self.ways.iter().flat_map(Way::stops) {
            if !stops.contains(&stop) {
                stops.push(stop);
            }
        }
        stops
    }

    /// Whether nothing that could be changed would let the packet through.
    fn is_hopeless(&self) -> bool {
        let hopeless =
            |stop: &&Stop| matches!(stop.reason, Reason::PrivateDestination | Reason::NotForwarded);
        self.stops().iter().any(hopeless)
    }
}

impl Way {
    fn is_answered(&self) -> bool {
        self.outcome.is_delivered() && self.replies.iter().all(ReplyOutcome::is_returned)
    }

    fn stops(&self) -> impl Iterator<Item = &Stop> {
        let end = match &self.outcome.end {
            End::Stopped(stop) => Some(stop),
            End::Arrived(_) => None,
        };
        let replies = self.replies.iter().flat_map(|reply| {
            let end = match &reply.end {
                ReplyEnd::Lost(stop) => Some(stop),
                ReplyEnd::Returned => None,
            };
            reply.drops.iter().chain(end)
        });
        self.outcome.drops.iter().chain(end).chain(replies)
    }

    /// The way hop by hop: with the reply that fails, where one does.
    fn path(&self, show: Show<'_>) -> Path {
        let reply = self.replies.iter().find(|reply| !reply.is_returned()).or_else(|| self.replies.first());
        let arrived = reply.map_or(&self.outcome.piece, |reply| &reply.answered);
        let end = match &self.outcome.end {
            End::Stopped(stop) => Some(stop),
            End::Arrived(_) => None,
        };
        let forward = steps(show, arrived, &self.outcome.visits, end, false);
        let reply = reply.map(|reply| {
            let end = match &reply.end {
                ReplyEnd::Lost(stop) => Some(stop),
                ReplyEnd::Returned => None,
            };
            steps(show, &reply.piece, &reply.visits, end, true)
        });
        Path { forward, reply: reply.unwrap_or_default() }
    }
}

fn steps(
    show: Show<'_>,
    piece: &crate::reach::Piece,
    visits: &[Visit],
    end: Option<&Stop>,
    reply: bool,
) -> Vec<Step> {
    let headers: Vec<_> = visits.iter().map(|visit| visit.header).collect();
    let Some(seen) = piece.example(&headers) else { return Vec::new() };
    let hops = visits.iter().filter_map(|visit| show.fabric.hop(visit.hop).map(|hop| (visit, hop)));
    let mut steps: Vec<Step> = hops
        .zip(&seen)
        .map(|((visit, hop), packet)| {
            let (action, by) = decision(show, hop, packet, visit.tracked, reply);
            Step { hop: show.thing(&hop.label), action, by: show.thing(&by), packet: show::packet(packet) }
        })
        .collect();
    if let (Some(stop), Some(packet)) = (end, seen.last()) {
        let action = StepAction::Stop { code: stop.reason };
        let by = stop.at.first().map(|at| show.thing(at));
        match (steps.last_mut(), by) {
            (_, Some(thing)) if stop.reason == Reason::RouteLoop => {
                steps.push(Step { hop: thing.clone(), action, by: thing, packet: show::packet(packet) });
            }
            (Some(last), Some(by)) => (last.action, last.by) = (action, by),
            _ => {}
        }
    }
    steps
}

/// What a hop does with a packet, and what decides it.
fn decision(show: Show<'_>, hop: &Hop, packet: &Packet, tracked: bool, reply: bool) -> (StepAction, Label) {
    let stopped = |reason: Reason| StepAction::Stop { code: reason };
    match &hop.kind {
        HopKind::Filter(_) if tracked => (StepAction::Tracked, hop.label),
        HopKind::Filter(filter) if reply && filter.state.is_some() => {
            (stopped(Reason::ReplyOtherPath), hop.label)
        }
        HopKind::Filter(filter) => {
            let Some(list) = show.fabric.list(filter.list) else { return (StepAction::Allow, hop.label) };
            let denial = list.denials().iter().find(|denial| denial.packets.contains(packet));
            let action = denial.map_or(StepAction::Allow, |denial| stopped(denial.stop.reason));
            (action, list.decides(packet).unwrap_or(hop.label))
        }
        HopKind::Route(route) => {
            let entry = route.entries().iter().find(|entry| entry.packets.contains(packet));
            let action = match entry.map(|entry| &entry.next) {
                Some(Next::Stop(stop)) => stopped(stop.reason),
                _ => StepAction::Forward,
            };
            (action, entry.map_or(hop.label, |entry| entry.label))
        }
        HopKind::Rewrite(rewrite) => {
            let case = rewrite.cases().iter().find(|case| case.packets.contains(packet));
            let action = match case.map(|case| &case.treatment) {
                Some(Treatment::Stop(stop)) => stopped(stop.reason),
                Some(Treatment::Set(fields)) if fields.is_empty() => StepAction::Forward,
                _ => StepAction::Translate,
            };
            (action, case.map_or(hop.label, |case| case.label))
        }
        HopKind::Restore(restore) => {
            let action = match &restore.otherwise {
                _ if tracked => StepAction::Translate,
                Next::Stop(stop) => stopped(stop.reason),
                Next::Hop(_) => StepAction::Forward,
            };
            (action, hop.label)
        }
        HopKind::End(_) => (StepAction::Deliver, hop.label),
    }
}

/// Alternatives, each enough to let the flow through and without a part that is enough.
fn blockers(show: Show<'_>, trials: &[Trial], realms: Realms) -> Vec<Blocker> {
    let hope = trials.iter().any(|trial| !trial.is_hopeless());
    let mut found: BTreeSet<BTreeSet<Change>> = BTreeSet::new();
    for trial in trials.iter().filter(|trial| !hope || !trial.is_hopeless()) {
        let mut alternatives: Vec<BTreeSet<Change>> = alloc::vec![BTreeSet::new()];
        for stop in trial.stops() {
            let changes = stop.at.iter().map(|at| Change { code: stop.reason, place: show.thing(at) });
            let changes: Vec<Change> = changes.collect();
            alternatives = alternatives
                .iter()
                .flat_map(|set| {
                    changes.iter().map(|change| {
                        let mut set = set.clone();
                        set.insert(change.clone());
                        set
                    })
                })
                .take(MOST_BLOCKERS)
                .collect();
        }
        found.extend(alternatives.into_iter().filter(|set| !set.is_empty()));
    }
    let realm = show.fabric.realm(realms.source).filter(|_| trials.is_empty());
    if let Some(realm) = realm {
        let change = Change { code: Reason::NoSuchAddress, place: show.thing(&realm.label) };
        found.insert(core::iter::once(change).collect());
    }
    let minimal = found.iter().filter(|set| !found.iter().any(|other| other != *set && other.is_subset(set)));
    minimal.take(MOST_BLOCKERS).map(|set| Blocker { changes: set.iter().cloned().collect() }).collect()
}

/// Everything that stops packets of these sources on their way to the asked, with where.
pub(super) fn stops(
    evaluator: &Evaluator<'_>,
    show: Show<'_>,
    asked: &crate::intent::Asked,
) -> Result<Vec<Stop>, TooLarge> {
    let walker = Walker::past_drops(show.fabric);
    let targets = evaluator.as_sent(&asked.to);
    let mut stops: Vec<Stop> = Vec::new();
    let mut add = |stop: &Stop| {
        if !stops.contains(stop) {
            stops.push(stop.clone());
        }
    };
    for source in &asked.sources {
        for outcome in walker.send(source.place, source.packets.intersect(&targets))? {
            let replies = walker.answer(&outcome, source.place)?;
            Way { outcome, replies }.stops().for_each(&mut add);
        }
    }
    Ok(stops)
}
