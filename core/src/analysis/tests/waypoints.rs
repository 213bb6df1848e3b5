//! Intents and questions that tell ways apart.

use super::*;
use crate::answer::Outcome;

/// A private subnet behind a NAT gateway, with a machine that also has a public address by another subnet, and a firewall that
/// a third subnet is sent through, all but one destination.
const NETWORK: &str = "
vpc main 10.0.0.0/16 {
  internet-gateway igw
  nat-gateway nat in edge { public-ip 198.51.100.20 }
  route-table out { 0.0.0.0/0 -> igw }
  route-table private { 0.0.0.0/0 -> nat }
  route-table inspected { 0.0.0.0/0 -> firewall; 192.0.2.0/24 -> nat }
  subnet edge 10.0.0.0/24 { route-table out }
  subnet app 10.0.1.0/24 { route-table private }
  subnet watched 10.0.2.0/24 { route-table inspected }
  security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
  security-group guard { ingress any from 10.0.2.0/24; egress any to 0.0.0.0/0 }
  instance web-1 in edge { ip 10.0.0.10; public-ip 198.51.100.10; security-group open }
  instance web-2 in edge { ip 10.0.0.11; public-ip 198.51.100.11; security-group open }
  instance app-1 in app { ip 10.0.1.10; security-group open }
  instance app-2 in app { ip 10.0.1.11; security-group open }
  instance job-1 in watched { ip 10.0.2.10; security-group open }
  instance firewall in edge {
    ip 10.0.0.99; public-ip 198.51.100.99; security-group guard; source-dest-check no
  }
}";

/// How each intent comes out.
#[track_caller]
fn expect(intents: &[(&str, Outcome)]) {
    let text: Vec<&str> = intents.iter().map(|(text, _)| *text).collect();
    let report = analysis(NETWORK, &text.join("\n")).check();
    for (result, (text, outcome)) in report.intents.iter().zip(intents) {
        assert_eq!(result.outcome, *outcome, "{text}: {:#?}", result.violations);
    }
}

#[test]
fn what_leaves_by_another_way_breaks_a_deny() {
    expect(&[
        ("deny subnet app -> internet avoiding nat", Outcome::Holds),
        ("deny subnet app -> internet avoiding nat, firewall", Outcome::Holds),
        ("deny subnet app -> internet through nat", Outcome::Fails),
        ("deny any -> internet avoiding igw", Outcome::Holds),
        ("deny any -> internet avoiding nat", Outcome::Fails),
        ("deny any except subnet edge, job-1 -> internet avoiding nat", Outcome::Holds),
        ("deny subnet app -> subnet edge through nat, igw", Outcome::Fails),
        (
            "deny subnet app -> subnet edge except 198.51.100.0/24 avoiding web-1, web-2, firewall",
            Outcome::Holds,
        ),
    ]);
}

#[test]
fn an_end_that_is_named_is_passed() {
    expect(&[
        ("deny web-1, web-2 -> internet through web-1", Outcome::Fails),
        ("deny web-2 -> internet through web-1", Outcome::Holds),
        ("deny web-1 -> internet avoiding web-1", Outcome::Holds),
        ("deny web-2 -> internet avoiding web-1", Outcome::Fails),
        ("require app-1 -> web-2 : tcp 443 through web-2", Outcome::Holds),
        ("require app-1 -> web-1, web-2 : tcp 443 through web-2", Outcome::Fails),
        ("deny internet -> 198.51.100.10 avoiding web-1", Outcome::Holds),
        ("deny internet -> 198.51.100.11 avoiding web-1", Outcome::Fails),
    ]);
}

#[test]
fn what_is_required_goes_by_no_other_way() {
    expect(&[
        ("require app-1 -> 203.0.113.9 : tcp 443 through nat", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 443 avoiding firewall", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 443 through nat avoiding igw", Outcome::Fails),
        ("require web-1 -> 203.0.113.9 : tcp 443 through nat", Outcome::Fails),
        // What the firewall does is not known, but that it is asked is.
        ("require job-1 -> 203.0.113.9 : tcp 443 through firewall", Outcome::Unknown),
        ("require job-1 -> 192.0.2.9 : tcp 443 through firewall", Outcome::Fails),
        ("deny job-1 -> internet except 192.0.2.0/24 avoiding firewall", Outcome::Holds),
        ("deny job-1 -> internet avoiding firewall", Outcome::Fails),
        ("deny job-1 -> internet through firewall", Outcome::Unknown),
    ]);
}

