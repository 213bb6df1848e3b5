// Whatever is written or pasted, the page goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const EXAMPLE = "aws/three-tier.fence";

/** Bytes that a fixed seed gives, as text. */
function noise(length) {
  let state = 0x2545f491;
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}

const TEXTS = {
  "random bytes": noise(20_000).toString("latin1"),
  "random bytes that are no UTF-8": noise(20_000).toString("utf8"),
  "control characters": Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join("").repeat(20),
  "halves of characters": "\ud800 vpc \udfff\n\udc00{".repeat(100),
  "marks that turn text around": "\u202e\u2066network shop\u2069\ufeff\u200b on aws\u2028{\u2029}".repeat(50),
  "braces without end": "{".repeat(20_000),
  "a text that stops in the middle": "network shop on aws in eu-central-1 {\n  vpc main 10.0.0.0/16 {\n    subnet web 10.0.",
};

for (const [what, text] of Object.entries(TEXTS)) {
  test(`${what} leave the page running`, async () => {
    const tab = await page.opened();
    await tab.replaceText(text);
    await tab.settled(/^\d+ errors?\b/);
    await tab.status.click();
    await tab.page.locator(".findings .problem").first().waitFor();
    await tab.view("Map");
    await tab.page.getByText("Nothing is deployed").or(tab.page.locator(".drawing")).waitFor();
    await well(tab);
  });
}

for (const [what, unit] of [
  ["10 MB of statements", "instance web-1 in web-a { ip 10.0.0.10; tag tier=frontend }\n"],
  ["10 MB on one line", "{ x } "],
]) {
  test(`${what} leave the page running`, async () => {
    const tab = await page.opened();
    await tab.replaceText(unit.repeat(Math.ceil(10_000_000 / unit.length)));
    await tab.settled(/error|given up/, { timeout: 60_000 });
    await well(tab);
  });
}

test("a service, a question and a name may be anything", async () => {
  const tab = await page.opened();
  for (const text of ["\u0000", "]".repeat(5000), "<img src=x onerror=alert(1)>", "a -> b : ".repeat(300)]) {
    await tab.ask(text);
    await tab.answer.getByText("This cannot be asked").waitFor();
  }
  await tab.openFiles({ "<b>odd name & \u202e.fence": "deny any -> any\n" });
  await tab.page.getByRole("group", { name: "texts" }).getByText("<b>odd name &").waitFor();
  await well(tab);
});

test("an empty text is nothing to worry about", async () => {
  const tab = await page.opened();
  await tab.example("-");
  await tab.page.getByText("Nothing is deployed in this text").waitFor();
  await tab.settled("nothing must hold yet");
  for (const view of ["Matrix", "Findings", "Map"]) await tab.view(view);
  await tab.editor.focus();
  await tab.page.keyboard.type("network a on aws in b");
  await tab.editor.getByText("network a on aws in b").waitFor();
  await well(tab);
});

/** After all of it the example is judged, drawn and asked about as ever. */
async function well(tab) {
  await tab.example(EXAMPLE);
  await tab.settled("28 hold, 0 fail, 0 unknown");
  await tab.editor.getByText("Three tiers").waitFor();
  await tab.onMap(/^instance web-1,/).waitFor();
  await tab.ask("web-1 -> app-1 : tcp 8080");
  assert.equal(await tab.verdict("web-1 -> app-1 : tcp 8080"), "● reachable");
}
