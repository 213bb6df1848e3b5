//! The way of packets through the fabric.

mod appliance;

use alloc::vec::Vec;

use super::TooLarge;
use super::piece::{Header, Piece};
use super::trail::Trail;
use crate::fabric::{
    Branch, Branches, Detail, Fabric, Filter, FilterList, Gap, HopId, HopKind, Next, PlaceId, Restore,
    Rewrite, Route, StateId, Stop, Treatment,
};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};

/// What a step of a packet costs beside what is done with sets, in steps of their store.
const STEP: usize = 16;

/// How many looks back cost a step.
const LOOKS: usize = 16;

/// Sends packets through a fabric.
pub(crate) struct Walker<'a> {
    fabric: &'a Fabric,
    /// Whether packets go on past a filter that drops them, so that everything that stops them is found.
    past_drops: bool,
    /// What appliances send at the most; anything where there is nothing.
    toward: Option<Space>,
    /// What an appliance sends at the most behind so many others; anything where there is nothing.
    last: Option<(usize, Space)>,
}

/// Packets that came to an end of their way, and how.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// Which packets, as sent and as they end.
    pub(crate) piece: Piece,
    /// Where they were.
    pub(crate) visits: Trail<Visit>,
    /// What they went past although it drops them.
    pub(crate) drops: Trail<Stop>,
    /// How their way ends.
    pub(crate) end: End,
    /// Whether they go this way whatever appliances do.
    pub(crate) certain: bool,
    /// The front that they came by, and what they looked like there.
    pub(crate) front: Option<(PlaceId, Header)>,
    /// The place that it is a way to, where other ways of these packets lead elsewhere.
    pub(crate) to: Option<PlaceId>,
    /// Whether they went by a way out of the text: replies may come back by another.
    is_unseen: bool,
    crossings: Trail<Crossing>,
}

/// How a way ends.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// At a place.
    Arrived(PlaceId),
    /// Short of one.
    Stopped(Stop),
    /// At an appliance: what becomes of them is not known. Where it may send them are ways of their own.
    Open,
    /// Replies, out of the text: they may come to whom they are for.
    Beyond,
}

/// Replies that came to an end of their way, and how.
#[derive(Debug, Clone)]
pub(crate) struct ReplyOutcome {
    /// The packets that they answer, as those arrived.
    pub(crate) answered: Piece,
    /// The replies, told by the sent packets with their ends swapped.
    pub(crate) piece: Piece,
    /// Where they were; empty when no reply is expected.
    pub(crate) visits: Trail<Visit>,
    /// What they went past although it drops them.
    pub(crate) drops: Trail<Stop>,
    /// How their way ends.
    pub(crate) end: ReplyEnd,
    /// Whether they and what they answer go this way whatever appliances do.
    pub(crate) certain: bool,
}

/// How a reply's way ends.
#[derive(Debug, Clone)]
pub(crate) enum ReplyEnd {
    /// At the sender, or no reply is expected.
    Returned,
    /// Elsewhere.
    Lost(Stop),
    /// At an appliance: see [`End::Open`].
    Open,
}

/// A hop that a packet came to.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The hop.
    pub(crate) hop: HopId,
    /// The packet as it came.
    pub(crate) header: Header,
    /// What its choices were taken from then.
    choices: Vec<Values>,
    /// What it was marked with.
    pub(crate) mark: u8,
    /// Whether a stateful hop knew it as a reply.
    pub(crate) tracked: bool,
}

/// A stateful hop that a first packet crossed.
#[derive(Debug, Clone)]
struct Crossing {
    state: StateId,
    before: Header,
    after: Header,
}

