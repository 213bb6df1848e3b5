//! What is deployed, as boxes in boxes, and the ends that questions can name. Of the estate alone: what is written.
//!
//! Everything peculiar to a cloud is in its file.

mod aws;
mod site;

#[cfg(test)]
pub(crate) mod tests;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::answer::{Area, Named, Topology};
use crate::estate::{Estate, Expr, Object, ObjectId, Selector, SetExpr};
use crate::ordered::Set;
use crate::origin::Origin;
use crate::resolve::{is_set_word, is_traffic_word};
use crate::source::{Place, Source};
use crate::syntax::{quoted, written_name};

/// What is deployed and named. Places are in `sources`.
pub(crate) fn topology(estate: &Estate, sources: &[Source]) -> Topology {
    let map = Map { estate, sources };
    let (mut inside, mut routers) = (aws::areas(map), aws::routers(map));
    let objects = estate.objects.iter().enumerate().map(|(id, object)| (ObjectId(id as u32), object));
    let networks = objects.filter(|(_, object)| object.kind == "network").map(|(id, object)| {
        let areas = inside.remove(id).unwrap_or_default();
        let gateways = routers.remove(id).unwrap_or_default();
        Area { areas, gateways, ..map.area(id, object) }
    });
    let areas = networks.chain(site::areas(map)).collect();
    Topology { areas, segments: map.segments(), services: map.services() }
}

/// Something that a question can have at one end.
pub(crate) struct End {
    /// What it is written as.
    pub(crate) object: ObjectId,
    /// Its own name, to show.
    pub(crate) label: String,
    /// The set that is exactly it.
    pub(crate) set: SetExpr,
}

/// Every subnet, of every cloud.
pub(crate) fn subnets(estate: &Estate) -> Vec<End> {
    aws::subnets(estate)
}

/// Every interface, of every cloud.
pub(crate) fn endpoints(estate: &Estate) -> Vec<End> {
    aws::endpoints(estate)
}

/// The interfaces, those that are alike together: as the topology folds them.
pub(crate) fn machines(estate: &Estate) -> Vec<Vec<End>> {
    aws::machines(estate)
}

/// The set of what one selector names.
pub(crate) fn one(selector: Selector) -> SetExpr {
    Expr { union: vec![vec![selector]], except: Vec::new() }
}

/// What is needed to name and place things.
#[derive(Clone, Copy)]
struct Map<'a> {
    estate: &'a Estate,
    sources: &'a [Source],
}

impl Map<'_> {
    /// An object as an empty box.
    fn area(self, id: ObjectId, object: &Object) -> Area {
        Area {
            kind: object.kind.to_owned(),
            label: object.name.clone(),
            selector: Some(self.estate.written(&one(Selector::Object(id)))),
            prefixes: Vec::new(),
            place: object.origin.location().and_then(|location| location.place(self.sources)),
            areas: Vec::new(),
            gateways: Vec::new(),
            machines: Vec::new(),
        }
    }

    fn place(self, origin: &Origin) -> Place {
        let place = origin.location().and_then(|location| location.place(self.sources));
        place.unwrap_or_else(|| Place::start_of(""))
    }

    fn segments(self) -> Vec<Named> {
        // What stands at the top is found by its name alone, as segments are; what stands deeper gives way to them.
        let top = self.estate.objects.iter().filter(|object| object.parent.is_none());
        let taken: Set<&str> =
            top.flat_map(|object| [Some(object.name.as_str()), object.id.as_deref()]).flatten().collect();
        let segments = self.estate.segments.iter().map(|segment| {
            let name = match segment.name.as_str() {
                name if taken.contains(&name) => format!("segment {}", written_name(name)),
                name if is_set_word(name) => quoted(name),
                name => written_name(name),
            };
            Named { name, place: self.place(&segment.origin) }
        });
        segments.collect()
    }

    fn services(self) -> Vec<Named> {
        let services = self.estate.services.iter().map(|service| {
            let name = service.name.as_str();
            let name = if is_traffic_word(name) { quoted(name) } else { written_name(name) };
            Named { name, place: self.place(&service.origin) }
        });
        services.collect()
    }
}
