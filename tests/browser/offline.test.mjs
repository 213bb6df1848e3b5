// The page without its server: once loaded, it comes up again and answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "./helpers/page.mjs";

test("with the cable pulled and the server gone, a reload brings the page up, and it answers", async () => {
  const browser = await start();
  try {
    const tab = await browser.open();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    // It answers from what it keeps as soon as it controls the page.
    await tab.page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await tab.context.setOffline(true);
    await browser.server.close();
    for (let reloads = 0; reloads < 2; reloads += 1) {
      await tab.page.reload();
      await tab.settled("28 hold, 0 fail, 0 unknown");
    }
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
    assert.deepEqual(tab.complaints, []);
  } finally {
    await browser.close();
  }
});
