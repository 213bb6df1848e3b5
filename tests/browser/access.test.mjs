// For everybody: axe finds nothing that keeps somebody out, in any view, light and dark, wide and on a phone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { PHONE } from "./helpers/page.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const [what, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["on a phone", { ...PHONE, colorScheme: "light" }],
]) {
  test(`axe finds nothing serious, ${what}`, async () => {
    const tab = await page.opened(options);
    await tab.page.evaluate(axe);
    const found = {};
    const check = async (tab, what) => {
      const told = await serious(tab);
      if (told.length > 0) found[what] = told;
    };
    await check(tab, "the first sight");

    await tab.onPart("Network");
    await tab.page.getByLabel("whom it reaches").check();
    await tab.onMap(/^instance app-1,/).click();
    await tab.page.locator(".way").first().waitFor();
    await check(tab, "the map with ways");
    await tab.page.keyboard.press("Escape");
    await tab.page.getByRole("button", { name: "list", exact: true }).click();
    await check(tab, "the list");

    await tab.view("Matrix");
    await tab.page.getByLabel("by").selectOption("machines");
    await tab.page.getByRole("button", { name: "db-2 -> db-1: partly" }).waitFor();
    await check(tab, "the matrix");

    await tab.ask("web-1 -> db-1 : postgres");
    await tab.answer.getByText("What stops it").waitFor();
    await check(tab, "an answer that is blocked");
    await tab.ask("app-1 -> internet : https");
    await tab.answer.locator("h2", { hasText: "app-1 -> internet" }).getByText("partly").waitFor();
    await check(tab, "an answer that is not");

    await tab.example("broken/open-database.fence");
    await tab.settled("2 fail");
    await tab.onPart("Network");
    await tab.view("Findings");
    await tab.finding("fails: deny internet except vendor -> data").click();
    await tab.answer.getByText("broken by").waitFor();
    await check(tab, "an intent that fails");

    await tab.onPart("Text");
    await tab.change("network-acl vault ", "netwrk-acl vault ");
    await tab.settled("error");
    await tab.onPart("Network");
    await check(tab, "problems");
    await tab.page.getByRole("button", { name: "help" }).click();
    await tab.page.getByRole("dialog").waitFor();
    await check(tab, "the help");
    assert.deepEqual(found, {});
  });
}

/** What keeps somebody out of what is shown. */
async function serious({ page }) {
  // What is shown of the text before fades until the new one is judged, too.
  await page.waitForFunction(() => document.querySelector(".stale") === null);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  assert.ok(passes.some(({ id }) => id === "color-contrast"), "colours were looked at");
  const found = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  return found.flatMap(({ id, nodes }) => {
    const places = new Map();
    for (const { target, any, all, none } of nodes) {
      const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
      places.set(why, [...(places.get(why) ?? []), target.join(" ")]);
    }
    return [...places].map(([why, [first, ...more]]) => `${id}: ${why} (${first} and ${more.length} more)`);
  });
}
