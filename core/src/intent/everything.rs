//! Everything that is sent, with all its ways: what rules and routes meet.

use super::MOST_WORK;
use super::evaluate::Evaluator;
use crate::fabric::PlaceId;
use crate::ordered::Set;
use crate::reach::{Outcome, ReplyOutcome, TooLarge, Walker};
use crate::space::Spaces;

/// What is shown each way, with its replies and the place that sends.
type See<'a> = dyn FnMut(&mut Spaces, PlaceId, &Outcome, &[ReplyOutcome]) + 'a;

impl Evaluator<'_> {
    /// Sends everything that may be sent to some point, of places that are alike from those that tell of all, and shows each of its
    /// ways with the replies, and the place that sends.
    pub(crate) fn everything(&self, spaces: &mut Spaces, see: &mut See<'_>) -> Result<(), TooLarge> {
        let groups = &self.prepared().groups;
        let places = (0..self.fabric().places.len()).map(|id| groups.sender(PlaceId(id as u32)));
        let places: Set<PlaceId> = places.collect();
        let to = self.sent_for(spaces, &self.prepared().everywhere);
        let walker = Walker::new(self.fabric());
        for place in places.iter().copied() {
            spaces.renew_work(MOST_WORK);
            let own = self.from(spaces, place);
            let sent = spaces.intersect(own, to);
            for outcome in walker.send(spaces, place, sent)? {
                let asks = outcome.is_delivered();
                let replies = if asks { walker.answer(spaces, &outcome, place)? } else { Default::default() };
                see(spaces, place, &outcome, &replies);
            }
            TooLarge::check(spaces)?;
        }
        Ok(())
    }
}
