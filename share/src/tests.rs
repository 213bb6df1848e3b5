use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::*;

const POLICIES: &[&str] = &[
    include_str!("../../policies/aws/bastion.fence"),
    include_str!("../../policies/aws/dual-stack.fence"),
    include_str!("../../policies/aws/microsegments.fence"),
    include_str!("../../policies/aws/nat.fence"),
    include_str!("../../policies/aws/public-subnet.fence"),
    include_str!("../../policies/aws/three-tier.fence"),
    include_str!("../../policies/broken/lost-replies.fence"),
    include_str!("../../policies/broken/open-database.fence"),
];

/// The link of [`full`]. It changes only together with [`FORM`]: links live long.
const LINK: &str = "1.XY1BDoJADEWvMukaUZCFmUQvIi4mQyGTSMGZihjCWbyFF-BidohxYbpp3-_Ln6B2VwygzxOQaRE0EHJaI1mEBBhHFhSwaZFYGXVU2S5dZ3soCebkpzV-eS8v_FcrpKd4m5MypY_GJYHbHQO7jiReE0eMXmqVVmx7VRR78QeHD3loDXs3yv1dNCBVfSeKsIB-cDa2Ry_PBRnLbhCSzR8";

/// The same from Node: `zlib.deflateRawSync(JSON.stringify(state)).toString("base64url")`.
const LINK_OF_NODE: &str = "1.Xc3NCcJAFATgVh5zXv9zkAVtxHhYkoksmGfcPKMSUotd2ICNSQQ9yFwGho_pUcUjW_hdDw014aG0aUUtCAfjzeDR8lBTTYJsZDGffjJb54rB_dghvZ6vB_9pSb1LkMlWQp5GsXc4X9haPCk8PktUY1KaeLGikSxbwaGLvMKjDpbiDe5bPKhlc4pqcGiZuliM76NbLuEQCosd4RfDGw";

/// A state that has everything.
fn full() -> State {
    State {
        files: vec![file("net.fence", "segment a = 10.0.0.0/8\n"), file("größe.fence", "deny a -> a\r\n")],
        question: "a -> internet : tcp 443".into(),
        view: View::Matrix,
        matrix: Some(MatrixBy::Endpoint),
        service: "tcp 22".into(),
        active: 1,
    }
}

fn file(name: &str, text: &str) -> File {
    File { name: name.into(), text: text.into() }
}

fn files(files: &[(&str, &str)]) -> State {
    State { files: files.iter().map(|(name, text)| file(name, text)).collect(), ..State::default() }
}

/// A link around these bytes.
fn packed(bytes: &[u8]) -> String {
    format!("1.{}", URL_SAFE_NO_PAD.encode(compress_to_vec(bytes, 6)))
}

fn refused(link: &str) -> DecodeError {
    decode(link).unwrap_err()
}

#[test]
fn the_form_of_links_stays() {
    assert_eq!(encode(&full()).unwrap(), LINK);
}

#[test]
fn links_that_others_made_are_read() {
    assert_ne!(LINK_OF_NODE, LINK);
    assert_eq!(decode(LINK_OF_NODE).unwrap(), full());
}

#[test]
fn every_state_comes_back_as_it_was() {
    let mut dice = StdRng::seed_from_u64(3);
    let noise: String = (0..500_000).map(|_| dice.random::<char>()).collect();
    let long = "instance web in public { ip 10.0.0.1 }\r\n".repeat(25_000);
    assert!(noise.len() > 1_000_000 && long.len() == 1_000_000);
    let mut states = vec![
        State::default(),
        full(),
        files(&[("a.fence", "")]),
        files(&[("", ""), ("", "\0\u{feff}\u{2028}\"\\/")]),
        files(&[("größe 東京 🏰.fence", "# ünïcödé\n"), ("b\n/../c", "\r\r\n\n")]),
        files(&[("noise.fence", &noise), ("long.fence", &long)]),
    ];
    states.extend(POLICIES.iter().map(|text| files(&[("policy.fence", text)])));
    let all: Vec<(&str, &str)> = POLICIES.iter().map(|text| ("policy.fence", *text)).collect();
    states.push(State { active: 7, view: View::Findings, ..files(&all) });
    for state in states {
        let link = encode(&state).unwrap();
        assert_eq!(decode(&link).unwrap(), state);
        assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
    }
}

#[test]
fn each_word_for_what_is_shown_comes_back() {
    for view in [View::Map, View::Matrix, View::Findings] {
        for matrix in [MatrixBy::Segment, MatrixBy::Subnet, MatrixBy::Machines, MatrixBy::Endpoint] {
            let state = State { view, matrix: Some(matrix), ..State::default() };
            assert_eq!(decode(&encode(&state).unwrap()).unwrap(), state);
        }
    }
}

#[test]
fn a_link_of_a_real_policy_is_short() {
    for text in POLICIES {
        let length = encode(&files(&[("policy.fence", text)])).unwrap().len();
        assert!(length < text.len() / 2, "{length} characters for {} bytes", text.len());
    }
}

