//! The statements of a text, one by one: what each says, and in which it stands.

use std::fmt::Write as _;

use ringfence::SourceId;
use ringfence::syntax::{self, Ground, List, Meet, PartKind, Statement};

/// A statement without its block.
pub(super) struct Unit {
    pub(super) start: usize,
    /// Behind its block.
    pub(super) end: usize,
    /// Head, list and links, with all that joins them.
    pub(super) own: String,
    /// Where its `{` stands.
    pub(super) brace: Option<usize>,
    /// The index of the statement in whose block it stands.
    pub(super) parent: Option<usize>,
}

/// The statements of a text in the order of their starts; those of a block come behind the one that it belongs to.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    add(syntax::parse(&Ground::new(), SourceId(0), text).0.statements, None, &mut units);
    units
}

fn add(statements: &[Statement<'_>], parent: Option<usize>, units: &mut Vec<Unit>) {
    for statement in statements {
        let here = units.len();
        units.push(Unit {
            start: statement.span.start as usize,
            end: statement.span.end as usize,
            own: own(statement),
            brace: statement.block.as_ref().map(|block| block.span.start as usize),
            parent,
        });
        let block = statement.block.as_ref().map_or(&[][..], |block| block.statements);
        add(block, Some(here), units);
    }
}

fn own(statement: &Statement<'_>) -> String {
    let mut own = statement.head.as_ref().map_or_else(String::new, |head| head.text.to_string());
    own.push_str(if statement.damaged { " (damaged)" } else { "" });
    if let Some(list) = &statement.list {
        write_list(list, &mut own);
    }
    for link in statement.links {
        let _ = write!(own, " {}", link.word.as_str());
        if let Some(list) = &link.list {
            write_list(list, &mut own);
        }
    }
    own
}

fn write_list(list: &List<'_>, own: &mut String) {
    write_union(list.union(), own);
    if list.has_except() {
        own.push_str(" except");
        write_union(list.except(), own);
    }
}

fn write_union<'t>(union: impl Iterator<Item = Meet<'t>>, own: &mut String) {
    for (at, meet) in union.enumerate() {
        own.push_str(if at > 0 { "," } else { "" });
        for (at, parts) in meet.terms().enumerate() {
            own.push_str(if at > 0 { " &" } else { "" });
            for part in parts {
                write_part(&part.kind, own);
            }
        }
    }
}

fn write_part(part: &PartKind<'_>, own: &mut String) {
    let _ = match part {
        PartKind::Name(segment) => write!(own, " {}", segment.text),
        PartKind::Path(segments) => {
            let names: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
            write!(own, " {}", names.join("."))
        }
        PartKind::Number(digits) => write!(own, " {digits}"),
        PartKind::Range([first, last]) => write!(own, " {first}-{last}"),
        PartKind::Code([kind, code]) => write!(own, " {kind}/{code}"),
        PartKind::Address(address) => write!(own, " @{address}"),
        PartKind::Prefix(prefix) => write!(own, " @{prefix}"),
        PartKind::AddressRange([first, last]) => write!(own, " @{first}-{last}"),
        PartKind::Pair(pair) => write!(own, " {}={}", pair.key, pair.value),
        PartKind::Group(list) => {
            own.push_str(" (");
            write_list(list, own);
            own.push(')');
            Ok(())
        }
    };
}