/// A piece on its way.
#[derive(Debug, Clone)]
struct Track {
    piece: Piece,
    crossings: Trail<Crossing>,
    visits: Trail<Visit>,
    drops: Trail<Stop>,
    /// What hops marked it with.
    mark: u8,
    /// Whether it goes this way whatever appliances do.
    certain: bool,
    /// How many appliances sent it on.
    sent_on: usize,
    /// See [`Outcome::front`].
    front: Option<(PlaceId, Header)>,
    /// See [`Outcome::to`].
    to: Option<PlaceId>,
    /// Whether it went by a way out of the text.
    is_unseen: bool,
}

/// First packets, or replies to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    First,
    /// `ports` is false for ICMP, whose type is no port.
    Reply {
        ports: bool,
    },
}

impl<'a> Walker<'a> {
    /// A walker whose packets stop where they are dropped.
    pub(crate) const fn new(fabric: &'a Fabric) -> Self {
        Self { fabric, past_drops: false, toward: None, last: None }
    }

    /// A walker whose packets go on past filters that drop them, as far as there is a next hop.
    pub(crate) const fn past_drops(fabric: &'a Fabric) -> Self {
        Self { fabric, past_drops: true, toward: None, last: None }
    }

    /// The same, but appliances send no other packets than these.
    pub(crate) const fn toward(self, packets: Space) -> Self {
        Self { toward: Some(packets), ..self }
    }

    /// The same, but the last of so many appliances sends no other packets than these.
    pub(crate) const fn last_toward(self, appliances: usize, packets: Space) -> Self {
        Self { last: Some((appliances, packets)), ..self }
    }

    /// Every way of the packets `sent` from `place`. For each sent packet there is an outcome for every choice the
    /// provider has.
    pub(crate) fn send(
        &self,
        spaces: &mut Spaces,
        place: PlaceId,
        sent: Space,
    ) -> Result<Vec<Outcome>, TooLarge> {
        let Some(place) = self.fabric.place(place) else { return Ok(Vec::new()) };
        if sent.is_empty() {
            return Ok(Vec::new());
        }
        self.walk(spaces, Track::new(Piece::new(sent)), place.sends_to, Phase::First)
    }

    /// Every way of the replies to packets that came from `sender` and arrived.
    pub(crate) fn answer(
        &self,
        spaces: &mut Spaces,
        arrived: &Outcome,
        sender: PlaceId,
    ) -> Result<Vec<ReplyOutcome>, TooLarge> {
        let End::Arrived(receiver) = arrived.end else { return Ok(Vec::new()) };
        let Some(receiver) = self.fabric.place(receiver) else { return Ok(Vec::new()) };
        let mut outcomes = Vec::new();
        let silent = if arrived.is_unseen { Space::ALL } else { self.fabric.replies.silent };
        for piece in arrived.piece.within(spaces, silent) {
            outcomes.push(ReplyOutcome {
                answered: piece.clone(),
                piece,
                visits: Trail::new(),
                drops: Trail::new(),
                end: ReplyEnd::Returned,
                certain: arrived.certain,
            });
        }
        if arrived.is_unseen {
            return Ok(outcomes);
        }
        for piece in arrived.piece.within(spaces, self.fabric.replies.swapped) {
            let piece = piece.mirrored(spaces, true);
            let header = piece.header().swapped(true);
            let piece = piece.seen_by(header);
            outcomes.extend(self.walk_back(spaces, arrived, piece, receiver.sends_to, sender, true)?);
        }
        for (requests, kind) in self.fabric.replies.echo {
            for piece in arrived.piece.within(spaces, requests) {
                let piece = piece.mirrored(spaces, false);
                let header = piece.header().swapped(false);
                let mut piece = piece.seen_by(header);
                piece.choose(Field::DestinationPort, Values::one(u128::from(kind).saturating_mul(256)));
                outcomes.extend(self.walk_back(spaces, arrived, piece, receiver.sends_to, sender, false)?);
            }
        }
        Ok(outcomes)
    }

