// On a phone: one part at a time, by touch, and nothing that sticks out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE } from "./helpers/page.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const part = (tab, name) =>
  tab.page.getByRole("navigation", { name: "parts of the page" }).getByRole("button", { name });

test("the bar at the foot shows one part at a time, and none is wider than the screen", async () => {
  const tab = await page.opened(PHONE);
  const parts = {
    Text: tab.page.getByRole("region", { name: "text", exact: true }),
    Network: tab.page.getByRole("region", { name: "network" }),
    Answer: tab.answer,
  };
  for (const name of ["Network", "Answer", "Text"]) {
    await part(tab, name).tap();
    await parts[name].waitFor();
    for (const [other, region] of Object.entries(parts)) {
      assert.equal(await region.isVisible(), other === name, `${other}, with ${name} chosen`);
    }
    await fits(tab, name);
  }
  await part(tab, "Network").tap();
  for (const view of ["Matrix", "Findings", "Map"]) {
    await tab.view(view);
    await fits(tab, view);
  }
  await tab.page.getByRole("button", { name: "help" }).tap();
  await tab.page.getByRole("dialog").waitFor();
  await fits(tab, "the help");
});

test("a source and a destination are picked by touch, and the answer leads back to the text", async () => {
  const tab = await page.opened(PHONE);
  await part(tab, "Network").tap();
  await tab.page.getByPlaceholder("any traffic").fill("postgres");
  await tab.onMap(/^instance app-2,/).tap();
  await fits(tab, "what is picked");
  await tab.page.getByRole("button", { name: "drop" }).tap();
  await tab.onMap(/^instance app-1,/).tap();
  await tab.page.getByText("now pick a destination").waitFor();
  await tab.onMap(/^instance db-1,/).tap();
  assert.equal(await tab.verdict("instance shop.main.app-1 -> instance shop.main.db-1 : postgres"), "● reachable");
  await fits(tab, "the answer");
  await tab.answer.getByRole("button", { name: "line 43" }).or(tab.answer.getByRole("button", { name: "line 44" })).first().tap();
  await tab.editor.waitFor();
  assert.match(await tab.lineAt(44), /egress {2}tcp 5432 to {3}db/);
});

test("what is written is judged, and the status leads to the findings", async () => {
  const tab = await page.opened(PHONE);
  await tab.change("route-table quiet ", "rout-table quiet ");
  await tab.settled("1 error");
  await tab.status.tap();
  await tab.page.locator(".findings .problem", { hasText: "`rout-table`" }).waitFor();
  await fits(tab, "the findings");
});

async function fits({ page }, what) {
  const { wide, screen, out } = await page.evaluate(() => {
    const screen = window.innerWidth;
    const scrolled = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(above).overflowX)) return true;
      }
      return false;
    };
    // What is cut off cannot be reached, unless it can be scrolled to.
    const controls = [...document.querySelectorAll("button, input:not([type=file]), select, label")];
    const out = controls.filter((control) => {
      const { width, right } = control.getBoundingClientRect();
      return width > 1 && right > screen + 1 && !scrolled(control);
    });
    return { wide: document.scrollingElement.scrollWidth, screen, out: out.map(({ textContent, title }) => textContent || title) };
  });
  assert.ok(wide <= screen, `${what} is ${wide} wide on a screen of ${screen}`);
  assert.deepEqual(out, [], `${what} is cut off`);
}
