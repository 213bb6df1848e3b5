// The engine's worker: limits, breakdowns, texts that overtake each other, and builds.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { estate } from "./helpers/estate.mjs";
import { PAGE } from "./helpers/server.mjs";
import { suite } from "./helpers/suite.mjs";

const worker = await readFile(join(PAGE, "app/worker.js"), "utf8");

/** A text whose intents a worker with `BUSY` before its own code never comes to an end with. */
const SLOW = `${estate({ machines: 40 })}# slow\n`;
const BUSY = `
  let slow = false;
  self.addEventListener("message", ({ data: { task, texts } }) => {
    if (texts) slow = JSON.stringify(texts).includes("# slow");
    if (!slow || task.type !== "check") return;
    console.log("busy");
    for (;;);
  });
`;

describe("a worker that is busy", () => {
  const page = suite({ instead: { "app/worker.js": BUSY + worker } });

  /** Gives the page the text, and waits until its worker judges it. */
  async function occupy(tab) {
    const busy = tab.page.waitForEvent("console", (message) => message.text() === "busy");
    await tab.openFiles({ "slow.fence": SLOW });
    await busy;
    tab.complaints.splice(0);
  }

  test("for too long is given up and replaced, and the page says so", async () => {
    const tab = await page.open({ before: ({ page }) => page.clock.install() });
    await tab.settled("28 hold");
    const workers = counted(tab);
    await occupy(tab);
    await tab.settled("judging …");
    await tab.page.clock.fastForward(20_000);
    await tab.settled("given up: judging the intents took longer than 20 seconds");
    await workers.next(1);
    await tab.view("Findings");
    await tab.page.getByText("The intents could not be judged").waitFor();
    // The rest of the page is of use all the same: a question is answered by the new worker.
    await tab.ask("batch-9 -> 192.0.2.1 : tcp 25");
    assert.match(await tab.verdict("batch-9 -> 192.0.2.1 : tcp 25"), /blocked/);
    await tab.example("aws/three-tier.fence");
    await tab.settled("28 hold, 0 fail, 0 unknown");
  });

  test("with a text of before is replaced, and the newest text is judged", async () => {
    const tab = await page.opened();
    const workers = counted(tab);
    await occupy(tab);
    await tab.example("aws/nat.fence");
    await tab.example("aws/public-subnet.fence");
    await tab.example("aws/three-tier.fence");
    await tab.settled("28 hold, 0 fail, 0 unknown");
    await tab.onMap(/^instance web-1,/).waitFor();
    await workers.next(1);
    assert.equal(workers.count, 1);
  });
});

describe("a worker", () => {
  const page = suite();

  test("answers about the newest of many texts", async () => {
    const tab = await page.opened();
    await tab.ask("web-1 -> app-1 : tcp 8080");
    assert.equal(await tab.verdict("web-1 -> app-1 : tcp 8080"), "● reachable");
    await tab.find("ingress tcp 8080 from web");
    await tab.page.keyboard.press("ArrowLeft");
    for (let moves = 0; moves < "ingress tcp 808".length; moves += 1) await tab.page.keyboard.press("ArrowRight");
    await tab.page.keyboard.press("Delete");
    // 8081, 80811, 808: each is another text.
    for (const key of ["1", "1", "Backspace", "Backspace", "0"]) await tab.page.keyboard.press(key);
    await tab.answer.locator("h2").getByText("reachable").waitFor();
    await tab.settled("28 hold, 0 fail, 0 unknown");
    for (const key of ["Backspace", "1", "Backspace", "2"]) await tab.page.keyboard.press(key);
    await tab.answer.locator("h2").getByText("blocked").waitFor();
    await tab.settled(/[1-9]\d* fail/);
  });
});

describe("a worker of another build", () => {
  const ready = /ready:("[^"]*"|`[^`]*`)/;
  assert.match(worker, ready, "the worker says its build");
  const page = suite({ instead: { "app/worker.js": worker.replace(ready, 'ready:"another"') } });

  test("is not asked, and the page says what to do", async () => {
    const tab = await page.open();
    await tab.settled("page and engine are of two builds: reload the page");
    assert.match(await tab.status.getAttribute("class"), /bad/);
  });
});

describe("a worker whose engine traps", () => {
  // A real trap, uncaught, when a text asks for it.
  const trap = `
    const trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ]))).exports.f;
    self.addEventListener("message", (event) => {
      if (JSON.stringify(event.data).includes("# trap")) {
        event.stopImmediatePropagation();
        trap();
      }
    });
  `;
  const page = suite({ instead: { "app/worker.js": trap + worker } });

  test("is replaced, the page says so, and the next text is judged", async () => {
    const tab = await page.opened();
    // That of the language service, which comes with the editor, is not counted.
    const language = tab.page.waitForEvent("worker");
    await tab.enter();
    await language;
    const workers = counted(tab);
    await tab.change("Three tiers", "trap");
    await tab.settled(/given up: .*unreachable/);
    await workers.next(1);
    await tab.page.keyboard.press("Backspace");
    await tab.settled("28 hold, 0 fail, 0 unknown");
    assert.equal(workers.count, 1);
  });
});

describe("a worker without its engine", () => {
  const page = suite({ instead: { "app/ringfence.wasm": "" } });

  test("is not started for ever, and the page says so", async () => {
    const tab = await page.open();
    await tab.settled("the engine does not start");
    assert.match(await tab.status.getAttribute("class"), /bad/);
    // One can still write, and share what one wrote.
    await tab.change("Three tiers", "3 tiers");
    assert.match((await tab.state()).files[0].text, /^# 3 tiers/);
    tab.complaints.splice(0);
  });
});

/** Workers that start from now on. */
function counted({ page }) {
  const counter = {
    count: 0,
    /** Once so many have started. */
    async next(count) {
      while (counter.count < count) await page.waitForEvent("worker");
    },
  };
  page.on("worker", () => {
    counter.count += 1;
  });
  return counter;
}
