//! A number for files: the same while they are the same.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use crate::failure::Failure;

/// The number of everything below `folders`, and of `files`.
pub(crate) fn of(folders: &[&str], files: &[&str]) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        add(Path::new(folder), &mut hasher)?;
    }
    for file in files {
        hasher.write(&fs::read(file)?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Adds every file below `folder` that is no result of a tool.
fn add(folder: &Path, hasher: &mut DefaultHasher) -> Result<(), Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths.into_iter().filter(|path| !path.ends_with("node_modules")) {
        if path.is_dir() {
            add(&path, hasher)?;
        } else {
            hasher.write(path.to_string_lossy().as_bytes());
            hasher.write(&fs::read(&path)?);
        }
    }
    Ok(())
}
