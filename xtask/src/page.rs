//! The page: built by Trunk, tried in a browser, shown on this machine.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, run};
use crate::failure::Failure;
use crate::stage::{Counts, Done};
use crate::target::{self, WASM};
use crate::{chromium, fingerprint, node, package, tools};

/// Where the page is when it is built: a folder that any web server can give out, at any path.
const BUILT: &str = "target/page/dist";

/// What the page is tried with, and served.
const TESTS: &str = "tests/browser";

/// Builds the page, and the npm package, whose engines it loads.
pub(crate) fn page() -> Result<Done, Failure> {
    package::build()?;
    node::npm_ci(Path::new("web"))?;
    run(node::npm().args(["run", "--silent", "check"]).current_dir("web"))?;
    let target = target::find(&WASM)?;
    let mut build = Command::new(tools::trunk()?);
    target.prepare(&mut build);
    let programs = [folder_of(&tools::wasm_bindgen()?)?, fs::canonicalize("wasm/node_modules/.bin")?];
    let path = with_folders(&build, programs)?;
    // `NO_COLOR` is no truth value, which is what Trunk takes it for.
    run(build
        .arg("build")
        .env("PATH", path)
        .env("RUSTFLAGS", target::flags())
        .env("RINGFENCE_BUILD", fingerprint()?)
        .env_remove("NO_COLOR"))?;
    println!("the page is in {BUILT}");
    Ok(Done::Passed)
}

/// Builds the page and shows it on this machine until it is interrupted.
pub(crate) fn serve() -> Result<(), Failure> {
    page()?;
    node::npm_ci(Path::new(TESTS))?;
    println!("\nRingfence is at the address below; Ctrl-C ends it.");
    let server = Path::new(TESTS).join("node_modules/.bin/sirv");
    run(Command::new(server).args([BUILT, "--host", "127.0.0.1", "--port", "8080"]))
}

/// Pictures of the page into a folder, or the time from a key to the painted answer: what `npm run` does in the tests.
pub(crate) fn look(verb: &str, options: &[String]) -> Result<(), Failure> {
    page()?;
    node::npm_ci(Path::new(TESTS))?;
    let chromium = chromium::find()?;
    // The folder that a person names is theirs, not that of the tests.
    let folders = options.iter().map(|folder| env::current_dir().map(|here| here.join(folder)));
    let folders = folders.collect::<Result<Vec<_>, _>>()?;
    let mut npm = node::npm();
    npm.args(["run", "--silent", verb, "--"])
        .args(folders)
        .current_dir(TESTS)
        .env(chromium::SETTING, chromium);
    run(&mut npm)
}

/// The editor by itself and the whole page, tried in a browser.
pub(crate) fn browser() -> Result<Done, Failure> {
    // What is tried is what the sources say now; where that is built already, it takes seconds.
    page()?;
    let chromium = chromium::find()?;
    run(command::cargo().args(["build", "--quiet", "--package", "ringfence-cli"]))?;
    let mut counts = Counts::default();
    for folder in ["web", TESTS] {
        node::npm_ci(Path::new(folder))?;
        counts =
            counts.plus(node::npm_test(Path::new(folder), &[(chromium::SETTING, chromium.as_os_str())])?);
    }
    Ok(Done::Counted(counts))
}

fn folder_of(program: &Path) -> Result<PathBuf, Failure> {
    program.parent().map(PathBuf::from).ok_or_else(|| format!("{} is in no folder", program.display()).into())
}

/// The path of a command with these folders at its end: what the command itself needs first stays there.
fn with_folders(command: &Command, folders: [PathBuf; 2]) -> Result<OsString, Failure> {
    let own = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, path)| path);
    let path = own.map(OsString::from).or_else(|| env::var_os("PATH")).unwrap_or_default();
    let all = env::split_paths(&path).chain(folders);
    env::join_paths(all).map_err(|error| error.to_string().into())
}

/// A number for what page and worker are built from, so that each knows whether the other is of the same build.
fn fingerprint() -> Result<String, Failure> {
    fingerprint::of(
        &["core/src", "space/src", "wasm", "share/src", "web", "policies"],
        &["index.html", "Cargo.lock", "Cargo.toml", "Trunk.toml"],
    )
}
