//! What was printed of transit gateways. Of each attachment several calls tell something, of each table several files.

use alloc::vec::Vec;

use super::Named;
use crate::json::Text;

/// Transit gateways, in the order in which they stand in the exports.
#[derive(Debug, Default)]
pub(crate) struct Transit<'t> {
    pub(crate) gateways: Vec<Gateway<'t>>,
    pub(crate) attachments: Vec<Attachment<'t>>,
    pub(crate) tables: Vec<Table<'t>>,
    pub(crate) routes: Vec<Route<'t>>,
    pub(crate) links: Vec<Link<'t>>,
    /// The tables that have more routes than were printed, and where that is told.
    pub(crate) more: Vec<(u32, Text<'t>)>,
    /// The tables of which all routes were printed that are written, those of which all were that are propagated, and those of which
    /// all propagations were.
    pub(crate) told: [Vec<Text<'t>>; 3],
}

#[derive(Debug, Default)]
pub(crate) struct Gateway<'t> {
    pub(crate) named: Named<'t>,
    /// `enable` or `disable`.
    pub(crate) references: Text<'t>,
}

/// Two say the same that carry references alike: another account sees less of a gateway that is shared with it.
impl PartialEq for Gateway<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.named == other.named && self.references == other.references
    }
}

#[derive(Debug, Default)]
pub(crate) struct Attachment<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) gateway: Text<'t>,
    /// What is attached: `vpc`, `peering`, `vpn` and others.
    pub(crate) kind: Text<'t>,
    pub(crate) resource: Text<'t>,
    pub(crate) state: Text<'t>,
    /// The table that it is associated with.
    pub(crate) table: Text<'t>,
    /// Whether it was printed with which one, were it none, and whether it was printed by who sees that.
    pub(crate) told: [bool; 2],
    /// What only the call for attachments of VPCs prints.
    pub(crate) vpc: Option<OfVpc<'t>>,
}

#[derive(Debug, Default)]
pub(crate) struct OfVpc<'t> {
    pub(crate) subnets: Vec<Text<'t>>,
    /// Each `enable` or `disable`.
    pub(crate) appliance_mode: Text<'t>,
    pub(crate) references: Text<'t>,
    pub(crate) v6: Text<'t>,
}

impl<'t> Attachment<'t> {
    /// Whether it carries packets.
    pub(crate) fn is_there(&self) -> bool {
        matches!(&*self.state, "" | "available" | "modifying")
    }

    /// Takes over what another call prints of it.
    pub(crate) fn take(&mut self, other: Attachment<'t>) {
        let texts = [
            (&mut self.kind, other.kind),
            (&mut self.resource, other.resource),
            (&mut self.state, other.state),
            (&mut self.table, other.table),
        ];
        for (own, other) in texts {
            if own.is_empty() {
                *own = other;
            }
        }
        self.told = [0, 1].map(|at| [&self.told, &other.told].iter().any(|told| told.get(at) == Some(&true)));
        if self.named.tags.is_empty() {
            self.named.tags = other.named.tags;
        }
        self.vpc = self.vpc.take().or(other.vpc);
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Table<'t> {
    pub(crate) named: Named<'t>,
    pub(crate) gateway: Text<'t>,
    pub(crate) state: Text<'t>,
}

#[derive(Debug, Default)]
pub(crate) struct Route<'t> {
    pub(crate) at: u32,
    pub(crate) table: Text<'t>,
    pub(crate) destination: Text<'t>,
    /// The prefix list that it comes from, where no range is printed.
    pub(crate) list: Text<'t>,
    /// `static`, `propagated` or `system`.
    pub(crate) kind: Text<'t>,
    pub(crate) state: Text<'t>,
    pub(crate) attachments: Vec<Text<'t>>,
}

/// An attachment that asks a table, or that fills one.
#[derive(Debug, Default)]
pub(crate) struct Link<'t> {
    pub(crate) at: u32,
    pub(crate) table: Text<'t>,
    pub(crate) attachment: Text<'t>,
    pub(crate) fills: bool,
}
