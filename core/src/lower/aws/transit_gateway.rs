//! Transit gateways: in by the attachment of a VPC or a line, on by the table that is associated with it, out by another (Amazon
//! VPC, transit gateways; route evaluation order; network ACLs: tgw-nacls).
//!
//! What comes to a transit gateway from a zone stays in that zone where it can. So its tables stand once for each zone.

use alloc::vec;
use alloc::vec::Vec;

use super::appliance::{CARRIED, CROSSED};
use super::router::longest_first;
use super::{Lowering, to_prefix};
use crate::estate::aws::{
    Attached, SubnetId, TransitAttachment, TransitAttachmentId, TransitGatewayId, TransitTable,
    TransitTableId, TransitTarget, VpcId,
};
use crate::estate::{Estate, Line, LineEnd, LineKind};
use crate::fabric::{
    Action, Assumed, Branches, Case, Filter, FilterList, HopId, HopKind, Label, Next, Otherwise, Part,
    Rewrite, Route, Stop, Treatment, When,
};
use crate::lower::line::{Learnt, learnt};
use crate::ordered::{ById, Register};
use crate::packet::Prefix;
use crate::propagation;
use crate::reason::Reason;
use crate::space::{Field, Space, Values};

/// The hops of all transit gateways.
#[derive(Default)]
pub(super) struct Transit<'a> {
    /// The attachments of each VPC, and those of each transit gateway to others.
    of_vpc: ById<VpcId, Vec<TransitAttachmentId>>,
    of_gateway: ById<TransitGatewayId, Vec<TransitAttachmentId>>,
    /// The table that each attachment asks.
    table_of: ById<TransitAttachmentId, TransitTableId>,
    /// In by an attachment, and out by one; the routes of a table: in each zone.
    entrances: Hops<'a>,
    exits: Hops<'a>,
    tables: Hops<'a>,
    /// Tables whose hops have no routes yet.
    unfilled: Vec<(TransitTableId, &'a str, HopId)>,
}

/// Hops by the number of what they are of, and the zone; it is empty where none is known.
type Hops<'a> = Register<(u32, &'a str), usize>;

fn known(hops: &Hops<'_>, key: (u32, &str)) -> Option<HopId> {
    hops.get(&key).map(|&hop| HopId(hop as u32))
}

/// Of equal prefixes, what is learnt by Direct Connect goes before what is learnt by a VPN.
fn rank(line: &Line) -> u8 {
    u8::from(line.kind == LineKind::Vpn)
}

/// The text does not say in which zones something is.
const fn in_the_zone(about: Label) -> Assumed {
    Assumed {
        code: "attachment-in-the-zone",
        text: "the transit gateway has an attachment in the zone from which the packet comes: a zone is not written",
        about,
        when: When::Crossed,
    }
}

impl<'a> Lowering<'a> {
    /// Who is attached to what.
    pub(super) fn transit_gateways(&mut self) {
        for (attachment, id) in self.aws.transit_attachments.iter().zip(0..) {
            let id = TransitAttachmentId(id);
            match attachment.to {
                Attached::Vpc { vpc, .. } => self.transit.of_vpc.push(vpc, id),
                Attached::TransitGateway(_) => self.transit.of_gateway.push(attachment.gateway, id),
                Attached::Line(_) => {}
            }
        }
        for (table, id) in self.aws.transit_tables.iter().zip(0..) {
            for &attachment in &table.associated {
                self.transit.table_of.insert(attachment, TransitTableId(id));
            }
        }
        for (line, index) in self.estate.lines.iter().zip(0..) {
            for &end in line.ends.iter().filter(|end| matches!(end, LineEnd::TransitGateway(_))) {
                let mut attachments = self.aws.transit_attachments.iter().zip(0..);
                let own = attachments.find(|(one, _)| one.to == Attached::Line(index));
                // It stands in no zone.
                let enter = own.and_then(|(_, id)| self.enter_transit_gateway(TransitAttachmentId(id), ""));
                let stop = Stop::new(Reason::NoTgwRouteTable, self.label(line.object));
                let next = enter.map_or(Next::Stop(stop), Next::Hop);
                let fabric = &mut self.network.fabric;
                self.lines.arrive_by(self.spaces, fabric, self.estate, (index, end), next);
            }
        }
    }

