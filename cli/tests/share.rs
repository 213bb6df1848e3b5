//! `share` as its users call it: links that are made, and links of strangers that are opened.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ringfence_share::{File, State, decode, encode};
use serde_json::{Value, json};

/// What `share docs/door.fence --question 'internet -> web-1 : tcp 443'` prints. It changes only with the form of links.
const DOOR: &str = "https://ringfence.github.io/ringfence/#1.hVLdTrNAEH2Vk_1u3X7QVqM18RV8APFigSndSHdxdxAJ6bs7C2K8aGIgJOycv-EwqaNtKarDy6ScOZM6qNr7sDmSq0jdKKZPlrN_eHaESOGDAoyrwYOXV8cJFmFK3zMsH8AnwtGGyKi9DJxnnHxbbwrnSDjhDfHkO3gHM0RYB-p1JTrBtDrHVDjgo6twNjLKs818_c_vlgmEwBRESTeGaTAjbDMskyAJSLMpW0LXl62tMGEVyKCfEhSXBRz7UkQwULmY5ILZ7oVwRWWlUNUHy6NuBNPN1EniNIFiBFcd9vsdjsGff5le1tCRjXynRJIlZbNvdre659njt51Ohw_3m9t0mM2DK86zsDzkLlxNbsQ22yWlfLdsIusuZoefbCVVpo-EQqWOUsmwS0G-I4eRuFBJjknKK5Tz8AIMM7JQSwFl66s3qv9w225RjoiNdl6HvqU5p7q83qj3XsStd_JHrU1eiaouXw";
const QUESTION: &str = "internet -> web-1 : tcp 443";

