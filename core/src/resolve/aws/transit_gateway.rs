//! Transit gateways: their attachments and tables.
//!
//! Lines end at gateways, and attachments lead to lines: so the lines are read between the two.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Builder, Placed, Said};
use crate::estate::aws::{
    Attached, Propagation, SubnetId, TransitAttachment, TransitAttachmentId, TransitGateway,
    TransitGatewayId, TransitRoute, TransitTable, TransitTarget, VpcId,
};
use crate::estate::{Line, LineEnd, ObjectId};
use crate::origin::Origin;
use crate::problem::{duplicate, not_in_this_cloud, overlap};
use crate::propagation;
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

/// Where an attachment to a VPC says something that others have not.
const OF_A_VPC: [&str; 3] = ["subnet", "appliance-mode", "security-group-referencing"];

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    pub(super) fn transit_gateways(&mut self) {
        for said in self.input.in_networks("transit-gateway") {
            let Some(object) = said.node.object.filter(|_| !self.input.in_doubt(said.node)) else { continue };
            let security_group_referencing = self.flag(said, "security-group-referencing").unwrap_or(false);
            let id = TransitGatewayId(self.aws.transit_gateways.len() as u32);
            self.aws.transit_gateways.push(TransitGateway { object, security_group_referencing });
            self.placed.insert(object, Placed::TransitGateway(id));
        }
    }

    /// What is attached to them, and their tables.
    pub(super) fn attachments(&mut self, lines: &[Line]) {
        for (line, at) in lines.iter().zip(0..) {
            self.placed.insert(line.object, Placed::Line(at));
        }
        let gateways: Vec<Said<'n, 't>> = self.input.in_networks("transit-gateway").collect();
        let (mut attached, mut written) = (Taken::default(), 0_usize);
        for said in &gateways {
            let inside = self.input.forest.children(said.node);
            written = written.saturating_add(inside.filter(|child| child.row.word == "attachment").count());
            let Some(gateway) = self.gateway_of(*said) else { continue };
            for inside in self.input.inside(said.node, "attachment") {
                self.attachment(inside, gateway, lines, &mut attached);
            }
        }
        self.lacks_attachments = written != self.aws.transit_attachments.len();
        let mut associated = Taken::default();
        for said in &gateways {
            let Some(gateway) = self.gateway_of(*said) else { continue };
            for inside in self.input.inside(said.node, "route-table") {
                self.transit_table(inside, gateway, &mut associated);
            }
        }
    }

    fn gateway_of(&self, said: Said<'_, '_>) -> Option<TransitGatewayId> {
        match self.placed.get(said.node.object?) {
            Some(Placed::TransitGateway(id)) => Some(*id),
            _ => None,
        }
    }

    fn attachment(
        &mut self,
        said: Said<'n, 't>,
        gateway: TransitGatewayId,
        lines: &[Line],
        attached: &mut Taken<'_>,
    ) {
        let Some(object) = said.node.object.filter(|_| !self.input.in_doubt(said.node)) else { return };
        let Some(read) = said.filled.link(LinkWord::To).first() else { return };
        let here = said.at(read);
        let (once, to) = match self.target(read) {
            Some(Placed::Vpc(vpc)) => {
                let Some(to) = self.attached_vpc(said, vpc) else { return };
                (Once::Attached(gateway, vpc), to)
            }
            Some(Placed::TransitGateway(_) | Placed::Line(_)) if !self.says_nothing_of_a_vpc(said) => {
                return;
            }
            Some(Placed::Line(at)) => {
                let Some(line) = lines.get(at) else { return };
                if !line.ends.contains(&LineEnd::TransitGateway(gateway)) {
                    let [name, end] = [self.called(line.object), self.called_gateway(gateway)];
                    self.report.push(not_in_this_cloud::ends_elsewhere(here, &name, &end));
                    return;
                }
                (Once::Line(at), Attached::Line(at))
            }
            Some(Placed::TransitGateway(other)) => {
                if other == gateway {
                    self.report.push(not_in_this_cloud::peered_with_itself(here));
                    return;
                }
                (Once::Peered(gateway, other), Attached::TransitGateway(other))
            }
            _ => return,
        };
        if let Some(first) = attached.take(once, here) {
            self.report.push(duplicate::attachment(here, first));
            return;
        }
        let id = TransitAttachmentId(self.aws.transit_attachments.len() as u32);
        self.aws.transit_attachments.push(TransitAttachment { object, gateway, to });
        self.placed.insert(object, Placed::TransitAttachment(id));
    }

    /// What is written of an attachment to a VPC; `None` when that is not certain.
    fn attached_vpc(&mut self, said: Said<'n, 't>, vpc: VpcId) -> Option<Attached> {
        let mut written: Vec<(SubnetId, Location)> = Vec::new();
        for property in self.input.inside(said.node, "subnet") {
            for read in property.filled.values() {
                let here = property.at(read);
                let Some(Placed::Subnet(id)) = self.target(read) else { return None };
                let (theirs, object) = self.aws.subnet(id).map(|subnet| (subnet.vpc, subnet.object))?;
                if !self.same_vpc(vpc, theirs, object, here) {
                    return None;
                }
                written.push((id, here));
            }
        }
        let mut zones = Taken::default();
        for &(id, here) in &written {
            let zone = self.aws.subnet(id)?.zone.as_deref();
            if let Some(first) = zones.take(zone.map_or(Once::Subnet(id), Once::Zone), here) {
                self.report.push(duplicate::attachment_zone(here, zone, first));
                return None;
            }
        }
        Some(Attached::Vpc {
            vpc,
            subnets: written.into_iter().map(|(id, _)| id).collect(),
            appliance_mode: self.flag(said, "appliance-mode").unwrap_or(false),
            security_group_referencing: self.flag(said, "security-group-referencing").unwrap_or(true),
        })
    }

    /// Whether an attachment says nothing that only one to a VPC has; else it is reported.
    fn says_nothing_of_a_vpc(&mut self, said: Said<'n, 't>) -> bool {
        let mut nothing = true;
        for word in OF_A_VPC {
            for property in self.input.inside(said.node, word) {
                self.report.push(not_in_this_cloud::of_a_vpc(property.node.head(), word));
                nothing = false;
            }
        }
        nothing
    }

    fn transit_table(&mut self, said: Said<'n, 't>, gateway: TransitGatewayId, associated: &mut Taken<'_>) {
        let Some(object) = said.node.object else { return };
        let mut own = Vec::new();
        for property in self.input.inside(said.node, "associate") {
            for read in property.filled.values() {
                let Some(id) = self.own_attachment(property, read, gateway) else { continue };
                let here = property.at(read);
                match associated.take(Once::Attachment(id), here) {
                    Some(first) => self.report.push(duplicate::association(here, first)),
                    None => own.push(id),
                }
            }
        }
        let (mut propagated, mut known, mut places) = (Vec::new(), Taken::default(), Vec::new());
        for property in self.input.inside(said.node, "propagate") {
            for read in property.filled.values() {
                let Some(id) = self.own_attachment(property, read, gateway) else { continue };
                let here = property.at(read);
                let attached = self.aws.transit_attachment(id).map(|attachment| &attachment.to);
                if matches!(attached, Some(Attached::TransitGateway(_))) {
                    self.report.push(not_in_this_cloud::peering_propagates(here));
                } else if let Some(first) = known.take(Once::Attachment(id), here) {
                    self.report.push(duplicate::propagation(here, first));
                } else {
                    propagated.push(Propagation { attachment: id, origin: Origin::Written(here) });
                    places.push(here);
                }
            }
        }
        let mut routes = self.transit_routes(said, gateway);
        let listed = self.routes_of_lists(said, gateway, &routes);
        routes.extend(listed);
        let table = TransitTable { object, gateway, associated: own, propagated, routes };
        for (at, by) in propagation::propagated(&self.aws, &table).into_iter().enumerate() {
            let Some(by) = by.err() else { continue };
            let (Some(&here), Some(&first)) = (places.get(at), places.get(by)) else { continue };
            let names = [at, by].map(|at| self.propagated_vpc(&table, at));
            self.report.push(overlap::propagated(here, &names, first));
        }
        self.aws.transit_tables.push(table);
    }

    fn propagated_vpc(&self, table: &TransitTable, at: usize) -> String {
        let attachment = table.propagated.get(at).and_then(|one| self.aws.transit_attachment(one.attachment));
        match attachment.map(|attachment| &attachment.to) {
            Some(Attached::Vpc { vpc, .. }) => self.called_vpc(*vpc),
            _ => String::new(),
        }
    }

    fn transit_routes(&mut self, table: Said<'n, 't>, gateway: TransitGatewayId) -> Vec<TransitRoute> {
        let mut routes = Vec::new();
        let mut known = Taken::default();
        for said in self.input.inside(table.node, "") {
            let Some(read) = said.filled.values().first() else { continue };
            let Some(destination) = read.value.prefix() else { continue };
            let here = said.at(read);
            if let Some(first) = known.take(Once::Destination(destination), here) {
                self.report.push(duplicate::route(here, destination, first));
                continue;
            }
            let Some(target) = self.transit_target(said, gateway) else { continue };
            routes.push(TransitRoute { destination, target, origin: Origin::Written(said.node.at()) });
        }
        routes
    }

    /// The routes to the entries of lists, but those to prefixes that a route is written for. Of two lists that have an entry in
    /// common nothing says which is taken.
    fn routes_of_lists(
        &mut self,
        table: Said<'n, 't>,
        gateway: TransitGatewayId,
        written: &[TransitRoute],
    ) -> Vec<TransitRoute> {
        let mut routes: Vec<TransitRoute> = Vec::new();
        for said in self.input.inside(table.node, "prefix-list") {
            let Some(read) = said.filled.values().first() else { continue };
            let (Some(Placed::PrefixList(list)), here) = (self.target(read), said.at(read)) else { continue };
            let Some(target) = self.transit_target(said, gateway) else { continue };
            let prefixes = self.aws.prefix_list(list).map(|list| list.prefixes.clone()).unwrap_or_default();
            let origin = Origin::Written(said.node.at());
            for destination in prefixes {
                if written.iter().any(|route| route.destination == destination) {
                    continue;
                }
                match routes.iter().find(|route| route.destination == destination) {
                    None => routes.push(TransitRoute { destination, target, origin }),
                    Some(known) if known.target == target => {}
                    Some(known) => {
                        let first = known.origin.location().unwrap_or(here);
                        self.report.push(duplicate::ambiguous_entry(here, destination, first));
                    }
                }
            }
        }
        routes
    }

    fn transit_target(&mut self, said: Said<'_, '_>, gateway: TransitGatewayId) -> Option<TransitTarget> {
        let read = said.filled.link(LinkWord::Arrow).first()?;
        match read.value {
            Value::Word("unknown") => Some(TransitTarget::Unknown),
            Value::Word(_) => Some(TransitTarget::Blackhole),
            _ => self.own_attachment(said, read, gateway).map(TransitTarget::Attachment),
        }
    }

    /// An attachment that is named in a table of its own transit gateway; else it is reported.
    fn own_attachment(
        &mut self,
        said: Said<'_, '_>,
        read: &Read<'_>,
        gateway: TransitGatewayId,
    ) -> Option<TransitAttachmentId> {
        let Some(Placed::TransitAttachment(id)) = self.target(read) else { return None };
        let attachment = self.aws.transit_attachment(id)?;
        if attachment.gateway == gateway {
            return Some(id);
        }
        let object = attachment.object;
        let [theirs, ours] = [attachment.gateway, gateway].map(|gateway| self.called_gateway(gateway));
        let name = self.called(object);
        self.report.push(not_in_this_cloud::other_vpc(said.at(read), &name, &theirs, &ours));
        None
    }

    fn called_gateway(&self, id: TransitGatewayId) -> String {
        self.aws.transit_gateway(id).map_or_else(String::new, |gateway| self.called(gateway.object))
    }

    /// Whether a VPC can route to a transit gateway: it is attached; else it is reported.
    pub(super) fn is_attached(
        &mut self,
        vpc: VpcId,
        gateway: TransitGatewayId,
        object: ObjectId,
        here: Location,
    ) -> bool {
        let mut attachments = self.aws.transit_attachments.iter();
        let is_attached = attachments.any(|one| one.gateway == gateway && is_to(&one.to, vpc));
        if !is_attached && !self.lacks_attachments {
            let (vpc, gateway) = (self.called_vpc(vpc), self.called(object));
            self.report.push(not_in_this_cloud::not_attached(here, &vpc, &gateway));
        }
        is_attached
    }
}

fn is_to(attached: &Attached, vpc: VpcId) -> bool {
    matches!(attached, Attached::Vpc { vpc: other, .. } if *other == vpc)
}
