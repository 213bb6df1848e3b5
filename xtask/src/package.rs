//! The npm package: a folder that is ready to be packed, and the packed file.
//!
//! It has three engines: `ringfence` answers, `editor` knows the language alone, `import` reads exports. Of each, in a folder of its
//! own:
//!
//! | file | made by | what it is |
//! |---|---|---|
//! | `ringfence.wasm` | cargo, wasm-bindgen, wasm-opt | the engine, the same for every host |
//! | `ringfence.js` | wasm-bindgen | the calls into it |
//! | `ringfence.d.ts`, `.d.cts` and those of `inline` | wasm-bindgen | the types, one text under four names |
//! | `node.js`, `web.js` | as in `wasm/npm/` | how the engine is loaded |
//! | `node.cjs`, `inline.js`, `inline.cjs` | esbuild | the same for `require`, and with the engine in the text |

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

/// What of the package is written by hand.
const SOURCES: &str = "wasm/npm";

/// An engine of the package.
struct Engine {
    /// What its files are called.
    name: &'static str,
    /// The feature of `ringfence-wasm` that it is.
    feature: &'static str,
    /// Where its files stand in the package, and what loads it in `wasm/npm/`.
    folder: &'static str,
    /// What it may weigh in bytes, compressed (docs/npm.md, what the clouds cost).
    limit: u64,
}

const ENGINES: [Engine; 3] = [
    Engine { name: "ringfence", feature: "answers", folder: "", limit: 342_000 },
    Engine { name: "editor", feature: "editor", folder: "editor", limit: 180_000 },
    Engine { name: "import", feature: "import", folder: "import", limit: 180_000 },
];

/// Puts alike functions near each other.
const ORDER: &str = "wasm/order.mjs";

/// Of all levels that were tried, the smallest result after gzip that is also faster than without (docs/npm.md).
const OPTIMISE: [&str; 6] = [
    "-Oz",
    "--low-memory-unused",
    "--converge",
    "--one-caller-inline-max-function-size=1",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
];

/// Builds the package, and tells what its engines weigh.
pub(crate) fn package() -> Result<Done, Failure> {
    let package = build()?;
    println!("{}", package.tarball.display());
    for engine in ENGINES {
        let wasm = engine.wasm(&package.folder);
        let [raw, compressed] = [fs::metadata(&wasm)?.len(), compressed(&wasm)?];
        let Engine { name, limit, .. } = engine;
        println!("{}: {raw} bytes, {compressed} with gzip, of {limit} that it may have", wasm.display());
        if compressed >= limit {
            let why = format!(
                "the engine `{name}` has {compressed} bytes with gzip; it may have less than {limit}"
            );
            return Err(why.into());
        }
    }
    Ok(Done::Passed)
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
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for engine in ENGINES {
        engine.put_into(&folder)?;
    }
    for name in ["package.json", "README.md", "loading.js", "editor/package.json", "import/package.json"] {
        fs::copy(Path::new(SOURCES).join(name), folder.join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(name, folder.join(name))?;
    }
    pack(folder)
}

impl Engine {
    /// The engine itself, in the folder of the package.
    fn wasm(&self, package: &Path) -> PathBuf {
        package.join(self.folder).join(self.name).with_extension("wasm")
    }

    /// Builds the engine into the folder of the package, with its types and what loads it.
    fn put_into(&self, package: &Path) -> Result<(), Failure> {
        let (built, folder) = (self.build()?, package.join(self.folder));
        fs::create_dir_all(&folder)?;
        let [glue, types] = ["glue", "types"].map(|made| Path::new(FOLDER).join(made).join(self.name));
        run(self.bindgen_into(&glue, &built)?.args([
            "--target",
            "web",
            "--omit-default-module-path",
            "--remove-name-section",
            "--remove-producers-section",
            "--no-typescript",
        ]))?;
        fs::copy(optimised(&glue.join(format!("{}_bg.wasm", self.name)))?, self.wasm(package))?;
        let script = format!("{}.js", self.name);
        fs::copy(glue.join(&script), folder.join(script))?;
        // Of another run: for bundlers, the types of the calls alone, without ways to load the engine.
        run(self.bindgen_into(&types, &built)?.args(["--target", "bundler"]))?;
        for name in [self.name, "inline"] {
            for extension in ["d.ts", "d.cts"] {
                let to = folder.join(format!("{name}.{extension}"));
                fs::copy(types.join(self.name).with_extension("d.ts"), to)?;
            }
        }
        let sources = Path::new(SOURCES).join(self.folder);
        for name in ["node.js", "web.js"] {
            fs::copy(sources.join(name), folder.join(name))?;
        }
        bundle(&folder, &sources)
    }

    /// Builds the wasm as cargo leaves it, and keeps it by its name: all engines have the same file.
    fn build(&self) -> Result<PathBuf, Failure> {
        let target = target::find(&WASM)?;
        println!("{target}");
        let mut build = target.cargo_build();
        build.args(["--package", "ringfence-wasm", "--profile", "wasm"]);
        build.args(["--no-default-features", "--features", self.feature]);
        build.env("RUSTFLAGS", target::flags());
        run(&mut build)?;
        let kept = Path::new(FOLDER).join(self.name).with_extension("wasm");
        fs::create_dir_all(FOLDER)?;
        fs::copy(target.built("wasm").join("ringfence_wasm.wasm"), &kept)?;
        Ok(kept)
    }

    fn bindgen_into(&self, folder: &Path, wasm: &Path) -> Result<Command, Failure> {
        let mut command = Command::new(tools::wasm_bindgen()?);
        command.arg(wasm).arg("--out-dir").arg(folder).args(["--out-name", self.name]);
        Ok(command)
    }
}

/// The wasm, optimised, and with its functions in order; a result from the same bytes is used again.
fn optimised(wasm: &Path) -> Result<PathBuf, Failure> {
    let [unordered, result, source] =
        ["unordered", "optimised", "optimised-from"].map(|extension| wasm.with_extension(extension));
    let mut from = OPTIMISE.join(" ").into_bytes();
    from.extend(fs::read(ORDER)?);
    from.extend(fs::read(wasm)?);
    if !result.exists() || fs::read(&source).ok().as_ref() != Some(&from) {
        let mut optimise = Command::new("wasm/node_modules/.bin/wasm-opt");
        run(optimise.args(OPTIMISE).arg(wasm).arg("-o").arg(&unordered))?;
        run(Command::new("node").arg(ORDER).args([&unordered, &result]))?;
        fs::write(source, from)?;
    }
    Ok(result)
}

/// Makes the files for `require`, and those with the engine in them.
fn bundle(folder: &Path, sources: &Path) -> Result<(), Failure> {
    // `require` knows no `import.meta`.
    let here = "const here = require(\"node:url\").pathToFileURL(__filename);";
    run(esbuild(folder.join("node.js"), folder.join("node.cjs"), "cjs")
        .args(["--platform=node", "--define:import.meta.url=here"])
        .arg(format!("--banner:js={here}")))?;
    let inline = folder.join("inline-source.js");
    fs::copy(sources.join("inline.js"), &inline)?;
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
