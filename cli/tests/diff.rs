//! `diff` and `baseline` as their users call them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const NETWORK: &str = "\
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    subnet web 10.0.1.0/24 { route-table public }
    network-acl edge { ingress 100 allow any from 0.0.0.0/0; egress 100 allow any to 0.0.0.0/0 }
    security-group web { ingress tcp 443 from 0.0.0.0/0; egress any to 0.0.0.0/0 }
    security-group door { egress any to 0.0.0.0/0; ingress tcp 443 from 0.0.0.0/1, 128.0.0.0/1 }
    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
  }
}
";

/// The same with a port more, which is meant, and one that is not.
fn opened() -> String {
    NETWORK.replacen("ingress tcp 443", "ingress tcp 22,80,443", 1) + "allow internet -> web-1 : tcp 80\n"
}

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// An empty folder of a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn ended(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    ended(Command::new(env!("CARGO_BIN_EXE_ringfence")).current_dir(folder).args(arguments))
}

/// Two files, `old.fence` and `new.fence`.
fn sides(name: &str, old: &str, new: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("old.fence"), old).unwrap();
    fs::write(folder.join("new.fence"), new).unwrap();
    folder
}

#[test]
fn what_opens_and_is_not_allowed_is_a_finding() {
    let folder = sides("findings", NETWORK, &opened());
    let there = run(&folder, &["diff", "old.fence", "new.fence"]);
    assert_eq!((there.code, there.stderr.as_str()), (1, ""), "{}", there.stdout);
    assert!(there.stdout.contains("+ opened           internet -> shop.main.web-1   not allowed\n"));
    assert!(there.stdout.contains("+ opened           internet -> shop.main.web-1   allowed\n"));
    assert!(there.stdout.ends_with("2 opened, 0 closed; of what opens, 1 not allowed\n"));
    let back = run(&folder, &["diff", "new.fence", "old.fence"]);
    assert_eq!(back.code, 0, "what closes is no finding: {}", back.stdout);
    assert!(back.stdout.ends_with("0 opened, 1 closed\n"), "{}", back.stdout);
    fs::write(folder.join("new.fence"), opened() + "allow internet -> web-1 : tcp 22\n").unwrap();
    let allowed = run(&folder, &["diff", "old.fence", "new.fence"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stdout);
    let same = run(&folder, &["diff", "old.fence", "old.fence", "--format", "json"]);
    assert_eq!(same.code, 0);
    let same: Value = serde_json::from_str(&same.stdout).unwrap();
    assert_eq!((&same["changes"], &same["edits"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
}

#[test]
fn an_edit_that_was_not_tried_is_no_cause_that_was_not_found() {
    let network = |ports: &str| {
        let machines: Vec<String> = (0..34)
            .map(|at| {
                format!(
                    "security-group g{at} {{ ingress tcp {ports} from 0.0.0.0/0; egress any to 10.255.0.{at}/32 }}
                     instance i{at} in web {{ ip 10.0.1.{0}; public-ip 198.51.100.{0}; security-group g{at} }}\n",
                    at + 10
                )
            })
            .collect();
        "network shop on aws {
           vpc main 10.0.0.0/16 {
             internet-gateway igw
             route-table public { main yes; 0.0.0.0/0 -> igw }
             subnet web 10.0.1.0/24\n"
            .to_owned()
            + &machines.concat()
            + "}\n}\n"
    };
    let folder = sides("many", &network("22"), &network("22,443"));
    let all = run(&folder, &["diff", "old.fence", "new.fence"]);
    let count = |text: &str| all.stdout.matches(text).count();
    assert_eq!(
        count("caused by   this alone: without it, the witness fares as before\n"),
        32,
        "{}",
        all.stdout
    );
    let said = "decided at  these edits; whether one makes the difference alone was not tried\n";
    assert_eq!((count(said), count("none is found")), (2, 0), "{}", all.stdout);
}

#[test]
fn sides_that_cannot_be_compared_are_input_errors() {
    let folder = sides("unusable", NETWORK, "network shop on aws { vpc main 10.0.0.0/99 }\n");
    for (arguments, said) in [
        (&["diff"][..], "error: name the old and the new side: a file or folder for each\n"),
        (
            &["diff", "old.fence"],
            "error: one side is compared with nothing: name the new one, too, or `--git REVISION`\n",
        ),
        (
            &["diff", "old.fence", "a", "b"],
            "error: more than two sides are named: put the files of one into a folder\n",
        ),
        (&["diff", "-", "-"], "error: standard input is one side, not both\n"),
        (&["diff", "old.fence", "none.fence"], "error: cannot read `none.fence`: "),
        (&["diff", "old.fence", "new.fence"], "error: there are errors in the new texts\n"),
        (&["diff", "new.fence", "old.fence"], "error: there are errors in the old texts\n"),
        (
            &["diff", "old.fence", "--filters", "web", "nobody"],
            "error: no security group or network ACL is named `nobody`: there are shop.main.web, shop.main.door, shop.main.edge\n",
        ),
        (
            &["diff", "old.fence", "--filters", "web", "edge"],
            "error: `shop.main.web` is a security-group and `shop.main.edge` a network-acl: ",
        ),
        (&["baseline", "check", "none.json", "old.fence"], "error: cannot read `none.json`: "),
        (&["baseline", "check", "old.fence", "old.fence"], "error: `old.fence` is no recorded state: "),
        (&["baseline", "record", "new.fence"], "error: there are errors in the texts\n"),
    ] {
        let run = run(&folder, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    let refused = run(&folder, &["diff", "old.fence", "new.fence", "--format", "json"]);
    let refused: Value = serde_json::from_str(&refused.stdout).unwrap();
    assert_eq!(refused["type"], "refused");
    assert_eq!(refused["problems"][0]["place"]["file"], "new.fence");
}

#[test]
fn filters_of_one_side_or_two() {
    let folder = sides("filters", NETWORK, &opened());
    let equal = run(&folder, &["diff", "old.fence", "--filters", "web", "shop.main.door"]);
    assert_eq!((equal.code, equal.stderr.as_str()), (0, ""), "{}", equal.stdout);
    assert!(equal.stdout.ends_with("\nequal: the same packets pass both\n"), "{}", equal.stdout);
    let other = run(&folder, &["diff", "old.fence", "new.fence", "--filters", "web", "web"]);
    assert_eq!(other.code, 1);
    assert!(
        other.stdout.contains("ingress  + by the second only\n    tcp 22, 80 from 0.0.0.0/0\n"),
        "{}",
        other.stdout
    );
    assert!(other.stdout.ends_with("\nnot equal\n"));
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"]);
    let run =
        ended(command.args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]).args(arguments));
    assert_eq!(run.code, 0, "git {arguments:?}: {}", run.stderr);
}

#[test]
fn revisions_are_compared_with_the_working_tree_and_with_each_other() {
    let folder = folder("revisions");
    git(&folder, &["init", "--quiet"]);
    fs::create_dir_all(folder.join("net")).unwrap();
    fs::write(folder.join("net/shop.fence"), NETWORK).unwrap();
    fs::write(folder.join("net/notes.txt"), "no text of the language").unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "one"]);
    fs::write(folder.join("net/shop.fence"), opened()).unwrap();
    let tree = run(&folder, &["diff", "--git", "HEAD", "net"]);
    assert_eq!(tree.code, 1, "{}{}", tree.stdout, tree.stderr);
    assert!(tree.stdout.contains("HEAD:net/shop.fence:7:26"), "{}", tree.stdout);
    git(&folder, &["commit", "--quiet", "-a", "-m", "two"]);
    assert_eq!(run(&folder, &["diff", "--git", "HEAD", "net"]).stdout, "no flow changed\n");
    for (from, arguments) in [
        (folder.clone(), &["diff", "--git", "HEAD~1..HEAD", "net/shop.fence"][..]),
        (folder.join("net"), &["diff", "--git", "HEAD~1..HEAD"]),
        (folder.join("net"), &["diff", "--git", "HEAD~1..main", "shop.fence"]),
    ] {
        let both = run(&from, arguments);
        assert_eq!(both.code, 1, "{arguments:?}: {}{}", both.stdout, both.stderr);
        assert!(
            both.stdout.ends_with("2 opened, 0 closed; of what opens, 1 not allowed\n"),
            "{}",
            both.stdout
        );
    }
    let filters = run(&folder, &["diff", "--git", "HEAD~1", "net", "--filters", "web", "web"]);
    assert_eq!(filters.code, 1, "{}", filters.stderr);
    for (arguments, said) in [
        (&["diff", "--git", "nothing", "net"][..], "error: `nothing` is no revision of this repository\n"),
        (&["diff", "--git", "HEAD", "none"], "error: nothing is called `none` in `HEAD`\n"),
        (&["diff", "--git", "HEAD", "net/notes.txt"], "error"),
        (&["diff", "--git", "", "net"], "error: `--git` names no revision: it is empty"),
        (&["diff", "--git", "..HEAD", "net"], "error: `--git` names no old revision: it is empty"),
        (&["diff", "--git", "HEAD..", "net"], "error: `--git` names no new revision: it is empty"),
    ] {
        let run = run(&folder, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn without_git_or_a_repository_that_is_said() {
    let folder = folder("nowhere");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.current_dir(&folder).args(["diff", "--git", "HEAD", "."]);
    let none = ended(command.env("PATH", ""));
    assert_eq!(
        (none.code, none.stderr.as_str()),
        (2, "error: the program `git` is not there: `--git` needs it\n")
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.current_dir(&folder).args(["diff", "--git", "HEAD", "."]);
    let outside = ended(command.env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap()));
    assert_eq!((outside.code, outside.stdout.as_str()), (2, ""));
    assert!(outside.stderr.starts_with("error: git: not a git repository"), "{}", outside.stderr);
}

#[test]
fn a_recorded_state_is_stable_and_tells_what_drifted() {
    let folder = sides("baseline", NETWORK, &opened());
    let printed = run(&folder, &["baseline", "record", "old.fence"]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    let written = run(&folder, &["baseline", "record", "old.fence", "-o", "state.json"]);
    assert_eq!(
        (written.code, written.stdout.as_str()),
        (0, "wrote       state.json\n"),
        "{}",
        written.stderr
    );
    assert_eq!(fs::read_to_string(folder.join("state.json")).unwrap(), printed.stdout);
    let again = run(&folder, &["baseline", "record", "old.fence", "-o", "state.json"]);
    assert_eq!(again.code, 2, "a file that is there stays: {}", again.stderr);

    let same = run(&folder, &["baseline", "check", "state.json", "old.fence"]);
    assert_eq!((same.code, same.stdout.as_str()), (0, "as recorded\n"), "{}", same.stderr);
    // Blanks, comments, order and intents are no drift.
    let moved = NETWORK.replace("    internet-gateway igw\n", "").replace(
        "  vpc main 10.0.0.0/16 {\n",
        "  vpc   main 10.0.0.0/16 { # here\n    internet-gateway igw\n",
    );
    fs::write(folder.join("moved.fence"), moved + "deny internet -> web-1 : tcp 22\n").unwrap();
    let moved = run(&folder, &["baseline", "check", "state.json", "moved.fence"]);
    assert_eq!(
        (moved.code, moved.stdout.as_str()),
        (0, "as recorded (texts differ in what deploys nothing)\n")
    );

    let drifted = run(&folder, &["baseline", "check", "state.json", "new.fence"]);
    assert_eq!(drifted.code, 1);
    assert!(
        drifted.stdout.contains("+ opened           internet -> shop.main.web-1\n"),
        "{}",
        drifted.stdout
    );
    assert!(
        drifted.stdout.contains("resources\n    = changed security-group shop.main.web\n"),
        "{}",
        drifted.stdout
    );
    assert!(
        drifted.stdout.ends_with("drifted: 1 opened, 0 closed; 1 resource differs\n"),
        "{}",
        drifted.stdout
    );

    let text = printed.stdout.replace("\"format\": 1", "\"format\": 7");
    fs::write(folder.join("later.json"), text).unwrap();
    let later = run(&folder, &["baseline", "check", "later.json", "old.fence"]);
    let said = "error: `later.json`: it has the form 7, and this program reads the form 1: record it anew\n";
    assert_eq!((later.code, later.stderr.as_str()), (2, said));
    for (find, put, said) in [
        ("tcp 443", "tcp web", "`tcp web` is no traffic"),
        ("\"10.0.1.10\"", "\"10.0.1.300\"", "`10.0.1.300` is no address, prefix or range"),
        (
            "\"to\":{\"network\":\"shop.main\",\"name\":\"shop.main.web-1\"",
            "\"to\":{\"network\":\"shop.main\",\"name\":\"x\"",
            "`x` is among the flows and not among the ends",
        ),
    ] {
        let text = printed.stdout.replace(find, put);
        assert_ne!(text, printed.stdout, "{find}");
        fs::write(folder.join("broken.json"), text).unwrap();
        let broken = run(&folder, &["baseline", "check", "broken.json", "old.fence"]);
        assert_eq!(broken.code, 2);
        assert!(broken.stderr.contains(said), "{}", broken.stderr);
    }
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(members) => members.iter().for_each(|member| keys(member, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_json_is_described_in_the_docs() {
    let moved = opened().replace("web-1", "web-2");
    let folder = sides("keys", NETWORK, &moved);
    let readdressed = NETWORK.replace("10.0.1.10", "10.0.1.11");
    fs::write(folder.join("moved.fence"), readdressed).unwrap();
    run(&folder, &["baseline", "record", "old.fence", "-o", "state.json"]);
    let mut found = BTreeSet::new();
    for arguments in [
        &["diff", "old.fence", "new.fence"][..],
        &["diff", "old.fence", "moved.fence"],
        &["diff", "old.fence", "new.fence", "--filters", "web", "web"],
        &["baseline", "check", "state.json", "new.fence"],
        &["diff", "old.fence", "--filters", "web", "nobody"],
    ] {
        let printed = run(&folder, &[arguments, &["--format", "json"]].concat()).stdout;
        keys(&serde_json::from_str(&printed).unwrap(), &mut found);
    }
    let page = include_str!("../../docs/json.md");
    for key in &found {
        assert!(page.contains(&format!("`{key}`")), "`{key}` is not described");
    }
    assert!(found.len() > 60, "{found:?}");
    let mut found = BTreeSet::new();
    let state = fs::read_to_string(folder.join("state.json")).unwrap();
    keys(&serde_json::from_str(&state).unwrap(), &mut found);
    let page = include_str!("../../docs/baseline.md");
    for key in &found {
        assert!(page.contains(&format!("`{key}`")), "`{key}` is not described");
    }
    assert!(found.len() > 12, "{found:?}");
}
