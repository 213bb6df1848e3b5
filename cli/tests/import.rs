//! Exports, as users of the command give them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(arguments: &[&str], input: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that reads no input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn shop() -> PathBuf {
    root().join("import/tests/fixtures/shop")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn intents(folder: &Path) -> String {
    let path = folder.join("intents.fence");
    fs::write(&path, "deny 0.0.0.0/0 -> app-1\nallow 203.0.113.0/24 -> web-1 : tcp 443\n").unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_folder_of_exports_is_checked_with_intents_beside_it() {
    let folder = folder("checked");
    let run = run(&["check", shop().to_str().unwrap(), &intents(&folder)], b"");
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("✗ fails       deny 0.0.0.0/0 -> app-1"), "{}", run.stdout);
    // The rule that lets it through, in the export.
    let shown = format!(
        "{}/describe-security-groups.json:156:17 /SecurityGroups/2/IpPermissions/2",
        shop().display()
    );
    assert!(run.stdout.contains(&shown) || run.stdout.contains("/SecurityGroups/"), "{}", run.stdout);
}

#[test]
fn answers_point_into_the_exports() {
    let question = "203.0.113.7 -> 198.51.100.10 : tcp 443";
    let run = run(&["explain", shop().to_str().unwrap(), question, "--format", "json"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["verdict"], "reachable");
    let steps = answer["path"]["forward"]
        .as_array()
        .unwrap()
        .iter()
        .chain(answer["path"]["reply"].as_array().unwrap());
    let places: Vec<&Value> =
        steps.map(|step| &step["by"]["place"]).filter(|place| !place.is_null()).collect();
    assert!(places.len() > 8, "{places:#?}");
    let mut pointers = Vec::new();
    for place in places {
        let text = fs::read_to_string(place["file"].as_str().unwrap()).unwrap();
        let export: Value = serde_json::from_str(&text).unwrap();
        let pointer = place["pointer"].as_str().unwrap();
        // What stands between the offsets is the value that the pointer leads to.
        let offset = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
        let value: Value = serde_json::from_str(text.get(offset("start")..offset("end")).unwrap()).unwrap();
        assert_eq!(Some(&value), export.pointer(pointer), "{pointer}");
        pointers.push(pointer.to_owned());
    }
    for pointer in [
        "/SecurityGroups/1/IpPermissions/0",
        "/NetworkAcls/1/Entries/0",
        "/NetworkInterfaces/0/PrivateIpAddresses/0",
        "/RouteTables/1/Routes/3",
    ] {
        assert!(pointers.iter().any(|known| known == pointer), "{pointer}: {pointers:#?}");
    }
}

#[test]
fn what_stops_a_packet_is_underlined_in_the_export() {
    let run = run(&["explain", shop().to_str().unwrap(), "198.51.100.7 -> 198.51.100.10 : tcp 443"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let shown = "describe-network-acls.json:105:17
                    |
                105 | /                 {
                106 | |                     \"CidrBlock\": \"198.51.100.0/24\",
                107 | |                     \"Egress\": false,
                108 | |                     \"Protocol\": \"-1\",
                109 | |                     \"RuleAction\": \"deny\",
                110 | |                     \"RuleNumber\": 90
                    | |____________________________________^ acl-deny
                    |
                    = pointer: /NetworkAcls/1/Entries/1
";
    assert!(run.stdout.contains(shown), "{}", run.stdout);
    // A rule that decides stands on one line.
    let run =
        self::run(&["explain", shop().to_str().unwrap(), "203.0.113.7 -> 198.51.100.10 : tcp 443"], b"");
    let line = r#"/NetworkAcls/1/Entries/0  { "CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "6", "RuleAction": "allow", "RuleNumber": 200, "PortRange": { "From": 443, "To": 443 } }"#;
    assert!(run.stdout.contains(line), "{}", run.stdout);
}

#[test]
fn standard_input_is_an_export_when_it_starts_as_one() {
    let text = br#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Colour": 1}]}"#;
    let run = run(&["import", "-"], text);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "# note: `Colour` of a VPC is not known (<stdin>:1:68)
network aws on aws {
  vpc vpc-1 10.0.0.0/16 {
    id vpc-1
  }
}
"
    );
    assert!(run.stderr.contains("warning[left-out]: `Colour` of a VPC is not known"), "{}", run.stderr);
    assert!(
        run.stderr.contains("<stdin>:1:68") && run.stderr.contains("= pointer: /Vpcs/0/Colour"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_written_text_gives_the_same_answers_and_is_not_overwritten() {
    let folder = folder("written");
    let path = folder.join("estate.fence");
    let estate = path.to_str().unwrap();
    let exports = shop();
    let exports = exports.to_str().unwrap();
    let run_once = run(&["import", exports, "-o", estate], b"");
    assert_eq!((run_once.code, run_once.stdout.contains("wrote")), (0, true), "{}", run_once.stderr);
    let verdict = |given: &str, question: &str| {
        let run = run(&["reach", given, question, "--format", "json"], b"");
        let answer: Value = serde_json::from_str(&run.stdout).unwrap();
        (answer["verdict"].clone(), answer["delivered"].clone(), answer["answered"].clone())
    };
    for question in ["internet -> any", "web-1 -> app-1", "any -> 10.21.0.10 : tcp 8000", "app-1 -> internet"]
    {
        assert_eq!(verdict(exports, question), verdict(estate, question), "{question}");
    }
    let again = run(&["import", exports, "-o", estate], b"");
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already: `--force` replaces it"), "{}", again.stderr);
    assert_eq!(run(&["import", exports, "-o", estate, "--force"], b"").code, 0);
    // It is a text like any other.
    let text = run(&["import", estate], b"");
    assert_eq!(text.code, 2);
    assert!(text.stderr.contains("is a text of the language, not an export"), "{}", text.stderr);
    assert_eq!(run(&["fmt", "--check", estate], b"").stderr, "");
}

#[test]
fn exports_are_shared_as_the_text_that_they_become() {
    let folder = folder("shared");
    let link = run(&["share", shop().to_str().unwrap(), &intents(&folder)], b"");
    assert_eq!(link.code, 0, "{}", link.stderr);
    let opened = run(&["share", "--open", link.stdout.trim(), "--format", "json"], b"");
    let state: Value = serde_json::from_str(&opened.stdout).unwrap();
    let names: Vec<&str> =
        state["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["estate.fence", "intents.fence"]);
    let text = run(&["import", shop().to_str().unwrap()], b"").stdout;
    assert_eq!(state["files"][0]["text"], text.as_str());
}

#[test]
fn what_may_change_an_answer_is_an_error_of_every_verb() {
    let folder = folder("errors");
    let path = folder.join("e.json");
    fs::write(&path, r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}], "ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-1"}]}"#).unwrap();
    let path = path.to_str().unwrap();
    let imported = run(&["import", path, "--format", "json"], b"");
    assert_eq!(imported.code, 1);
    let report: Value = serde_json::from_str(&imported.stdout).unwrap();
    assert_eq!(report["problems"][0]["code"], "left-out");
    assert_eq!(report["problems"][0]["place"]["pointer"], "/ClientVpnEndpoints/0");
    assert!(report["text"].as_str().unwrap().contains("vpc vpc-1 10.0.0.0/16"));
    assert_eq!(run(&["check", path], b"").code, 2);
    // Nor is the written text a pass.
    let text = folder.join("e.fence");
    let text = text.to_str().unwrap();
    assert_eq!(run(&["import", path, "-o", text], b"").code, 1);
    let checked = run(&["check", text], b"");
    assert_eq!(checked.code, 2);
    assert!(checked.stderr.contains("`left-out` is not modelled yet"), "{}", checked.stderr);
    assert!(
        checked.stderr.contains("left-out \"client VPN endpoints are not modelled yet ("),
        "{}",
        checked.stderr
    );
}

#[test]
fn of_a_folder_everything_that_can_be_read_is_read_and_the_rest_is_told() {
    let folder = folder("mixed");
    fs::create_dir_all(folder.join("a/b")).unwrap();
    fs::write(folder.join("a/b/vpcs"), r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#)
        .unwrap();
    fs::write(folder.join("a/what.fence"), "segment office = 192.0.2.0/24\n").unwrap();
    fs::write(folder.join("LICENSE"), "words\n").unwrap();
    fs::write(folder.join("picture.png"), [0x89, b'P', 0xff]).unwrap();
    fs::write(folder.join(".hidden"), "{").unwrap();
    let path = folder.to_str().unwrap();
    let run_once = run(&["check", path], b"");
    assert_eq!(run_once.code, 0, "{}", run_once.stderr);
    let note =
        |name: &str| format!("note: `{path}/{name}` is neither an export nor a text: it is not read\n");
    assert_eq!(run_once.stderr, note("LICENSE") + &note("picture.png"));
    // What is given by its name has to be readable.
    assert_eq!(run(&["check", &format!("{path}/picture.png")], b"").code, 2);

    let empty = self::folder("empty");
    let run = run(&["check", empty.to_str().unwrap()], b"");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is an export or a text of the language"), "{}", run.stderr);
}

/// The script of the page, with a command `aws` that prints the shop.
#[test]
#[cfg(unix)]
fn the_script_of_the_page_prints_what_is_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let page = fs::read_to_string(root().join("docs/import/aws.md")).unwrap();
    let (_, script) = page.split_once("```sh\n").unwrap();
    let (script, _) = script.split_once("```").unwrap();
    let folder = folder("script");
    fs::write(folder.join("export.sh"), script).unwrap();
    let aws = format!(
        "#!/bin/sh\necho \"$1 $2\" >> {0}/calls\ncase $1/$2 in\n\
         sts/*) echo 111122223333 ;;\nec2/describe-regions) echo eu-central-1 ;;\n\
         *) if [ -e {1}/$2.json ]; then cat {1}/$2.json; else echo '{{}}'; fi ;;\nesac\n",
        folder.display(),
        shop().display()
    );
    let stub = folder.join("aws");
    fs::write(&stub, aws).unwrap();
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let done = Command::new("sh")
        .arg("export.sh")
        .arg("out")
        .current_dir(&folder)
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));

    let statements = |given: &Path| {
        let run = run(&["import", given.to_str().unwrap()], b"");
        let lines = run.stdout.lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(statements(&folder.join("out")), statements(&shop()));

    // Every call is one that the policy allows, and the policy allows no other.
    let (_, policy) = page.split_once("```json\n").unwrap();
    let policy: Value = serde_json::from_str(policy.split_once("```").unwrap().0).unwrap();
    let allowed = policy["Statement"][0]["Action"].as_array().unwrap().iter();
    let mut allowed: Vec<String> = allowed.map(|action| action.as_str().unwrap().to_owned()).collect();
    let calls = fs::read_to_string(folder.join("calls")).unwrap();
    let camel = |words: &str| -> String {
        let capital = |word: &str| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        };
        words.split('-').map(capital).collect()
    };
    let mut made: Vec<String> = calls
        .lines()
        // Everybody may ask who they are.
        .filter(|call| !call.starts_with("sts "))
        .map(|call| {
            let (service, call) = call.split_once(' ').unwrap();
            let service = if service.starts_with("elb") { "elasticloadbalancing" } else { service };
            format!("{service}:{}", camel(call))
        })
        .collect();
    allowed.sort();
    made.sort();
    made.dedup();
    assert_eq!(made, allowed);
}
