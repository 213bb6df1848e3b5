//! Exports that are broken, or not what a cloud prints: what is said, where, and that nothing else is lost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fmt::Write as _;

use ringfence::{Analysis, Severity, parse};
use ringfence_import::{Export, read};

/// Every problem as a person sees it: ``error[code] file:line:column pointer: message (help: ...)``.
fn told(text: &str) -> Vec<String> {
    told_of(vec![Export::new("e.json", text)])
}

fn told_of(exports: Vec<Export>) -> Vec<String> {
    let analysis = Analysis::new(parse(vec![read("estate", exports).unwrap()]));
    let problems = analysis.problems().into_iter();
    problems
        .map(|problem| {
            let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
            let mut shown =
                format!("{severity}[{}] {}: {}", problem.code.as_str(), problem.place, problem.message);
            if let Some(help) = problem.help {
                write!(shown, " (help: {help})").unwrap();
            }
            for other in problem.related {
                write!(shown, " [{} {}]", other.note, other.place).unwrap();
            }
            shown
        })
        .collect()
}

fn estate(text: &str) -> String {
    read("estate", vec![Export::new("e.json", text)]).unwrap().text().to_owned()
}

const VPC: &str = r#"{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}"#;
const BEHIND: &str = "(help: what stands behind it was not read: print the export again)";

#[test]
fn what_is_no_json_is_told_where_it_stops_and_what_was_read_counts() {
    for (rest, place, what) in [
        ("", "e.json:1:57 /Vpcs", "the text ends too early"),
        (", ", "e.json:1:59 /Vpcs", "the text ends too early"),
        (r#", {"VpcId": "vp"#, "e.json:1:72 /Vpcs/1/VpcId", "the text ends inside of a string"),
        (r#", {"VpcId": "a\"#, "e.json:1:72 /Vpcs/1/VpcId", "the text ends inside of a string"),
        (r#", {"VpcId" 1"#, "e.json:1:68 /Vpcs/1", "a colon has to stand here"),
        (", {VpcId", "e.json:1:60 /Vpcs/1", "the name of a member, in quotes, has to stand here"),
        (" {", "e.json:1:58 /Vpcs", "a comma or the end of the list or object has to stand here"),
        (", {\"VpcId\": tru", "e.json:1:69 /Vpcs/1/VpcId", "a value has to stand here"),
        (
            ", {\"VpcId\": \"\\ud800\"",
            "e.json:1:76 /Vpcs/1/VpcId",
            "half of a surrogate pair is no character",
        ),
        (", {\"VpcId\": \"\\x\"", "e.json:1:72 /Vpcs/1/VpcId", "JSON has no such escape"),
        (
            ", {\"VpcId\": \"\u{1}\"",
            "e.json:1:71 /Vpcs/1/VpcId",
            "a string has no control characters but as escapes",
        ),
        ("], \"Snapshots\": [-]", "e.json:1:75 /Snapshots/0", "a number needs digits here"),
        ("]} x", "e.json:1:60", "a value has to stand here"),
    ] {
        let text = format!("{{\"Vpcs\": [{VPC}{rest}");
        let told = told(&text);
        assert_eq!(told.len(), 1, "{text}\n{told:#?}");
        let expected = format!("error[bad-export] {place}: this is no JSON: {what} {BEHIND}");
        assert_eq!(told[0], expected, "{text}");
        assert!(estate(&text).contains("vpc vpc-1 10.0.0.0/16"), "{text}");
    }
}

#[test]
fn values_of_another_type_are_told_and_left_out() {
    let text = r#"{"Vpcs": {"a": 1}, "Subnets": [7, {"SubnetId": 5}], "NatGateways": [{"NatGatewayId": "nat-1", "State": []}],
                   "NetworkAcls": [{"NetworkAclId": "acl-1", "IsDefault": "yes", "Entries": [{"RuleNumber": 1.5}]}]}"#;
    let told = told(text);
    let expect = |part: &str| assert!(told.iter().any(|one| one.contains(part)), "{part}\n{told:#?}");
    expect("error[bad-export] e.json:1:10 /Vpcs: this is not a list");
    expect("e.json:1:32 /Subnets/0: this is not an object");
    expect("/Subnets/1/SubnetId: this is not a string (2 times)");
    expect("[also here e.json:1:104 /NatGateways/0/State]");
    expect("/NetworkAcls/0/IsDefault: this is not `true` or `false`");
    expect("/NetworkAcls/0/Entries/0/RuleNumber: this is not a whole number");
    // It is said what the value is, not also that the id is missing.
    assert!(told.iter().all(|one| !one.contains("has no `SubnetId`")), "{told:#?}");
}

#[test]
fn tops_that_are_no_exports_are_told() {
    for text in ["[1]", "[\"a\"]", "[[true]]"] {
        assert!(told(text)[0].contains("an export is an object, or a list of objects"), "{text}");
    }
    assert_eq!(told("{}"), [""; 0]);
    assert_eq!(told("[]"), [""; 0]);
}

#[test]
fn doubled_members_are_told_and_the_first_counts() {
    let text = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "CidrBlock": "10.1.0.0/16"}]}"#;
    assert_eq!(
        told(text),
        [
            "error[bad-export] e.json:1:71 /Vpcs/0/CidrBlock: the object has `CidrBlock` twice (help: the first one counts)"
        ]
    );
    assert!(estate(text).contains("vpc vpc-1 10.0.0.0/16"));
}