    fn walk_back(
        &self,
        spaces: &mut Spaces,
        arrived: &Outcome,
        piece: Piece,
        hop: HopId,
        sender: PlaceId,
        ports: bool,
    ) -> Result<Vec<ReplyOutcome>, TooLarge> {
        let mut outcomes = Vec::new();
        let mut track = Track { certain: arrived.certain, ..Track::new(piece) };
        for crossing in arrived.crossings.in_order() {
            track.crossings.push(Crossing {
                state: crossing.state,
                before: crossing.before.mirrored(ports),
                after: crossing.after.mirrored(ports),
            });
        }
        for outcome in self.walk(spaces, track, hop, Phase::Reply { ports })? {
            let Outcome { piece, visits, drops, end, certain, .. } = outcome;
            let mut push = |spaces: &mut Spaces, piece: Piece, end: ReplyEnd| {
                let answered = piece.clone().mirrored(spaces, ports).seen_by(arrived.piece.header());
                outcomes.push(ReplyOutcome {
                    answered,
                    piece,
                    visits: visits.clone(),
                    drops: drops.clone(),
                    end,
                    certain,
                });
            };
            let place = match end {
                End::Open => {
                    push(spaces, piece, ReplyEnd::Open);
                    continue;
                }
                End::Beyond => {
                    push(spaces, piece, ReplyEnd::Returned);
                    continue;
                }
                End::Stopped(stop) => {
                    push(spaces, piece, ReplyEnd::Lost(stop));
                    continue;
                }
                End::Arrived(place) => place,
            };
            // What the sender waits for is the sent packet with its ends swapped: here that is the sent header.
            let header = piece.header();
            let (returned, other) = if place == sender {
                piece.split_equal(spaces, header, Header::SENT, ports, certain)?
            } else {
                (Vec::new(), alloc::vec![piece])
            };
            for piece in returned {
                push(spaces, piece, ReplyEnd::Returned);
            }
            if let Some(label) = self.fabric.place(place).map(|place| place.label) {
                for piece in other {
                    push(spaces, piece, ReplyEnd::Lost(Stop::new(Reason::ReplyMismatch, label)));
                }
            }
        }
        Ok(outcomes)
    }

    fn walk(
        &self,
        spaces: &mut Spaces,
        start: Track,
        hop: HopId,
        phase: Phase,
    ) -> Result<Vec<Outcome>, TooLarge> {
        let mut work = Work {
            fabric: self.fabric,
            past_drops: self.past_drops,
            toward: self.toward,
            last: self.last,
            // Where everything that stops packets is asked for, each entry counts.
            detail: if self.past_drops { Detail::Entries } else { Detail::Effects },
            phase,
            start: hop,
            todo: Vec::new(),
            come: Vec::new(),
            done: Vec::new(),
        };
        work.todo.push((start, hop));
        while !work.todo.is_empty() {
            while let Some((track, hop)) = work.todo.pop() {
                work.step(spaces, track, hop)?;
                spaces.spend(STEP);
                if spaces.is_exhausted() {
                    return Err(TooLarge::new("the number of ways through the network"));
                }
            }
            work.leave_appliances(spaces);
        }
        Ok(work.done)
    }
}

/// The tracks of one walk.
struct Work<'a> {
    fabric: &'a Fabric,
    past_drops: bool,
    toward: Option<Space>,
    last: Option<(usize, Space)>,
    detail: Detail,
    phase: Phase,
    /// The hop that got what is sent.
    start: HopId,
    todo: Vec<(Track, HopId)>,
    /// First packets that came to appliances.
    come: Vec<(Track, HopId)>,
    done: Vec<Outcome>,
}

