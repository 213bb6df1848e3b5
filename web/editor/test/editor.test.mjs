// The built editor in a browser, under the policy of the playground. Each test waits for what it expects.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { start } from "./browser.mjs";
import { example, find, marks, path, problems } from "./example.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PHONE =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.close());

let tab;
let page;
beforeEach(async () => {
  await use({});
});
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  assert.deepEqual(complaints, []);
});

/** Another page, with other options. */
async function use(options) {
  await tab?.close();
  tab = await browser.open(options);
  page = tab.page;
}

/** Calls a method of the element. */
function call(method, ...args) {
  return page.evaluate(([method, args]) => document.querySelector("fence-editor")[method](...args), [method, args]);
}

/** The last event of a name that has these values, as soon as there is one. */
async function told(name, values = {}) {
  const event = await page.waitForFunction(
    ([name, values]) =>
      window.told.findLast(
        (event) => event.name === name && Object.entries(values).every(([key, value]) => event[key] === value),
      ),
    [name, values],
  );
  return event.jsonValue();
}

/** All events of a name so far. */
function all(name) {
  return page.evaluate((name) => window.told.filter((event) => event.name === name), name);
}

/** The text as it is after an edit of the user. */
async function text() {
  return (await told("edit")).text;
}

const textbox = () => page.getByRole("textbox", { name: "policy text" });
const underlined = () => page.locator(".cm-lintRange-error");
const card = () => page.locator(".cm-tooltip-lint");
const mark = (name) => page.getByRole("button", { name });

describe("writing", () => {
  test("each change of the user is told, a text that is set is not", async () => {
    await call("setDocument", "a.fence", "vpc main\n");
    await textbox().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("ab");
    const edit = await told("edit", { text: "abvpc main\n" });
    assert.equal(edit.key, "a.fence");
    assert.deepEqual((await all("edit")).map(({ text }) => text), ["avpc main\n", "abvpc main\n"]);
  });

  test("a text that is set afresh is no step that undo takes back", async () => {
    await call("setDocument", "a.fence", "one\n");
    await textbox().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("x");
    await told("edit", { text: "xone\n" });
    await call("setDocument", "a.fence", "two\n");
    await page.keyboard.press("Control+z");
    await page.keyboard.type("y");
    await told("edit", { text: "ytwo\n" });
    assert.equal((await all("edit")).length, 2);
  });

  test("undo, cursor and scroll of a text survive another one", async () => {
    const long = Array.from({ length: 300 }, (_, index) => `vpc net-${index}`).join("\n");
    await call("setDocument", "a.fence", long);
    await call("reveal", "a.fence", { line: 200, column: 1 }, { line: 200, column: 1 });
    await page.keyboard.type("xy");
    await told("edit");
    const top = () => page.locator(".cm-scroller").evaluate(({ scrollTop }) => scrollTop);
    const before = await top();
    assert.ok(before > 1000);

    await call("setDocument", "b.fence", "vpc other\n");
    await page.getByText("vpc other").waitFor();
    await call("setDocument", "a.fence", await text());
    await page.getByText("xyvpc net-199").waitFor();
    await page.waitForFunction((top) => {
      const now = document.querySelector("fence-editor").shadowRoot.querySelector(".cm-scroller").scrollTop;
      return Math.abs(now - top) < 2;
    }, before);
    await textbox().focus();
    await page.keyboard.press("Control+z");
    await told("edit", { key: "a.fence", text: long });
    await page.keyboard.type("z");
    await told("edit", { text: long.replace("vpc net-199", "zvpc net-199") });
  });

  test("a text that is forgotten starts afresh", async () => {
    await call("setDocument", "a.fence", "one");
    await textbox().click();
    await page.keyboard.type("x");
    await told("edit", { text: "onex" });
    await call("forget", "a.fence");
    await textbox().focus();
    await page.keyboard.type("nowhere");
    await call("setDocument", "a.fence", "onex");
    await textbox().focus();
    await page.keyboard.press("Control+z");
    await page.keyboard.type("y");
    await told("edit", { text: "yonex" });
    assert.equal((await all("edit")).length, 2);
  });

  test("the line of the cursor is told", async () => {
    await call("setDocument", "a.fence", "one\ntwo\nthree");
    await told("cursor", { key: "a.fence", line: 1, column: 1 });
    await textbox().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await told("cursor", { line: 2, column: 2 });
  });

  test("a block is indented, closed and commented out", async () => {
    await call("setDocument", "a.fence", "");
    await textbox().focus();
    await page.keyboard.type("vpc main {\nsubnet a,\nb");
    await told("edit", { text: "vpc main {\n  subnet a,\n    b\n}" });
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+/");
    await told("edit", { text: "# vpc main {\n  subnet a,\n    b\n}" });
  });

  test("a selection is written over, in brackets, too, and by an input method", async () => {
    await call("setDocument", "a.fence", "deny any -> 10.0.0.0/8 # all");
    await textbox().focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("(");
    await told("edit", { text: "(deny any -> 10.0.0.0/8 # all)" });
    await page.keyboard.type("é");
    await told("edit", { text: "(é)" });
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+a");
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await session.send("Input.insertText", { text: "日本" });
    await told("edit", { text: "日本" });
  });

  test("Tab leaves the editor, Mod-] indents", async () => {
    await call("setDocument", "a.fence", "one");
    await textbox().focus();
    await page.keyboard.press("Control+]");
    await told("edit", { text: "  one" });
    await page.keyboard.press("Tab");
    await page.locator("#after:focus").waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.locator("#before:focus").waitFor();
  });

  test("a text that is read only is not changed", async () => {
    await call("setDocument", "a.fence", "10.0.0.1/24");
    await call("setProblems", "a.fence", [
      { ...range(1, 1, 12), severity: "error", code: "host-bits", message: "no", fixes: [{ ...range(1, 1, 12), label: "mend", text: "x" }] },
    ]);
    await page.evaluate(() => (document.querySelector("fence-editor").readOnly = true));
    await textbox().focus();
    await page.keyboard.type("x");
    await page.keyboard.press("Control+.");
    await page.evaluate(() => (document.querySelector("fence-editor").readOnly = false));
    await page.keyboard.type("y");
    await told("edit");
    assert.deepEqual((await all("edit")).map(({ text }) => text), ["y10.0.0.1/24"]);
  });

  test("it comes back as it was when the page moves it", async () => {
    await call("setDocument", "a.fence", "one");
    await textbox().focus();
    await page.keyboard.type("x");
    await told("edit", { text: "xone" });
    await page.evaluate(() => document.querySelector("main").prepend(document.querySelector("fence-editor")));
    await textbox().focus();
    await page.keyboard.press("Control+z");
    await told("edit", { text: "one" });
  });

  test("a listener may call the element at once", async () => {
    await page.evaluate(() => {
      const editor = document.querySelector("fence-editor");
      editor.addEventListener("edit", ({ detail: { key } }) => {
        editor.setProblems(key, [
          { from: { line: 1, column: 1 }, to: { line: 1, column: 2 }, severity: "error", code: "c", message: "m" },
        ]);
      });
    });
    await call("setDocument", "a.fence", "");
    await textbox().focus();
    await page.keyboard.type("web");
    await underlined().getByText("w", { exact: true }).waitFor();
  });
});

