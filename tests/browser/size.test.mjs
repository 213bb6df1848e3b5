// What the page weighs, and that nothing is in it twice.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { PAGE } from "./helpers/server.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

/** What a first load may weigh in all, compressed. */
const LIMIT = 630_000;

/** What only the engine says: reading, resolving, lowering and judging. */
const SAYINGS = [
  "a hyphen in a name stands before a letter or a digit",
  "a NAT gateway carries IPv4, and IPv6 to",
  "every route table has a local route for each range of its VPC",
  "a question names a source and a destination",
];

/** What of it is only said by what lowers and judges. */
const JUDGING = ["every route table has a local route for each range of its VPC", "a question names a source and a destination"];

test("a first load is small", async (context) => {
  const responses = [];
  const tab = await page.opened({
    before: ({ context }) => context.on("response", (response) => responses.push(response)),
  });
  // All of it, also what is fetched for the time without a network.
  await tab.page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  const sizes = new Map();
  for (const response of responses) {
    const [, path] = response.url().split(page.server.address);
    if (path === undefined) continue;
    const name = path || "index.html";
    // What the browser has it does not fetch again.
    const size = gzipSync(await response.body(), { level: 9 }).length;
    sizes.set(name, Math.max(size, sizes.get(name) ?? 0));
  }
  const paths = await readdir(PAGE, { recursive: true });
  const list = await readFile(join(PAGE, "app/later.txt"), "utf8");
  const later = new Map(list.trim().split("\n").map((name) => [`app/${name}`, 0]));
  // Licences lie beside it, and nothing loads them.
  for (const path of paths.filter((path) => /\.[a-z]+$/.test(path) && !path.endsWith(".txt"))) {
    const size = gzipSync(await readFile(join(PAGE, path)), { level: 9 }).length;
    if (later.has(path)) later.set(path, size);
    assert.equal(sizes.get(path), later.has(path) ? undefined : size, `${path} is counted`);
  }
  const all = told(context, "the first load", sizes);
  told(context, "once the editor is entered, shows a problem, or an example is wanted", later);
  assert.ok(all < LIMIT, `${all} bytes with gzip`);
});

/** Prints sizes, the largest first, and their sum, which it returns. */
function told(context, what, sizes) {
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [name, size] of [...[...sizes].sort(([, a], [, b]) => b - a), [`in all: ${what}`, all]]) {
    context.diagnostic(`${size.toLocaleString("en").padStart(8)} ${name}`);
  }
  return all;
}

test("the engine is in the worker alone", async () => {
  const files = await readdir(PAGE);
  const engine = await readFile(join(PAGE, "app/ringfence.wasm"));
  const view = await readFile(join(PAGE, files.find((name) => name.endsWith("_bg.wasm"))));
  for (const text of SAYINGS) {
    assert.ok(engine.includes(text), `the engine says \`${text}\``);
    assert.ok(!view.includes(text), `the page says \`${text}\`, too`);
  }
});

test("what an editor asks is answered without what lowers, judges and explains", async () => {
  const [engine, editor] = await Promise.all(["ringfence", "language"].map((name) => readFile(join(PAGE, `app/${name}.wasm`))));
  for (const text of JUDGING) {
    assert.ok(engine.includes(text), `the engine says \`${text}\``);
    assert.ok(!editor.includes(text), `the editor's engine says \`${text}\`, too`);
  }
});

