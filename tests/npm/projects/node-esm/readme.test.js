// The examples of the package's own README: each block of JavaScript prints the block of text below it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const README = readFileSync("node_modules/ringfence/README.md", "utf8");
const EXAMPLES = [...README.matchAll(/^```js\n(.*?)^```\n\n```text\n(.*?)^```$/gms)];

test("every block of JavaScript is an example", () => {
  assert.ok(EXAMPLES.length > 0);
  assert.equal(EXAMPLES.length, README.match(/^```js$/gm).length);
});

EXAMPLES.forEach(([, code, printed], index) => {
  test(`example ${index + 1}`, () => {
    const run = spawnSync(process.execPath, ["--input-type=module"], { input: code, encoding: "utf8" });
    assert.equal(run.stderr, "");
    assert.equal(run.stdout, printed);
  });
});
