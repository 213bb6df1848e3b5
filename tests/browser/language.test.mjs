// The language service on the page: over all texts, by keyboard, and loaded only once somebody writes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { INTENTS, NETWORK } from "./helpers/lab.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const textOf = (tab, name, pressed) =>
  tab.page.getByRole("group", { name: "texts" }).getByRole("button", { name, exact: true, pressed });

/** Two texts that are one scope; the network is shown. */
async function opened() {
  const tab = await page.opened();
  await tab.openFiles({ "network.fence": NETWORK, "intents.fence": INTENTS });
  await tab.settled("2 hold, 0 fail, 0 unknown");
  await tab.enter();
  return tab;
}

/** Puts the cursor behind the next `text`. */
async function behind(tab, text) {
  await tab.find(text);
  await tab.page.keyboard.press("ArrowRight");
}

/** What each text holds, as a link has it. */
async function texts(tab) {
  const { files } = await tab.state();
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

test("it is loaded when the editor is entered, and not before", async () => {
  const asked = [];
  const tab = await page.opened({
    before: ({ context }) => context.on("request", (request) => asked.push(request.url().split("/").at(-1))),
  });
  const later = () => asked.filter((name) => /^language\.|^editor-editing/.test(name));
  assert.deepEqual(later(), []);
  const loaded = tab.context.waitForEvent("response", (response) => response.url().endsWith("/app/language.wasm"));
  await tab.editor.focus();
  assert.ok((await loaded).ok());
  await tab.page.locator(".rf-t-reference").first().waitFor();
});

test("a name of another text is offered while one types, and what is chosen is judged", async () => {
  const tab = await opened();
  await textOf(tab, "intents.fence", false).click();
  await behind(tab, "deny one -> two : tcp 80");
  await tab.page.keyboard.type("\ndeny two -> on");
  await tab.page.locator("fence-editor").getByRole("option", { name: "one" }).first().click();
  await tab.page.keyboard.type(" : tcp 80");
  await tab.settled("3 hold, 0 fail");
  assert.equal((await texts(tab))["intents.fence"], `${INTENTS.trimEnd()}\ndeny two -> one : tcp 80\n`);
});

test("a word is explained under the pointer, with a problem of the same word", async () => {
  const tab = await opened();
  await tab.page.locator(".rf-t-kind", { hasText: "security-group" }).first().hover();
  await tab.page.locator(".rf-card", { hasText: "security-group NAME" }).waitFor();
  await tab.change("in all", "in nowhere");
  await tab.settled("error");
  await tab.page.locator(".cm-lintRange-error").first().hover();
  await tab.page.locator(".cm-tooltip-lint", { hasText: "nowhere" }).waitFor();
});

test("F12 goes to a declaration in another text, which comes up", async () => {
  const tab = await opened();
  await textOf(tab, "intents.fence", false).click();
  await behind(tab, "require one");
  await tab.page.keyboard.press("F12");
  await textOf(tab, "network.fence", true).waitFor();
  assert.match(await tab.lineAt(5), /instance one/);
  assert.equal(await tab.selected(), "one");
});

test("F2 renames in both texts, undo takes it back in each, and a name that is taken is refused", async () => {
  const tab = await opened();
  await behind(tab, "instance one");
  await tab.page.keyboard.press("F2");
  const field = tab.page.getByRole("textbox", { name: "new name of one" });
  await field.waitFor();
  await tab.page.keyboard.type("two");
  await tab.page.keyboard.press("Enter");
  await tab.page.getByRole("alert").filter({ hasText: "two is there already" }).waitFor();
  await field.fill("first");
  await tab.page.keyboard.press("Enter");
  await field.waitFor({ state: "detached" });
  await tab.settled("2 hold, 0 fail, 0 unknown");
  assert.deepEqual(await texts(tab), {
    "network.fence": NETWORK.replace("instance one", "instance first"),
    "intents.fence": INTENTS.replaceAll("one", "first"),
  });
  // Two steps of two texts: with only one of them taken back, the intents name what is not there.
  await tab.editor.press("Control+z");
  await tab.settled("error");
  assert.equal((await texts(tab))["network.fence"], NETWORK);
});

test("uses are listed over the texts, and one of them comes up", async () => {
  const tab = await opened();
  await behind(tab, "instance two");
  await tab.page.keyboard.press("Shift+F12");
  await tab.page.getByRole("listbox", { name: "3 places" }).waitFor();
  await tab.page.keyboard.type("deny");
  await tab.page.locator("fence-editor").getByRole("option", { name: "deny one -> two", selected: true }).waitFor();
  await tab.page.keyboard.press("Enter");
  await textOf(tab, "intents.fence", true).waitFor();
  await tab.lineAt(2);
  assert.equal(await tab.selected(), "two");
});

test("the outline jumps to what is declared", async () => {
  const tab = await opened();
  await tab.editor.press("Control+Shift+O");
  await tab.page.getByRole("listbox", { name: "Outline" }).waitFor();
  await tab.page.keyboard.type("two");
  await tab.page.locator("fence-editor").getByRole("option", { name: "instance two", selected: true }).waitFor();
  await tab.page.keyboard.press("Enter");
  await tab.lineAt(6);
  assert.equal(await tab.selected(), "two");
});
