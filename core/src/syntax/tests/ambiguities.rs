//! Texts that could be read in several ways, and the one way they are read.

use super::support::{damaged_tree, expect_problem, expect_problem_in_question, problems, question, tree};
use crate::problem::ProblemCode::{
    BadAddress, BadPrefixLength, BadString, BadToken, Missing, NameStartsWithDigit, Unbalanced, Unexpected,
};

// Newlines and blocks.

#[test]
fn semicolons_and_lines_end_statements() {
    assert_eq!(tree("a; b\nc"), "a!; b!; c!");
    assert_eq!(tree(";;\n\n a;\n; b { c; } ;"), "a!; b! {c!}");
    assert_eq!(tree("a { b } c { }"), "a! {b!}; c! {}");
    assert_eq!(tree(""), "");
}

#[test]
fn deeper_lines_that_start_with_a_link_go_on() {
    assert_eq!(tree("allow internet\n  -> web\n   : tcp 443"), "allow! internet -> web : tcp 443");
    assert_eq!(tree("deny a,\n  b\n  & c\n  except (d\n  )\n  {\n}"), "deny! a, b & c except (d) {}");
    // The first line counts where a statement starts in its middle.
    assert_eq!(tree("allow a -> b; isolate dead\n  from beef"), "allow! a -> b; isolate! dead from beef");
    // A comment or an empty line between changes nothing.
    assert_eq!(tree("allow a\n# why\n\n  -> b"), "allow! a -> b");
    // Tabs reach to the next eighth column, whatever stands before them.
    assert_eq!(tree("    allow a\n\t-> b"), "allow! a -> b");
    assert_eq!(tree("   \tallow a\n\t  -> b"), "allow! a -> b");
    assert_eq!(tree("\t \tallow a\n\t\t -> b"), "allow! a -> b");
    // Without such a sign it is a statement of its own.
    assert_eq!(tree("allow a -> b\n  c"), "allow! a -> b; c!");
}

#[test]
fn lines_that_are_not_deeper_do_not_go_on() {
    expect_problem(
        "allow internet\n-> web",
        Unexpected,
        "->",
        "`->` starts a line, and the statement above has ended",
    )
    .help("indent the line deeper");
    assert_eq!(damaged_tree("allow internet\n-> web\nb"), "~allow! internet -> web; b!");
    // A statement that has its links is not touched.
    expect_problem("allow a -> b\n-> c", Missing, "->", "nothing stands before `->`").help("indented deeper");
    assert_eq!(damaged_tree("allow a -> b\n-> c"), "allow! a -> b; ~-> c");
    expect_problem("vpc a\n{ b }", Unexpected, "{", "`{` starts a line").help("write it behind");
    assert_eq!(damaged_tree("vpc a\n{ b }\nc"), "~vpc! a {b!}; c!");
}

#[test]
fn trailing_links_do_not_go_on() {
    expect_problem("allow web ->\ndeny x -> y", Missing, "->", "the destination is missing")
        .help("the next line goes on only if it starts with the `->`");
    assert_eq!(damaged_tree("allow web ->\ndeny x -> y"), "~allow! web ->; deny! x -> y");
    expect_problem("ingress tcp 443 from\negress", Missing, "from", "nothing stands behind `from`")
        .help("same line");
    expect_problem("allow a -> b :", Missing, ":", "the service is missing").help(": tcp 443");
    expect_problem("service a =", Missing, "=", "nothing stands behind `=`").help("same line");
}

#[test]
fn trailing_commas_go_on_only_to_deeper_lines() {
    expect_problem("security-group a,\ntag x=y", Missing, ",", "the list ends in a comma")
        .help("indented deeper");
    assert_eq!(damaged_tree("security-group a,\ntag x=y"), "~security-group! a; tag! <x=y>");
    assert_eq!(tree("security-group a,\n  b"), "security-group! a, b");
}

#[test]
fn parentheses_do_not_go_on() {
    expect_problem("deny (a, b\nallow c -> d", Unbalanced, "(", "the `(` is not closed")
        .help("close within their list");
    assert_eq!(damaged_tree("deny (a, b\nallow c -> d"), "~deny! (a, b); allow! c -> d");
    expect_problem("deny ((a, (b -> c", Unbalanced, "(", "the `(` is not closed");
    expect_problem("deny (a -> b) : tcp 1", Unbalanced, "(", "the `(` is not closed");
    expect_problem("deny a) -> b", Unbalanced, ")", "the `)` closes nothing").help("delete it");
    assert_eq!(damaged_tree("deny a) b -> c"), "~deny! a b -> c");
    expect_problem("deny () -> b", Missing, "(", "nothing stands in the parentheses").help("delete them");
}

