// The matrix: filled, believable, and read without colours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { suite } from "./helpers/suite.mjs";

const page = suite();

test("by segment and by subnet it fills, and each cell says what asking the pair gives", async () => {
  const tab = await page.opened();
  await tab.view("Matrix");
  const segments = await filled(tab, 5);
  assert.equal(segments.get("internet -> frontend"), "partly");
  assert.equal(segments.get("frontend -> data"), "blocked");
  await believed(tab, segments, ["internet -> frontend", "frontend -> data", "backend -> data", "data -> scanner"]);

  await tab.page.getByLabel("by").selectOption("subnet");
  const subnets = await filled(tab, 7);
  assert.equal(subnets.get("web-a -> app-a"), "partly");
  assert.equal(subnets.get("web-a -> db-b"), "blocked");
  await believed(tab, subnets, ["web-a -> app-a", "web-a -> db-b", "app-b -> db-a", "internet -> web-a"]);
});

test("for a service it is about that alone, and so is what a cell asks", async () => {
  const tab = await page.opened();
  await tab.view("Matrix");
  await tab.page.getByPlaceholder("any traffic").fill("postgres");
  const cells = await filled(tab, 5);
  assert.equal(cells.get("backend -> data"), "reachable");
  assert.equal(cells.get("internet -> frontend"), "blocked");
  await tab.page.getByRole("button", { name: "backend -> data: reachable" }).click();
  assert.equal(await tab.question.inputValue(), "segment backend -> segment data : postgres");
  assert.equal(await tab.verdict("segment backend -> segment data : postgres"), "● reachable");
});

test("a service that cannot be read is said, and another one is another chance", async () => {
  const tab = await page.opened();
  await tab.view("Matrix");
  await filled(tab, 5);
  await tab.page.getByPlaceholder("any traffic").fill("nothing-such");
  await tab.page.locator(".matrix .trouble").filter({ hasText: "nothing-such" }).waitFor();
  await tab.page.getByPlaceholder("any traffic").fill("https");
  assert.equal((await filled(tab, 5)).get("internet -> frontend"), "partly");
});

test("every verdict has a sign of its own, which is no colour", async () => {
  const tab = await page.opened();
  await tab.example("aws/public-subnet.fence");
  await tab.view("Matrix");
  await tab.page.getByPlaceholder("any traffic").fill("http");
  await tab.page.getByLabel("by").selectOption("machines");
  const sign = async (label) => (await tab.page.getByRole("button", { name: label }).textContent()).trim();
  const oneWay = await sign("internet -> old-1: one-way");
  const blocked = await sign("internet -> cache-1: blocked");
  const legend = await tab.page.locator(".legend .badge").allTextContents();
  const signs = new Map(legend.map((text) => text.trim().split(" ").reverse()));
  assert.deepEqual([...signs.keys()], ["reachable", "partly", "one-way", "blocked", "unknown"]);
  assert.equal(new Set(signs.values()).size, 5);
  assert.equal(signs.get("one-way"), oneWay);
  assert.equal(signs.get("blocked"), blocked);
});

/** Every cell by its pair, once there are so many rows and none is waited for. */
async function filled({ page }, rows) {
  await page.waitForFunction(
    (rows) =>
      document.querySelectorAll(".matrix tbody tr").length === rows && !document.querySelector(".matrix .waiting"),
    rows,
  );
  const labels = await page.locator(".matrix .cell").evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
  return new Map(labels.map((label) => label.split(": ")));
}

/** Asks some pairs, both by their cell and by typing. */
async function believed(tab, cells, pairs) {
  for (const pair of pairs) {
    const verdict = cells.get(pair);
    await tab.page.getByRole("button", { name: `${pair}: ${verdict}`, exact: true }).click();
    const asked = await tab.question.inputValue();
    assert.match(await tab.verdict(asked), new RegExp(`${verdict}$`), pair);
    const [from, to] = pair.split(" -> ");
    const kind = (name) => (/^(web|app|db)-[ab]$/.test(name) ? `subnet ${name}` : name);
    const typed = `${kind(from)} -> ${kind(to)}`;
    await tab.ask(typed);
    assert.match(await tab.verdict(typed), new RegExp(`${verdict}$`), typed);
  }
}
