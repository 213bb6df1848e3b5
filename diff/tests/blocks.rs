//! A network that is written in several blocks or files.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use ringfence::{Analysis, Source, parse};
use ringfence_diff::baseline::{ResourceChange, drift, record};
use ringfence_diff::{EditKind, compare};

const MACHINE: &str = "network n on aws in eu-north-1 {
  vpc a 10.1.0.0/16 {
    internet-gateway igw; route-table r { main yes; 0.0.0.0/0 -> igw }; subnet s 10.1.1.0/24
    instance i in s { ip 10.1.1.5; public-ip 198.51.100.1; security-group g }
    security-group g { ingress tcp 22 from 0.0.0.0/0 }
  }
}
";
const GROUP: &str = "network n on aws in eu-north-1 {
  vpc b 10.2.0.0/16 { security-group h { ingress tcp 22 from 10.0.0.0/8 } }
}
";

fn analysis(texts: &[&str]) -> Analysis {
    let sources = texts.iter().zip('a'..).map(|(text, name)| Source::new(name.to_string(), *text).unwrap());
    Analysis::new(parse(sources.collect()))
}

#[test]
fn what_stands_in_a_later_block_is_recorded_and_checked() {
    let opened = GROUP.replace("tcp 22 from 10.0.0.0/8", "any from 0.0.0.0/0");
    let recorded = record(&analysis(&[&[MACHINE, GROUP].concat()])).unwrap();
    let names: Vec<&str> = recorded.resources.iter().map(|resource| resource.name.as_str()).collect();
    assert!(names.contains(&"security-group n.b.h"), "{names:?}");
    let drift = drift(&recorded, &analysis(&[&[MACHINE, &opened].concat()])).unwrap();
    let changed: Vec<_> = drift.resources.iter().map(|one| (one.change, one.name.as_str())).collect();
    assert_eq!(changed, [(ResourceChange::Changed, "security-group n.b.h")]);
    assert!(drift.is_drifted());
}

#[test]
fn the_order_and_number_of_blocks_say_nothing() {
    let recorded = record(&analysis(&[MACHINE, GROUP])).unwrap();
    assert_eq!(record(&analysis(&[GROUP, MACHINE])).unwrap(), recorded);
    let joined = [MACHINE.strip_suffix("}\n").unwrap(), GROUP.split_once('\n').unwrap().1].concat();
    assert_eq!(record(&analysis(&[&joined])).unwrap().resources, recorded.resources);
    for (old, new) in [([MACHINE, GROUP], [GROUP, MACHINE]), ([GROUP, MACHINE], [&joined, ""])] {
        let difference = compare(&analysis(&old), &analysis(&new)).unwrap();
        assert_eq!(difference.edits, [], "{new:?}");
    }
}

#[test]
fn an_edit_in_a_block_that_moved_is_that_edit() {
    let opened = MACHINE.replace("ingress tcp 22", "ingress tcp 22,443");
    for (old, new) in [([MACHINE, GROUP], [GROUP, &opened]), ([GROUP, MACHINE], [GROUP, &opened])] {
        let difference = compare(&analysis(&old), &analysis(&new)).unwrap();
        let edits: Vec<_> = difference.edits.iter().map(|edit| (edit.kind, edit.thing.as_deref())).collect();
        assert_eq!(edits, [(EditKind::Changed, Some("security-group n.a.g"))]);
        let causes: Vec<_> = difference.changes.iter().map(|change| change.caused_by.as_slice()).collect();
        assert_eq!(causes, [[0]]);
    }
    let removed = compare(&analysis(&[MACHINE, GROUP]), &analysis(&[MACHINE])).unwrap();
    let edits: Vec<_> = removed.edits.iter().map(|edit| (edit.kind, edit.thing.as_deref())).collect();
    assert_eq!(edits, [(EditKind::Removed, Some("vpc n.b"))]);
}

#[test]
fn a_block_that_says_something_else_of_its_network_is_a_change_of_it() {
    let tagged = GROUP.replace("  vpc", "  tag owner=x\n  vpc");
    let difference = compare(&analysis(&[MACHINE, GROUP]), &analysis(&[MACHINE, &tagged])).unwrap();
    let edits: Vec<_> = difference.edits.iter().map(|edit| (edit.kind, edit.thing.as_deref())).collect();
    assert_eq!(edits, [(EditKind::Added, Some("network n"))]);
}