    /// A transit gateway as next hop of a route in `from`: out past that subnet's ACL, and in past that of the subnet in which
    /// the gateway has its interface in the zone, also where that is the same subnet. `None` where it has none there.
    pub(super) fn way_to_transit_gateway(
        &mut self,
        from: SubnetId,
        gateway: TransitGatewayId,
    ) -> Option<HopId> {
        let label = self.label(self.aws.transit_gateway(gateway)?.object);
        let (zone, vpc) = (self.zone(from), self.aws.subnet(from)?.vpc);
        let mut own = self.transit.of_vpc.get(vpc)?.iter().copied();
        let id = own.find(|id| self.aws.transit_attachment(*id).is_some_and(|one| one.gateway == gateway))?;
        let Attached::Vpc { subnets, .. } = &self.aws.transit_attachment(id)?.to else { return None };
        let here = subnets.iter().copied().find(|id| !zone.is_empty() && self.zone(*id) == zone);
        let perhaps = subnets.iter().copied().filter(|id| zone.is_empty() || self.zone(*id).is_empty());
        let entrances: Vec<SubnetId> = here.map_or_else(|| perhaps.collect(), |here| vec![here]);
        let mut ways = Vec::new();
        for entrance in entrances {
            let own = Some(self.zone(entrance)).filter(|own| !own.is_empty());
            let enter = self.enter_transit_gateway(id, own.unwrap_or(zone))?;
            ways.push(self.enter(entrance, enter));
        }
        let assumption = here.is_none().then_some(in_the_zone(label));
        let way = self.one_of(label, ways, assumption)?;
        Some(self.leave(from, way))
    }

