//! Regorus: the rules in Rego, compiled once for its virtual machine.

use std::fmt::Write as _;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

use crate::decide::{Decide, Flow};
use crate::list::{Match, Rule};

const ENTRY: &str = "data.flow.allow";

/// The policy, compiled and loaded.
pub struct Regorus(RegoVM);

impl Regorus {
    /// The rules of `list`, which all allow, as bodies of one rule. Addresses are compared as numbers, which is faster than
    /// `net.cidr_contains`, and what decides most stands first.
    #[must_use]
    pub fn new(list: &[Rule]) -> Self {
        let mut text = "package flow\nimport rego.v1\ndefault allow := false\n".to_owned();
        for rule in list {
            text.push_str("allow if {\n");
            let (first, last) = rule.destination_port;
            if first == last {
                writeln!(text, "  input.port == {first}").unwrap();
            } else {
                writeln!(text, "  input.port >= {first}\n  input.port <= {last}").unwrap();
            }
            if let Some(number) = rule.protocol {
                writeln!(text, "  input.protocol == {number}").unwrap();
            }
            for (name, Match { value, mask }) in [("source", rule.source), ("destination", rule.destination)]
            {
                writeln!(text, "  input.{name} >= {value}\n  input.{name} <= {}", value | !mask).unwrap();
            }
            text.push_str("}\n");
        }
        let mut engine = Engine::new();
        engine.add_policy("flow.rego".to_owned(), text).unwrap();
        let compiled = engine.compile_with_entrypoint(&ENTRY.into()).unwrap();
        let mut machine = RegoVM::new();
        machine.load_program(Compiler::compile_from_policy(&compiled, &[ENTRY]).unwrap());
        Self(machine)
    }
}

impl Decide for Regorus {
    type Input = Value;

    fn input(&self, flow: Flow) -> Value {
        let Flow { source, destination, protocol, port } = flow;
        let text = format!(
            r#"{{"source": {source}, "destination": {destination}, "protocol": {protocol}, "port": {port}}}"#
        );
        Value::from_json_str(&text).unwrap()
    }

    fn decide(&mut self, input: &Value) -> bool {
        self.0.set_input(input.clone());
        self.0.execute().unwrap() == Value::from(true)
    }
}
