//! What is said by this code.

use super::CODE;
use crate::problem::shown::{expect, plain};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        plain,
        &[
            (
                "network n on aws { {\n}",
                "error at `{`: the `{` is doubled (help: delete it) (fix: `{` becomes ``)",
            ),
            (
                "segment s = any; {\nsegment t = any",
                "error at `{`: the `{` opens no block (help: delete it, or write a statement before it and `}` behind its block)",
            ),
            (
                "segment s = any\n}",
                "error at `}`: the `}` closes nothing (help: delete it) (fix: `}` becomes ``)",
            ),
            (
                "network n on aws\n  vpc v 10.0.0.0/16\n}",
                "error at `}`: the `}` closes nothing, its `{` is missing (help: open the block above the lines that are indented deeper) (fix: `` becomes ` {`) [also `aws`: by the indentation, `{` belongs behind this]",
            ),
            (
                "network n on aws {\n  vpc v 10.0.0.0/16; security-group a; security-group b }\n}",
                "error at `}`: the `}` closes nothing, its `{` is missing (help: open the block with `{` on this line, or delete the `}`) [also `10.0.0.0/16`: this line opens no block before here]",
            ),
            (
                "network n on aws {\n  vpc v 10.0.0.0/16",
                "error at `{`: the `{` is not closed (help: close the block with `}`) (fix: `` becomes `\n}`) [also `10.0.0.0/16`: by the indentation, `}` belongs behind this]",
            ),
            (
                "segment s = (any",
                "error at `(`: the `(` is not closed (help: parentheses close within their list, before a link and before the statement ends)",
            ),
            (
                "segment s = any)",
                "error at `)`: the `)` closes nothing (help: delete it, or open a `(` before it)",
            ),
        ],
    );
}
