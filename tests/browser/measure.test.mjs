// The measuring measures; how long it takes is no matter for a test, only told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SUBJECTS, latencies, summary } from "./helpers/latency.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

for (const [name, subject] of Object.entries(SUBJECTS)) {
  test(`from key to painted answer, ${name}`, async (context) => {
    const tab = await page.opened();
    const times = await latencies(tab, subject, 4);
    assert.equal(times.length, 4);
    for (const time of times) assert.ok(time > 0 && Number.isFinite(time));
    context.diagnostic(`${name}: ${summary(times)}`);
  });
}
