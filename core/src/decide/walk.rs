//! The ways of one packet through the fabric, and of its replies, in a room that is fixed.
//!
//! It is what `reach` does with sets, done with one packet: what the provider chooses is a stretch of values, which a table
//! cuts where it tells them apart. One part goes on and the others wait, so that every way is gone, one after the other.

use super::Stopped;
use super::room::{Full, Room};
use super::stretch::Stretch;
use super::track::{Crossing, FIELDS, Form, Header, Phase, SENT, SENT_PORT, THERE, THERE_PORT, Track};
use crate::embedded::ECHO_REPLY;
use crate::fabric::{
    Appliance, Branch, Branches, Fabric, Filter, FilterList, HopId, HopKind, Label, Next, Place, PlaceId,
    RealmId, Restore, Rewrite, Route, StateId, Stop, Table, Treatment,
};
use crate::packet::{Family, Packet, Protocol};
use crate::reason::Reason;
use crate::space::{Decisions, Field, Spaces, Span, Values};

/// Hops that all ways together may come to.
const MOST_STEPS: usize = 1 << 14;

/// Where the flow is to arrive.
#[derive(Debug, Clone, Copy)]
pub(super) enum Aim {
    /// In this realm, at another place than the sender's.
    Realm(RealmId),
    /// Where something stands behind a public address, at its own; nowhere where nothing does.
    Behind(Option<RealmId>),
}

/// What became of a packet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Some way leads there, and the reply returns.
    pub(super) answered: bool,
    /// Some way leads there.
    pub(super) delivered: bool,
    /// The hops of the longest way.
    hops: u8,
    /// Some way of the packet, or of a reply to it, ends short.
    pub(super) failing: bool,
}

/// All ways of a packet.
pub(super) struct Walk<'a, 'b> {
    spaces: &'a Spaces,
    fabric: &'a Fabric,
    from: PlaceId,
    sends_to: HopId,
    aim: Aim,
    /// The place where the flow is to arrive.
    to: Option<PlaceId>,
    /// As it was sent.
    family: Family,
    protocol: Protocol,
    /// The packet, with the fields as they were last looked at.
    span: Span,
    room: Room<'a>,
    steps: usize,
    found: Found,
    /// Where what stops the packet is noted.
    stops: &'b mut [Option<Stopped>],
}

impl<'a, 'b> Walk<'a, 'b> {
    /// A walk of packets like `packet`, that are to arrive at an address and port.
    pub(super) fn new(
        spaces: &'a Spaces,
        fabric: &'a Fabric,
        (from, place): (PlaceId, &Place),
        (aim, to, address): (Aim, Option<PlaceId>, u128),
        packet: &Packet,
        stops: &'b mut [Option<Stopped>],
    ) -> Self {
        let span = Span::of(packet);
        let port = span.get(Field::DestinationPort).0;
        let [source, destination, source_port, destination_port] = FIELDS.map(|field| span.get(field).0);
        let first = [source, destination, source_port, destination_port, address, port];
        Self {
            spaces,
            fabric,
            from,
            sends_to: place.sends_to,
            aim,
            to,
            family: packet.family(),
            protocol: packet.protocol(),
            span,
            room: Room::new(first),
            steps: MOST_STEPS,
            found: Found::default(),
            stops,
        }
    }

    /// What becomes of the packet when it is written to the first of these addresses and the first of these ports, and up to
    /// which address and port the same becomes of it.
    pub(super) fn send(
        &mut self,
        addresses: (u128, u128),
        ports: (u128, u128),
    ) -> Result<(Found, u128, u128), Full> {
        self.found = Found::default();
        self.room.send(Track::new(self.sends_to), addresses, ports)?;
        while let Some(mut track) = self.room.take() {
            while self.step(&mut track)? {}
            self.found.hops = self.found.hops.max(track.visit_count);
            if self.found.answered && self.found.failing && self.stops.is_empty() {
                break;
            }
        }
        let (address, port) = self.room.sent_up_to();
        Ok((self.found, address, port))
    }

