//! How `lint` ends, and what its arguments change.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::path::Path;
use std::process::{Command, Output};

fn lint(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.current_dir(root).arg("lint").args(arguments).output().unwrap()
}

#[test]
fn notes_alone_are_clean_and_what_weighs_more_is_not() {
    assert_eq!(lint(&["docs/door.fence"]).status.code(), Some(0));
    for more in ["--warn", "--deny"] {
        assert_eq!(lint(&["docs/door.fence", more, "default-acl-in-use"]).status.code(), Some(1));
    }
    assert_eq!(lint(&["policies/broken/open-database.fence"]).status.code(), Some(1));
}

#[test]
fn what_cannot_be_used_says_so() {
    let unknown = lint(&["docs/door.fence", "--allow", "unatached-acl"]);
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("'unattached-acl'"), "{said}");
    assert_eq!(lint(&["no-such-file.fence"]).status.code(), Some(2));
}
