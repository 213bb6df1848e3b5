//! Every row of the cloud's vocabulary, and every rule that it stands for, by a pair of estates.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use ringfence::schema::{self, Cloud};
use ringfence_tests::rows::{aws, page};

#[test]
fn every_pair_differs_by_engine_and_oracle_and_as_ipv6() {
    let table = aws();
    let mut faults = Vec::new();
    for pair in &table.pair {
        faults
            .extend(pair.faults().into_iter().map(|fault| format!("{}: {}\n  {fault}", pair.row, pair.says)));
    }
    let twins = table.pair.iter().filter(|pair| pair.v4_only.is_none()).count();
    println!("{} pairs, {twins} also as IPv6, {} rules open", table.pair.len(), table.open.len());
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_row_has_a_pair_or_is_open() {
    let table = aws();
    let ids: Vec<&str> = schema::table(Some(Cloud::Aws)).map(|row| row.id()).collect();
    let (modelled, later): (Vec<_>, Vec<_>) = schema::table(Some(Cloud::Aws)).partition(|row| row.modelled);
    let pairs: BTreeSet<&str> = table.pair.iter().map(|pair| pair.row.as_str()).collect();
    let open: BTreeSet<&str> = table.open.iter().map(|open| open.row.as_str()).collect();
    let silent: BTreeSet<&str> = table.silent.iter().map(|silent| silent.row.as_str()).collect();
    let lacking = |row: &&&'static schema::Row| !pairs.contains(row.id()) && !silent.contains(row.id());
    let without: Vec<&str> = modelled.iter().filter(lacking).map(|row| row.id()).collect();
    assert!(without.is_empty(), "modelled, without a pair: {without:?}");
    let untold: Vec<&str> = later.iter().map(|row| row.id()).filter(|id| !open.contains(id)).collect();
    assert!(untold.is_empty(), "not modelled, and not open: {untold:?}");
    let unknown = pairs.union(&open).chain(&silent).find(|id| !ids.contains(id) && **id != "network");
    assert_eq!(unknown, None, "no such row");
}

#[test]
fn every_rule_says_where_it_is_from() {
    let table = aws();
    let sources =
        table.pair.iter().map(|pair| &pair.source).chain(table.open.iter().map(|open| &open.source));
    for source in sources {
        let section = source.strip_prefix("1.").and_then(|number| number.parse::<u8>().ok());
        assert!(source == "design" || section.is_some_and(|number| number < 10), "{source}");
    }
}

#[test]
fn the_page_about_the_cloud_says_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/clouds/aws.md");
    let written = page(&aws());
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &written).expect("a page");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == written,
        "docs/clouds/aws.md is not current: UPDATE_DOCS=1 cargo test -p ringfence-tests --test rows"
    );
}
