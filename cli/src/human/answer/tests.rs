use ringfence::answer::Verdict;

use super::*;
use crate::human::samples;

fn shown(of: &Answer, detail: Detail) -> String {
    let door = samples::door();
    anstream::adapter::strip_str(&answer(of, &Texts::of([&door]), detail)).to_string()
}

#[test]
fn reach_says_what_holds_in_few_lines() {
    let expected = "\
internet -> web-1 : tcp 443   reachable
Every flow from the clients' ports is delivered, and answered by every path.

delivered   about 2.4e14 flows
  internet -> 10.0.1.10 (web-1) : tcp 443
answered    the same flows
witness     203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 443 source-port 50000
assumed     replies leave by the internet gateway (reply-leaves-by-gateway)
  about subnet shop.main.web   door.fence:6:5
";
    assert_eq!(shown(&samples::reachable(), Detail::Short), expected);
}

#[test]
fn reach_names_what_stops_it() {
    let expected = "\
internet -> web-1 : tcp 22   blocked
No flow is delivered.

delivered   nothing
answered    nothing
witness     203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 22 source-port 50000

blockers    this stops it:
  sg-no-rule at security-group shop.main.web ingress   door.fence:7:5
";
    assert_eq!(shown(&samples::blocked(), Detail::Short), expected);
}

#[test]
fn explain_shows_the_path_there_and_back() {
    let expected = "
there       203.0.113.9 -> 198.51.100.10 : tcp 443 source-port 50000
   1  translate internet-gateway shop.main.igw
                door.fence:8:43  public-ip 198.51.100.10
                now 203.0.113.9 -> 10.0.1.10 : tcp 443 source-port 50000
   2  allow     network-acl shop.main
                the default network ACL lets everything pass (always, by the cloud)
   3  allow     security-group shop.main.web ingress
                door.fence:7:26  ingress tcp 443 from 0.0.0.0/0
   4  deliver   instance shop.main.web-1
                door.fence:8:5  instance web-1 in web

back        10.0.1.10 -> 203.0.113.9 : tcp 50000 source-port 443
   1  tracked   security-group shop.main.web ingress
                door.fence:7:26  ingress tcp 443 from 0.0.0.0/0
";
    let text = shown(&samples::reachable(), Detail::Full);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn explain_underlines_what_stops_it_and_goes_on() {
    let expected = "
   3  stop      security-group shop.main.web ingress   sg-no-rule
                 --> door.fence:7:5
                  |
                7 |     security-group web { ingress tcp 443 from 0.0.0.0/0 }
                  |     ^^^^^^^^^^^^^^^^^^ sg-no-rule
                were that changed, it would go on:
   4  deliver   instance shop.main.web-1
                door.fence:8:5  instance web-1 in web

blockers    this stops it:
  blocker[sg-no-rule]: at security-group shop.main.web ingress
   --> door.fence:7:5
    |
  7 |     security-group web { ingress tcp 443 from 0.0.0.0/0 }
    |     ^^^^^^^^^^^^^^^^^^
    |
    = help: No rule of the security groups of the interface allows the packet.
";
    let text = shown(&samples::blocked(), Detail::Full);
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn alternatives_are_told_from_what_has_to_change_together() {
    let mut answer = samples::blocked();
    let change = samples::missing_rule().changes.remove(0);
    answer.blockers = vec![samples::missing_rule()];
    answer.blockers[0].changes.push(change);
    assert!(shown(&answer, Detail::Short).contains("these 2 stop it together, each has to change:\n  sg-no"));
    answer.blockers.push(samples::missing_rule());
    let text = shown(&answer, Detail::Short);
    assert!(
        text.contains("any one of these 2 ways lets it through:\n  way 1, all of:\n    sg-no-rule at"),
        "{text}"
    );
    assert!(text.contains("\n  way 2:\n    sg-no-rule at"), "{text}");
}

#[test]
fn what_is_only_possible_is_not_shown_as_sure() {
    let mut answer = samples::reachable();
    answer.verdict = Verdict::Unknown;
    answer.possible = vec![Verdict::Reachable, Verdict::OneWay];
    answer.answered.surely = samples::no_flows();
    let expected = "\
possible    reachable, one-way
delivered   about 2.4e14 flows
  internet -> 10.0.1.10 (web-1) : tcp 443
answered    surely nothing
            possibly about 2.4e14 flows
  internet -> 10.0.1.10 (web-1) : tcp 443
";
    let text = shown(&answer, Detail::Short);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn long_sets_are_folded() {
    let mut answer = samples::reachable();
    let boxes = &mut answer.delivered.surely.boxes;
    *boxes = vec![boxes[0].clone(); 20];
    answer.delivered.possibly = answer.delivered.surely.clone();
    let text = shown(&answer, Detail::Short);
    assert!(text.contains("and 12 more boxes; --format json has them all"), "{text}");
    assert_eq!(text.matches("internet -> 10.0.1.10").count(), 8 + 1);
}

#[test]
fn an_answer_about_texts_with_errors_says_so() {
    let mut answer = samples::reachable();
    answer.problems = vec![samples::problem(ringfence::Severity::Warning)];
    assert!(!shown(&answer, Detail::Short).contains("not a pass"));
    answer.problems.push(samples::problem(ringfence::Severity::Error));
    let text = shown(&answer, Detail::Short);
    assert!(
        text.contains("\nnot a pass: 1 error in the texts; this is what the rest of them says\n"),
        "{text}"
    );
}

#[test]
fn nothing_from_a_text_steers_the_terminal() {
    let mut answer = samples::blocked();
    answer.question = "internet -> \u{1b}[2J\u{202e}web\n: tcp".into();
    answer.blockers[0].changes[0].place.name = "\u{7}\u{1b}]0;x".into();
    for detail in [Detail::Short, Detail::Full] {
        let door = samples::door();
        let text = super::answer(&answer, &Texts::of([&door]), detail);
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert!(plain.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{plain:?}");
        assert!(plain.starts_with("internet -> ␛[2J"), "{plain:?}");
    }
}
