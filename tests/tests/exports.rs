//! What exports say stands in the estate, at the value that says it, and nothing else does.

use std::collections::{BTreeMap, BTreeSet};

use ringfence::estate::{Estate, ObjectId};
use ringfence::{Analysis, Problem, ProblemCode, Severity, Source, Span, parse};
use ringfence_import::Export;
use ringfence_tests::exports::{balanced, estate, folder, hub, peers, printed, real, services, shop, stands};
use serde_json::{Value, json};

/// Folders and files of real exports that are as the cloud prints them.
const REAL: [&str; 18] = [
    "batfish/test-direct-connect-gateway/aws_configs",
    "batfish/test-direct-connect-private-vif/aws_configs",
    "batfish/test-load-balancer/aws_configs",
    "batfish/test-nat-gateway/aws_configs",
    "batfish/test-public-private-subnet/aws_configs",
    "batfish/test-public-subnet/aws_configs",
    "batfish/test-subnet/aws_configs",
    "batfish/test-transit-gateway/aws_configs",
    "batfish/test-transit-gateway-multi-account/aws_configs",
    "batfish/test-transit-gateway-multi-table/aws_configs",
    "batfish/test-vpc-endpoint-gateway/aws_configs",
    "batfish/test-vpc-endpoint-interface/aws_configs",
    "batfish/test-vpc-peering/aws_configs",
    "batfish/test-vpn-gateway/aws_configs",
    "np-guard/input_aws_acl_1.json",
    "np-guard/input_aws_mixed.json",
    "np-guard/input_aws_sg_1.json",
    "np-guard/input_basic_config_with_sg.json",
];

/// The shop, its peers, and every real export that is at hand.
fn all() -> Vec<(String, Vec<Export>)> {
    let real = REAL.iter().filter_map(|path| Some(((*path).to_owned(), folder(&real(path)?))));
    let own = [
        ("shop", shop()),
        ("peers", peers()),
        ("hub", hub()),
        ("balanced", balanced()),
        ("services", services()),
    ];
    let own = own.into_iter().map(|(name, exports)| (name.to_owned(), exports));
    own.chain(real).collect()
}

#[test]
fn what_is_printed_stands_in_the_estate_where_it_comes_from() {
    for (name, exports) in all() {
        let (expected, found) = (printed(&exports), stands(&estate(exports)));
        assert!(expected.len() > 10, "{name}: {expected:#?}");
        let missing: Vec<_> = expected.iter().filter(|(fact, _)| !found.contains_key(*fact)).collect();
        // That a gateway which a route names is attached to the VPC, no list may say.
        let assumed = |fact: &str, places: &BTreeSet<(String, String)>| {
            fact.starts_with("igw-") && places.iter().all(|(_, pointer)| pointer.contains("/Routes/"))
        };
        let more =
            found.iter().filter(|(fact, places)| !expected.contains_key(*fact) && !assumed(fact, places));
        let more: Vec<_> = more.collect();
        assert_eq!((missing.as_slice(), more.as_slice()), (&[][..], &[][..]), "{name}");
        for (fact, places) in found.iter().filter(|(fact, _)| expected.contains_key(*fact)) {
            // What is printed twice has one place of several.
            let known = &expected[fact];
            assert!(places.is_subset(known), "{name}: {fact}: {places:?} are none of {known:?}");
        }
    }
}

#[test]
fn the_text_by_itself_is_the_same_estate_and_proves_no_more() {
    for (name, exports) in all() {
        let made = estate(exports);
        let text = made.sources[0].alone();
        let again = parse(vec![Source::new("estate.fence", text.as_str()).expect("a text")]);
        // Places differ where an error is a statement instead of a comment.
        assert_eq!(things(&again.estate), things(&made.estate), "{name}");
        assert!(stands(&again).into_keys().eq(stands(&made).into_keys()), "{name}");
        // What was found in the exports only is a statement that nothing models, or a comment.
        let of_exports = |problem: &&Problem| {
            use ProblemCode::{Assumed, BadExport, LeftOut, NotInExports};
            [Assumed, BadExport, LeftOut, NotInExports].contains(&problem.code)
        };
        let codes = |problems: &[Problem]| -> BTreeMap<(ProblemCode, String), usize> {
            let mut counts = BTreeMap::new();
            for problem in problems.iter().filter(|problem| !of_exports(problem)) {
                *counts.entry((problem.code, problem.message.clone())).or_default() += 1;
            }
            counts
        };
        let errors = made.problems.iter().filter(of_exports);
        let errors = errors.filter(|problem| problem.severity == Severity::Error).count();
        let mut expected = codes(&made.problems);
        if errors > 0 {
            expected
                .insert((ProblemCode::NotModelledYet, "`left-out` is not modelled yet".to_owned()), errors);
        }
        assert_eq!(codes(&again.problems), expected, "{name}");
    }
}