    /// One hop further; false at the end of a way.
    fn step(&mut self, track: &mut Track) -> Result<bool, Full> {
        self.steps = self.steps.checked_sub(1).ok_or(Full)?;
        let fabric = self.fabric;
        let Some(hop) = fabric.hop(track.hop) else { return Ok(false) };
        if track.is_part {
            track.is_part = false;
        } else if self.room.is_again(track) {
            return Ok(self.stop(track, Reason::RouteLoop, &[hop.label]));
        } else {
            self.room.visit(track)?;
        }
        match (&hop.kind, track.phase) {
            (HopKind::Filter(Filter { state: Some(state), next, .. }), Phase::Reply { ports }) => {
                match self.known(track, *state, ports)? {
                    Some(_) => Ok(track.go_to(*next)),
                    None => Ok(self.stop(track, Reason::ReplyOtherPath, &[hop.label])),
                }
            }
            (HopKind::Filter(filter), _) => self.filter(track, filter),
            (HopKind::Route(route), _) => self.route(track, route),
            (HopKind::Rewrite(Rewrite { state: Some(_), .. }), Phase::Reply { .. }) => {
                Ok(self.stop(track, Reason::ReplyOtherPath, &[hop.label]))
            }
            (HopKind::Rewrite(rewrite), _) => self.rewrite(track, rewrite),
            (HopKind::Restore(restore), phase) => self.restore(track, restore, phase),
            (HopKind::Branches(branches), phase) => self.branch(track, branches, phase),
            // What becomes of it beyond is not known; what is for the machine itself arrives there in any case.
            (HopKind::Appliance(Appliance { arrives: Some(arrives), .. }), _) => Ok(track.go_to(*arrives)),
            (HopKind::Appliance(_) | HopKind::Gap(_), _) => {
                self.found.failing |= !self.leads_elsewhere(track);
                Ok(false)
            }
            (HopKind::End(place), Phase::First) => self.arrive(track, *place),
            (HopKind::End(place), Phase::Reply { ports }) => self.come_back(track, *place, ports),
        }
    }

    fn filter(&mut self, track: &mut Track, filter: &Filter) -> Result<bool, Full> {
        let Some(list) = self.fabric.list(filter.list) else { return Ok(false) };
        let Some(number) = self.decide_at(track, list.table())? else { return Ok(false) };
        if let Some(stop) = list.stop(number) {
            return Ok(self.stop_by(track, list.table(), stop, |number| list.stop(number)));
        }
        if let Some(state) = filter.state {
            self.room.cross(track, Crossing { state, before: track.header, after: track.header })?;
        }
        let gap = filter.gap.filter(|_| FilterList::is_unknown(number));
        Ok(track.go_to(gap.unwrap_or(filter.next)))
    }

    fn route(&mut self, track: &mut Track, route: &Route) -> Result<bool, Full> {
        let Some(number) = self.decide_at(track, route.table())? else { return Ok(false) };
        let next = |number| route.entry(number).map(|entry| &entry.next);
        match next(number) {
            Some(Next::Hop(hop)) => Ok(track.go_to(*hop)),
            Some(Next::Stop(stop)) => {
                Ok(self.stop_by(track, route.table(), stop, |number| next(number).and_then(Next::stop)))
            }
            None => Ok(false),
        }
    }

    fn rewrite(&mut self, track: &mut Track, rewrite: &'a Rewrite) -> Result<bool, Full> {
        let Some(number) = self.decide_at(track, rewrite.table())? else { return Ok(false) };
        let Some(case) = rewrite.case(number) else { return Ok(false) };
        let fields = match &case.treatment {
            Treatment::Set(fields) => fields,
            Treatment::Stop(stop) => {
                return Ok(self.stop_by(track, rewrite.table(), stop, |number| {
                    rewrite.case(number).and_then(|case| case.treatment.stop())
                }));
            }
        };
        let before = track.header;
        for (field, values) in fields {
            if !self.set(track, *field, values)? {
                return Ok(false);
            }
        }
        if let Some(state) = rewrite.state {
            self.room.cross(track, Crossing { state, before, after: track.header })?;
        }
        Ok(track.go_to(rewrite.next))
    }

    fn restore(&mut self, track: &mut Track, restore: &Restore, phase: Phase) -> Result<bool, Full> {
        if let Phase::Reply { ports } = phase
            && let Some(crossing) = self.known(track, restore.state, ports)?
        {
            self.give_back(track, crossing.before, ports)?;
            return Ok(track.go_to(restore.next));
        }
        match &restore.otherwise {
            Next::Hop(hop) => Ok(track.go_to(*hop)),
            Next::Stop(stop) => Ok(self.stop(track, stop.reason, &stop.at)),
        }
    }

