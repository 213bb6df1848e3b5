//! The examples of `docs/json.md` are what the command prints. `UPDATE_DOCS=1` writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "docs/json.md";

/// Between the command and its answer.
const BEFORE_ANSWER: &str = "\n```\n```json";
const BEHIND_ANSWER: &str = "\n```";
const BEFORE_COMMAND: &str = "```sh\nringfence ";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// What the command prints for a line of arguments; single quotes hold one together.
fn printed(arguments: &str) -> String {
    let mut list = Vec::new();
    for (index, part) in arguments.split('\'').enumerate() {
        if index % 2 == 1 { list.push(part) } else { list.extend(part.split_whitespace()) }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    let output = command.current_dir(root()).args(&list).output().unwrap();
    let code = output.status.code().unwrap();
    assert!(code < 2, "`ringfence {arguments}` exits {code}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page with every answer replaced by what the command prints now, and the commands found.
fn renewed(page: &str) -> (String, Vec<&str>) {
    let mut text = String::new();
    let mut commands = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEFORE_COMMAND) {
        let (arguments, after) = after.split_once(BEFORE_ANSWER).expect("an answer behind the command");
        let (_, after) = after.split_once(BEHIND_ANSWER).expect("the end of the answer");
        let answer = printed(arguments);
        text.extend([
            before,
            BEFORE_COMMAND,
            arguments,
            BEFORE_ANSWER,
            "\n",
            answer.trim_end(),
            BEHIND_ANSWER,
        ]);
        commands.push(arguments);
        rest = after;
    }
    text.push_str(rest);
    (text, commands)
}

#[test]
fn the_examples_are_what_the_command_prints() {
    let path = root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (renewed, commands) = renewed(&page);
    let verbs: Vec<&str> = commands.iter().filter_map(|command| command.split(' ').next()).collect();
    assert_eq!(verbs, ["reach", "check", "lint"], "one full example of each");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, renewed).unwrap();
    } else {
        assert_eq!(page, renewed, "UPDATE_DOCS=1 cargo test -p ringfence-cli --test json_docs");
    }
}

#[test]
fn the_text_that_is_asked_about_stands_on_the_page() {
    let page = fs::read_to_string(root().join(PAGE)).unwrap();
    let text = fs::read_to_string(root().join("docs/door.fence")).unwrap();
    assert!(page.contains(&format!("```fence\n{text}```\n")));
}
