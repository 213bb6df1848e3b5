//! The policies of the repository, for tests of what holds for every one of them.

extern crate std;

use std::path::Path;
use std::string::String;
use std::vec::Vec;
use std::{fs, vec};

use crate::{Analysis, Source, parse};

/// Every policy, with its name; at least those that there are today.
pub(crate) fn analyses() -> Vec<(String, Analysis)> {
    let named = |source: Source| (source.name().into(), Analysis::new(parse(vec![source])));
    sources().into_iter().map(named).collect()
}

/// The texts of the policies.
pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let mut sources: Vec<Source> = Vec::new();
    for folder in ["aws", "broken", "intents"] {
        let files = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "fence")) {
            let name = file.file_name().unwrap().to_str().unwrap();
            sources.push(Source::new(name, fs::read_to_string(&file).unwrap()).unwrap());
        }
    }
    sources.sort_by(|a, b| a.name().cmp(b.name()));
    assert!(sources.len() >= 8, "{}", sources.len());
    sources
}
