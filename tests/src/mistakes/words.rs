//! The words and signs of a text, and those that are put where they do not belong.

/// One of every kind of word and sign.
pub(super) const WRONG: &[&str] = &[
    // Signs.
    "{",
    "}",
    "(",
    ")",
    ",",
    ";",
    "&",
    "->",
    ":",
    "=",
    // Words that join.
    "except",
    "from",
    "to",
    "in",
    "on",
    "between",
    "by",
    "at",
    "because",
    "through",
    // Values.
    "443",
    "65536",
    "1-2",
    "8/0",
    "10.0.0.7",
    "10.0.0.0/16",
    "2001:db8::/64",
    "10.0.0.4-10.0.0.9",
    "tier=data",
    // Names, and words that mean something.
    "nobody",
    "main.web",
    "\"a name\"",
    "tcp",
    "any",
    "internet",
    "self",
    "vpc",
    "subnet",
    "ip",
    "ingress",
    "deny",
    "tag",
    // What is no word.
    "\"",
    "'",
    "@",
    "1.2.3",
    "web-",
    "→",
];

/// Where each word or sign of a text stands; comments are none.
pub(super) fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return words };
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            ',' | ';' | '{' | '}' | '(' | ')' | '&' => 1,
            _ => {
                let ends =
                    |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}' | '(' | ')' | '&' | '#');
                rest.find(ends).unwrap_or(rest.len())
            }
        };
        if first != '#' {
            words.push((start, start + length));
        }
        rest = &rest[length..];
    }
}
