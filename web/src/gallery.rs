//! The examples: every policy of the repository.

use crate::state::{File, Load};

/// Path under `policies/`, and text.
const POLICIES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/gallery.rs"));

/// What is open when nothing else is asked for.
const FIRST: &str = "aws/three-tier.fence";

/// An example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Example {
    /// Its path under `policies/`, which is its name here.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

/// Every example, in order.
pub(crate) fn examples() -> impl Iterator<Item = Example> {
    POLICIES.iter().map(|&(path, text)| Example { path, text })
}

/// The example of this path.
pub(crate) fn find(path: &str) -> Option<Example> {
    examples().find(|example| example.path == path)
}

/// The example that is open first.
pub(crate) fn first() -> Load {
    find(FIRST).or_else(|| examples().next()).map_or_else(|| Load::files(Vec::new()), Example::load)
}

impl Example {
    /// The folder: the cloud, `intents` where nothing is deployed, or `broken` for those that fail on purpose.
    pub(crate) fn group(self) -> &'static str {
        self.path.split_once('/').map_or("", |(group, _)| group)
    }

    /// What it shows, as its first sentence says.
    pub(crate) fn title(self) -> String {
        let comment = self.text.lines().take_while(|line| line.starts_with('#'));
        let words = comment.map(|line| line.trim_start_matches('#').trim()).collect::<Vec<_>>().join(" ");
        words.split_once(['.', ':', ',']).map_or_else(|| words.clone(), |(first, _)| first.to_owned())
    }

    /// The file name.
    pub(crate) fn name(self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// It alone, in the editor.
    pub(crate) fn load(self) -> Load {
        Load::files(vec![File { name: self.name().into(), text: self.text.into() }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_a_title_and_a_text_that_is_read() {
        assert!(examples().count() >= 8);
        for example in examples() {
            assert!(example.title().len() > 5, "{}: {:?}", example.path, example.title());
            let parsed = ringfence::parse(vec![ringfence::Source::new(example.path, example.text).unwrap()]);
            assert!(parsed.problems.is_empty(), "{}", example.path);
        }
    }

    #[test]
    fn the_first_example_is_there() {
        assert_eq!(&*first().files[0].name, "three-tier.fence");
    }
}
