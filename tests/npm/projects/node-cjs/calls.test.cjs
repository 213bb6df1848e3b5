// The package in Node with `require`.
const assert = require("node:assert/strict");
const { test } = require("node:test");

const { Analysis, check, default: init, format, reach, version } = require("ringfence");
const inline = require("ringfence/inline");

test("calls answer at once", () => {
  assert.equal(version(), require("ringfence/package.json").version);
  assert.deepEqual(check("").intents, []);
  assert.equal(reach("", "internet -> nowhere").type, "refused");
  const analysis = new Analysis("network");
  assert.equal(analysis.problems()[0].place.file, "policy.fence");
  analysis.free();
});

test("both builds answer the same", async () => {
  const { tour } = await import("./tour.mjs");
  assert.equal(tour(inline), tour(require("ringfence")));
});

test("there is nothing to await", async () => {
  assert.equal(await init(), undefined);
});

test("the bare wasm has a path", () => {
  assert.match(require.resolve("ringfence/ringfence.wasm"), /ringfence\.wasm$/);
});
