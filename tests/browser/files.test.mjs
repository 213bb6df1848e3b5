// Texts from the person's machine: chosen or dropped, several as one scope.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { INTENTS, NETWORK } from "./helpers/lab.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const BOTH = { "network.fence": NETWORK, "intents.fence": INTENTS };

const tabOf = (tab, name) => tab.page.getByRole("group", { name: "texts" }).getByRole("button", { name, exact: true });

for (const [how, bring] of [
  ["chosen", (tab) => tab.openFiles(BOTH)],
  ["dropped", (tab) => drop(tab, BOTH)],
]) {
  test(`two files that are ${how} are one scope, each in a tab of its own`, async () => {
    const tab = await page.opened();
    await bring(tab);
    await tab.settled("2 hold, 0 fail, 0 unknown");
    await tabOf(tab, "intents.fence").click();
    await tab.editor.getByText("one -> two : tcp 22").waitFor();
    await tab.mark("holds: require one -> two : tcp 22").click();
    await tab.answer.locator("h2", { hasText: "require one -> two : tcp 22" }).getByText("holds").waitFor();
    // A link into the other text opens it.
    await tab.ask("one -> two : tcp 22");
    await tab.answer.getByRole("button", { name: "line 4" }).first().click();
    assert.match(await tab.lineAt(4), /security-group open/);
    await tabOf(tab, "network.fence").and(tab.page.locator("[aria-pressed=true]")).waitFor();
  });
}

test("what one file lacks is missing once the other is closed", async () => {
  const tab = await page.opened();
  await tab.openFiles(BOTH);
  await tab.settled("2 hold, 0 fail, 0 unknown");
  await tab.page.getByRole("button", { name: "take network.fence away" }).click();
  await tab.settled("error");
  await tabOf(tab, "network.fence").waitFor({ state: "detached" });
  await tab.editor.getByText("one -> two : tcp 22").waitFor();
  assert.equal(await tab.page.getByRole("button", { name: "take intents.fence away" }).count(), 0, "the last text stays");
});

test("each text keeps what was done to it", async () => {
  const tab = await page.opened();
  await tab.openFiles(BOTH);
  await tab.settled("2 hold, 0 fail, 0 unknown");
  await tabOf(tab, "intents.fence").click();
  // From ports that the requirement is not about: the two do not contradict each other.
  await tab.change("tcp 80", "tcp 22 source-port 1-1023");
  await tab.settled("1 holds, 1 fails, 0 unknown");
  await tabOf(tab, "network.fence").click();
  await tab.editor.getByText("network lab").waitFor();
  await tabOf(tab, "intents.fence").click();
  await tab.editor.getByText("deny one -> two : tcp 22").waitFor();
  await tab.page.keyboard.press("Alt+1");
  await tab.editor.and(tab.page.locator(":focus")).waitFor();
  await tab.page.keyboard.press("Control+z");
  await tab.settled("2 hold, 0 fail, 0 unknown");
});

const SHOP = join(import.meta.dirname, "../../import/tests/fixtures/shop");

for (const [how, bring] of [
  ["chosen", (tab) => tab.page.locator("input[type=file]").setInputFiles(readdirSync(SHOP).map((name) => join(SHOP, name)))],
  ["dropped as a folder", (tab) => dropFolder(tab, SHOP)],
]) {
  test(`what a cloud printed, ${how}, becomes one text, which is drawn and asked`, async () => {
    const tab = await page.opened();
    await bring(tab);
    await tab.editor.getByText("made of exports").or(tab.editor.getByText("network")).first().waitFor();
    await tab.settled("nothing");
    await tab.ask("internet -> any : tcp 443");
    assert.match(await tab.verdict("internet -> any : tcp 443"), /partly/);
  });
}

test("the same file can be opened again", async () => {
  const tab = await page.opened();
  await tab.openFiles({ "network.fence": NETWORK });
  await tab.onMap("2 alike, one to two").waitFor();
  await tab.change("instance one", "instance uno");
  await tab.onMap("2 alike, uno to two").waitFor();
  await tab.openFiles({ "network.fence": NETWORK });
  await tab.onMap("2 alike, one to two").waitFor();
  await tab.editor.getByText("instance one").waitFor();
});

/** As the browser itself drops a folder of the machine. */
async function dropFolder({ context, page }, folder) {
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 900, y: 400, data });
  }
}

function drop({ page }, files) {
  return page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name, { type: "" }));
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector(".side").dispatchEvent(event);
  }, files);
}
