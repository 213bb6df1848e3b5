//! The rules, each in the file of the thing that it looks at.

mod implied;
mod overlap;
mod range;
mod replies;
mod shadowed;
mod split;
mod unattached;

use crate::finding::Level::{Note, Warning};
use crate::rule::Group::{Dead, Fragile, Hygiene, Redundant};
use crate::rule::Rule;
use crate::suppression;

/// Every rule. Codes are stable: they are never renamed and never mean something else.
pub static RULES: &[Rule] = &[
    Rule {
        code: "unattached-acl",
        group: Dead,
        level: Warning,
        summary: "A network ACL that no subnet has.",
        find: unattached::acls,
    },
    Rule {
        code: "unattached-group",
        group: Dead,
        level: Warning,
        summary: "A security group that no interface has.",
        find: unattached::groups,
    },
    Rule {
        code: "acl-rule-out-of-range",
        group: Dead,
        level: Warning,
        summary: "A rule of a network ACL about addresses that nothing has which could come there.",
        find: range::acls,
    },
    Rule {
        code: "group-rule-out-of-range",
        group: Dead,
        level: Warning,
        summary: "A rule of a security group about addresses that nothing has which could come there.",
        find: range::groups,
    },
    Rule {
        code: "shadowed-acl-rule",
        group: Redundant,
        level: Warning,
        summary: "A rule of a network ACL that decides about no packet, since earlier ones match all of its packets.",
        find: shadowed::in_acls,
    },
    Rule {
        code: "implied-group-rule",
        group: Redundant,
        level: Warning,
        summary: "A rule of a security group that allows nothing which the others do not allow.",
        find: implied::in_groups,
    },
    Rule {
        code: "acl-splits-subnet",
        group: Fragile,
        level: Warning,
        summary: "A rule of a network ACL that covers a part of a subnet only, so that its machines are treated differently.",
        find: split::acls,
    },
    Rule {
        code: "group-splits-subnet",
        group: Fragile,
        level: Note,
        summary: "A rule of a security group that covers a part of a subnet only, so that its machines are treated differently.",
        find: split::groups,
    },
    Rule {
        code: "overlapping-ranges",
        group: Fragile,
        level: Warning,
        summary: "Two VPCs, or a VPC and a site, that are joined and have the same addresses.",
        find: overlap::joined,
    },
    Rule {
        code: "blocked-reply",
        group: Fragile,
        level: Warning,
        summary: "A network ACL that lets TCP connections in or out and drops the replies.",
        find: replies::blocked,
    },
    Rule {
        code: "unused-suppression",
        group: Hygiene,
        level: Warning,
        summary: "A comment that allows a finding which is not there.",
        find: suppression::nothing,
    },
    Rule {
        code: "bad-suppression",
        group: Hygiene,
        level: Warning,
        summary: "A comment about lints that is not written as one, or gives no reason.",
        find: suppression::nothing,
    },
];
