// The package in Node with `require`.
const assert = require("node:assert/strict");
const { test } = require("node:test");

const { Analysis, check, default: init, reach, version } = require("ringfence");
const editor = require("ringfence/editor");
const inline = require("ringfence/inline");
const inlineEditor = require("ringfence/editor/inline");

test("calls answer at once", () => {
  assert.equal(version(), require("ringfence/package.json").version);
  assert.deepEqual(check("").intents, []);
  assert.equal(reach("", "internet -> nowhere").type, "refused");
  const analysis = new Analysis("network");
  assert.equal(analysis.problems()[0].place.file, "policy.fence");
  analysis.free();
  assert.equal(editor.version(), version());
  assert.equal(editor.format("deny a->b").text, "deny a -> b\n");
});

test("both builds answer the same", async () => {
  const { tour } = await import("./tour.mjs");
  assert.equal(tour(inline, inlineEditor), tour(require("ringfence"), editor));
});

test("there is nothing to await", async () => {
  assert.equal(await init(), undefined);
  assert.equal(await editor.default(), undefined);
});

test("the bare wasm has a path", () => {
  assert.match(require.resolve("ringfence/ringfence.wasm"), /ringfence\.wasm$/);
  assert.match(require.resolve("ringfence/editor/editor.wasm"), /editor\.wasm$/);
});