describe("problems", () => {
  beforeEach(async () => {
    await call("setDocument", "a.fence", example);
    await call("setProblems", "a.fence", problems);
    await textbox().focus();
  });

  test("they are underlined, and F8 goes through them", async () => {
    await page.keyboard.press("F8");
    await card().getByText("has bits set past its length").waitFor();
    assert.equal(await underlined().filter({ hasText: "10.0.17.5/24" }).count(), 1);
    await card().getByText("host-bits").waitFor();
    await card().getByText("the prefix that holds it is").waitFor();
    await page.keyboard.press("F8");
    await card().getByText("nothing is named").waitFor();
    await page.keyboard.press("Shift+F8");
    await card().getByText("has bits set past its length").waitFor();
    await page.keyboard.press("Escape");
    await card().waitFor({ state: "detached" });
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await card().getByText("kept for documentation").waitFor();
    assert.equal(await page.locator(".cm-lintRange-warning").count() > 0, true);
  });

  test("the pointer shows one, too", async () => {
    await page.keyboard.press("F8");
    await page.keyboard.press("Escape");
    await card().waitFor({ state: "detached" });
    await underlined().first().hover();
    await card().getByText("has bits set past its length").waitFor();
    await card().getByRole("button", { name: "Write 10.0.17.0/24" }).click();
    await told("edit", { text: example.replace("10.0.17.5/24", "10.0.17.0/24") });
  });

  test("Mod-. mends the one at the cursor", async () => {
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await told("edit", { text: example.replace("10.0.17.5/24", "10.0.17.0/24") });
    await page.keyboard.press("Control+z");
    await told("edit", { text: example });
  });

  test("among several edits one is chosen, by keyboard", async () => {
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+.");
    await page.getByRole("button", { name: "Write app" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await told("edit", { text: example.replace("security-group ap;", "security-group db;") });
  });

  test("Escape leaves a card for the text", async () => {
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await page.getByRole("button", { name: "Write app" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");
    await card().waitFor({ state: "detached" });
    await textbox().and(page.locator(":focus")).waitFor();
  });

  test("an edit stands where its text went, and is void where somebody wrote in it", async () => {
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# first\n");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    const mended = `# first\n${example.replace("10.0.17.5/24", "10.0.17.0/24")}`;
    await told("edit", { text: mended });

    await call("setDocument", "b.fence", "10.0.17.5/24");
    await call("setProblems", "b.fence", [
      { ...range(1, 1, 13), severity: "error", code: "c", message: "m", fixes: [{ ...range(1, 1, 13), label: "mend", text: "no" }] },
    ]);
    await textbox().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type("1");
    await page.keyboard.press("Control+.");
    await page.keyboard.type("2");
    await told("edit", { text: "1120.0.17.5/24" });
  });

  test("another place is told when it is chosen", async () => {
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await card().getByRole("button", { name: "is declared here" }).click();
    const { key, from } = await told("place");
    assert.deepEqual({ key, from }, { key: "a.fence", from: find("security-group app {").from });
  });

  test("places outside of the text count as the nearest inside", async () => {
    await call("setDocument", "b.fence", "one\ntwo");
    const problem = { severity: "error", code: "c", message: "m" };
    await call("setProblems", "b.fence", [
      { ...problem, from: { line: 2, column: 2 }, to: { line: 99, column: 99 } },
      { ...problem, from: { line: 0, column: 0 }, to: { line: 1, column: 2 } },
      { ...problem, from: { line: 1, column: 3 }, to: { line: 1, column: 1 } },
    ]);
    await underlined().getByText("wo", { exact: true }).waitFor();
    await underlined().getByText("o", { exact: true }).waitFor();
  });

  test("what is told of a text before it is set is shown with it", async () => {
    await call("setProblems", "b.fence", [{ ...range(1, 1, 4), severity: "error", code: "c", message: "m" }]);
    await call("setMarks", "b.fence", [{ line: 1, state: "fails", title: "deny" }]);
    await call("setDocument", "b.fence", "one");
    await underlined().getByText("one").waitFor();
    await mark("fails: deny").waitFor();
  });

  test("a message is text, never markup", async () => {
    await call("setDocument", "b.fence", "one");
    await call("setProblems", "b.fence", [
      { ...range(1, 1, 4), severity: "error", code: "<b>c</b>", message: "<img src=x onerror=complain('x')> `<i>`" },
    ]);
    await textbox().focus();
    await page.keyboard.press("F8");
    await card().getByText("<img src=x").waitFor();
    assert.equal(await card().locator("img, b, i").count(), 0);
  });
});

describe("marks", () => {
  beforeEach(async () => {
    await call("setDocument", "a.fence", example);
    await call("setMarks", "a.fence", marks);
    await call("reveal", "a.fence", find("deny    internet").from, find("deny    internet").from);
  });

  const line = find("deny    internet").from.line;

  test("each state has a sign, a colour and words", async () => {
    await mark("fails: deny internet").waitFor();
    const looks = await page.locator(".rf-mark").evaluateAll((marks) =>
      marks.map((mark) => ({
        state: mark.title.split(":")[0],
        sign: [...mark.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("|"),
        colour: getComputedStyle(mark).color,
        said: mark.getAttribute("aria-label") === mark.title,
      })),
    );
    const states = new Map(looks.map((look) => [look.state, look]));
    assert.deepEqual([...states.keys()].sort(), ["fails", "holds", "not judged", "unknown"]);
    assert.equal(new Set([...states.values()].map(({ sign }) => sign)).size, 4);
    assert.equal(new Set([...states.values()].map(({ colour }) => colour)).size, 4);
    assert.ok(looks.every(({ said }) => said));
  });

  test("a click tells which was chosen", async () => {
    await mark("fails: deny internet").click();
    await told("mark", { key: "a.fence", line });
  });

  test("by keyboard it is one stop, arrows go on", async () => {
    await page.locator("#before").focus();
    await page.keyboard.press("Tab");
    const focused = () => page.locator(".rf-mark:focus");
    await focused().waitFor();
    const title = await focused().getAttribute("title");
    const first = marks.findIndex((mark) => title.endsWith(mark.title));
    await page.keyboard.press("ArrowDown");
    await page.locator(`.rf-mark:focus[title$='${marks[first + 1].title}']`).waitFor();
    await page.keyboard.press("Enter");
    await told("mark", { line: marks[first + 1].line });
    await page.keyboard.press("ArrowUp");
    await page.locator(`.rf-mark:focus[title$='${marks[first].title}']`).waitFor();
    await page.keyboard.press("Space");
    await told("mark", { line: marks[first].line });
    await page.keyboard.press("Tab");
    await textbox().and(page.locator(":focus")).waitFor();
  });

  test("Alt-Enter in the text chooses that of the line", async () => {
    await page.keyboard.press("Alt+Enter");
    await told("mark", { line });
  });

  test("they move with the text", async () => {
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("End");
    await page.keyboard.type("\n# between");
    await mark("fails: deny internet").click();
    await told("mark", { line: line + 1 });
  });

  test("of several on a line the worst is shown, and all are said", async () => {
    await call("setMarks", "a.fence", [
      { line, state: "holds", title: "one" },
      { line, state: "unknown", title: "two" },
    ]);
    await mark("holds: one unknown: two").and(page.locator(".rf-unknown")).waitFor();
    assert.equal(await page.locator(".rf-mark").count(), 1);
    await call("setMarks", "a.fence", []);
    await page.locator(".rf-mark").waitFor({ state: "detached" });
  });
});

describe("places", () => {
  test("reveal selects, shows and lights up a range, also of another text", async () => {
    await call("setDocument", "a.fence", example);
    await call("setDocument", "b.fence", "other");
    const { from, to } = find("deny    internet");
    await call("reveal", "a.fence", from, to);
    await page.locator(".rf-flash").first().waitFor();
    await textbox().and(page.locator(":focus")).waitFor();
    await told("cursor", { key: "a.fence", line: to.line });
    await page.keyboard.type("X");
    await told("edit", { key: "a.fence", text: example.replace("deny    internet", "X") });
  });

  test("the light goes out", async () => {
    await call("setDocument", "a.fence", example);
    await call("reveal", "a.fence", { line: 3, column: 1 }, { line: 3, column: 1 });
    await page.locator(".cm-line.rf-flash").waitFor();
    await page.locator(".rf-flash").waitFor({ state: "detached" });
  });

  test("a text that was never set is not shown", async () => {
    await call("setDocument", "a.fence", "one");
    await call("reveal", "b.fence", { line: 1, column: 1 }, { line: 1, column: 1 });
    await textbox().focus();
    await page.keyboard.type("x");
    await told("edit", { key: "a.fence", text: "xone" });
  });

  test("the lines of a path are set apart until there is none", async () => {
    await call("setDocument", "a.fence", example);
    await call("highlight", "a.fence", path);
    await page.locator(".cm-line.rf-path", { hasText: "ingress 100 allow tcp 443" }).waitFor();
    assert.equal(await page.locator(".cm-lineNumbers .rf-path").first().textContent(), String(path[1].from.line));
    await call("highlight", "a.fence", []);
    await page.locator(".rf-path").first().waitFor({ state: "detached" });
  });
});

describe("colours", () => {
  /** The words of a text, each with what it was taken for. */
  async function words(text) {
    await call("setDocument", "a.fence", text);
    await page.locator(".cm-line").first().waitFor();
    return page.locator(".cm-line").evaluateAll((lines) => {
      const kinds = ["head", "verb", "link", "number", "address", "pair", "string", "comment"];
      const probe = document.createElement("i");
      document.querySelector("fence-editor").shadowRoot.append(probe);
      const colours = new Map();
      for (const kind of kinds) {
        probe.style.color = `var(--${kind})`;
        colours.set(getComputedStyle(probe).color, kind);
      }
      probe.remove();
      return lines.flatMap((line) =>
        [...line.querySelectorAll("span:not(:has(span))")].map((span) => {
          const { color, fontWeight } = getComputedStyle(span);
          return [span.textContent, colours.get(color) ?? (fontWeight === "600" ? "definition" : "plain")];
        }),
      );
    });
  }

  test("a word is taken for what the grammar says", async () => {
    // Without what the engine knows of it.
    await use({ early: true });
    const cases = [
      ["subnet web-a 10.0.0.0/24 in zone-1 { tag tier=frontend }", [
        ["subnet", "head"], ["web-a", "definition"], ["10.0.0.0/24", "address"], ["in", "link"], ["{", "link"],
        ["tag", "head"], ["tier=frontend", "pair"], ["}", "link"],
      ]],
      ["deny internet -> any except web : tcp 443, 8000-8099", [
        ["deny", "verb"], ["->", "link"], ["except", "verb"], [":", "link"], ["443", "number"], [",", "link"], ["8000-8099", "number"],
      ]],
      ["2001:db8::10:data : icmp 8/0", [["2001:db8::10", "address"], [":", "link"], [":", "link"], ["8/0", "number"]]],
      ["from 10.0.0.4-10.0.0.9, ::/0 # both", [["from", "link"], ["10.0.0.4-10.0.0.9", "address"], [",", "link"], ["::/0", "address"], ["# both", "comment"]]],
      ['segment a = "Prod VNet" because "a \\" # b"', [
        ["segment", "verb"], ["a", "definition"], ["=", "link"], ['"Prod VNet"', "string"], ["because", "link"], ['"a \\" # b"', "string"],
      ]],
      ["web->app", [["web", "head"], ["->", "link"]]],
      ["ünknown kind", [["ünknown", "head"]]],
      ["instance a,\n  b; ip 1.2.3.4", [["instance", "head"], [",", "link"], [";", "link"], ["ip", "head"], ["1.2.3.4", "address"]]],
      ["10.0.0.1.5 443x", []],
    ];
    for (const [text, expected] of cases) assert.deepEqual(await words(text), expected, text);
  });

  test("both themes are readable, and the page's own colours win", async () => {
    await call("setDocument", "a.fence", example);
    const background = () => page.locator(".cm-editor").evaluate((editor) => getComputedStyle(editor).backgroundColor);
    const light = await background();
    await page.evaluate(() => document.querySelector("fence-editor").setAttribute("theme", "dark"));
    const dark = await background();
    assert.notEqual(light, dark);
    await page.evaluate(() => document.documentElement.style.setProperty("--rf-bg", "rgb(1, 2, 3)"));
    assert.equal(await background(), "rgb(1, 2, 3)");
  });
});

describe("anything that is pasted", () => {
  /** Puts a text on the clipboard of the editor and pastes it. */
  function paste(text) {
    return page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const content = document.querySelector("fence-editor").shadowRoot.querySelector(".cm-content");
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }

  const length = (at) => page.waitForFunction((at) => window.told.findLast(({ name }) => name === "edit")?.text.length === at, at);

  for (const [what, unit] of [
    ["10 MB of lines", "instance web-1 in web-a { ip 10.0.0.10; tag tier=frontend }\n"],
    ["10 MB on one line", "{ x } "],
    ["10 MB of braces", "{"],
  ]) {
    test(`${what} leave the editor running`, async () => {
      await call("setDocument", "a.fence", "");
      await textbox().focus();
      const text = unit.repeat(Math.ceil(10_000_000 / unit.length));
      await paste(text);
      await length(text.length);
      await page.keyboard.type("é");
      await length(text.length + 1);
      await page.keyboard.press("Backspace");
      await length(text.length);
      await page.keyboard.press("Control+z");
      await call("setDocument", "b.fence", "vpc main\n");
      await page.locator(".cm-line span", { hasText: "vpc" }).waitFor();
    });
  }

  test("colours go while a text is large, and come back", async () => {
    await call("setDocument", "a.fence", "deny any -> any\n");
    await textbox().focus();
    const coloured = page.locator(".cm-line span", { hasText: "deny" });
    await coloured.first().waitFor();
    await page.keyboard.press("Control+End");
    await paste("deny any -> any\n".repeat(200_000));
    await page.keyboard.press("Control+Home");
    await coloured.first().waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await coloured.first().waitFor();
  });

  test("noise is a text as any other, but for halves of characters", async () => {
    const noise = `\u0000\u0007\u001b[31m\u202e\ufeff\u2028 \ud800 ]}){( \udc00\t${String.fromCodePoint(0x1f600)}`;
    await call("setDocument", "a.fence", "");
    await textbox().focus();
    await page.evaluate((codes) => {
      document.querySelector("fence-editor").setDocument("a.fence", String.fromCharCode(...codes));
    }, [...Array(noise.length).keys()].map((at) => noise.charCodeAt(at)));
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("a");
    await told("edit", { text: `a${noise.replace("\ud800", "\ufffd").replace("\udc00", "\ufffd")}` });
  });

  test("only line feeds end lines, as in the language", async () => {
    await call("setDocument", "a.fence", "one\r\ntwo\rstill two\nthree");
    await call("setProblems", "a.fence", [{ ...range(3, 1, 6), severity: "error", code: "c", message: "m" }]);
    await underlined().getByText("three").waitFor();
    await textbox().focus();
    await page.keyboard.type("x");
    await told("edit", { text: "xone\ntwo\rstill two\nthree" });
  });
});

describe("for everybody", () => {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing serious, ${theme}`, async () => {
      await page.evaluate(axe);
      assert.deepEqual(serious(await page.evaluate(() => window.axe.run("fence-editor"))), [], "without a text");
      await call("setDocument", "three-tier.fence", example);
      await call("setProblems", "three-tier.fence", problems);
      await call("setMarks", "three-tier.fence", marks);
      await call("highlight", "three-tier.fence", path);
      await page.evaluate((theme) => document.querySelector("fence-editor").setAttribute("theme", theme), theme);
      const check = async (what) => {
        // It names what it finds by its place, and what is drawn anew meanwhile has none: then it looks again.
        const look = () => page.evaluate(() => window.axe.run("fence-editor"));
        const found = await look().catch(look);
        assert.deepEqual(serious(found), [], what);
        assert.ok(found.passes.some(({ id }) => id === "color-contrast"), "colours were looked at");
      };
      await check("the text");
      await textbox().focus();
      await check("the text, with the focus");
      await page.keyboard.press("F8");
      await page.keyboard.press("F8");
      await card().waitFor();
      await check("a card");
      await call("reveal", "three-tier.fence", find("isolate frontend").from, find("isolate frontend").from);
      await mark("unknown: isolate").waitFor();
      await page.locator(".rf-flash").waitFor({ state: "detached" });
      await check("the marks");
      await page.keyboard.press("Control+f");
      await page.locator(".cm-search").waitFor();
      await page.keyboard.type("tcp");
      await check("the search");
    });
  }

  test("problems are read out", async () => {
    await call("setDocument", "a.fence", example);
    await call("setProblems", "a.fence", problems);
    await textbox().focus();
    await page.keyboard.press("F8");
    await page.locator("[aria-live=polite]", { hasText: "error: `10.0.17.5/24` has bits set" }).waitFor({ state: "attached" });
  });

  test("what is loaded later comes when it is wanted", async () => {
    await use({ early: true });
    const asked = [];
    page.on("request", (request) => asked.push(request.url().split("/").at(-1)));
    await call("setDocument", "a.fence", "vpc main\nvpc other\n");
    await call("setProblems", "a.fence", []);
    await page.getByText("vpc other").waitFor();
    assert.deepEqual(asked, []);
    await call("setProblems", "a.fence", [{ severity: "error", code: "unknown-word", message: "no", from: { line: 1, column: 1 }, to: { line: 1, column: 4 } }]);
    await underlined().waitFor();
    // Asked for before it is there.
    await textbox().focus();
    await page.keyboard.press("Control+f");
    await page.getByRole("textbox", { name: "Find" }).waitFor();
    assert.ok(asked.some((name) => name.startsWith("editor-problems-")) && asked.some((name) => name.startsWith("editor-editing-")));
  });

  test("search is there", async () => {
    await call("setDocument", "a.fence", example);
    await textbox().focus();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("payment provider");
    await page.keyboard.press("Enter");
    await page.locator(".cm-searchMatch-selected").waitFor();
    await page.keyboard.press("Escape");
    await textbox().and(page.locator(":focus")).waitFor();
  });

  test("fingers do on a phone what a pointer does", async () => {
    await use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true, userAgent: PHONE });
    await call("setDocument", "a.fence", `deny any -> any\n${"x".repeat(8)} 10.0.0.1/24\n`);
    await call("setMarks", "a.fence", [{ line: 1, state: "fails", title: "deny any" }]);
    await call("setProblems", "a.fence", [
      { ...range(2, 10, 21), severity: "error", code: "c", message: "has bits set", fixes: [{ ...range(2, 10, 21), label: "mend", text: "10.0.0.0/24" }] },
    ]);
    await mark("fails: deny any").tap();
    await told("mark", { line: 1 });
    await underlined().tap();
    await card().getByRole("button", { name: "mend" }).tap();
    await told("edit", { text: "deny any -> any\nxxxxxxxx 10.0.0.0/24\n" });
    await page.getByText("10.0.0.0/24").tap();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("web");
    await told("edit", { text: "web" });
  });
});

function range(line, from, to) {
  return { from: { line, column: from }, to: { line, column: to } };
}

/** What axe found that keeps somebody out. */
function serious({ violations }) {
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]);
}
