//! The npm package: a folder that is ready to be packed, and the packed file.
//!
//! | file | made by | what it is |
//! |---|---|---|
//! | `ringfence.wasm` | cargo, wasm-bindgen, wasm-opt | the engine, the same for every host |
//! | `ringfence.js` | wasm-bindgen | the calls into it |
//! | `ringfence.d.ts`, `.d.cts` and those of `inline` | wasm-bindgen | the types, one text under four names |
//! | `node.js`, `web.js` | as in `wasm/npm/` | how the engine is loaded |
//! | `node.cjs`, `inline.js`, `inline.cjs` | esbuild | the same for `require`, and with the engine in the text |
//!
//! Beside it an engine for the page that answers, without formatting and what editors ask: the page loads these later, from the package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::command::{self, run};
use crate::failure::Failure;
use crate::stage::Done;
use crate::target::{self, WASM};
use crate::{node, tools};

/// What is built, below [`FOLDER`].
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// The folder with its files.
    pub(crate) folder: PathBuf,
    /// The same, packed.
    pub(crate) tarball: PathBuf,
}

/// Where everything is built.
const FOLDER: &str = "target/npm";

/// What the engine may weigh, compressed: 300 KB.
const LIMIT: u64 = 300_000;

/// Of all levels that were tried, the smallest result after gzip that is also faster than without (docs/npm.md).
const OPTIMISE: [&str; 6] = [
    "-Oz",
    "--low-memory-unused",
    "--converge",
    "--one-caller-inline-max-function-size=1",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
];

/// Builds the package, and tells what the engine weighs.
pub(crate) fn package() -> Result<Done, Failure> {
    let package = build()?;
    let engine = package.folder.join("ringfence.wasm");
    let [raw, compressed] = [fs::metadata(&engine)?.len(), compressed(&engine)?];
    println!("{}", package.tarball.display());
    println!("{}: {raw} bytes, {compressed} with gzip, of {LIMIT} that it may have", engine.display());
    if compressed < LIMIT {
        Ok(Done::Passed)
    } else {
        Err(format!("the engine has {compressed} bytes with gzip; it may have less than {LIMIT}").into())
    }
}

/// Builds the package; once, however many stages need it.
pub(crate) fn build() -> Result<Package, Failure> {
    static BUILT: OnceLock<Package> = OnceLock::new();
    if let Some(package) = BUILT.get() {
        return Ok(package.clone());
    }
    let package = build_afresh()?;
    Ok(BUILT.get_or_init(|| package).clone())
}

