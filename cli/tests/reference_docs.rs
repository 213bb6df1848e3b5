//! The pages of `docs/reference/` are what the tables of the language say. `UPDATE_DOCS=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ringfence::schema::{
    self, Cloud, Denotes, EVERY_OBJECT, FILE, LinkRow, Many, Mark, Row, Shape, Type, Values,
};

/// Where the pages stand in the repository.
const FOLDER: &str = "docs/reference";

/// One page: its file, its title, what it is about, and the words on it.
struct Page {
    file: &'static str,
    title: &'static str,
    about: &'static str,
    cloud: Option<Cloud>,
}

const PAGES: &[Page] = &[
    Page {
        file: "language.md",
        title: "Words of the language",
        about: "networks, sites and the lines between them, definitions, intents and tests",
        cloud: None,
    },
    Page {
        file: "aws.md",
        title: "Words of AWS",
        about: "what stands in a `network` on `aws`",
        cloud: Some(Cloud::Aws),
    },
];

const WRITTEN: &str = "<!-- Written from the tables in core/src/schema by \
    `UPDATE_DOCS=1 cargo test -p ringfence-cli --test reference_docs`. -->";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(FOLDER)
}

fn every_row() -> impl Iterator<Item = (&'static Page, &'static Row)> {
    PAGES.iter().flat_map(|page| schema::table(page.cloud).map(move |row| (page, row)))
}

/// `values` in prose, joined as `a, b or c`.
fn either(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        last => last.map_or_else(String::new, |(last, _)| last.clone()),
    }
}

fn code(word: &str) -> String {
    format!("`{word}`")
}

/// A parent as a reader writes it.
fn place(parent: &str) -> String {
    match parent {
        FILE => "at the top".to_owned(),
        EVERY_OBJECT => "in everything that is deployed".to_owned(),
        id => {
            let (_, row) = every_row().find(|(_, row)| row.id() == id).unwrap();
            match row.parents.first() {
                _ if id.starts_with(&format!("{} ", row.word)) => format!("in {}", code(id)),
                Some(around) if row.word != id => format!("in {} of {}", code(row.word), code(around)),
                _ => format!("in {}", code(row.word)),
            }
        }
    }
}

/// What the heading of a row says, which is also what links to it say.
fn heading(row: &Row) -> String {
    let word = match (row.word, row.shape) {
        ("", Shape::Route) => "a route".to_owned(),
        ("", _) => "an entry".to_owned(),
        // A form of its own of a word that has several.
        (word, _) if row.id().starts_with(&format!("{word} ")) => code(row.id()),
        (word, _) => code(word),
    };
    let mut text = word;
    for (index, parent) in row.parents.iter().enumerate() {
        let place = place(parent);
        match place.strip_prefix("in ") {
            Some(place) if index > 0 => write!(text, ", {place}").unwrap(),
            _ => write!(text, " {place}").unwrap(),
        }
    }
    text
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// A link to the entry of `row` from `from`.
fn link(from: &Page, to: &Page, row: &Row, text: &str) -> String {
    let file = if from.file == to.file { "" } else { to.file };
    format!("[{text}]({file}#{})", anchor(&heading(row)))
}

/// A kind as a link to where it is declared, if it has a row.
fn kind(from: &Page, word: &str) -> String {
    let declared = every_row()
        .filter(|(_, row)| row.word == word && row.shape == Shape::Object)
        .max_by_key(|(page, row)| (page.file == from.file, row.modelled));
    declared.map_or_else(|| code(word), |(page, row)| link(from, page, row, &code(word)))
}

/// What a list takes: what is modelled, and what is not.
fn taken(page: &Page, values: Values) -> (Vec<String>, Vec<String>) {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for ty in values.types {
        let plain = match *ty {
            Type::Prefix => "a prefix",
            Type::Address => "an address",
            Type::Flag => "`yes` or `no`",
            Type::Text => "a name or a string, kept as it is",
            Type::Sentence => "a sentence in quotes",
            Type::Pair => "`key=value`",
            Type::Ports => "a port or a range of ports",
            Type::Set => "a [set of points](../language.md#what-must-hold)",
            Type::Service => "[protocols and ports](../language.md#what-is-deployed-aws)",
            Type::Categories => "`each tag` and its key: what carries the tag, apart by its value",
            Type::Reason => "a reason code",
            Type::Place => "the name of a thing that is deployed",
            Type::Word(words) => {
                now.extend(words.iter().map(|word| code(word)));
                continue;
            }
            Type::Later(words) => {
                later.extend(words.iter().map(|word| code(word)));
                continue;
            }
            Type::Ref(kinds) => {
                for word in kinds {
                    let list = if schema::kind(word).is_some() { &mut now } else { &mut later };
                    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                    let name =
                        if list.iter().any(|other| other.contains("](")) { "" } else { "the name of " };
                    list.push(format!("{name}{article} {}", kind(page, word)));
                }
                continue;
            }
        };
        now.push(plain.to_owned());
    }
    (now, later)
}

fn how_many(values: Values) -> &'static str {
    match (values.least, values.most) {
        (0, Some(1)) => ", which may be left out",
        (2, Some(2)) => ", two of them",
        (_, None) => ", one or more with commas between them",
        _ => "",
    }
}