    /// The zone of a subnet, empty where none is written.
    fn zone(&self, subnet: SubnetId) -> &'a str {
        self.aws.subnet(subnet).and_then(|subnet| subnet.zone.as_deref()).unwrap_or_default()
    }

    /// One of some ways, as the provider chooses.
    fn one_of(&mut self, label: Label, ways: Vec<HopId>, assumption: Option<Assumed>) -> Option<HopId> {
        match ways.as_slice() {
            [] => None,
            [only] if assumption.is_none() => Some(*only),
            _ => {
                let branches = HopKind::Branches(Branches::any_of(ways));
                Some(self.network.fabric.add_assuming(label, branches, assumption))
            }
        }
    }

    /// In by an attachment, from a zone; from no zone that is known by that of another transit gateway.
    fn enter_transit_gateway(&mut self, id: TransitAttachmentId, zone: &'a str) -> Option<HopId> {
        if let Some(known) = known(&self.transit.entrances, (id.0, zone)) {
            return Some(known);
        }
        let attachment = self.aws.transit_attachment(id)?;
        let label = self.label(self.aws.transit_gateway(attachment.gateway)?.object);
        let next = match self.transit.table_of.get(id).copied() {
            Some(table) => self.transit_table(table, zone)?,
            None => {
                let attached = self.label(attachment.object);
                let nowhere = (Stop::new(Reason::NoTgwRouteTable, attached), attached);
                let route = Route::new(self.spaces, Vec::new(), nowhere);
                self.network.fabric.add(attached, HopKind::Route(route))
            }
        };
        let mark = if self.carries(attachment) { CARRIED } else { CROSSED };
        let hop = self.marking(label, mark, next);
        self.transit.entrances.insert((id.0, zone), hop.0 as usize);
        Some(hop)
    }

    fn carries(&self, attachment: &TransitAttachment) -> bool {
        let gateway = self.aws.transit_gateway(attachment.gateway);
        let says = matches!(attachment.to, Attached::Vpc { security_group_referencing: true, .. });
        says && gateway.is_some_and(|gateway| gateway.security_group_referencing)
    }

    /// Marks what nothing has marked, and as crossed what something has.
    fn marking(&mut self, label: Label, mark: u8, next: HopId) -> HopId {
        let set = |mark: u8| Treatment::Set(vec![(Field::Mark, Values::one(u128::from(mark)))]);
        let unmarked = self.spaces.of(Field::Mark, &Values::one(0));
        let cases = [
            Case { packets: unmarked, treatment: set(mark), label },
            Case { packets: Space::ALL, treatment: set(CROSSED), label },
        ];
        let rest = (Stop::new(Reason::NoRoute, label), label);
        let rewrite = Rewrite::new(self.spaces, cases, rest, None, next);
        self.network.fabric.add(label, HopKind::Rewrite(rewrite))
    }

    fn transit_table(&mut self, id: TransitTableId, zone: &'a str) -> Option<HopId> {
        if let Some(known) = known(&self.transit.tables, (id.0, zone)) {
            return Some(known);
        }
        let label = self.label(self.aws.transit_table(id)?.object);
        let hop = self.later(label);
        self.transit.tables.insert((id.0, zone), hop.0 as usize);
        self.transit.unfilled.push((id, zone, hop));
        Some(hop)
    }

    /// The routes of every table that something asks.
    pub(super) fn transit_tables(&mut self) {
        while let Some((id, zone, hop)) = self.transit.unfilled.pop() {
            let Some(table) = self.aws.transit_table(id) else { continue };
            let label = self.label(table.object);
            let mut routes = Vec::new();
            for route in &table.routes {
                let label = label.part(Part::Route(route.destination), route.origin);
                let next = match route.target {
                    TransitTarget::Attachment(to) => self.behind_route(to, zone, label),
                    TransitTarget::Unknown => Next::Hop(self.route_gap(&route.destination, label)),
                    TransitTarget::Blackhole => Next::Stop(Stop::new(Reason::Blackhole, label)),
                };
                routes.push((
                    route.destination.length(),
                    to_prefix(self.spaces, &route.destination, next, label),
                ));
            }
            // What is written goes before what VPCs propagate, and this before what comes by lines.
            let propagated = propagation::propagated(self.aws, table);
            for (one, vpc) in table.propagated.iter().zip(propagated) {
                let vpc = vpc.ok().flatten().and_then(|vpc| self.aws.vpc(vpc));
                for range in vpc.into_iter().flat_map(|vpc| &vpc.prefixes) {
                    let label = label.part(Part::Route(*range), one.origin);
                    let next = self.behind_route(one.attachment, zone, label);
                    routes.push((range.length(), to_prefix(self.spaces, range, next, label)));
                }
            }
            let told = propagated_by_lines(self.estate, table);
            let fabric = &mut self.network.fabric;
            routes.extend(self.lines.entries(self.spaces, fabric, self.estate, told, rank, label));
            let route = longest_first(self.spaces, routes, Vec::new(), label);
            self.network.fabric.set(hop, HopKind::Route(route));
        }
    }

    fn behind_route(&mut self, id: TransitAttachmentId, zone: &'a str, route: Label) -> Next {
        if let Some(hop) = self.leave_transit_gateway(id, zone) {
            return Next::Hop(hop);
        }
        let attachment = self.aws.transit_attachment(id);
        let reason = match attachment.map(|attachment| &attachment.to) {
            Some(Attached::TransitGateway(_)) => Reason::NoTgwRouteTable,
            _ => Reason::NoAttachmentInZone,
        };
        Next::Stop(Stop::new(reason, attachment.map_or(route, |attachment| self.label(attachment.object))))
    }

    /// Out by an attachment: into one of its subnets, whose table routes what comes by its interface as what any other sends.
    fn leave_transit_gateway(&mut self, id: TransitAttachmentId, zone: &'a str) -> Option<HopId> {
        let attachment = self.aws.transit_attachment(id)?;
        // All zones have one exit where it does not hang on the zone: it remembers flows of all.
        let zone = match attachment.to {
            Attached::Vpc { appliance_mode: false, .. } => zone,
            _ => "",
        };
        if let Some(known) = known(&self.transit.exits, (id.0, zone)) {
            return Some(known);
        }
        let label = self.label(attachment.object);
        let hop = match &attachment.to {
            Attached::Line(line) => {
                let own = LineEnd::TransitGateway(attachment.gateway);
                return self.lines.away_from(self.estate, *line, own);
            }
            Attached::TransitGateway(other) => {
                // The other end of the peering; the zone is left behind, and references with it.
                let back = Attached::TransitGateway(attachment.gateway);
                let mut there = self.transit.of_gateway.get(*other)?.iter().copied();
                let there =
                    there.find(|id| self.aws.transit_attachment(*id).is_some_and(|one| one.to == back))?;
                let enter = self.enter_transit_gateway(there, "")?;
                self.marking(label, CROSSED, enter)
            }
            Attached::Vpc { subnets, appliance_mode, .. } => {
                let here = subnets.iter().find(|id| !zone.is_empty() && self.zone(**id) == zone);
                let here = here.map(core::slice::from_ref);
                let subnets = here.unwrap_or(subnets).iter();
                let ways: Vec<HopId> =
                    subnets.filter_map(|id| self.routers.get(id.0 as usize).copied()).collect();
                let into = if *appliance_mode && ways.len() > 1 {
                    self.in_one_zone(label, ways)
                } else {
                    self.one_of(label, ways, None)?
                };
                if self.carries(attachment) { into } else { self.marking(label, CROSSED, into) }
            }
        };
        self.transit.exits.insert((id.0, zone), hop.0 as usize);
        Some(hop)
    }

    /// One of several ways that remember what goes by them: a reply goes by that of its flow.
    fn in_one_zone(&mut self, label: Label, ways: Vec<HopId>) -> HopId {
        let everything = Otherwise { action: Action::Allow, lists: vec![label] };
        let list = FilterList::new(self.spaces, Vec::new(), everything);
        let list = self.network.fabric.add_list(list);
        let mut back = Vec::new();
        for next in ways {
            back.push((self.network.fabric.new_state(), next));
        }
        let remember = back.iter().map(|&(state, next)| {
            let filter = Filter { list, state: Some(state), next, gap: None };
            self.network.fabric.add(label, HopKind::Filter(filter))
        });
        let ways: Vec<HopId> = remember.collect();
        self.network.fabric.add(label, HopKind::Branches(Branches { back, ..Branches::any_of(ways) }))
    }
}

