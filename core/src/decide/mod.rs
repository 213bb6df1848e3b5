//! What becomes of one packet, told in little time: no memory is asked for, and nothing is locked.

mod room;
mod stretch;
mod track;
mod walk;
mod written;

#[cfg(test)]
mod tests;

use crate::embedded::held;
use crate::fabric::{Fabric, Label, PlaceId, RealmId};
use crate::intent::{Evaluator, Realms};
use crate::lower::Translation;
use crate::packet::{Packet, address_number};
use crate::policy::Stated;
use crate::reason::Reason;
use crate::space::{Field, Spaces, Span};
use room::Full;
use walk::{Aim, Found, Walk};
pub(crate) use written::Written;

/// What becomes of a packet, or of a flow that it stands for.
///
/// What the provider is free to choose (a NAT gateway's port and address, say) makes several ways of one flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It is delivered and its reply returns, whatever the provider chooses: of the flows R (`docs/language.md`, Flows).
    Answered,
    /// It is delivered and its reply returns by some choice of the provider, but not by every one: of A, not of R.
    SometimesAnswered,
    /// It is delivered by some choice of the provider, and its reply never returns: of D, not of A.
    DeliveredOnly,
    /// It is never delivered.
    Dropped,
    /// That hangs on what appliances do, which the texts do not say. As long as [`Analysis::step`](crate::Analysis::step) is not
    /// done, this is told of every flow of an estate with appliances that is not surely answered.
    Unknown,
    /// Nothing is deployed: what the intents say to it.
    Stated(Stated),
    /// It is not told what becomes of it.
    Undecided(Undecided),
}

impl Decision {
    /// Whether it may pass: [`Decision::Answered`], or allowed by intents where nothing is deployed.
    #[must_use]
    pub const fn permits(self) -> bool {
        matches!(self, Self::Answered | Self::Stated(Stated::Allowed(_)))
    }

    /// Whether some choice of the provider delivers it, answered or not.
    #[must_use]
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Answered | Self::SometimesAnswered | Self::DeliveredOnly)
    }
}

/// Why it is not told what becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undecided {
    /// No question asks about it: its source is not the sender's, its destination not at the receiver, or the two are one
    /// place; the outside is one place.
    NotAsked,
    /// It has more ways, or longer ones, than the room of a decision holds: 128 hops there and back on one way, 32 stateful hops
    /// or translations crossed, 26 choices of the provider, 32 ways begun and not yet gone, 16 translations of different addresses
    /// that lead to one, 16,384 hops on all ways together. Or two choices would have to be the same on the way back; or the
    /// intents are too large to be one policy. [`Analysis::reach`](crate::Analysis::reach) may tell of most.
    TooLarge,
    /// An error stands in the texts, so that no answer counts as a pass.
    Faulty,
}

/// An end of flows: an interface, a public address of the estate, or everything outside.
///
/// It is of the analysis that gave it; to another one it stands for something else or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint(pub(crate) End);

impl Endpoint {
    /// The internet: every public address that the estate does not own. Which one says the packet.
    pub const INTERNET: Self = Self(End::Place(PlaceId::OUTSIDE));
}

/// What an endpoint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum End {
    /// A place.
    Place(PlaceId),
    /// A public address that only stands for something, by its place in the fabric.
    Front(u32),
}

/// Something that stops a packet or its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Why.
    pub reason: Reason,
    /// Whether it stops the reply.
    pub is_reply: bool,
    /// What does.
    pub(crate) at: Label,
}

/// What a decision looks at.
#[derive(Clone, Copy)]
pub(crate) struct Decider<'a> {
    /// What knows of all flows, where something does.
    pub(crate) evaluator: Option<Evaluator<'a>>,
    /// The store of the fabric's sets.
    pub(crate) spaces: &'a Spaces,
    /// The graph.
    pub(crate) fabric: &'a Fabric,
    /// How destinations are translated on the way.
    pub(crate) translations: &'a [Translation],
    /// Which addresses lead where.
    pub(crate) written: &'a Written,
}

