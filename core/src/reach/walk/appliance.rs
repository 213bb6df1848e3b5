//! What comes to appliances, and what may leave them.

use alloc::vec::Vec;

use super::{Crossing, End, Phase, Track, Work};
use crate::fabric::{Appliance, Hop, HopId, HopKind, Label, Stop};
use crate::ordered::Map;
use crate::reach::TooLarge;
use crate::reason::Reason;
use crate::space::Spaces;

impl Work<'_> {
    /// A packet comes to an appliance. What is for the machine itself arrives there, without a word about what it may do else.
    pub(super) fn at_appliance(
        &mut self,
        spaces: &mut Spaces,
        track: Track,
        id: HopId,
        appliance: &Appliance,
        label: Label,
    ) -> Result<(), TooLarge> {
        let surely = appliance.arrives.map(|arrives| (track.before(), arrives));
        if let Phase::Reply { ports } = self.phase {
            return self.give_back(spaces, track, appliance, surely, label, ports);
        }
        // What it sent itself it does not send on.
        let own = appliance.ways.contains(&self.start);
        match surely {
            Some(surely) => self.todo.push(surely),
            None if own => {
                self.stop(track, Stop::new(Reason::RouteLoop, label));
                return Ok(());
            }
            None if track.certain => self.end(track.clone(), End::Open),
            None => {}
        }
        if !own {
            self.come.push((track, id));
        }
        Ok(())
    }

    /// What came to appliances goes on, as far as it may.
    pub(super) fn leave_appliances(&mut self, spaces: &mut Spaces) {
        let mut come = core::mem::take(&mut self.come);
        // What is asked for is every way: those of the same hops are one, whatever may be sent on.
        if !self.past_drops {
            let ways = come.into_iter().map(|(track, hop)| (track.hops(), (track, hop)));
            come = Vec::new();
            for (_, alike) in Map::<Vec<HopId>, (Track, HopId)>::grouped(ways) {
                let mut joined: Vec<(Track, HopId)> = Vec::new();
                for (track, hop) in alike {
                    match joined.iter_mut().find(|(other, _)| other.goes_like(&track)) {
                        Some((other, _)) => other.piece.join(spaces, &track.piece),
                        None => joined.push((track, hop)),
                    }
                }
                come.extend(joined);
            }
        }
        // The last is taken first: they come out in order.
        for (track, hop) in come.into_iter().rev() {
            if let Some(Hop { kind: HopKind::Appliance(appliance), label, .. }) = self.fabric.hop(hop) {
                self.forward(spaces, track, appliance, *label);
            }
        }
    }

    /// A first packet leaves an appliance in every form that it may get.
    fn forward(&mut self, spaces: &mut Spaces, track: Track, appliance: &Appliance, label: Label) {
        if track.crossings.backwards().any(|crossing| crossing.state == appliance.state) {
            return self.stop(track, Stop::new(Reason::RouteLoop, label));
        }
        let sent_on = track.sent_on.saturating_add(1);
        let last = self.last.filter(|(appliances, _)| sent_on >= *appliances).map(|(_, packets)| packets);
        let toward = self.toward.or(last);
        for form in appliance.forms.iter().rev() {
            for piece in track.piece.within(spaces, form.packets) {
                let mut sent = Track { piece, certain: false, sent_on, ..track.clone() };
                let before = sent.piece.header();
                form.fields.iter().for_each(|(field, values)| sent.set(*field, values));
                let after = sent.piece.header();
                sent.crossings.push(Crossing { state: appliance.state, before, after });
                let toward = toward.map(|packets| sent.piece.within(spaces, packets));
                for piece in toward.unwrap_or_else(|| alloc::vec![sent.piece.clone()]) {
                    let sent = Track { piece, ..sent.clone() };
                    self.todo.extend(appliance.ways.iter().rev().map(|way| (sent.clone(), *way)));
                }
            }
        }
    }

    /// A reply comes to an appliance: it may give back those of flows that it sent on.
    fn give_back(
        &mut self,
        spaces: &mut Spaces,
        track: Track,
        appliance: &Appliance,
        surely: Option<(Track, HopId)>,
        label: Label,
        ports: bool,
    ) -> Result<(), TooLarge> {
        let (restored, unknown) = track.restored(spaces, appliance.state, ports)?;
        for restored in restored {
            if track.certain {
                self.end(restored.clone(), End::Open);
            }
            let back = Track { certain: false, ..restored };
            self.todo.extend(appliance.ways.iter().rev().map(|way| (back.clone(), *way)));
        }
        for piece in unknown {
            match &surely {
                Some((come, arrives)) => self.todo.push((Track { piece, ..come.clone() }, *arrives)),
                None => {
                    let stop = Stop::new(Reason::ReplyOtherPath, label);
                    self.stop(Track { piece, ..track.clone() }, stop);
                }
            }
        }
        Ok(())
    }
}