#[test]
fn balanced_braces_need_no_layout() {
    assert_eq!(tree("a {\nb {\nc\n} }"), "a! {b! {c!}}");
    assert_eq!(tree("    a {\n b\n         }\n  c"), "a! {b!}; c!");
}

#[test]
fn indentation_says_where_a_brace_belongs() {
    expect_problem("a {\n  b {\n    c\n  d\n}\ne", Unbalanced, "{", "the `{` is not closed")
        .help("close the block")
        .fix("a {\n  b {\n    c\n  }\n  d\n}\ne");
    assert_eq!(damaged_tree("a {\n  b {\n    c\n  d\n}\ne"), "a! {b! {c!}; d!}; e!");
    expect_problem("a {\n  b { c\n  d\n}", Unbalanced, "{", "not closed").fix("a {\n  b { c }\n  d\n}");
    assert_eq!(damaged_tree("a {\n  b { c\n  d\n}"), "a! {b! {c!}; d!}");
    expect_problem(
        "a {\n  b\n    c\n  }\n  d\n}",
        Unbalanced,
        "}",
        "the `}` closes nothing, its `{` is missing",
    )
    .help("open the block")
    .fix("a {\n  b {\n    c\n  }\n  d\n}");
    assert_eq!(damaged_tree("a {\n  b\n    c\n  }\n  d\n}"), "a! {~b! {c!}; d!}");
    expect_problem("a\n  -> b\n  c\n}\nd", Unbalanced, "}", "its `{` is missing")
        .fix("a\n  -> b {\n  c\n}\nd");
    expect_problem("a\n  b {\n    c\n  }\n}\nd", Unbalanced, "}", "its `{` is missing")
        .fix("a {\n  b {\n    c\n  }\n}\nd");
    // A brace within its line pairs on its line.
    expect_problem("a {\n  b c }\n  d\n}\ne", Unbalanced, "}", "the `}` closes nothing")
        .fix("a {\n  b c \n  d\n}\ne");
    assert_eq!(damaged_tree("a {\n  b c }\n  d\n}\ne"), "a! {b! c; d!}; e!");
    expect_problem("a { b { c } } }\nd", Unbalanced, "}", "the `}` closes nothing").help("delete it");
    expect_problem("a { {\n  b\n}\nc", Unbalanced, "{", "the `{` is doubled").fix("a { \n  b\n}\nc");
    // The last line's brace closes a block where the layout says that it ends.
    assert_eq!(damaged_tree("a {\n  b }\nc {\n  d\ne"), "a! {b!}; c! {d!}; e!");
    // A text without indentation has no layout.
    expect_problem("a {\nb {\nc\n}\nd {\n}\n", Unbalanced, "{", "not closed");
    assert_eq!(damaged_tree("a\nb\n}\nc"), "a!; b!; c!");
}

#[test]
fn blocks_end_statements() {
    assert_eq!(
        tree("subnet a 10.0.0.0/24 {} subnet b 10.0.1.0/24"),
        "subnet! a @10.0.0.0/24 {}; subnet! b @10.0.1.0/24"
    );
    expect_problem("deny a -> b { } because \"old\"", Missing, "because", "nothing stands before `because`")
        .help("a block ends its statement");
    assert_eq!(tree("deny a -> b because \"old\" { c }"), "deny! a -> b because \"old\" {c!}");
}

// Tokens.

#[test]
fn glued_equals_signs_are_tags_and_spaced_ones_links() {
    assert_eq!(tree("segment x=tag a=b"), "segment! <x=tag> <a=b>");
    assert_eq!(tree("tag tier = frontend"), "tag! tier = frontend");
    assert_eq!(tree("tag tier =frontend"), "tag! tier = frontend");
    assert_eq!(tree("tag tier= frontend"), "tag! tier = frontend");
    assert_eq!(
        tree("tag \"a b\"=c, d=\"e f\", p=/srv/www, v=1.2.3, m=o@c.x"),
        "tag! <a b=c>, <d=e f>, <p=/srv/www>, <v=1.2.3>, <m=o@c.x>"
    );
    assert_eq!(tree("a=b"), "<a=b>");
    expect_problem("tag a.b=c", BadToken, "a.b", "the tag key `a.b` has a dot")
        .help("quoted")
        .fix("tag \"a.b\"=c");
}