impl Work<'_> {
    fn step(&mut self, spaces: &mut Spaces, mut track: Track, id: HopId) -> Result<(), TooLarge> {
        let Some(hop) = self.fabric.hop(id) else { return Ok(()) };
        // Each look back costs a little: a long way makes each step cost more.
        let mut looks = 0_usize;
        let is_again = track.visits.backwards().any(|visit| {
            looks = looks.saturating_add(1);
            let here = visit.hop == id && visit.mark == track.mark;
            here && track.piece.repeats(visit.header, &visit.choices)
        });
        spaces.spend(looks.checked_div(LOOKS).unwrap_or(0));
        if is_again {
            self.stop(track, Stop::new(Reason::RouteLoop, hop.label));
            return Ok(());
        }
        track.visits.push(Visit {
            hop: id,
            header: track.piece.header(),
            choices: track.piece.choices().to_vec(),
            mark: track.mark,
            tracked: false,
        });
        match &hop.kind {
            HopKind::Filter(filter) => match (self.phase, filter.state) {
                (Phase::Reply { ports }, Some(state)) => {
                    self.recognise(spaces, track, id, filter, state, ports)?
                }
                _ => self.filter(spaces, &track, filter),
            },
            HopKind::Route(route) => self.route(spaces, &track, route),
            HopKind::Rewrite(rewrite) => match (self.phase, rewrite.state) {
                (Phase::Reply { .. }, Some(_)) => {
                    self.stop(track, Stop::new(Reason::ReplyOtherPath, hop.label))
                }
                _ => self.rewrite(spaces, &track, rewrite),
            },
            HopKind::Restore(restore) => self.restore(spaces, track, restore)?,
            HopKind::Branches(branches) => self.branch(spaces, track, branches)?,
            HopKind::Appliance(appliance) => self.at_appliance(spaces, track, id, appliance, hop.label)?,
            HopKind::Gap(gap) => self.at_gap(track, gap),
            HopKind::End(place) => self.end(track, End::Arrived(*place)),
        }
        Ok(())
    }

    /// Something is not in the text: in one world a packet ends here, in another it goes on.
    fn at_gap(&mut self, track: Track, gap: &Gap) {
        if track.certain {
            self.end(track.clone(), End::Open);
        }
        let on = Track { certain: false, ..track };
        if self.phase == Phase::First {
            let unseen = Track { is_unseen: true, ..on.clone() };
            self.todo.extend(gap.beyond.iter().rev().map(|way| (unseen.clone(), *way)));
        } else if !gap.beyond.is_empty() {
            self.end(on.clone(), End::Beyond);
        }
        self.todo.extend(gap.ways.iter().rev().map(|way| (on.clone(), *way)));
    }

    fn filter(&mut self, spaces: &mut Spaces, track: &Track, filter: &Filter) {
        let Some(list) = self.fabric.list(filter.list) else { return };
        let decisions = list.table().decisions(spaces, self.detail, track.mark);
        for (number, piece) in track.piece.split(spaces, decisions) {
            let mut part = Track { piece, ..track.clone() };
            if let Some(stop) = list.stop(number) {
                self.drop_at(part, stop, filter.state, filter.next);
            } else {
                part.cross(filter.state);
                let gap = filter.gap.filter(|_| FilterList::is_unknown(number));
                self.todo.push((part, gap.unwrap_or(filter.next)));
            }
        }
    }

    /// A stateful filter meets a reply: it passes where its flow crossed the filter.
    fn recognise(
        &mut self,
        spaces: &mut Spaces,
        track: Track,
        id: HopId,
        filter: &Filter,
        state: StateId,
        ports: bool,
    ) -> Result<(), TooLarge> {
        let mut unknown = alloc::vec![track.piece.clone()];
        for crossing in track.crossed(state, ports) {
            let mut still_unknown = Vec::new();
            for piece in unknown {
                let header = piece.header();
                let (known, other) =
                    piece.split_equal(spaces, header, crossing.after.swapped(ports), ports, track.certain)?;
                still_unknown.extend(other);
                for piece in known {
                    let mut passed = Track { piece, ..track.clone() };
                    passed.track_last();
                    self.todo.push((passed, filter.next));
                }
            }
            unknown = still_unknown;
        }
        if let Some(label) = self.fabric.hop(id).map(|hop| hop.label) {
            for piece in unknown {
                let stop = Stop::new(Reason::ReplyOtherPath, label);
                self.drop_at(Track { piece, ..track.clone() }, &stop, None, filter.next);
            }
        }
        Ok(())
    }

    fn route(&mut self, spaces: &mut Spaces, track: &Track, route: &Route) {
        let decisions = route.table().decisions(spaces, self.detail, track.mark);
        for (number, piece) in track.piece.split(spaces, decisions) {
            if let Some(entry) = route.entry(number) {
                self.go_on(Track { piece, ..track.clone() }, &entry.next);
            }
        }
    }

    fn rewrite(&mut self, spaces: &mut Spaces, track: &Track, rewrite: &Rewrite) {
        let decisions = rewrite.table().decisions(spaces, self.detail, track.mark);
        for (number, piece) in track.piece.split(spaces, decisions) {
            let Some(case) = rewrite.case(number) else { continue };
            let mut track = Track { piece, ..track.clone() };
            match &case.treatment {
                Treatment::Stop(stop) => self.stop(track, stop.clone()),
                Treatment::Set(fields) => {
                    let before = track.piece.header();
                    for (field, values) in fields {
                        track.set(*field, values);
                    }
                    if let Some(state) = rewrite.state {
                        track.crossings.push(Crossing { state, before, after: track.piece.header() });
                    }
                    self.todo.push((track, rewrite.next));
                }
            }
        }
    }

    fn branch(&mut self, spaces: &mut Spaces, track: Track, branches: &Branches) -> Result<(), TooLarge> {
        let front = branches.front.map(|front| (front, track.piece.header())).or(track.front);
        let mut ways = branches.ways.clone();
        let mut unknown = alloc::vec![Track { front, ..track }];
        if let (Phase::Reply { ports }, [_, ..]) = (self.phase, branches.back.as_slice()) {
            ways = branches.back.iter().map(|&(_, way)| way.into()).collect();
            for (state, way) in &branches.back {
                for track in core::mem::take(&mut unknown) {
                    let (known, other) = track.restored(spaces, *state, ports)?;
                    self.todo.extend(known.into_iter().map(|known| (known, *way)));
                    unknown.extend(other.into_iter().map(|piece| Track { piece, ..track.clone() }));
                }
            }
        }
        for track in unknown {
            // The last is taken first: they come out in order.
            for &Branch { hop, to } in ways.iter().rev() {
                self.todo.push((Track { to: to.or(track.to), ..track.clone() }, hop));
            }
        }
        Ok(())
    }

    fn restore(&mut self, spaces: &mut Spaces, track: Track, restore: &Restore) -> Result<(), TooLarge> {
        let Phase::Reply { ports } = self.phase else {
            self.go_on(track, &restore.otherwise);
            return Ok(());
        };
        let (restored, unknown) = track.restored(spaces, restore.state, ports)?;
        self.todo.extend(restored.into_iter().map(|restored| (restored, restore.next)));
        for piece in unknown {
            self.go_on(Track { piece, ..track.clone() }, &restore.otherwise);
        }
        Ok(())
    }

    fn go_on(&mut self, track: Track, next: &Next) {
        match next {
            Next::Hop(hop) => self.todo.push((track, *hop)),
            Next::Stop(stop) => self.stop(track, stop.clone()),
        }
    }

    fn drop_at(&mut self, mut track: Track, stop: &Stop, state: Option<StateId>, next: HopId) {
        if self.past_drops {
            track.drops.push(stop.clone());
            track.cross(state);
            self.todo.push((track, next));
        } else {
            self.stop(track, stop.clone());
        }
    }

    fn stop(&mut self, track: Track, stop: Stop) {
        self.end(track, End::Stopped(stop));
    }

    fn end(&mut self, track: Track, end: End) {
        let Track { piece, crossings, visits, drops, certain, front, to, is_unseen, .. } = track;
        self.done.push(Outcome { piece, visits, drops, end, certain, front, to, is_unseen, crossings });
    }
}