#[test]
fn a_violation_is_shown_by_the_way_that_counts() {
    let report = analysis(
        NETWORK,
        "deny job-1 -> internet avoiding firewall
         require web-1 -> 203.0.113.9 : tcp 443 through nat",
    )
    .check();
    let [past, missing] = [0, 1].map(|at| report.intents[at].shown.clone().unwrap());
    assert_eq!(past.witness.packet.destination.to_string().split('.').next(), Some("192"));
    let hops = |shown: &crate::answer::Shown| -> Vec<String> {
        shown.path.forward.iter().map(|step| step.hop.kind.clone()).collect()
    };
    assert!(hops(&past).contains(&String::from("nat-gateway")), "{:?}", hops(&past));
    assert!(!hops(&missing).contains(&String::from("nat-gateway")), "{:?}", hops(&missing));
    assert!(hops(&missing).contains(&String::from("internet-gateway")), "{:?}", hops(&missing));
    assert!(missing.blockers.is_empty(), "nothing stops it: it goes another way");
}

#[test]
fn of_two_addresses_the_one_whose_way_does_not_count_is_shown() {
    let report = analysis(NETWORK, "require app-1 -> web-1 : tcp 443 avoiding nat").check();
    let [intent] = report.intents.as_slice() else { panic!("one") };
    assert_eq!(intent.outcome, Outcome::Fails, "its public address leads there by the gateway");
    let shown = intent.shown.clone().unwrap();
    assert_eq!(shown.witness.packet.destination.to_string(), "198.51.100.10");
    let hops: Vec<&str> = shown.path.forward.iter().map(|step| step.hop.kind.as_str()).collect();
    assert!(hops.contains(&"nat-gateway"), "{hops:?}");
}

#[test]
fn questions_ask_by_ways() {
    let analysis = analysis(NETWORK, "");
    for (question, verdict) in [
        ("app-1 -> 203.0.113.9 : tcp 443", Verdict::Reachable),
        ("app-1 -> 203.0.113.9 : tcp 443 through nat", Verdict::Reachable),
        ("app-1 -> 203.0.113.9 : tcp 443 through firewall", Verdict::Blocked),
        ("app-1, web-1 -> 203.0.113.9 : tcp 443 through nat", Verdict::Partly),
        ("app-1, web-1 -> 203.0.113.9 : tcp 443 avoiding nat", Verdict::Partly),
        ("internet -> app-1 through igw", Verdict::Blocked),
        ("job-1 -> 203.0.113.9 : tcp 443 avoiding firewall", Verdict::Blocked),
    ] {
        assert_eq!(ask(&analysis, question).verdict, verdict, "{question}");
    }
}

#[test]
fn what_is_meant_by_one_way_is_not_meant_by_another() {
    let closed = |meant: &str| {
        let report = analysis(NETWORK, &format!("{meant}\nclosed any -> internet")).check();
        report.intents.last().map(|intent| intent.outcome).unwrap()
    };
    let others = "allow subnet edge, subnet watched -> internet";
    assert_eq!(closed(&format!("{others}\nallow subnet app -> internet through nat")), Outcome::Holds);
    assert_eq!(closed(&format!("{others}\nallow subnet app -> internet through firewall")), Outcome::Fails);
    assert_eq!(closed(&format!("{others}\nallow subnet app -> internet avoiding nat")), Outcome::Fails);
}

#[test]
fn what_is_meant_by_one_way_each_is_meant_by_both() {
    // To web-1 app-1 goes inside, and by the gateway where it writes the public address.
    let closed = |meant: &str| {
        let report = analysis(NETWORK, &format!("{meant}\nclosed app-1 -> web-1")).check();
        report.intents.last().map(|intent| intent.outcome).unwrap()
    };
    let [by_nat, past_nat] = ["allow app-1 -> web-1 through nat", "allow app-1 -> web-1 avoiding nat"];
    assert_eq!(closed(by_nat), Outcome::Fails);
    assert_eq!(closed(past_nat), Outcome::Fails);
    assert_eq!(closed(&format!("{by_nat}\n{past_nat}")), Outcome::Holds);
    assert_eq!(closed("allow app-1 -> web-1"), Outcome::Holds);
}

