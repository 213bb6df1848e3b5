//! The pages of `docs/codes/`: each code has one, what its examples are said to give is what they give, and the index lists them.
//! `UPDATE_DOCS=1` writes the meaning, the problem as it is shown, and the index anew; the rest is written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics fails")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ringfence::ProblemCode;

const FOLDER: &str = "docs/codes";
const INDEX: &str = "README.md";

const BEFORE_CAUSE: &str = "\n\n## Cause\n";
const BEFORE_REMEDY: &str = "\n## Remedy\n";
/// How an example starts, and what its file is called: a text of the language, or an export.
const EXAMPLES: [(&str, &str); 2] = [("\n```fence\n", "example.fence"), ("\n```json\n", "example.json")];
const BEFORE_SHOWN: &str = "\n```text\n";
const END: &str = "```\n";

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

/// An example as a text: a line that ends in `# 1,000 times` stands for so many.
fn written(example: &str) -> String {
    let mut text = String::new();
    for line in example.lines() {
        let times = line.rsplit_once(" # ").and_then(|(_, note)| note.strip_suffix(" times"));
        let times = times.map_or(1, |times| times.replace(',', "").parse().unwrap());
        for _ in 0..times {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// What the command says is wrong with an example, as a person sees it; one problem is one paragraph.
fn shown(name: &str, file: &str, example: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(file), written(example)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    let output = command.current_dir(&folder).args(["check", file]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    text.split("\n\n").map(|problem| problem.trim_end().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// The page with what is not written by hand as it is now.
fn renewed(code: ProblemCode, page: &str) -> String {
    let name = code.as_str();
    let (_, cause) = page.split_once(BEFORE_CAUSE).expect("a cause");
    let (cause, remedy) = cause.split_once(BEFORE_REMEDY).expect("a remedy");

    let (start, file) = EXAMPLES.into_iter().find(|(start, _)| cause.contains(start)).expect("an example");
    let (before, bad, behind) = block(cause, start);
    let (between, _, end) = block(behind, BEFORE_SHOWN);
    assert_eq!((between, end), ("", ""), "{name}: the problem stands behind its example");
    assert!(!before.trim().is_empty(), "{name}: a cause in words");
    let problems = shown(name, file, bad);
    let of_code = |problem: &&String| {
        problem.starts_with(&format!("error[{name}]")) || problem.starts_with(&format!("warning[{name}]"))
    };
    let own: Vec<&String> = problems.iter().filter(of_code).collect();
    assert_eq!(own.len(), 1, "{name}: {problems:#?}");
    // What tells of too many problems is never alone.
    assert!(problems.len() == 1 || code == ProblemCode::TooManyProblems, "{name}: {problems:#?}");

    let (before_good, good, end) = block(remedy, start);
    assert!(!before_good.trim().is_empty() && end.is_empty(), "{name}: a remedy in words, then the example");
    assert_eq!(shown(name, file, good), [""; 0], "{name}: what the mended example has");

    format!(
        "# `{name}`\n\n{}{BEFORE_CAUSE}{before}{start}{bad}\n{END}{BEFORE_SHOWN}{}\n{END}{BEFORE_REMEDY}{remedy}",
        code.summary(),
        own.first().unwrap(),
    )
}

fn index() -> String {
    let mut text = String::from(
        "# Problems of texts and exports\n\nEach problem has a code that never changes. Its page tells the cause, shows a text that has it, and mends it.\n\n\
         | code | what it means |\n|---|---|\n",
    );
    for code in ProblemCode::ALL {
        let name = code.as_str();
        writeln!(text, "| [`{name}`]({name}.md) | {} |", code.summary()).unwrap();
    }
    text.push_str(
        "\nIn the examples, a line that ends in `# 1,000 times` stands for so many. `ringfence check` shows their problems so; \
         [json.md](../json.md) has the form for programs.\n",
    );
    text
}

#[test]
fn every_page_shows_what_its_examples_give() {
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    for code in ProblemCode::ALL {
        let path = folder().join(code.as_str()).with_extension("md");
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let renewed = renewed(*code, &page);
        if update {
            fs::write(&path, renewed).unwrap();
        } else {
            assert_eq!(page, renewed, "UPDATE_DOCS=1 cargo test -p ringfence-cli --test code_docs");
        }
    }
}

#[test]
fn the_index_lists_every_page_and_no_page_lacks_a_code() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(folder().join(INDEX), index()).unwrap();
    }
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let codes = ProblemCode::ALL.iter().map(|code| format!("{}.md", code.as_str()));
    assert_eq!(there, codes.chain([INDEX.to_owned()]).collect());
    let kept = fs::read_to_string(folder().join(INDEX)).unwrap();
    assert_eq!(kept, index(), "UPDATE_DOCS=1 cargo test -p ringfence-cli --test code_docs");
}
