//! What np-guard says of four networks, fact by fact: its files are read where they are, beside the project.
//!
//! Its facts are about new connections, a pair without a fact has none, and it takes a subnet as public when its machines get public
//! addresses. Facts about subnets leave groups out.

use std::collections::{BTreeMap, BTreeSet};

use ringfence::Analysis;
use ringfence::answer::Verdict;
use ringfence_import::Export;
use ringfence_tests::exports::{estate, folder, real};
use serde_json::{Value, json};

/// What np-guard calls the addresses that are not private.
const INTERNET: &str = "Public Internet (all ranges)";

/// A line of `facts.csv`.
struct Fact {
    input: String,
    level: String,
    vpc: String,
    source: String,
    destination: String,
    allowed: String,
    response_blocked: bool,
}

fn facts() -> Option<Vec<Fact>> {
    let text = std::fs::read_to_string(real("np-guard/facts.csv")?).expect("a text");
    let fact = |line: &str| {
        let mut fields = fields(line).into_iter();
        let mut next = || fields.next().expect("a field");
        Fact {
            input: next(),
            level: next(),
            vpc: next(),
            source: next(),
            destination: next(),
            allowed: next(),
            response_blocked: next() == "yes",
        }
    };
    Some(text.lines().skip(1).map(fact).collect())
}

/// The fields of a line, of which those with commas are in quotes.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("a field").push(c),
        }
    }
    fields
}

/// What is asked of a pair, and what has to come out, from the facts about it.
fn expected(facts: &[&Fact]) -> Vec<(&'static str, Verdict)> {
    use Verdict::{Blocked, OneWay, Reachable};
    let allowed: BTreeSet<(&str, bool)> =
        facts.iter().map(|fact| (fact.allowed.as_str(), fact.response_blocked)).collect();
    let allowed: Vec<(&str, bool)> = allowed.into_iter().collect();
    const NO_OTHER: (&str, Verdict) = ("udp 0-65535, icmp 0-255", Blocked);
    match allowed.as_slice() {
        [] => vec![("tcp 0-65535, udp 0-65535, icmp 0-255", Blocked)],
        [("All Connections", false)] => vec![("tcp 0-65535, udp 0-65535, icmp 0-255", Reachable)],
        [("protocol: TCP", false)] => vec![("tcp 0-65535", Reachable), NO_OTHER],
        [("protocol: TCP dst-ports: 9080", false)] => {
            vec![("tcp 9080", Reachable), ("tcp 0-9079, 9081-65535", Blocked), NO_OTHER]
        }
        [("protocol: TCP src-ports: 1-9079,9081-65535", true), ("protocol: TCP src-ports: 9080", false)] => {
            vec![
                ("tcp 0-65535 source-port 0-9079", OneWay),
                ("tcp 0-65535 source-port 9081-65535", OneWay),
                ("tcp 0-65535 source-port 9080", Reachable),
                NO_OTHER,
            ]
        }
        other => panic!("facts of another form: {other:?}"),
    }
}

/// Asks about a pair; the number of its facts.
fn ask(analysis: &Analysis, source: &str, destination: &str, facts: &[&Fact]) -> usize {
    for (service, verdict) in expected(facts) {
        let text = format!("{source} -> {destination} : {service}");
        let question = analysis.question(&text).unwrap_or_else(|problems| panic!("{text}: {problems:#?}"));
        let answer = analysis.reach(&question).unwrap_or_else(|problems| panic!("{text}: {problems:#?}"));
        assert_eq!(answer.verdict, verdict, "{text}");
    }
    facts.len()
}

/// Asks about all pairs of ends and of each with the internet; the number of facts.
fn ask_all(
    analysis: &Analysis,
    ends: &BTreeMap<String, String>,
    facts: &[Fact],
    from_internet: bool,
) -> usize {
    let of = |source: &str, destination: &str| -> Vec<&Fact> {
        facts.iter().filter(|fact| fact.source == source && fact.destination == destination).collect()
    };
    let mut known = 0;
    for (name, end) in ends {
        for (other, destination) in ends.iter().filter(|(other, _)| *other != name) {
            known += ask(analysis, end, destination, &of(name, other));
        }
        // One address may be allowed, or all are.
        let parts: BTreeSet<&str> = facts
            .iter()
            .flat_map(|fact| [&fact.source, &fact.destination])
            .filter_map(|end| end.strip_prefix("Public Internet ").filter(|_| end != INTERNET))
            .collect();
        let rest = if parts.is_empty() {
            "internet".to_owned()
        } else {
            format!("internet except {}", parts.iter().copied().collect::<Vec<_>>().join(", "))
        };
        known += ask(analysis, end, &rest, &of(name, INTERNET));
        if from_internet {
            known += ask(analysis, &rest, end, &of(INTERNET, name));
        }
        for part in parts {
            // What is said of all of them is said of this one, where nothing else is.
            let called = format!("Public Internet {part}");
            let there = of(name, &called);
            let back = of(&called, name);
            known += there.len();
            ask(analysis, end, part, &if there.is_empty() { of(name, INTERNET) } else { there });
            if from_internet {
                known += back.len();
                ask(analysis, part, end, &if back.is_empty() { of(INTERNET, name) } else { back });
            }
        }
    }
    known
}

