use super::*;

fn example(line: usize, command: &str, printed: &[&str]) -> Example {
    let printed = printed.iter().map(|&line| line.to_owned()).collect();
    Example { line, command: command.to_owned(), printed }
}

#[test]
fn commands_and_what_they_print_are_found() {
    let text = "\
# Title

```console
$ ringfence check a.fence
all hold

  indented
$ ringfence check b.fence
it fails
[exit 1]
```

Text.

```console
$ true
```
";
    assert_eq!(
        examples(text).unwrap(),
        [
            example(4, "ringfence check a.fence", &["all hold", "", "  indented"]),
            example(8, "ringfence check b.fence", &["it fails", "[exit 1]"]),
            example(16, "true", &[]),
        ]
    );
}

#[test]
fn other_blocks_and_text_are_not_run() {
    let text = "\
$ not in a block

```sh
$ cargo xtask test
```
```
$ no language
```
A line with ```console in it, and one that is ```quoted```.
";
    assert_eq!(examples(text).unwrap(), []);
}

#[test]
fn a_block_that_shows_a_block_is_closed_by_its_own_fence_only() {
    let text = "\
````markdown
```console
$ shown, not run
```
````
```console
$ run
```
";
    assert_eq!(examples(text).unwrap(), [example(7, "run", &[])]);
}

#[test]
fn a_block_that_cannot_be_run_is_a_problem() {
    let problem = |text| examples(text).unwrap_err();
    assert_eq!(problem("\n```console\n```\n"), "2: the `console` block is empty");
    assert_eq!(
        problem("```console\nringfence check\n```\n"),
        "2: a `console` block starts with a command (`$ ...`)"
    );
    assert_eq!(
        problem("- item\n  ```console\n  $ true\n  ```\n"),
        "2: a `console` block starts at the left margin"
    );
    assert_eq!(problem("```console\n$ true\n\ntext\n"), "1: the `console` block is not closed");
}

#[test]
fn what_is_printed_takes_the_place_of_what_was_shown() {
    let text = "a\n```console\n$ one\nold\nold\n$ two\n$ three\nold\n```\nb\n";
    let printed = [vec!["new".to_owned()], vec!["x".to_owned(), "y".to_owned()], vec![]];
    let examples = examples(text).unwrap();
    assert_eq!(
        rewritten(text, &examples, &printed),
        "a\n```console\n$ one\nnew\n$ two\nx\ny\n$ three\n```\nb\n"
    );
}

#[test]
fn writing_what_is_shown_already_changes_nothing() {
    let text = "```console\n$ one\nprinted\n\n$ two\n```\n\ntext\n";
    let examples = examples(text).unwrap();
    let shown: Vec<_> = examples.iter().map(|example| example.printed.clone()).collect();
    assert_eq!(rewritten(text, &examples, &shown), text);
}