/// Where the table leads that is associated with the attachment of a line: but for what it drops, and for what is behind lines
/// to this very end, which BGP does not tell it again.
pub(in crate::lower) fn told_by_table(estate: &Estate, line: usize, end: LineEnd) -> Vec<Prefix> {
    let aws = &estate.aws;
    let mut prefixes = Vec::new();
    let attached = |id| aws.transit_attachment(id).map(|one| &one.to);
    let leads_back = |line: usize| estate.lines.get(line).is_some_and(|line| line.ends.contains(&end));
    let asks = |id| attached(id) == Some(&Attached::Line(line));
    let mut tables = aws.transit_tables.iter();
    let Some(table) = tables.find(|table| table.associated.iter().copied().any(asks)) else {
        return prefixes;
    };
    for route in &table.routes {
        let is_told = match route.target {
            TransitTarget::Attachment(id) => {
                !matches!(attached(id), Some(Attached::Line(line)) if leads_back(*line))
            }
            TransitTarget::Unknown => true,
            TransitTarget::Blackhole => false,
        };
        if is_told {
            prefixes.push(route.destination);
        }
    }
    for vpc in propagation::propagated(aws, table).into_iter().flatten().flatten() {
        prefixes.extend(aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes));
    }
    let told = propagated_by_lines(estate, table).into_iter().filter(|one| !leads_back(one.line));
    prefixes.extend(told.map(|one| one.prefix));
    prefixes
}

/// What the lines whose attachments a table of a transit gateway propagates tell it.
fn propagated_by_lines(estate: &Estate, table: &TransitTable) -> Vec<Learnt> {
    let mut told = learnt(estate, LineEnd::TransitGateway(table.gateway));
    told.retain(|told| {
        table.propagated.iter().any(|one| {
            let attachment = estate.aws.transit_attachment(one.attachment);
            attachment.is_some_and(|attachment| attachment.to == Attached::Line(told.line))
        })
    });
    told
}
