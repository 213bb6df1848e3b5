//! VPN gateways: the VPC's end of VPN and Direct Connect (s2svpn vpn-route-priority, how_it_works; AVPC VPC_Route_Tables.md).

use alloc::vec::Vec;

use super::{Lowering, to_prefix};
use crate::estate::aws::{RouteTable, VpnGatewayId};
use crate::estate::{Line, LineEnd, LineKind, Routing};
use crate::fabric::{Entry, HopKind, Label, Next, Part, Route, Stop};
use crate::lower::line::learnt;
use crate::packet::Prefix;
use crate::reason::Reason;
use crate::space::Space;

/// Of equal prefixes, Direct Connect goes before static routes of a VPN, and these before what a VPN learns.
fn rank(line: &Line) -> u8 {
    match (line.kind, line.routing) {
        (LineKind::Direct, _) => 0,
        (LineKind::Vpn, Some(Routing::Static)) => 1,
        (LineKind::Vpn, Some(Routing::Bgp) | None) => 2,
    }
}

impl Lowering<'_> {
    /// Every VPN gateway.
    pub(super) fn vpn_gateways(&mut self) {
        for (index, gateway) in self.aws.vpn_gateways.iter().enumerate() {
            let end = LineEnd::VpnGateway(VpnGatewayId(index as u32));
            let label = self.label(gateway.object);
            let Some(&core) = self.cores.get(gateway.vpc.0 as usize) else { continue };
            let (spaces, fabric) = (&mut *self.spaces, &mut self.network.fabric);
            let told = learnt(self.estate, end);
            let entries = self.lines.entries(spaces, fabric, self.estate, told, rank, label);
            let entries = entries.into_iter().map(|(_, entry)| entry).collect();
            let otherwise = || (Stop::new(Reason::NoLine, label), label);
            let out = HopKind::Route(Route::new(spaces, entries, otherwise()));
            let out = fabric.add(label, out);
            // What comes by a line gets to the VPC's own ranges, or to another line: to no other gateway.
            let ranges = self.aws.vpc(gateway.vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
            let mut entries: Vec<Entry> =
                ranges.map(|prefix| to_prefix(spaces, prefix, Next::Hop(core), label)).collect();
            entries.push(Entry { packets: Space::ALL, next: Next::Hop(out), label });
            let into = HopKind::Route(Route::new(spaces, entries, otherwise()));
            let into = fabric.add(label, into);
            self.lines.arrive(spaces, fabric, self.estate, end, into);
            self.vpn_gateways.insert(gateway.vpc, out);
        }
    }

    /// The routes that a table takes over, each once.
    pub(super) fn propagated(&self, table: &RouteTable, label: Label) -> Vec<(Prefix, VpnGatewayId, Label)> {
        let mut routes: Vec<(Prefix, VpnGatewayId, Label)> = Vec::new();
        for &id in &table.propagated {
            for one in learnt(self.estate, LineEnd::VpnGateway(id)) {
                if !routes.iter().any(|(prefix, ..)| *prefix == one.prefix) {
                    routes.push((one.prefix, id, label.part(Part::Route(one.prefix), one.origin)));
                }
            }
        }
        routes
    }
}
