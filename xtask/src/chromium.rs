//! The browser that the tests drive.

use std::env;
use std::path::PathBuf;

use crate::debian;
use crate::failure::Failure;

/// The environment variable that names a Chromium.
pub(crate) const SETTING: &str = "RINGFENCE_CHROMIUM";

/// The names that it goes by.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Finds a Chromium, or lets Debian install one.
pub(crate) fn find() -> Result<PathBuf, Failure> {
    if let Some(named) = env::var_os(SETTING).map(PathBuf::from) {
        let missing = || format!("{SETTING} is `{}`, where nothing is", named.display());
        return if named.exists() { Ok(named) } else { Err(missing().into()) };
    }
    if let Some(found) = on_path() {
        return Ok(found);
    }
    if let Err(why) = debian::install(&["chromium"], "the browser that the tests drive") {
        return Err(format!(
            "there is no Chromium, and {why}; one of these makes one:
  on Debian, as root: apt-get update && apt-get install --no-install-recommends chromium
  elsewhere:          any Chrome or Chromium, named by {SETTING}=PATH"
        )
        .into());
    }
    on_path().ok_or_else(|| "Debian's chromium was installed, but is not on the path".into())
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let candidates = env::split_paths(&path).flat_map(|folder| PROGRAMS.map(|program| folder.join(program)));
    candidates.into_iter().find(|program| program.is_file())
}
