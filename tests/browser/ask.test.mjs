// Questions, in every way that they can be asked, and the answers that are read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const FROM = /^instance app-1,/;
const TO = /^instance db-1,/;
const PICKED = "instance shop.main.app-1 -> instance shop.main.db-1 : postgres";

/** The way of app-1's packet to db-1 and back: what is done, and the rule that decides. */
const THERE = [
  ["allow", "egress tcp 5432 to db"],
  ["forward", "every route table has a local route for each range of its VPC"],
  ["allow", "the VPC's default network ACL allows everything"],
  ["forward", "subnet db-a 10.0.32.0/24 in eu-central-1a"],
  ["allow", "ingress 100 allow tcp 5432 from 10.0.16.0/20"],
  ["forward", "instance db-1 in db-a"],
  ["allow", "ingress tcp 5432 from app, self"],
  ["deliver", "instance db-1 in db-a"],
];
const BACK = [
  ["tracked", "security-group db"],
  ["forward", "every route table has a local route for each range of its VPC"],
  ["allow", "egress 100 allow tcp 32768-60999 to 10.0.16.0/20"],
  ["forward", "subnet app-a 10.0.16.0/24 in eu-central-1a"],
  ["allow", "the VPC's default network ACL allows everything"],
  ["forward", "instance app-1 in app-a"],
  ["tracked", "security-group app"],
  ["deliver", "instance app-1 in app-a"],
];

test("two clicks on the map ask, and the way there and back is read", async () => {
  const tab = await page.opened();
  await serviceOf(tab);
  await tab.onMap(FROM).click();
  await tab.page.getByText("from instance shop.main.app-1").waitFor();
  await tab.onMap(TO).click();
  await read(tab, PICKED);
});

test("the same by keyboard alone, and Escape drops what was picked", async () => {
  const tab = await page.opened();
  await serviceOf(tab);
  await tabTo(tab, TO);
  await tab.page.keyboard.press("Enter");
  const picked = tab.page.getByText("from instance shop.main.db-1");
  await picked.waitFor();
  await tab.page.keyboard.press("Escape");
  await picked.waitFor({ state: "detached" });
  await tabTo(tab, FROM);
  await tab.page.keyboard.press("Enter");
  await tab.page.getByText("from instance shop.main.app-1").waitFor();
  await tabTo(tab, TO);
  await tab.page.keyboard.press("Space");
  await read(tab, PICKED);
});

test("the same by a cell of the matrix", async () => {
  const tab = await page.opened();
  await tab.view("Matrix");
  await serviceOf(tab);
  await tab.page.getByLabel("by").selectOption("machines");
  await tab.page.getByRole("button", { name: "app-1 -> db-1: reachable" }).click();
  await read(tab, PICKED);
});

test("the same by typing", async () => {
  const tab = await page.opened();
  await tab.page.keyboard.press("Alt+q");
  await tab.question.and(tab.page.locator(":focus")).waitFor();
  await tab.page.keyboard.type("app-1 -> db-1 : postgres");
  await tab.page.keyboard.press("Enter");
  await read(tab, "app-1 -> db-1 : postgres");
});

test("whatever stops a flow is named, all of it", async () => {
  const tab = await page.opened();
  await tab.ask("web-1 -> db-1 : postgres");
  assert.equal(await tab.verdict("web-1 -> db-1 : postgres"), "✕ blocked");
  const blockers = tab.answer.getByRole("region", { name: "what stops it" }).getByRole("listitem");
  const told = await blockers.allTextContents();
  assert.deepEqual(
    told.map((text) => text.replace(/line \d+.*/, "").trim()).sort(),
    [
      "acl-no-rule at network-acl shop.main.vault egress network-acl vault",
      "acl-no-rule at network-acl shop.main.vault ingress network-acl vault",
      "sg-no-rule at security-group shop.main.db ingress security-group db",
      "sg-no-rule at security-group shop.main.web egress security-group web",
    ],
  );
});

test("every link of an answer goes to its line", async () => {
  const tab = await page.opened();
  const text = (await tab.state()).files[0].text.split("\n");
  for (const [question, least] of [["app-1 -> db-1 : postgres", 12], ["web-1 -> db-1 : postgres", 15], ["internet -> web-1", 10]]) {
    await tab.ask(question);
    await tab.verdict(question);
    const steps = tab.answer.locator(".step, .change").filter({ has: tab.page.locator(".place") });
    const count = await steps.count();
    assert.ok(count >= least, `${question} has ${count} links`);
    for (let index = 0; index < count; index += 1) {
      const link = steps.nth(index).locator(".place");
      const number = Number((await link.textContent()).match(/\d+/)[0]);
      await link.click();
      assert.equal(await tab.lineAt(number), text[number - 1]);
      const rule = await steps.nth(index).locator(".rule").textContent();
      assert.ok(text[number - 1].replace(/ +/g, " ").includes(rule), `\`${rule}\` is not on line ${number}`);
      // What is selected is the rule itself.
      assert.equal((await tab.selected()).replace(/\s+/g, " "), rule);
    }
  }
});

test("what cannot be asked says why", async () => {
  const tab = await page.opened();
  await tab.ask("nowhere -> db-1");
  await tab.answer.getByText("This cannot be asked").waitFor();
  await tab.answer.getByText("`nowhere`").first().waitFor();
  await tab.ask("web-1 ->");
  await tab.answer.locator("h2", { hasText: "web-1 ->" }).waitFor();
  await tab.answer.getByText("This cannot be asked").waitFor();
  await tab.ask("web-1 -> app-1 : tcp 8080");
  assert.equal(await tab.verdict("web-1 -> app-1 : tcp 8080"), "● reachable");
});

test("an answer follows the text", async () => {
  const tab = await page.opened();
  await tab.ask("app-1 -> db-1 : postgres");
  assert.equal(await tab.verdict("app-1 -> db-1 : postgres"), "● reachable");
  await tab.change("egress  tcp 5432 to   db", "egress  tcp 5433 to   db");
  await tab.answer.locator("h2").getByText("blocked").waitFor();
});

async function serviceOf(tab) {
  await tab.page.getByPlaceholder("any traffic").fill("postgres");
}

/** Presses Tab until the thing of this name has the focus. */
async function tabTo({ page }, name) {
  await page.getByRole("button", { name: "SVG" }).focus();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement.querySelector(":scope > title")?.textContent);
    if (focused?.match(name)) return;
  }
  assert.fail(`${name} has no place in the order of Tab`);
}

/** Reads the answer about app-1 and db-1. */
async function read(tab, question) {
  assert.equal(await tab.verdict(question), "● reachable");
  await tab.answer.getByText(/^10\.0\.16\.10 \(shop\.main\.app-1\) -> 10\.0\.32\.10 \(shop\.main\.db-1\) : tcp 5432 source-port \d+$/).waitFor();
  for (const [way, expected] of [["there", THERE], ["back", BACK]]) {
    const steps = tab.answer.getByRole("region", { name: `the way ${way}` }).locator(".step");
    const told = await steps.evaluateAll((steps) =>
      steps.map((step) => [
        step.querySelector(".action").textContent,
        (step.querySelector(".rule") ?? step.querySelector(".implied")).textContent.replace(/ \(.*\)$/, ""),
      ]),
    );
    assert.deepEqual(told, expected, way);
  }
}