#[test]
fn a_text_with_its_origins_is_what_it_was_when_it_was_made() {
    for (name, exports) in all() {
        let made = estate(exports);
        let first = &made.sources[0];
        let handed = Source::new(first.name(), first.alone()).expect("a text");
        let handed = parse(vec![handed.with_origins(&first.origins().expect("it was made"))]);
        assert_eq!(handed.estate, made.estate, "{name}");
        assert_eq!(handed.sources[0].text(), first.text(), "{name}");
        for (offset, _) in first.text().char_indices() {
            let offset = u32::try_from(offset).expect("a short text");
            let at = Span { start: offset, end: offset };
            assert_eq!(handed.sources[0].place(at), first.place(at), "{name}");
        }
        let problems = Analysis::new(made).problems();
        assert_eq!(Analysis::new(handed).problems(), problems, "{name}");
    }
}

/// Everything named in an estate, with what it stands in, its id and its tags.
fn things(estate: &Estate) -> Vec<(&str, String, Option<&str>, usize)> {
    let object = |number: usize| {
        let id = ObjectId(u32::try_from(number).expect("few things"));
        let object = estate.object(id).expect("an object");
        (object.kind, estate.path(id), object.id.as_deref(), object.tags.len())
    };
    (0..estate.objects.len()).map(object).collect()
}

#[test]
fn the_shop_has_no_error_and_tells_what_is_left_out() {
    let analysis = Analysis::new(estate(shop()));
    let problems = analysis.problems();
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning), "{problems:#?}");
    let told: BTreeSet<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem.message.as_str(), problem.place.pointer.as_deref().unwrap_or("none")))
        .collect();
    let expected = BTreeSet::from([
        ("a NAT gateway that is `deleted` is left out", "/NatGateways/1"),
        (
            "a rule names a group across a peering that is `deleted`",
            "/SecurityGroups/1/IpPermissions/3/UserIdGroupPairs/0",
        ),
        ("a network interface that is attached to nothing is left out", "/NetworkInterfaces/5"),
        ("an internet gateway that is attached to no VPC is left out", "/InternetGateways/1"),
        ("an instance that is `terminated` is left out", "/Reservations/3/Instances/0"),
    ]);
    assert_eq!(told, expected);
}

/// Two VPCs whose things have the names that confuse most.
fn odd() -> Vec<Export> {
    let names = [
        "web", "a.b", "any", "internet", "self", "default", "subnet", "x y", "\"q\"", "10.0.0.1", "é",
        "sg-b-0", "",
    ];
    let tags = |name: &str| json!([{"Key": "Name", "Value": name}, {"Key": "a=b, c", "Value": "{ # }"}]);
    let groups = |vpc: &str| -> Vec<Value> {
        let all = names.iter().enumerate();
        all.map(|(number, name)| {
            let id = format!("sg-{vpc}-{number}");
            let peer = format!("sg-{vpc}-{}", (number + 1) % names.len());
            json!({"GroupId": id, "GroupName": format!("group {number}"), "VpcId": format!("vpc-{vpc}"), "Tags": tags(name),
                   "IpPermissions": [{"IpProtocol": "tcp", "FromPort": number, "ToPort": number, "UserIdGroupPairs": [{"GroupId": peer}],
                                      "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": []}],
                   "IpPermissionsEgress": []})
        })
        .collect()
    };
    let interfaces = |vpc: &str, range: u8| -> Vec<Value> {
        let all = names.iter().enumerate();
        all.map(|(number, name)| {
            json!({"NetworkInterfaceId": format!("eni-{vpc}-{number}"), "VpcId": format!("vpc-{vpc}"), "SubnetId": format!("subnet-{vpc}"),
                   "PrivateIpAddresses": [{"PrivateIpAddress": format!("10.{range}.0.{}", number + 10)}], "Status": "in-use",
                   "Attachment": {"InstanceId": format!("i-{vpc}-{number}")}, "TagSet": tags(name),
                   "Groups": [{"GroupId": format!("sg-{vpc}-{number}")}]})
        })
        .collect()
    };
    let of_both = |make: &dyn Fn(&str, u8) -> Value| json!([make("a", 1), make("b", 2)]);
    let both_groups = [groups("a"), groups("b")].concat();
    let both_interfaces = [interfaces("a", 1), interfaces("b", 2)].concat();
    let value = json!({
        "Vpcs": of_both(&|vpc, range| json!({"VpcId": format!("vpc-{vpc}"), "CidrBlock": format!("10.{range}.0.0/16"), "Tags": tags("main")})),
        "Subnets": of_both(&|vpc, range| json!({"SubnetId": format!("subnet-{vpc}"), "VpcId": format!("vpc-{vpc}"),
                                                "CidrBlock": format!("10.{range}.0.0/24"), "Tags": tags("web")})),
        "RouteTables": of_both(&|vpc, _| json!({"RouteTableId": format!("rtb-{vpc}"), "VpcId": format!("vpc-{vpc}"), "Tags": tags("web"),
                                                "Associations": [{"Main": true}, {"SubnetId": format!("subnet-{vpc}")}], "Routes": []})),
        "NetworkAcls": of_both(&|vpc, _| json!({"NetworkAclId": format!("acl-{vpc}"), "VpcId": format!("vpc-{vpc}"), "IsDefault": true,
                                                "Associations": [{"SubnetId": format!("subnet-{vpc}")}], "Entries": []})),
        "SecurityGroups": both_groups,
        "NetworkInterfaces": both_interfaces,
    });
    vec![Export::new("odd.json", value.to_string())]
}

