//! The shapes in which the same lists come: each gives the same estate, with places in its own texts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ringfence::{Analysis, Severity, Source, parse};
use ringfence_import::{Export, is_export, read};
use serde_json::{Map, Value, json};

/// The texts of the shop, by the name of their list.
fn shop() -> BTreeMap<String, (String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shop");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let text: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let (list, elements) = text.as_object().unwrap().iter().next().unwrap();
        (list.clone(), (path.file_name().unwrap().to_str().unwrap().to_owned(), elements.clone()))
    };
    files.map(read).collect()
}

fn export(name: &str, value: &Value) -> Export {
    Export::new(name, serde_json::to_string_pretty(value).unwrap())
}

/// One text for each call.
fn calls() -> Vec<Export> {
    shop().into_iter().map(|(list, (name, elements))| export(&name, &json!({ list: elements }))).collect()
}

fn text(exports: Vec<Export>) -> String {
    read("estate", exports).unwrap().text().to_owned()
}

/// The lines that are no comments: what is told beside the estate may have other places.
fn statements(exports: Vec<Export>) -> Vec<String> {
    let lines = text(exports);
    let lines = lines.lines().filter(|line| !line.starts_with("# ")).map(str::to_owned);
    let mut lines: Vec<String> = lines.collect();
    // The order of the texts is none of the estate.
    lines.sort();
    lines
}

#[test]
fn one_text_for_each_call_has_every_kind_of_statement() {
    let text = text(calls());
    for word in [
        "network eu-central-1 on aws in eu-central-1 {",
        "vpc shop 10.20.0.0/16, 10.21.0.0/24, 2001:db8:10::/56 {",
        "internet-gateway door {",
        "egress-only-internet-gateway eigw-0e1 {",
        "nat-gateway out in front {",
        "route-table private {",
        "192.168.0.0/16 -> blackhole",
        "ingress 90 deny any from 198.51.100.0/24",
        "ingress 230 allow icmp 8 from 0.0.0.0/0",
        "subnet front 10.20.1.0/24, 2001:db8:10:1::/64 in eu-central-1a {",
        "ingress tcp 8000-8099 from web, self",
        "ingress protocol 132 from 10.20.0.0/16",
        "public-ip 198.51.100.11 -> 10.20.1.11",
        "source-dest-check no",
        "tag Name=web-1, tier=front",
        "id i-0100000000000001",
    ] {
        assert!(text.contains(word), "{word}\n{text}");
    }
    // A name that two subnets have is none.
    assert!(!text.contains("subnet back"));
}

#[test]
fn several_lists_in_one_object_are_the_same() {
    let merged: Map<String, Value> =
        shop().into_iter().map(|(list, (_, elements))| (list, elements)).collect();
    assert_eq!(statements(vec![export("all.json", &Value::Object(merged))]), statements(calls()));
}

