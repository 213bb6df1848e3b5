// The map, what stands in for it, and the file that it is saved as.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { estate } from "./helpers/estate.mjs";
import { suite } from "./helpers/suite.mjs";

const page = suite();

const things = (tab) => tab.page.locator(".drawing .pickable title").allTextContents();

test("the list says what the map shows, and picks as it does", async () => {
  const tab = await page.opened();
  const drawn = (await things(tab)).map((title) => title.split("\n")[0].trim());
  await tab.page.getByRole("button", { name: "list", exact: true }).click();
  const list = tab.page.getByRole("region", { name: "everything that is deployed" });
  const rows = await list.getByRole("row").allTextContents();
  for (const name of ["vpc main", "subnet web-a", "nat-gateway nat-a", "internet-gateway igw", "instance db-2"]) {
    assert.ok(drawn.some((title) => title.includes(name.split(" ")[1])), `${name} is drawn`);
    assert.ok(rows.some((row) => row.includes(name)), `${name} is listed`);
  }
  assert.ok(rows.some((row) => /instance web-1.*10\.0\.0\.10, 198\.51\.100\.10.*web, tier=frontend.*line 52/.test(row)));
  await list.getByRole("button", { name: "internet", exact: true }).click();
  await list.getByRole("button", { name: "instance web-1" }).click();
  assert.match(await tab.verdict("internet -> instance shop.main.web-1"), /partly/);
  await list.getByRole("row", { name: "instance db-2" }).getByRole("button", { name: "line 57" }).click();
  assert.match(await tab.lineAt(57), /instance db-2/);
});

test("with Alt a click finds what is clicked in the text", async () => {
  const tab = await page.opened();
  await tab.onMap("subnet db-b").click({ modifiers: ["Alt"], position: { x: 60, y: 15 } });
  assert.match(await tab.lineAt(39), /subnet db-b/);
  await tab.onMap("nat-b").click();
  assert.match(await tab.lineAt(12), /nat-gateway nat-b/);
});

test("whom a source reaches is drawn, for a service", async () => {
  const tab = await page.opened();
  await tab.page.getByLabel("whom it reaches").check();
  await tab.page.getByPlaceholder("any traffic").fill("postgres");
  await tab.onMap(/^instance app-1,/).click();
  const ways = tab.page.locator(".way title");
  await ways.nth(1).waitFor({ state: "attached" });
  assert.deepEqual((await ways.allTextContents()).sort(), ["app-1 -> db-1: reachable", "app-1 -> db-2: reachable"]);
  await tab.page.keyboard.press("Escape");
  await ways.first().waitFor({ state: "detached" });
});

test("the answer is drawn: its ends, the gateways it comes through, and whether it is stopped", async () => {
  const tab = await page.opened();
  const asked = (names) =>
    tab.page.waitForFunction(
      (names) => {
        const marked = [...document.querySelectorAll(".drawing .asked .name")].map(({ textContent }) => textContent);
        return marked.sort().join() === names.sort().join();
      },
      names,
    );
  await tab.ask("app-1 -> 203.0.113.80 : https");
  await asked(["internet", "app-1", "nat nat-a", "gateway igw"]);
  await tab.page.locator(".drawing path.route:not(.stopped)").waitFor();
  await tab.ask("203.0.113.9 -> web-1 : https");
  await asked(["internet", "web-1", "gateway igw"]);
  await tab.ask("web-1 -> db-1 : postgres");
  await asked(["web-1", "db-1"]);
  await tab.page.locator(".drawing path.route.stopped").waitFor();
  await tab.ask("");
  await asked([]);
});

test("nothing covers the map, on any screen", async () => {
  const tab = await page.opened();
  await tab.ask("web-1 -> app-1 : tcp 8080");
  assert.equal(await tab.verdict("web-1 -> app-1 : tcp 8080"), "● reachable");
  for (const width of [1024, 1280, 1440, 1600, 1920, 2560]) {
    await tab.page.setViewportSize({ width, height: 900 });
    const covering = await tab.page.evaluate(() => {
      const { top } = document.querySelector(".map .scroll").getBoundingClientRect();
      const controls = [...document.querySelectorAll(".tabs > *, .map .controls > *")];
      return controls.filter((control) => control.getBoundingClientRect().bottom > top + 1).map(({ textContent }) => textContent);
    });
    assert.deepEqual(covering, [], `at ${width}`);
  }
});

test("machines that are alike are one box, those that are not are their own", async () => {
  const tab = await page.opened();
  await tab.openFiles({ "alike.fence": withoutIntents(estate({ machines: 1000, zones: 4 })) });
  await tab.onMap("25 alike, web-1 to web-961").waitFor();
  assert.equal(await tab.page.locator(".spot-machine").count(), 40);
  await tab.openFiles({ "unlike.fence": withoutIntents(estate({ machines: 1000, zones: 4, alike: false })) });
  await tab.onMap(/^instance web-961,/).waitFor();
  assert.equal(await tab.page.locator(".spot-machine").count(), 1000);
});

test("the map is saved as a drawing that stands alone", async () => {
  const tab = await page.opened();
  const saved = tab.page.waitForEvent("download");
  await tab.page.getByRole("button", { name: "SVG" }).click();
  const download = await saved;
  assert.equal(download.suggestedFilename(), "network.svg");
  const path = await download.path();
  const text = await readFile(path, "utf8");
  assert.doesNotMatch(text.replaceAll("http://www.w3.org/2000/svg", ""), /https?:|@import/);
  for (const [, target] of text.matchAll(/(?:href|src)="([^"]*)"|url\(([^)]*)\)/g)) assert.match(target ?? "#", /^#/);
  const drawing = await tab.context.newPage();
  await drawing.goto("about:blank");
  const found = await drawing.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml");
    const error = root.querySelector("parsererror")?.textContent;
    return { error, root: root.documentElement.tagName, styles: root.querySelectorAll("style").length };
  }, text);
  assert.deepEqual(found, { error: undefined, root: "svg", styles: 1 });

  // As a picture, where nothing of the page is.
  await drawing.setContent(`<img alt="map">`);
  const colours = await drawing.evaluate(async (text) => {
    const image = document.querySelector("img");
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 3).join());
    return [...seen];
  }, text);
  const accent = "11,110,117";
  assert.ok(colours.includes(accent), "the internet is drawn in the colour of the page");
  await drawing.close();
});

function withoutIntents(text) {
  return text.slice(0, text.indexOf("\nsegment "));
}
