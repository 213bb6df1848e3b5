//! Questions about an estate.

use alloc::vec;

use super::{ask, estate, read, vpc};
use crate::estate::{Estate, ObjectId, SegmentId, Selector, ServiceId, ServiceTerm, Traffic};
use crate::source::SourceId;

fn shop() -> Estate {
    let text = vpc("subnet web 10.0.1.0/24\nsecurity-group web\n\
         instance web-1 in web { ip 10.0.1.10; id i-0a1b; tag tier=front }");
    estate(&(text + "segment front = tag tier=front\nservice https = tcp 443"))
}

#[test]
fn names_ids_addresses_and_sets() {
    let shop = shop();
    let flow = ask(&shop, "internet -> web-1 : https").unwrap();
    assert_eq!(flow.from.union, [vec![Selector::Internet]]);
    assert_eq!(flow.to.union, [vec![Selector::Object(ObjectId(4))]]);
    assert_eq!(flow.service.union, [vec![ServiceTerm::Service(ServiceId(0))]]);
    assert_eq!(flow.origin.location().unwrap().source, SourceId(7));

    assert_eq!(ask(&shop, "any -> i-0a1b").unwrap().to, flow.to, "ids are names");
    assert_eq!(
        ask(&shop, "front -> subnet web").unwrap().from.union,
        [vec![Selector::Segment(SegmentId(0))]]
    );
    let flow = ask(&shop, "(internet, 10.0.0.0/8) & tag a=b except 10.1.1.1 -> 2001:db8::1").unwrap();
    assert_eq!((flow.from.union.len(), flow.from.except.len()), (1, 1));
    assert_eq!(flow.service.union, [vec![ServiceTerm::Traffic(Traffic::Any)]]);
}

#[test]
fn wrong_questions() {
    let shop = shop();
    let wrong = |question: &str, shown: &[&str]| assert_eq!(ask(&shop, question).unwrap_err(), shown);
    wrong(
        "internet -> wbe-1 : tcp 443",
        &["error[unknown-name] at `wbe-1`: nothing is named `wbe-1` (help: did you mean `web-1`?)"],
    );
    wrong("internet", &["error[missing] at `internet`: a question needs `->` and a set of points"]);
    wrong(
        "any -> web",
        &[
            "error[ambiguous-name] at `web`: `web` can mean several things here (help: write `subnet web` or `security-group web`)",
        ],
    );
    wrong(
        "any -> any because \"x\"",
        &[
            "error[wrong-link] at `because`: a question takes no `because` (help: it takes `->`, `:`, `through` or `avoiding`)",
        ],
    );
    wrong("any -> any { }", &["error[wrong-shape] at `{ }`: a question has no block"]);
    wrong(
        "any -> any : tcp 443 through subnet web",
        &[
            "error[wrong-kind] at `subnet`: an internet-gateway, an egress-only-internet-gateway, a nat-gateway, a peering, a transit-gateway, an instance, an interface, a vpn-gateway, a vpn, a direct-line, an endpoint, a gwlb-endpoint, an endpoint-service or a load-balancer is expected here, not a `subnet`",
        ],
    );
}

#[test]
fn a_question_about_what_is_broken_has_no_answer() {
    let (estate, shown) = read(&[&vpc("subnet web 10.0.1.0/24\ninstance web-1 in web { ip 10.0.9.9 }")]);
    assert_eq!(shown.len(), 1);
    assert_eq!(ask(&estate, "internet -> web-1").unwrap_err(), [""; 0], "its problem is told");
    assert!(ask(&estate, "internet -> subnet web").is_ok());
}