    /// Gives a reply the fields back that its flow had before a hop.
    fn give_back(&mut self, track: &mut Track, before: Header, ports: bool) -> Result<(), Full> {
        let form = track.header.1;
        track.header = track.header.restored(before.swapped(ports), ports);
        if ports || track.header.1 == form {
            return Ok(());
        }
        self.room.choose(track, Field::DestinationPort, Stretch::one(ECHO_REPLY))
    }

    fn branch(&mut self, track: &mut Track, branches: &Branches, phase: Phase) -> Result<bool, Full> {
        let front = branches.front.filter(|front| Some(*front) == self.to && track.phase == Phase::First);
        if let Some((front, place)) = front.and_then(|front| Some((front, self.fabric.place(front)?))) {
            track.came_by |= self.is_there(track, front, place)?;
        }
        let mut back: &[(StateId, HopId)] = &[];
        if let Phase::Reply { ports } = phase {
            back = &branches.back;
            for (state, way) in back {
                if let Some(crossing) = self.known(track, *state, ports)? {
                    self.give_back(track, crossing.before, ports)?;
                    return Ok(track.go_to(*way));
                }
            }
        }
        let before = track.to;
        let go = |track: &mut Track, Branch { hop, to }: Branch| {
            track.to = to.or(before);
            track.go_to(hop)
        };
        let ways: &[Branch] = if back.is_empty() { &branches.ways } else { &[] };
        let back = back.iter().map(|&(_, hop)| Branch { hop, to: None });
        let mut all = back.chain(ways.iter().copied());
        let Some(first) = all.next() else { return Ok(false) };
        for way in all.rev() {
            go(track, way);
            self.room.put(*track)?;
        }
        Ok(go(track, first))
    }

    /// Whether what becomes of it does not matter for the flow.
    fn leads_elsewhere(&self, track: &Track) -> bool {
        !track.came_by && track.to.is_some() && track.to != self.to
    }

    /// The packet ends at a place: is it there, and how does it go on with the reply?
    fn arrive(&mut self, track: &mut Track, at: PlaceId) -> Result<bool, Full> {
        let fabric = self.fabric;
        let Some(place) = fabric.place(at) else { return Ok(false) };
        track.is_there = track.came_by || self.is_there(track, at, place)?;
        self.found.delivered |= track.is_there;
        if !track.is_there
            && !self.leads_elsewhere(track)
            && let Some(label) = self.meant()
        {
            self.note(track, Reason::NotForwarded, &[label]);
        }
        let family = self.family_now(track);
        let ports = self.protocol != self.family.icmp();
        if !ports && self.look(track, Decisions::about(fabric.replies.silent))?.is_some() {
            self.found.answered |= track.is_there;
            return Ok(false);
        }
        track.phase = Phase::Reply { ports };
        track.header = track.header.swapped(ports);
        track.mark = 0;
        track.first_visit = track.visit_count;
        track.hop = place.sends_to;
        if let (false, Some((_, kind))) = (ports, fabric.replies.echo.get(family as usize)) {
            let kind = Stretch::one(u128::from(*kind).saturating_mul(256));
            self.room.choose(track, Field::DestinationPort, kind)?;
        }
        Ok(true)
    }

    const fn family_now(&self, track: &Track) -> Family {
        match track.header.1 {
            Form::AsSent => self.family,
            Form::Extracted => Family::V4,
        }
    }

    fn is_there(&mut self, track: &mut Track, at: PlaceId, place: &Place) -> Result<bool, Full> {
        let [_, destination, _, port] = track.header.0;
        match self.aim {
            Aim::Realm(realm) => {
                // A type of ICMP is told as it was sent.
                let is_as_sent = track.header.1 == Form::Extracted && self.protocol == self.family.icmp();
                let port = if is_as_sent { SENT_PORT } else { port };
                Ok(at != self.from
                    && place.realm == realm
                    && self.room.is_equal(track, destination, THERE)?
                    && self.room.is_equal(track, port, THERE_PORT)?)
            }
            Aim::Behind(realm) => {
                let address = self.family_now(track).address(self.room.at(track, THERE).first);
                Ok(Some(place.realm) == realm
                    && place.addresses.contains(address)
                    && self.room.is_equal(track, destination, THERE)?)
            }
        }
    }

    /// What is to blame where a packet comes to something else than the flow means.
    fn meant(&self) -> Option<Label> {
        let (Aim::Realm(realm) | Aim::Behind(Some(realm))) = self.aim else { return None };
        self.fabric.realm(realm).map(|realm| realm.label)
    }

