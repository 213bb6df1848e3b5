use super::*;

/// What is told at the mark, a line each.
fn told((source, offset): (Source, u32)) -> Vec<String> {
    let Some(found) = hover(core::slice::from_ref(&source), SourceId(0), offset) else { return Vec::new() };
    let Hover { place, title, doc, declaration, default, source: section } = found;
    let lines = vec![shown(&source, &place), title, doc, declaration, default, section];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_word_of_the_tables_is_told_as_they_have_it() {
    assert_eq!(
        told(shop("subn", "et web 10.0.1.0/24")),
        ["6:subnet", "subnet NAME PREFIX, ... [in ZONE] { ... }", "a range of the VPC in one zone", "1.4"]
    );
    assert_eq!(
        told(shop("{ ", "route-table public }")),
        [
            "6:route-table",
            "route-table ROUTE-TABLE",
            "the routes of what leaves the subnet",
            "the VPC's main table",
            "1.4"
        ]
    );
}

#[test]
fn a_route_is_told_of_at_its_destination() {
    let route = told(shop("{ 0.0.0", ".0/0 -> igw }"));
    assert_eq!(
        route[..3],
        [
            "5:0.0.0.0/0",
            "PREFIX -> TARGET",
            "where packets to these destinations go; the longest prefix wins"
        ]
    );
}

#[test]
fn a_name_is_told_with_its_declaration() {
    let web =
        ["subnet shop.main.web", "a range of the VPC in one zone", "subnet web 10.0.1.0/24 in eu-central-1a"];
    assert_eq!(told(shop("instance web-1 in w", "eb"))[1..], web);
    assert_eq!(told(shop("subnet we", "b 10.0.1.0/24"))[1..], web);
    assert_eq!(
        told(shop("internet -> web-1 : htt", "ps")),
        ["17:https", "service https", "a named set of protocols and ports", "service https = tcp 443"]
    );
    assert_eq!(told(shop("test \"the fr", "ont door\""))[1..2], ["test \"the front door\""]);
}

#[test]
fn a_builtin_is_told_with_its_sentence() {
    assert_eq!(
        told(shop("require inter", "net -> web-1")),
        ["17:internet", "internet", "every public address that the estate does not own"]
    );
    assert_eq!(
        told(shop("by no-public", "-address")),
        [
            "20:no-public-address",
            "no-public-address",
            "The interface has no public address by which the internet could reach it or be reached."
        ]
    );
    assert_eq!(told(shop("  bloc", "ked internet"))[2], "no flow is delivered");
    assert_eq!(told(shop("by no-public-address a", "t subnet"))[1..], ["at THING"]);
    assert_eq!(told(shop("at sub", "net web"))[1..], ["subnet NAME", "a range of the VPC in one zone"]);
    assert!(told(shop("10.0.1.0/24 in eu-central-1a", " { route")).is_empty());
}