#[test]
fn pages_are_the_same_in_one_text_and_in_several() {
    let page = |list: &str, element: &Value, next: bool| {
        let mut page = json!({ list: [element] });
        if next {
            page["NextToken"] = json!("more");
        }
        page
    };
    let pages = |list: &str, elements: &Value| -> Vec<Value> {
        let elements = elements.as_array().unwrap();
        let last = elements.len() - 1;
        elements.iter().enumerate().map(|(index, one)| page(list, one, index < last)).collect()
    };
    let arrays =
        shop().into_iter().map(|(list, (name, all))| export(&name, &Value::Array(pages(&list, &all))));
    let arrays: Vec<Export> = arrays.collect();
    assert_eq!(statements(arrays), statements(calls()));

    let files: Vec<Export> = shop()
        .into_iter()
        .flat_map(|(list, (name, all))| {
            let pages = pages(&list, &all).into_iter().enumerate();
            pages.map(|(page, value)| export(&format!("{page}/{name}"), &value)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(statements(files), statements(calls()));

    let behind: Vec<Export> = shop()
        .into_iter()
        .map(|(list, (name, all))| {
            let pages: Vec<String> = pages(&list, &all).iter().map(Value::to_string).collect();
            Export::new(name, pages.join("\n"))
        })
        .collect();
    assert_eq!(statements(behind), statements(calls()));
}

#[test]
fn a_last_page_that_is_not_there_is_an_error() {
    let mut all = calls();
    all.push(Export::new("page.json", r#"{"Images": [], "CarrierGateways": [], "NextToken": "x"}"#));
    all.push(Export::new("vpcs-1.json", r#"{"EgressOnlyInternetGateways": [], "NextToken": "x"}"#));
    assert_eq!(errors(all), [""; 0], "another page of the list is the last");
    // Of another Region, another list, or another table it is none.
    for (name, list, last) in [
        ("eu-west-1/vpcs-1.json", r#"{"Vpcs": [], "NextToken": "x"}"#, "us-east-1/vpcs-2.json"),
        ("balancers-1.json", r#"{"LoadBalancers": [], "NextMarker": "x"}"#, "eu-west-1/balancers-2.json"),
    ] {
        let end = list.replace(r#", "NextToken": "x""#, "").replace(r#", "NextMarker": "x""#, "");
        let missing = errors(vec![Export::new(name, list), Export::new(last, end.clone())]);
        assert!(matches!(missing.as_slice(), [one] if one.starts_with("the last page of `")), "{missing:?}");
        assert_eq!(errors(vec![Export::new(name, list), Export::new(name, end)]), [""; 0]);
    }
    let first = Export::new("vpcs-1.json", r#"{"Vpcs": [], "NextToken": "x"}"#);
    assert_eq!(
        errors(vec![first]),
        ["the last page of `Vpcs` is not in the exports at vpcs-1.json:1:27 /NextToken"]
    );
}

#[test]
fn folders_tell_region_and_account() {
    let in_folder = |folder: &str, vpc: &str, range: &str| {
        let value = json!({"Vpcs": [{"VpcId": vpc, "CidrBlock": range}]});
        export(&format!("exports/{folder}/Vpcs.json"), &value)
    };
    let two = vec![
        in_folder("accounts/111122223333/us-east-1", "vpc-1", "10.1.0.0/16"),
        in_folder("accounts/444455556666/eu-west-1", "vpc-2", "10.2.0.0/16"),
        in_folder("accounts/444455556666/us-east-1", "vpc-3", "10.3.0.0/16"),
    ];
    let text = text(two);
    let networks: Vec<&str> = text.lines().filter(|line| line.starts_with("network")).collect();
    assert_eq!(
        networks,
        [
            "network \"111122223333 us-east-1\" on aws in us-east-1 {",
            "network \"444455556666 eu-west-1\" on aws in eu-west-1 {",
            "network \"444455556666 us-east-1\" on aws in us-east-1 {",
        ]
    );
}

#[test]
fn names_of_files_say_nothing() {
    let renamed = |name: fn(&str) -> String| -> Vec<Export> {
        calls().into_iter().map(|one| Export { name: name(&one.name), ..one }).collect()
    };
    // As Batfish, CloudMapper and nobody name them.
    for name in [
        |name: &str| name.replace("describe-", "eu-central-1/"),
        |name: &str| format!("ec2-{name}"),
        |name: &str| format!("{}.txt", name.len()),
    ] {
        assert_eq!(statements(renamed(name)), statements(calls()));
    }
}

#[test]
fn what_is_printed_twice_stands_once_and_a_difference_is_an_error() {
    let twice = calls().into_iter().chain(calls()).collect();
    assert_eq!(statements(twice), statements(calls()));

    let mut all = calls();
    all.push(Export::new(
        "later.json",
        r#"{"InternetGateways": [{"InternetGatewayId": "igw-0d2", "Attachments": []}]}"#,
    ));
    assert_eq!(
        errors(all),
        ["`igw-0d2` was printed twice, and not the same at later.json:1:23 /InternetGateways/0"]
    );
}

/// The shop as the collector of np-guard has it: other names at the top, instances without reservations, and neither route tables
/// nor what hangs on them.
fn collected() -> Vec<Export> {
    let shop = shop();
    let list = |name: &str| shop[name].1.clone();
    let reservations = list("Reservations");
    let instances = reservations.as_array().unwrap().iter();
    let instances: Vec<&Value> = instances.flat_map(|one| one["Instances"].as_array().unwrap()).collect();
    let value = json!({
        "collector_version": "0.11.0",
        "provider": "aws",
        "instances": instances,
        "internet_gateways": list("InternetGateways"),
        "network_acls": list("NetworkAcls"),
        "security_groups": list("SecurityGroups"),
        "subnets": list("Subnets"),
        "vpcs": list("Vpcs"),
    });
    vec![export("collected.json", &value)]
}

#[test]
fn the_collector_s_missing_route_tables_are_an_assumption() {
    let source = read("estate", collected()).unwrap();
    let text = source.text();
    assert!(
        text.contains("route-table assumed-public {\n      0.0.0.0/0 -> door\n      ::/0 -> door\n"),
        "{text}"
    );
    assert_eq!(text.matches("      route-table assumed-public\n").count(), 1, "the one public subnet");
    let analysis = Analysis::new(parse(vec![source]));
    let problems = analysis.problems();
    let assumed = problems.iter().find(|problem| problem.code == ringfence::ProblemCode::Assumed).unwrap();
    assert_eq!(assumed.severity, Severity::Warning);
    assert!(assumed.message.starts_with("this collector prints no route tables"), "{}", assumed.message);
    assert_eq!(assumed.place.pointer.as_deref(), Some("/vpcs/0"));
    let verdict =
        |question: &str| analysis.reach(&analysis.question(question).unwrap()).unwrap().verdict.as_str();
    assert_eq!(verdict("203.0.113.0/24 -> 10.20.1.10 : tcp 443"), "reachable");
    assert_eq!(verdict("internet -> app-1 : tcp 8000"), "blocked");
}

#[test]
fn questions_about_exports_are_answered_as_about_any_estate() {
    let intents = "
        require 203.0.113.0/24 -> 10.20.1.10 : tcp 443
        require 10.20.1.10 -> i-0200000000000002 : tcp 8080
        deny internet -> tag tier=back
        allow subnet-0b00000000000001 -> eni-0500000000000005
    ";
    let sources = vec![read("estate", calls()).unwrap(), Source::new("intents.fence", intents).unwrap()];
    let report = Analysis::new(parse(sources)).check();
    let outcomes: Vec<_> = report.intents.iter().map(|intent| format!("{:?}", intent.outcome)).collect();
    assert_eq!(outcomes, ["Holds"; 4], "{:#?}", report.problems);
}

#[test]
fn exports_are_told_from_texts_by_how_they_start() {
    for export in ["{}", "\u{feff} \n[", "{\"Vpcs\": ["] {
        assert!(is_export(export), "{export}");
    }
    for text in ["", "network n on aws {}", "# {\n", "\"a\" -> b"] {
        assert!(!is_export(text), "{text}");
    }
}

fn errors(exports: Vec<Export>) -> Vec<String> {
    let analysis = Analysis::new(parse(vec![read("estate", exports).unwrap()]));
    let problems = analysis.problems().into_iter().filter(|problem| problem.severity == Severity::Error);
    problems.map(|problem| format!("{} at {}", problem.message, problem.place)).collect()
}
