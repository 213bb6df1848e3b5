//! Cedar: a policy set of permits, each a condition on the context of the request.

use std::fmt::Write as _;
use std::hint::black_box;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};

use crate::decide::{Decide, Flow};
use crate::list::{Match, Rule};

/// The policy, parsed.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    anyone: EntityUid,
}

impl Cedar {
    /// The rules of `list`, which all allow, as permits.
    #[must_use]
    pub fn new(list: &[Rule]) -> Self {
        Self {
            authorizer: Authorizer::new(),
            policies: text(list).parse().unwrap(),
            entities: Entities::empty(),
            anyone: "Flow::\"any\"".parse().unwrap(),
        }
    }
}

/// The rules of `list`, which all allow, as the text of permits; what is cheap to compare stands first.
#[must_use]
pub fn text(list: &[Rule]) -> String {
    let mut text = String::new();
    for rule in list {
        text.push_str("permit(principal, action, resource) when { true");
        let (first, last) = rule.destination_port;
        if first == last {
            write!(text, " && context.port == {first}").unwrap();
        } else {
            write!(text, " && context.port >= {first} && context.port <= {last}").unwrap();
        }
        if let Some(number) = rule.protocol {
            write!(text, " && context.protocol == {number}").unwrap();
        }
        for (name, Match { value, mask }) in [("source", rule.source), ("destination", rule.destination)] {
            let (network, length) = (Ipv4Addr::from_bits(value), mask.count_ones());
            write!(text, " && context.{name}.isInRange(ip(\"{network}/{length}\"))").unwrap();
        }
        text.push_str(" };\n");
    }
    text.replace("{ true && ", "{ ")
}

/// How long `text` takes to be parsed.
#[must_use]
pub fn parse(text: &str) -> Duration {
    let started = Instant::now();
    let policies: PolicySet = black_box(text).parse().unwrap();
    let time = started.elapsed();
    drop(black_box(policies));
    time
}

impl Decide for Cedar {
    type Input = Request;

    fn input(&self, flow: Flow) -> Request {
        let address = |bits| RestrictedExpression::new_ip(Ipv4Addr::from_bits(bits).to_string());
        let number = |number| RestrictedExpression::new_long(number);
        let context = Context::from_pairs([
            ("source".to_owned(), address(flow.source)),
            ("destination".to_owned(), address(flow.destination)),
            ("protocol".to_owned(), number(flow.protocol.into())),
            ("port".to_owned(), number(flow.port.into())),
        ]);
        let anyone = || self.anyone.clone();
        Request::new(anyone(), anyone(), anyone(), context.unwrap(), None).unwrap()
    }

    fn decide(&mut self, request: &Request) -> bool {
        self.authorizer.is_authorized(request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}