fn build_afresh() -> Result<Package, Failure> {
    node::find()?;
    node::npm_ci(Path::new("wasm"))?;
    let folder = Path::new(FOLDER).join("ringfence");
    let built = engine("package", &[])?;
    load(&built, "package", &folder)?;
    let types = Path::new(FOLDER).join("types");
    run(bindgen_into(&tools::wasm_bindgen()?, &types, &built).args(["--target", "bundler"]))?;
    for name in ["ringfence.d.ts", "ringfence.d.cts", "inline.d.ts", "inline.d.cts"] {
        fs::copy(types.join("ringfence.d.ts"), folder.join(name))?;
    }
    for name in ["package.json", "README.md", "node.js"] {
        fs::copy(Path::new("wasm/npm").join(name), folder.join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(name, folder.join(name))?;
    }
    bundle(&folder)?;
    pack(folder)
}

/// Builds the engine of the page that answers, into a folder beside that of the package.
pub(crate) fn answering() -> Result<(), Failure> {
    let built = engine("answering", &["--no-default-features"])?;
    load(&built, "answering", &Path::new(FOLDER).join("answering"))
}

/// Puts an engine into a folder that is made afresh, and what loads it on the web.
fn load(built: &Path, name: &str, folder: &Path) -> Result<(), Failure> {
    let glue = Path::new(FOLDER).join("glue").join(name);
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    // The types are of another run: for bundlers, those of the calls alone, without ways to load the engine.
    run(bindgen_into(&tools::wasm_bindgen()?, &glue, built).args([
        "--target",
        "web",
        "--omit-default-module-path",
        "--remove-name-section",
        "--remove-producers-section",
        "--no-typescript",
    ]))?;
    fs::copy(optimised(&glue.join("ringfence_bg.wasm"))?, folder.join("ringfence.wasm"))?;
    fs::copy(glue.join("ringfence.js"), folder.join("ringfence.js"))?;
    fs::copy("wasm/npm/web.js", folder.join("web.js"))?;
    Ok(())
}

/// Builds the wasm as cargo leaves it, and keeps it by this name: both engines have the same file.
fn engine(name: &str, features: &[&str]) -> Result<PathBuf, Failure> {
    let target = target::find(&WASM)?;
    println!("{target}");
    let mut build = target.cargo_build();
    build.args(["--package", "ringfence-wasm", "--profile", "wasm"]).args(features);
    build.env("RUSTFLAGS", target::flags());
    run(&mut build)?;
    let kept = Path::new(FOLDER).join(format!("{name}.wasm"));
    fs::create_dir_all(FOLDER)?;
    fs::copy(target.built("wasm").join("ringfence_wasm.wasm"), &kept)?;
    Ok(kept)
}

fn bindgen_into(program: &Path, folder: &Path, wasm: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(wasm).arg("--out-dir").arg(folder).args(["--out-name", "ringfence"]);
    command
}

/// The wasm, optimised; a result from the same bytes is used again.
fn optimised(wasm: &Path) -> Result<PathBuf, Failure> {
    let [result, source] = ["optimised", "optimised-from"].map(|extension| wasm.with_extension(extension));
    let mut from = OPTIMISE.join(" ").into_bytes();
    from.extend(fs::read(wasm)?);
    if !result.exists() || fs::read(&source).ok().as_ref() != Some(&from) {
        let mut optimise = Command::new("wasm/node_modules/.bin/wasm-opt");
        run(optimise.args(OPTIMISE).arg(wasm).arg("-o").arg(&result))?;
        fs::write(source, from)?;
    }
    Ok(result)
}

/// Makes the files for `require`, and those with the engine in them.
fn bundle(folder: &Path) -> Result<(), Failure> {
    // `require` knows no `import.meta`.
    let here = "const here = require(\"node:url\").pathToFileURL(__filename);";
    run(esbuild(folder.join("node.js"), folder.join("node.cjs"), "cjs")
        .args(["--platform=node", "--define:import.meta.url=here"])
        .arg(format!("--banner:js={here}")))?;
    let inline = folder.join("inline-source.js");
    fs::copy("wasm/npm/inline.js", &inline)?;
    for (name, format) in [("inline.js", "esm"), ("inline.cjs", "cjs")] {
        run(esbuild(inline.clone(), folder.join(name), format)
            .args(["--platform=neutral", "--loader:.wasm=binary"]))?;
    }
    fs::remove_file(inline)?;
    Ok(())
}

fn esbuild(from: PathBuf, to: PathBuf, format: &str) -> Command {
    let mut command = Command::new("wasm/node_modules/.bin/esbuild");
    command
        .arg(from)
        .args(["--bundle", "--log-level=warning", "--target=es2022"])
        .arg(format!("--format={format}"))
        .arg(format!("--outfile={}", to.display()));
    command
}

/// Packs the folder.
fn pack(folder: PathBuf) -> Result<Package, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    if !fs::read_to_string(folder.join("package.json"))?.contains(&format!("\"version\": \"{version}\"")) {
        return Err(format!("wasm/npm/package.json has another version than Cargo.toml's {version}").into());
    }
    run(node::npm().args(["pack", "--silent", "--pack-destination", ".."]).current_dir(&folder))?;
    let tarball = Path::new(FOLDER).join(format!("ringfence-{version}.tgz"));
    Ok(Package { folder, tarball })
}

/// How many bytes a file has after gzip.
fn compressed(file: &Path) -> Result<u64, Failure> {
    let count = "process.stdout.write(String(require('node:zlib').gzipSync(require('node:fs')\
                 .readFileSync(process.argv[1]), { level: 9 }).length))";
    let counted = command::output(Command::new("node").args(["--eval", count]).arg(file));
    let counted = counted.and_then(|count| count.parse().ok());
    counted.ok_or_else(|| format!("{} could not be compressed", file.display()).into())
}
