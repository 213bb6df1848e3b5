//! How small tagged unions are read: as one record of everything that any of them has. What serde derives for them keeps
//! a copy of whatever it finds until it has seen the tag, which is much code for whoever reads answers in a page.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::{Expected, Range, StepAction, TrafficBox};
use crate::reason::Reason;

/// A [`TrafficBox`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Traffic {
    r#type: String,
    #[serde(default)]
    protocols: Vec<String>,
    #[serde(default)]
    source_ports: Vec<Range<u16>>,
    #[serde(default)]
    destination_ports: Vec<Range<u16>>,
    #[serde(default)]
    types: Vec<Range<u8>>,
    #[serde(default)]
    codes: Vec<Range<u8>>,
    #[serde(default)]
    numbers: Vec<Range<u8>>,
}

impl TryFrom<Traffic> for TrafficBox {
    type Error = String;

    fn try_from(read: Traffic) -> Result<Self, String> {
        let Traffic { protocols, source_ports, destination_ports, types, codes, numbers, .. } = read;
        Ok(match read.r#type.as_str() {
            "any" => Self::Any,
            "ports" => Self::Ports { protocols, source_ports, destination_ports },
            "icmp" => Self::Icmp { types, codes },
            "protocols" => Self::Protocols { numbers },
            other => return Err(format!("unknown type of traffic `{other}`")),
        })
    }
}

/// A [`StepAction`].
#[derive(Deserialize)]
pub(super) struct Action {
    r#type: String,
    code: Option<Reason>,
}

impl TryFrom<Action> for StepAction {
    type Error = String;

    fn try_from(read: Action) -> Result<Self, String> {
        Ok(match (read.r#type.as_str(), read.code) {
            ("allow", None) => Self::Allow,
            ("tracked", None) => Self::Tracked,
            ("forward", None) => Self::Forward,
            ("translate", None) => Self::Translate,
            ("may-forward", None) => Self::MayForward,
            ("deliver", None) => Self::Deliver,
            ("stop", Some(code)) => Self::Stop { code },
            (other, _) => return Err(format!("unknown action `{other}`, or one without its code")),
        })
    }
}

/// An [`Expected`].
#[derive(Deserialize)]
pub(super) struct Word(String);

impl TryFrom<Word> for Expected {
    type Error = String;

    fn try_from(Word(word): Word) -> Result<Self, String> {
        Self::from_word(&word).ok_or_else(|| format!("`{word}` is nothing to expect"))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// As written, so read.
    fn back<T: serde::Serialize + for<'de> Deserialize<'de> + PartialEq + core::fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    }

    #[test]
    fn every_union_is_read_as_it_is_written() {
        let (ports, bytes) = (vec![Range { first: 1, last: 65535 }], vec![Range { first: 0, last: 255 }]);
        back(&TrafficBox::Any);
        back(&TrafficBox::Ports {
            protocols: vec!["tcp".into()],
            source_ports: ports.clone(),
            destination_ports: ports,
        });
        back(&TrafficBox::Icmp { types: bytes.clone(), codes: bytes.clone() });
        back(&TrafficBox::Protocols { numbers: bytes });
        for action in [
            StepAction::Allow,
            StepAction::Tracked,
            StepAction::Forward,
            StepAction::Translate,
            StepAction::MayForward,
            StepAction::Deliver,
        ] {
            back(&action);
        }
        for word in ["reachable", "partly", "one-way", "blocked", "unknown", "allowed", "denied", "unstated"]
        {
            back(&Expected::from_word(word).unwrap());
            assert_eq!(
                serde_json::to_string(&Expected::from_word(word).unwrap()).unwrap(),
                format!("\"{word}\"")
            );
        }
        for &code in Reason::ALL {
            back(&StepAction::Stop { code });
        }
    }

    #[test]
    fn what_is_no_such_union_is_refused() {
        for text in [r#"{"type":"gre"}"#, r#"{"numbers":[]}"#, r#"{"type":5}"#, "3"] {
            assert!(serde_json::from_str::<TrafficBox>(text).is_err(), "{text}");
        }
        for text in [r#""hangs-on-way""#, r#""sometimes""#, "3"] {
            assert!(serde_json::from_str::<Expected>(text).is_err(), "{text}");
        }
        for text in
            [r#"{"type":"stop"}"#, r#"{"type":"allow","code":"sg-no-rule"}"#, r#"{"type":"stop","code":"?"}"#]
        {
            assert!(serde_json::from_str::<StepAction>(text).is_err(), "{text}");
        }
    }
}
