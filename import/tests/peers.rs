//! Exports of two accounts, one of them with two Regions, whose VPCs are peered with each other and with some that nobody
//! exported.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;

use ringfence::{Analysis, Severity, Source, parse};
use ringfence_import::{Export, read};

/// Every text of the fixture, by its path in it.
fn exports() -> Vec<Export> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/peers");
    let mut folders = vec![root.clone()];
    let mut exports = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                exports.push(Export::new(name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    exports.sort_by(|one, other| one.name.cmp(&other.name));
    exports
}

fn source() -> Source {
    read("estate", exports()).unwrap()
}

fn told(severity: Severity) -> Vec<String> {
    let analysis = Analysis::new(parse(vec![source()]));
    let problems = analysis.problems().into_iter().filter(|problem| problem.severity == severity);
    let pointer = |place: &ringfence::Place| place.pointer.clone().unwrap_or_default();
    let told = problems.map(|one| {
        let call = one.place.file.rsplit('/').next().unwrap();
        format!("{call}{}: {}", pointer(&one.place), one.message)
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

#[test]
fn peerings_are_statements_that_name_vpcs_of_any_network() {
    // What was found stands above the statements, as comments.
    let source = source();
    let lines = source.text().lines().filter(|line| !line.starts_with("# "));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    for statement in [
        "network \"111122223333 eu-west-1\" on aws in eu-west-1 {",
        "network \"444455556666 us-east-1\" on aws in us-east-1 {",
        "  peering shop-ledger between vpc-0a1, vpc-0b1 {\n    id pcx-0a1\n",
        "  peering pcx-0a3 between vpc-0a1, vpc-0a2 {\n    id pcx-0a3\n    status pending\n  }",
        "  peering far between vpc-0b1, vpc-0b2 {",
        "      10.30.0.0/16 -> pcx-0a1\n",
        "      ingress tcp 8443 from sg-0a1\n",
        "      vpc vpc-0a2\n",
        // Of a VPC that only its peer tells of, the ranges are known.
        "network \"777788889999 eu-west-1\" on aws in eu-west-1 {\n  vpc vpc-0c1 10.40.0.0/16, 10.41.0.0/16 {",
        // A line of which one end is not known leads nowhere.
        "      10.70.0.0/16 -> blackhole\n",
    ] {
        assert!(text.contains(statement), "{statement}\n{text}");
    }
    assert!(!text.contains("pcx-0a4") && !text.contains("vpc-0d1"), "{text}");
}

#[test]
fn of_what_stands_behind_a_peering_and_in_no_export_the_vpc_is_an_error() {
    assert_eq!(
        told(Severity::Error),
        [
            "describe-vpc-peering-connections.json/VpcPeeringConnections/1: VPC `vpc-0c1` is not in the exports",
            "describe-vpc-peering-connections.json/VpcPeeringConnections/4: VPC `vpc-0d1` is not in the exports",
        ]
    );
    assert_eq!(
        told(Severity::Warning),
        [
            "describe-security-group-vpc-associations.json/SecurityGroupVpcAssociations/1: the use of a group in another VPC that is `disassociated` is left out",
            "describe-security-groups.json/SecurityGroups/0/IpPermissions/1/UserIdGroupPairs/0: security group `sg-0c1` is not in the exports",
            "describe-security-groups.json/SecurityGroups/0/IpPermissions/2/UserIdGroupPairs/0: a rule names a group across a peering that is `deleted`",
            "describe-security-groups.json/SecurityGroups/0/IpPermissions/3/UserIdGroupPairs/0: a rule names a group across a peering that is `gone`",
            "describe-vpc-peering-connections.json/VpcPeeringConnections/3: a peering that is `deleted` is left out",
        ]
    );
}

#[test]
fn questions_are_answered_across_accounts_and_regions() {
    let analysis = Analysis::new(parse(vec![source()]));
    let ask = |question: &str| {
        let answer = analysis.reach(&analysis.question(question).unwrap()).unwrap();
        let blockers = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
        let blockers = blockers.map(|change| format!(" {}", change.code.as_str()));
        format!("{}{}", answer.verdict.as_str(), blockers.collect::<String>())
    };
    // Groups of the other account are known by their members.
    assert_eq!(ask("web-1 -> pay-1 : tcp 8443"), "reachable");
    assert_eq!(ask("web-1 -> pay-1 : tcp 8444"), "blocked sg-no-rule");
    assert_eq!(ask("pay-1 -> web-1 : tcp 22"), "reachable");
    assert_eq!(ask("pay-1 -> files-1 : tcp 2049"), "reachable");
    // Stale references match nothing, and a peering that nobody accepted carries nothing.
    assert_eq!(ask("pay-1 -> web-1 : tcp 81"), "blocked sg-no-rule");
    assert_eq!(ask("web-1 -> bench-1"), "blocked peering-inactive");
    assert_eq!(ask("web-1 -> files-1"), "blocked no-route");
}

#[test]
fn public_access_is_shut_by_the_options_of_the_own_region_and_account() {
    let vpc = |id: &str| {
        let mode = r#""BlockPublicAccessStates": {"InternetGatewayBlockMode": "off"}"#;
        format!(r#"{{"Vpcs": [{{"VpcId": "{id}", "CidrBlock": "10.0.0.0/16", {mode}}}]}}"#)
    };
    let options = |inside: &str, mode: &str| {
        format!(r#"{{"VpcBlockPublicAccessOptions": {{{inside}"InternetGatewayBlockMode": "{mode}"}}}}"#)
    };
    let told = r#""AwsAccountId": "111122223333", "AwsRegion": "us-east-1", "#;
    // Where the options do not tell whose they are, their folders do.
    for (shut, open) in [(told, r#""AwsAccountId": "444455556666", "AwsRegion": "us-east-1", "#), ("", "")] {
        let exports = [
            ("111122223333/eu-west-1/vpcs.json", vpc("vpc-1")),
            ("111122223333/us-east-1/vpcs.json", vpc("vpc-2")),
            ("111122223333/us-east-1/options.json", options(shut, "block-bidirectional")),
            ("444455556666/us-east-1/vpcs.json", vpc("vpc-3")),
            ("444455556666/us-east-1/options.json", options(open, "off")),
        ];
        let exports = exports.map(|(name, text)| Export::new(name, text)).to_vec();
        let source = read("estate", exports).unwrap();
        let shut = source.text().split("network ").filter(|network| network.contains("block-public-access"));
        let shut: Vec<&str> = shut.filter_map(|network| network.lines().next()).collect();
        assert_eq!(shut, ["\"111122223333 us-east-1\" on aws in us-east-1 {"]);
    }
}

#[test]
fn a_prefix_list_that_accounts_share_has_its_entries_in_each_and_its_id_once() {
    let table = |vpc: &str| {
        format!(
            r#"{{"Vpcs": [{{"VpcId": "vpc-{vpc}", "CidrBlock": "10.{vpc}.0.0/16"}}],
                "InternetGateways": [{{"InternetGatewayId": "igw-{vpc}", "Attachments": [{{"VpcId": "vpc-{vpc}", "State": "available"}}]}}],
                "RouteTables": [{{"RouteTableId": "rtb-{vpc}", "VpcId": "vpc-{vpc}", "Routes": [
                    {{"DestinationPrefixListId": "pl-0a1", "GatewayId": "igw-{vpc}", "State": "active"}},
                    {{"DestinationPrefixListId": "pl-0a2", "GatewayId": "igw-{vpc}", "State": "active"}}]}}]}}"#
        )
    };
    let entries = |range: &str| format!(r#"{{"Entries": [{{"Cidr": "{range}"}}]}}"#);
    // Both accounts print it, and the second one in two pages.
    let exports = [
        ("111122223333/eu-west-1/all.json", table("1")),
        ("111122223333/eu-west-1/entries-pl-0a1.json", entries("192.0.2.0/24")),
        ("444455556666/eu-west-1/all.json", table("2")),
        ("444455556666/eu-west-1/entries-pl-0a1.json", entries("192.0.2.0/24")),
        ("444455556666/eu-west-1/2/entries-pl-0a1.json", entries("198.51.100.0/24")),
    ];
    let exports = exports.map(|(name, text)| Export::new(name, text)).to_vec();
    let source = read("estate", exports).unwrap();
    let text = source.text();
    for (list, times) in [
        ("  prefix-list pl-0a1 {\n    id pl-0a1\n    192.0.2.0/24\n    198.51.100.0/24\n  }\n", 1),
        ("  prefix-list pl-0a1 {\n    192.0.2.0/24\n    198.51.100.0/24\n  }\n", 1),
        // Of the other one no entries are there: it may take any packet from the table of each.
        ("      0.0.0.0/0 -> unknown\n      ::/0 -> unknown\n", 2),
    ] {
        assert_eq!(text.matches(list).count(), times, "{list}\n{text}");
    }
    let analysis = Analysis::new(parse(vec![source]));
    let doubled = analysis.problems().into_iter().filter(|problem| problem.code.as_str() == "duplicate");
    assert_eq!(doubled.count(), 0);
}
