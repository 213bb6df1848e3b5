// What each test file does about browsers: one for the file, and a look at every complaint after each test.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { start } from "./page.mjs";

/** Opens the page for the tests of a file. A test fails when its page complained about anything. */
export function suite(serving) {
  let browser;
  let tabs = [];
  before(async () => {
    browser = await start(serving);
  });
  afterEach(async () => {
    const opened = tabs.splice(0);
    for (const tab of opened) await tab.close();
    assert.deepEqual(opened.flatMap(({ complaints }) => complaints), []);
  });
  after(() => browser?.close());
  return {
    get server() {
      return browser.server;
    },
    async open(options) {
      const tab = await browser.open(options);
      tabs.push(tab);
      return tab;
    },
    /** The page on its first example, judged. */
    async opened(options) {
      const tab = await this.open(options);
      await tab.settled("28 hold, 0 fail, 0 unknown");
      return tab;
    },
  };
}
