//! What becomes of single packets.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::{Analysis, NOWHERE, show};
use crate::answer::{Change, ShownProblem};
use crate::decide::{Decider, Decision, End, Endpoint, Stopped, Undecided};
use crate::estate::SetExpr;
use crate::fabric::{PlaceId, RealmId};
use crate::intent::Points;
use crate::packet::Packet;
use crate::problem::{ambiguous_name, empty_set};

/// What makes a question of one of its ends, so that it can be read.
const BEHIND_END: &str = " : any -> any";

impl Analysis {
    /// The one end of flows that a text names, as a question would: an interface by its machine's name, by its own, or by an
    /// address of it; a public address that stands for one; `internet`, or an address outside. An interface is meant with all of
    /// its addresses, and the outside, too.
    ///
    /// Where nothing is deployed there is one end only, [`Endpoint::INTERNET`].
    ///
    /// # Errors
    /// What is wrong with the text: nothing or several ends have the name. Places name the text `question`.
    pub fn endpoint(&self, text: &str) -> Result<Endpoint, Vec<ShownProblem>> {
        let flow = self.flow(&format!("{text}{BEHIND_END}"), 0)?;
        self.end(&flow.from).map_err(|several| {
            let problem =
                if several { ambiguous_name::end(NOWHERE, text) } else { empty_set::end(NOWHERE, text) };
            vec![show::of_question(&problem)]
        })
    }

    /// The one end of flows that a set names; `None` where it names nothing, or several.
    #[must_use]
    pub fn endpoint_of(&self, set: &SetExpr) -> Option<Endpoint> {
        self.end(set).ok()
    }

    /// The end that a set names, or whether it names several.
    fn end(&self, set: &SetExpr) -> Result<Endpoint, bool> {
        if self.estate().deploys_nothing() {
            return Ok(Endpoint::INTERNET);
        }
        let points = self.evaluator().points().find(set).without_embedded();
        let fabric = &self.network.fabric;
        let places = fabric.places.iter().zip(0..).filter(|(place, _)| {
            points.of(place.realm).is_some_and(|asked| !asked.intersect(&place.addresses).is_empty())
        });
        let outside = points.realm(RealmId::OUTSIDE);
        let fronts = fabric.fronts.iter().zip(0..).filter(|(front, _)| outside.contains(front.address));
        let places = places
            .map(|(place, id)| (End::Place(PlaceId(id)), Points::one(place.realm, place.addresses.clone())));
        let fronts =
            fronts.map(|(front, id)| (End::Front(id), Points::single(RealmId::OUTSIDE, front.address)));
        let mut ends = places.chain(fronts);
        let Some((end, all)) = ends.next() else { return Err(false) };
        if ends.next().is_none() && points.minus(&all).is_empty() { Ok(Endpoint(end)) } else { Err(true) }
    }

    /// What becomes of `packet` on its way `from` one end `to` another, its reply included. It asks for no memory and takes no
    /// lock; on the stack it needs eight kilobytes, and as much again for what stops the packet.
    ///
    /// The packet stands for a flow as in answers: its source fields are as sent, its destination fields as delivered; to a
    /// public address they are as sent. So what is told of a flow to a machine holds for the best of the addresses that the sender
    /// may write: the machine's own, and those that are translated to it. It is what [`Analysis::reach`] has for the flow:
    /// whether it is delivered (D), answered by some choice of the provider (A), or by every one (R).
    ///
    /// Where nothing is deployed, the intents decide, whatever the ends are: see [`Analysis::decide_policy`].
    ///
    /// ```
    /// use ringfence::{Analysis, Decision, Endpoint, Packet, Reason, Source, Transport, parse};
    ///
    /// let text = r#"
    /// network shop on aws in eu-central-1 {
    ///   vpc main 10.0.0.0/16 {
    ///     internet-gateway igw
    ///     route-table public { 0.0.0.0/0 -> igw }
    ///     subnet web 10.0.1.0/24 { route-table public }
    ///     security-group web { ingress tcp 443 from 0.0.0.0/0 }
    ///     instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
    ///   }
    /// }
    /// "#;
    /// let analysis = Analysis::new(parse(vec![Source::new("shop.fence", text)?]));
    /// let web = analysis.endpoint("web-1").expect("one interface has the name");
    ///
    /// let packet = |port| {
    ///     let transport = Transport::Tcp { source: 50_000, destination: port };
    ///     Packet::new([203, 0, 113, 7].into(), [10, 0, 1, 10].into(), transport).expect("of one family")
    /// };
    /// assert_eq!(analysis.decide(Endpoint::INTERNET, web, &packet(443)), Decision::Answered);
    ///
    /// let mut stops = [None; 4];
    /// let decision = analysis.decide_with(Endpoint::INTERNET, web, &packet(22), &mut stops);
    /// assert_eq!(decision, Decision::Dropped);
    /// let stop = stops[0].expect("something drops it");
    /// assert_eq!(stop.reason, Reason::SgNoRule);
    /// assert_eq!(analysis.show_stop(&stop).place.name, "shop.main.web");
    /// # Ok::<(), ringfence::SourceTooLong>(())
    /// ```
    #[must_use]
    pub fn decide(&self, from: Endpoint, to: Endpoint, packet: &Packet) -> Decision {
        self.decide_with(from, to, packet, &mut [])
    }

    /// The same, with what stops the packet and its reply on ways that the provider may choose: in the order in which it is met,
    /// each once, as much as there is room for; the rest of the room is emptied. Of several addresses that the sender may write
    /// the one is told about whose packet comes furthest. Where one of several groups would have to have a rule, each is told.
    #[must_use]
    pub fn decide_with(
        &self,
        from: Endpoint,
        to: Endpoint,
        packet: &Packet,
        stops: &mut [Option<Stopped>],
    ) -> Decision {
        stops.fill(None);
        if self.has_errors() {
            return Decision::Undecided(Undecided::Faulty);
        }
        if self.estate().deploys_nothing() {
            let stated = self.decide_policy(packet).map(Decision::Stated);
            return stated.unwrap_or(Decision::Undecided(Undecided::TooLarge));
        }
        let decider = Decider {
            evaluator: Some(self.evaluator()),
            spaces: &self.spaces,
            fabric: &self.network.fabric,
            translations: &self.network.translations,
            written: &self.written,
        };
        decider.decide(from, to, packet, stops)
    }

    /// Something that stops a packet, as answers show it.
    #[must_use]
    pub fn show_stop(&self, stop: &Stopped) -> Change {
        Change { code: stop.reason, place: self.show().thing(&stop.at) }
    }
}