#[test]
fn hyphens_belong_to_words() {
    assert_eq!(tree("deny web-app"), "deny! web-app");
    expect_problem("deny web - app", BadToken, "-", "there is no minus").help("use `except`");
    expect_problem("deny web -app", BadToken, "-", "there is no minus").help("use `except`");
    assert_eq!(damaged_tree("deny web - app"), "~deny! web app");
    expect_problem("deny web- -> a", BadToken, "web-", "`web-` ends in a hyphen").help("quoted").no_fix();
    expect_problem("deny a--b->c", BadToken, "a--b", "a hyphen before another").fix("deny \"a--b\"->c");
}

#[test]
fn arrows_need_no_blanks() {
    assert_eq!(tree("deny web->app"), "deny! web -> app");
    assert_eq!(tree("80->x"), "80 -> x");
    assert_eq!(tree("beef->dead:web"), "beef! -> dead : web");
    assert_eq!(tree("10.0.0.0/8->x"), "@10.0.0.0/8 -> x");
}

#[test]
fn words_that_start_with_a_digit_are_no_names() {
    assert_eq!(tree("tcp 1024-65535"), "tcp! 1024-65535");
    expect_problem("subnet 10-web", NameStartsWithDigit, "10-web", "the name `10-web` starts with a digit")
        .help("quote a name that starts with a digit")
        .fix("subnet \"10-web\"");
    assert_eq!(damaged_tree("subnet 10-web 10.0.0.0/24"), "~subnet! \"10-web\" @10.0.0.0/24");
    let uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    expect_problem(&alloc::format!("id {uuid}"), NameStartsWithDigit, uuid, "starts with a digit");
    expect_problem("deny main.10-web", NameStartsWithDigit, "10-web", "starts with a digit")
        .fix("deny main.\"10-web\"");
    assert_eq!(damaged_tree("deny main.10-web"), "~deny! main.\"10-web\"");
    // It is no head either.
    assert_eq!(damaged_tree("10-web a"), "~\"10-web\" a");
}

#[test]
fn one_comma_serves_ports_and_services() {
    assert_eq!(tree("service web = tcp 443,8443, udp 53"), "service! web = tcp 443, 8443, udp 53");
    assert_eq!(tree("deny subnet web, app -> b"), "deny! subnet web, app -> b");
    assert_eq!(tree("target a : tcp 80, b : tcp 90"), "target! a : tcp 80, b : tcp 90");
}

#[test]
fn addresses_need_two_colons() {
    assert_eq!(tree("a -> face: tcp 443"), "a! -> face : tcp 443");
    assert_eq!(tree("a -> 2001:db8::10: tcp 443"), "a! -> @2001:db8::10 : tcp 443");
    assert_eq!(tree("a -> 2001:db8::10:tcp 443"), "a! -> @2001:db8::10 : tcp 443");
    assert_eq!(tree("a -> 2001:db8::10:db-1"), "a! -> @2001:db8::10 : db-1");
    assert_eq!(tree("a -> dead:beef-1"), "a! -> dead : beef-1");
    assert_eq!(tree("a -> 2001:db8::10:443"), "a! -> @2001:db8::10:443");
    assert_eq!(
        tree("a ::, ::/0, ::1, ::ffff:10.0.0.1, fe80::/10"),
        "a! @::, @::/0, @::1, @::ffff:10.0.0.1, @fe80::/10"
    );
    expect_problem("a -> 2001:db8::web", BadAddress, "2001:db8::web", "`2001:db8::web` is no IPv6 address")
        .help("eight groups");
    expect_problem("a -> b:c:d", BadAddress, "b:c:d", "is no IPv6 address");
    expect_problem("a 1:2:3:4:5:6:7:8:9", BadAddress, "1:2:3:4:5:6:7:8:9", "is no IPv6 address");
}

#[test]
fn ports_need_a_protocol() {
    expect_problem("a -> db:5432", Missing, "5432", "the port `5432` has no protocol")
        .help("a port needs its protocol")
        .fix("a -> db : tcp 5432");
    expect_problem("a -> db : 80-90", Missing, "80-90", "has no protocol").fix("a -> db : tcp 80-90");
    assert_eq!(tree("a -> 10.0.1.1 : any"), "a! -> @10.0.1.1 : any");
}