/// Adds the point about one list of a row; what is not modelled in a row that is comes to `later`.
fn list(text: &mut String, later: &mut Vec<String>, page: &Page, row: &Row, name: &str, values: Values) {
    let (mut now, mut not_yet) = taken(page, values);
    if !row.modelled {
        now.append(&mut not_yet);
    }
    writeln!(text, "- {name}: {}{}", either(&now), how_many(values)).unwrap();
    if !not_yet.is_empty() {
        later.push(format!("{} as {name}", either(&not_yet)));
    }
}

const fn denotes(denotes: Denotes) -> &'static str {
    match denotes {
        Denotes::Nothing => "",
        Denotes::Own => "its own points",
        Denotes::Members => "the points of what stands in it",
        Denotes::Carriers => "the points of what carries it",
        Denotes::Range => "every address of its ranges",
        Denotes::Front => "its addresses, as its clients see them",
        Denotes::Set => "the set that it names",
    }
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Decided => "decided",
        Mark::Verified => "verified",
        Mark::Known => "known",
    }
}

/// Everything that a row says.
fn entry(page: &Page, row: &Row) -> String {
    let mut text = format!("## {}\n\n```text\n{}\n```\n\n", heading(row), row.signature());
    let mut sentence = row.doc.to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    writeln!(text, "{sentence}.\n").unwrap();
    if !row.modelled {
        writeln!(text, "- **not modelled yet**").unwrap();
    }
    let mut later = Vec::new();
    if let Shape::Rule { number: Some((least, most)), .. } = row.shape {
        writeln!(text, "- number: from {least} to {most}").unwrap();
    }
    if row.values.most != Some(0) {
        list(&mut text, &mut later, page, row, "values", row.values);
    }
    for LinkRow { word, required, values, repeats, modelled } in row.links {
        if row.modelled && !modelled {
            later.push(code(word.as_str()));
            continue;
        }
        let perhaps = if *required { "" } else { "perhaps " };
        let times = if *repeats { ", once or several times in order" } else { "" };
        let name = format!("{perhaps}{}{times}", code(word.as_str()));
        list(&mut text, &mut later, page, row, &name, *values);
    }
    for (word, says) in row.refused {
        writeln!(text, "- not `{word}`: {says}").unwrap();
    }
    let inside: Vec<String> = every_row()
        .filter(|(_, inside)| inside.parents.contains(&row.id()))
        .map(|(there, inside)| {
            let word = if inside.word.is_empty() { "entries" } else { inside.word };
            let word = if inside.shape == Shape::Route { "routes" } else { word };
            let sign = if row.modelled && !inside.modelled { " (not yet)" } else { "" };
            link(page, there, inside, &code(word)) + sign
        })
        .collect();
    if !inside.is_empty() {
        writeln!(text, "- in its block: {}", inside.join(", ")).unwrap();
    }
    if !later.is_empty() {
        writeln!(text, "- not modelled yet: {}", later.join(", ")).unwrap();
    }
    if row.many == Many::AtMostOne {
        writeln!(text, "- how often: at most once").unwrap();
    }
    if !row.default.is_empty() {
        writeln!(text, "- when it is not written: {}", row.default).unwrap();
    }
    if row.denotes != Denotes::Nothing {
        writeln!(text, "- in a set: {}", denotes(row.denotes)).unwrap();
    }
    writeln!(text, "- source: {}, {}", row.source, mark(row.mark)).unwrap();
    text
}

