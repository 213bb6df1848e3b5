//! Whole texts, and what becomes of them when they are damaged at random.

extern crate std;

use std::string::{String, ToString};
use std::vec::Vec;
use std::{fs, println};

use super::super::parse;
use crate::source::SourceId;

/// The texts of the language's trial, where they lie beside the repository.
const TRIAL: &str = "../../shared/language";

fn trial_texts() -> Vec<(String, String)> {
    let Ok(folder) = fs::read_dir(TRIAL) else {
        println!("skipped: there is no {TRIAL}");
        return Vec::new();
    };
    let mut texts: Vec<(String, String)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "fence"))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    texts
}

#[test]
fn trial_texts_have_no_problems() {
    for (name, text) in trial_texts() {
        let (tree, problems) = parse(SourceId(0), &text);
        assert_eq!(problems, [], "{name}");
        assert!(!tree.statements.is_empty(), "{name}");
    }
}