impl Track {
    const fn new(piece: Piece) -> Self {
        Self {
            piece,
            crossings: Trail::new(),
            visits: Trail::new(),
            drops: Trail::new(),
            mark: 0,
            certain: true,
            sent_on: 0,
            front: None,
            to: None,
            is_unseen: false,
        }
    }

    /// The same without the hop that it is at.
    fn before(&self) -> Self {
        Self { visits: self.visits.before_last(), ..self.clone() }
    }

    /// The hops that it came to.
    fn hops(&self) -> Vec<HopId> {
        self.visits.backwards().map(|visit| visit.hop).collect()
    }

    /// Whether another, which came to the same hops, looked the same at each of them.
    fn goes_like(&self, other: &Self) -> bool {
        let looks = |visit: &Visit| (visit.header, visit.mark, visit.choices.len());
        let state = |track: &Self| (track.certain, track.front, track.to, track.is_unseen);
        state(self) == state(other)
            && self.visits.backwards().map(looks).eq(other.visits.backwards().map(looks))
    }

    /// How it crossed hops with this memory, as far as it may be a reply to that. One that left with the very fields is what it
    /// answers: no hop gives two flows the same.
    fn crossed(&self, state: StateId, ports: bool) -> Vec<&Crossing> {
        let mut all = self.crossings.in_order();
        all.retain(|crossing| crossing.state == state);
        let header = self.piece.header();
        match all.iter().find(|crossing| crossing.after.swapped(ports) == header) {
            Some(own) => alloc::vec![own],
            None => all,
        }
    }

