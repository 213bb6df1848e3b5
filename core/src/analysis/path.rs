//! The way of one packet, hop by hop, with what decides at each.

use alloc::vec::Vec;

use super::show::{self, Show};
use super::trial::Way;
use crate::answer::{Path, Step, StepAction};
use crate::fabric::{Hop, HopKind, Label, Next, Stop, Treatment};
use crate::packet::Packet;
use crate::reach::{End, Piece, ReplyEnd, Trail, Visit};
use crate::reason::Reason;
use crate::space::{Field, Spaces};

impl Way {
    /// The way hop by hop: with the reply that fails, where one does.
    pub(super) fn path(&self, spaces: &mut Spaces, show: Show<'_>) -> Path {
        let reply = self.reply();
        let arrived = reply.map_or(&self.outcome.piece, |reply| &reply.answered);
        let end = match &self.outcome.end {
            End::Stopped(stop) => Some(stop),
            End::Arrived(_) | End::Open | End::Beyond => None,
        };
        let forward = steps(spaces, show, arrived, &self.outcome.visits, end, false);
        let reply = reply.map(|reply| {
            let end = match &reply.end {
                ReplyEnd::Lost(stop) => Some(stop),
                ReplyEnd::Returned | ReplyEnd::Open => None,
            };
            steps(spaces, show, &reply.piece, &reply.visits, end, true)
        });
        Path { forward, reply: reply.unwrap_or_default() }
    }
}

fn steps(
    spaces: &mut Spaces,
    show: Show<'_>,
    piece: &Piece,
    visits: &Trail<Visit>,
    end: Option<&Stop>,
    reply: bool,
) -> Vec<Step> {
    let visits = visits.in_order();
    let headers: Vec<_> = visits.iter().map(|visit| visit.header).collect();
    let Some(seen) = piece.example(spaces, &headers) else { return Vec::new() };
    let hops = visits.iter().filter_map(|visit| show.fabric.hop(visit.hop).map(|hop| (visit, hop)));
    let mut steps: Vec<Step> = hops
        .zip(&seen)
        .map(|((visit, hop), packet)| {
            let (action, by) = decision(spaces, show, hop, packet, visit, reply);
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
fn decision(
    spaces: &Spaces,
    show: Show<'_>,
    hop: &Hop,
    packet: &Packet,
    visit: &Visit,
    reply: bool,
) -> (StepAction, Label) {
    let stopped = |reason: Reason| StepAction::Stop { code: reason };
    match &hop.kind {
        HopKind::Filter(_) if visit.tracked => (StepAction::Tracked, hop.label),
        HopKind::Filter(filter) if reply && filter.state.is_some() => {
            (stopped(Reason::ReplyOtherPath), hop.label)
        }
        HopKind::Filter(filter) => {
            let Some(list) = show.fabric.list(filter.list) else { return (StepAction::Allow, hop.label) };
            let stop = list.table().decision(spaces, packet, visit.mark).and_then(|number| list.stop(number));
            let action = stop.map_or(StepAction::Allow, |stop| stopped(stop.reason));
            (action, list.decides(spaces, packet, visit.mark).unwrap_or(hop.label))
        }
        HopKind::Route(route) => {
            let number = route.table().decision(spaces, packet, visit.mark);
            let entry = number.and_then(|number| route.entry(number));
            let action = match entry.map(|entry| &entry.next) {
                Some(Next::Stop(stop)) => stopped(stop.reason),
                _ => StepAction::Forward,
            };
            (action, entry.map_or(hop.label, |entry| entry.label))
        }
        HopKind::Rewrite(rewrite) => {
            let number = rewrite.table().decision(spaces, packet, visit.mark);
            let case = number.and_then(|number| rewrite.case(number));
            let action = match case.map(|case| &case.treatment) {
                Some(Treatment::Stop(stop)) => stopped(stop.reason),
                // A mark is nothing that anyone sees.
                Some(Treatment::Set(fields)) if fields.iter().all(|(field, _)| *field == Field::Mark) => {
                    StepAction::Forward
                }
                _ => StepAction::Translate,
            };
            (action, case.map_or(hop.label, |case| case.label))
        }
        HopKind::Restore(restore) => {
            let action = match &restore.otherwise {
                _ if visit.tracked => StepAction::Translate,
                Next::Stop(stop) => stopped(stop.reason),
                Next::Hop(_) => StepAction::Forward,
            };
            (action, hop.label)
        }
        HopKind::Branches(_) => (StepAction::Forward, hop.label),
        HopKind::Appliance(_) | HopKind::Gap(_) => (StepAction::MayForward, hop.label),
        HopKind::End(_) => (StepAction::Deliver, hop.label),
    }
}
