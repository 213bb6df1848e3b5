//! Answers of whole texts: what stops a flow, and what is asked.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::answer::StepAction;
use crate::problem::ProblemCode;

mod alike;
mod appliances;
mod balancers;
mod blockers;
mod categories;
mod intents;
mod matrix;
mod meant;
mod nat64;
mod unknown;
mod usage;
mod waypoints;
mod ways;

/// An estate of one network with these lines in it, and intents behind it.
fn analysis(network: &str, intents: &str) -> Analysis {
    let text = format!("network n on aws in eu-central-1 {{\n{network}\n}}\n{intents}\n");
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    analysis
}

fn ask(analysis: &Analysis, question: &str) -> Answer {
    let question = analysis.question(question).unwrap();
    analysis.reach(&question).unwrap()
}

/// The alternatives as `code kind name part` lines.
fn blockers(answer: &Answer) -> Vec<Vec<String>> {
    let change = |change: &crate::answer::Change| format!("{} {}", change.code.as_str(), change.place);
    answer.blockers.iter().map(|blocker| blocker.changes.iter().map(change).collect()).collect()
}

#[test]
fn a_question_comes_to_its_answer_or_to_what_is_wrong_with_texts_and_question() {
    let text = "network n on aws in eu-central-1 {
      vpc v 10.0.0.0/16 { subnet s 10.0.1.0/24; instance a in s { ip 10.0.1.10 }; instance b in s { ip 10.0.1.11 } }
    }
    deny a -> lost";
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    let ReachResult::Answer(answer) = analysis.ask("a -> b : tcp 22") else {
        panic!("it can be asked");
    };
    assert_eq!(*answer, ask(&analysis, "a -> b : tcp 22"));
    let refused = analysis.ask("a -> nobody");
    let ReachResult::Refused(_) = &refused else { panic!("nobody is there") };
    let places =
        refused.problems().iter().map(|problem| (problem.place.file.as_str(), problem.message.as_str()));
    assert_eq!(
        places.collect::<Vec<_>>(),
        [("test.fence", "nothing is named `lost`"), ("question", "nothing is named `nobody`")]
    );
}

#[test]
fn a_question_that_cannot_be_asked_has_one_reason_for_each_fault() {
    let text = "network n on aws in eu-central-1 {
      vpc v 10.0.0.0/16 { subnet s 10.0.1.0/24; instance a in s { ip 10.9.9.9 } }
    }";
    let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]));
    let refused = |question: &str| {
        let problems = analysis.question(question).unwrap_err().into_iter();
        let shown = |problem: ShownProblem| {
            let ShownProblem { message, place, .. } = problem;
            format!("{}-{} {message}", place.start.offset, place.end.offset)
        };
        problems.map(shown).collect::<Vec<_>>()
    };
    assert_eq!(
        refused(" a -> internet "),
        ["1-14 the question names something whose own text has a problem"]
    );
    assert_eq!(refused("subnet s -> internet :"), ["21-22 the service is missing behind `:`"]);
    assert_eq!(refused(""), ["0-0 nothing is asked"]);
}

#[test]
fn an_estate_that_is_too_large_says_which_rules_are_and_nothing_else() {
    // Each host may send to the ports that no rule before its own denies: another set for every host.
    let rules = (0..12_000_u32).map(|at| {
        let number = 2 * at + 1;
        let (host, port) = (core::net::Ipv4Addr::from_bits(0x1400_0000 + 2 * at), 4 * at + 1);
        let next = number + 1;
        format!("ingress {number} allow tcp 1-65535 from {host}/32\ningress {next} deny tcp {port} from 0.0.0.0/0\n")
    });
    let rules: String = rules.collect();
    let text = format!(
        "network n on aws in eu-central-1 {{\nvpc v 10.0.0.0/16 {{\nnetwork-acl huge {{\n{rules}}}
         subnet s 10.0.1.0/24 {{ network-acl huge }}\ninstance a in s {{ ip 10.0.1.10 }}\n}}\n}}\ndeny internet -> a"
    );
    let read = |text: &str| parse(alloc::vec![Source::new("test.fence", text).unwrap()]);
    let mut analysis = Analysis::new(read(&text));
    let problems = analysis.problems();
    let [quota, problem, ..] = problems.as_slice() else { panic!("{problems:#?}") };
    assert_eq!((quota.code, problem.code), (ProblemCode::QuotaExceeded, ProblemCode::TooLarge));
    assert_eq!(problem.message, "the estate is too large: these rules");
    assert_eq!(problem.place.start.line, 3);
    assert!(problem.help.is_some());
    assert_eq!(analysis.check().summary.hold, 0);
    assert!(matches!(analysis.ask("internet -> a"), ReachResult::Refused(_)));
    analysis.step(1);
    // With a word more it is as large as before.
    let analysis = analysis.edited(read(&format!("{text} # more")));
    assert_eq!(analysis.problems()[1].code, ProblemCode::TooLarge);
    assert_eq!(analysis.check().summary.hold, 0);
    // A smaller text is an answer again.
    let text = "network n on aws in eu-central-1 { vpc v 10.0.0.0/16 { subnet s 10.0.1.0/24; instance a in s { ip 10.0.1.10 } } }";
    assert!(analysis.edited(read(text)).problems().is_empty());
}
