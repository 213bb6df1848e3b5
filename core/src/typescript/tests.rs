//! Answers are what their declarations say, key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_json::Value;

use super::declarations;
use crate::answer::MatrixBy;
use crate::topology::tests::nasty;
use crate::{Analysis, ProblemCode, Reason, Source, SourceId, editor, gallery};

/// A type as TypeScript writes it.
#[derive(Debug, Clone, PartialEq)]
enum Type {
    /// Keys, whether each is optional, and their types.
    Object(Vec<(String, bool, Type)>),
    Either(Vec<Type>),
    Both(Vec<Type>),
    Literal(String),
    /// A name and what stands between `<` and `>`.
    Named(String, Vec<Type>),
}

/// What is declared: parameters and type by name.
type Declared = BTreeMap<String, (Vec<String>, Type)>;

struct Reader<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let length = match rest {
                _ if rest.starts_with("/**") => rest.find("*/").unwrap() + 2,
                _ if rest.starts_with('"') => rest.match_indices('"').nth(1).unwrap().0 + 1,
                _ => word.max(1),
            };
            let (token, behind) = rest.split_at(length);
            if !token.starts_with("/**") {
                tokens.push(token);
            }
            rest = behind.trim_start();
        }
        Self { tokens, at: 0 }
    }

    fn peek(&self) -> &'a str {
        self.tokens.get(self.at).copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        self.at += 1;
        self.tokens[self.at - 1]
    }

    fn takes(&mut self, token: &str) -> bool {
        let takes = self.peek() == token;
        self.at += usize::from(takes);
        takes
    }

    fn expect(&mut self, token: &str) {
        assert_eq!(self.next(), token, "behind {:?}", &self.tokens[..self.at]);
    }

    fn declared(mut self) -> Declared {
        let mut declared = Declared::new();
        while self.takes("export") {
            self.expect("type");
            let name = self.next().to_string();
            let mut parameters = Vec::new();
            if self.takes("<") {
                parameters.push(self.next().to_string());
                self.expect(">");
            }
            self.expect("=");
            let declaration = (parameters, self.either());
            self.expect(";");
            assert_eq!(declared.insert(name.clone(), declaration), None, "{name} is declared twice");
        }
        assert_eq!(self.at, self.tokens.len(), "{:?}", &self.tokens[self.at..]);
        declared
    }

    fn either(&mut self) -> Type {
        let mut types = vec![self.both()];
        while self.takes("|") {
            types.push(self.both());
        }
        if types.len() == 1 { types.remove(0) } else { Type::Either(types) }
    }

    fn both(&mut self) -> Type {
        let mut types = vec![self.single()];
        while self.takes("&") {
            types.push(self.single());
        }
        if types.len() == 1 { types.remove(0) } else { Type::Both(types) }
    }

    fn single(&mut self) -> Type {
        let token = self.next();
        if let Some(text) = token.strip_prefix('"') {
            return Type::Literal(text.trim_end_matches('"').to_string());
        }
        if token == "{" {
            let mut keys = Vec::new();
            while !self.takes("}") {
                let key = self.next().trim_matches('"').to_string();
                let optional = self.takes("?");
                self.expect(":");
                keys.push((key, optional, self.either()));
                self.takes(",");
            }
            return Type::Object(keys);
        }
        assert!(token.chars().all(char::is_alphanumeric), "{token}");
        let mut arguments = Vec::new();
        if self.takes("<") {
            arguments.push(self.either());
            self.expect(">");
        }
        Type::Named(token.to_string(), arguments)
    }
}

fn declared() -> Declared {
    let text = declarations();
    let declared = Reader::new(&text).declared();
    assert!(declared.len() > 40, "{}", declared.len());
    declared
}

/// Every name that a type refers to.
fn names(of: &Type, found: &mut BTreeSet<String>) {
    match of {
        Type::Object(keys) => keys.iter().for_each(|(_, _, of)| names(of, found)),
        Type::Either(types) | Type::Both(types) => types.iter().for_each(|of| names(of, found)),
        Type::Literal(_) => {}
        Type::Named(name, arguments) => {
            found.insert(name.clone());
            arguments.iter().for_each(|of| names(of, found));
        }
    }
}

