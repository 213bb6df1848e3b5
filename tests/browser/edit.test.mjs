// The page as one writes: problems, intents, and what is found about them.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";
import { suite } from "./helpers/suite.mjs";

const POLICIES = new URL("../../policies/", import.meta.url);

const page = suite();

test("the page opens on an example that is judged and drawn", async () => {
  const tab = await page.opened();
  await tab.editor.getByText("Three tiers over two zones").waitFor();
  for (const name of [/^internet\b(?!-)/, "vpc main", "subnet db-b", /^instance web-1,/, "nat-a"]) await tab.onMap(name).waitFor();
  assert.match(await tab.status.getAttribute("class"), /good/);
});

test("every example can be opened, and all that is said of it is read", async () => {
  const tab = await page.opened();
  const paths = await readdir(POLICIES, { recursive: true });
  for (const path of paths.filter((path) => path.endsWith(".fence")).sort()) {
    await tab.example(path);
    await tab.page.getByRole("group", { name: "texts" }).getByText(basename(path)).waitFor();
    await tab.settled(/\d+ hold/);
    await tab.view("Findings");
    await tab.page.locator(".findings button").first().waitFor();
  }
});

test("a mistake is underlined and listed with its place, until it is mended", async () => {
  const tab = await page.opened();
  await tab.change("route-table quiet ", "rout-table quiet ");
  const underlined = tab.page.locator(".cm-lintRange-error", { hasText: "rout-table" });
  await underlined.waitFor();
  await tab.settled("1 error");
  await tab.status.click();
  const problem = tab.page.locator(".findings .problem");
  await problem.filter({ hasText: "`rout-table`" }).filter({ hasText: "unknown-word" }).waitFor();
  await problem.getByRole("button", { name: "line 17" }).click();
  assert.match(await tab.lineAt(17), /^ {4}rout-table quiet /);

  await tab.change("rout-table", "route-table");
  await tab.settled("28 hold, 0 fail, 0 unknown");
  await underlined.waitFor({ state: "detached" });
  await problem.waitFor({ state: "detached" });
});

const INTENT = "require backend -> data : postgres";

test("a rule that is broken makes its intent fail, which mark and finding explain", async () => {
  const tab = await page.opened();
  await tab.change("tcp 5432 from app, self ", "tcp 5432 from self ");
  await tab.settled("3 fail");
  await tab.find("require backend ");
  await tab.mark(`fails: ${INTENT}`).click();
  await explained(tab);

  await tab.ask("internet -> web-1");
  await tab.verdict("internet -> web-1");
  await tab.view("Findings");
  await tab.finding(`fails: ${INTENT}`).click();
  await explained(tab);

  await tab.change("tcp 5432 from self ", "tcp 5432 from app, self ");
  await tab.settled("28 hold, 0 fail, 0 unknown");
  await tab.answer.getByText("holds").waitFor();
});

async function explained({ answer }) {
  await answer.locator("h2", { hasText: INTENT }).filter({ hasText: "fails" }).waitFor();
  const way = answer.getByRole("region", { name: "the way there" });
  await way.getByText("10.0.16.10 (shop.main.app-1) -> 10.0.32.10 (shop.main.db-1) : tcp 5432").waitFor();
  const stop = way.locator(".step-stop");
  assert.match(await stop.textContent(), /security-group shop\.main\.db ingress sg-no-rule/);
  await answer.getByRole("region", { name: "what stops it" }).getByText("sg-no-rule").waitFor();
}

test("marks, map and matrix follow the text", async () => {
  const tab = await page.opened();
  await tab.change("instance db-2 ", "instance replica-2 ");
  await tab.onMap(/^instance replica-2,/).waitFor();
  await tab.onMap(/^instance db-2,/).waitFor({ state: "detached" });
  await tab.view("Matrix");
  await tab.page.getByLabel("by").selectOption("machines");
  await tab.page.getByRole("rowheader", { name: "replica-2" }).waitFor();
});

test("Shift, Alt and F put the blanks where they belong", async () => {
  const tab = await page.opened();
  await tab.change("route-table quiet { main yes }", "route-table   quiet{main yes}");
  await tab.settled("28 hold, 0 fail, 0 unknown");
  await tab.page.keyboard.press("Alt+Shift+KeyF");
  await tab.page.waitForFunction(() => /route-table quiet \{ main yes \}/.test(document.querySelector("fence-editor").shadowRoot.textContent));
  await tab.settled("28 hold, 0 fail, 0 unknown");
  await tab.editor.press("Control+z");
  await tab.page.waitForFunction(() => /route-table   quiet\{main yes\}/.test(document.querySelector("fence-editor").shadowRoot.textContent));
});

test("they do so from anywhere on the page, before the editor was entered; a text with errors stays, and the page says why", async () => {
  const tab = await page.opened();
  await tab.openFiles({ "loose.fence": "segment all =   10.0.0.0/8", "wrong.fence": "segment all =" });
  const texts = tab.page.getByRole("group", { name: "texts" });
  await tab.settled("error");
  await tab.question.focus();
  await tab.page.keyboard.press("Alt+Shift+KeyF");
  await tab.page.locator("fence-editor").getByText("segment all = 10.0.0.0/8").waitFor();
  await texts.getByRole("button", { name: "wrong.fence", exact: true }).click();
  await tab.question.focus();
  await tab.page.keyboard.press("Alt+Shift+KeyF");
  await tab.page.locator(".notice", { hasText: "a text with errors is not formatted" }).waitFor();
});
