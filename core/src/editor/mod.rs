//! What an editor asks about texts while they are written: what may stand at a place, what a word means, where a name is declared
//! and used, what it can be called instead, what a text consists of.
//!
//! ```text
//! text --tokens--> spots (each word with its statement, row and slot) --> completion, hover, outline, colours
//! texts --resolve--> index (declarations, and which one each name means) --> names, renaming
//! ```
//!
//! Each function takes the texts as they are, damaged or not, and keeps nothing. What a cloud has, the tables of
//! [`schema`](crate::schema) tell: no word of any cloud stands here. Offsets are bytes; [`Source::offset_of_utf16`] has them from
//! those of an editor.
//!
//! ```
//! use ringfence::{Source, SourceId, editor};
//!
//! let text = "network shop on aws {\n  vpc main 10.0.0.0/16 {\n    subnet web 10.0.1.0/24\n    instance a in \n  }\n}\n";
//! let offset = text.find("a in ").unwrap() + "a in ".len();
//! let completions = editor::complete(&[Source::new("shop.fence", text)?], SourceId(0), offset as u32).unwrap();
//! assert_eq!(completions.items[0].text, "web");
//! # Ok::<(), ringfence::SourceTooLong>(())
//! ```

mod complete;
mod cursor;
mod hover;
mod meaning;
mod names;
mod outline;
mod spot;
mod tokens;

#[cfg(test)]
mod tests;

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use hover::{Hover, hover};
pub use names::{RenameFault, RenameRefusal, definition, references, rename};
pub use outline::{OutlineItem, outline};
pub use tokens::{SemanticToken, TokenClass, tokens};

use crate::resolve::{self, Index};
use crate::source::{Location, Source};
use crate::syntax::{self, Ground};

/// What the word `tag` in a set means.
const TAGGED: &str = "everything that carries the label";

fn index(sources: &[Source]) -> Index {
    let ground = Ground::new();
    resolve::index(sources, &ground, &syntax::trees(&ground, sources).0)
}

/// The first line of what is written at `at`.
fn first_line(sources: &[Source], at: Location) -> &str {
    let source = sources.get(at.source.0 as usize);
    source.and_then(|source| source.slice(at.span).split('\n').next()).unwrap_or_default().trim_end()
}