#[test]
fn members_of_many_names_are_looked_for_in_no_long_time() {
    let mut text = String::from("{");
    for index in 0..100_000 {
        write!(text, "\"m{index}\": {{}}, ").unwrap();
    }
    text.push_str("\"m99999\": {}}");
    let told = told(&text);
    assert!(told.len() <= 1_001, "{}", told.len());
    assert!(
        told.last().unwrap().contains("more findings in the exports are not listed"),
        "{:?}",
        told.last()
    );
}

#[test]
fn depth_has_a_limit_that_is_told() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"Tags\":[", "]}")] {
        let deep = format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
        for text in [
            deep.clone(),
            format!("{{\"Vpcs\": [{{\"VpcId\": {deep}}}]}}"),
            format!("{{\"Snapshots\": {deep}}}"),
        ] {
            let told = told(&text);
            assert!(
                told.iter().any(|one| one.contains("values are nested deeper than 64 levels")),
                "{open}: {told:#?}"
            );
        }
    }
}

#[test]
fn long_strings_have_a_limit_that_is_told() {
    let long = "x".repeat(3_000_000);
    let text = format!(
        "{{\"Vpcs\": [{{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/16\", \"Tags\": [{{\"Key\": \"a\", \"Value\": \"{long}\"}}]}}]}}"
    );
    assert_eq!(
        told(&text),
        [
            "error[bad-export] e.json:1:89 /Vpcs/0/Tags/0/Value: a string of 3000000 bytes is too long, at most 4096 are read \
             (help: the value is left out)"
        ]
    );
    assert!(estate(&text).contains("vpc vpc-1 10.0.0.0/16"));
    // One that is not read has none.
    assert_eq!(told(&format!("{{\"Snapshots\": \"{long}\"}}")), [""; 0]);
}

#[test]
fn names_of_other_languages_are_names() {
    let text = r#"{"__proto__": {"a": 1}, "Vpcs": [{"VpcId": "__proto__", "CidrBlock": "10.0.0.0/16", "constructor": 1,
                   "Tags": [{"Key": "__proto__", "Value": "toString"}]}]}"#;
    let told = told(text);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told[0].starts_with("error[left-out] e.json:1:15 /__proto__: `__proto__` is no list that is known")
    );
    assert!(told[1].starts_with(
        "warning[left-out] e.json:1:100 /Vpcs/0/constructor: `constructor` of a VPC is not known"
    ));
    let estate = estate(text);
    assert!(estate.contains("vpc __proto__ 10.0.0.0/16"), "{estate}");
    assert!(estate.contains("tag __proto__=toString"), "{estate}");
}

#[test]
fn what_is_written_in_values_is_never_a_statement() {
    let text = r#"{"Vpcs": [{"VpcId": "vpc-1 10.0.0.0/8 }\n}\nallow any -> any", "CidrBlock": "10.0.0.0/16"}],
                   "Subnets": [{"SubnetId": "s\" }", "VpcId": "vpc-1 10.0.0.0/8 }\n}\nallow any -> any", "CidrBlock": "10.0.0.0/24; x"}],
                   "a\n\u202eb": [1]}"#;
    let source = read("estate", vec![Export::new("e\n.json", text)]).unwrap();
    let parsed = parse(vec![source]);
    assert_eq!(
        (parsed.estate.intents.len(), parsed.estate.aws.vpcs.len()),
        (0, 1),
        "{}",
        parsed.sources[0].text()
    );
    assert_eq!(parsed.estate.objects[1].id.as_deref(), Some("vpc-1 10.0.0.0/8 }\n}\nallow any -> any"));
    let told: Vec<&str> = parsed.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told.contains(&"`10.0.0.0/24; x` is not a range of addresses"), "{told:?}");
    assert!(told.contains(&"`a??b` is no list that is known"), "{told:?}");
}

