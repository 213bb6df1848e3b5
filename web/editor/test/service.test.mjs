// The language service in the built editor: the real worker under the policy of the playground, and ones that fail.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { start } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const NETWORK = `network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    subnet web-a 10.0.0.0/24 in eu-central-1a
    subnet web-b 10.0.1.0/24 in eu-central-1b
    instance web-1 in web-a { ip 10.0.0.10 }
  }
}
`;
const INTENTS = "segment front = subnet web-a\nallow front -> subnet web-b : tcp 443\n";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

let tab;
let page;
beforeEach(async () => {
  tab = await browser.open();
  page = tab.page;
  await page.evaluate(
    ([network, intents]) => {
      const editor = document.querySelector("fence-editor");
      editor.setTexts([{ name: "net.fence", text: network }, { name: "intents.fence", text: intents }]);
      editor.setDocument("net.fence", network);
      editor.focus();
    },
    [NETWORK, INTENTS],
  );
});
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  assert.deepEqual(complaints, []);
});

const SHOWN = { "net.fence": NETWORK, "intents.fence": INTENTS };

function show(key) {
  return page.evaluate(([key, text]) => document.querySelector("fence-editor").setDocument(key, text), [key, SHOWN[key]]);
}

/** Puts the cursor behind the first `before` of a text. */
function behind(key, before) {
  const lines = SHOWN[key].slice(0, SHOWN[key].indexOf(before) + before.length).split("\n");
  const point = { line: lines.length, column: lines.at(-1).length + 1 };
  return page.evaluate(([key, point]) => document.querySelector("fence-editor").reveal(key, point, point), [key, point]);
}

async function told(name, values = {}) {
  const event = await page.waitForFunction(
    ([name, values]) =>
      window.told.findLast((event) => event.name === name && Object.entries(values).every(([key, value]) => event[key] === value)),
    [name, values],
  );
  return event.jsonValue();
}

const press = (key) => page.keyboard.press(key);
const option = (name) => page.getByRole("option", { name });
const card = (text) => page.locator(".rf-card", { hasText: text });
/** Lets the moment pass in which a key does not yet choose from a list that just came up. */
const seen = () => page.evaluate((now) => void (Date.now = () => now + 1000), Date.now());
const gone = (locator) => locator.waitFor({ state: "detached" });

describe("completion", () => {
  test("while one types, what is chosen replaces the word", async () => {
    await behind("net.fence", "eu-central-1b\n");
    await page.keyboard.type("    sec");
    await option("security-group").waitFor();
    // What it means stands beside it.
    await page.locator(".cm-completionInfo", { hasText: "security-group NAME" }).waitFor();
    await seen();
    await press("Enter");
    await told("edit", { text: NETWORK.replace("1b\n", "1b\n    security-group") });
  });

  test("names of other texts are offered when it is asked for", async () => {
    await show("intents.fence");
    await behind("intents.fence", "allow ");
    await press("Control+Space");
    for (const name of ["front", "web-1"]) await option(name).first().waitFor();
    await press("Escape");
    await gone(option("front"));
  });

  test("a word that is written out is left by Enter as it is", async () => {
    await behind("net.fence", "eu-central-1b");
    await page.keyboard.type("\nsubnet");
    await page.getByRole("option", { name: "subnet", selected: true }).waitFor();
    await seen();
    await press("Enter");
    await page.keyboard.type("x");
    await told("edit", { text: NETWORK.replace("1b\n", "1b\n    subnet\n    x\n") });
    assert.equal(await page.locator(".cm-tooltip-autocomplete").count(), 0);
  });
});

describe("what a word means", () => {
  test("the pointer shows it", async () => {
    await page.locator(".cm-line span", { hasText: /^subnet$/ }).first().hover();
    await card("subnet NAME").waitFor();
  });

  test("a key shows and says it, Escape closes it", async () => {
    await behind("net.fence", "instance web-1 in web");
    await press("Control+i");
    await card("subnet shop.main.web-a").waitFor();
    await page.locator(".cm-announced", { hasText: "subnet shop.main.web-a" }).waitFor({ state: "attached" });
    await press("Escape");
    await gone(card("subnet shop.main.web-a"));
  });
});

describe("names", () => {
  test("F12 and a click go to the declaration, in another text, too", async () => {
    await show("intents.fence");
    await behind("intents.fence", "= subnet web");
    await press("F12");
    const place = { from: { line: 3, column: 12 }, to: { line: 3, column: 17 } };
    const { key, from, to } = await told("place");
    assert.deepEqual({ key, from, to }, { key: "net.fence", ...place });
    await page.locator(".cm-line span", { hasText: /^front$/ }).last().click({ modifiers: ["Control"] });
    assert.deepEqual((await told("place", { key: "intents.fence" })).from, { line: 1, column: 9 });
  });

  test("where no name stands, it says so until the next key", async () => {
    await behind("net.fence", "vpc main 10.0");
    await press("F12");
    await card("no name").waitFor();
    await press("ArrowLeft");
    await gone(card("no name"));
    await press("F2");
    await card("name").waitFor();
  });

  test("places are marked and listed, and one is gone to", async () => {
    await behind("net.fence", "subnet web-a");
    await press("Shift+F12");
    await page.getByRole("listbox", { name: "3 places" }).waitFor();
    assert.equal(await page.locator(".rf-named").count(), 2);
    assert.deepEqual(await page.getByRole("option", { selected: true }).allTextContents(), [
      "subnet web-a 10.0.0.0/24 in eu-central-1aline 3",
    ]);
    await press("ArrowDown");
    await press("ArrowDown");
    await press("Enter");
    const { key, from } = await told("place");
    assert.deepEqual({ key, from }, { key: "intents.fence", from: { line: 1, column: 24 } });
    await gone(page.getByRole("listbox"));
    await gone(page.locator(".rf-named").first());
  });

  test("F2 renames in every text, and undo takes it back in each", async () => {
    await show("intents.fence");
    await show("net.fence");
    await behind("net.fence", "instance web-1 in web");
    await press("F2");
    const field = page.getByRole("textbox", { name: "new name of web-a" });
    await field.waitFor();
    await page.keyboard.type("edge");
    await press("Enter");
    const renamed = NETWORK.replaceAll("web-a", "edge");
    await told("edit", { key: "net.fence", text: renamed });
    const other = await told("edit", { key: "intents.fence" });
    assert.equal(other.text, INTENTS.replace("web-a", "edge"));
    await gone(field);
    await press("Control+z");
    await told("edit", { key: "net.fence", text: NETWORK });
    await page.evaluate((text) => document.querySelector("fence-editor").setDocument("intents.fence", text), other.text);
    await press("Control+z");
    await told("edit", { key: "intents.fence", text: INTENTS });
  });

  test("a name that is taken is refused with the reason, and Escape leaves all as it is", async () => {
    await behind("net.fence", "subnet web");
    await press("F2");
    await page.getByRole("textbox", { name: "new name" }).waitFor();
    await page.keyboard.type("web-b");
    await press("Enter");
    await page.getByRole("alert").filter({ hasText: "the subnet web-b is there already" }).waitFor();
    await press("Escape");
    await gone(page.getByRole("alert"));
    await page.keyboard.type("!");
    await told("edit", { text: NETWORK.replace("subnet web", "subnet web!") });
  });
});

describe("outline and colours", () => {
  test("the outline is sifted and jumped to", async () => {
    await press("Control+Shift+O");
    await page.getByRole("listbox", { name: "Outline" }).waitFor();
    assert.equal(await page.getByRole("option").count(), 5);
    await page.keyboard.type("net web-b");
    await page.getByRole("status").filter({ hasText: "1 of 5" }).waitFor();
    await press("Enter");
    assert.deepEqual((await told("place", { key: "net.fence" })).from, { line: 4, column: 12 });
    // Escape goes back to the text.
    await press("Control+Shift+O");
    await page.getByRole("listbox", { name: "Outline" }).waitFor();
    await press("Escape");
    await gone(page.getByRole("listbox"));
    await page.keyboard.type("#");
    await told("edit", { text: `#${NETWORK}` });
  });

  test("words have the colour of what they mean, also what was just written", async () => {
    await page.locator(".rf-t-text", { hasText: "eu-central-1a" }).waitFor();
    await page.locator(".rf-t-reference", { hasText: "web-a" }).waitFor();
    await behind("net.fence", "10.0.0.10 }\n");
    await page.keyboard.type("# x\n    subnet web-c 10.0.2.0/24");
    await page.locator(".rf-t-declaration", { hasText: "web-c" }).waitFor();
  });
});

