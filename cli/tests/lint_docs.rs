//! The pages of `docs/lints/`: each lint has one, it finds its first example and nothing in its second, and the index lists them.
//! `UPDATE_DOCS=1` writes what is not written by hand anew: what it finds, its group and level, what is shown, and the index.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics fails")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ringfence_lint::{Group, RULES, Rule};

const FOLDER: &str = "docs/lints";
const INDEX: &str = "README.md";

const BEFORE_CAUSE: &str = "\n\n## Cause\n";
const BEFORE_REMEDY: &str = "\n## Remedy\n";
const EXAMPLE: &str = "\n```fence\n";
const BEFORE_SHOWN: &str = "\n```text\n";
const END: &str = "```\n";
const AGAIN: &str = "UPDATE_DOCS=1 cargo test -p ringfence-cli --test lint_docs";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(FOLDER)
}

/// The one block of `text` behind `start`, with what stands before and behind it.
fn block<'t>(text: &'t str, start: &str) -> (&'t str, &'t str, &'t str) {
    let (before, behind) = text.split_once(start).expect("a block");
    let (block, behind) = match behind.strip_prefix(END) {
        Some(behind) => ("", behind),
        None => behind.split_once("\n```\n").expect("its end"),
    };
    (before, block, behind)
}

/// What the command prints about an example when it looks for this lint, and no others that need not be.
fn shown(rule: &Rule, example: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint").join(rule.code);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("example.fence"), format!("{example}\n")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.current_dir(&folder).args(["lint", "example.fence"]);
    // What a comment of the example allows is looked for, too.
    for other in RULES.iter().filter(|other| other.code != rule.code && !example.contains(other.code)) {
        command.args(["--allow", other.code]);
    }
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{}: problems of its example", rule.code);
    String::from_utf8(output.stdout).unwrap()
}

/// The page with what is not written by hand as it is now.
fn renewed(rule: &Rule, page: &str) -> String {
    let name = rule.code;
    let (_, cause) = page.split_once(BEFORE_CAUSE).expect("a cause");
    let (cause, remedy) = cause.split_once(BEFORE_REMEDY).expect("a remedy");
    let (before, bad, behind) = block(cause, EXAMPLE);
    let (between, _, end) = block(behind, BEFORE_SHOWN);
    assert_eq!((between, end), ("", ""), "{name}: what is found stands behind its example");
    assert!(!before.trim().is_empty(), "{name}: a cause in words");
    let found = shown(rule, bad);
    let (found, summary) = found.trim_end().rsplit_once("\n\n").unwrap_or_default();
    assert!(
        summary.starts_with("0 errors, 1 warning, ") || summary.ends_with(" 1 note"),
        "{name}: {summary}"
    );
    assert!(found.starts_with(&format!("{}[{name}]", rule.level.as_str())), "{name}: {found}");

    let (before_good, good, end) = block(remedy, EXAMPLE);
    assert!(!before_good.trim().is_empty() && end.is_empty(), "{name}: a remedy in words, then the example");
    assert_eq!(shown(rule, good), "nothing found\n", "{name}: what is found in the mended example");

    let head = format!(
        "# `{name}`\n\n{}\n\nGroup: {}. Level: {}.",
        rule.summary,
        rule.group.as_str(),
        rule.level.as_str()
    );
    format!(
        "{head}{BEFORE_CAUSE}{before}{EXAMPLE}{bad}\n{END}{BEFORE_SHOWN}{found}\n{END}{BEFORE_REMEDY}{remedy}"
    )
}

fn index() -> String {
    let mut text = String::from(
        "# Lints\n\n`ringfence lint` finds what means what it says and is still not what anybody wants. Each lint has a code that never \
         changes. Its page tells the cause, shows a text in which something is found, and mends it.\n\n\
         What is found is a note, a warning or an error. `--allow CODE` leaves it out, `--warn CODE` and `--deny CODE` make it a warning and an \
         error. In a text a comment allows what is found on its line, or alone on a line what is found on the next one:\n\n\
         ```fence\nnetwork-acl spare { ingress 100 allow any from 0.0.0.0/0 }  # lint: allow unattached-acl because \"the next release uses \
         it\"\n```\n\nOne without a reason, and one that allows nothing, are findings themselves.\n",
    );
    for group in Group::ALL {
        write!(
            text,
            "\n## {}\n\n{}\n\n| code | level | what it finds |\n|---|---|---|\n",
            group.as_str(),
            group.summary()
        )
        .unwrap();
        for rule in RULES.iter().filter(|rule| rule.group == group) {
            let Rule { code, level, summary, .. } = rule;
            writeln!(text, "| [`{code}`]({code}.md) | {} | {summary} |", level.as_str()).unwrap();
        }
    }
    text
}

#[test]
fn every_page_shows_what_is_found_in_its_examples() {
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    for rule in RULES {
        let path = folder().join(rule.code).with_extension("md");
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let renewed = renewed(rule, &page);
        if update {
            fs::write(&path, renewed).unwrap();
        } else {
            assert_eq!(page, renewed, "{AGAIN}");
        }
    }
}

#[test]
fn the_index_lists_every_page_and_no_page_lacks_a_lint() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(folder().join(INDEX), index()).unwrap();
    }
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let codes = RULES.iter().map(|rule| format!("{}.md", rule.code));
    assert_eq!(there, codes.chain([INDEX.to_owned()]).collect());
    assert_eq!(fs::read_to_string(folder().join(INDEX)).unwrap(), index(), "{AGAIN}");
}
