use super::*;

fn listed(source: &Source, items: &[OutlineItem], depth: usize, lines: &mut Vec<String>) {
    for item in items {
        let blank = " ".repeat(depth);
        lines.push(format!("{blank}{} {} ({})", item.kind, item.name, shown(source, &item.name_place)));
        assert!(item.place.start <= item.name_place.start && item.name_place.end <= item.place.end);
        listed(source, &item.children, depth + 1, lines);
    }
}

#[test]
fn a_text_is_listed_as_a_tree() {
    let source = Source::new("shop.fence", SHOP).unwrap();
    let mut lines = Vec::new();
    listed(&source, &outline(&source), 0, &mut lines);
    let intent = "internet -> web-1 : https because \"it sells\"";
    let line = "internet -> data : tcp 22 by no-public-address at subnet web";
    assert_eq!(
        lines,
        [
            "network shop (2:shop)",
            " vpc main (3:main)",
            "  internet-gateway igw (4:igw)",
            "  route-table public (5:public)",
            "  subnet web (6:web)",
            "  subnet db a (7:\"db a\")",
            "  network-acl edge (8:edge)",
            "  security-group web (9:web)",
            "  security-group db (10:db)",
            "  instance web-1 (11:web-1)",
            "  instance db-1 (12:db-1)",
            "   interface eth0 (12:eth0)",
            "segment data (15:data)",
            "service https (16:https)",
            &format!("require {intent} (17:{intent})"),
            "deny any -> data (18:any -> data)",
            " allow web-1 -> data : tcp 5432 (18:web-1 -> data : tcp 5432)",
            "test the front door (19:\"the front door\")",
            &format!(" blocked {line} (20:{line})"),
        ]
    );
}

#[test]
fn what_is_damaged_is_listed_as_far_as_it_goes() {
    let source = Source::new(
        "a.fence",
        "network n on aws {\n vpc {\n }\n vpc v 10.0.0.0/8\n subnet s\ndeny any\n  # why\n  ->\n",
    )
    .unwrap();
    let mut lines = Vec::new();
    listed(&source, &outline(&source), 0, &mut lines);
    assert_eq!(
        lines,
        ["network n (1:n)", " vpc  (2:)", " vpc v (4:v)", "deny any -> (6:any\n  # why\n  ->)"]
    );
}

#[test]
fn the_page_about_editors_says_what_is_so() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/editor.md");
    let page = std::fs::read_to_string(path).unwrap();
    let block = |kind: &str| {
        let fence = format!("```{kind}\n");
        page.split_once(&fence).unwrap().1.split_once("```").unwrap().0
    };
    let (source, offset) = marked(block("fence"));
    let items = complete(core::slice::from_ref(&source), SourceId(0), offset).unwrap().items.into_iter();
    let lines: Vec<String> = items.map(|item| format!("name {}: {}\n", item.text, item.detail)).collect();
    assert_eq!(lines.concat(), block("text"));
}

/// Each word with its class.
fn classes(text: &str) -> String {
    let source = Source::new("a.fence", text).unwrap();
    let lines: Vec<&str> = text.split('\n').collect();
    let word = |token: &SemanticToken| {
        let units: Vec<u16> = lines[token.line as usize - 1].encode_utf16().collect();
        let start = token.column as usize - 1;
        String::from_utf16(&units[start..start + token.length as usize]).unwrap()
    };
    let all = tokens(&source).into_iter().filter(|token| token.class != TokenClass::Sign);
    all.map(|token| format!("{}/{:?}", word(&token), token.class)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_word_has_its_class_by_where_it_stands() {
    assert_eq!(
        classes("network n on aws in \"é\u{1f9e8}\" { vpc subnet 10.0.0.0/8 } # é"),
        "network/Kind n/Declaration on/Link aws/Builtin in/Link \"é\u{1f9e8}\"/Text vpc/Kind subnet/Declaration \
         10.0.0.0/8/Address # é/Comment"
    );
    assert_eq!(
        classes(
            "deny tag tier=a, (subnet x except any) -> y & 10.0.0.1 : https, tcp 1 source-port 2 because \"no\""
        ),
        "deny/Verb tag/Kind tier=a/Tag subnet/Kind x/Reference except/Link any/Builtin ->/Link y/Reference \
         10.0.0.1/Address :/Link https/Service tcp/Service 1/Number source-port/Service 2/Number because/Link \"no\"/String"
    );
    assert_eq!(
        classes("network n on aws { vpc v 10.0.0.0/8 { network-acl a { ingress 1 deny icmp 3/4 from 0.0.0.0/0 } } }")
            .split(" a/Declaration ")
            .nth(1)
            .unwrap(),
        "ingress/Property 1/Number deny/Action icmp/Service 3/4/Number from/Link 0.0.0.0/0/Address"
    );
    assert_eq!(
        classes("test t { blocked any -> any by no-route at route-table r }"),
        "test/Kind t/Declaration blocked/Verb any/Builtin ->/Link any/Builtin by/Link no-route/Builtin at/Link \
         route-table/Kind r/Reference"
    );
    assert_eq!(classes("what is 1 @ this"), "what/Unknown is/Unknown 1/Number @/Unknown this/Unknown");
}
