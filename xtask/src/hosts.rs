//! The npm package in its hosts: packed, installed into fresh projects, and tried there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, run};
use crate::failure::Failure;
use crate::stage::Done;
use crate::{chromium, node, package};

/// What is copied: a folder for each project, and files that all of them have.
const PROJECTS: &str = "tests/npm/projects";

/// Where the copies are: below no folder that has packages.
const FOLDER: &str = "target/hosts";

/// The projects that have tests of their own. The others are driven from outside, by `tests/npm/hosts/`.
const TESTED: [&str; 2] = ["node-esm", "node-cjs"];

/// Tries the package in Node, in browsers by way of bundlers, in TypeScript, Deno and Bun.
pub(crate) fn hosts() -> Result<Done, Failure> {
    let root = env::current_dir()?;
    let tarball = root.join(package::build()?.tarball);
    node::npm_ci(Path::new("tests/npm"))?;
    let chromium = chromium::find()?;
    run(command::cargo().args(["build", "--quiet", "--package", "ringfence-cli"]))?;
    let settings = Settings {
        hosts: root.join(FOLDER),
        tarball,
        chromium,
        // Cargo puts it beside the task runner itself.
        command: env::current_exe()?.with_file_name(format!("ringfence{}", env::consts::EXE_SUFFIX)),
        deno: runtime("deno", "deno/bin.cjs", &root),
        bun: runtime("bun", "bun/bin/bun.exe", &root),
        root,
    };
    settings.projects()?;

    let mut counts = node::test(|node| {
        settings.tell(node).args(files(Path::new("tests/npm/hosts"), ".test.js"));
    })?;
    for project in TESTED {
        let folder = settings.hosts.join(project);
        counts = counts.plus(node::test(|node| {
            settings.tell(node).current_dir(folder);
        })?);
    }
    Ok(Done::Counted(counts))
}

/// What the tests are told, in variables of their environment.
struct Settings {
    root: PathBuf,
    hosts: PathBuf,
    tarball: PathBuf,
    chromium: PathBuf,
    command: PathBuf,
    deno: Option<PathBuf>,
    bun: Option<PathBuf>,
}

impl Settings {
    /// Copies every project, and installs the packed file into it.
    fn projects(&self) -> Result<(), Failure> {
        if self.hosts.exists() {
            fs::remove_dir_all(&self.hosts)?;
        }
        let (folders, shared): (Vec<PathBuf>, Vec<PathBuf>) =
            entries(Path::new(PROJECTS))?.into_iter().partition(|path| path.is_dir());
        for folder in folders {
            let project = self.hosts.join(folder.file_name().unwrap_or_default());
            fs::create_dir_all(&project)?;
            for file in entries(&folder)?.iter().chain(&shared) {
                fs::copy(file, project.join(file.file_name().unwrap_or_default()))?;
            }
            run(node::npm().args(["install", "--silent"]).arg(&self.tarball).current_dir(&project))?;
        }
        Ok(())
    }

    fn tell<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("RINGFENCE_ROOT", &self.root)
            .env("RINGFENCE_HOSTS", &self.hosts)
            .env("RINGFENCE_TARBALL", &self.tarball)
            .env(chromium::SETTING, &self.chromium)
            .env("RINGFENCE_COMMAND", &self.command)
            .envs(self.deno.iter().map(|program| ("RINGFENCE_DENO", program)))
            .envs(self.bun.iter().map(|program| ("RINGFENCE_BUN", program)))
    }
}

/// A runtime that npm carries: its program, where it could be installed.
fn runtime(name: &str, program: &str, root: &Path) -> Option<PathBuf> {
    let folder = root.join("tests/npm/runtimes").join(name);
    let modules = folder.join("node_modules");
    let program = modules.join(program);
    let runs = || command::output(Command::new(&program).arg("--version")).is_some();
    let installed = node::npm_ci(&folder).and_then(|()| {
        // Bun's program gets to its place by a script, which npm was told not to run.
        if !runs() {
            run(Command::new("node").arg("install.js").current_dir(modules.join(name)))?;
        }
        if runs() { Ok(()) } else { Err("it does not start".into()) }
    });
    match installed {
        Ok(()) => Some(program),
        Err(why) => {
            println!("NOTICE: {name} is left out, it cannot be installed: {why}");
            None
        }
    }
}

/// What is in a folder, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries: Result<Vec<_>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut entries = entries?;
    entries.sort();
    Ok(entries)
}

/// The files of a folder whose names end so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let all = entries(folder).unwrap_or_default();
    all.into_iter().filter(|path| path.to_string_lossy().ends_with(end)).collect()
}
