// The page without its server: once loaded, it comes up again and answers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { start } from "./helpers/page.mjs";
import { PAGE } from "./helpers/server.mjs";

/** What is kept once it was used. */
const LATER = readFileSync(join(PAGE, "app/later.txt"), "utf8").trim().split("\n").map((name) => `app/${name}`);

/** In the page: whether all of these files are kept. */
async function allKept(paths) {
  const kept = await Promise.all(paths.map((path) => caches.match(path)));
  return kept.every(Boolean);
}

/** Pulls the cable and ends the server, as soon as the page has what it keeps. */
async function pulled(browser, tab) {
  // It answers from what it keeps as soon as it controls the page.
  await tab.page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await tab.context.setOffline(true);
  await browser.server.close();
}

test("with the cable pulled and the server gone, a reload brings the page up, and it answers", async () => {
  const browser = await start();
  try {
    const tab = await browser.open();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    await tab.enter();
    await tab.page.waitForFunction(allKept, LATER);
    await pulled(browser, tab);
    for (let reloads = 0; reloads < 2; reloads += 1) {
      await tab.page.reload();
      await tab.settled("28 hold, 0 fail, 0 unknown");
    }
    await tab.editor.press("Control+Home");
    await tab.find("security-group web");
    await tab.page.keyboard.press("Control+i");
    await tab.page.locator(".rf-card", { hasText: "security-group shop.main.web" }).waitFor();
    await tab.change("tcp 5432 from app, self ", "tcp 5432 from self ");
    await tab.settled("3 fail");
    await tab.ask("web-1 -> app-1 : tcp 8080");
    assert.equal(await tab.verdict("web-1 -> app-1 : tcp 8080"), "● reachable");
    // A link is opened by its folder's address, with the state behind it.
    await tab.state();
    const link = tab.page.url();
    const other = await tab.context.newPage();
    await other.goto(link);
    await other.getByRole("button", { name: "3 fail" }).waitFor();
    await tab.example("aws/nat.fence");
    await tab.page.getByRole("group", { name: "texts" }).getByText("nat.fence").waitFor();
    assert.deepEqual(tab.complaints, []);
  } finally {
    await browser.close();
  }
});

test("who never wrote before the cable was pulled can write, and is answered", async () => {
  const browser = await start();
  try {
    const tab = await browser.open();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    await pulled(browser, tab);
    await tab.page.reload();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    await tab.editor.press("Control+End");
    await tab.page.keyboard.type("nonsense");
    await tab.settled("1 error");
    // What is not there is not missed.
    await tab.page.keyboard.press("F12");
    await tab.page.keyboard.press("Alt+Shift+KeyF");
    await tab.page.locator(".notice", { hasText: "not formatted: what formats it could not be loaded" }).waitFor();
    await tab.page.keyboard.press("Control+z");
    await tab.settled("28 hold, 0 fail");
    await tab.example("aws/nat.fence");
    await tab.page.locator(".notice", { hasText: "the example could not be loaded" }).waitFor();
    await tab.settled("28 hold, 0 fail");
    // Only the browser itself says what is not there.
    assert.deepEqual(tab.complaints.filter((text) => !/Failed to load resource/.test(text)), []);
  } finally {
    await browser.close();
  }
});