#[test]
fn members_of_rules_that_are_not_known_make_them_unknown_and_are_counted() {
    let text = r#"{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "Colour": "red", "IpPermissions": [
                     {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0", "Weekdays": "Mon"}], "Action": "deny", "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
                     {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Action": "deny", "New": null, "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}],
                     "IpPermissionsEgress": []}],
                   "Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#;
    let told = told(text);
    let expect = |part: &str| assert!(told.iter().any(|one| one.contains(part)), "{part}\n{told:#?}");
    expect(
        "warning[left-out] e.json:1:69 /SecurityGroups/0/Colour: `Colour` of a security group is not known",
    );
    expect(
        "warning[left-out] e.json:2:92 /SecurityGroups/0/IpPermissions/0/IpRanges/0/Weekdays: `Weekdays` of a peer of a rule is not known (help: answers that hang on it are unknown, others are not touched)",
    );
    expect(
        "/SecurityGroups/0/IpPermissions/0/Action: `Action` of a rule of a security group is not known (2 times)",
    );
    expect("[also here e.json:3:92 /SecurityGroups/0/IpPermissions/1/Action]");
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(estate(text).matches("ingress any from unknown\n").count(), 2);
}

#[test]
fn values_that_no_cloud_prints_are_told_and_their_rules_unknown_or_left_out() {
    let text = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}],
      "SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [
        {"IpProtocol": "tcp", "FromPort": 5, "ToPort": 4, "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        {"IpProtocol": "ipx", "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 70000, "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        {"IpProtocol": "icmp", "FromPort": 300, "ToPort": -1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        {"IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "everybody"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}]}],
      "NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true, "Entries": [
        {"RuleNumber": 0, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
        {"RuleNumber": 32767, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
        {"RuleNumber": 5, "Egress": false, "Protocol": "-1", "RuleAction": "count", "CidrBlock": "0.0.0.0/0"},
        {"RuleNumber": 6, "Egress": false, "Protocol": "-1", "RuleAction": "allow"}]}],
      "RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [
        {"DestinationCidrBlock": "0.0.0.0/0", "LocalGatewayId": "lgw-1"}, {"DestinationCidrBlock": "0.0.0.0/1"}]}]}"#;
    let told = told(text);
    let expect = |part: &str| assert!(told.iter().any(|one| one.contains(part)), "{part}\n{told:#?}");
    expect("/SecurityGroups/0/IpPermissions/0: `5-4` is not a range of ports");
    expect("/SecurityGroups/0/IpPermissions/1: `ipx` is not a protocol");
    expect("/SecurityGroups/0/IpPermissions/2: `0-70000` is not a range of ports");
    expect("/SecurityGroups/0/IpPermissions/3: `300/-1` is not a type and code of ICMP");
    expect("/SecurityGroups/0/IpPermissions/4: a rule has no `protocol`");
    expect("/SecurityGroups/0/IpPermissions/5: `everybody` is not a range of addresses");
    expect("/NetworkAcls/0/Entries/0: `0` is not the number of a rule");
    expect("/NetworkAcls/0/Entries/1: `32767` is not the number of a rule");
    expect("/NetworkAcls/0/Entries/2: `count` is not `allow` or `deny`");
    expect("/NetworkAcls/0/Entries/3: a rule of a network ACL has no `CidrBlock`");
    expect("/RouteTables/0/Routes/0: a route by `LocalGatewayId` is not modelled yet");
    expect("/RouteTables/0/Routes/1: a route has no `target`");
    // A rule that may stand at any place of a list, or do anything, cannot be said.
    assert_eq!(told.iter().filter(|one| one.starts_with("error")).count(), 3, "{told:#?}");
    let estate = estate(text);
    let rules: Vec<&str> = estate.lines().map(str::trim).filter(|line| line.starts_with("ingress")).collect();
    let unknown = "ingress any from unknown";
    let known = "ingress tcp 22 from unknown";
    let of_acl = "ingress 6 allow any from unknown";
    assert_eq!(rules, [of_acl, unknown, unknown, unknown, unknown, unknown, known], "{estate}");
    let routes: Vec<&str> = estate.lines().map(str::trim).filter(|line| line.contains("-> ")).collect();
    assert_eq!(routes, ["0.0.0.0/0 -> unknown", "0.0.0.0/1 -> unknown"]);
}

