// The declarations, by the compilers and linters of those who use them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { run, tool } from "./setting.js";

const STRICT = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--lib", "es2022,dom,esnext.disposable"];

const compile = (...words) => run("typescript", tool("tsc"), [...STRICT, ...words]);

test("tsc as Node resolves, with `import` and `require`", () => {
  compile("--module", "nodenext", "--target", "es2022", "esm.mts", "cjs.cts");
});

test("tsc as bundlers resolve", () => {
  compile("--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "esm.mts");
});

test("tsc where nothing but the language is known", () => {
  run("typescript", tool("tsc"), ["--noEmit", "--strict", "--skipLibCheck", "false", "--lib", "es2022", "--types", "", "--module", "nodenext", "--target", "es2022", "bare.mts"]);
});

test("what must be an error is one", () => {
  assert.throws(() => compile("--module", "nodenext", "--target", "es2022", "wrong.mts"), /TS2345/);
});

test("publint finds nothing", () => {
  const said = run("typescript", tool("publint"), ["run", process.env.RINGFENCE_TARBALL, "--strict"]);
  assert.match(said, /All good!/);
});

test("attw finds nothing", () => {
  const said = run("typescript", tool("attw"), [process.env.RINGFENCE_TARBALL, "--no-emoji", "--no-color", "--exclude-entrypoints", "ringfence.wasm", "editor/editor.wasm", "import/import.wasm"]);
  assert.match(said, /No problems found/);
});
