use super::*;

fn one((source, offset): (Source, u32), name: &str) -> Result<Vec<String>, String> {
    let edits = rename(core::slice::from_ref(&source), SourceId(0), offset, name);
    let edits = edits.map_err(|refusal| {
        let place = refusal.place.map(|place| shown(&source, &place));
        format!("{:?}: {} {}", refusal.why, refusal.message, place.unwrap_or_default())
    })?;
    Ok(edits.iter().map(|edit| format!("{} => {}", shown(&source, &edit.place), edit.text)).collect())
}

fn defined((source, offset): (Source, u32)) -> Option<String> {
    let place = definition(core::slice::from_ref(&source), SourceId(0), offset)?;
    Some(shown(&source, &place))
}

fn all((source, offset): (Source, u32)) -> Vec<String> {
    let places = references(core::slice::from_ref(&source), SourceId(0), offset);
    places.iter().map(|place| shown(&source, place)).collect()
}

#[test]
fn a_name_leads_to_its_declaration() {
    assert_eq!(defined(shop("instance web-1 in w", "eb")).unwrap(), "6:web");
    assert_eq!(defined(shop("security-group ", "web;")).unwrap(), "9:web");
    assert_eq!(defined(shop("from web", ", self")).unwrap(), "9:web");
    assert_eq!(defined(shop("deny any -> da", "ta {")).unwrap(), "15:data");
    assert_eq!(defined(shop("web-1 : htt", "ps")).unwrap(), "16:https");
    assert_eq!(defined(shop("segment da", "ta =")).unwrap(), "15:data");
    assert_eq!(defined(shop("deny an", "y -> data")), None);
    assert_eq!(defined(shop("ip 10.0", ".1.10")), None);
}

#[test]
fn each_part_of_a_path_leads_to_what_it_names() {
    let path = |mark: &str| changed("any -> data {", mark);
    assert_eq!(defined(path("any -> ma|in.web-1 {")).unwrap(), "3:main");
    assert_eq!(defined(path("any -> main.web|-1 {")).unwrap(), "11:web-1");
    assert_eq!(defined(path("any -> sh|op.main.web-1 {")).unwrap(), "2:shop");
    assert_eq!(defined(path("any -> i-0a|bc {")).unwrap(), "11:web-1");
}

#[test]
fn every_use_is_listed_with_the_declaration() {
    assert_eq!(all(shop("segment da", "ta =")), ["15:data", "18:data", "18:data", "20:data"]);
    assert_eq!(all(shop("subnet web", " 10.0.1.0/24")), ["6:web", "11:web", "20:web"]);
    assert_eq!(
        all(changed("any -> data {", "any -> main.web|-1, i-0abc {")),
        ["11:web-1", "17:web-1", "18:web-1", "18:i-0abc", "18:web-1"]
    );
    assert!(all(shop("deny an", "y -> data")).is_empty());
}

#[test]
fn a_new_name_reaches_every_use() {
    assert_eq!(
        one(shop("subnet web", " 10.0.1.0/24"), "front").unwrap(),
        ["6:web => front", "11:web => front", "20:web => front"]
    );
    assert_eq!(
        one(changed("any -> data {", "any -> ma|in.web-1, i-0abc {"), "core").unwrap(),
        ["3:main => core", "18:main => core"]
    );
    assert_eq!(
        one(changed("any -> data {", "any -> main.we|b-1, i-0abc {"), "w").unwrap(),
        ["11:web-1 => w", "17:web-1 => w", "18:web-1 => w", "18:web-1 => w"]
    );
}

#[test]
fn a_new_name_has_quotes_where_it_needs_them() {
    let quoted = one(shop("segment da", "ta ="), "all the data").unwrap();
    assert_eq!(quoted[0], "15:data => \"all the data\"");
    assert_eq!(one(shop("segment da", "ta ="), "any").unwrap()[0], "15:data => \"any\"");
    assert_eq!(one(shop("security-group d", "b {"), "self").unwrap()[0], "9:db => \"self\"");
    assert_eq!(one(shop("subnet \"db", " a\" 10"), "db").unwrap()[0], "7:\"db a\" => db");
    assert_eq!(one(shop("test \"the", " front"), "door").unwrap(), ["19:\"the front door\" => door"]);
    let glued = changed("test \"the front door\"", "test \"the| front door\"22");
    assert_eq!(one(glued, "azure").unwrap(), ["19:\"the front door\" => \"azure\""]);
    assert_eq!(one(shop("segment da", "ta ="), "e\u{301}").unwrap()[0], "15:data => \u{e9}");
    assert_eq!(one(shop("segment da", "ta ="), "data").unwrap(), Vec::<String>::new());
}

#[test]
fn a_name_that_cannot_be_is_refused_with_what_is_in_the_way() {
    let refused = |at, name: &str| one(at, name).unwrap_err();
    assert_eq!(
        refused(shop("subnet web", " 10.0.1.0/24"), "db a"),
        "Taken: the subnet \"db a\" is there already 7:\"db a\""
    );
    assert_eq!(
        refused(shop("segment da", "ta ="), " "),
        "NoName: a name holds something that can be seen, and nothing that cannot "
    );
    assert_eq!(
        refused(changed("any -> data {", "any -> i-0a|bc {"), "x"),
        "NothingToRename: no name that is given in the texts stands here "
    );
    assert_eq!(
        refused(shop("deny an", "y -> data"), "x"),
        "NothingToRename: no name that is given in the texts stands here "
    );
    assert_eq!(
        refused(shop("security-group d", "b {"), "default"),
        "MeansMore: the cloud gives the security-group default a meaning of its own "
    );
}

#[test]
fn a_name_that_another_one_would_take_is_refused() {
    // The segment would be meant by `web-1` as well as the instance.
    assert_eq!(
        one(shop("segment da", "ta ="), "web-1").unwrap_err(),
        "OtherMeaning: with the name web-1, this would mean something else 17:web-1"
    );
    // A name that meant nothing would mean the segment.
    assert_eq!(
        one(changed("deny any -> data {", "deny any -> datum\ndeny any -> da|ta {"), "datum").unwrap_err(),
        "OtherMeaning: with the name datum, this would mean something else 18:datum"
    );
}

#[test]
fn several_texts_are_one_scope() {
    let first =
        Source::new("a.fence", "network n on aws { vpc v 10.0.0.0/16 { subnet s 10.0.0.0/24 } }").unwrap();
    let second =
        Source::new("b.fence", "network n on aws { vpc w 10.1.0.0/16 }\ndeny any -> n.s : t").unwrap();
    let third = Source::new("c.fence", "service t = tcp 1\ndeny any -> s, n").unwrap();
    let sources = [first, second, third];
    let offset = sources[1].text().find("n.s").unwrap() as u32;
    let shown = |place: &Place| format!("{}:{}", place.file, place.start.offset);
    let found: Vec<String> = references(&sources, SourceId(1), offset).iter().map(shown).collect();
    assert_eq!(found, ["a.fence:8", "b.fence:8", "b.fence:51", "c.fence:33"]);
    let edits = rename(&sources, SourceId(1), offset, "core").unwrap();
    assert_eq!(
        applied(&sources[1], &edits).text(),
        "network core on aws { vpc w 10.1.0.0/16 }\ndeny any -> core.s : t"
    );
    assert_eq!(applied(&sources[2], &edits).text(), "service t = tcp 1\ndeny any -> s, core");
    let offered = complete(&sources, SourceId(2), sources[2].text().len() as u32 - 4).unwrap();
    assert_eq!(offered.items[0].text, "n");
    assert_eq!(definition(&sources, SourceId(7), 0), None);
}
