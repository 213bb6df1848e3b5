//! The ten mistakes that np-guard's linter knows, on its own exports, which are read where they are, beside the project: what
//! is in them, and each of the ten after an edit that makes it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics fails"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use ringfence::{Analysis, Source, parse};
use ringfence_import::{Export, read};
use ringfence_lint::{Report, Settings, lint};
use serde_json::{Value, json};

/// The ten, in the order of np-guard's documentation.
const TEN: [&str; 10] = [
    "acl-splits-subnet",
    "group-splits-subnet",
    "overlapping-ranges",
    "unattached-acl",
    "unattached-group",
    "acl-rule-out-of-range",
    "group-rule-out-of-range",
    "blocked-reply",
    "shadowed-acl-rule",
    "implied-group-rule",
];

const FILES: [&str; 4] = [
    "input_aws_acl_1.json",
    "input_aws_mixed.json",
    "input_aws_sg_1.json",
    "input_basic_config_with_sg.json",
];

fn export(name: &str) -> Option<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/np-guard").join(name);
    if !path.exists() {
        println!("skipped: `{}` is not here", path.display());
        return None;
    }
    Some(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

fn report(export: &Value, beside: &str) -> Report {
    let text = serde_json::to_string_pretty(export).unwrap();
    let made = read("estate", vec![Export::new("export.json", text)]).unwrap();
    let beside = Source::new("beside.fence", beside).unwrap();
    lint(&Analysis::new(parse(vec![made, beside])), &Settings::default())
}

/// The findings of the ten, each with its pointer, or its line in the text beside the export.
fn found(report: &Report) -> BTreeSet<(&'static str, String)> {
    let of_ten = report.findings.iter().filter(|finding| TEN.contains(&finding.code));
    let place =
        |place: &ringfence::Place| place.pointer.clone().unwrap_or(format!("line {}", place.start.line));
    of_ten.map(|finding| (finding.code, place(&finding.place))).collect()
}

/// The groups that no interface has, read from the export alone. The names are not those of the cloud, so default groups
/// are not told apart.
fn unattached_groups(export: &Value) -> BTreeSet<(&'static str, String)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let interfaces =
        list(&export["instances"]).into_iter().flat_map(|machine| list(&machine["NetworkInterfaces"]));
    let carried: Vec<Value> = interfaces
        .flat_map(|interface| list(&interface["Groups"]))
        .map(|group| group["GroupId"].clone())
        .collect();
    let groups = list(&export["security_groups"]).into_iter().enumerate();
    let unattached = groups.filter(|(_, group)| !carried.contains(&group["GroupId"]));
    unattached.map(|(index, _)| ("unattached-group", format!("/security_groups/{index}"))).collect()
}

#[test]
fn its_exports_have_what_it_finds_in_them() {
    // Of the first its facts tell it. The ACL `acl1` of the second lets TCP in to port 9080 from 147.235.0.0/16, and out to ports 1025-5000
    // of it alone.
    let blocked: [&[&str]; 4] = [&["/network_acls/0/Entries/2"], &["/network_acls/2"], &[], &[]];
    for (name, blocked) in FILES.into_iter().zip(blocked) {
        let Some(export) = export(name) else { continue };
        let mut expected = unattached_groups(&export);
        expected.extend(blocked.iter().map(|pointer| ("blocked-reply", (*pointer).to_owned())));
        assert_eq!(found(&report(&export, "")), expected, "{name}");
    }
}

#[test]
fn the_connection_whose_response_is_blocked_is_the_one_of_its_facts() {
    let Some(export) = export(FILES[0]) else { return };
    let report = report(&export, "");
    let finding = report.findings.iter().find(|finding| finding.code == "blocked-reply").unwrap();
    let packet = &finding.witness.as_ref().unwrap().packet;
    // proxy1[10.240.0.9],proxy2[10.240.2.24],"protocol: TCP src-ports: 1-9079,9081-65535",yes
    assert_eq!(
        (packet.source.to_string(), packet.destination.to_string()),
        ("10.240.0.9".into(), "10.240.2.24".into())
    );
    assert!(packet.protocol == "tcp" && packet.source_port != Some(9080));
    assert!(!finding.path.as_ref().unwrap().reply.is_empty());
}

/// An edit of the first export: what is put at the end of which list, or in the place of which value.
enum Edit {
    Push(&'static str, Value),
    Set(&'static str, Value),
}

fn entry(number: u16, egress: bool, prefix: &str, protocol: &str, action: &str) -> Value {
    json!({"CidrBlock": prefix, "Egress": egress, "Protocol": protocol, "RuleAction": action, "RuleNumber": number})
}

fn allows(prefix: &str) -> Value {
    let ranges = json!([{"CidrIp": prefix, "Description": null}]);
    json!({"FromPort": 443, "ToPort": 443, "IpProtocol": "tcp", "IpRanges": ranges, "Ipv6Ranges": [], "PrefixListIds": [],
        "UserIdGroupPairs": []})
}

const ENTRIES: &str = "/network_acls/0/Entries";
const PERMISSIONS: &str = "/security_groups/1/IpPermissions";

/// The mistakes: an edit, and what is found then that was not before.
fn mistakes() -> Vec<(Edit, Vec<(&'static str, &'static str)>)> {
    use Edit::{Push, Set};
    let tenth = "/network_acls/0/Entries/10";
    let second = "/security_groups/1/IpPermissions/1";
    let stray = json!({"GroupId": "sg-0a1", "GroupName": "stray", "VpcId": "VpcId:5", "OwnerId": "OwnerId:8",
        "Description": "", "IpPermissions": [], "IpPermissionsEgress": [], "Tags": []});
    let acl = json!({"NetworkAclId": "acl-0a1", "VpcId": "VpcId:5", "OwnerId": "OwnerId:8", "IsDefault": false,
        "Associations": [], "Entries": [], "Tags": []});
    vec![
        (Push(ENTRIES, entry(40, false, "10.240.0.0/26", "-1", "allow")), vec![("acl-splits-subnet", tenth)]),
        (
            Set("/security_groups/1/IpPermissions/0/IpRanges/0/CidrIp", json!("10.240.0.0/26")),
            vec![("group-splits-subnet", "/security_groups/1/IpPermissions/0")],
        ),
        (Push("/network_acls", acl), vec![("unattached-acl", "/network_acls/5")]),
        (Push("/security_groups", stray), vec![("unattached-group", "/security_groups/3")]),
        (
            Push(ENTRIES, entry(40, false, "10.99.0.0/16", "-1", "deny")),
            vec![("acl-rule-out-of-range", tenth)],
        ),
        (
            Push(PERMISSIONS, allows("10.99.0.0/16")),
            vec![("group-rule-out-of-range", second), ("implied-group-rule", second)],
        ),
        (Push(ENTRIES, entry(35, true, "10.240.3.0/25", "-1", "allow")), vec![("shadowed-acl-rule", tenth)]),
        (Push(PERMISSIONS, allows("10.240.0.0/24")), vec![("implied-group-rule", second)]),
    ]
}

#[test]
fn each_mistake_is_found_where_it_is_made() {
    let Some(export) = export(FILES[0]) else { return };
    let before = found(&report(&export, ""));
    let mut all: BTreeSet<&str> = before.iter().map(|(code, _)| *code).collect();
    for (edit, expected) in mistakes() {
        let mut edited = export.clone();
        let pointer = match edit {
            Edit::Push(pointer, value) => {
                edited.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(value);
                pointer
            }
            Edit::Set(pointer, value) => {
                *edited.pointer_mut(pointer).unwrap() = value;
                pointer
            }
        };
        let after = found(&report(&edited, ""));
        let more: Vec<(&str, &str)> =
            after.difference(&before).map(|(code, pointer)| (*code, pointer.as_str())).collect();
        assert_eq!(more, expected, "an edit of {pointer}");
        all.extend(more.iter().map(|(code, _)| *code));
    }
    // The export has no line between two networks: a text beside it has one.
    let beside = "network more on aws in eu-north-1 {\n\
                  vpc twin 10.240.0.0/20\n\
                  transit-gateway hub { attachment one to prod_vpc; attachment two to twin }\n\
                  }\n";
    let after = found(&report(&export, beside));
    let more: Vec<&(&str, String)> = after.difference(&before).collect();
    assert_eq!(more, [&("overlapping-ranges", "line 2".to_owned())]);
    all.insert("overlapping-ranges");
    assert_eq!(all, BTreeSet::from(TEN));
}
