//! What rules and routes are used for, of everything that is sent, and which replies do not return.

use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use super::{Analysis, NOWHERE, show, too_large};
use crate::answer::{ShownProblem, Thing};
use crate::estate::ObjectId;
use crate::fabric::{HopId, HopKind, Label, ListId, PlaceId};
use crate::ordered::{self, Map, Set};
use crate::reach::{End, Header, Outcome, Piece, ReplyEnd, ReplyOutcome, Trail, Visit};
use crate::reason::Reason;
use crate::source::Location;
use crate::space::{Field, Space, Spaces, Values};

/// What rules and routes are used for. Of interfaces that are [alike](Analysis::classes) one or two stand for all.
#[derive(Debug)]
pub struct Usage<'a> {
    /// The store of the sets. It goes on from that of the analysis.
    pub spaces: Spaces,
    /// Every rule and route that is written and stands where packets may come to, by its place.
    pub rules: Vec<RuleUsage>,
    /// The things that packets and replies pass, or arrive at.
    pub passed: Vec<ObjectId>,
    /// Replies to packets that arrive, which do not return.
    pub lost: Vec<LostReplies>,
    analysis: PhantomData<&'a Analysis>,
}

/// What one rule or route is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUsage {
    /// Where it is written.
    pub at: Location,
    /// What it matches of the packets and replies that come to it, as it sees them.
    pub matched: Space,
    /// Those of them that nothing before it matches: what it decides about.
    pub decided: Space,
}

/// Replies that are lost at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostReplies {
    /// Why.
    pub code: Reason,
    /// Where.
    pub at: Thing,
    /// Where that is written.
    pub location: Option<Location>,
    /// Which thing that is.
    pub object: Option<ObjectId>,
    /// Who sends what they answer; `None` for the internet.
    pub from: Option<ObjectId>,
    /// Who receives it; `None` for the internet.
    pub to: Option<ObjectId>,
    /// What they answer: packets from the ports of the sender's clients, as sent.
    pub sent: Space,
}

/// A list of rules, or a router with its routes; and the mark of the packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    List(ListId, u8),
    Router(HopId, u8),
}

/// Who loses what where: the reason and what to blame, who sends and who receives.
type Losing = (Reason, Option<Location>, Option<ObjectId>, PlaceId, PlaceId);

impl Analysis {
    /// What the rules and routes are used for, of everything that is sent to some point, and of the replies.
    ///
    /// # Errors
    /// That it takes more work than an answer may.
    pub fn usage(&self) -> Result<Usage<'_>, Vec<ShownProblem>> {
        let evaluator = self.evaluator();
        let mut spaces = self.spaces();
        let mut found = Found { analysis: self, come: Vec::new(), passed: Vec::new(), lost: Vec::new() };
        let walked = evaluator.everything(&mut spaces, &mut |spaces, from, outcome, replies| {
            found.see(spaces, from, outcome, replies);
        });
        walked.map_err(|error| vec![show::of_question(&too_large(NOWHERE, error))])?;
        spaces.renew_work(u64::MAX);
        let rules = found.rules(&mut spaces);
        let lost = found.lost(&mut spaces);
        let passed: Set<ObjectId> = found.passed.into_iter().collect();
        Ok(Usage { spaces, rules, passed: passed.into_iter().collect(), lost, analysis: PhantomData })
    }
}

struct Found<'a> {
    analysis: &'a Analysis,
    come: Vec<(Asked, Space)>,
    passed: Vec<ObjectId>,
    lost: Vec<(Losing, (Label, Space))>,
}

/// How many entries are gathered before they are put together.
const MANY: usize = 1 << 16;