const LOOSE = "deny internet->any:tcp 22\nallow   any -> internet\n\n\n# last";
const FORMATTED = "deny  internet -> any : tcp 22\nallow any      -> internet\n\n# last\n";
const format = () => page.evaluate(() => document.querySelector("fence-editor").format());
const write = (text) => page.evaluate((text) => document.querySelector("fence-editor").setDocument("loose.fence", text), text);

describe("formatting", () => {
  test("is an edit that undo takes back, and the cursor stays on its line", async () => {
    await write(LOOSE);
    await page.evaluate((point) => document.querySelector("fence-editor").reveal("loose.fence", point, point), { line: 2, column: 10 });
    await format();
    await told("edit", { text: FORMATTED });
    await page.keyboard.type("!");
    await told("edit", { text: FORMATTED.replace("any  ", "any!  ") });
    await press("Control+z");
    await press("Control+z");
    await told("edit", { text: LOOSE });
  });

  test("leaves a text with errors, and says so", async () => {
    await write("deny internet->");
    await format();
    await told("notice", { text: "a text with errors is not formatted: mend what is underlined first" });
    await page.keyboard.type("#");
    await told("edit", { text: "#deny internet->" });
  });

  test("leaves a text that cannot be changed", async () => {
    await write(LOOSE);
    await page.evaluate(() => (document.querySelector("fence-editor").readOnly = true));
    await format();
    await page.evaluate(() => (document.querySelector("fence-editor").readOnly = false));
    await page.keyboard.type("#");
    await told("edit", { text: `#${LOOSE}` });
  });

  test("waits for what it needs, and says so when that is not to be had, until it is", async () => {
    await tab.close();
    tab = await browser.open({ early: true });
    page = tab.page;
    await page.route("**/editor-editing-*.js", (route) => route.abort());
    await write(LOOSE);
    await format();
    await told("notice", {
      text: "the text is not formatted: what formats it could not be loaded; try again once there is a network",
    });
    await page.unroute("**/editor-editing-*.js");
    await format();
    await told("edit", { text: FORMATTED });
    // The browser itself says what is not there.
    tab.complaints = tab.complaints.filter((text) => !/Failed to load resource/.test(text));
  });
});