#[test]
fn a_link_is_read_as_texts_and_chat_programs_pass_it_on() {
    let encoded = LINK.replace('.', "%2E").replace('-', "%2D").replace('_', "%5F");
    let (start, end) = LINK.split_at(40);
    for link in [
        format!("#{LINK}"),
        format!("{PAGE}#{LINK}"),
        format!("http://localhost:8080/a/b/?x=1.2#{LINK}"),
        format!(" \t{PAGE}#{LINK}\r\n"),
        format!("<{PAGE}#{LINK}>"),
        format!("([our network]({PAGE}#{LINK}))."),
        format!("{PAGE}#{encoded}"),
        format!("{PAGE}%23{encoded}"),
        format!("https://chat.example/?to=https%3A%2F%2Fringfence.github.io%2Fringfence%2F%23{LINK}"),
        format!("{PAGE}#{start}\n    {end}"),
        format!("{LINK}=="),
    ] {
        assert_eq!(decode(&link).as_ref(), Ok(&full()), "{link}");
    }
}

#[test]
fn what_is_no_link_is_told_from_a_link() {
    for text in [
        "",
        "#",
        "hello",
        PAGE,
        "https://x.example/#top",
        "0.abc",
        "-1.abc",
        "+1.abc",
        "1",
        "v1.abc",
        "%",
        "%zz",
    ] {
        assert_eq!(refused(text), DecodeError::NoLink, "{text}");
    }
}

#[test]
fn a_newer_link_is_called_that() {
    assert_eq!(refused(&LINK.replacen('1', "2", 1)), DecodeError::Newer { form: 2 });
    assert_eq!(refused("https://x.example/#65535.!"), DecodeError::Newer { form: 65535 });
}

#[test]
fn a_strange_character_is_shown() {
    assert_eq!(refused(&format!("{LINK}&utm_source=chat")), DecodeError::Character('&'));
    assert_eq!(
        refused("1.ab\u{200b}").to_string(),
        "the link has `\\u{200b}` in it, as no link of Ringfence has: copy it again, and only it"
    );
}

#[test]
fn a_link_that_was_cut_off_anywhere_is_called_that() {
    for length in 2..LINK.len() {
        let cut = LINK.get(..length).unwrap();
        assert_eq!(refused(cut), DecodeError::CutOff, "{cut}");
    }
}

#[test]
fn what_follows_a_link_is_not_passed_over() {
    assert_eq!(refused(&format!("{LINK} is our network")), DecodeError::Damaged);
    assert_eq!(refused(&format!("{LINK}{LINK}")), DecodeError::Character('.'));
}

