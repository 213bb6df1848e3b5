//! The estate: what was written, in each cloud's own words, with names resolved.
//!
//! Nothing is added here. Defaults, main tables, implied rules and members of groups are applied by lowering.

pub mod aws;
mod intent;
mod set;
mod site;
mod write;

use alloc::string::String;
use alloc::vec::Vec;

pub use intent::{Expectation, Flow, Intent, Test, Verb, Ways};
pub use set::{
    Expr, Segment, SegmentId, Selector, Service, ServiceId, ServiceSet, ServiceTerm, SetExpr, Traffic,
};
pub use site::{
    Announced, Host, Line, LineEnd, LineKind, Routing, Site, SiteGateway, SitePeer, SiteRule, SiteSubnet,
};

use crate::origin::Origin;
use crate::syntax::written_name;

/// Everything that the given texts say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estate {
    /// Every named thing that is deployed, of every cloud; an [`ObjectId`] is an index into this list.
    pub objects: Vec<Object>,
    /// What is deployed on AWS.
    pub aws: aws::Aws,
    /// Places of one's own outside the clouds.
    pub sites: Vec<Site>,
    /// What joins them to the clouds and to each other.
    pub lines: Vec<Line>,
    /// Named sets of points.
    pub segments: Vec<Segment>,
    /// Named sets of protocols and ports.
    pub services: Vec<Service>,
    /// What must hold.
    pub intents: Vec<Intent>,
    /// Expected verdicts.
    pub tests: Vec<Test>,
}

impl Estate {
    /// Whether nothing is deployed: then the intents speak of addresses alone.
    #[must_use]
    pub fn deploys_nothing(&self) -> bool {
        self.objects.is_empty()
    }

    /// The object with this id, `None` when the id is of another estate.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(id.0 as usize)
    }

    /// The full name of an object, from the outermost thing it stands in: `shop.main.web`. Names that are no plain words
    /// are quoted, as the language writes them.
    #[must_use]
    pub fn path(&self, id: ObjectId) -> String {
        let mut names: Vec<String> = self.lineage(id).map(|object| written_name(&object.name)).collect();
        names.reverse();
        names.join(".")
    }

    /// An object, what it stands in, and so on to the outermost.
    pub fn lineage(&self, id: ObjectId) -> impl Iterator<Item = &Object> {
        core::iter::successors(self.object(id), |object| object.parent.and_then(|parent| self.object(parent)))
    }

    /// Whether `id` is `ancestor` or stands somewhere in it.
    #[must_use]
    pub fn is_within(&self, id: ObjectId, ancestor: ObjectId) -> bool {
        let ids = core::iter::successors(Some(id), |id| self.object(*id).and_then(|object| object.parent));
        ids.into_iter().any(|id| id == ancestor)
    }
}

/// An index into [`Estate::objects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub u32);

impl crate::ordered::Id for ObjectId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A thing that is deployed and has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its kind, as the language writes it: `vpc`, `security-group`.
    pub kind: &'static str,
    /// Its own name.
    pub name: String,
    /// What it stands in; `None` at the top.
    pub parent: Option<ObjectId>,
    /// The cloud's own id, where one is written.
    pub id: Option<String>,
    /// Keys and values, in the order written.
    pub tags: Vec<(String, String)>,
    /// Where it is written: its head, name and values, not its block.
    pub origin: Origin,
}
