//! One way of what a place sends, and which hops it hangs on.

use alloc::vec::Vec;

use super::passing::Passed;
use crate::fabric::{Change, Changes, Fabric, HopId, HopKind, PlaceId, When};
use crate::ordered::Set;
use crate::reach::{End, Header, Outcome, Piece, ReplyEnd, ReplyOutcome, Visit};
use crate::space::{Field, Space, Spaces};

/// A way of some packets, and of their replies.
#[derive(Debug)]
pub(crate) struct Way {
    /// The packets.
    pub(super) piece: Piece,
    /// Where they arrive; `None` where they end before.
    pub(super) at: Option<PlaceId>,
    /// The front that they came by, and what they looked like there: they arrive at it, too.
    pub(super) front: Option<(PlaceId, Header)>,
    /// The place that it is a way to, where other ways of these packets lead elsewhere.
    pub(super) to: Option<PlaceId>,
    /// Whether they go it whatever appliances do.
    pub(super) certain: bool,
    /// Whether it ends at an appliance: what becomes of them is not known.
    pub(super) open: bool,
    /// Their replies.
    pub(super) replies: Vec<Reply>,
    /// The hops whose assumption it rests on.
    crossed: Vec<HopId>,
    /// Those whose assumption it rests on where a reply is lost for no rule.
    lost: Vec<HopId>,
    /// The hops it hangs on.
    seen: Set<(HopId, Seen)>,
    /// What it passes, where that is asked.
    pub(super) passed: Passed,
}

/// What becomes of some replies.
#[derive(Debug)]
pub(super) struct Reply {
    /// The packets that they answer.
    pub(super) answered: Piece,
    /// Whether they return, are lost, or come to an appliance.
    pub(super) end: Back,
    /// Whether the rules of a filter drop them.
    is_filtered: bool,
    /// Whether they and what they answer go this way whatever appliances do.
    pub(super) certain: bool,
}

/// How the way of a reply ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    /// At the sender.
    Returned,
    /// Elsewhere.
    Lost,
    /// At an appliance.
    Open,
}

/// How a hop sees the packets of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// As they were sent.
    AsSent,
    /// As other hops changed them, or as replies.
    Changed,
    /// As replies of flows that it knows, or not: its rules are not asked.
    Tracked,
}

impl Way {
    /// A way with the ways of its replies.
    pub(super) fn new(fabric: &Fabric, outcome: Outcome, replies: Vec<ReplyOutcome>, passed: Passed) -> Self {
        let mut crossed = assuming(fabric, &outcome, When::Crossed);
        let lost = assuming(fabric, &outcome, When::ReplyLost);
        let mut seen: Vec<(HopId, Seen)> = Vec::new();
        for visit in outcome.visits.backwards() {
            let as_sent = visit.header == Header::SENT;
            seen.push((visit.hop, if as_sent { Seen::AsSent } else { Seen::Changed }));
        }
        let open = matches!(outcome.end, End::Open);
        if open && outcome.certain {
            // What may become of it are ways of their own.
            crossed.pop();
        }
        let at = match outcome.end {
            End::Arrived(at) if outcome.is_delivered() => Some(at),
            End::Arrived(_) | End::Stopped(_) | End::Open | End::Beyond => None,
        };
        let mut ends = Vec::new();
        for reply in replies {
            let end = match reply.end {
                _ if reply.is_returned() => Back::Returned,
                ReplyEnd::Open => Back::Open,
                ReplyEnd::Returned | ReplyEnd::Lost(_) => Back::Lost,
            };
            seen.extend(reply.visits.backwards().map(|visit| (visit.hop, seen_back(fabric, visit))));
            let is_filtered = is_filtered(fabric, &reply);
            ends.push(Reply { answered: reply.answered, end, is_filtered, certain: reply.certain });
        }
        let seen = seen.into_iter().collect();
        let Outcome { piece, certain, front, to, .. } = outcome;
        Self { piece, at, front, to, certain, open, replies: ends, crossed, lost, seen, passed }
    }

