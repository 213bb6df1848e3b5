//! The command as its users call it: exit codes, and what goes to which stream.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// One server behind an internet gateway.
const NETWORK: &str = "\
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    subnet web 10.0.1.0/24 { route-table public }
    security-group web { ingress tcp 443 from 0.0.0.0/0 }
    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
  }
}
";
const HOLDS: &str = "deny internet -> web-1 : tcp 22\nrequire internet -> web-1 : tcp 443\n";
const DENIED: &str = "deny internet -> web-1 : tcp 22\ndeny internet -> web-1 : udp 443\n";
const FAILS: &str = "deny internet -> web-1 : tcp 443\n";

/// What a run of the command gave.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run_with(arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that reads no input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"", &[])
}

/// A file with this content, in a directory of its own.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_call_without_a_verb_or_with_an_unknown_one_is_a_usage_error() {
    for arguments in [
        &[][..],
        &["chekc", "a.fence"],
        &["check"],
        &["reach", "a.fence"],
        &["check", "a", "--format", "xml"],
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("--help"), "{}", run.stderr);
    }
}

#[test]
fn help_and_version_are_there() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for word in ["check", "reach", "explain", "--format", "--color", "Examples:", "Exit:"] {
        assert!(help.stdout.contains(word), "{word}: {}", help.stdout);
    }
    assert!(run(&["reach", "--help"]).stdout.contains("'internet -> web-1 : tcp 443'"));
    let version = run(&["--version"]);
    assert_eq!((version.code, version.stdout), (0, format!("ringfence {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let run = run(&["check", "no-such-1.fence", "no-such-2.fence"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("error: cannot read `no-such-1.fence`: "), "{}", run.stderr);
    assert!(run.stderr.contains("\nerror: cannot read `no-such-2.fence`: "), "{}", run.stderr);
}

#[test]
fn a_directory_is_no_file() {
    assert_eq!(run(&["check", env!("CARGO_TARGET_TMPDIR")]).code, 2);
}

#[test]
fn bytes_that_are_no_text_are_named_by_their_offset() {
    let path = file("bytes.fence", b"segment a = any\nb\xffc");
    for arguments in [&["check", &path][..], &["reach", &path, "a -> b", "--format", "json"]] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert_eq!(
            run.stderr,
            format!("error: `{path}` is not UTF-8 text: the byte at offset 17 (line 2)\n")
        );
    }
}

#[test]
fn a_file_given_twice_is_an_input_error() {
    let path = file("twice.fence", NETWORK);
    let run = run(&["check", &path, &path]);
    assert_eq!((run.code, run.stderr), (2, format!("error: `{path}` is given twice\n")));
}

#[test]
fn deep_nesting_is_a_problem_with_a_place() {
    let path = file("nested.fence", "a {".repeat(10_000));
    let human = run(&["check", &path]);
    assert_eq!(human.code, 2);
    assert!(human.stderr.contains("error[nested-too-deep]"), "{:.400}", human.stderr);
    assert!(human.stderr.contains("nested.fence:1:"), "{:.400}", human.stderr);
    assert!(!human.stdout.contains("holds"));
    let report = json(&run(&["check", "--format", "json", &path]).stdout);
    let codes: Vec<&Value> = report["problems"].as_array().unwrap().iter().map(|p| &p["code"]).collect();
    assert!(codes.iter().any(|code| *code == "nested-too-deep"), "{codes:?}");
}

#[test]
fn check_is_clean_when_everything_holds() {
    let run = run(&["check", &file("holds.fence", format!("{NETWORK}{HOLDS}"))]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.ends_with("\n2 hold, 0 fail, 0 unknown\n"), "{}", run.stdout);
}

#[test]
fn check_finds_what_fails_and_shows_it() {
    let path = file("fails.fence", format!("{NETWORK}{DENIED}{FAILS}"));
    let run = run(&["check", &path]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("\n✗ fails       deny internet -> web-1 : tcp 443   "), "{}", run.stdout);
    for words in ["    witness     ", "    there       ", "ingress tcp 443 from 0.0.0.0/0"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert!(run.stdout.ends_with("\n2 hold, 1 fails, 0 unknown\n"), "{}", run.stdout);
}

#[test]
fn a_contradiction_is_an_error_with_both_places() {
    let path = file("contradiction.fence", format!("{NETWORK}{HOLDS}{FAILS}"));
    let run = run(&["check", &path]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    for words in ["error[contradiction]: this `require` needs flows", "some of them are refused here"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(!run.stdout.contains("holds"), "{}", run.stdout);
}

#[test]
fn intents_without_an_estate_are_not_clean() {
    let path = file("alone.fence", "allow 10.0.0.0/8 -> internet : tcp 443\nclosed\n");
    let run = run(&["check", &path]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("warning[nothing-deployed]"), "{}", run.stderr);
    assert!(run.stdout.ends_with("\n0 hold, 0 fail, 2 unknown\n"), "{}", run.stdout);
}

#[test]
fn intents_alone_are_clean_where_tests_of_them_hold() {
    let intents = "allow 10.0.0.0/8 -> internet : tcp 443\nclosed\n";
    let tests = |line: &str| format!("{intents}test \"t\" {{ {line} }}\n");
    let holds =
        file("meant.fence", tests("allowed 10.0.0.1 -> internet : tcp 443; denied 10.0.0.1 -> any : udp 53"));
    let holding = run(&["check", &holds]);
    assert_eq!((holding.code, holding.stderr.as_str()), (0, ""), "{}", holding.stdout);
    assert!(holding.stdout.ends_with("\n2 hold, 0 fail, 0 unknown\n"), "{}", holding.stdout);
    let fails = file("meant-wrong.fence", tests("allowed 10.0.0.1 -> internet : tcp 80"));
    let failing = run(&["check", &fails]);
    assert_eq!(failing.code, 1, "{}{}", failing.stdout, failing.stderr);
    for words in [
        "    expected    allowed, this packet is denied\n",
        "    witness     10.0.0.1 -> 1.0.0.0 (internet) : tcp 80 source-port 49152\n",
        &format!("    by          closed   {fails}:2:1\n"),
    ] {
        assert!(failing.stdout.contains(words), "{words}: {}", failing.stdout);
    }
    // What is said of an estate is still not proven.
    let asks =
        file("meant-of-nothing.fence", tests("denied any -> any : udp 53; blocked any -> internet : udp 53"));
    let open = run(&["check", &asks]);
    assert_eq!(open.code, 1, "{}{}", open.stdout, open.stderr);
    assert!(open.stderr.contains("warning[nothing-deployed]"), "{}", open.stderr);
    assert!(open.stdout.ends_with("\n1 holds, 0 fail, 1 unknown\n"), "{}", open.stdout);
}

#[test]
fn a_require_that_fails_underlines_the_blocker() {
    let path = file("require.fence", format!("{NETWORK}require internet -> web-1 : tcp 22\n"));
    let run = run(&["check", &path]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("blocker[sg-no-rule]: "), "{}", run.stdout);
    assert!(run.stdout.contains("require.fence:6:5\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("    security-group web { ingress tcp 443 from 0.0.0.0/0 }\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_error_in_the_text_is_never_a_pass() {
    let text = format!("{NETWORK}{HOLDS}deny internet -> nobody : tcp 22\n");
    let path = file("error.fence", text);
    let human = run(&["check", &path]);
    assert_eq!(human.code, 2);
    assert!(human.stderr.contains("error[unknown-name]"), "{}", human.stderr);
    assert!(human.stderr.contains("error.fence:12:"), "{}", human.stderr);
    assert!(human.stdout.contains("not a pass: "), "{}", human.stdout);
    assert!(!human.stdout.contains("holds") && !human.stdout.contains('✓'), "{}", human.stdout);

    let question = "internet -> web-1 : tcp 443";
    let reach = run(&["reach", &path, question]);
    assert_eq!(reach.code, 2);
    assert!(reach.stdout.contains("not a pass: "), "{}", reach.stdout);
    let answer = json(&run(&["reach", "--format", "json", &path, question]).stdout);
    assert_eq!(answer["problems"][0]["code"], "unknown-name");
}

#[test]
fn reach_answers_whatever_the_verdict() {
    let path = file("reach.fence", NETWORK);
    for (question, verdict) in
        [("internet -> web-1 : tcp 443", "reachable"), ("internet -> web-1 : tcp 22", "blocked")]
    {
        for verb in ["reach", "explain"] {
            let run = run(&[verb, &path, question]);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
            assert!(run.stdout.starts_with(&format!("{question}   {verdict}\n")), "{}", run.stdout);
        }
    }
}

#[test]
fn explain_tells_the_way_and_reach_does_not() {
    let path = file("explain.fence", NETWORK);
    let question = "internet -> web-1 : tcp 443";
    assert!(!run(&["reach", &path, question]).stdout.contains("\nthere "));
    let explain = run(&["explain", &path, question]).stdout;
    assert!(explain.contains("\nthere ") && explain.contains("\nback "), "{explain}");
    assert!(explain.contains("explain.fence:6:26  ingress tcp 443 from 0.0.0.0/0"), "{explain}");
    let blocked = run(&["explain", &path, "internet -> web-1 : tcp 22"]).stdout;
    assert!(blocked.contains("blocker[sg-no-rule]: "), "{blocked}");
    assert!(blocked.contains("^^^^^^^^^^^^^^^^^^ sg-no-rule"), "{blocked}");
}

#[test]
fn reach_and_explain_give_the_same_json() {
    let path = file("json.fence", NETWORK);
    let question = "internet -> web-1 : tcp 443";
    let [reach, explain] = ["reach", "explain"].map(|verb| run(&[verb, "--format", "json", &path, question]));
    assert_eq!(reach.stdout, explain.stdout);
    assert_eq!((reach.code, reach.stderr.as_str()), (0, ""));
    let answer = json(&reach.stdout);
    assert_eq!(answer["type"], "answer");
    assert_eq!((&answer["verdict"], &answer["question"]), (&"reachable".into(), &question.into()));
    assert_eq!(
        answer["delivered"]["surely"]["boxes"][0]["destination"]["addresses"][0]["first"],
        "10.0.1.10"
    );
    assert_eq!(answer["blockers"], Value::Array(vec![]));
}

#[test]
fn a_question_that_cannot_be_asked_is_an_input_error() {
    let path = file("question.fence", NETWORK);
    let human = run(&["reach", &path, "internet -> web-2 : tcp 443"]);
    assert_eq!((human.code, human.stdout.as_str()), (2, ""));
    assert!(human.stderr.contains("error[unknown-name]"), "{}", human.stderr);
    assert!(human.stderr.contains("--> question:1:13\n"), "{}", human.stderr);
    assert!(human.stderr.contains("internet -> web-2 : tcp 443\n"), "{}", human.stderr);
    let refusal = run(&["reach", "--format", "json", &path, "internet -> web-2 : tcp 443"]);
    assert_eq!((refusal.code, refusal.stderr.as_str()), (2, ""));
    let refusal = json(&refusal.stdout);
    assert_eq!(refusal["type"], "refused");
    assert_eq!(refusal.as_object().unwrap().len(), 2, "{refusal}");
    assert_eq!(refusal["problems"][0]["place"]["file"], "question");
}

#[test]
fn standard_input_is_a_file_too() {
    let intents = file("intents.fence", FAILS);
    let run = run_with(&["check", "-", &intents], NETWORK.as_bytes(), &[]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("<stdin>:6:26  ingress tcp 443 from 0.0.0.0/0"), "{}", run.stdout);
}

#[test]
fn colours_are_asked_for_or_left_out() {
    let path = file("colours.fence", format!("{NETWORK}{FAILS}"));
    // An answer on standard output, an error on standard error.
    for file in [path.as_str(), "nowhere"] {
        let output = |color, environment| {
            let run = run_with(&["check", file, "--color", color], b"", environment);
            run.stdout + &run.stderr
        };
        assert!(output("always", &[]).contains("\u{1b}["));
        assert!(output("always", &[("NO_COLOR", "1")]).contains("\u{1b}["));
        assert!(!output("never", &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
        assert!(!output("auto", &[]).contains('\u{1b}'));
        assert!(!output("auto", &[("NO_COLOR", "1")]).contains('\u{1b}'));
    }
}

#[test]
fn random_bytes_are_refused() {
    let mut state = 1_u64;
    let mut byte = || {
        // Xorshift (Marsaglia 2003): the same bytes on every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    for length in [1, 10, 1000, 100_000] {
        let bytes: Vec<u8> = (0..length).map(|_| byte()).collect();
        let text = String::from_utf8_lossy(&bytes);
        let path = file("random.fence", &bytes);
        for run in [run(&["check", &path]), run_with(&["check", "-"], text.as_bytes(), &[])] {
            assert_eq!(run.code, 2, "{}", run.stderr);
            assert!(run.stderr.starts_with("error"), "{}", run.stderr);
        }
    }
}

#[test]
fn every_policy_is_formatted() {
    let mut arguments = vec!["fmt".to_owned(), "--check".to_owned()];
    for folder in ["aws", "broken", "intents"] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies").join(folder);
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        arguments.extend(files.map(|file| file.into_os_string().into_string().unwrap()));
    }
    assert!(arguments.len() > 10);
    let run = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
}

#[test]
fn files_are_formatted_where_they_stand() {
    let (loose, broken) =
        (file("loose.fence", "deny a->b\nallow c -> d"), file("broken.fence", "deny a ->\n"));
    let checked = run(&["fmt", "--check", &loose]);
    assert_eq!((checked.code, checked.stdout), (1, format!("not formatted: {loose}\n")));
    assert_eq!(fs::read_to_string(&loose).unwrap(), "deny a->b\nallow c -> d");

    let run_on_both = run(&["fmt", &loose, &broken]);
    assert_eq!((run_on_both.code, run_on_both.stdout), (2, format!("formatted {loose}\n")));
    assert!(run_on_both.stderr.contains("the destination is missing"), "{}", run_on_both.stderr);
    assert_eq!(fs::read_to_string(&loose).unwrap(), "deny  a -> b\nallow c -> d\n");
    assert_eq!(fs::read_to_string(&broken).unwrap(), "deny a ->\n");

    let again = run(&["fmt", "--check", "--format", "json", &loose]);
    assert_eq!(again.code, 0);
    let report: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(report["files"][0]["changed"], false);
}

#[test]
fn standard_input_is_printed_as_it_should_be() {
    let formatted = run_with(&["fmt", "-"], b"deny a->b", &[]);
    assert_eq!((formatted.code, formatted.stdout.as_str()), (0, "deny a -> b\n"));
    let checked = run_with(&["fmt", "--check", "-"], b"deny a->b", &[]);
    assert_eq!((checked.code, checked.stdout.as_str()), (1, "not formatted: <stdin>\n"));
    let refused = run_with(&["fmt", "-"], b"deny a ->", &[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    // Nothing is a text, too: no word about it may come into what is read from here.
    let blank = run_with(&["fmt", "-"], b"\n \n", &[]);
    assert_eq!((blank.code, blank.stdout.as_str()), (0, ""));
}

#[test]
fn another_verdict_than_the_expected_one_is_a_finding() {
    let network = file("expect.fence", NETWORK);
    let ask = |question: &str, expected: &str| run(&["reach", &network, question, "--expect", expected]);
    assert_eq!(ask("internet -> web-1 : tcp 443", "reachable").code, 0);
    let other = ask("internet -> web-1 : tcp 443", "blocked");
    assert_eq!(other.code, 1);
    assert!(other.stdout.contains("reachable"), "the answer is told as ever: {}", other.stdout);
    assert_eq!(run(&["explain", &network, "internet -> web-1 : tcp 22", "--expect", "blocked"]).code, 0);
    assert_eq!(ask("internet -> nobody", "blocked").code, 2);
    let unknown = ask("internet -> web-1", "open");
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("a verdict is one of reachable, partly, one-way, blocked, unknown"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn what_is_unknown_may_be_allowed_and_what_fails_may_not() {
    let network = file("allow.fence", NETWORK.replace("tcp 443 from 0.0.0.0/0", "tcp 443 from unknown"));
    let check = |intents: &str, more: &[&str]| {
        let intents = file("allow-intents.fence", intents);
        run(&[&["check", &network, &intents], more].concat()).code
    };
    assert_eq!(check(FAILS, &[]), 1, "it is unknown");
    assert_eq!(check(FAILS, &["--allow-unknown"]), 0);
    let fails = format!("{FAILS}require internet -> web-1 : tcp 22\n");
    assert_eq!(check(&fails, &["--allow-unknown"]), 1);
    let alone = file("allow-alone.fence", "deny 10.0.1.0/24 -> internet\n");
    assert_eq!(
        run(&["check", &alone, "--allow-unknown"]).code,
        1,
        "nothing is deployed, so nothing is judged"
    );
}
