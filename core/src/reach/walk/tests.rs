use super::*;
use crate::fabric::{Addresses, HopKind, KinId, Label, Part, Place, RealmId};
use crate::origin::{Origin, Owner};

const LABEL: Label = Label {
    kind: "thing",
    object: None,
    part: Part::Whole,
    origin: Origin::Implied { rule: "for a test", owner: Owner::Shared },
};

/// A place that sends to itself.
fn fabric(spaces: &mut Spaces) -> Fabric {
    let mut fabric = Fabric::new(spaces);
    let sends_to = fabric.add(LABEL, HopKind::End(PlaceId(0)));
    fabric.places.push(Place {
        realm: RealmId::OUTSIDE,
        addresses: Addresses::empty(),
        client_ports: Values::all(),
        sends_to,
        embeds: false,
        kin: KinId::NONE,
        label: LABEL,
    });
    fabric
}

#[test]
fn the_work_of_all_walks_is_bounded_together() {
    let mut spaces = Spaces::new();
    let fabric = fabric(&mut spaces);
    let walker = Walker::new(&fabric);
    spaces.limit_work(3 * STEP as u64);
    for _ in 0..2 {
        assert_eq!(walker.send(&mut spaces, PlaceId(0), Space::ALL).unwrap().len(), 1);
    }
    let refused = walker.send(&mut spaces, PlaceId(0), Space::ALL).unwrap_err();
    assert_eq!(refused.part(), "the number of ways through the network");
}