impl Decider<'_> {
    /// What becomes of the flow of `packet`; what stops it is noted as far as there is room.
    pub(crate) fn decide(
        self,
        from: Endpoint,
        to: Endpoint,
        packet: &Packet,
        stops: &mut [Option<Stopped>],
    ) -> Decision {
        match self.flow(from, to, packet) {
            Some(flow) => match flow.decide(self, stops) {
                Ok(Decision::Answered) => Decision::Answered,
                // What appliances send on may come to any place, and of gaps this walk does not know what is beyond.
                Ok(_) if self.evaluator.is_some_and(|evaluator| evaluator.prepared().has_unknown()) => {
                    self.known(&flow)
                }
                decision => decision.unwrap_or(Decision::Undecided(Undecided::TooLarge)),
            },
            None => Decision::Undecided(Undecided::NotAsked),
        }
    }

    /// What is known of a flow by the sets of all flows.
    fn known(self, flow: &Flow<'_>) -> Decision {
        let realm = self.fabric.place(flow.sender).map(|place| place.realm);
        let destination = match flow.aim {
            Aim::Realm(realm) => realm,
            Aim::Behind(_) => RealmId::OUTSIDE,
        };
        let known = realm.and_then(|source| {
            let realms = Realms { source, destination };
            self.evaluator?.known(self.spaces, flow.sender, realms, flow.packet)
        });
        match known {
            Some([(_, false), ..]) => Decision::Dropped,
            Some([(true, _), (_, false), _]) => Decision::DeliveredOnly,
            Some([_, (true, _), (_, false)]) => Decision::SometimesAnswered,
            Some([_, _, (true, _)]) => Decision::Answered,
            Some(_) | None => Decision::Unknown,
        }
    }

    /// The flow, if it is one that a question from and to these asks about.
    fn flow<'p>(self, from: Endpoint, to: Endpoint, packet: &'p Packet) -> Option<Flow<'p>> {
        let End::Place(sender) = from.0 else { return None };
        self.fabric.place(sender).filter(|place| place.addresses.contains(packet.source()))?;
        let (aim, to, address) = match to.0 {
            End::Place(at) => {
                let place = self.fabric.place(at).filter(|_| at != sender)?;
                let address = packet.destination();
                let has = |address| place.addresses.contains(address);
                let is_own = has(address) || (self.fabric.embeds && held(address).is_some_and(has));
                is_own.then_some((Aim::Realm(place.realm), Some(at), address))?
            }
            End::Front(front) => {
                let at = self.written.behind(front);
                let fronts = self.fabric.fronts.get(front as usize);
                let front = fronts.filter(|front| front.address == packet.destination())?;
                let behind = front.behind;
                let address = behind.map_or(front.address, |(_, address)| address);
                (Aim::Behind(behind.map(|(realm, _)| realm)), at, address)
            }
        };
        Some(Flow { sender, aim, to, address: address_number(address), packet })
    }
}

/// One flow: its source as sent, its destination as delivered, or as sent to a public address.
struct Flow<'p> {
    sender: PlaceId,
    aim: Aim,
    /// The place where it arrives.
    to: Option<PlaceId>,
    /// The address where it arrives.
    address: u128,
    packet: &'p Packet,
}

/// Addresses and ports, from the first to the last.
type Ranges = [(u128, u128); 2];

impl Flow<'_> {
    fn decide(&self, decider: Decider<'_>, stops: &mut [Option<Stopped>]) -> Result<Decision, Full> {
        let mut best = Best::default();
        let mut walk = self.walk(decider, &mut []).ok_or(Full)?;
        let span = Span::of(self.packet);
        let (address, port) = (span.get(Field::Destination), span.get(Field::DestinationPort));
        if matches!(self.aim, Aim::Behind(_)) {
            best.send_all(&mut walk, [address, port])?;
        } else {
            let any_port = decider.written.translates_ports && span.has_destination_port();
            let ports = if any_port { (0, u16::MAX.into()) } else { port };
            best.send_all(&mut walk, [address, ports])?;
            let leading = decider.written.leading(decider.translations, span.family(), address.0)?;
            for range in leading.ranges() {
                if !best.is_answered {
                    best.send_all(&mut walk, [range, ports])?;
                }
            }
        }
        // What stops the packet that comes furthest is told, not what stops those that nobody would send.
        if let (false, false, Some([address, port])) = (stops.is_empty(), best.is_answered, best.sent) {
            // The decision stands, also where there is not room for all that stops it.
            self.walk(decider, stops).ok_or(Full)?.send((address, address), (port, port)).ok();
        }
        Ok(best.decision())
    }

    fn walk<'a, 'b>(&self, decider: Decider<'a>, stops: &'b mut [Option<Stopped>]) -> Option<Walk<'a, 'b>> {
        let Decider { spaces, fabric, .. } = decider;
        let sender = (self.sender, fabric.place(self.sender)?);
        Some(Walk::new(spaces, fabric, sender, (self.aim, self.to, self.address), self.packet, stops))
    }
}

/// What is known of a flow after some of the packets that the sender may send for it.
#[derive(Default)]
struct Best {
    is_answered: bool,
    is_sometimes_answered: bool,
    is_delivered: bool,
    /// What came furthest, with what was written.
    found: Found,
    sent: Option<[u128; 2]>,
}

impl Best {
    /// Sends a packet to each of these addresses and ports, those that are treated alike at once.
    fn send_all(&mut self, walk: &mut Walk<'_, '_>, [addresses, ports]: Ranges) -> Result<(), Full> {
        let mut address = addresses.0;
        loop {
            let (mut last, mut port) = (addresses.1, ports.0);
            loop {
                let (found, last_address, last_port) = walk.send((address, last), (port, ports.1))?;
                self.add(found, [address, port]);
                last = last_address;
                if self.is_answered || last_port >= ports.1 {
                    break;
                }
                port = last_port.saturating_add(1);
            }
            if self.is_answered || last >= addresses.1 {
                return Ok(());
            }
            address = last.saturating_add(1);
        }
    }

    fn add(&mut self, found: Found, sent: [u128; 2]) {
        self.is_answered |= found.answered && !found.failing;
        self.is_sometimes_answered |= found.answered;
        self.is_delivered |= found.delivered;
        // What goes to others by every way tells nothing of the flow.
        let tells = found.delivered || found.failing;
        if tells && (self.sent.is_none() || found > self.found) {
            (self.found, self.sent) = (found, Some(sent));
        }
    }

    const fn decision(&self) -> Decision {
        if self.is_answered {
            Decision::Answered
        } else if self.is_sometimes_answered {
            Decision::SometimesAnswered
        } else if self.is_delivered {
            Decision::DeliveredOnly
        } else {
            Decision::Dropped
        }
    }
}
