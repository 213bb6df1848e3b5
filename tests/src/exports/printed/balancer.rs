//! Load balancers as exports print them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Printed, elements, text};
use crate::exports::lists;

/// A fact with the text and the pointer of the value that tells it.
type Told<'v> = (&'v str, String, String);

impl<'v> Printed<'v> {
    /// Load balancers with their listeners and targets, at the load balancer, the listener's group and the target.
    pub(super) fn balancers(&mut self) {
        let mut facts = self.listeners();
        facts.extend(self.targets());
        facts.extend(self.classic_balancers());
        for (file, pointer, balancer) in lists(self.texts, &["LoadBalancers"]) {
            let id = text(&balancer["LoadBalancerArn"]);
            let (_, end) = id.split_once(":loadbalancer/").expect("the ARN of a load balancer");
            facts.extend(self.balancer((file, &pointer), id, end, balancer));
        }
        for (file, pointer, fact) in facts {
            self.tell(file, &pointer, fact);
        }
    }

    /// What is behind services of one's own, and which endpoints lead to them.
    pub(super) fn services(&mut self) {
        let mut facts = Vec::new();
        for (file, pointer, service) in lists(self.texts, &["ServiceConfigurations"]) {
            let id = text(&service["ServiceId"]);
            let lists_of = ["NetworkLoadBalancerArns", "GatewayLoadBalancerArns"];
            for (_, balancer) in lists_of.into_iter().flat_map(|list| elements(&service[list])) {
                facts.push((file, pointer.clone(), format!("{id} is behind by {}", text(balancer))));
            }
            for (file, pointer, endpoint) in lists(self.texts, &["VpcEndpoints"]) {
                if endpoint["ServiceName"] == service["ServiceName"] {
                    let endpoint = text(&endpoint["VpcEndpointId"]);
                    facts.push((file, pointer, format!("{endpoint} leads to {id}")));
                }
            }
        }
        for (file, pointer, fact) in facts {
            self.tell(file, &pointer, fact);
        }
    }

    /// What load balancers of every type have: the addresses of the interfaces with such a description, and groups.
    fn balancer(
        &self,
        (file, pointer): (&'v str, &str),
        id: &str,
        end: &str,
        balancer: &Value,
    ) -> Vec<Told<'v>> {
        let mut facts = Vec::new();
        let mut tell = |fact: String| facts.push((file, pointer.to_owned(), format!("{id} {fact}")));
        let vpc = balancer["VpcId"].as_str().or(balancer["VPCId"].as_str());
        let mut groups: BTreeSet<&str> =
            elements(&balancer["SecurityGroups"]).map(|(_, group)| text(group)).collect();
        if balancer["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "off" {
            tell("lets in what comes by PrivateLink".to_owned());
        }
        for (_, _, interface) in lists(self.texts, &["NetworkInterfaces"]) {
            let of = text(&interface["Description"]).strip_prefix("ELB ");
            if of != Some(end) || interface["VpcId"].as_str() != vpc {
                continue;
            }
            if elements(&balancer["SecurityGroups"]).next().is_none() {
                groups.extend(elements(&interface["Groups"]).map(|(_, group)| text(&group["GroupId"])));
            }
            for (_, address) in elements(&interface["PrivateIpAddresses"]) {
                let own = text(&address["PrivateIpAddress"]);
                tell(format!("has {own} at {}", text(&interface["SubnetId"])));
                if let Some(public) = address["Association"]["PublicIp"].as_str() {
                    tell(format!("is known as {public}"));
                }
            }
        }
        groups.into_iter().for_each(|group| tell(format!("carries {group}")));
        for (_, _, all) in lists(self.texts, &["LoadBalancerAttributes"]) {
            for (_, one) in elements(&all["Attributes"]).filter(|_| all["LoadBalancerArn"] == id) {
                if one["Key"] == "load_balancing.cross_zone.enabled" {
                    tell(format!("uses other zones: {}", text(&one["Value"])));
                }
            }
        }
        facts
    }

