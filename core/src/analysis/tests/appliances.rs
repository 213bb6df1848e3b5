//! What hangs on machines that may send packets on, and what does not.

use super::*;
use crate::answer::{Outcome, Path, StepAction};

/// A firewall between `left` and `right`; `more` stands in the VPC, `left`, `right` and `inspect` in their route tables.
fn firewall(left: &str, right: &str, inspect: &str, more: &str) -> Analysis {
    firewall_with(left, right, inspect, more, "")
}

fn firewall_with(left: &str, right: &str, inspect: &str, more: &str, intents: &str) -> Analysis {
    let network = format!(
        "vpc main 10.0.0.0/16 {{
          route-table left {{ {left} }}
          route-table right {{ {right} }}
          route-table inspect {{ {inspect} }}
          subnet left 10.0.1.0/24 {{ route-table left }}
          subnet right 10.0.2.0/24 {{ route-table right }}
          subnet inspect 10.0.9.0/24 {{ route-table inspect }}
          security-group open {{ ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }}
          security-group client {{ egress any to 0.0.0.0/0 }}
          security-group server {{ ingress tcp 443 from 10.0.1.0/24; ingress tcp 22 from client; ingress udp 53 from open; ingress tcp 8080 from 10.0.8.0/24 }}
          instance fw in inspect {{ ip 10.0.9.10; security-group open; source-dest-check no }}
          instance a in left {{ ip 10.0.1.10; security-group client }}
          instance b in right {{ ip 10.0.2.10; security-group server }}
          {more}
        }}"
    );
    analysis(&network, intents)
}

const THERE: &str = "10.0.2.0/24 -> fw";
const BACK: &str = "10.0.1.0/24 -> fw";

/// The verdict, and those that are possible.
fn verdicts(analysis: &Analysis, question: &str) -> (Verdict, Vec<Verdict>) {
    let answer = ask(analysis, question);
    (answer.verdict, answer.possible)
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.assumptions.iter().map(|assumption| assumption.code.as_str()).collect()
}

fn forwards(path: Option<&Path>) -> usize {
    let steps = path.into_iter().flat_map(|path| path.forward.iter().chain(&path.reply));
    steps.filter(|step| step.action == StepAction::MayForward).count()
}

use Verdict::{Blocked, OneWay, Partly, Reachable, Unknown};

#[test]
fn what_an_appliance_may_let_through_is_unknown() {
    let analysis = firewall(THERE, BACK, "", "");
    let answer = ask(&analysis, "a -> b : tcp 443");
    assert_eq!(
        (answer.verdict, &answer.possible),
        (Unknown, &alloc::vec![Reachable, Partly, OneWay, Blocked])
    );
    assert!(answer.delivered.surely.is_empty() && answer.answered.surely.is_empty());
    assert_eq!(answer.delivered.possibly.count, "65536");
    assert_eq!(answer.answered.possibly.count, "65536");
    assert_eq!(codes(&answer), ["appliance-forwards"]);
    let packet = answer.witness.unwrap().packet;
    assert_eq!((packet.destination.to_string().as_str(), packet.destination_port), ("10.0.2.10", Some(443)));
    assert_eq!(forwards(answer.path.as_ref()), 2, "there and back");
    assert!(answer.blockers.is_empty(), "nothing that is written stops it");
}

#[test]
fn a_drop_before_an_appliance_is_certain() {
    let closed = "security-group shut { egress tcp 80 to 0.0.0.0/0 }
                  instance c in left { ip 10.0.1.11; security-group shut }";
    let answer = ask(&firewall(THERE, BACK, "", closed), "c -> b : tcp 443");
    assert_eq!(
        (answer.verdict, answer.possible.as_slice()),
        (Unknown, &[Reachable, Partly, OneWay, Blocked][..])
    );
    // By port 80 it comes to the firewall, which may change the port. By UDP nothing does.
    let analysis = firewall(THERE, BACK, "", closed);
    let answer = ask(&analysis, "c -> b : udp 53");
    assert_eq!((answer.verdict, codes(&answer)), (Blocked, Vec::new()));
    assert_eq!(blockers(&answer)[0][0], "sg-no-rule security-group n.main.shut egress");
    assert_eq!(forwards(answer.path.as_ref()), 2, "were that changed, it would come to the firewall");
}

#[test]
fn a_drop_behind_an_appliance_is_certain() {
    let answer = ask(&firewall(THERE, BACK, "", ""), "a -> b : tcp 80");
    assert_eq!((answer.verdict, answer.possible.as_slice()), (Blocked, &[][..]));
    assert_eq!(codes(&answer), Vec::<&str>::new(), "whatever the firewall does");
    assert_eq!(blockers(&answer), [["sg-no-rule security-group n.main.server ingress"]]);
    let path = answer.path.unwrap();
    assert_eq!(forwards(Some(&path)), 2, "there, and back once it is let through");
    assert_eq!(path.forward.last().unwrap().action, StepAction::Deliver);
}

