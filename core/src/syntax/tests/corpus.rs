//! Whole texts, and what becomes of them when they are damaged at random.

extern crate std;

use std::string::{String, ToString};
use std::vec::Vec;
use std::{fs, println};

use super::super::{Ground, List, PartKind, Statement, parse, parse_question};
use crate::source::{SourceId, Span};

/// The texts of the language's trial, where they lie beside the repository.
const TRIAL: &str = "../../shared/language";

fn trial_texts() -> Vec<(String, String)> {
    let Ok(folder) = fs::read_dir(TRIAL) else {
        println!("skipped: there is no {TRIAL}");
        return Vec::new();
    };
    let mut texts: Vec<(String, String)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "fence"))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    texts
}

#[test]
fn trial_texts_have_no_problems() {
    for (name, text) in trial_texts() {
        let ground = Ground::new();
        let (tree, problems) = parse(&ground, SourceId(0), &text);
        assert_eq!(problems, [], "{name}");
        assert!(!tree.statements.is_empty(), "{name}");
    }
}

/// A text with a word of everything the language has.
const OWN: &str = r#"# A text of its own.
network "Größe GmbH" on aws in eu-central-1 {
	vpc größe 10.0.0.0/16 , fd00:0:0:1::/64 { id vpc-0a1b; tag Name="gro\u{df}; \"e\" # no" }
  security-group face { ingress tcp 80-90,443 from ::/0,::ffff:0:0/96; egress protocol 47 to 10.0.0.1-10.0.0.9 }
  subnet "in" 10.0.1.0/24; instance i-0abc in "in" { ip 10.0.1.9; tag path=/srv/www, ver=1.2.3 }
  prefix-list many { 10.0.0.0/8; 172.16.0.0/12,
    192.168.0.0/16 }
}
segment dead = a.face & (subnet a."in", subnet "10-web") except i-0abc
allow beef->dead:web; isolate dead
  from beef
deny any -> dead through a avoiding b because "old" { allow icmp 8/0 }
"#;

#[test]
fn own_text_has_no_problems() {
    assert_eq!(parse(&Ground::new(), SourceId(0), OWN).1, []);
}

/// Texts damaged at random are read to their end, and every span lies in them, between characters.
#[test]
fn damaged_texts_are_read() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut texts: Vec<String> = trial_texts().into_iter().map(|(_, text)| text).collect();
    texts.push(OWN.into());
    for round in 0..3_000usize {
        let mut chars: Vec<char> = texts[round % texts.len()].chars().collect();
        // A window keeps the rounds short.
        let start = random.below(chars.len());
        chars = chars.split_off(start);
        chars.truncate(600);
        for _ in 0..=random.below(8) {
            damage(&mut chars, &mut random);
        }
        check_spans(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn random_characters_are_read() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..3_000 {
        let length = random.below(120);
        let text: String = (0..length).map(|_| random.character()).collect();
        check_spans(&text);
    }
}

fn damage(chars: &mut Vec<char>, random: &mut Random) {
    if chars.is_empty() {
        return;
    }
    let at = random.below(chars.len());
    match random.below(4) {
        0 => drop(chars.remove(at)),
        1 => chars[at] = random.character(),
        2 => chars.insert(at, random.character()),
        _ => {
            let end = (at + random.below(40)).min(chars.len());
            let piece: Vec<char> = chars[at..end].to_vec();
            let to = random.below(chars.len());
            chars.splice(to..to, piece);
        }
    }
}

fn check_spans(text: &str) {
    let ground = Ground::new();
    let (tree, problems) = parse(&ground, SourceId(0), text);
    for problem in &problems {
        let fix = problem.fix.iter().map(|fix| fix.at);
        for at in problem.related.iter().map(|(at, _)| *at).chain(fix).chain([problem.at]) {
            check_span(text, at.span);
        }
        assert!(problem.help.is_some() || problem.message.contains("no word"), "{problem:?}");
        assert!(!problem.message.contains('\n') && !problem.message.ends_with('.'), "{problem:?}");
    }
    for &comment in tree.comments {
        check_span(text, comment);
        assert_eq!(text.as_bytes()[comment.start as usize], b'#');
    }
    check_statements(text, tree.statements);
    let damaged = any_damaged(tree.statements);
    assert!(!damaged || !problems.is_empty(), "{text:?}");
    let ground = Ground::new();
    let (asked, _) = parse_question(&ground, SourceId(0), text);
    check_statements(text, asked.as_slice());
}

fn any_damaged(statements: &[Statement<'_>]) -> bool {
    statements.iter().any(|statement| {
        statement.damaged || statement.block.as_ref().is_some_and(|block| any_damaged(block.statements))
    })
}

/// Statements follow each other, and what is inside one lies inside its span.
fn check_statements(text: &str, statements: &[Statement<'_>]) {
    let mut end = 0;
    for statement in statements {
        check_span(text, statement.span);
        assert!(end <= statement.span.start, "{text:?}");
        end = statement.span.end;
        let mut inner: Vec<Span> = Vec::new();
        inner.extend(statement.head.as_ref().map(|head| head.span));
        for list in statement.list.iter().chain(statement.links.iter().filter_map(|link| link.list.as_ref()))
        {
            list_spans(list, &mut inner);
        }
        inner.extend(statement.links.iter().map(|link| link.span));
        inner.extend(statement.block.as_ref().map(|block| block.span));
        for span in inner {
            check_span(text, span);
            assert_eq!(span.to(statement.span), statement.span, "{text:?}");
        }
        if let Some(block) = &statement.block {
            check_statements(text, block.statements);
        }
    }
}

fn list_spans(list: &List<'_>, spans: &mut Vec<Span>) {
    spans.push(list.span);
    assert!(list.union().next().is_some());
    for term in list.union().chain(list.except()).flat_map(|meet| {
        assert!(meet.terms().next().is_some());
        meet.terms()
    }) {
        assert!(!term.is_empty());
        for part in term {
            spans.push(part.span);
            spans.extend(part.kind.segments().into_iter().flatten().map(|segment| segment.span));
            if let PartKind::Group(inner) = &part.kind {
                list_spans(inner, spans);
            }
        }
    }
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
}

/// A generator of numbers (xorshift), the same on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn character(&mut self) -> char {
        const SIGNS: &str =
            " \n\t\r\"\\#:;,=&(){}->./%_@*'“”„→–\u{a0}\u{feff}\u{0}\u{202e}\u{301}aà10f\u{10ffff}";
        match self.below(16) {
            0 => char::from_u32((self.next() % 0x11_0000) as u32).unwrap_or('x'),
            _ => SIGNS.chars().nth(self.below(SIGNS.chars().count())).unwrap(),
        }
    }
}
