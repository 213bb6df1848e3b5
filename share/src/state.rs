//! The state of the page, and its form as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// What the page shows, as far as a link carries it. As JSON, what is at its default is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct State {
    /// The texts, in their order. Their names come from whoever made the link: see [`State::check_names`].
    pub files: Vec<File>,
    /// The question that is asked; empty when none is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What is shown beside the texts.
    #[serde(skip_serializing_if = "is_default")]
    pub view: View,
    /// What the matrix is about, where that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<MatrixBy>,
    /// The service that matrix and map are about; empty for any traffic.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// The text that is shown: an index into `files`, or 0 when there is none.
    #[serde(skip_serializing_if = "is_default")]
    pub active: usize,
}

/// A text and its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "a file")]
pub struct File {
    /// The name, as shown in answers.
    pub name: String,
    /// The text, every byte of it.
    pub text: String,
}

/// What the page shows beside the texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// What is deployed.
    #[default]
    Map,
    /// Who reaches whom.
    Matrix,
    /// What every intent and test comes to.
    Findings,
}

/// What the rows and columns of the matrix are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatrixBy {
    /// Segments.
    Segment,
    /// Subnets.
    Subnet,
    /// Machines, those that are alike together.
    Machines,
    /// Every interface by itself.
    Endpoint,
}

/// A state as it may be written: later versions may have added keys and words, and hands may have written it.
#[derive(Deserialize)]
#[serde(expecting = "a state")]
struct Written {
    files: Vec<File>,
    #[serde(default)]
    question: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    matrix: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    active: u64,
}

impl From<Written> for State {
    fn from(written: Written) -> Self {
        let active = usize::try_from(written.active).ok().filter(|&active| active < written.files.len());
        Self {
            files: written.files,
            question: written.question,
            view: View::from_word(&written.view).unwrap_or_default(),
            matrix: MatrixBy::from_word(&written.matrix),
            service: written.service,
            active: active.unwrap_or_default(),
        }
    }
}

impl View {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "map" => Self::Map,
            "matrix" => Self::Matrix,
            "findings" => Self::Findings,
            _ => return None,
        })
    }
}

impl MatrixBy {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "segment" => Self::Segment,
            "subnet" => Self::Subnet,
            "machines" => Self::Machines,
            "endpoint" => Self::Endpoint,
            _ => return None,
        })
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