    /// What listeners and their rules give connections to.
    fn listeners(&self) -> Vec<Told<'v>> {
        let inside =
            lists(self.texts, &["LoadBalancerListeners"]).into_iter().flat_map(|(file, pointer, list)| {
                let all = elements(&list["Listeners"]);
                all.map(move |(index, one)| (file, format!("{pointer}/Listeners/{index}"), one))
            });
        let rules = lists(self.texts, &["Rules"]);
        let functions: BTreeSet<&str> = lists(self.texts, &["TargetGroups"])
            .into_iter()
            .filter(|(_, _, group)| group["TargetType"] == "lambda")
            .map(|(_, _, group)| text(&group["TargetGroupArn"]))
            .collect();
        let mut facts = Vec::new();
        for (file, pointer, listener) in lists(self.texts, &["Listeners"]).into_iter().chain(inside) {
            let gives = format!(
                "{} gives {}",
                text(&listener["LoadBalancerArn"]),
                balanced(&listener["Protocol"], &listener["Port"])
            );
            let mut groups =
                named_groups(file, &format!("{pointer}/DefaultActions"), &listener["DefaultActions"]);
            let id = text(&listener["ListenerArn"]).replace(":listener/", ":listener-rule/") + "/";
            for (file, pointer, rule) in
                rules.iter().filter(|(_, _, rule)| text(&rule["RuleArn"]).starts_with(&id))
            {
                groups.extend(named_groups(file, &format!("{pointer}/Actions"), &rule["Actions"]));
            }
            if groups.is_empty() {
                facts.push((file, pointer, format!("{gives} to nobody")));
            }
            let mut known = BTreeSet::new();
            for (file, pointer, group) in groups {
                let to = if functions.contains(group) { "nobody" } else { group };
                if known.insert(group) {
                    facts.push((file, pointer, format!("{gives} to {to}")));
                }
            }
        }
        facts
    }

    fn targets(&self) -> Vec<Told<'v>> {
        let gone = self.gone_machines();
        let mut facts = Vec::new();
        for (file, pointer, all) in lists(self.texts, &["LoadBalancerTargetHealth"]) {
            let id = text(&all["TargetGroupArn"]);
            let groups = lists(self.texts, &["TargetGroups"]);
            let group = groups.iter().find(|(_, _, group)| group["TargetGroupArn"] == id);
            let (_, _, group) = group.expect("a group with targets");
            for (index, one) in elements(&all["TargetHealthDescriptions"]) {
                let target = text(&one["Target"]["Id"]);
                if !gone.contains(target) {
                    let fact = format!(
                        "{id} has {target} at {}",
                        balanced(&group["Protocol"], &one["Target"]["Port"])
                    );
                    facts.push((file, format!("{pointer}/TargetHealthDescriptions/{index}"), fact));
                }
            }
        }
        for (file, pointer, all) in lists(self.texts, &["TargetGroupAttributes"]) {
            let id = text(&all["TargetGroupArn"]);
            for (_, one) in
                elements(&all["Attributes"]).filter(|(_, one)| one["Key"] == "preserve_client_ip.enabled")
            {
                // It stands with the group.
                let groups = lists(self.texts, &["TargetGroups"]);
                let place = groups.iter().find(|(_, _, group)| group["TargetGroupArn"] == id);
                let (file, pointer) =
                    place.map_or((file, pointer.clone()), |(file, pointer, _)| (file, pointer.clone()));
                facts.push((file, pointer, format!("{id} shows the client: {}", text(&one["Value"]))));
            }
        }
        facts
    }

    /// Classic ones, which have everything in themselves: their groups of targets are named by their port.
    fn classic_balancers(&self) -> Vec<Told<'v>> {
        let gone = self.gone_machines();
        let mut facts = Vec::new();
        for (file, pointer, balancer) in lists(self.texts, &["LoadBalancerDescriptions"]) {
            let name = text(&balancer["LoadBalancerName"]);
            let id = format!("{}/{name}", text(&balancer["VPCId"]));
            facts.extend(self.balancer((file, &pointer), &id, name, balancer));
            for (index, one) in elements(&balancer["ListenerDescriptions"]) {
                let (listener, group) = (&one["Listener"], &one["Listener"]["InstancePort"]);
                let traffic = balanced(&listener["Protocol"], &listener["LoadBalancerPort"]);
                let fact = format!("{id} gives {traffic} to assumed {name}-{group}");
                facts.push((file, format!("{pointer}/ListenerDescriptions/{index}/Listener"), fact));
                for (index, machine) in elements(&balancer["Instances"]) {
                    let machine = text(&machine["InstanceId"]);
                    if !gone.contains(machine) {
                        let fact = format!("assumed {name}-{group} has {machine} at 6 {group}-{group}");
                        facts.push((file, format!("{pointer}/Instances/{index}"), fact));
                    }
                }
            }
        }
        facts
    }

    fn gone_machines(&self) -> BTreeSet<&'v str> {
        let reservations = lists(self.texts, &["Reservations"]).into_iter();
        let machines = reservations.flat_map(|(_, _, one)| elements(&one["Instances"]));
        let gone = machines.filter(|(_, machine)| machine["State"]["Name"] == "terminated");
        gone.map(|(_, machine)| text(&machine["InstanceId"])).collect()
    }
}

/// Traffic as load balancers name it: most of their protocols are TCP; without one it is everything.
fn balanced(protocol: &Value, port: &Value) -> String {
    if protocol.is_null() {
        return "any".to_owned();
    }
    let of = |number: u8| format!("{number} {port}-{port}");
    match text(protocol) {
        "UDP" => of(17),
        "TCP_UDP" => format!("{}, {}", of(6), of(17)),
        _ => of(6),
    }
}

/// The target groups that actions name, each with its place.
fn named_groups<'v>(file: &'v str, pointer: &str, actions: &'v Value) -> Vec<(&'v str, String, &'v str)> {
    let mut all = Vec::new();
    for (index, action) in elements(actions) {
        let pointer = format!("{pointer}/{index}");
        let own = action["TargetGroupArn"].as_str();
        all.extend(own.map(|group| (file, format!("{pointer}/TargetGroupArn"), group)));
        for (at, one) in elements(&action["ForwardConfig"]["TargetGroups"]) {
            all.push((
                file,
                format!("{pointer}/ForwardConfig/TargetGroups/{at}"),
                text(&one["TargetGroupArn"]),
            ));
        }
    }
    all
}
