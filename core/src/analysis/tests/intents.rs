//! How intents come out.

use super::*;
use crate::answer::Outcome;
use crate::estate::{Expr, Selector, ServiceTerm, Traffic};
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
    let flow = Flow { from: union(Selector::Internet), to: union(Selector::Internet), service, origin };
    let problems = analysis(PAIR, "").reach(&Question::new(flow)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code, problems[0].place.file.as_str()), (ProblemCode::NothingAsked, "question"));
}