fn inputs(level: &str) -> Option<BTreeMap<(String, String), Vec<Fact>>> {
    let mut inputs: BTreeMap<(String, String), Vec<Fact>> = BTreeMap::new();
    for fact in facts()?.into_iter().filter(|fact| fact.level == level) {
        inputs.entry((fact.input.clone(), fact.vpc.clone())).or_default().push(fact);
    }
    Some(inputs)
}

fn input(name: &str) -> Value {
    let path = real(&format!("np-guard/{name}")).expect("it stands beside the facts");
    let [export] = folder(&path).try_into().expect("one text");
    let Export { text, .. } = export;
    serde_json::from_str(&text).expect("JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The name that np-guard uses: the tag, or the id.
fn called(thing: &Value, id: &str) -> String {
    let tags = thing["Tags"].as_array();
    let name = tags.into_iter().flatten().find(|tag| tag["Key"] == "Name").map(|tag| text(&tag["Value"]));
    name.unwrap_or(text(&thing[id])).to_owned()
}

fn vpc_called(input: &Value, name: &str) -> String {
    let vpcs = input["vpcs"].as_array().expect("VPCs").iter();
    let mut vpcs = vpcs.filter(|vpc| called(vpc, "VpcId") == name);
    text(&vpcs.next().expect("a VPC")["VpcId"]).to_owned()
}

#[test]
fn every_fact_about_endpoints_is_what_is_answered() {
    let Some(inputs) = inputs("endpoint") else { return };
    let mut known = 0;
    for ((name, vpc), facts) in inputs {
        let input = input(&name);
        let vpc = vpc_called(&input, &vpc);
        let instances = input["instances"].as_array().expect("instances").iter();
        let ends: BTreeMap<String, String> = instances
            .filter(|instance| instance["VpcId"] == vpc.as_str() && instance["State"]["Name"] != "terminated")
            .map(|instance| {
                let address = text(&instance["PrivateIpAddress"]);
                (
                    format!("{}[{address}]", called(instance, "InstanceId")),
                    format!("instance \"{}\"", text(&instance["InstanceId"])),
                )
            })
            .collect();
        assert!(ends.len() > 1, "{name}");
        let analysis = Analysis::new(estate(vec![Export::new(name, input.to_string())]));
        known += ask_all(&analysis, &ends, &facts, true);
    }
    assert_eq!(known, 40, "each fact was asked about once");
}

/// The input with one machine in each subnet, with a public address where the subnet gives them, in a group that allows all.
fn probed(mut input: Value) -> Value {
    let groups = input["vpcs"].as_array().expect("VPCs").iter().map(|vpc| {
        let all = json!([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": [],
                          "UserIdGroupPairs": []}]);
        json!({"GroupId": format!("all of {}", text(&vpc["VpcId"])), "GroupName": "all", "VpcId": vpc["VpcId"],
               "IpPermissions": all, "IpPermissionsEgress": all})
    });
    let groups: Vec<Value> = groups.collect();
    let probes = input["subnets"].as_array().expect("subnets").iter().enumerate().map(|(number, subnet)| {
        let id = text(&subnet["SubnetId"]);
        let (first, _) = text(&subnet["CidrBlock"]).split_once('/').expect("a range");
        let first: std::net::Ipv4Addr = first.parse().expect("an address");
        let address = std::net::Ipv4Addr::from(first.to_bits() + 9).to_string();
        let public = subnet["MapPublicIpOnLaunch"] == true;
        let association = public.then(|| json!({"PublicIp": format!("1.1.1.{}", number + 1)}));
        json!({"InstanceId": format!("probe of {id}"), "State": {"Name": "running"}, "VpcId": subnet["VpcId"],
               "NetworkInterfaces": [{"NetworkInterfaceId": format!("interface of {id}"), "VpcId": subnet["VpcId"], "SubnetId": id,
                   "PrivateIpAddresses": [{"PrivateIpAddress": address, "Primary": true, "Association": association}],
                   "Groups": [{"GroupId": format!("all of {}", text(&subnet["VpcId"]))}]}]})
    });
    let probes: Vec<Value> = probes.collect();
    input["security_groups"] = groups.into();
    input["instances"] = probes.into();
    input
}

#[test]
fn every_fact_about_subnets_is_what_is_answered() {
    let Some(inputs) = inputs("subnet") else { return };
    let mut known = 0;
    for ((name, vpc), facts) in inputs {
        let input = probed(input(&name));
        let vpc = vpc_called(&input, &vpc);
        let subnets = input["subnets"].as_array().expect("subnets").iter();
        let ends: BTreeMap<String, String> = subnets
            .filter(|subnet| subnet["VpcId"] == vpc.as_str())
            .map(|subnet| (called(subnet, "SubnetId"), format!("subnet \"{}\"", text(&subnet["SubnetId"]))))
            .collect();
        assert!(ends.len() > 1, "{name}");
        let analysis = Analysis::new(estate(vec![Export::new(name, input.to_string())]));
        assert!(!analysis.has_errors(), "{:#?}", analysis.problems());
        // Of subnets np-guard tells no flows from outside.
        known += ask_all(&analysis, &ends, &facts, false);
    }
    assert_eq!(known, 54, "each fact was asked about once");
}