#[test]
fn names_that_mean_something_else_are_names() {
    let (expected, made) = (printed(&odd()), estate(odd()));
    let errors = made.problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<&Problem>::new(), "{}", made.sources[0].text());
    assert_eq!(stands(&made), expected);
    // A name that several things have is none, nor is one that another has for its id.
    let text = made.sources[0].text();
    assert!(text.contains("security-group web {") && text.contains("vpc vpc-a 10.1.0.0/16 {"), "{text}");
    assert!(text.contains("security-group \"any\" {") && !text.contains("security-group default"), "{text}");
}

#[test]
fn a_group_of_another_vpc_is_not_one_of_the_same_name_here() {
    let mut text: Value = serde_json::from_str(&odd()[0].text).expect("JSON");
    // The first interface of one VPC carries the group `web` of the other, which a shared VPC allows.
    text["NetworkInterfaces"][0]["Groups"][0]["GroupId"] = json!("sg-b-0");
    text["SecurityGroups"][1]["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] = json!("sg-b-0");
    let analysis = Analysis::new(estate(vec![Export::new("odd.json", text.to_string())]));
    let told: Vec<(String, String)> = analysis
        .problems()
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| (problem.message, problem.place.pointer.unwrap_or_default()))
        .collect();
    let message = "security-group `web` is in vpc `vpc-b`, not in vpc `vpc-a`";
    assert_eq!(told, [(message.to_owned(), "/NetworkInterfaces/0/Groups/0".to_owned())]);
    // The rule is one of AWS, and matches nothing.
    let stale = analysis.problems().into_iter().find(|one| one.code == ProblemCode::StaleReference);
    let stale = stale.map(|one| (one.message, one.place.pointer.unwrap_or_default()));
    let message = "the rule matches nothing by security-group `web`: no active peering joins vpc `vpc-a` and vpc `vpc-b`";
    let pointer = "/SecurityGroups/1/IpPermissions/0/UserIdGroupPairs/0";
    assert_eq!(stale, Some((message.to_owned(), pointer.to_owned())));
}

#[test]
fn hubs_of_several_accounts_and_regions_are_one_estate() {
    use ringfence::answer::Verdict::{Blocked, OneWay, Reachable};
    let analysis = Analysis::new(estate(hub()));
    let problems: Vec<String> = analysis.problems().into_iter().map(|problem| problem.message).collect();
    let one_site = "what is beyond a transit gateway is taken to be one site with the ranges that its lines are known to tell";
    assert_eq!(problems, ["a transit gateway attachment that is `deleted` is left out", one_site]);
    for (question, verdict, by) in [
        ("prod-1 -> dev-1 : tcp 8443", Reachable, None),
        ("dev-1 -> prod-1 : tcp 443", Reachable, None),
        // A rule names the group of the other account, whose members are no others.
        ("lost-1 -> dev-1 : tcp 8443", Blocked, Some("sg-no-rule")),
        ("lost-1 -> prod-1 : tcp 443", Blocked, Some("no-attachment-in-zone")),
        ("prod-1 -> lost-1 : tcp 8443", OneWay, None),
        ("prod-1 -> far-1 : tcp 443", Reachable, None),
        ("far-1 -> prod-1 : tcp 443", Reachable, None),
        // The other Region has no way back to this account.
        ("dev-1 -> far-1 : tcp 443", Blocked, Some("sg-no-rule")),
        ("dev-1 -> 10.66.0.1", Blocked, Some("blackhole")),
        // By Direct Connect and by a VPN, where the site lets it out.
        ("172.20.1.10 -> prod-1 : tcp 9", Blocked, Some("sg-no-rule")),
        ("172.20.200.10 -> prod-1 : tcp 9", Blocked, Some("sg-no-rule")),
    ] {
        let asked = analysis.question(question).expect("the question names what is there");
        let answer = analysis.reach(&asked).expect("it asks about some flow");
        assert_eq!(answer.verdict, verdict, "{question}: {answer:#?}");
        let codes = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
        let codes: Vec<&str> = codes.map(|change| change.code.as_str()).collect();
        assert!(by.is_none_or(|by| codes.contains(&by)), "{question}: {codes:?}");
    }
}
