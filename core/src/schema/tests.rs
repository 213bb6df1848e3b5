use alloc::format;
use alloc::vec::Vec;

use super::{
    Cloud, Denotes, EVERY_OBJECT, FILE, Shape, Type, every_row, has_block, is_later, kind, row, words,
};

#[test]
fn every_parent_is_a_row_or_a_place_of_its_own() {
    for entry in every_row() {
        for &parent in entry.parents {
            let known = parent == FILE || parent == EVERY_OBJECT || every_row().any(|row| row.id() == parent);
            assert!(known, "`{}` stands in `{parent}`, which is no row", entry.word);
        }
        assert!(!entry.parents.is_empty(), "`{}` stands nowhere", entry.word);
    }
}

#[test]
fn no_word_has_two_rows_in_one_parent() {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for entry in every_row() {
        for &parent in entry.parents {
            let id = if entry.id().starts_with(entry.word) { entry.id() } else { entry.word };
            assert!(!seen.contains(&(parent, id)), "`{id}` twice in `{parent}`");
            seen.push((parent, id));
        }
    }
}

#[test]
fn every_reference_is_to_a_kind() {
    for entry in every_row() {
        let lists = entry.links.iter().map(|link| link.values).chain([entry.values]);
        for types in lists.map(|values| values.types) {
            for kinds in
                types.iter().filter_map(|ty| if let Type::Ref(kinds) = ty { Some(kinds) } else { None })
            {
                for word in *kinds {
                    assert!(kind(word).is_some(), "`{}` refers to `{word}`, which is no kind", entry.word);
                }
            }
        }
    }
}

#[test]
fn every_row_says_what_it_is_and_where_that_comes_from() {
    for entry in every_row() {
        assert!(!entry.doc.is_empty() && !entry.source.is_empty(), "`{}` has no doc or source", entry.word);
        assert!(!entry.doc.ends_with('.'), "{}", entry.doc);
        if entry.denotes != Denotes::Nothing {
            assert!(matches!(entry.shape, Shape::Object | Shape::Define), "`{}` denotes points", entry.word);
        }
    }
}

#[test]
fn the_same_word_is_another_row_under_another_parent() {
    let aws = Some(Cloud::Aws);
    assert_eq!(row(aws, "vpc", "security-group").map(|row| row.shape), Some(Shape::Object));
    assert_eq!(row(aws, "instance", "security-group").map(|row| row.shape), Some(Shape::Value));
    assert!(row(None, "vpc", "subnet").is_none(), "a word of a cloud needs its network");
    assert!(row(aws, "subnet", "tag").is_some(), "`tag` stands in every object");
    assert!(row(aws, "test", "tag").is_none(), "a test is no object");
    assert!(is_later(aws, "vpc", "load-balancer") && !is_later(aws, "subnet", "load-balancer"));
}

#[test]
fn blocks_are_for_what_has_words_inside() {
    let aws = Some(Cloud::Aws);
    let block = |parent, word| has_block(aws, row(aws, parent, word).unwrap());
    assert!(block("vpc", "internet-gateway"), "`id` and `tag` stand in every object");
    assert!(block(FILE, "deny") && block(FILE, "isolate") && block(FILE, "test"));
    assert!(!block(FILE, "require") && !block("instance", "ip") && !block("deny", "allow"));
}

#[test]
fn words_are_those_of_the_place() {
    let in_test: Vec<_> = words(None, "test").collect();
    assert_eq!(format!("{in_test:?}"), r#"["reachable", "partly", "one-way", "blocked", "unknown"]"#);
}
