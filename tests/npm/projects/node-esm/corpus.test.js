// The same bytes natively and in wasm: the command and the package, on every policy of the gallery.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { check, reach } from "ringfence";

const { RINGFENCE_COMMAND: COMMAND, RINGFENCE_ROOT: ROOT } = process.env;

const FILES = readdirSync(join(ROOT, "policies"), { recursive: true })
  .filter((file) => file.endsWith(".fence"))
  .map((file) => join("policies", file))
  .sort();

/** Asked of every policy: by names that only some have, of everything, and what nobody can answer. */
const QUESTIONS = [
  "internet -> any",
  "any -> internet : tcp 443",
  "10.0.0.0/8 -> 10.0.0.0/8 : udp",
  "web-1 -> db-1 : tcp 5432",
  "internet -> web-1 : tcp 443 source-port 50000",
  "any -> any : icmp",
  "internet -> café",
  "internet -> 10.0.0.1/8",
  "internet ->",
  "🧱 -> \u0001",
];

function printed(...words) {
  const run = spawnSync(COMMAND, [...words, "--format", "json"], { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.equal(run.stderr, "");
  return run.stdout;
}

const json = (answer) => `${JSON.stringify(answer, null, 2)}\n`;

test("there are policies to compare", () => {
  assert.ok(FILES.length >= 8, FILES.join(", "));
});

const seen = { answer: 0, refused: 0 };

for (const file of FILES) {
  const texts = [{ name: file, text: readFileSync(join(ROOT, file), "utf8") }];

  test(`check ${file}`, () => {
    const report = check(texts);
    assert.equal(json(report), printed("check", file));
    assert.ok(report.intents.length + report.tests.length > 0);
  });

  test(`reach ${file}`, () => {
    for (const question of QUESTIONS) {
      const answer = reach(texts, question);
      assert.equal(json(answer), printed("reach", file, question), question);
      seen[answer.type] += 1;
    }
  });
}

test("some of the questions were answered, and some refused", () => {
  assert.ok(seen.answer > FILES.length && seen.refused > FILES.length, JSON.stringify(seen));
});