#[test]
fn whatever_is_referred_to_is_declared() {
    let declared = declared();
    for (name, (parameters, of)) in &declared {
        let mut found = BTreeSet::new();
        names(of, &mut found);
        for other in found {
            let known = ["string", "number", "boolean", "null", "Array"].contains(&other.as_str());
            let known = known || declared.contains_key(&other) || parameters.contains(&other);
            assert!(known, "{name} refers to {other}");
        }
    }
}

#[test]
fn every_type_of_the_answers_is_declared() {
    let declared = declared();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = ["answer", "editor"].into_iter().flat_map(|room| fs::read_dir(source.join(room)).unwrap());
    let mut found = 0;
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let kinds = ["pub struct ", "pub enum "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else { continue };
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            assert!(declared.contains_key(name), "{name} of {} is not declared", file.display());
            found += 1;
        }
    }
    assert!(found > 40, "{found}");
}

#[test]
fn codes_are_unions_of_all_of_them() {
    let declared = declared();
    let literals = |name: &str| match &declared[name].1 {
        Type::Either(types) => types.clone(),
        other => panic!("{other:?}"),
    };
    let of = |code: &str| Type::Literal(code.to_string());
    assert_eq!(literals("Reason"), Reason::ALL.iter().map(|code| of(code.as_str())).collect::<Vec<_>>());
    assert_eq!(
        literals("ProblemCode"),
        ProblemCode::ALL.iter().map(|code| of(code.as_str())).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_said_about_types_and_keys_is_said_there_too() {
    let text = declarations();
    for said in [
        "/**\n * What `reach` and `explain` answer.\n */\nexport type Answer = {\n  /**\n   * The question, as it was asked.\n   */\n  question: string,\n",
        "  witness: Witness | null,\n",
        "  because?: string,\n",
        "export type Range<T> = {\n",
        "/**\n * Why a packet is stopped. Each code is stable.\n */\nexport type Reason = \"sg-no-rule\" | ",
    ] {
        assert!(text.contains(said), "{said}\nis not in\n{text}");
    }
    for rust in ["[`", "`None`", "`Some", "::"] {
        assert!(!text.contains(rust), "{rust}");
    }
    assert!(text.lines().all(|line| line == line.trim_end()) && text.ends_with(";\n"));
}

/// Holds values against their declarations, and remembers which keys had a value.
struct Judge<'a> {
    declared: &'a Declared,
    seen: BTreeSet<(String, String)>,
}

impl Judge<'_> {
    /// Whether `value` is of the type `of`, which stands in the declaration of `name`.
    fn is(&mut self, name: &str, value: &Value, of: &Type) -> bool {
        match of {
            Type::Literal(text) => value == text,
            Type::Either(types) => types.iter().any(|of| self.is(name, value, of)),
            Type::Object(_) | Type::Both(_) => self.has_keys(name, value, of),
            Type::Named(of, arguments) => match (of.as_str(), arguments.as_slice()) {
                ("string", _) => value.is_string(),
                ("number", _) => value.is_u64(),
                ("boolean", _) => value.is_boolean(),
                ("null", _) => value.is_null(),
                ("Array", [item]) => {
                    value.as_array().is_some_and(|items| items.iter().all(|value| self.is(name, value, item)))
                }
                _ => {
                    let (parameters, declaration) = self.declared[of].clone();
                    let declaration = with(&declaration, &parameters, arguments);
                    self.is(of, value, &declaration)
                }
            },
        }
    }

    fn has_keys(&mut self, name: &str, value: &Value, of: &Type) -> bool {
        let (Some(object), keys) = (value.as_object(), self.keys(name, of)) else { return false };
        let declared = |key: &String| keys.iter().any(|(_, known, ..)| known == key);
        let fits = object.keys().all(declared)
            && keys.iter().all(|(of, key, optional, ty)| match object.get(key) {
                Some(value) => self.is(of, value, ty),
                None => *optional,
            });
        if fits {
            let present =
                keys.iter().filter(|(_, key, ..)| object.get(key).is_some_and(|value| !value.is_null()));
            self.seen.extend(present.map(|(of, key, ..)| (of.clone(), key.clone())));
        }
        fits
    }

    /// The keys of an object, each with the name of the type that declares it.
    fn keys(&self, name: &str, of: &Type) -> Vec<(String, String, bool, Type)> {
        match of {
            Type::Object(keys) => {
                let own = |(key, optional, of): &(String, bool, Type)| {
                    (name.to_string(), key.clone(), *optional, of.clone())
                };
                keys.iter().map(own).collect()
            }
            Type::Both(types) => types.iter().flat_map(|of| self.keys(name, of)).collect(),
            Type::Named(of, _) => self.keys(of, &self.declared[of].1),
            Type::Either(_) | Type::Literal(_) => panic!("{name} has no keys of its own"),
        }
    }
}