#[test]
fn four_parts_are_an_address() {
    assert_eq!(tree("a 10.0.1.10, 443, ver=1.2.3"), "a! @10.0.1.10, 443, <ver=1.2.3>");
    for wrong in ["1.2.3", "1.2.3.4.5", "10.0.0.256", "10.0.0.010", "1.", "1.2.3.4."] {
        expect_problem(&alloc::format!("a {wrong} b"), BadAddress, wrong, "is no IPv4 address")
            .help("four numbers from 0 to 255");
    }
}

#[test]
fn ranges_have_two_ends() {
    assert_eq!(
        tree("a 10.0.0.4-10.0.0.9, ::1-::9, 10.0.0.9-::1"),
        "a! @10.0.0.4-10.0.0.9, @::1-::9, @10.0.0.9-::1"
    );
    expect_problem("tcp 443-", BadToken, "443-", "`443-` ends in a hyphen").help("a range has two ends");
    expect_problem("tcp 443-, 8080", BadToken, "443-", "ends in a hyphen");
    expect_problem("a 10.0.0.4-9", BadAddress, "10.0.0.4-9", "is no IPv4 address")
        .help("a whole address at each end");
}

#[test]
fn icmp_types_may_have_a_code() {
    assert_eq!(tree("icmp 8/0, 3"), "icmp! 8/0, 3");
    expect_problem("allow tcp/443", BadToken, "/443", "is no word").help("`tcp 443`");
    expect_problem("allow 443/tcp", BadToken, "443/tcp", "neither a number nor an address").help("`tcp 443`");
}

#[test]
fn prefixes_keep_their_host_bits() {
    assert_eq!(tree("vpc main 10.0.0.1/16"), "vpc! main @10.0.0.1/16");
    expect_problem(
        "vpc main 10.0.0.0/33",
        BadPrefixLength,
        "10.0.0.0/33",
        "`/33` is longer than its address, which has 32 bits",
    )
    .help("from 0 to 32");
    expect_problem("vpc main ::/129", BadPrefixLength, "::/129", "which has 128 bits").help("from 0 to 128");
    expect_problem("vpc main 10.0.0.0/", BadPrefixLength, "10.0.0.0/", "has no length");
    expect_problem("vpc main 10.0.0.0/255.255.0.0", BadPrefixLength, "10.0.0.0/255.255.0.0", "has no length");
    expect_problem("vpc main 10.0.0.0/08", BadPrefixLength, "10.0.0.0/08", "has no length")
        .help("without a zero");
}

#[test]
fn zones_and_blanks_inside_are_no_address() {
    expect_problem("a fe80::1%eth0", BadAddress, "fe80::1%eth0", "is no IPv6 address")
        .help("leave the zone out");
    expect_problem("a 10.0.0.0 /8 b", BadToken, "10.0.0.0 /8", "has a blank inside")
        .help("one word")
        .fix("a 10.0.0.0/8 b");
    assert_eq!(damaged_tree("a 10.0.0.0 /8 b"), "~a! @10.0.0.0/8 b");
    expect_problem("a 10.0.0.0 /33", BadToken, "/33", "is no word");
}

#[test]
fn dots_make_paths() {
    assert_eq!(
        tree("a Storage.WestEurope, main.\"Prod VNet\".web, \"db.example.com\""),
        "a! Storage.WestEurope, main.\"Prod VNet\".web, \"db.example.com\""
    );
    assert_eq!(tree("Storage.WestEurope -> internet"), "Storage.WestEurope -> internet");
    expect_problem("a main. web", Missing, "main.", "`main.` ends in a dot").help("without a blank");
    expect_problem("a .web", BadToken, ".", "`.` is no word");
    assert_eq!(damaged_tree("a main. web"), "~a! main web");
}

#[test]
fn identifiers_of_a_cloud_are_names_or_strings() {
    assert_eq!(
        tree("a i-0abc, sg-0123abcd, \"arn:aws:ec2:::x\""),
        "a! i-0abc, sg-0123abcd, \"arn:aws:ec2:::x\""
    );
    assert_eq!(tree("account 001122334455"), "account! 001122334455");
    assert_eq!(tree("tcp 65536, 99999999999999999999999"), "tcp! 65536, 99999999999999999999999");
}

