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
                "segment s = “office”",
                "error at `“office”`: `“office”` is in other quotes than `\"` (help: strings stand in `\"`) (fix: `“office”` becomes `\"office\"`)",
            ),
            (
                "segment s = ”of\"fice”",
                "error at `”of\"fice”`: `”of\"fice”` is in other quotes than `\"` (help: strings stand in `\"`)",
            ),
            (
                "segment web- = 10.0.0.0/8",
                "error at `web-`: `web-` ends in a hyphen (help: a hyphen in a name stands before a letter or a digit, any other name is quoted)",
            ),
            (
                "segment a--b = 10.0.0.0/8",
                "error at `a--b`: `a--b` has a hyphen before another (help: a hyphen in a name stands before a letter or a digit, any other name is quoted) (fix: `a--b` becomes `\"a--b\"`)",
            ),
            (
                "segment s = tag a.b=c",
                "error at `a.b`: the tag key `a.b` has a dot (help: a key with a dot is quoted) (fix: `a.b` becomes `\"a.b\"`)",
            ),
            (
                "segment s = any - internet",
                "error at `-`: `-` stands alone, there is no minus (help: use `except` to take something away; a hyphen in a name has no blank beside it)",
            ),
            (
                "segment s = 10.0.0.0 /8",
                "error at `10.0.0.0 /8`: `10.0.0.0 /8` has a blank inside (help: a prefix is one word) (fix: ` ` becomes ``)",
            ),
            (
                "service s = tcp/443",
                "error at `/443`: `/443` is no word of the language (help: a protocol and its port stand side by side, as in `tcp 443`; a name with a slash is quoted)",
            ),
            (
                "segment s = any //",
                "error at `//`: `//` is no word of the language (help: a comment starts with `#`)",
            ),
            (
                "service s = tcp 8000-",
                "error at `8000-`: `8000-` ends in a hyphen (help: a range has two ends, as in `8000-8099`)",
            ),
            (
                "service s = tcp 44/x",
                "error at `44/x`: `44/x` is neither a number nor an address (help: a protocol and its port stand side by side, as in `tcp 443`)",
            ),
            (
                "segment s → any",
                "error at `→`: `→` is an arrow that the language does not have (help: write `->`) (fix: `→` becomes `->`)",
            ),
            (
                "segment s = any – internet",
                "error at `–`: `–` is a dash that the language does not have (help: write `-`) (fix: `–` becomes `-`)",
            ),
            (
                "segment s = any\u{a0}",
                "error at `\u{a0}`: `\\u{a0}` is a blank that is no space that the language does not have (help: write ` `) (fix: `\u{a0}` becomes ` `)",
            ),
            (
                "segment s = “office",
                "error at `“`: `“` is a quote that the language does not have (help: write `\"`) (fix: `“` becomes `\"`)",
            ),
            (
                "segment s = any # \u{202e}",
                "error at `\u{202e}`: the control character `\\u{202e}` turns the direction of writing (help: delete it: the text looks unlike what it says)",
            ),
            ("segment s = *", "error at `*`: `*` is no word of the language (help: write `any`)"),
            (
                "service s = tcp 80 | 443",
                "error at `|`: `|` is no word of the language (help: use `,` to join)",
            ),
            (
                "segment s = any ! internet",
                "error at `!`: `!` is no word of the language (help: use `except` to take something away)",
            ),
            (
                "segment s = any > internet",
                "error at `>`: `>` is no word of the language (help: an arrow is `->`, a range `1024-65535`)",
            ),
            (
                "segment s = [ any",
                "error at `[`: `[` is no word of the language (help: parentheses group, and braces hold statements)",
            ),
            (
                "segment s = any \\",
                "error at `\\`: `\\` is no word of the language (help: a statement goes on over lines that are indented deeper and start with a link or a comma)",
            ),
            (
                "segment s = \u{1}any",
                "error at `\u{1}`: `\\u{1}` is no word of the language (help: delete it)",
            ),
            ("segment s = €", "error at `€`: `€` is no word of the language"),
        ],
    );
}
