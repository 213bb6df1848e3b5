//! What the language has words for that nothing models yet: the core says so of each.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all};
use crate::aws::{Peer, Vpc};
use crate::finding;
use crate::json::Text;

impl<'a, 't> Writer<'a, 't> {
    /// What stands beside the VPCs of a network.
    pub(super) fn around(&mut self, vpcs: &[&'a Vpc<'t>]) {
        self.blocked(vpcs);
        self.prefix_lists(vpcs);
        let ids: Vec<&str> = vpcs.iter().map(|vpc| &*vpc.named.id).collect();
        let first = self.aws.vpcs.first().map(|vpc| &*vpc.named.id);
        // Which network a router of the Region is in, nothing hangs on.
        if first.is_some_and(|first| ids.contains(&first)) {
            self.transit_gateways();
            let known: Vec<&str> = self.aws.vpcs.iter().map(|vpc| &*vpc.named.id).collect();
            for peering in &self.aws.peerings {
                let at = peering.named.at;
                if !matches!(&*peering.status, "" | "active" | "provisioning") {
                    self.log.find(finding::idle(at, &format!("a peering that is `{}`", peering.status)));
                } else if peering.vpcs.iter().any(|vpc| known.contains(&&**vpc)) {
                    let [one, other] = &peering.vpcs;
                    let (one, other) = (written_name(one), written_name(other));
                    let name = self.name(&peering.named.id);
                    self.labelled(&peering.named, &format!("peering {name} between {one}, {other}"));
                } else {
                    let what = "a peering between VPCs that are not in the exports";
                    self.log.find(finding::idle(at, what));
                }
            }
        }
    }

    fn blocked(&mut self, vpcs: &[&'a Vpc<'t>]) {
        let of_vpc = vpcs.iter().find(|vpc| !matches!(&*vpc.blocked, "" | "off"));
        let blocked = of_vpc.map(|vpc| (vpc.named.at, &*vpc.blocked));
        let blocked = blocked.or_else(|| self.aws.blocked.as_ref().map(|(at, mode)| (*at, &**mode)));
        if let Some((at, mode)) = blocked {
            self.text.line(at, &format!("block-public-access {}", written_name(mode)));
        }
    }

    /// The prefix lists that rules and routes of a network name.
    fn prefix_lists(&mut self, vpcs: &[&'a Vpc<'t>]) {
        let mut named: BTreeMap<&'a str, u32> = BTreeMap::new();
        for vpc in vpcs {
            for table in all(&self.index.tables, &vpc.named.id) {
                for route in table.routes.iter().filter(|route| route.list) {
                    named.entry(&route.destination).or_insert(route.at);
                }
            }
            for group in all(&self.index.groups, &vpc.named.id) {
                for rule in group.ingress.iter().chain(&group.egress) {
                    for peer in &rule.peers {
                        if let Peer::PrefixList(list) = peer {
                            named.entry(list).or_insert(rule.at);
                        }
                    }
                }
            }
        }
        for (id, at) in named {
            let known = self.aws.prefix_lists.iter().find(|list| list.named.id == id);
            match known.filter(|list| !list.ranges.is_empty()) {
                Some(list) => {
                    let at = list.named.at;
                    self.open(at, &format!("prefix-list {}", self.name(id)));
                    self.labels(&list.named);
                    for range in self.ranges(at, &list.ranges) {
                        self.text.line(at, &range);
                    }
                    self.close(at);
                }
                None => {
                    let name = written_name(id);
                    self.text.line(at, &format!("prefix-list {name} unknown {{ id {name} }}"));
                }
            }
        }
    }

    /// The endpoints and load balancers of a VPC.
    pub(super) fn endpoints(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        for endpoint in self.aws.endpoints.iter().filter(|endpoint| endpoint.vpc == id) {
            let at = endpoint.named.at;
            if matches!(&*endpoint.state, "deleted" | "deleting" | "failed" | "rejected" | "expired") {
                self.log.find(finding::idle(at, &format!("an endpoint that is `{}`", endpoint.state)));
                continue;
            }
            // It is interfaces, which stand for themselves.
            if endpoint.kind == "Interface" && self.aws.lists.contains(&"NetworkInterfaces") {
                continue;
            }
            let name = self.name(&endpoint.named.id);
            let inside = self.inside_of(&endpoint.subnets, id);
            let word = if endpoint.kind == "GatewayLoadBalancer" { "gwlb-endpoint" } else { "endpoint" };
            self.open(at, &format!("{word} {name}{inside}"));
            self.labels(&endpoint.named);
            if word == "endpoint" {
                let kind = if endpoint.kind == "Gateway" { "gateway" } else { "interface" };
                self.text.line(at, &format!("type {kind}"));
                if !endpoint.service.is_empty() {
                    self.text.line(at, &format!("service {}", written_name(&endpoint.service)));
                }
                if !endpoint.tables.is_empty() {
                    let tables = self.references(&endpoint.tables, id);
                    self.text.line(at, &format!("route-table {tables}"));
                }
            }
            self.close(at);
        }
        for balancer in self.aws.balancers.iter().filter(|balancer| balancer.vpc == id) {
            let inside = self.inside_of(&balancer.subnets, id);
            let head = format!("load-balancer {}{inside}", self.name(&balancer.named.id));
            self.open(balancer.named.at, &head);
            self.labels(&balancer.named);
            for (word, value) in [("type", &balancer.kind), ("scheme", &balancer.scheme)] {
                if !value.is_empty() {
                    self.text.line(balancer.named.at, &format!("{word} {}", written_name(value)));
                }
            }
            self.close(balancer.named.at);
        }
    }

    /// ` in` and the subnets, where there are any.
    fn inside_of(&self, subnets: &[Text<'_>], vpc: &str) -> String {
        if subnets.is_empty() { String::new() } else { format!(" in {}", self.references(subnets, vpc)) }
    }
}
