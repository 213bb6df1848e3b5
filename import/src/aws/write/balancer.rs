//! Load balancers with their listeners and targets.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::Writer;
use crate::aws::kinds;
use crate::aws::read::{CROSS_ZONE, PRESERVE};
use crate::aws::{Balancer, Interface, Listener, Target, TargetGroup};
use crate::finding;
use crate::json::Text;

impl<'a, 't> Writer<'a, 't> {
    /// The load balancers of a VPC, and what they give connections to.
    pub(super) fn balancers(&mut self, vpc: &str) {
        let aws = self.aws;
        for balancer in aws.balancers.iter().filter(|balancer| balancer.vpc == vpc) {
            self.balancer(balancer);
        }
        for group in aws.target_groups.iter().filter(|group| group.vpc == vpc) {
            let id = &group.named.id;
            let mut listeners = aws.listeners.iter().chain(&aws.rules);
            if listeners.any(|listener| listener.groups.iter().any(|(_, named)| named == id)) {
                self.target_group(group);
            }
        }
    }

    fn balancer(&mut self, balancer: &'a Balancer<'t>) {
        let (aws, at) = (self.aws, balancer.named.at);
        let vpc = &*balancer.vpc;
        let is_gateway = balancer.kind == "gateway";
        let own: Vec<&Interface<'t>> = aws.interfaces.iter().filter(|one| is_of(one, balancer)).collect();
        // Public addresses are written for the first of the subnets.
        let mut subnets: Vec<(Option<&Text<'t>>, &Text<'t>)> =
            balancer.subnets.iter().map(|subnet| (public_in(balancer, &own, subnet), subnet)).collect();
        subnets.sort_by_key(|(public, _)| public.is_none());
        let named: Vec<Text<'t>> = subnets.iter().map(|(_, subnet)| (*subnet).clone()).collect();
        let head =
            format!("load-balancer {} in {}", self.name(&balancer.named.id), self.references(&named, vpc));
        self.open(at, &head);
        self.labels(&balancer.named);
        for (word, value) in [("type", &balancer.kind), ("scheme", &balancer.scheme)] {
            let is_written = word == "type" || !is_gateway;
            if is_written && !value.is_empty() {
                self.text.line(at, &format!("{word} {}", written_name(value)));
            }
        }
        if balancer.dual_stack {
            self.text.line(at, "ip-address-type dualstack");
        }
        let written = balancer.addresses.iter().flatten().map(|mapped| &mapped.private);
        let mut private: Vec<String> = Vec::new();
        let of_interfaces =
            own.iter().flat_map(|one| one.addresses.iter().map(|mapped| &mapped.private).chain(&one.v6));
        for address in of_interfaces.chain(written).filter(|address| !address.is_empty()) {
            let address = self.address(at, address);
            private.extend(address.filter(|address| !private.contains(address)));
        }
        if !private.is_empty() {
            self.text.line(at, &format!("ip {}", private.join(", ")));
        }
        let public = subnets.iter().filter_map(|(public, _)| *public);
        let public: Vec<String> = public.filter_map(|public| self.address(at, public)).collect();
        if !public.is_empty() && balancer.scheme == "internet-facing" {
            self.text.line(at, &format!("public-ip {}", public.join(", ")));
        }
        let mut groups = balancer.groups.clone();
        if let Some(first) = own.first().filter(|_| groups.is_empty()) {
            groups = first.groups.iter().map(|(_, group)| group.clone()).collect();
        }
        if balancer.kind == "network" {
            self.private_link(balancer, groups.is_empty());
        }
        if !groups.is_empty() && !is_gateway {
            let groups = self.references(&groups, vpc);
            self.text.line(at, &format!("security-group {groups}"));
        }
        if let Some(crosses) = self.crosses_zones(balancer) {
            self.text.line(at, &format!("cross-zone {crosses}"));
        }
        let own = |listener: &&Listener<'t>| listener.balancer == balancer.named.id;
        for listener in aws.listeners.iter().filter(own) {
            self.listener(listener, &balancer.kind);
        }
        self.close(at);
        if !aws.listeners.iter().any(|listener| own(&listener)) {
            let what = "the listeners of a load balancer are";
            self.log.find(finding::missing_list(at, &what, "elbv2 describe-listeners"));
        }
    }