fn page(page: &Page) -> String {
    let mut text =
        format!("{WRITTEN}\n\n# {}\n\nHere: {}. [How to read this](README.md).\n\n", page.title, page.about);
    writeln!(text, "| word | what it is | modelled |\n|---|---|---|").unwrap();
    for row in schema::table(page.cloud) {
        let link = link(page, page, row, &heading(row));
        writeln!(text, "| {link} | {} | {} |", row.doc, if row.modelled { "yes" } else { "not yet" })
            .unwrap();
    }
    for row in schema::table(page.cloud) {
        write!(text, "\n{}", entry(page, row)).unwrap();
    }
    text
}

fn index() -> String {
    let mut text = format!(
        "{WRITTEN}\n\n# Every word\n\nEach word of the language: where it stands, how it is written, what it takes and \
         what it means. [The language](../language.md) says what questions and intents mean over all of it.\n\n"
    );
    writeln!(text, "| page | what it holds | words | modelled |\n|---|---|---|---|").unwrap();
    for page in PAGES {
        let rows = || schema::table(page.cloud);
        let modelled = rows().filter(|row| row.modelled).count();
        writeln!(
            text,
            "| [{}]({}) | {} | {} | {modelled} |",
            page.title,
            page.file,
            page.about,
            rows().count()
        )
        .unwrap();
    }
    text.push_str(
        "\nA word that is not modelled yet is the problem `not-modelled-yet` where it is written, an error: nothing is ever \
         ignored. Its entry is what it will be.\n\n\
         In a form, capitals stand for what is written there, `[...]` may be left out, `[...]...` may also stand several times, `a|b` is one of the two, `, ...` means \
         that commas join several, and `{ ... }` is a block. A statement stands any number of times where its entry does not \
         say how often. `id` and `tag` stand in everything that is deployed.\n\n\
         The source of a word is a section of the notes that the language rests on (those of a cloud count by part: `1.4` is \
         about the routes of AWS), and how sure it is:\n\n\
         | mark | means |\n|---|---|\n\
         | decided | the language decides it |\n\
         | verified | read in the cloud's own documentation |\n\
         | known | general knowledge, not read again |\n",
    );
    text
}

#[test]
fn the_pages_are_what_the_tables_say() {
    let mut pages: BTreeMap<String, String> =
        PAGES.iter().map(|one| (one.file.to_owned(), page(one))).collect();
    pages.insert("README.md".to_owned(), index());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for (file, text) in &pages {
            fs::write(folder().join(file), text).unwrap();
        }
    }
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, pages.keys().cloned().collect(), "the files of {FOLDER}");
    for (file, text) in pages {
        let kept = fs::read_to_string(folder().join(&file)).unwrap();
        assert!(kept == text, "{file}: UPDATE_DOCS=1 cargo test -p ringfence-cli --test reference_docs");
    }
}

fn anchors(page: &str) -> Vec<String> {
    page.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect()
}

#[test]
fn every_entry_has_a_heading_of_its_own_and_every_link_leads_to_one() {
    let texts: Vec<String> = PAGES.iter().map(page).collect();
    for (one, text) in PAGES.iter().zip(&texts) {
        let own = anchors(text);
        assert_eq!(own.len(), schema::table(one.cloud).count());
        assert_eq!(own.iter().collect::<BTreeSet<_>>().len(), own.len(), "{}", one.file);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((file, anchor)) = target.split_once('#') else { continue };
            let there = match PAGES.iter().position(|page| page.file == file) {
                Some(other) => texts.get(other).map_or_else(Vec::new, |text| anchors(text)),
                None if file.is_empty() => own.clone(),
                None => anchors(&fs::read_to_string(folder().join(file)).unwrap()),
            };
            assert!(there.iter().any(|known| known == anchor), "{}: {target}", one.file);
        }
    }
}

#[test]
fn every_cloud_has_a_page() {
    let mut clouds = Cloud::ALL.into_iter();
    assert!(clouds.all(|cloud| PAGES.iter().any(|page| page.cloud == Some(cloud))));
}
