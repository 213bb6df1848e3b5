// Links: what the page makes opens elsewhere, what is broken is said, and the command makes and opens the same.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packed } from "./helpers/page.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const COMMAND = process.env.RINGFENCE_CLI ?? fileURLToPath(new URL("../../target/debug/ringfence", import.meta.url));
const command = { skip: !existsSync(COMMAND) && "the command is not built" };
const run = promisify(execFile);

const QUESTION = "web-1 -> app-1 : tcp 8080";

/** The page in a state that has something of everything. */
async function changed(options) {
  const tab = await page.opened(options);
  await tab.change("Three tiers", "3 tiers and a café");
  await tab.ask(QUESTION);
  await tab.verdict(QUESTION);
  await tab.view("Matrix");
  await tab.page.getByLabel("by").selectOption("subnet");
  await tab.page.getByPlaceholder("any traffic").fill("https");
  return tab;
}

test("a link opens the same text, question and view elsewhere", async () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const tab = await changed({ permissions });
  const state = await tab.state();
  await tab.page.getByText("the link is copied, and in the address bar").waitFor();
  assert.equal(await tab.page.evaluate(() => navigator.clipboard.readText()), tab.page.url());
  assert.equal(state.question, QUESTION);
  assert.deepEqual([state.view, state.matrix, state.service], ["matrix", "subnet", "https"]);
  assert.match(state.files[0].text, /^# 3 tiers and a café over two zones/);

  const fragment = new URL(tab.page.url()).hash.slice(1);
  const other = await page.open({ fragment });
  await other.settled("28 hold, 0 fail, 0 unknown");
  await other.editor.getByText("3 tiers and a café over two zones").waitFor();
  assert.equal(await other.question.inputValue(), QUESTION);
  assert.equal(await other.verdict(QUESTION), "● reachable");
  assert.equal(await other.page.getByLabel("by").inputValue(), "subnet");
  await other.page.getByRole("button", { name: "internet -> web-a: partly" }).waitFor();
  // What it has in turn to share is the same.
  await other.ask("db-1 -> web-1");
  assert.notDeepEqual(await other.state(), state);
  await other.ask(QUESTION);
  assert.deepEqual(await other.state(), state);
});

test("a link that is pasted into the address of an open page opens there", async () => {
  const tab = await page.opened();
  const there = await changed();
  await there.state();
  await tab.page.goto(there.page.url());
  await tab.editor.getByText("3 tiers and a café").waitFor();
  assert.equal(await tab.verdict(QUESTION), "● reachable");
});

for (const [what, break_] of [
  ["cut off", (link) => link.slice(0, -40)],
  ["of a form that is not known", (link) => link.replace("1.", "9.")],
  ["not a link", () => "%E0%A4%A"],
]) {
  test(`a link that is ${what} says so and leaves the page usable`, async () => {
    const link = await readFile(new URL("../../policies/aws/nat.fence", import.meta.url), "utf8").then(packed);
    const tab = await page.open({ fragment: break_(link) });
    await tab.page.getByRole("status").filter({ hasText: "this link cannot be opened" }).waitFor();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    await tab.ask(QUESTION);
    assert.equal(await tab.verdict(QUESTION), "● reachable");
  });
}

test("a reload loses nothing", async () => {
  const tab = await changed();
  // It is kept when nothing has changed for a moment.
  const last = [JSON.stringify(QUESTION), '"matrix"', '"subnet"', '"https"'];
  await tab.page.waitForFunction(
    (last) => Object.values(sessionStorage).some((kept) => last.every((part) => kept.includes(part))),
    last,
  );
  await tab.page.reload();
  await tab.editor.getByText("3 tiers and a café").waitFor();
  assert.equal(await tab.verdict(QUESTION), "● reachable");
  assert.equal(await tab.page.getByLabel("by").inputValue(), "subnet");
  assert.equal(await tab.page.getByPlaceholder("any traffic").inputValue(), "https");
});

test("a link that the command makes opens in the page", command, async () => {
  const policy = fileURLToPath(new URL("../../policies/aws/nat.fence", import.meta.url));
  const question = "app-1 -> internet : tcp 443";
  const { stdout } = await run(COMMAND, ["share", policy, "--question", question, "--base", page.server.address]);
  const tab = await page.open({ fragment: new URL(stdout.trim()).hash.slice(1) });
  await tab.settled("0 fail");
  assert.equal(await tab.question.inputValue(), question);
  await tab.answer.locator("h2", { hasText: question }).waitFor();
  const { files } = await tab.state();
  assert.deepEqual(files, [{ name: "nat.fence", text: await readFile(policy, "utf8") }]);
});

test("a link that the page makes opens with the command", command, async () => {
  const folder = await mkdtemp(join(tmpdir(), "ringfence-"));
  try {
    const tab = await changed();
    const { files } = await tab.state();
    await writeFile(join(folder, "link"), tab.page.url());
    await run(COMMAND, ["share", "--open", tab.page.url(), "-o", join(folder, "opened")]);
    assert.equal(await readFile(join(folder, "opened", files[0].name), "utf8"), files[0].text);
  } finally {
    await rm(folder, { recursive: true });
  }
});