#[test]
fn closed_asks_by_ways() {
    let closed = |meant: &str, ways: &str| {
        let report = analysis(NETWORK, &format!("{meant}\nclosed app-1 -> web-1 {ways}")).check();
        report.intents.last().map(|intent| intent.outcome).unwrap()
    };
    assert_eq!(closed("allow any -> web-2", "through nat"), Outcome::Fails);
    assert_eq!(closed("allow any -> web-2", "through firewall"), Outcome::Holds, "nothing goes by it");
    assert_eq!(closed("allow app-1 -> web-1 through nat", "through nat"), Outcome::Holds);
    assert_eq!(closed("allow app-1 -> web-1 through nat", "avoiding nat"), Outcome::Fails);
    // By the firewall, what goes on is possible, and meant.
    let watched = |meant: &str| {
        let report = analysis(NETWORK, &format!("{meant}\nclosed job-1 -> 203.0.113.9")).check();
        report.intents.last().map(|intent| intent.outcome).unwrap()
    };
    assert_eq!(watched("allow any -> web-2"), Outcome::Unknown);
    assert_eq!(watched("allow any -> internet through firewall"), Outcome::Holds);
    assert_eq!(watched("allow any -> internet avoiding firewall"), Outcome::Unknown);
    // Alone it is about everything.
    let report =
        analysis(NETWORK, "allow any -> internet\nclosed through nat\nclosed : tcp 443 avoiding nat").check();
    let outcomes: Vec<Outcome> = report.intents.iter().map(|intent| intent.outcome).collect();
    assert_eq!(outcomes, [Outcome::Holds, Outcome::Fails, Outcome::Fails]);
    let shown = report.intents[1].shown.as_ref().unwrap();
    assert!(shown.path.forward.iter().any(|step| step.hop.kind == "nat-gateway"), "{:?}", shown.path);
}

#[test]
fn an_exception_by_a_way_leaves_out_what_goes_it() {
    expect(&[
        ("deny subnet app -> internet { allow subnet app -> internet through nat }", Outcome::Holds),
        ("deny subnet app -> internet { allow subnet app -> internet avoiding nat }", Outcome::Fails),
        ("deny any -> internet { allow subnet app -> internet through nat }", Outcome::Fails),
        // Of two ways one is left.
        ("deny app-1 -> web-1 { allow any -> web-1 through nat }", Outcome::Fails),
        (
            "deny app-1 -> web-1 { allow any -> web-1 through nat; allow any -> web-1 avoiding nat }",
            Outcome::Holds,
        ),
        ("deny app-1 -> web-1 through nat { allow any -> web-1 through igw }", Outcome::Holds),
        ("deny app-1 -> web-1 avoiding nat { allow any -> web-1 through nat }", Outcome::Fails),
        // What the firewall sends on is left out, whatever it is.
        ("deny job-1 -> internet { allow any -> any through firewall }", Outcome::Fails),
        ("deny job-1 -> internet except 192.0.2.0/24 { allow any -> any through firewall }", Outcome::Holds),
        (
            "deny job-1 -> internet except 192.0.2.0/24 { allow any -> any avoiding firewall }",
            Outcome::Unknown,
        ),
        ("isolate subnet app from internet { allow subnet app -> internet through nat }", Outcome::Holds),
    ]);
    let report = analysis(NETWORK, "deny app-1 -> web-1 { allow any -> web-1 through nat }").check();
    let shown = report.intents[0].shown.as_ref().unwrap();
    assert!(!shown.path.forward.iter().any(|step| step.hop.kind == "nat-gateway"), "{:?}", shown.path);
    assert_eq!(shown.witness.packet.destination.to_string(), "10.0.0.10");
}

#[test]
fn isolate_is_by_ways_in_both_directions() {
    expect(&[
        ("isolate app-1 from web-1 through firewall", Outcome::Holds),
        ("isolate app-1 from web-1 through nat", Outcome::Fails),
        ("isolate web-1 from app-1 through nat", Outcome::Fails),
        ("isolate subnet app from internet avoiding nat", Outcome::Holds),
        ("isolate internet from subnet app avoiding nat", Outcome::Holds),
        ("isolate internet from subnet app", Outcome::Fails),
        ("isolate internet from web-1 avoiding igw", Outcome::Holds),
    ]);
    let tagged = NETWORK.replace("subnet app 10.0.1.0/24 {", "subnet app 10.0.1.0/24 { tag t=inner;");
    let tagged = tagged.replace("subnet edge 10.0.0.0/24 {", "subnet edge 10.0.0.0/24 { tag t=outer;");
    let text =
        "isolate each tag t avoiding nat\nisolate each tag t through firewall, igw avoiding web-1, web-2";
    let text = format!("network n on aws in eu-central-1 {{\n{tagged}\n}}\n{text}\n");
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    assert!(!analysis.has_errors(), "{:?}", analysis.problems());
    let outcomes: Vec<Outcome> = analysis.check().intents.iter().map(|intent| intent.outcome).collect();
    assert_eq!(outcomes[0], Outcome::Fails);
}

