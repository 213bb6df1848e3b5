//! The examples: every policy of the repository. Their texts come when one is wanted, but for the first.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser;
use crate::state::{File, Load};

/// Every example, in order.
pub(crate) const EXAMPLES: &[Example] = include!(concat!(env!("OUT_DIR"), "/gallery.rs"));

/// An example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Example {
    /// Its path under `policies/`, which is its name here.
    pub(crate) path: &'static str,
    /// What it shows.
    pub(crate) title: &'static str,
}

#[wasm_bindgen(module = "/gallery.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = example)]
    async fn text(path: &str) -> Result<JsValue, JsValue>;
}

/// The example of this path; else a sentence about what is wrong.
pub(crate) async fn fetched(path: &str) -> Result<Load, String> {
    let missing = |why: String| format!("the example could not be loaded: {why}");
    let text = text(path).await.map_err(|error| missing(browser::message_of(&error)))?;
    let text = text.as_string().ok_or_else(|| missing("there is none of this name".to_owned()))?;
    Ok(load(path, &text))
}

/// The example that is open when nothing else is asked for.
pub(crate) fn first() -> Load {
    load("aws/three-tier.fence", include_str!("../../policies/aws/three-tier.fence"))
}

/// An example alone, in the editor.
fn load(path: &str, text: &str) -> Load {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    Load::files(vec![File::written(name, text)])
}

impl Example {
    /// The folder: the cloud, `intents` where nothing is deployed, or `broken` for those that fail on purpose.
    pub(crate) fn group(self) -> &'static str {
        self.path.split_once('/').map_or("", |(group, _)| group)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_example_has_a_title_and_a_text_that_is_read() {
        assert!(EXAMPLES.len() >= 8);
        for example in EXAMPLES {
            assert!(example.title.len() > 5, "{}: {:?}", example.path, example.title);
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies").join(example.path);
            let source = ringfence::Source::new(example.path, fs::read_to_string(path).unwrap()).unwrap();
            let parsed = ringfence::parse(vec![source]);
            assert!(parsed.problems.is_empty(), "{}", example.path);
        }
    }

    #[test]
    fn the_first_example_is_one_of_them() {
        assert_eq!(&*first().files[0].name, "three-tier.fence");
        assert!(EXAMPLES.iter().any(|example| example.path == "aws/three-tier.fence"));
    }
}