#[test]
fn a_reply_that_comes_back_by_another_firewall_is_lost() {
    let other = "security-group other { ingress any from 10.0.2.0/24; egress any to 0.0.0.0/0 }
                 instance fw-2 in inspect { ip 10.0.9.20; security-group other; source-dest-check no }";
    let analysis = firewall(THERE, "10.0.1.0/24 -> fw-2", "", other);
    let answer = ask(&analysis, "a -> b : tcp 443");
    assert_eq!((answer.verdict, answer.possible.as_slice()), (Unknown, &[OneWay, Blocked][..]));
    assert!(answer.answered.possibly.is_empty());
    // Were it open to the first firewall, that might send packets to it.
    let open = other.replace("10.0.2.0/24", "10.0.0.0/16");
    let analysis = firewall(THERE, "10.0.1.0/24 -> fw-2", "", &open);
    assert_eq!(verdicts(&analysis, "a -> b : tcp 443").1.len(), 4);
    // Where nothing is translated, a reply that comes back past all firewalls is what is waited for.
    let analysis = firewall(THERE, "", "", "");
    assert!(verdicts(&analysis, "a -> b : tcp 443").1.contains(&Reachable));
}

#[test]
fn two_firewalls_in_a_row_are_both_assumed() {
    let second = "subnet behind 10.0.8.0/24
                  security-group second { ingress any from 10.0.9.0/24; egress any to 0.0.0.0/0 }
                  instance fw-2 in behind { ip 10.0.8.10; security-group second; source-dest-check no }";
    let row = firewall(THERE, BACK, "10.0.2.0/24 -> fw-2", second);
    let answer = ask(&row, "a -> b : tcp 8080");
    assert_eq!((answer.verdict, answer.possible.len()), (Unknown, 4));
    let about: Vec<&str> = answer.assumptions.iter().map(|one| one.place.name.as_str()).collect();
    assert_eq!(about, ["n.main.fw", "n.main.fw-2"]);
    assert_eq!(forwards(answer.path.as_ref()), 4);
}

#[test]
fn an_appliance_that_is_routed_to_itself_ends() {
    let analysis = firewall(THERE, BACK, "10.0.2.0/24 -> fw", "");
    assert_eq!(verdicts(&analysis, "a -> b : tcp 443"), (Blocked, Vec::new()), "it never gets there");
    let answer = ask(&analysis, "fw -> b : tcp 443");
    assert_eq!(answer.verdict, Blocked, "nor does what it sends itself");
}

#[test]
fn what_is_for_the_appliance_itself_arrives() {
    let nat = "internet-gateway igw
               route-table edge { 0.0.0.0/0 -> igw }
               subnet edge 10.0.7.0/24 { route-table edge }
               security-group nat { ingress tcp 8443 from 0.0.0.0/0; egress any to 0.0.0.0/0 }
               instance nat in edge { ip 10.0.7.10; public-ip 198.51.100.7; security-group nat; source-dest-check no }";
    let analysis = firewall("", "", "", nat);
    let answer = ask(&analysis, "internet -> instance nat : tcp 8443");
    assert_eq!((answer.verdict, codes(&answer)), (Reachable, Vec::new()));
    assert_eq!(forwards(answer.path.as_ref()), 0);
    // A port of it may be forwarded. To tcp 22 only the group `client` may come, and it is not in that.
    let open = "security-group web { ingress tcp 443 from 0.0.0.0/0 }
                instance web in right { ip 10.0.2.20; security-group web }";
    let analysis = firewall("", "", "", &format!("{nat}\n{open}"));
    let answer = ask(&analysis, "internet -> instance web : tcp 443");
    assert_eq!(answer.verdict, Unknown);
    let packet = answer.witness.unwrap().packet;
    assert_eq!(
        (packet.destination.to_string().as_str(), packet.destination_port),
        ("198.51.100.7", Some(8443))
    );
    assert_eq!(verdicts(&analysis, "internet -> b : tcp 22"), (Blocked, Vec::new()));
}