    /// The parts that are replies to flows which crossed a hop with this memory, changed back, and the rest.
    fn restored(
        &self,
        spaces: &mut Spaces,
        state: StateId,
        ports: bool,
    ) -> Result<(Vec<Self>, Vec<Piece>), TooLarge> {
        let (mut restored, mut unknown) = (Vec::new(), alloc::vec![self.piece.clone()]);
        for crossing in self.crossed(state, ports) {
            let mut still_unknown = Vec::new();
            for piece in unknown {
                let header = piece.header();
                let after = crossing.after.swapped(ports);
                let (known, other) = piece.split_equal(spaces, header, after, ports, self.certain)?;
                still_unknown.extend(other);
                for mut piece in known {
                    piece.restore(crossing.before.swapped(ports), ports);
                    let mut back = Self { piece, ..self.clone() };
                    back.track_last();
                    restored.push(back);
                }
            }
            unknown = still_unknown;
        }
        Ok((restored, unknown))
    }

    /// Gives a field any of `values`, as the provider chooses.
    fn set(&mut self, field: Field, values: &Values) {
        match (field, values.single().and_then(|mark| u8::try_from(mark).ok())) {
            (Field::Mark, Some(mark)) => self.mark = mark,
            (Field::Family, _) => self.piece.extract(),
            _ => self.piece.choose(field, values.clone()),
        }
    }

    /// Notes that the hop it is at knew it as a reply.
    fn track_last(&mut self) {
        if let Some(last) = self.visits.last() {
            let last = Visit { tracked: true, ..last.clone() };
            self.visits.replace_last(last);
        }
    }

    /// Remembers that a first packet crossed a stateful hop.
    fn cross(&mut self, state: Option<StateId>) {
        if let Some(state) = state {
            let header = self.piece.header();
            self.crossings.push(Crossing { state, before: header, after: header });
        }
    }
}

impl Outcome {
    /// Whether these packets arrive without anything that drops them.
    pub(crate) fn is_delivered(&self) -> bool {
        matches!(self.end, End::Arrived(_)) && self.drops.is_empty()
    }
}

impl ReplyOutcome {
    /// Whether these replies return without anything that drops them.
    pub(crate) fn is_returned(&self) -> bool {
        matches!(self.end, ReplyEnd::Returned) && self.drops.is_empty()
    }
}

#[cfg(test)]
mod tests;
