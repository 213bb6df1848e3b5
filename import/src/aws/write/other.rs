//! What stands in a network beside its VPCs, and endpoints.

use alloc::collections::BTreeSet;
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
        let ids: Vec<&str> = vpcs.iter().map(|vpc| &*vpc.named.id).collect();
        let first = self.aws.vpcs.first().map(|vpc| &*vpc.named.id);
        // Which network a router of the Region is in, nothing hangs on.
        let has_routers = first.is_some_and(|first| ids.contains(&first));
        self.prefix_lists(vpcs, has_routers);
        if has_routers {
            self.transit_gateways();
            self.peerings();
        }
    }

    fn blocked(&mut self, vpcs: &[&'a Vpc<'t>]) {
        let Some(first) = vpcs.first() else { return };
        let region = self.region(first);
        let may_be = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
        let options = self.aws.blocked.iter().rev();
        let options = options.filter(|one| may_be(&one.owner, &first.owner) && may_be(&one.region, region));
        let of_vpcs = vpcs.iter().map(|vpc| (vpc.named.at, &*vpc.blocked));
        let mut all = of_vpcs.chain(options.map(|one| (one.at, &*one.mode)));
        if let Some((at, mode)) = all.find(|(_, mode)| !matches!(*mode, "" | "off")) {
            self.text.line(at, &format!("block-public-access {}", written_name(mode)));
        }
    }

    /// What stays open of a VPC or a subnet although public access is blocked.
    pub(super) fn excluded(&mut self, id: &str) {
        let gone = |state: &str| {
            matches!(state, "delete-complete" | "delete-in-progress" | "disable-complete" | "create-failed")
        };
        let mut own = self.aws.exclusions.iter().filter(|one| {
            one.resource.rsplit('/').next() == Some(id) && !gone(&one.state) && !one.mode.is_empty()
        });
        if let Some(exclusion) = own.next_back() {
            let mode = written_name(&exclusion.mode);
            self.text.line(exclusion.at, &format!("public-access-exclusion {mode}"));
        }
    }

    /// Whether the entries of a prefix list are in the exports.
    pub(super) fn has_entries(&self, id: &str) -> bool {
        let list = self.aws.prefix_lists.iter().find(|list| list.named.id == id);
        list.is_some_and(|list| !list.ranges.is_empty())
    }

    /// The prefix lists that rules and routes of a network name.
    fn prefix_lists(&mut self, vpcs: &[&'a Vpc<'t>], has_routers: bool) {
        let mut named: BTreeSet<&'a str> = BTreeSet::new();
        let of_routers = self.aws.transit.routes.iter().filter(|_| has_routers);
        let of_routers = of_routers.filter(|route| route.destination.is_empty()).map(|route| &*route.list);
        named.extend(of_routers.filter(|list| self.has_entries(list)));
        for vpc in vpcs {
            for table in all(&self.index.tables, &vpc.named.id) {
                let listed =
                    |route: &&crate::aws::Route<'_>| route.list && self.has_entries(&route.destination);
                for route in table.routes.iter().filter(listed) {
                    named.insert(&route.destination);
                }
            }
            for group in all(&self.index.groups, &vpc.named.id) {
                for rule in group.ingress.iter().chain(&group.egress) {
                    for peer in &rule.peers {
                        if let Peer::PrefixList(list) = peer
                            && self.has_entries(list)
                        {
                            named.insert(list);
                        }
                    }
                }
            }
        }
        for id in named {
            let known = self.aws.prefix_lists.iter().find(|list| list.named.id == id);
            let Some(list) = known else { continue };
            let at = list.named.at;
            self.open(at, &format!("prefix-list {}", self.name(id)));
            // Each network that names it has it, and one of them its id.
            if self.listed.insert(id) {
                self.labels(&list.named);
            }
            for range in self.ranges(at, &list.ranges) {
                self.text.line(at, &range);
            }
            self.close(at);
        }
    }

    /// The endpoints of a VPC.
    pub(super) fn endpoints(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        for endpoint in self.aws.endpoints.iter().filter(|endpoint| endpoint.vpc == id) {
            let at = endpoint.named.at;
            if matches!(
                &*endpoint.state,
                "deleted" | "deleting" | "failed" | "rejected" | "expired" | "pendingAcceptance"
            ) {
                self.log.find(finding::idle(at, &format!("an endpoint that is `{}`", endpoint.state)));
                continue;
            }
            let own: Vec<_> = all(&self.index.interfaces, &endpoint.named.id).to_vec();
            let name = self.name(&endpoint.named.id);
            let (word, inside) = match &*endpoint.kind {
                "GatewayLoadBalancer" => ("gwlb-endpoint", self.inside_of(&endpoint.subnets, id)),
                "" | "Gateway" | "Interface" => ("endpoint", String::new()),
                kind => {
                    self.log.find(finding::no_form(at, &format!("an endpoint of the type `{kind}`")));
                    continue;
                }
            };
            if endpoint.kind == "Interface" && own.is_empty() {
                let what = format!("the network interfaces of endpoint `{}` are", endpoint.named.id);
                self.log.find(finding::missing_list(at, &what, "describe-network-interfaces"));
                continue;
            }
            self.open(at, &format!("{word} {name}{inside}"));
            self.labels(&endpoint.named);
            let kind = if endpoint.kind == "Interface" { "interface" } else { "gateway" };
            if word == "endpoint" {
                self.text.line(at, &format!("type {kind}"));
            }
            if endpoint.service.is_empty() && kind == "interface" && word == "endpoint" {
                self.log.find(finding::without(at, "an interface endpoint", "ServiceName"));
            }
            if !endpoint.service.is_empty() {
                // One of one's own by its id, which leads there.
                let own = self.aws.services.iter().find(|service| service.name == endpoint.service);
                let service = own.map_or(&endpoint.service, |service| &service.named.id);
                self.text.line(at, &format!("service {}", written_name(service)));
                if own.is_none() && kind == "interface" && self.may_be_own(&endpoint.service) {
                    let what = format!("the service that endpoint `{}` leads to is", endpoint.named.id);
                    let call = "describe-vpc-endpoint-service-configurations";
                    self.log.find(finding::missing_list(at, &what, call));
                }
            }
            if word == "endpoint" {
                if kind == "interface" {
                    own.into_iter().for_each(|interface| self.interface(interface));
                } else {
                    let tables: Vec<Text<'t>> =
                        endpoint.tables.iter().filter(|table| self.is_whole(table)).cloned().collect();
                    if !tables.is_empty() {
                        let tables = self.references(&tables, id);
                        self.text.line(at, &format!("route-table {tables}"));
                    }
                }
            }
            self.close(at);
        }
    }

    /// Whether a service that no export has may be one of these accounts: not every folder with VPCs of its Region has those of its
    /// account.
    fn may_be_own(&self, service: &str) -> bool {
        let folders = |list: &'static str| {
            let own = self.aws.pages.keys().filter(move |(known, _)| *known == list);
            own.map(|(_, [account, region, ..])| (*account, *region))
        };
        let told = |folder| folders("ServiceConfigurations").any(|told| told == folder);
        let mut near = folders("Vpcs").filter(|(_, region)| region.is_none_or(|one| service.contains(one)));
        service.contains(".vpce-svc-")
            && (near.any(|folder| !told(folder)) || folders("ServiceConfigurations").next().is_none())
    }

    /// The services that are behind load balancers of a VPC.
    pub(super) fn services(&mut self, vpc: &str) {
        let aws = self.aws;
        for service in &aws.services {
            let at = service.named.at;
            let behind =
                |balancer: &&crate::aws::Balancer<'_>| service.balancers.contains(&balancer.named.id);
            let behind: Vec<_> = aws.balancers.iter().filter(behind).collect();
            if behind.first().is_none_or(|first| first.vpc != vpc) {
                continue;
            }
            if matches!(&*service.state, "Deleting" | "Deleted" | "Failed") {
                self.log.find(finding::idle(at, &format!("an endpoint service that is `{}`", service.state)));
                continue;
            }
            let name = |one: &&crate::aws::Balancer<'_>| {
                if one.vpc == vpc { self.name(&one.named.id) } else { written_name(&one.named.id) }
            };
            let names: Vec<String> = behind.iter().map(name).collect();
            self.open(at, &format!("endpoint-service {}", self.name(&service.named.id)));
            self.labels(&service.named);
            self.text.line(at, &format!("load-balancer {}", names.join(", ")));
            self.close(at);
        }
    }

    /// ` in` and the subnets, where there are any.
    fn inside_of(&self, subnets: &[Text<'_>], vpc: &str) -> String {
        if subnets.is_empty() { String::new() } else { format!(" in {}", self.references(subnets, vpc)) }
    }
}
