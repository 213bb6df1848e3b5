//! Lists every policy of the repository for the gallery.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies").canonicalize()?;
    println!("cargo::rerun-if-changed={}", policies.display());
    let mut paths = Vec::new();
    for folder in entries(&policies)? {
        println!("cargo::rerun-if-changed={}", folder.display());
        let files = entries(&folder)?;
        paths.extend(
            files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "fence")),
        );
    }
    let mut list = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(&policies)?.to_string_lossy().replace('\\', "/");
        writeln!(list, "    Example {{ path: {name:?}, title: {:?} }},", title(&fs::read_to_string(&path)?))?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("gallery.rs"), list)?;
    Ok(())
}

/// What an example shows, as its first sentence says.
fn title(text: &str) -> String {
    let comment = text.lines().take_while(|line| line.starts_with('#'));
    let words = comment.map(|line| line.trim_start_matches('#').trim()).collect::<Vec<_>>().join(" ");
    words.split_once(['.', ':', ',']).map_or_else(|| words.clone(), |(first, _)| first.to_owned())
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths.into_iter().filter(|path| path.is_dir() || path.is_file()).collect())
}