#[test]
fn an_appliance_makes_no_other_message_of_one_of_icmp() {
    let more = "security-group asks { egress icmp 8 to 0.0.0.0/0; egress tcp 80 to 0.0.0.0/0 }
                security-group answers { ingress icmp 8 from 0.0.0.0/0; ingress icmp 13 from 0.0.0.0/0 }
                instance c in left { ip 10.0.1.11; security-group asks }
                instance d in right { ip 10.0.2.30; security-group answers }";
    let analysis = firewall(THERE, BACK, "", more);
    let told = ask(&analysis, "c -> d");
    assert_eq!(
        (told.verdict, told.delivered.possibly.count.as_str()),
        (Unknown, "256"),
        "type 8, with each code"
    );
    let told = ask(&analysis, "c -> d : icmp 13, tcp 80");
    assert_eq!((told.verdict, told.possible), (Blocked, Vec::new()));
}

#[test]
fn references_to_groups_do_not_match_beyond_an_appliance() {
    let analysis = firewall(THERE, BACK, "", "");
    assert_eq!(verdicts(&analysis, "a -> b : tcp 22").0, Blocked, "the source is of the group, but steered");
    assert_eq!(verdicts(&analysis, "a -> b : udp 53").0, Unknown, "the firewall's own address is of `open`");
    let direct = firewall("", "", "", "");
    assert_eq!(verdicts(&direct, "a -> b : tcp 22").0, Reachable);
}

#[test]
fn intents_that_hang_on_an_appliance_are_unknown() {
    let intents = "require a -> b : tcp 443
                   deny a -> b : tcp 443 source-port 53
                   deny a -> b : tcp 80
                   require a -> b : tcp 81
                   deny a -> subnet inspect : tcp 22
                   closed a -> any : udp 53
                   allow a -> b : udp 53";
    let analysis = firewall_with(THERE, BACK, "", "", intents);
    let report = analysis.check();
    let outcomes: Vec<Outcome> = report.intents.iter().map(|intent| intent.outcome).collect();
    use Outcome::{Fails, Holds, Unknown};
    assert_eq!(outcomes, [Unknown, Unknown, Holds, Fails, Fails, Fails, Holds]);
    let shown = |at: usize| report.intents[at].shown.as_ref();
    assert!(report.intents[0].violations.is_empty() && report.intents[1].violations.is_empty());
    assert_eq!(forwards(shown(0).map(|shown| &shown.path)), 2);
    assert_eq!(forwards(shown(1).map(|shown| &shown.path)), 2);
    assert_eq!(report.intents[4].violations.count, "65536");
    assert_eq!(forwards(shown(4).map(|shown| &shown.path)), 0, "what surely arrives");
    assert_eq!((report.summary.hold, report.summary.fail, report.summary.unknown), (2, 3, 2));
}

#[test]
fn a_line_that_expects_what_is_possible_is_unknown() {
    let lines = "test \"lines\" {
      unknown a -> b : tcp 443
      reachable a -> b : tcp 443
      unknown a -> b : tcp 80
      blocked a -> b : tcp 80 by sg-no-rule at security-group server
      blocked a -> b : tcp 80 by sg-no-rule at security-group client
    }";
    let report = firewall_with(THERE, BACK, "", "", lines).check();
    let outcomes: Vec<Outcome> = report.tests[0].lines.iter().map(|line| line.outcome).collect();
    use Outcome::{Fails, Holds, Unknown};
    assert_eq!(outcomes, [Holds, Unknown, Fails, Holds, Fails]);
}

#[test]
fn a_row_of_a_matrix_is_unknown_where_a_question_is() {
    let analysis = firewall(THERE, BACK, "", "");
    let matrix = analysis.matrix(crate::answer::MatrixBy::Endpoint);
    let row = matrix.ends.iter().position(|end| end.label == "a").unwrap();
    let cells = analysis.matrix_row(crate::answer::MatrixBy::Endpoint, row, Some("tcp 443")).unwrap().cells;
    let named = matrix.ends.iter().map(|end| end.label.as_str()).zip(cells);
    let expected = [("internet", Some(Blocked)), ("fw", Some(Reachable)), ("a", None), ("b", Some(Unknown))];
    assert_eq!(named.collect::<Vec<_>>(), expected);
}

#[test]
fn what_an_appliance_sends_on_for_a_nat_gateway_may_leave_with_its_public_address() {
    for ip in ["ip 10.0.9.5; ", ""] {
        // Nothing leads out but the appliance, and to that only the NAT gateway, whose address packets then have.
        let nat =
            format!("internet-gateway igw; nat-gateway nat in inspect {{ {ip}public-ip 198.51.100.21 }}");
        let analysis = firewall("10.0.9.0/24 -> nat", "", "0.0.0.0/0 -> igw", &nat);
        assert_eq!(
            verdicts(&analysis, "a -> internet : tcp 443"),
            (Unknown, alloc::vec![OneWay, Blocked]),
            "{ip}"
        );
        assert_eq!(
            ask(&analysis, "b -> internet : tcp 443").verdict,
            Blocked,
            "nothing leads to the appliance"
        );
    }
}
