//! How intents come out.

use super::*;
use crate::answer::Outcome;
use crate::estate::{Expr, Selector, ServiceTerm, Traffic, Ways};
use crate::origin::Owner;

const PAIR: &str = "
vpc main 10.0.0.0/16 {
  subnet web 10.0.1.0/24
  security-group web { ingress tcp 443 from 0.0.0.0/0; egress any to 0.0.0.0/0 }
  instance web-1 in web { ip 10.0.1.10; security-group web }
  instance web-2 in web { ip 10.0.1.11; security-group web }
}";

fn outcomes(intents: &str) -> Vec<Outcome> {
    analysis(PAIR, intents).check().intents.iter().map(|intent| intent.outcome).collect()
}

#[test]
fn a_requirement_does_not_hold_for_want_of_a_client() {
    let intents = "require web-1 -> web-2 : tcp 22 except tcp 22 source-port 1024-65535
                   require web-1 -> web-2 : tcp 443 except tcp 443 source-port 1024-65535";
    assert_eq!(outcomes(intents), [Outcome::Fails, Outcome::Holds]);
}

#[test]
fn closed_holds_when_every_delivered_flow_is_meant() {
    let closed = |text: &str| *outcomes(&format!("{text}\nclosed\nclosed any -> web-1")).last().unwrap();
    assert_eq!(closed(""), Outcome::Fails, "nothing is meant");
    for meant in [
        "allow web-1, web-2 -> subnet web : tcp 443",
        "require web-1, web-2 -> subnet web : tcp 443",
        "deny any -> any { allow web-1, web-2 -> subnet web : tcp 443 }",
        "isolate internet from subnet web { allow web-1, web-2 -> subnet web }",
    ] {
        let outcomes = outcomes(&format!("{meant}\nclosed\nclosed any -> web-1"));
        assert_eq!(outcomes, [Outcome::Holds; 3], "{meant}");
    }
    // Each is about its own flows.
    let half = "allow any -> web-1 : tcp 443\nclosed any -> web-1\nclosed any -> web-2\nclosed : udp 1-65535";
    assert_eq!(outcomes(half), [Outcome::Holds, Outcome::Holds, Outcome::Fails, Outcome::Holds]);
}

#[test]
fn closed_shows_what_nothing_covers() {
    let analysis = analysis(PAIR, "allow web-1 -> web-2\nclosed");
    let report = analysis.check();
    let closed = &report.intents[1];
    let [only] = closed.violations.boxes.as_slice() else { panic!("{:#?}", closed.violations) };
    assert_eq!(
        (only.source.name.as_deref(), only.destination.name.as_deref()),
        (Some("n.main.web-2"), Some("n.main.web-1"))
    );
    let shown = closed.shown.as_ref().unwrap();
    assert_eq!(
        (shown.witness.from.as_str(), shown.witness.packet.destination_port),
        ("n.main.web-2", Some(443))
    );
    assert!(shown.blockers.is_empty(), "nothing is to be let through");
}

/// A machine behind a public address.
const SERVER: &str = "
vpc main 10.0.0.0/16 {
  internet-gateway igw
  route-table public { main yes; 0.0.0.0/0 -> igw }
  subnet web 10.0.1.0/24
  security-group web { ingress tcp 443 from 0.0.0.0/0 }
  instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
}";

#[test]
fn a_public_address_and_its_machine_cover_each_other() {
    let closed = ["closed", "closed internet -> 198.51.100.10", "closed internet -> web-1"];
    for (meant, outcome) in [
        ("allow internet -> web-1 : tcp 443", Outcome::Holds),
        ("allow internet -> 198.51.100.10 : tcp 443", Outcome::Holds),
        ("allow internet -> 198.51.100.0/24 : tcp 80, 443", Outcome::Holds),
        ("allow internet -> web-1 : tcp 80", Outcome::Fails),
    ] {
        let analysis = analysis(SERVER, &format!("{meant}\n{}", closed.join("\n")));
        for intent in analysis.check().intents.iter().skip(1) {
            assert_eq!(intent.outcome, outcome, "{meant}, {}", intent.text);
        }
    }
}

#[test]
fn closed_is_not_judged_where_what_is_meant_is_not_known() {
    let text =
        format!("network n on aws in r {{{PAIR}}}\nallow web-1 -> web-3\nclosed\ndeny web-1 -> web-2\n");
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    let outcomes: Vec<Outcome> = analysis.check().intents.iter().map(|intent| intent.outcome).collect();
    assert_eq!(outcomes, [Outcome::NotJudged, Outcome::Fails]);
}

#[test]
fn exceptions_that_leave_nothing_are_an_error() {
    let text = format!(
        "network n on aws in eu-central-1 {{{PAIR}}}\n\
         deny web-1 -> web-2 : tcp 22 {{ allow any -> any }}\n\
         deny web-1 -> web-2 {{ allow any -> any : tcp 443 }}\n"
    );
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    let problems = analysis.problems();
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["the exceptions leave no flow to ask about"]);
    let outcomes: Vec<Outcome> = analysis.check().intents.iter().map(|intent| intent.outcome).collect();
    // The second lets too much through whatever else is wrong; the first is not judged while it stands.
    assert_eq!(outcomes[0], Outcome::NotJudged);
}

#[test]
fn a_question_without_a_text_gets_its_problem_all_the_same() {
    let union = |selector| Expr { union: alloc::vec![alloc::vec![selector]], except: alloc::vec![] };
    let service =
        Expr { union: alloc::vec![alloc::vec![ServiceTerm::Traffic(Traffic::Any)]], except: alloc::vec![] };
    let origin = Origin::Implied { rule: "asked by a program", owner: Owner::Customer };
    let flow = Flow {
        from: union(Selector::Internet),
        to: union(Selector::Internet),
        service,
        ways: Ways::default(),
        origin,
    };
    let problems = analysis(PAIR, "").reach(&Question::new(flow)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code, problems[0].place.file.as_str()), (ProblemCode::NothingAsked, "question"));
}