/// A type with its parameters replaced.
fn with(of: &Type, parameters: &[String], arguments: &[Type]) -> Type {
    let all = |types: &[Type]| types.iter().map(|of| with(of, parameters, arguments)).collect();
    match of {
        Type::Object(keys) => {
            let key = |(key, optional, of): &(String, bool, Type)| {
                (key.clone(), *optional, with(of, parameters, arguments))
            };
            Type::Object(keys.iter().map(key).collect())
        }
        Type::Either(types) => Type::Either(all(types)),
        Type::Both(types) => Type::Both(all(types)),
        Type::Literal(_) => of.clone(),
        Type::Named(name, inner) => match parameters.iter().position(|parameter| parameter == name) {
            Some(at) => arguments[at].clone(),
            None => Type::Named(name.clone(), all(inner)),
        },
    }
}

/// Answers of every kind about an estate, each with the name of its type.
fn answers(analysis: &mut Analysis) -> Vec<(&'static str, Value)> {
    let value = |of, value: serde_json::Result<Value>| (of, value.unwrap());
    let mut answers = vec![
        value("Report", serde_json::to_value(analysis.check())),
        value("Topology", serde_json::to_value(analysis.topology())),
        value("ReachResult", serde_json::to_value(analysis.ask("lost -> nowhere"))),
        value("ReachResult", serde_json::to_value(analysis.ask("any -> any : icmp 8, icmpv6 128, gre"))),
        value("ReachResult", serde_json::to_value(analysis.ask("any -> internet : icmp 8"))),
        value("ReachResult", serde_json::to_value(analysis.ask("internet -> any"))),
    ];
    for work in [0, u64::MAX] {
        answers.push(value("Progress", serde_json::to_value(analysis.step(work))));
    }
    for by in [MatrixBy::Segment, MatrixBy::Subnet, MatrixBy::Machines, MatrixBy::Endpoint] {
        answers.push(value("Matrix", serde_json::to_value(analysis.matrix(by))));
        answers.push(value("MatrixRow", serde_json::to_value(analysis.matrix_row(by, 0, None).unwrap())));
    }
    answers
}

/// What an editor is told about a text, each with the name of its type.
fn told(sources: &[Source]) -> Vec<(&'static str, Value)> {
    let value = |of, value: serde_json::Result<Value>| (of, value.unwrap());
    let (here, text) = (SourceId(0), sources[0].text());
    let mut told = Vec::new();
    // Some of these stand in comments.
    let words = ["subnet", "main", "route-table", "require"].into_iter();
    for (offset, _) in words.flat_map(|word| text.match_indices(word)) {
        let offset = offset as u32;
        let hover = editor::hover(sources, here, offset);
        told.extend(hover.map(|hover| value("Hover", serde_json::to_value(hover))));
        let completions = editor::complete(sources, here, offset + 1);
        told.extend(completions.map(|found| value("Completions", serde_json::to_value(found))));
    }
    let outline = editor::outline(&sources[0]).into_iter();
    told.extend(outline.map(|item| value("OutlineItem", serde_json::to_value(item))));
    let tokens = editor::tokens(&sources[0]).into_iter();
    told.extend(tokens.map(|token| value("SemanticToken", serde_json::to_value(token))));
    let twice = [Source::new("twice.fence", "segment a = any\nsegment b = a").unwrap()];
    let taken = editor::rename(&twice, here, 8, "b").unwrap_err();
    told.push(value("RenameRefusal", serde_json::to_value(taken)));
    told
}