/// What a run of the command gave.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs the command in the root of the workspace.
fn run_with(arguments: &[&str], input: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.current_dir(root()).arg("share").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that reads no input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// The output of a run that has nothing to complain about.
fn clean(run: Run) -> String {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}

/// The complaints of a run that did nothing else.
fn refused(run: Run) -> String {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    run.stderr
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("share").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn link(files: &[(&str, &str)]) -> String {
    let files = files.iter().map(|&(name, text)| File { name: name.into(), text: text.into() });
    encode(&State { files: files.collect(), ..State::default() }).unwrap()
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_link_is_the_same_everywhere() {
    let made = clean(run(&["docs/door.fence", "--question", QUESTION]));
    assert_eq!(made, format!("{DOOR}\n"));
    let answer: Value =
        serde_json::from_str(&clean(run(&["docs/door.fence", "--question", QUESTION, "--format", "json"])))
            .unwrap();
    assert_eq!(answer, json!({ "link": DOOR }));
}

/// The JavaScript of `docs/share.md` and the command read each other's links. Where there is no Node, the fixed links of this
/// file and of the crate stand in for it.
#[test]
fn the_javascript_of_the_docs_makes_and_reads_the_same_links() {
    if Command::new("node").arg("--version").output().is_err() {
        eprintln!("not run: there is no `node`");
        return;
    }
    let page = fs::read_to_string(root().join("docs/share.md")).unwrap();
    let (_, code) = page.split_once("```js\n").unwrap();
    let (code, _) = code.split_once("```").unwrap();
    let (_, fragment) = DOOR.split_once('#').unwrap();
    let program = folder("node").join("program.mjs");
    let main = format!(
        "const state = await decode({fragment:?});\n\
         console.log(JSON.stringify({{ ...state, question: state.question + ', udp 1 é🏰' }}));\n\
         console.log(await encode({{ ...state, question: state.question + ', udp 1 é🏰' }}));\n"
    );
    fs::write(&program, format!("{code}{main}")).unwrap();
    let output = Command::new("node").arg(&program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let (json, link) = printed.split_once('\n').unwrap();
    let opened = clean(run(&["--open", link, "--format", "json"]));
    let opened: Value = serde_json::from_str(&opened).unwrap();
    assert_eq!(opened, serde_json::from_str::<Value>(json).unwrap());
    assert_eq!(opened["question"], "internet -> web-1 : tcp 443, udp 1 é🏰");
    assert_eq!(opened["files"][0]["text"], fs::read_to_string(root().join("docs/door.fence")).unwrap());
}

#[test]
fn a_link_carries_the_files_in_their_order_without_their_folders() {
    let files = ["policies/aws/nat.fence", "docs/door.fence", "-"];
    let state = decode(&clean(run_with(&files, "deny a -> b\r\n"))).unwrap();
    let texts = files.map(|path| fs::read_to_string(root().join(path)).unwrap_or("deny a -> b\r\n".into()));
    let names = ["nat.fence", "door.fence", "stdin.fence"];
    let expected = names.iter().zip(texts).map(|(name, text)| File { name: name.to_string(), text });
    assert_eq!(state, State { files: expected.collect(), ..State::default() });
}

#[test]
fn the_page_may_stand_elsewhere() {
    let made =
        clean(run(&["docs/door.fence", "--question", QUESTION, "--base", "http://localhost:8080/x/?y"]));
    let (_, state) = DOOR.split_once('#').unwrap();
    assert_eq!(made, format!("http://localhost:8080/x/?y#{state}\n"));
    assert!(refused(run(&["docs/door.fence", "--base", "http://x/#y"])).contains("--base"));
}

#[test]
fn a_text_with_problems_is_shared_all_the_same() {
    let state = decode(&clean(run_with(&["-", "--question", "-> ?"], "network {{ ->"))).unwrap();
    assert_eq!((state.files[0].text.as_str(), state.question.as_str()), ("network {{ ->", "-> ?"));
}

#[test]
fn a_link_that_programs_may_cut_is_warned_about() {
    let mut seed = 1_u32;
    let noise: String = (0..40_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b' ' + u8::try_from(seed >> 26).unwrap())
        })
        .collect();
    let made = run_with(&["-"], &noise);
    let length = made.stdout.trim_end().len();
    let warning =
        format!("warning: the link has {length} characters: some programs cut links longer than 32000\n");
    assert_eq!((made.code, made.stderr), (0, warning));
    assert_eq!(decode(&made.stdout).unwrap().files[0].text, noise);
    assert_eq!(clean(run_with(&["--open", "-"], &made.stdout)).lines().nth(1), Some(noise.as_str()));
}

#[test]
fn files_that_no_link_can_carry_are_named() {
    let (one, other) = (folder("one").join("a.fence"), folder("other").join("A.fence"));
    for path in [&one, &other] {
        fs::write(path, "").unwrap();
    }
    assert_eq!(refused(run(&[text(&one), text(&other)])), "error: two files are called `A.fence`\n");
    let hidden = folder("hidden").join(".fence");
    fs::write(&hidden, "").unwrap();
    let message = "error: `.fence` cannot be the name of a file in a link: it starts with `.`\n";
    assert_eq!(refused(run(&[text(&hidden)])), message);
    let large = folder("large").join("large.fence");
    fs::write(&large, " ".repeat(ringfence_share::LIMIT)).unwrap();
    assert!(refused(run(&[text(&large)])).starts_with("error: the files are too large for a link: 16777"));
    let unread = refused(run(&["no-such-1.fence", "no-such-2.fence"]));
    assert!(unread.contains("`no-such-1.fence`") && unread.contains("`no-such-2.fence`"), "{unread}");
}

#[test]
fn an_opened_link_is_a_text_again() {
    let text = fs::read_to_string(root().join("docs/door.fence")).unwrap();
    assert_eq!(clean(run(&["--open", DOOR])), format!("# question: {QUESTION}\n\n# door.fence\n{text}"));
    let two = link(&[("a.fence", "deny a -> b"), ("b.fence", "segment a = 10.0.0.0/8\r\n")]);
    let printed = "# a.fence\ndeny a -> b\n\n# b.fence\nsegment a = 10.0.0.0/8\n";
    assert_eq!(clean(run(&["--open", &two])), printed);
    assert_eq!(clean(run(&["--open", &link(&[])])), "");
}

#[test]
fn an_opened_link_does_not_steer_the_terminal() {
    let hostile = link(&[("a\nb\u{1b}[2J", "\u{1b}]0;title\u{7} deny\r\u{202e}\0")]);
    for color in ["auto", "always"] {
        let printed = clean(run(&["--open", &hostile, "--color", color]));
        let plain = printed.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
        assert!(plain.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{plain:?}");
        assert_eq!(plain.lines().count(), 2, "{plain:?}");
    }
}

#[test]
fn an_opened_link_is_json_for_programs() {
    let state: Value = serde_json::from_str(&clean(run(&["--open", DOOR, "--format", "json"]))).unwrap();
    let text = fs::read_to_string(root().join("docs/door.fence")).unwrap();
    assert_eq!(state, json!({ "files": [{ "name": "door.fence", "text": text }], "question": QUESTION }));
}

#[test]
fn the_files_of_a_link_are_written_as_they_are() {
    let into = folder("write").join("new").join("er");
    let files = [("a.fence", "deny a -> b\r\n\u{feff}\0"), ("größe.fence", "")];
    let made = link(&files);
    let wrote = |name| format!("wrote       {}\n", into.join(name).display());
    let printed = clean(run(&["--open", &made, "-o", text(&into)]));
    assert_eq!(printed, wrote("a.fence") + &wrote("größe.fence"));
    for (name, text) in files {
        assert_eq!(fs::read_to_string(into.join(name)).unwrap(), text);
    }
    let with_question = clean(run(&["--open", DOOR, "--output", text(&into)]));
    assert_eq!(with_question, wrote("door.fence") + &format!("question    {QUESTION}\n"));
}

#[test]
fn a_file_that_is_there_is_kept_unless_forced() {
    let into = folder("there");
    for name in ["b.fence", "c.fence"] {
        fs::write(into.join(name), "mine").unwrap();
    }
    let made = link(&[("a.fence", "new"), ("b.fence", "new"), ("c.fence", "new")]);
    let message =
        |name| format!("error: `{}` is there already: `--force` replaces it\n", into.join(name).display());
    let refusal = refused(run(&["--open", &made, "-o", text(&into)]));
    assert_eq!(refusal, message("b.fence") + &message("c.fence"));
    assert_eq!(names(&into), ["b.fence", "c.fence"]);
    assert_eq!(fs::read_to_string(into.join("b.fence")).unwrap(), "mine");

    clean(run(&["--open", &made, "-o", text(&into), "--force"]));
    for name in ["a.fence", "b.fence", "c.fence"] {
        assert_eq!(fs::read_to_string(into.join(name)).unwrap(), "new");
    }
}

#[test]
fn a_folder_in_the_way_of_one_file_keeps_all_from_being_written() {
    let into = folder("blocked");
    fs::create_dir(into.join("b.fence")).unwrap();
    let made = link(&[("a.fence", "new"), ("b.fence", "new")]);
    let refusal = refused(run(&["--open", &made, "-o", text(&into), "--force"]));
    assert_eq!(refusal, format!("error: `{}` is a folder\n", into.join("b.fence").display()));
    assert_eq!(names(&into), ["b.fence"]);
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let outside = folder("outside");
    let into = outside.join("into");
    let absolute = outside.join("absolute.fence");
    for name in [
        "../up.fence",
        "..",
        ".",
        "",
        "sub/a.fence",
        text(&absolute),
        "..\\up.fence",
        "C:\\up.fence",
        "c:up.fence",
        "a\0.fence",
        ".profile",
        "-o",
        "nul",
        "COM1.fence",
        "a.fence.",
        "A.FENCE",
    ] {
        let made = link(&[("a.fence", ""), (name, "deny")]);
        for more in [&[][..], &["--force"]] {
            let run = run(&[&["--open", &made, "-o", text(&into)], more].concat());
            let message = refused(run);
            let shown = name.escape_debug().to_string();
            assert!(message.contains(&format!("`{shown}`")) || name.is_empty(), "{name}: {message}");
        }
        assert!(names(&outside).is_empty(), "{name}: {:?}", names(&outside));
        // It can be looked at.
        assert!(clean(run(&["--open", &made])).contains("\ndeny\n"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_file_system_is_replaced_and_not_followed() {
    let (outside, into) = (folder("symlink-outside"), folder("symlink"));
    fs::write(outside.join("mine"), "mine").unwrap();
    for (name, target) in [("a.fence", "mine"), ("dangling.fence", "nowhere")] {
        std::os::unix::fs::symlink(outside.join(target), into.join(name)).unwrap();
        let made = link(&[(name, "new")]);
        assert!(refused(run(&["--open", &made, "-o", text(&into)])).contains(name));
        clean(run(&["--open", &made, "-o", text(&into), "--force"]));
        assert_eq!(fs::read_to_string(into.join(name)).unwrap(), "new");
        assert!(!into.join(name).is_symlink());
    }
    assert_eq!(names(&outside), ["mine"]);
    assert_eq!(fs::read_to_string(outside.join("mine")).unwrap(), "mine");
}

#[test]
fn a_folder_is_not_replaced_and_a_file_is_no_folder() {
    let into = folder("folders");
    fs::create_dir(into.join("a.fence")).unwrap();
    let made = link(&[("a.fence", "new")]);
    let message = refused(run(&["--open", &made, "-o", text(&into), "--force"]));
    assert_eq!(message, format!("error: `{}` is a folder\n", into.join("a.fence").display()));
    fs::write(into.join("file"), "mine").unwrap();
    let message = refused(run(&["--open", &made, "-o", text(&into.join("file"))]));
    assert!(message.starts_with("error: cannot write `"), "{message}");
}

#[test]
fn a_link_that_cannot_be_opened_is_an_input_error() {
    let cut = DOOR.get(..DOOR.len() - 9).unwrap();
    let newer = DOOR.replace("#1.", "#2.");
    for (link, message) in [
        ("", "this is no link of Ringfence"),
        ("https://ringfence.github.io/ringfence/", "this is no link of Ringfence"),
        (cut, "the link is cut off"),
        (&newer, "a newer Ringfence made this link"),
        (&format!("{DOOR}&x=1"), "the link has `&` in it"),
        ("#1.____", "the link is damaged"),
    ] {
        for run in [run(&["--open", link]), run_with(&["--open", "-", "--format", "json"], link)] {
            let refusal = refused(run);
            assert!(refusal.starts_with(&format!("error: {message}")), "{refusal}");
            assert_eq!(refusal.lines().count(), 1, "{refusal}");
        }
    }
}