    /// The hops whose assumption it rests on, whatever becomes of replies.
    pub(super) fn crossed(&self) -> &[HopId] {
        &self.crossed
    }

    /// The hops whose assumption lost replies rest on, and those replies.
    pub(super) fn losing(&self) -> impl Iterator<Item = (&[HopId], &Reply)> {
        let is_lost = |reply: &&Reply| reply.end != Back::Returned && reply.certain && !reply.is_filtered;
        let on = self.certain && !self.lost.is_empty();
        self.replies.iter().filter(is_lost).filter(move |_| on).map(|reply| (self.lost.as_slice(), reply))
    }

    /// Whether it rests on an assumption.
    pub(super) fn assumes(&self) -> bool {
        !self.crossed.is_empty() || self.losing().next().is_some()
    }

    /// Which of the sent packets may go another way by now.
    pub(super) fn changed(&self, spaces: &mut Spaces, changes: &Changes) -> Space {
        let mut changed = Vec::new();
        for &(hop, seen) in self.seen.iter() {
            match (changes.hop(hop).1, seen) {
                (Change::Nothing, _) | (Change::Packets(_), Seen::Tracked) => {}
                (Change::Packets(packets), Seen::AsSent) => {
                    let packets = spaces.forget(packets, Field::Mark);
                    changed.push(spaces.intersect(self.piece.sent(), packets));
                }
                (Change::Packets(_), Seen::Changed) | (Change::Everything, _) => return self.piece.sent(),
            }
        }
        spaces.union_all(changed)
    }

    /// The way of the packets sent outside `changed`.
    pub(super) fn unchanged(self, spaces: &mut Spaces, changed: Space) -> Option<Self> {
        if spaces.intersect(self.piece.sent(), changed).is_empty() {
            return Some(self);
        }
        let piece = self.piece.sent_outside(spaces, changed)?;
        let mut replies = Vec::new();
        for reply in self.replies {
            let answered = reply.answered.sent_outside(spaces, changed);
            replies.extend(answered.map(|answered| Reply { answered, ..reply }));
        }
        Some(Self { piece, replies, ..self })
    }

    /// The same way, now that hops and places have other numbers.
    pub(super) fn moved(self, changes: &Changes) -> Self {
        if !changes.moves() {
            return self;
        }
        let moved = |hop: HopId| changes.hop(hop).0;
        let all = |hops: Vec<HopId>| hops.into_iter().map(moved).collect();
        Self {
            at: self.at.and_then(|at| changes.place(at)),
            front: self.front.and_then(|(front, header)| Some((changes.place(front)?, header))),
            to: self.to.and_then(|to| changes.place(to)),
            crossed: all(self.crossed),
            lost: all(self.lost),
            seen: self.seen.into_iter().map(|(hop, seen)| (moved(hop), seen)).collect(),
            ..self
        }
    }
}

fn seen_back(fabric: &Fabric, visit: &Visit) -> Seen {
    match fabric.hop(visit.hop).map(|hop| &hop.kind) {
        Some(HopKind::Filter(filter)) if filter.state.is_some() => Seen::Tracked,
        _ => Seen::Changed,
    }
}

/// The hops of a way that make an assumption.
fn assuming(fabric: &Fabric, outcome: &Outcome, when: When) -> Vec<HopId> {
    let hops = outcome.visits.in_order().into_iter().map(|visit| visit.hop);
    let assumption = |hop: &HopId| fabric.hop(*hop).and_then(|hop| hop.assumption.as_ref());
    hops.filter(|hop| assumption(hop).is_some_and(|assumed| assumed.when == when)).collect()
}

/// Whether a lost reply was dropped by a filter that asks its rules about it.
fn is_filtered(fabric: &Fabric, reply: &ReplyOutcome) -> bool {
    let last = reply.visits.last().and_then(|visit| fabric.hop(visit.hop));
    last.is_some_and(|hop| matches!(&hop.kind, HopKind::Filter(filter) if filter.state.is_none()))
}
