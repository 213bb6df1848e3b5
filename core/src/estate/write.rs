//! Sets of points as the language writes them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Estate, Expr, Selector, SetExpr};
use crate::syntax::{written_name, written_tag};

impl Estate {
    /// A set of points as a question writes it, each thing with its kind and full name: `subnet shop.main.web`.
    #[must_use]
    pub fn written(&self, set: &SetExpr) -> String {
        let Expr { union, except } = set;
        let included = self.union(union);
        if except.is_empty() { included } else { format!("{included} except {}", self.union(except)) }
    }

    fn union(&self, meets: &[Vec<Selector>]) -> String {
        joined(meets, ", ", |meet| joined(meet, " & ", |selector| self.selector(selector)))
    }

    fn selector(&self, selector: &Selector) -> String {
        match selector {
            Selector::Object(id) => {
                let kind = self.object(*id).map(|object| object.kind).unwrap_or_default();
                format!("{kind} {}", self.path(*id))
            }
            Selector::Tag { key, value: Some(value) } => format!("tag {}", written_tag(key, value)),
            Selector::Tag { key, value: None } => format!("tag {}", written_name(key)),
            Selector::Addresses(range) => range.to_string(),
            Selector::Internet => "internet".to_string(),
            Selector::Any => "any".to_string(),
            Selector::Segment(id) => {
                let name = self.segments.get(id.0 as usize).map(|segment| segment.name.as_str());
                format!("segment {}", written_name(name.unwrap_or_default()))
            }
            Selector::Group(set) => format!("({})", self.written(set)),
        }
    }
}

fn joined<T>(items: &[T], sign: &str, text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(sign)
}
