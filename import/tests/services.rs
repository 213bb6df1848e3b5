//! Exports of services of one's own, of the endpoints that lead to them, and of load balancers of the type `gateway`.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;

use ringfence::answer::Verdict;
use ringfence::{Analysis, parse};
use ringfence_import::{Export, read};

/// The texts of the fixture, as they are changed.
fn analysis(change: impl Fn(&str, String) -> Option<String>) -> Analysis {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/services");
    let mut exports = Vec::new();
    for path in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = change(&name, fs::read_to_string(path).unwrap());
        exports.extend(text.map(|text| Export::new(name, text)));
    }
    exports.sort_by(|one, other| one.name.cmp(&other.name));
    Analysis::new(parse(vec![read("estate", exports).unwrap()]))
}

fn text(analysis: &Analysis) -> String {
    analysis.sources().iter().map(|source| source.text().to_owned()).collect()
}

fn told(analysis: &Analysis) -> Vec<String> {
    let problems = analysis.problems().into_iter();
    problems
        .map(|one| format!("{}{}: {}", one.place.file, one.place.pointer.unwrap_or_default(), one.message))
        .collect()
}

#[test]
fn services_stand_with_their_load_balancers_and_endpoints_lead_to_them() {
    let analysis = analysis(|_, text| Some(text));
    assert_eq!(told(&analysis), [""; 0]);
    let text = text(&analysis);
    for statement in [
        "    load-balancer payments in front {\n",
        "      type network\n      scheme internal\n      ip 10.40.1.10\n      rules-on-private-link no\n      security-group guard\n",
        "      type gateway\n      ip 10.40.1.11\n      listener any -> walls\n",
        "    endpoint-service payments {\n      id vpce-svc-0p1\n      tag Name=payments\n      load-balancer payments\n    }\n",
        "      load-balancer walls\n",
        "      type interface\n      service vpce-svc-0p1\n",
        "    gwlb-endpoint vpce-0c2 in doors {\n      id vpce-0c2\n      service vpce-svc-0p2\n",
        "      service \"com.amazonaws.eu-west-1.kms\"\n",
    ] {
        assert!(text.contains(statement), "{statement}\n{text}");
    }
    let verdict = |ask: &str| {
        let answer = analysis.reach(&analysis.question(ask).unwrap()).unwrap();
        let changes = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
        (answer.verdict, changes.map(|change| change.code.as_str()).next())
    };
    assert_eq!(verdict("desk-1 -> pay-1 : tcp 8443"), (Verdict::Reachable, None));
    assert_eq!(verdict("desk-1 -> vpce-0c1 : tcp 443"), (Verdict::Reachable, None));
    // Nothing is behind the load balancer of the appliances.
    assert_eq!(verdict("desk-1 -> 203.0.113.9 : tcp 443"), (Verdict::Blocked, Some("no-target")));
}

#[test]
fn a_service_without_its_load_balancer_is_told() {
    let analysis = analysis(|name, text| (name != "elbv2-load-balancers.json").then_some(text));
    let told = told(&analysis);
    let here = "describe-vpc-endpoint-service-configurations.json/ServiceConfigurations/0: load balancer \
                `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbala…` is not in the exports (2 times)";
    assert!(told.iter().any(|one| one == here), "{told:#?}");
}

#[test]
fn a_service_that_is_gone_is_left_out() {
    let analysis = analysis(|_, text| {
        Some(text.replace("\"ServiceState\": \"Available\"", "\"ServiceState\": \"Deleted\""))
    });
    let here = "describe-vpc-endpoint-service-configurations.json/ServiceConfigurations/0: an endpoint service that is `Deleted` is left out (2 times)";
    assert_eq!(told(&analysis), [here]);
    // What leads there ends there.
    assert!(!text(&analysis).contains("endpoint-service payments"));
}

#[test]
fn a_service_that_may_be_ones_own_is_not_taken_for_somebody_elses() {
    let without =
        analysis(|name, text| (name != "describe-vpc-endpoint-service-configurations.json").then_some(text));
    let missing = "describe-vpc-endpoints.json/VpcEndpoints/0: the service that endpoint `vpce-0c1` leads to is not in the exports";
    assert!(told(&without).contains(&missing.to_owned()), "{:#?}", told(&without));
    // Where the call was made, a service that it does not print is somebody else's.
    let empty = analysis(|name, text| {
        let is_list = name == "describe-vpc-endpoint-service-configurations.json";
        Some(if is_list { String::from(r#"{"ServiceConfigurations": []}"#) } else { text })
    });
    assert!(!told(&empty).contains(&missing.to_owned()), "{:#?}", told(&empty));
}