#[test]
fn quotes_end_all_magic() {
    assert_eq!(tree("subnet \"in\" 10.0.0.0/24"), "subnet! \"in\" @10.0.0.0/24");
    assert_eq!(tree("\"deny\" a -> \"any\""), "\"deny\" a -> \"any\"");
    assert_eq!(tree(r#"a "q\"\\\n\t\u{e4}""#), r#"a! "q\"\\\n\tä""#);
}

#[test]
fn number_signs_start_comments() {
    let text = "tag note=a#b\n# c\r\nd \"e#f\"#";
    assert_eq!(tree(text), "tag! <note=a>; d! \"e#f\"");
    let ground = super::super::Ground::new();
    let comments = super::super::parse(&ground, super::support::SOURCE, text).0.comments;
    let comments: alloc::vec::Vec<_> =
        comments.iter().map(|&span| super::support::slice(text, span)).collect();
    assert_eq!(comments, ["#b", "# c", "#"]);
}

#[test]
fn strings_end_with_the_line() {
    expect_problem("a \"unfinished\nb", BadString, "\"unfinished", "does not end on its line")
        .help("close it");
    assert_eq!(damaged_tree("a \"unfinished\nb"), "~a! \"unfinished\"; b!");
    // Braces at the end of the line stay braces.
    expect_problem("vpc \"main {\n  a\n}\nb", BadString, "\"main", "does not end");
    assert_eq!(damaged_tree("vpc \"main { # c\n  a\n}\nb"), "~vpc! \"main\" {a!}; b!");
    assert_eq!(damaged_tree("a { tag b=\"c }\nd"), "a! {~tag! <b=c>}; d!");
    // So does what stands behind its statement, unless quotes follow.
    expect_problem("vpc \"main { a }\nb", BadString, "\"main", "does not end");
    assert_eq!(damaged_tree("vpc \"main { a }\nb"), "~vpc! \"main\" {a!}; b!");
    assert_eq!(damaged_tree("a { b \"; c; d }"), "a! {~b! \"\"; c!; d!}");
    expect_problem("a \"b; \\\"c\nd", BadString, "\"b; \\\"c", "does not end");
    expect_problem(r#"a "b\q""#, BadString, r"\q", r"`\q` is no escape").help(r"`\u{...}`");
    expect_problem(r#"a "b\u{110000}" c"#, BadString, r"\u{110000}", "is no escape");
    expect_problem(r#"a main."b\u{}""#, BadString, r"\u{}", "is no escape");
    expect_problem(r#"a "b\u12""#, BadString, r"\u", "is no escape");
    expect_problem("a \"b\\", BadString, "\"b\\", "does not end");
}

#[test]
fn signs_from_word_processors_have_a_fix() {
    expect_problem("deny a → b", BadToken, "→", "an arrow").help("`->`").fix("deny a -> b");
    assert_eq!(damaged_tree("deny a → b"), "~deny! a -> b");
    expect_problem("tcp 80–90", BadToken, "–", "a dash").help("`-`").fix("tcp 80-90");
    expect_problem("deny\u{a0}a", BadToken, "\u{a0}", "`\\u{a0}` is a blank that is no space").fix("deny a");
    expect_problem("deny “a b”", BadToken, "“a b”", "other quotes").help("strings").fix("deny \"a b\"");
    expect_problem("deny 'a b'", BadToken, "'a b'", "other quotes").fix("deny \"a b\"");
    assert_eq!(damaged_tree("deny “a b” -> c"), "~deny! \"a b\" -> c");
    expect_problem("deny “a", BadToken, "“", "a quote").help("`\"`");
    assert_eq!(tree("\u{feff}deny\ta\r\n"), "deny! a");
}

#[test]
fn bidirectional_controls_are_shown() {
    for text in ["deny \u{202e}a", "deny \"a\u{202e}\"", "deny a # \u{202e}"] {
        expect_problem(text, BadToken, "\u{202e}", "`\\u{202e}` turns the direction").help("delete it");
    }
    assert_eq!(damaged_tree("deny \u{202e}a; b"), "~deny! a; b!");
    assert_eq!(damaged_tree("deny \"a\u{202e}\""), "~deny! \"a\\u{202e}\"");
    assert_eq!(damaged_tree("deny a # \u{202e}"), "deny! a");
}

#[test]
fn letters_are_compared_in_composed_form() {
    assert_eq!(tree("größe größe, gro\u{308}ße, tag=gro\u{308}ße"), "größe! größe, größe, <tag=größe>");
    assert_eq!(tree("A a"), "A! a");
    expect_problem("a @@ b", BadToken, "@@", "`@@` is no word of the language");
    expect_problem("a \u{0} b", BadToken, "\u{0}", "`\\u{0}` is no word").help("delete it");
    expect_problem("ingress any to *", BadToken, "*", "is no word").help("`any`");
}

// Words.

#[test]
fn thirteen_links_and_except_are_reserved() {
    assert_eq!(tree("a allow service unknown any"), "a! allow service unknown any");
    assert_eq!(tree("a from b to c in d on e between f"), "a! from b to c in d on e between f");
    assert_eq!(
        tree("a through b avoiding c by d at e because \"f\" = g except h : any"),
        "a! through b avoiding c by d at e because \"f\" = g except h : any"
    );
    // Only as whole words.
    assert_eq!(tree("inbound a.in, to-do, \"to\", to=x"), "inbound! a.in, to-do, \"to\", <to=x>");
    expect_problem("subnet in in a", Missing, "in", "nothing stands behind `in`").help("quoted");
}

#[test]
fn reasons_are_strings() {
    expect_problem(
        "deny a -> b because dull, old",
        Unexpected,
        "dull, old",
        "the reason `dull, old` is not in quotes",
    )
    .help("a reason is one string")
    .fix("deny a -> b because \"dull, old\"");
}

#[test]
fn there_is_no_and() {
    expect_problem("deny web and db -> c", Unexpected, "and", "there is no `and`").help("`,` joins two sets");
    assert_eq!(damaged_tree("deny web and db -> c"), "~deny! web, db -> c");
    expect_problem("deny web & x or db", Unexpected, "or", "there is no `or`");
    assert_eq!(tree("subnet and 10.0.0.0/24"), "subnet! and @10.0.0.0/24");
}

#[test]
fn except_binds_loosest() {
    assert_eq!(tree("deny a, b except c, d"), "deny! a, b except c, d");
    assert_eq!(tree("deny a & b, c"), "deny! a & b, c");
    assert_eq!(tree("deny (a except b) except c -> d"), "deny! (a except b) except c -> d");
    assert_eq!(tree("service x = any except tcp 22"), "service! x = any except tcp 22");
    expect_problem("deny a except b except c", Unexpected, "except", "a second `except`").help("parentheses");
    assert_eq!(damaged_tree("deny a except b except c"), "~deny! a except b, c");
    expect_problem("deny a except -> b", Missing, "except", "nothing stands behind `except`");
    expect_problem("deny except a -> b", Missing, "except", "nothing stands before `except`");
    expect_problem("deny a & -> b", Missing, "&", "nothing stands behind `&`");
    expect_problem("deny & a -> b", Missing, "&", "nothing stands before `&`");
}

#[test]
fn commas_stand_between() {
    expect_problem("deny a,, b", Missing, ",", "nothing stands between two commas");
    expect_problem("deny , b", Missing, ",", "nothing stands before the comma");
    assert_eq!(problems("deny a,,, b").len(), 2);
}

#[test]
fn links_repeat_in_order() {
    assert_eq!(tree("a -> b through c, d"), "a! -> b through c, d");
    assert_eq!(tree("a -> b through c through d"), "a! -> b through c through d");
}

// Heads.

#[test]
fn only_plain_names_are_heads() {
    assert_eq!(
        tree("0.0.0.0/0 -> igw; (a, b) -> c; tier=web -> d"),
        "@0.0.0.0/0 -> igw; (a, b) -> c; <tier=web> -> d"
    );
    assert_eq!(tree("prefix-list s3 -> s3-gateway"), "prefix-list! s3 -> s3-gateway");
    assert_eq!(tree("closed"), "closed!");
}

#[test]
fn questions_have_no_head() {
    assert_eq!(question("internet -> web-1 : tcp 443"), "internet -> web-1 : tcp 443");
    assert_eq!(question("dead -> web"), "dead -> web");
    assert_eq!(question("tag tier=web except a -> web # why"), "tag <tier=web> except a -> web");
    assert_eq!(question("a\n  -> b;\n"), "a -> b");
    assert_eq!(question("-> b"), "-> b");
    expect_problem_in_question("", Missing, "", "nothing is asked").help("internet -> web");
    expect_problem_in_question(" # a", Missing, " # a", "nothing is asked");
    expect_problem_in_question("a -> b; c -> d", Unexpected, "c -> d", "a second statement starts at `c`")
        .help("one question");
}
