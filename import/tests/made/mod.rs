//! Whole exports, of which tests take something away, and what is made of them.

#![allow(dead_code, reason = "not every test uses all of it")]

use ringfence::{Analysis, Severity, parse};
use ringfence_import::{Export, read};
use serde_json::{Value, json};

/// Two VPCs with a peering, each with two machines: `a` and `b`, `c` and `d`.
pub(crate) fn exports() -> Value {
    let both = |make: &dyn Fn(u32) -> Value| json!([make(1), make(2)]);
    let machines = [("a", 1, 5), ("b", 1, 6), ("c", 2, 5), ("d", 2, 6)];
    let interfaces = machines.map(|(name, vpc, host)| {
        json!({"NetworkInterfaceId": format!("eni-{name}"), "VpcId": format!("vpc-{vpc}"), "SubnetId": format!("subnet-{vpc}{host}"),
               "PrivateIpAddresses": [{"PrivateIpAddress": format!("10.{vpc}.{host}.10")}], "Status": "in-use",
               "Attachment": {"InstanceId": format!("i-{name}")}, "Groups": [{"GroupId": format!("sg-{vpc}")}]})
    });
    let instances = machines.map(|(name, vpc, _)| {
        json!({"InstanceId": format!("i-{name}"), "VpcId": format!("vpc-{vpc}"), "State": {"Name": "running"},
               "Tags": [{"Key": "Name", "Value": name}]})
    });
    let subnets = machines.map(|(_, vpc, host)| {
        json!({"SubnetId": format!("subnet-{vpc}{host}"), "VpcId": format!("vpc-{vpc}"),
               "CidrBlock": format!("10.{vpc}.{host}.0/24"),
               "AvailabilityZone": if host == 5 { "eu-west-1a" } else { "eu-west-1b" }})
    });
    let rule = |port: u32| {
        json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
               "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []})
    };
    let all = json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": [],
                     "UserIdGroupPairs": []});
    let entry = |egress: bool| json!({"RuleNumber": 100, "Egress": egress, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"});
    json!({
        "Vpcs": both(&|vpc| json!({"VpcId": format!("vpc-{vpc}"), "CidrBlock": format!("10.{vpc}.0.0/16")})),
        "Subnets": subnets,
        "RouteTables": both(&|vpc| json!({
            "RouteTableId": format!("rtb-{vpc}"), "VpcId": format!("vpc-{vpc}"), "Associations": [{"Main": true}],
            "Routes": [{"DestinationCidrBlock": format!("10.{}.0.0/16", if vpc == 1 { 2 } else { 1 }), "VpcPeeringConnectionId": "pcx-1"}]
        })),
        "NetworkAcls": both(&|vpc| json!({
            "NetworkAclId": format!("acl-{vpc}"), "VpcId": format!("vpc-{vpc}"), "IsDefault": true,
            "Associations": [{"SubnetId": format!("subnet-{vpc}5")}, {"SubnetId": format!("subnet-{vpc}6")}],
            "Entries": [entry(false), entry(true)]
        })),
        "SecurityGroups": both(&|vpc| json!({
            "GroupId": format!("sg-{vpc}"), "VpcId": format!("vpc-{vpc}"), "GroupName": format!("group {vpc}"),
            "IpPermissions": [rule(443)], "IpPermissionsEgress": [all]
        })),
        "NetworkInterfaces": interfaces,
        "Reservations": [{"Instances": instances}],
        "VpcPeeringConnections": [{
            "VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
            "RequesterVpcInfo": {"VpcId": "vpc-1"}, "AccepterVpcInfo": {"VpcId": "vpc-2"}
        }],
    })
}

/// What is made of exports: the text, what is said of them, and answers.
pub(crate) struct Made {
    pub(crate) text: String,
    pub(crate) told: Vec<String>,
    pub(crate) analysis: Analysis,
}

impl Made {
    pub(crate) fn of(value: &Value) -> Self {
        Self::of_all(vec![Export::new("e.json", value.to_string())])
    }

    pub(crate) fn of_all(exports: Vec<Export>) -> Self {
        let source = read("estate", exports).unwrap();
        let text = source.text().to_owned();
        let analysis = Analysis::new(parse(vec![source]));
        let told = analysis.problems().into_iter().map(|one| {
            let severity = if one.severity == Severity::Error { "error" } else { "warning" };
            format!("{severity} {}: {}", one.place.pointer.unwrap_or_default(), one.message)
        });
        let told = told.collect();
        Self { text, told, analysis }
    }

    pub(crate) fn ask(&self, question: &str) -> &'static str {
        self.analysis.reach(&self.analysis.question(question).unwrap()).unwrap().verdict.as_str()
    }

    /// Only this was found.
    pub(crate) fn only(&self, told: &str) {
        assert_eq!(self.told, [told], "{}", self.text);
    }

    pub(crate) fn has(&self, line: &str) {
        assert!(self.text.lines().any(|known| known.trim() == line), "{line}\n{}", self.text);
    }
}

/// The value without what stands at a pointer.
pub(crate) fn without(mut value: Value, pointer: &str) -> Value {
    let (around, member) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(around).unwrap() {
        Value::Array(elements) => drop(elements.remove(member.parse().unwrap())),
        around => assert!(around.as_object_mut().unwrap().remove(member).is_some(), "{pointer}"),
    }
    value
}

/// The value with a member more.
pub(crate) fn with(mut value: Value, pointer: &str, more: Value) -> Value {
    let (around, member) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(around).unwrap() {
        Value::Array(elements) => elements[member.parse::<usize>().unwrap()] = more,
        around => around[member] = more,
    }
    value
}

/// The two VPCs at a transit gateway instead, as Batfish prints it.
pub(crate) fn hub() -> Value {
    let mut value = without(exports(), "/VpcPeeringConnections");
    for (at, other) in [(0, 2), (1, 1)] {
        value["RouteTables"][at]["Routes"] =
            json!([{"DestinationCidrBlock": format!("10.{other}.0.0/16"), "TransitGatewayId": "tgw-1"}]);
    }
    let attachments = [1, 2].map(|vpc| {
        json!({"TransitGatewayAttachmentId": format!("att-{vpc}"), "TransitGatewayId": "tgw-1", "ResourceType": "vpc",
               "ResourceId": format!("vpc-{vpc}"), "State": "available",
               "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}})
    });
    let of_vpcs = [1, 2].map(|vpc| {
        json!({"TransitGatewayAttachmentId": format!("att-{vpc}"), "TransitGatewayId": "tgw-1", "VpcId": format!("vpc-{vpc}"),
               "State": "available", "SubnetIds": [format!("subnet-{vpc}5"), format!("subnet-{vpc}6")]})
    });
    let routes = [1, 2].map(|vpc| {
        json!({"DestinationCidrBlock": format!("10.{vpc}.0.0/16"), "Type": "static", "State": "active",
               "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": format!("att-{vpc}")}]})
    });
    let table =
        json!({"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"});
    let more = [
        ("TransitGateways", json!([{"TransitGatewayId": "tgw-1"}])),
        ("TransitGatewayAttachments", json!(attachments)),
        ("TransitGatewayVpcAttachments", json!(of_vpcs)),
        ("TransitGatewayRouteTables", json!([table])),
        (
            "TransitGatewayStaticRoutes",
            json!([{"TransitGatewayRouteTableId": "tgw-rtb-1", "AdditionalRoutesAvailable": false, "Routes": routes}]),
        ),
        (
            "TransitGatewayPropagations",
            json!([{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": []}]),
        ),
    ];
    more.into_iter().fold(value, |value, (list, more)| with(value, &format!("/{list}"), more))
}
