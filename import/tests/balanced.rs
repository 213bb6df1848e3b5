//! Exports of two Regions with load balancers of every type and an Auto Scaling group.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;

use ringfence::{Analysis, Severity, Source, parse};
use ringfence_import::{Export, read};

/// The texts of the fixture whose names are taken, by their paths in it.
fn exports(is_taken: impl Fn(&str) -> bool) -> Vec<Export> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/balanced");
    let mut exports = Vec::new();
    for region in ["eu-west-1", "us-east-1"] {
        for path in fs::read_dir(root.join(region)).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            if is_taken(&name) {
                exports.push(Export::new(name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    exports.sort_by(|one, other| one.name.cmp(&other.name));
    exports
}

fn source(exports: Vec<Export>) -> Source {
    read("estate", exports).unwrap()
}

fn statements(exports: Vec<Export>) -> String {
    // What was found stands above the statements, as comments.
    let source = source(exports);
    let lines = source.text().lines().filter(|line| !line.starts_with("# "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Every problem with its place and help, as a person sees them.
fn told(exports: Vec<Export>, severity: Severity) -> Vec<String> {
    let analysis = Analysis::new(parse(vec![source(exports)]));
    let problems = analysis.problems().into_iter().filter(|problem| problem.severity == severity);
    let told = problems.map(|one| {
        let pointer = one.place.pointer.unwrap_or_default();
        let help = one.help.map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}{pointer}: {}{help}", one.place.file, one.message)
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

#[test]
fn load_balancers_are_statements_with_their_listeners_and_targets() {
    let text = statements(exports(|_| true));
    for statement in [
        // Each listener by its own group and those of its rules, in their order.
        "    load-balancer shop-front in edge-a, edge-b {\n",
        "      type application\n      scheme internet-facing\n      ip 10.20.1.5, 10.20.2.5\n      public-ip 198.51.100.5, 198.51.100.6\n",
        "      listener tcp 443 -> web\n      listener tcp 443 -> api\n      listener tcp 443 -> workers\n      listener tcp 443 -> redirect\n      listener tcp 80 -> redirect\n",
        "      listener tcp 443 -> by-address\n      listener tcp 53, udp 53 -> web\n      listener tcp 8443 -> to-front\n",
        "      cross-zone yes\n",
        "      preserve-client-ip no\n      target 10.20.11.10 : tcp 9443\n",
        "      target shop-front : tcp 443\n",
        "      target web-1 : tcp 8080\n      target web-2 : tcp 8080\n    }\n",
        "      target i-0a3 : tcp 9090\n      target i-0a4 : tcp 9090\n",
        // A classic one has no id: its name is one of its Region.
        "    load-balancer old in edge-a, edge-b {\n      id \"vpc-0a1/old\"\n      type classic\n",
        "      listener tcp 80 -> old-8000\n      listener tcp 25 -> old-2525\n",
        "    target-group old-2525 {\n      target legacy-1 : tcp 2525\n    }\n",
        "    load-balancer old in edge {\n      id \"vpc-0b1/old\"\n      type classic\n      scheme internal\n      ip 10.30.1.9\n",
        "    target-group old-8443 {\n      target archive-1 : tcp 8443\n    }\n",
    ] {
        assert!(text.contains(statement), "{statement}\n{text}");
    }
    // Their interfaces are theirs, not machines of their own.
    assert!(!text.contains("eni-0b") && !text.contains("eni-0c2"), "{text}");
}

#[test]
fn what_is_taken_to_be_so_and_left_out_is_told() {
    assert_eq!(told(exports(|_| true), Severity::Error), [""; 0]);
    assert_eq!(
        told(exports(|_| true), Severity::Warning),
        [
            "eu-west-1/auto-scaling-groups.json/AutoScalingGroups/0: an Auto Scaling group is taken to have the instances that it has now",
            "eu-west-1/describe-instances.json/Reservations/5/Instances/0: an instance that is `terminated` is left out",
            "eu-west-1/elb-load-balancers.json/LoadBalancerDescriptions/0/Instances/1: a target that is gone is left out (3 times)",
        ]
    );
}

#[test]
fn what_is_printed_twice_stands_once() {
    let twice = exports(|_| true).into_iter().chain(exports(|_| true)).collect();
    assert_eq!(statements(twice), statements(exports(|_| true)));
}

#[test]
fn calls_that_were_not_made_are_named() {
    let without = |part: &'static str| told(exports(|name| !name.contains(part)), Severity::Error);
    assert_eq!(
        without("listeners-1"),
        [
            "eu-west-1/elbv2-load-balancers.json/LoadBalancers/0: the listeners of a load balancer are not in the exports \
             (`aws elbv2 describe-listeners` prints that; without, no answer is a proof)"
        ]
    );
    // Of each listener of an application load balancer, be those of others there.
    assert_eq!(
        without("rules-1"),
        ["eu-west-1/listeners-1.json/Listeners/0: the rules of a listener are not in the exports \
             (`aws elbv2 describe-rules` prints that; without, no answer is a proof)"]
    );
    // Of each group that something is given to, but for a function.
    assert_eq!(
        without("targets-"),
        [
            "eu-west-1/elbv2-target-groups.json/TargetGroups/0: the targets of a target group are not in the exports (5 times) \
             (`aws elbv2 describe-target-health` prints that; without, no answer is a proof)"
        ]
    );
    // Beside others, too: that the group has none is not said.
    assert_eq!(
        without("targets-1"),
        [
            "eu-west-1/elbv2-target-groups.json/TargetGroups/0: the targets of a target group are not in the exports \
             (`aws elbv2 describe-target-health` prints that; without, no answer is a proof)"
        ]
    );
    let [first, ..] = &without("elbv2-target-groups")[..] else { panic!("something is missing") };
    assert!(
        first.ends_with("is not in the exports (7 times) (`aws elbv2 describe-target-groups` prints it)"),
        "{first}"
    );
}

#[test]
fn rules_that_are_not_whole_are_told() {
    let rule = |member: &str| {
        let changed = exports(|_| true).into_iter().map(|export| {
            let renamed = export.text.replacen(member, "Gone", usize::from(export.name.contains("rules-1")));
            Export { text: renamed, ..export }
        });
        told(changed.collect(), Severity::Error)
    };
    let at = "eu-west-1/rules-1.json/Rules/0: a rule of a listener has no";
    for member in ["RuleArn", "Actions"] {
        assert_eq!(rule(member), [format!("{at} `{member}` (it is left out)")]);
    }
    // Each listener has a last rule: without, those at the end are missing.
    let cut = exports(|_| true).into_iter().map(|export| Export {
        text: export.text.replace(r#""IsDefault": true"#, r#""IsDefault": false"#),
        ..export
    });
    let [told] = &told(cut.collect(), Severity::Error)[..] else { panic!("not one error") };
    assert!(told.contains("the rules of a listener are not in the exports (2 times)"), "{told}");
}

#[test]
fn questions_about_load_balancers_are_answered() {
    let analysis = Analysis::new(parse(vec![source(exports(|_| true))]));
    let ask = |question: &str| {
        let answer = analysis.reach(&analysis.question(question).unwrap()).unwrap();
        let blockers = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
        let blockers = blockers.map(|change| format!(" {}", change.code.as_str()));
        format!("{}{}", answer.verdict.as_str(), blockers.collect::<String>())
    };
    assert_eq!(ask("internet -> 198.51.100.5 : tcp 443"), "reachable");
    assert_eq!(ask("internet -> shop-front : tcp 443"), "reachable");
    assert_eq!(ask("internet -> shop-front : tcp 8443"), "blocked sg-no-rule no-listener");
    // By the listener's own group, by a rule's, and by none.
    assert_eq!(ask("shop-front -> web-1 : tcp 8080"), "reachable");
    assert_eq!(ask("shop-front -> i-0a3 : tcp 9090"), "reachable");
    assert_eq!(ask("shop-front -> web-2 : tcp 9090"), "blocked not-a-target");
    // By the inner one a target is an address.
    assert_eq!(ask("web-2 -> shop-inside : tcp 443"), "reachable");
    // Of the two that are called the same each has its own. That it uses targets of other zones was not printed.
    assert_eq!(ask("load-balancer shop.old -> legacy-1 : tcp 8000"), "partly not-a-target");
    assert_eq!(ask("\"vpc-0a1/old\" -> legacy-1 : tcp 2525"), "partly not-a-target");
    assert_eq!(ask("\"vpc-0a1/old\" -> archive-1 : tcp 8443"), "blocked no-public-address not-a-target");
    assert_eq!(ask("\"vpc-0b1/old\" -> archive-1 : tcp 8443"), "reachable");
    assert_eq!(ask("internet -> \"vpc-0a1/old\" : tcp 80"), "reachable");
    assert_eq!(ask("archive-1 -> \"vpc-0b1/old\" : tcp 443"), "reachable");
}
