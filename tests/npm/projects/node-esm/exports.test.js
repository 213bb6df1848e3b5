// The same answers natively and in wasm to what a cloud printed: the command reads the folder, the package its files, by two engines.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { Analysis, check, reach } from "ringfence";
import { importExports } from "ringfence/import";

const { RINGFENCE_COMMAND: COMMAND, RINGFENCE_ROOT: ROOT } = process.env;
const FIXTURES = join(ROOT, "import/tests/fixtures");

const own = mkdtempSync(join(tmpdir(), "ringfence-exports-"));
after(() => rmSync(own, { recursive: true }));

/** The shop with what is broken in most ways: cut off, of wrong types, doubled, unknown, not there, with signs of every length. */
const BROKEN = join(own, "broken");
cpSync(join(FIXTURES, "shop"), BROKEN, { recursive: true });
rmSync(join(BROKEN, "describe-network-acls.json"));
writeFileSync(join(BROKEN, "cut off 🧱.json"), '{"SecurityGroups": [\n  {"GroupId": "sg-é🧱", "GroupName"');
const odd = { Vpcs: [{ VpcId: 7, CidrBlock: 'a "b" \\ c' }], FlyingCarpets: [{ "a/b~c": 1 }], Subnets: [{ SubnetId: "subnet-odd", "🧱": 1 }] };
writeFileSync(join(BROKEN, "odd.json"), `\ufeff${JSON.stringify(odd)}`);

const INTENTS = join(own, "intents.fence");
writeFileSync(INTENTS, "deny internet -> any : tcp 22\ndeny any -> internet\nrequire 203.0.113.0/24 -> 198.51.100.10 : tcp 443\n");

const QUESTIONS = [
  "internet -> any",
  "any -> internet : tcp 443",
  "10.0.0.0/8 -> 10.0.0.0/8 : tcp 22",
  "203.0.113.7 -> 198.51.100.10 : tcp 443",
  "198.51.100.7 -> 198.51.100.10 : tcp 443",
  "internet -> nowhere",
];

/** Every file of a folder, by name, with what stands in it. */
function files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  return entries.flatMap((entry) => {
    const name = join(folder, entry.name);
    return entry.isDirectory() ? files(name) : [{ name, text: readFileSync(name, "utf8") }];
  });
}

function printed(...words) {
  const run = spawnSync(COMMAND, [...words, "--format", "json"], { encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.equal(run.stderr, "");
  return run.stdout;
}

const json = (answer) => `${JSON.stringify(answer, null, 2)}\n`;

/** Every place in an answer. */
function places(answer) {
  if (answer === null || typeof answer !== "object") return [];
  const inner = Object.values(answer).flatMap(places);
  return "file" in answer && "start" in answer ? [answer, ...inner] : inner;
}

/** The value that a pointer leads to (RFC 6901). */
function valueAt(value, pointer) {
  const keys = pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce((value, key) => value[key], value);
}

const seen = { answer: 0, refused: 0, places: 0 };

for (const folder of [...["shop", "peers", "hub", "balanced"].map((name) => join(FIXTURES, name)), BROKEN]) {
  const exports = files(folder);
  const imported = importExports(exports);
  const texts = [imported, { name: INTENTS, text: readFileSync(INTENTS, "utf8") }];

  test(`check ${folder}`, () => {
    assert.equal(json(check(texts)), printed("check", folder, INTENTS));
    // What was wrong with the exports is told with the text, too, as it is by itself.
    const told = new Analysis([imported]).problems().map((problem) => JSON.stringify(problem));
    for (const problem of imported.problems) assert.ok(told.includes(JSON.stringify(problem)), problem.message);
  });

  test(`reach ${folder}`, () => {
    const analysis = new Analysis(texts);
    for (const question of QUESTIONS) {
      const answer = analysis.reach(question);
      assert.equal(json(answer), printed("reach", folder, INTENTS, question), question);
      seen[answer.type] += 1;
    }
  });

  test(`places of ${folder} are the values that their pointers lead to`, () => {
    const analysis = new Analysis([imported]);
    const answers = [analysis.topology(), ...QUESTIONS.map((question) => analysis.reach(question))];
    for (const { file, start, end, pointer } of answers.flatMap(places).filter(({ pointer }) => pointer !== undefined)) {
      const bytes = Buffer.from(exports.find(({ name }) => name === file).text);
      const written = bytes.subarray(start.offset, end.offset).toString();
      const before = bytes.subarray(0, start.offset).toString().split("\n");
      assert.deepEqual([start.line, start.column], [before.length, before.at(-1).length + 1], `${file} ${pointer}`);
      if (folder === BROKEN) continue;
      assert.deepEqual(JSON.parse(written), valueAt(JSON.parse(bytes.toString()), pointer), `${file} ${pointer}`);
      seen.places += 1;
    }
  });
}

test("there were answers, refusals and places", () => {
  assert.ok(seen.answer >= 15 && seen.refused >= 5 && seen.places > 300, JSON.stringify(seen));
});

test("a rule that decides is the one in the export", () => {
  const imported = importExports(files(join(FIXTURES, "shop")));
  const answer = reach([imported], "198.51.100.7 -> 198.51.100.10 : tcp 443");
  const [{ code, place }] = answer.blockers.flatMap(({ changes }) => changes);
  assert.equal(code, "acl-deny");
  assert.equal(place.place.file, join(FIXTURES, "shop/describe-network-acls.json"));
  assert.equal(place.place.pointer, "/NetworkAcls/1/Entries/1");
  assert.deepEqual([place.place.start.line, place.place.start.column], [105, 17]);
});

test("of a text that was changed the origins say nothing: places are in it, and what is left out is an error there", () => {
  const { name, text, origins } = importExports(files(BROKEN));
  const changed = `${text}deny internet -> any\n`;
  const alone = check([{ name, text: changed }]);
  assert.deepEqual(check([{ name, text: changed, origins }]), alone);
  assert.ok(places(alone).every(({ file, pointer }) => file === name && pointer === undefined));
  assert.ok(alone.problems.some(({ severity }) => severity === "error"));
});

test("origins can be kept as JSON, and anything else in their place harms nothing", () => {
  const imported = importExports(files(join(FIXTURES, "shop")));
  assert.deepEqual(check([JSON.parse(JSON.stringify(imported))]), check([imported]));
  const alone = check([{ name: imported.name, text: imported.text }]);
  for (const origins of ["", "🧱", imported.origins.slice(0, -2), `0 ${imported.origins}`]) {
    assert.deepEqual(check([{ ...imported, origins }]), alone);
  }
  const message = "`texts[0].origins` must be a string";
  assert.throws(() => check([{ ...imported, origins: 7 }]), (error) => error instanceof TypeError && error.message === message);
});