#[test]
fn what_is_not_in_the_exports_is_unknown_or_an_error_and_never_a_silent_default() {
    let text = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}],
      "Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}, {"SubnetId": "subnet-2", "VpcId": "vpc-2", "CidrBlock": "10.0.0.0/24"}],
      "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "Groups": [{"GroupId": "sg-1"}],
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.5"}], "Attachment": {"InstanceId": "i-1"}, "Status": "in-use"}],
      "Addresses": [{"PublicIp": "198.51.100.1", "NetworkInterfaceId": "eni-9", "PrivateIpAddress": "10.0.0.9"}]}"#;
    let told = told(text);
    let expect = |part: &str| assert!(told.iter().any(|one| one.contains(part)), "{part}\n{told:#?}");
    expect(
        "warning[not-in-exports] e.json:1:11 /Vpcs/0: the route tables of VPC `vpc-1` are not in the exports (help: `aws ec2 describe-route-tables` prints that; answers that hang on it are unknown, others are not touched)",
    );
    expect(
        "warning[not-in-exports] e.json:1:11 /Vpcs/0: the network ACLs of VPC `vpc-1` are not in the exports",
    );
    expect("/Subnets/1: VPC `vpc-2` is not in the exports");
    expect(
        "warning[not-in-exports] e.json:3:114 /NetworkInterfaces/0/Groups/0: security group `sg-1` is not in the exports",
    );
    expect("/Addresses/0: network interface `eni-9` is not in the exports");
    expect(
        "warning[assumed] e.json:3:29 /NetworkInterfaces/0: an instance that is known by its interfaces only",
    );
    assert_eq!(told.len(), 6, "{told:#?}");
    let estate = estate(text);
    for unknown in ["ingress 1 allow any from unknown", "ingress any from unknown", "0.0.0.0/0 -> unknown"] {
        assert!(estate.contains(unknown), "{unknown}\n{estate}");
    }
}

