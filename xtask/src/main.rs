//! The task runner: `cargo xtask VERB`. Every step of CI is a verb of it, so that CI can do nothing that a
//! person cannot do with the same words.

mod bench;
mod cargo;
mod chromium;
mod command;
mod debian;
mod examples;
mod failure;
mod fingerprint;
mod hosts;
mod mutants;
mod node;
mod package;
mod page;
mod random;
mod stage;
mod target;
mod tools;
mod types;

use std::env;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::stage::STAGES;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Does what `arguments` ask, from the root of the workspace.
fn run(arguments: &[String]) -> Result<(), Failure> {
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let Some((verb, options)) = arguments.split_first() else {
        print!("{}", usage());
        return Ok(());
    };
    match verb.as_str() {
        "help" | "--help" | "-h" => {
            print!("{}", usage());
            Ok(())
        }
        "soak" | "fuzz" | "mistakes" => random::run(verb, options),
        "bench" => bench::run(options),
        "mutants" => mutants::run(options),
        "examples" if options == ["--write"] => examples::write(),
        "screenshots" | "measure" => page::look(verb, options),
        _ if !options.is_empty() => Err(format!("`{verb}` takes no `{}`", options.join(" ")).into()),
        "test" => stage::run_all(STAGES),
        "install-target" => target::install(),
        "serve" => page::serve(),
        "tools" => tools::install(),
        "types" => types::write(),
        _ => match STAGES.iter().find(|stage| stage.name == verb) {
            Some(stage) => stage::run_one(stage),
            None => Err(format!("there is no verb `{verb}`\n\n{}", usage()).into()),
        },
    }
}

fn usage() -> String {
    let stages: String =
        STAGES.iter().map(|stage| format!("  {:<16}{}\n", stage.name, stage.about)).collect();
    format!(
        "cargo xtask VERB

  test            every stage below, in this order: what CI runs

{stages}
  serve           builds the page and shows it on this machine
  screenshots DIR pictures of the page: light, dark, wide, phone
  measure         the time from a key to the painted answer
  examples --write
                  puts what the commands print into README.md
  bench           measures beside other libraries, as ratios: [lists|edits|widths|estates|flows|wasm|language|decisions|all] [--quick]
  soak            compares engine and oracle, and asks the laws, for as long as you like: [--seed N] [--estates N]
  fuzz            reads random texts for as long as you like: [bytes|tokens|policies|round-trip] [--seed N] --texts N | --minutes N
  mistakes        makes mistakes in the policies and counts what is said of them: [--seed N] --all | --mistakes N [--show]
  mutants         changes the core at random places and counts the changes that no test notices: [--seed N] [--sample N]
  install-target  only finds or installs the targets; {} forces a way
  tools           only finds or installs the tools: wasm-bindgen, trunk, Node, Chromium ({} names one)
  types           renews the TypeScript declarations of the answers
",
        target::SETTING,
        chromium::SETTING
    )
}