    /// Whether the groups of a network load balancer filter what comes by PrivateLink.
    fn private_link(&mut self, balancer: &Balancer<'_>, is_open: bool) {
        let at = balancer.named.at;
        match &*balancer.private_link {
            "off" => self.text.line(at, "rules-on-private-link no"),
            "on" => {}
            "" if is_open => {}
            "" => {
                let message = "the groups of a network load balancer are taken to filter what comes by PrivateLink, as by default";
                self.log.find(finding::assumed(at, message));
            }
            other => self.log.find(finding::not_a(at, other, "`on` or `off`")),
        }
    }

    /// What is told of whether a load balancer uses targets of other zones.
    fn crosses_zones(&self, balancer: &Balancer<'_>) -> Option<&'static str> {
        let mut named =
            self.aws.balancers.iter().filter(|one| one.kind == "classic" && one.name == balancer.name);
        // Of several Regions' load balancers of one name no attribute tells which it is of.
        let by_name = balancer.kind == "classic" && named.next().is_some() && named.next().is_none();
        self.attribute(if by_name { &balancer.name } else { &balancer.named.id }, CROSS_ZONE)
    }

    /// Whether a VPC has load balancers, or endpoints that lead to some, of which zones decide what they give packets to.
    pub(super) fn keeps_to_zones(&self, vpc: &str) -> bool {
        let aws = self.aws;
        let mut own = aws.balancers.iter().filter(|balancer| balancer.vpc == vpc);
        let mut endpoints = aws.endpoints.iter().filter(|endpoint| endpoint.vpc == vpc);
        own.any(|one| match self.crosses_zones(one) {
            None => one.kind != "application",
            Some(crosses) => crosses == "no",
        } || aws.services.iter().any(|service| service.balancers.contains(&one.named.id)))
            || endpoints.any(|one| aws.services.iter().any(|service| service.name == one.service))
    }

    fn listener(&mut self, listener: &'a Listener<'t>, kind: &str) {
        let traffic = traffic(&listener.protocol, listener.port);
        let Some(traffic) = traffic.or_else(|| (kind == "gateway").then(|| String::from("any"))) else {
            let what = format!("a listener of the protocol `{}`", listener.protocol);
            return self.log.find(finding::no_form(listener.at, &what));
        };
        // arn:…:listener/app/NAME/ID/LISTENER, and arn:…:listener-rule/app/NAME/ID/LISTENER/RULE.
        let rules = self.aws.rules.iter().filter(|rule| {
            let of = rule.id.replacen(":listener-rule/", ":listener/", 1);
            of.rsplit_once('/').is_some_and(|(of, _)| of == &*listener.id)
        });
        if kind == "application" && !rules.clone().any(|rule| rule.last) {
            let what = "the rules of a listener are";
            self.log.find(finding::missing_list(listener.at, &what, "elbv2 describe-rules"));
        }
        let mut groups: Vec<&(u32, Text<'t>)> = listener.groups.iter().collect();
        for group in rules.flat_map(|rule| &rule.groups) {
            if groups.iter().all(|(_, known)| *known != group.1) {
                groups.push(group);
            }
        }
        if groups.is_empty() && listener.told {
            self.text.line(listener.at, &format!("listener {traffic} -> redirect"));
        }
        for (at, group) in groups {
            let found = self.aws.target_groups.iter().find(|known| known.named.id == *group);
            match found {
                Some(found) if found.vpc.is_empty() && found.kind != "lambda" => {
                    self.log.find(finding::without(found.named.at, kinds::TARGET_GROUP.name, "VpcId"));
                }
                // A function is no target that packets come to.
                Some(found) if found.vpc.is_empty() => {
                    self.text.line(*at, &format!("listener {traffic} -> redirect"));
                }
                Some(_) => {
                    let name = self.name(group);
                    self.text.line(*at, &format!("listener {traffic} -> {name}"));
                }
                None => self.log.find(finding::missing(
                    *at,
                    "target group",
                    group,
                    "elbv2 describe-target-groups",
                )),
            }
        }
    }

    fn target_group(&mut self, group: &'a TargetGroup<'t>) {
        let at = group.named.at;
        self.open(at, &format!("target-group {}", self.name(&group.named.id)));
        if group.kind != "classic" {
            self.labels(&group.named);
        }
        if let Some(keeps) = self.attribute(&group.named.id, PRESERVE) {
            self.text.line(at, &format!("preserve-client-ip {keeps}"));
        }
        let aws = self.aws;
        let mut listed = false;
        for (_, target) in aws.targets.iter().filter(|(of, _)| *of == group.named.id) {
            listed = true;
            let Some(port) = self.port_of(group, target) else { continue };
            self.balanced(target.at, &target.id, &group.vpc, &port);
        }
        self.close(at);
        if !listed && group.kind != "classic" && !aws.targeting.contains(&group.named.id) {
            let what = "the targets of a target group are";
            self.log.find(finding::missing_list(at, &what, "elbv2 describe-target-health"));
        }
    }

    /// At which port a target gets what is given to it, as it is written; `None` where that is not known.
    fn port_of(&mut self, group: &TargetGroup<'_>, target: &Target<'_>) -> Option<String> {
        const KIND: &str = kinds::TARGET_GROUP.name;
        let (at, port) = (group.named.at, target.port.or(group.port));
        if group.protocol == "GENEVE" {
            return Some(String::new());
        }
        let written = traffic(&group.protocol, port);
        if written.is_none() {
            self.log.find(if group.protocol.is_empty() {
                finding::without(at, KIND, "Protocol")
            } else if port.is_none() {
                finding::without(at, KIND, "Port")
            } else {
                finding::no_form(at, &format!("{KIND} of the protocol `{}`", group.protocol))
            });
        }
        written.map(|port| format!(" : {port}"))
    }

    fn balanced(&mut self, at: u32, id: &Text<'t>, vpc: &str, port: &str) {
        let named = if id.starts_with("i-") {
            let machine = self.aws.machines.iter().find(|machine| machine.named.id == *id);
            match machine {
                Some(machine) if machine.is_gone() => {
                    return self.log.find(finding::idle(at, "a target that is gone"));
                }
                Some(_) => self.name(id),
                None => return self.log.find(finding::missing(at, "instance", id, "describe-instances")),
            }
        } else if id.starts_with("arn:") {
            if !self.aws.balancers.iter().any(|balancer| balancer.named.id == *id && balancer.vpc == vpc) {
                let call = "elbv2 describe-load-balancers";
                return self.log.find(finding::missing(at, "load balancer", id, call));
            }
            self.name(id)
        } else {
            match self.address(at, id) {
                Some(address) => address,
                None => return,
            }
        };
        self.text.line(at, &format!("target {named}{port}"));
    }

    fn attribute(&self, of: &str, name: &str) -> Option<&'static str> {
        let found =
            self.aws.attributes.iter().find(|(known, attribute, _)| *known == of && *attribute == name);
        found.map(|(.., is_on)| if *is_on { "yes" } else { "no" })
    }

    /// Whether an interface is one of a load balancer that the exports have: it stands there.
    pub(super) fn is_balanced(&self, interface: &Interface<'_>) -> bool {
        self.aws.balancers.iter().any(|balancer| is_of(interface, balancer))
    }
}

/// Whether an interface is a load balancer's: its description has the end of the ARN, or the name of a classic one.
fn is_of(interface: &Interface<'_>, balancer: &Balancer<'_>) -> bool {
    let of = &*interface.balancer;
    let named = if balancer.kind == "classic" {
        of == &*balancer.name
    } else {
        balancer.named.id.rsplit_once(":loadbalancer/").is_some_and(|(_, end)| end == of)
    };
    !of.is_empty() && named && interface.vpc == balancer.vpc
}

/// The public address of a load balancer in a subnet.
fn public_in<'b, 't>(
    balancer: &'b Balancer<'t>,
    own: &[&'b Interface<'t>],
    subnet: &str,
) -> Option<&'b Text<'t>> {
    let at = balancer.subnets.iter().position(|one| *one == subnet)?;
    let written = balancer.addresses.get(at).into_iter().flatten();
    let here = own.iter().filter(|one| one.subnet == subnet).flat_map(|one| &one.addresses);
    here.chain(written).map(|mapped| &mapped.public).find(|public| !public.is_empty())
}

/// The packets of a protocol as load balancers name it.
fn traffic(protocol: &str, port: Option<i64>) -> Option<String> {
    let port = port?;
    match protocol {
        "HTTP" | "HTTPS" | "TCP" | "TLS" => Some(format!("tcp {port}")),
        "UDP" | "QUIC" => Some(format!("udp {port}")),
        "TCP_UDP" | "TCP_QUIC" => Some(format!("tcp {port}, udp {port}")),
        _ => None,
    }
}