#[test]
fn what_carries_packets_and_is_not_modelled_is_an_error_wherever_it_stands() {
    let eni = |number: u32, more: &str| {
        format!(
            r#"{{"NetworkInterfaceId": "eni-{number}", "VpcId": "vpc-1", "SubnetId": "subnet-1", "Status": "in-use", {more},
                "PrivateIpAddresses": [{{"PrivateIpAddress": "10.0.0.{}"}}]}}"#,
            number + 4
        )
    };
    let group = r#""Groups": [{"GroupId": "sg-1"}]"#;
    let interfaces = [
        eni(0, &format!(r#"{group}, "InterfaceType": "network_load_balancer""#)),
        eni(1, &format!(r#"{group}, "InterfaceType": "interface", "Description": "ELB app/shop/0a1""#)),
        eni(2, r#""InterfaceType": "gateway_load_balancer_endpoint""#),
        eni(3, r#""InterfaceType": "efs""#),
    ];
    let text = format!(
        r#"{{"Vpcs": [{{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "BlockPublicAccessStates": {{"InternetGatewayBlockMode": "block-ingress"}}}}],
            "Subnets": [{{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}}],
            "SecurityGroups": [{{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1"}}],
            "NetworkAcls": [{{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true}}],
            "RouteTables": [{{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{{"Main": true}}], "PropagatingVgws": [{{"GatewayId": "vgw-1"}}], "Routes": [
                {{"DestinationCidrBlock": "10.8.0.0/16", "TransitGatewayId": "tgw-1", "State": "active"}},
                {{"DestinationCidrBlock": "10.9.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation"}},
                {{"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"}}]}}],
            "NatGateways": [{{"NatGatewayId": "nat-1", "VpcId": "vpc-1", "State": "available", "AvailabilityMode": "regional"}}],
            "VpnGateways": [{{"VpnGatewayId": "vgw-1", "VpcAttachments": [{{"VpcId": "vpc-1", "State": "attached"}}]}},
                            {{"VpnGatewayId": "vgw-2", "VpcAttachments": [{{"VpcId": "vpc-1", "State": "detached"}}]}}],
            "TransitGateways": [{{"TransitGatewayId": "tgw-1"}}],
            "VpcPeeringConnections": [{{"VpcPeeringConnectionId": "pcx-1", "Status": {{"Code": "active"}}, "RequesterVpcInfo": {{"VpcId": "vpc-1"}}, "AccepterVpcInfo": {{"VpcId": "vpc-2"}}}},
                                      {{"VpcPeeringConnectionId": "pcx-2", "Status": {{"Code": "deleted"}}, "RequesterVpcInfo": {{"VpcId": "vpc-1"}}, "AccepterVpcInfo": {{"VpcId": "vpc-2"}}}}],
            "VpcEndpoints": [{{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Gateway", "VpcId": "vpc-1", "State": "available", "RouteTableIds": ["rtb-1"]}}],
            "LoadBalancers": [{{"LoadBalancerArn": "arn:aws:elb", "VpcId": "vpc-1", "Type": "network", "Scheme": "internal", "AvailabilityZones": [{{"SubnetId": "subnet-1"}}]}}],
            "VpnConnections": [{{"VpnConnectionId": "vpn-1"}}],
            "NetworkInterfaces": [{}]}}"#,
        interfaces.join(",")
    );
    let told = told(&text);
    let expect = |part: &str| assert!(told.iter().any(|one| one.contains(part)), "{part}\n{told:#?}");
    expect(
        "error[left-out] e.json:18:35 /NetworkInterfaces/0: what an interface of a load balancer passes on to its targets is not modelled yet (2 times)",
    );
    expect("/NetworkInterfaces/2: the endpoint of a network interface is not in the exports");
    expect(
        "/NetworkInterfaces/3: an interface of the type `efs` without security groups is not modelled yet",
    );
    expect(
        "warning[not-in-exports] e.json:8:17 /RouteTables/0/Routes/2: the entries of prefix list `pl-1` are not in the exports",
    );
    expect("/NatGateways/0: the public addresses of NAT gateway `nat-1` are not in the exports");
    expect("/VpnGateways/0: the lines of VPN gateway `vgw-1` are not in the exports");
    expect(
        "warning[left-out] e.json:11:29 /VpnGateways/1: a vpn gateway that is attached to no VPC is left out",
    );
    expect(
        "warning[not-in-exports] e.json:6:17 /RouteTables/0/Routes/0: the attachment of VPC `vpc-1` to transit gateway `tgw-1` is not in the exports",
    );
    expect("/VpcPeeringConnections/0: VPC `vpc-2` is not in the exports");
    expect("/VpcPeeringConnections/1: a peering that is `deleted` is left out");
    expect("/LoadBalancers/0: the listeners of a load balancer are not in the exports");
    expect("/VpnConnections/0: a VPN connection has no `VpnGatewayId`");
    let estate = estate(&text);
    for route in ["10.8.0.0/16 -> unknown", "10.9.0.0/16 -> unknown", "0.0.0.0/0 -> unknown"] {
        assert!(estate.contains(route), "{route}\n{estate}");
    }
}

#[test]
fn an_interface_of_a_transit_gateway_is_part_of_its_attachment() {
    let with = |attachments: &str| {
        let text = format!(
            r#"{{"Vpcs": [{VPC}], "NetworkInterfaces": [{{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1",
                "InterfaceType": "transit_gateway", "Status": "in-use"}}], "TransitGatewayVpcAttachments": [{attachments}]}}"#
        );
        let mut told = told(&text);
        told.retain(|one| one.contains("/NetworkInterfaces"));
        told
    };
    let attachment = r#"{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "VpcId": "vpc-1",
        "State": "available", "SubnetIds": ["subnet-1"]}"#;
    assert_eq!(with(attachment), [""; 0]);
    assert_eq!(
        with(""),
        [
            "error[not-in-exports] e.json:1:82 /NetworkInterfaces/0: the transit gateway attachment of a network interface is not in the exports (help: `aws ec2 describe-transit-gateway-vpc-attachments` prints that; without, no answer is a proof)"
        ]
    );
}

#[test]
fn a_route_in_a_state_that_nobody_knows_leads_nobody_knows_where() {
    let table = |state: &str| {
        let route =
            format!(r#"{{"DestinationCidrBlock": "10.9.0.0/16", "InstanceId": "i-1", "State": "{state}"}}"#);
        let table = format!(r#"{{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [{route}]}}"#);
        let machine = r#"{"InstanceId": "i-1", "VpcId": "vpc-1", "State": {"Name": "running"}}"#;
        format!(
            r#"{{"Vpcs": [{VPC}], "RouteTables": [{table}], "Reservations": [{{"Instances": [{machine}]}}]}}"#
        )
    };
    for (state, line) in [("active", "10.9.0.0/16 -> i-1"), ("blackhole", "10.9.0.0/16 -> blackhole")] {
        assert!(estate(&table(state)).contains(line));
    }
    let text = table("filtered");
    assert!(estate(&text).contains("10.9.0.0/16 -> unknown"));
    assert_eq!(
        told(&text).into_iter().filter(|one| one.contains("/Routes/0")).collect::<Vec<_>>(),
        [
            "warning[left-out] e.json:1:131 /RouteTables/0/Routes/0: a route that is `filtered` is not modelled yet (help: answers that hang on it are unknown, others are not touched)"
        ]
    );
}

#[test]
fn what_is_unknown_covers_no_error_of_something_else() {
    // The group that is missing is said as unknown; the address that cannot be read is not.
    let machine = r#"{"InstanceId": "i-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.5",
        "PublicIpAddress": {"x": 1}, "SecurityGroups": [{"GroupId": "sg-9"}], "State": {"Name": "running"}}"#;
    let subnet = r#"{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}"#;
    let text = format!(
        r#"{{"Vpcs": [{VPC}], "Subnets": [{subnet}], "Reservations": [{{"Instances": [{machine}]}}]}}"#
    );
    let told_of = told(&text);
    let of =
        |part: &str| told_of.iter().find(|one| one.contains(part)).unwrap_or_else(|| panic!("{told_of:#?}"));
    assert!(of("security group `sg-9`").starts_with("warning"), "{told_of:#?}");
    assert!(of("/PublicIpAddress").starts_with("error"), "{told_of:#?}");

    // Of two VPCs with the same fault the one without tables covers neither.
    let vpc = |id: u32| {
        format!(r#"{{"VpcId": "vpc-{id}", "CidrBlock": "10.{id}.0.0/16", "BlockPublicAccessStates": 5}}"#)
    };
    let subnet =
        |id: u32| format!(r#"{{"SubnetId": "s-{id}", "VpcId": "vpc-{id}", "CidrBlock": "10.{id}.0.0/24"}}"#);
    let text = format!(r#"{{"Vpcs": [{}, {}], "Subnets": [{}, {}]}}"#, vpc(1), vpc(2), subnet(1), subnet(2));
    let told_of = told(&text);
    assert!(
        told_of.iter().any(|one| one.starts_with("error") && one.contains("/BlockPublicAccessStates")),
        "{told_of:#?}"
    );
}

#[test]
fn an_attachment_whose_table_no_export_has_leads_nobody_knows_where() {
    let attachment = |more: &str| {
        format!(
            r#"{{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-1",
                "VpcId": "vpc-1", "State": "available", "SubnetIds": ["subnet-1"]{more}}}"#
        )
    };
    let with = |list: &str, more: &str| {
        let table = r#"{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}"#;
        let subnet = r#"{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}"#;
        estate(&format!(
            r#"{{"Vpcs": [{VPC}], "Subnets": [{subnet}], "TransitGateways": [{{"TransitGatewayId": "tgw-1"}}],
                "TransitGatewayVpcAttachments": [{}], "TransitGatewayRouteTables": [{table}],
                "TransitGatewayStaticRoutes": [{{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": []}}]{list}}}"#,
            attachment(more)
        ))
    };
    let unknown = "route-table not-in-exports {\n      associate tgw-attach-1\n      0.0.0.0/0 -> unknown";
    let missing = with("", "");
    assert!(missing.contains(unknown), "{missing}");
    let list = |table: &str| {
        let association =
            format!(r#", "Association": {{"TransitGatewayRouteTableId": "{table}", "State": "associated"}}"#);
        format!(r#", "TransitGatewayAttachments": [{}]"#, attachment(&association))
    };
    let dangling = with(&list("tgw-rtb-9"), "");
    assert!(dangling.contains(unknown), "{dangling}");
    let known = with(&list("tgw-rtb-1"), "");
    // That of the VPC is missing, too.
    assert_eq!(known.matches("route-table not-in-exports").count(), 1, "{known}");
    assert!(known.contains("associate tgw-attach-1"), "{known}");
}

#[test]
fn what_a_terminal_would_obey_is_seen_in_messages() {
    let text = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}],
        "RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}],
                         "Routes": [{"DestinationCidrBlock": "10.8.0.0/16", "GatewayId": "x\u001b[31m\n"}]}]}"#;
    let told = told(text);
    assert!(told.iter().any(|one| one.contains("a route to `x?[31m?` is not modelled yet")), "{told:#?}");
}