impl Found<'_> {
    fn see(&mut self, spaces: &mut Spaces, from: PlaceId, outcome: &Outcome, replies: &[ReplyOutcome]) {
        let stops = matches!(outcome.end, End::Stopped(_));
        self.visits(spaces, &outcome.piece, &outcome.visits, stops, false);
        for reply in replies {
            let stops = matches!(reply.end, ReplyEnd::Lost(_));
            self.visits(spaces, &reply.piece, &reply.visits, stops, true);
            if let (ReplyEnd::Lost(stop), End::Arrived(to), true) = (&reply.end, &outcome.end, reply.certain)
                && let Some(&at) = stop.at.first()
            {
                let ports = self.analysis.network.fabric.place(from).map(|place| &place.client_ports);
                let sent = reply.answered.sent();
                let sent = ports.map_or(sent, |ports| from_client(spaces, sent, ports));
                let losing = (stop.reason, at.origin.location(), at.object, from, *to);
                self.lost.push((losing, (at, sent)));
            }
        }
        if self.come.len() > MANY {
            self.come = united(spaces, core::mem::take(&mut self.come));
            self.passed =
                core::mem::take(&mut self.passed).into_iter().collect::<Set<_>>().into_iter().collect();
        }
    }

    fn visits(
        &mut self,
        spaces: &mut Spaces,
        piece: &Piece,
        visits: &Trail<Visit>,
        stops: bool,
        reply: bool,
    ) {
        // Most hops see the packets as the next one does.
        let mut known: Option<(Header, Space)> = None;
        let mut stopped = None;
        for (number, visit) in visits.backwards().enumerate() {
            let Some(hop) = self.analysis.network.fabric.hop(visit.hop) else { continue };
            // A thing may be several hops: who is stopped at the last did not pass it.
            if number == 0 && stops {
                stopped = hop.label.object;
            } else if hop.label.object != stopped {
                self.passed.extend(hop.label.object);
            }
            let asked = match &hop.kind {
                // Replies to what it let pass are not asked about.
                HopKind::Filter(filter) if reply && filter.state.is_some() => continue,
                HopKind::Filter(filter) => Asked::List(filter.list, visit.mark),
                HopKind::Route(_) => Asked::Router(visit.hop, visit.mark),
                _ => continue,
            };
            let seen = match known.filter(|(header, _)| *header == visit.header) {
                Some((_, seen)) => seen,
                None => piece.clone().seen_by(visit.header).seen(spaces),
            };
            known = Some((visit.header, seen));
            self.come.push((asked, seen));
        }
    }

    /// What each rule and route is used for, by its place.
    fn rules(&mut self, spaces: &mut Spaces) -> Vec<RuleUsage> {
        let fabric = &self.analysis.network.fabric;
        let mut used: Vec<(Location, (Space, Space))> = Vec::new();
        for (asked, come) in united(spaces, core::mem::take(&mut self.come)) {
            let (entries, mark): (Vec<(Space, &Label)>, u8) = match asked {
                Asked::List(list, mark) => {
                    let rules = fabric.list(list).map(|list| list.rules()).unwrap_or_default();
                    (rules.iter().map(|rule| (rule.packets, &rule.label)).collect(), mark)
                }
                Asked::Router(hop, mark) => {
                    let Some(HopKind::Route(route)) = fabric.hop(hop).map(|hop| &hop.kind) else { continue };
                    (route.entries().iter().map(|entry| (entry.packets, &entry.label)).collect(), mark)
                }
            };
            let come = spaces.limit(come, Field::Mark, &Values::one(u128::from(mark)));
            let mut left = come;
            for (packets, label) in entries {
                let [matched, decided] = [come, left].map(|come| spaces.intersect(come, packets));
                left = spaces.minus(left, packets);
                let [matched, decided] =
                    [matched, decided].map(|packets| spaces.forget(packets, Field::Mark));
                used.extend(label.origin.location().map(|at| (at, (matched, decided))));
            }
        }
        let by_place = Map::<Location, (Space, Space)>::grouped(used).into_iter();
        let rules = by_place.map(|(at, used)| {
            let (matched, decided): (Vec<Space>, Vec<Space>) = used.into_iter().unzip();
            RuleUsage { at, matched: spaces.union_all(matched), decided: spaces.union_all(decided) }
        });
        rules.collect()
    }

    fn lost(&mut self, spaces: &mut Spaces) -> Vec<LostReplies> {
        let show = self.analysis.show();
        let object = |place| show.fabric.place(place).and_then(|place| place.label.object);
        let by_place = Map::<Losing, (Label, Space)>::grouped(core::mem::take(&mut self.lost)).into_iter();
        let mut lost: Vec<LostReplies> = by_place
            .filter_map(|((code, location, object_at, from, to), lost)| {
                let (label, _) = *lost.first()?;
                let sent = spaces.union_all(lost.into_iter().map(|(_, sent)| sent));
                let (at, from, to) = (show.thing(&label), object(from), object(to));
                let one = LostReplies { code, at, location, object: object_at, from, to, sent };
                (!sent.is_empty()).then_some(one)
            })
            .collect();
        ordered::sort_by_key(&mut lost, |one| (one.location, one.object, one.code, one.from, one.to));
        lost
    }
}

fn united(spaces: &mut Spaces, come: Vec<(Asked, Space)>) -> Vec<(Asked, Space)> {
    let by_asked = Map::<Asked, Space>::grouped(come).into_iter();
    by_asked.map(|(asked, come)| (asked, spaces.union_all(come))).collect()
}

/// Packets that clients send from these ports, or that have none.
fn from_client(spaces: &mut Spaces, sent: Space, ports: &Values) -> Space {
    let protocols = [(6, 6), (17, 17)].into_iter().collect();
    let ported = spaces.limit(sent, Field::Protocol, &protocols);
    let other = spaces.minus(sent, ported);
    let from_client = spaces.limit(ported, Field::SourcePort, ports);
    spaces.union(other, from_client)
}