/// An estate with a mistake that was made from an export.
fn imported() -> Analysis {
    let span = crate::Span { start: 0, end: 2 };
    let made = crate::MadeFrom {
        texts: vec![Source::new("export.json", "{}").unwrap()],
        values: vec![crate::Original { text: 0, span, parent: 0, member: crate::Member::Index(0) }],
        stretches: vec![(0, 0)],
        ..crate::MadeFrom::default()
    };
    let text =
        Source::new("estate", "network n on aws { vpc v 10.0.0.0/16 { subnet s 10.1.0.0/24 } }").unwrap();
    Analysis::new(crate::parse(vec![text.made_from(made)]))
}

#[test]
fn answers_have_exactly_the_declared_keys_and_every_key_is_met() {
    let declared = declared();
    let mut judge = Judge { declared: &declared, seen: BTreeSet::new() };
    let wrong =
        "network n on aws in eu-central-1 {\nvpc v 10.0.0.0/16 {\nvpc v 10.0.0.1/16\nsubnet s 10.0.1.1/24\n
        subnet t 10.0.2.0/24\nsubnet t 10.0.3.0/24\n}\n}\nallow any -> any because \"why\"\n
        test \"t\" { blocked internet -> any by no-route\nblocked lost -> any\n
        denied internet -> s }";
    let wrong = Analysis::new(crate::parse(vec![crate::Source::new("wrong.fence", wrong).unwrap()]));
    let analyses =
        gallery::analyses().into_iter().map(|(_, analysis)| analysis).chain([nasty(), wrong, imported()]);
    for mut analysis in analyses {
        for (of, answer) in answers(&mut analysis) {
            let fits = judge.is("", &answer, &Type::Named(of.to_string(), Vec::new()));
            assert!(fits, "no {of}: {answer:#}");
        }
    }
    for source in gallery::sources() {
        for (of, answer) in told(&[source]) {
            let fits = judge.is("", &answer, &Type::Named(of.to_string(), Vec::new()));
            assert!(fits, "no {of}: {answer:#}");
        }
    }
    let mut missed = Vec::new();
    for (name, (_, of)) in &declared {
        let types = if let Type::Either(types) = of { types.as_slice() } else { core::slice::from_ref(of) };
        for (of, key, ..) in
            types.iter().filter(|of| matches!(of, Type::Object(_))).flat_map(|of| judge.keys(name, of))
        {
            if !judge.seen.contains(&(of.clone(), key.clone())) {
                missed.push(format!("{of}.{key}"));
            }
        }
    }
    assert_eq!(missed, [""; 0], "no answer has them");
}

#[test]
fn a_value_of_another_shape_is_found_out() {
    let declared = declared();
    let mut judge = Judge { declared: &declared, seen: BTreeSet::new() };
    let summary = Type::Named("Summary".to_string(), Vec::new());
    let mut is = |text: &str| judge.is("", &serde_json::from_str(text).unwrap(), &summary);
    assert!(is(r#"{ "hold": 1, "fail": 2, "unknown": 3 }"#));
    for other in [
        r#"{ "hold": 1, "fail": 2 }"#,
        r#"{ "hold": 1, "fail": 2, "unknown": 3, "more": 4 }"#,
        r#"{ "hold": 1, "fail": 2, "unknown": "3" }"#,
        "[]",
    ] {
        assert!(!is(other), "{other}");
    }
}