/// Four machines that are alike, each with the same number as an address of both families.
const ALIKE: &str = "
vpc v 10.0.0.0/16, ::/56 {
  subnet s 10.0.0.0/24, ::/64
  security-group g { ingress any from ::/0; egress any to 0.0.0.0/0, ::/0 }
  instance a in s { ip 10.0.0.10, ::a00:a; security-group g }
  instance b in s { ip 10.0.0.11, ::a00:b; security-group g }
  instance c in s { ip 10.0.0.12, ::a00:c; security-group g }
  instance d in s { ip 10.0.0.13, ::a00:d; security-group g }
}";

#[test]
fn alike_machines_that_are_asked_about_by_other_addresses_do_not_stand_for_each_other() {
    let intents = "deny 10.0.0.10, 10.0.0.11, ::a00:b, 10.0.0.12 -> d : tcp 443
                   deny ::a00:b -> d : tcp 443
                   deny 10.0.0.10, 10.0.0.11, 10.0.0.12 -> d : tcp 443";
    let report = analysis(ALIKE, intents).check();
    let found = report.intents.iter().map(|intent| (intent.outcome, intent.violations.count.as_str()));
    let expected = [(Outcome::Fails, "65536"), (Outcome::Fails, "65536"), (Outcome::Holds, "0")];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_excepted_of_one_of_alike_machines_hides_no_assumption_of_the_others() {
    let network = "
vpc v 10.0.0.0/16 {
  internet-gateway igw
  nat-gateway nat in p { public-ip 198.51.100.1 }
  route-table pub { 0.0.0.0/0 -> igw }
  route-table prv { 0.0.0.0/0 -> nat }
  network-acl e {
    ingress 1 allow tcp 443 from 10.0.1.0/24; ingress 2 allow any from 0.0.0.0/0
    egress 1 deny tcp 443 to 0.0.0.0/0; egress 2 allow any to 0.0.0.0/0
  }
  subnet p 10.0.0.0/24 { route-table pub; network-acl e }
  subnet s 10.0.1.0/24 { route-table prv }
  security-group g { egress any to 0.0.0.0/0 }
  instance a in s { ip 10.0.1.10; security-group g }
  instance b in s { ip 10.0.1.11; security-group g }
  instance c in s { ip 10.0.1.12; security-group g }
}";
    for intent in [
        "deny a, b, c -> internet : tcp 443",
        "deny b, c -> internet : tcp 443",
        "deny a, b, c -> internet : tcp 443 { allow a -> internet : tcp 443 }",
        "allow a -> internet : tcp 443\nclosed a, b, c -> internet : tcp 443",
    ] {
        let report = analysis(network, intent).check();
        let judged = report.intents.last().unwrap();
        assert_eq!(judged.outcome, Outcome::Holds, "{intent}");
        let codes: Vec<_> = judged.assumptions.iter().map(|assumption| assumption.code.as_str()).collect();
        assert_eq!(codes, ["nat-gateway-address"], "{intent}");
    }
}

#[test]
fn a_public_address_asked_from_inside_is_not_covered_by_the_machine_behind_it() {
    let network = "
vpc v 10.0.0.0/16 {
  internet-gateway igw
  route-table pub { main yes; 0.0.0.0/0 -> igw }
  subnet s 10.0.0.0/24
  security-group g { ingress tcp 443 from 0.0.0.0/0; egress any to 0.0.0.0/0 }
  instance a in s { ip 10.0.0.10; security-group g; public-ip 198.51.100.1 }
  instance b in s { ip 10.0.0.11; security-group g; public-ip 198.51.100.2 }
}";
    let outcome = |intents: &str| analysis(network, intents).check().intents[1].outcome;
    assert_eq!(outcome("allow a -> b : tcp 443\nclosed a -> 198.51.100.2 : tcp 443"), Outcome::Fails);
    assert_eq!(
        outcome("allow a -> 198.51.100.2 : tcp 443\nclosed a -> 198.51.100.2 : tcp 443"),
        Outcome::Holds
    );
    assert_eq!(
        outcome("allow internet -> b : tcp 443\nclosed internet -> 198.51.100.2 : tcp 443"),
        Outcome::Holds
    );
}

#[test]
fn what_an_intent_rests_on_is_the_same_when_everything_is_known() {
    // By its private address no assumption leads to `b`; by the public one it does. Replies never return.
    let network = "vpc v 10.0.0.0/16 {
        internet-gateway igw
        route-table out { 0.0.0.0/0 -> igw }
        network-acl silent { ingress 1 allow any from 0.0.0.0/0; egress 1 deny any to 0.0.0.0/0 }
        security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
        subnet near 10.0.1.0/24 { route-table out }
        subnet far 10.0.2.0/24 { route-table out; network-acl silent }
        instance a in near { ip 10.0.1.10; public-ip 198.51.100.1; security-group open }
        instance b in far { ip 10.0.2.10; public-ip 198.51.100.2; security-group open }
      }";
    let mut analysis = analysis(network, "deny a -> b : tcp 22");
    let before = analysis.check();
    assert_eq!((before.summary.fail, &before.intents[0].assumptions[..]), (1, &[][..]));
    while analysis.step(u64::MAX) != (Progress::Done { of: 3 }) {}
    assert_eq!(analysis.check(), before);
}