#[test]
fn no_more_is_inflated_than_the_limit() {
    let json = |length: usize| {
        let frame = r#"{"files":[{"name":"a","text":""}]}"#.len();
        let text = "a".repeat(length - frame);
        format!(r#"{{"files":[{{"name":"a","text":"{text}"}}]}}"#)
    };
    let link = packed(json(LIMIT).as_bytes());
    assert!(link.len() < 30_000, "{}", link.len());
    assert_eq!(decode(&link).unwrap().files[0].text.len(), LIMIT - 34);
    assert_eq!(refused(&packed(json(LIMIT + 1).as_bytes())), DecodeError::TooLarge);
    assert_eq!(refused(&packed(&vec![b' '; 2 * LIMIT])), DecodeError::TooLarge);
}

#[test]
fn no_link_is_made_that_would_not_be_opened() {
    let mut state = files(&[("a", &"a".repeat(LIMIT - 34))]);
    assert_eq!(decode(&encode(&state).unwrap()).unwrap(), state);
    state.files[0].text.push('"');
    let error = encode(&state).unwrap_err();
    assert_eq!(error, EncodeError::TooLarge { bytes: LIMIT + 2 });
    assert_eq!(error.to_string(), "the files are too large for a link: 16777218 bytes, at most 16777216 fit");
}

#[test]
fn other_contents_are_refused_with_what_is_wrong() {
    for (content, why) in [
        ("", "EOF while parsing a value"),
        ("hello", "expected value"),
        ("{}", "missing field `files`"),
        ("7", "expected a state"),
        (r#"{"files":[7]}"#, "expected a file"),
        (r#"{"files":[{"name":"a"}]}"#, "missing field `text`"),
        (r#"{"files":[],"question":null}"#, "expected a string"),
        (r#"{"files":[],"active":-1}"#, "invalid value: integer `-1`"),
        (r#"{"files":[],"files":[]}"#, "duplicate field `files`"),
        (r#"{"files":[]} and more"#, "trailing characters"),
        (r#"{"files":[{"name":"\ud800","text":""}]}"#, "hex escape"),
    ] {
        let message = refused(&packed(content.as_bytes())).to_string();
        assert!(message.starts_with("the link holds something else than files of Ringfence: "), "{message}");
        assert!(message.contains(why), "{content}: {message}");
    }
    assert!(matches!(
        refused(&packed(b"{\"files\":[{\"name\":\"\xff\",\"text\":\"\"}]}")),
        DecodeError::NoState(_)
    ));
    let deep = "[".repeat(1_000_000);
    assert!(matches!(refused(&packed(format!("{{\"x\":{deep}").as_bytes())), DecodeError::NoState(_)));
    let DecodeError::NoState(long) = refused(&packed(format!("\"{}\"", "a".repeat(10_000)).as_bytes()))
    else {
        panic!("another error");
    };
    assert!(long.len() < 200, "{long}");
}

#[test]
fn what_later_versions_may_add_is_passed_over() {
    let later = r#"{"theme":{"dark":[true]},"files":[{"name":"a","text":"b","language":"x"}],"view":"globe",
        "matrix":"planet","active":18446744073709551615}"#;
    assert_eq!(decode(&packed(later.as_bytes())).unwrap(), files(&[("a", "b")]));
}

/// No bytes make it panic; where damage passes for another state, that state is whole.
#[test]
fn random_damage_is_an_error_or_another_state() {
    let mut dice = StdRng::seed_from_u64(1);
    let links: Vec<String> =
        POLICIES.iter().map(|text| encode(&files(&[("a.fence", text)])).unwrap()).collect();
    let mut errors = 0;
    for round in 0..4_000 {
        let mut bytes: Vec<u8> = match round % 4 {
            0 => (0..dice.random_range(0..400)).map(|_| dice.random()).collect(),
            1 => [b"1.".as_slice(), &letters(&mut dice)].concat(),
            _ => links[dice.random_range(0..links.len())].clone().into_bytes(),
        };
        for _ in 0..dice.random_range(1..4) {
            let at = dice.random_range(0..=bytes.len());
            match dice.random_range(0..4) {
                0 => bytes.insert(at, dice.random()),
                1 => bytes.truncate(at.max(2)),
                2 => bytes.extend(letters(&mut dice)),
                _ => bytes
                    .get_mut(at)
                    .into_iter()
                    .for_each(|byte| *byte = letters(&mut dice).first().copied().unwrap_or(b'%')),
            }
        }
        match decode(&String::from_utf8_lossy(&bytes)) {
            Ok(state) => assert_eq!(decode(&encode(&state).unwrap()).unwrap(), state),
            Err(error) => {
                errors += 1;
                let message = error.to_string();
                assert!(!message.is_empty() && !message.ends_with('.') && message.len() < 400, "{message}");
            }
        }
    }
    assert!(errors > 2_000, "{errors}");
}

/// Some letters of links.
fn letters(dice: &mut StdRng) -> Vec<u8> {
    let bytes: Vec<u8> = (0..dice.random_range(1..200)).map(|_| dice.random()).collect();
    URL_SAFE_NO_PAD.encode(bytes).into_bytes()
}

#[test]
fn every_key_and_word_of_the_form_is_described() {
    let page = include_str!("../../docs/share.md");
    let json = serde_json::to_value(full()).unwrap();
    let keys = json.as_object().unwrap().keys().chain(json["files"][0].as_object().unwrap().keys());
    let words = ["map", "matrix", "findings", "segment", "subnet", "machines", "endpoint"].map(String::from);
    let mut count = 0;
    for word in keys.chain(&words) {
        assert!(page.contains(&format!("`{word}`")), "`{word}` is not described");
        count += 1;
    }
    assert_eq!(count, 6 + 2 + words.len());
}

#[test]
fn names_that_every_system_can_write_pass() {
    let names = [
        "net.fence",
        "größe 東京.fence",
        "a b",
        "con-tainer.fence",
        "com10.fence",
        "lpt",
        "a..b",
        "~x",
        "nul_",
    ];
    assert_eq!(files(&names.map(|name| (name, ""))).check_names(), Ok(()));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for (name, why) in [
        ("", "a file has no name"),
        ("/etc/passwd", "it has `/` in it"),
        ("a/b.fence", "it has `/` in it"),
        ("../a.fence", "it has `/` in it"),
        ("..", "it starts with `.`"),
        (".", "it starts with `.`"),
        (".profile", "it starts with `.`"),
        ("..\\a.fence", "it has `\\\\` in it"),
        ("C:a.fence", "it has `:` in it"),
        ("a.fence:stream", "it has `:` in it"),
        ("a\0b", "`a\\0b` cannot be the name of a file in a link: it has `\\0` in it"),
        ("a\nb", "it has `\\n` in it"),
        ("a\u{85}", "it has `\\u{85}` in it"),
        ("-rf", "it starts with `-`"),
        (" a", "it starts with ` `"),
        ("a.", "it ends with `.`"),
        ("a.fence ", "it ends with ` `"),
        ("con", "it means a device on Windows"),
        ("NUL.fence", "it means a device on Windows"),
        ("Com1.a.b", "it means a device on Windows"),
        ("lpt³", "it means a device on Windows"),
        ("conin$", "it means a device on Windows"),
        ("aux .txt", "it means a device on Windows"),
    ] {
        let error = files(&[("fine.fence", ""), (name, "")]).check_names().unwrap_err();
        assert_eq!(error.name(), name);
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn names_that_two_files_have_are_refused() {
    let error =
        files(&[("Größe.fence", ""), ("b", ""), ("gRÖSSE.fence", ""), ("gRÖßE.fence", "")]).check_names();
    assert_eq!(error.unwrap_err().to_string(), "two files are called `gRÖßE.fence`");
}
