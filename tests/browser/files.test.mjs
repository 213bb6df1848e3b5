// Texts from the person's machine: chosen or dropped, several as one scope.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SHOP, dropFolder } from "./helpers/exports.mjs";
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

test("answers about a folder of exports say which value of which file decides, also once somebody wrote in the text", async () => {
  const tab = await page.opened();
  await dropFolder(tab, SHOP);
  await tab.editor.getByText("network").first().waitFor();
  await tab.settled("nothing");
  const question = "198.51.100.7 -> 198.51.100.10 : tcp 443";
  const blocker = tab.answer.getByRole("region", { name: "what stops it" }).getByRole("listitem");
  const origin = "shop/describe-network-acls.json:105:17 /NetworkAcls/1/Entries/1";
  await tab.ask(question);
  await blocker.getByText(origin).waitFor();
  // The link still leads to the line that was made of it.
  const line = blocker.getByRole("button", { name: /^line / });
  const number = Number((await line.textContent()).trim().slice("line ".length));
  await line.click();
  assert.match(await tab.lineAt(number), /ingress 90 deny/);
  // What somebody writes comes from nowhere, and all else from where it came.
  await tab.change("ingress 200 allow", "ingress 201 allow");
  await tab.settled("nothing");
  await blocker.getByText(origin).waitFor();
  await tab.ask("203.0.113.7 -> 198.51.100.10 : tcp 443");
  const rule = tab.answer.locator(".by", { hasText: "ingress 201 allow" });
  await rule.waitFor();
  assert.equal(await rule.locator(".origin").count(), 0);
  await tab.answer.locator(".by", { hasText: "egress" }).first().getByText(/describe-network-acls\.json:\d+:17 \/NetworkAcls\/1\/Entries\/\d+$/).waitFor();
});

test("problems of exports stand beside the value that has them", async () => {
  const tab = await page.opened();
  await tab.openFiles({ "describe-vpcs.json": '{"Vpcs": [\n  {"VpcId": 7}\n]}' });
  await tab.settled("error");
  await tab.view("Findings");
  const problem = tab.page.locator(".problem", { hasText: "describe-vpcs.json:2:13 /Vpcs/0/VpcId" }).first();
  await problem.getByRole("button", { name: "line 1" }).waitFor();
  await problem.getByText("this is not a string").waitFor();
});

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

function drop({ page }, files) {
  return page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name, { type: "" }));
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector(".side").dispatchEvent(event);
  }, files);
}
