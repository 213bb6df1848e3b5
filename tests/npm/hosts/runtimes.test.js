// Node, Deno and Bun say the same.
import assert from "node:assert/strict";
import { test } from "node:test";

import { run, toured } from "./setting.js";

const { RINGFENCE_BUN: BUN, RINGFENCE_DENO: DENO } = process.env;

test("node with `require`", () => {
  assert.equal(run("node-cjs", process.execPath, ["main.cjs"]), toured());
});

test("deno", { skip: DENO ? false : "deno could not be installed" }, () => {
  const words = ["run", "--no-prompt", "--no-remote", "--node-modules-dir=manual", "--allow-read=node_modules", "main.js"];
  assert.equal(run("deno", DENO, words), `${toured()}\n`);
});

test("bun", { skip: BUN ? false : "bun could not be installed" }, () => {
  assert.equal(run("bun", BUN, ["run", "main.js"]), `${toured()}\n`);
});