    /// The reply ends at a place.
    fn come_back(&mut self, track: &mut Track, at: PlaceId, ports: bool) -> Result<bool, Full> {
        if at == self.from && self.room.is_same(track, SENT.swapped(ports), ports)? {
            self.found.answered |= track.is_there;
        } else if let Some(place) = self.fabric.place(at) {
            self.stop(track, Reason::ReplyMismatch, &[place.label]);
        }
        Ok(false)
    }

    /// The flow that crossed a stateful hop and of which this is the reply. One that left with the very fields goes first: no hop
    /// gives two flows the same.
    fn known(&mut self, track: &mut Track, state: StateId, ports: bool) -> Result<Option<Crossing>, Full> {
        let crossings = 0..track.crossing_count;
        let here = |room: &Room, number| room.crossing(number).filter(|crossing| crossing.state == state);
        for number in crossings.clone() {
            let own = here(&self.room, number);
            if own.is_some_and(|crossing| crossing.after.swapped(ports) == track.header) {
                return Ok(own);
            }
        }
        for number in crossings {
            let crossing = here(&self.room, number);
            if let Some(crossing) = crossing
                && self.room.is_same(track, crossing.after.swapped(ports), ports)?
            {
                return Ok(Some(crossing));
            }
        }
        Ok(None)
    }

    /// What a table says to the packet, of which only a part may be left.
    fn decide_at(&mut self, track: &mut Track, table: &Table) -> Result<Option<u32>, Full> {
        self.look(track, table.of_all())
    }

    fn look(&mut self, track: &mut Track, decisions: Decisions) -> Result<Option<u32>, Full> {
        self.see(track);
        let number = self.spaces.decision_of_lowest(decisions, &mut self.span);
        for (field, slot) in FIELDS.into_iter().zip(track.header.0) {
            let (_, last) = self.span.get(field);
            self.room.cut(track, slot, last)?;
        }
        Ok(number)
    }

    /// Makes the span what the packet looks like now.
    fn see(&mut self, track: &Track) {
        let family = self.family_now(track);
        let is_icmp = self.protocol == self.family.icmp();
        let protocol = if is_icmp { family.icmp() } else { self.protocol };
        for (field, value) in
            [(Field::Mark, track.mark), (Field::Family, family as u8), (Field::Protocol, protocol.0)]
        {
            self.span.set(field, value.into(), value.into());
        }
        for (field, slot) in FIELDS.into_iter().zip(track.header.0) {
            let stretch = self.room.at(track, slot);
            self.span.set(field, stretch.first, stretch.last);
        }
    }

    /// Gives a field any of `values`, as the provider chooses; false where there is none.
    fn set(&mut self, track: &mut Track, field: Field, values: &'a Values) -> Result<bool, Full> {
        if let (Field::Mark, Some(mark)) = (field, values.single().and_then(|mark| u8::try_from(mark).ok())) {
            track.mark = mark;
            return Ok(true);
        }
        if field == Field::Family {
            track.header.1 = Form::Extracted;
            return Ok(true);
        }
        match Stretch::of(values) {
            Some(stretch) => self.room.choose(track, field, stretch).map(|()| true),
            None => Ok(false),
        }
    }

    /// The way ends here; always false: it goes no step further.
    fn stop(&mut self, track: &Track, reason: Reason, at: &[Label]) -> bool {
        if !self.leads_elsewhere(track) {
            self.found.failing = true;
            self.note(track, reason, at);
        }
        false
    }

    /// The same for what a table stops; with the very entry that does, where that is asked for.
    fn stop_by<'s>(
        &mut self,
        track: &Track,
        table: &Table,
        alike: &'s Stop,
        stop: impl Fn(u32) -> Option<&'s Stop>,
    ) -> bool {
        let mut found = None;
        if !self.stops.is_empty() {
            self.see(track);
            let entries = table.whole();
            found = self.spaces.decision_of_lowest(entries, &mut self.span).and_then(stop);
        }
        let Stop { reason, at } = found.unwrap_or(alike);
        self.stop(track, *reason, at)
    }

    /// Notes what stops the packet, each once, as long as there is room.
    fn note(&mut self, track: &Track, reason: Reason, at: &[Label]) {
        let is_reply = track.phase != Phase::First;
        for label in at {
            let stopped = Stopped { reason, is_reply, at: *label };
            let Some(place) = self.stops.iter_mut().find(|one| one.is_none_or(|one| one == stopped)) else {
                return;
            };
            *place = Some(stopped);
        }
    }
}