#[test]
fn waypoints_are_passed_in_order() {
    expect(&[
        ("deny app-1 -> 203.0.113.9 through nat through igw", Outcome::Fails),
        ("deny app-1 -> 203.0.113.9 through igw through nat", Outcome::Holds),
        ("deny app-1 -> 203.0.113.9 through igw through igw", Outcome::Fails),
        // An end comes before everything, or after it.
        ("deny web-1 -> 203.0.113.9 through web-1 through igw", Outcome::Fails),
        ("deny web-1 -> 203.0.113.9 through igw through web-1", Outcome::Holds),
        ("deny app-1 -> web-1 through nat through web-1", Outcome::Fails),
        ("deny app-1 -> web-1 through web-1 through nat", Outcome::Holds),
        (
            "deny app-1 -> web-1 through app-1, nat through app-1 through igw through web-1, nat",
            Outcome::Fails,
        ),
        ("deny app-1 -> web-2 through nat through web-1", Outcome::Holds),
        ("deny internet -> 198.51.100.10 through igw through web-1", Outcome::Fails),
        ("deny internet -> 198.51.100.10 through web-1 through igw", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 443 through nat through igw", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 443 through igw through nat", Outcome::Fails),
        ("require app-1, web-1 -> 203.0.113.9 : tcp 443 through nat, web-1 through igw", Outcome::Holds),
        ("require app-1, web-1 -> 203.0.113.9 : tcp 443 through web-1 through nat, igw", Outcome::Fails),
        // What the firewall does is not known, but what comes behind it is behind it.
        ("deny job-1 -> 203.0.113.9 through firewall through igw", Outcome::Unknown),
        ("deny job-1 -> 203.0.113.9 through nat through firewall", Outcome::Holds),
        ("deny subnet app -> internet { allow any -> any through nat through igw }", Outcome::Holds),
        ("deny subnet app -> internet { allow any -> any through igw through nat }", Outcome::Fails),
    ]);
    let analysis = analysis(NETWORK, "");
    for (question, verdict) in [
        ("app-1 -> 203.0.113.9 : tcp 443 through nat through igw", Verdict::Reachable),
        ("app-1 -> 203.0.113.9 : tcp 443 through igw through nat", Verdict::Blocked),
        ("app-1, web-1 -> 203.0.113.9 : tcp 443 through app-1, web-1 through nat", Verdict::Partly),
        ("app-1 -> web-1, web-2 : tcp 443 through nat through web-1", Verdict::Partly),
    ] {
        assert_eq!(ask(&analysis, question).verdict, verdict, "{question}");
    }
}

#[test]
fn exceptions_by_the_same_way_may_leave_nothing() {
    let problems = |intents: &str| -> Vec<ProblemCode> {
        let text = format!("network n on aws in eu-central-1 {{\n{NETWORK}\n}}\n{intents}\n");
        let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
        analysis.problems().into_iter().map(|problem| problem.code).collect()
    };
    let deny = "deny app-1 -> internet";
    assert_eq!(problems(&format!("{deny} {{ allow any -> internet through nat }}")), []);
    assert_eq!(problems(&format!("{deny} through igw {{ allow any -> internet through nat }}")), []);
    let same = format!("{deny} through nat {{ allow any -> internet through nat }}");
    assert_eq!(problems(&same), [ProblemCode::NothingAsked]);
    // A requirement may go the way that is excepted.
    let required = "require app-1 -> 203.0.113.9 : tcp 443";
    assert_eq!(problems(&format!("{required}\n{deny}")), [ProblemCode::Contradiction]);
    assert_eq!(problems(&format!("{required}\n{deny} {{ allow any -> any through nat }}")), []);
}

#[test]
fn a_deny_of_some_ways_contradicts_no_requirement() {
    // No problem is found; the helper looks.
    expect(&[
        ("deny app-1 -> 203.0.113.9 avoiding nat", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 443", Outcome::Holds),
        ("require app-1 -> 203.0.113.9 : tcp 80 through nat", Outcome::Holds),
    ]);
}

#[test]
fn of_two_flows_the_one_that_is_broken_is_shown_by_its_way() {
    const OPEN: &str = "vpc main 10.0.0.0/16 {
         internet-gateway igw
         nat-gateway nat in public { public-ip 198.51.100.20 }
         route-table public { 0.0.0.0/0 -> igw }
         route-table private { 0.0.0.0/0 -> nat }
         subnet public 10.0.0.0/24 { route-table public }
         subnet private 10.0.1.0/24 { route-table private }
         security-group all { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
         instance web in public { ip 10.0.0.10; public-ip 198.51.100.10; security-group all }
         instance app in private { ip 10.0.1.10; security-group all }
       }";
    for sides in ["web from app", "app from web"] {
        let exceptions = "allow app -> web : tcp 443 avoiding igw; allow web -> app : tcp 443";
        let report = analysis(OPEN, &format!("isolate {sides} : tcp 443 {{ {exceptions} }}")).check();
        let shown = report.intents[0].shown.clone().expect("a packet by the gateway");
        let kinds: Vec<_> = shown.path.forward.iter().map(|step| step.hop.kind.as_str()).collect();
        assert!(kinds.contains(&"internet-gateway"), "{sides}: {kinds:?}");
    }
}