describe("a worker that fails", () => {
  /** A worker that does as a test tells it. */
  const FAKE = `
    self.questions = [];
    self.addEventListener("message", ({ data }) => self.questions.push(data));
    self.postMessage({ ready: true });
  `;
  /** And that colours nothing, so that nothing else waits for what it is told. */
  const COLOURED = "self.addEventListener('message', ({ data }) => data.call === 'tokens' && self.postMessage({ answer: [] }));";

  async function served(script) {
    await tab.close();
    tab = await browser.open({ early: true });
    page = tab.page;
    await page.route("**/language.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    const started = page.waitForEvent("worker");
    await show("net.fence");
    await page.evaluate(() => document.querySelector("fence-editor").load());
    await behind("net.fence", "instance web-1 in web");
    return started;
  }

  /** Once the worker was asked this often, what for. */
  async function asked(worker, call, count) {
    for (;;) {
      const calls = await worker.evaluate((call) => self.questions.filter((question) => question.call === call).length, call);
      if (calls >= count) return calls;
    }
  }

  test("leaves the editor as it is", async () => {
    await served("throw new Error('no engine')");
    const workers = [];
    page.on("worker", (worker) => workers.push(worker));
    await press("F12");
    await page.keyboard.type("x");
    await told("edit", { text: NETWORK.replace("1 in web", "1 in webx") });
    await press("Control+z");
    await told("edit", { text: NETWORK });
    // Nor is it started again at every letter.
    assert.ok(workers.length < 2);
  });

  test("formats nothing, and says so", async () => {
    await served("throw new Error('no engine')");
    await write(LOOSE);
    await format();
    await told("notice", {
      text: "the text is not formatted: the language service could not be loaded; try again once there is a network",
    });
    await page.unroute("**/language.js");
    await format();
    await told("edit", { text: FORMATTED });
  });

  test("at a text that is to be formatted is heard of", async () => {
    const worker = await served(FAKE);
    await asked(worker, "tokens", 1);
    await worker.evaluate(() => self.postMessage({ answer: [] }));
    await format();
    await asked(worker, "format", 1);
    await worker.evaluate(() => self.postMessage({ failed: "unreachable" }));
    await told("notice", { text: "the text is not formatted: the language service broke down at it, or took too long" });
  });

  test("what is written while it starts is formatted, and so is what is written while it answers", async () => {
    const worker = await served(FAKE.replace("self.postMessage", "self.start = () => self.postMessage") + COLOURED);
    await format();
    await page.keyboard.type("1");
    await worker.evaluate(() => self.start());
    await asked(worker, "format", 1);
    // Texts come with a question where they are others than with the one before.
    const first = await worker.evaluate(() => {
      const before = self.questions.slice(0, 1 + self.questions.findIndex(({ call }) => call === "format"));
      return before.findLast(({ texts }) => texts).texts[0].text;
    });
    assert.equal(first, NETWORK.replace("1 in web", "1 in web1"));
    await page.keyboard.type("2");
    const answer = (was, text) => worker.evaluate((answer) => self.postMessage({ answer }), { type: "formatted", was, text });
    await answer(first, "old");
    await asked(worker, "format", 2);
    const second = NETWORK.replace("1 in web", "1 in web12");
    await answer(second, "new");
    await told("edit", { text: "new" });
    const edits = await page.evaluate(() => window.told.filter(({ name }) => name === "edit").map(({ text }) => text));
    assert.ok(!edits.includes("old"));
  });

  test("is replaced at the next question", async () => {
    const worker = await served(FAKE + COLOURED);
    await press("Control+i");
    await asked(worker, "hover", 1);
    const next = page.waitForEvent("worker");
    await worker.evaluate(() => self.postMessage({ failed: "unreachable" }));
    await press("Control+i");
    await asked(await next, "hover", 1);
  });

  test("an answer to what was asked before is dropped, and only the newest question follows", async () => {
    const worker = await served(FAKE);
    await asked(worker, "tokens", 1);
    for (let presses = 0; presses < 3; presses += 1) await press("Control+i");
    await worker.evaluate(() => self.postMessage({ answer: [] }));
    await asked(worker, "hover", 1);
    await press("Control+i");
    const place = { file: "net.fence", start: { offset: 0, line: 1, column: 1 }, end: { offset: 7, line: 1, column: 8 } };
    const answer = (title) => worker.evaluate((hover) => self.postMessage({ answer: hover }), { title, doc: "", place });
    await answer("old");
    await asked(worker, "hover", 2);
    await answer("new");
    await card("new").waitFor();
    assert.equal(await card("old").count(), 0);
  });
});

describe("for everybody", () => {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing serious in lists, cards and fields, ${theme}`, async () => {
      await page.evaluate((theme) => document.querySelector("fence-editor").setAttribute("theme", theme), theme);
      await page.evaluate(axe);
      const look = async () => {
        const { violations } = await page.evaluate(() => window.axe.run(document.querySelector("fence-editor")));
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
      };
      await page.locator(".rf-t-reference").first().waitFor();
      const still = () => gone(page.locator(".rf-flash"));
      await behind("net.fence", "instance web-1 in web");
      await press("Control+i");
      await card("subnet shop.main.web-a").waitFor();
      await still();
      await look();
      await press("F2");
      await page.getByRole("textbox", { name: "new name" }).waitFor();
      await look();
      await press("Escape");
      await press("Shift+F12");
      await page.getByRole("listbox").waitFor();
      await look();
      await press("Escape");
      await press("Control+Space");
      await option("web-a").first().waitFor();
      await look();
    });
  }
});
