// Pictures of the page, to be looked at: `npm run screenshots -- FOLDER`.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { estate } from "./helpers/estate.mjs";
import { SHOP, dropFolder } from "./helpers/exports.mjs";
import { PHONE, start } from "./helpers/page.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });

const LARGE = quick(estate({ machines: 1000, zones: 4 }));
const UNLIKE = quick(estate({ machines: 1000, zones: 4, alike: false }));

/** Each leaves the page in a state that is worth a look. */
const STATES = {
  async first(tab) {
    await tab.settled("28 hold");
  },
  async blocked(tab) {
    await tab.settled("28 hold");
    await tab.ask("web-1 -> db-1 : postgres");
    await tab.answer.getByText("What stops it").waitFor();
  },
  async reachable(tab) {
    await tab.settled("28 hold");
    await tab.ask("app-1 -> internet : https");
    await tab.answer.getByText("back", { exact: true }).waitFor();
  },
  async picking(tab) {
    await tab.settled("28 hold");
    await tab.onPart("Network");
    await tab.onMap(/^instance web-1,/).click();
    await tab.page.getByText("now pick a destination").waitFor();
  },
  async matrix(tab) {
    await tab.settled("28 hold");
    await tab.onPart("Network");
    await tab.view("Matrix");
    await tab.page.getByLabel("by").selectOption("machines");
    await tab.page.locator(".matrix .waiting").first().waitFor({ state: "detached" });
    await tab.page.locator(".matrix .cell").first().waitFor();
  },
  async findings(tab) {
    await tab.settled("28 hold");
    await tab.example("broken/open-database.fence");
    await tab.settled("2 fail");
    await tab.onPart("Network");
    await tab.view("Findings");
    await tab.page.getByRole("button", { name: "fails: deny internet except vendor -> data" }).last().click();
    await tab.answer.getByText("broken by").waitFor();
  },
  async problems(tab) {
    await tab.settled("28 hold");
    await tab.editor.getByText("main yes").click();
    await tab.page.keyboard.type("x");
    await tab.settled("error");
    await tab.onPart("Network");
    await tab.view("Findings");
  },
  async list(tab) {
    await tab.settled("28 hold");
    await tab.onPart("Network");
    await tab.page.getByRole("button", { name: "list", exact: true }).click();
  },
  async ways(tab) {
    await tab.settled("28 hold");
    await tab.onPart("Network");
    await tab.page.getByLabel("whom it reaches").check();
    await tab.onMap(/^instance app-1,/).click();
    await tab.page.locator(".way").first().waitFor();
  },
  async large(tab) {
    await tab.settled("28 hold");
    await tab.openFiles({ "large.fence": LARGE });
    await tab.settled("8 hold", { timeout: 60_000 });
    await tab.onPart("Network");
  },
  async unlike(tab) {
    await tab.settled("28 hold");
    await tab.openFiles({ "unlike.fence": UNLIKE });
    await tab.settled("8 hold", { timeout: 60_000 });
    await tab.onPart("Network");
  },
  async hub(tab) {
    await tab.settled("28 hold");
    await tab.example("aws/landing-zone.fence");
    await tab.settled("10 hold");
    await tab.ask("dev-1 -> collector-1 : syslog");
    await tab.answer.getByText("back", { exact: true }).waitFor();
  },
  async balanced(tab) {
    await tab.settled("28 hold");
    await tab.example("aws/load-balancers.fence");
    await tab.settled("hold");
    await tab.ask("internet -> storefront : tcp 443");
    await tab.answer.getByText("back", { exact: true }).waitFor();
  },
  async exports(tab) {
    await tab.settled("28 hold");
    await dropFolder(tab, SHOP);
    await tab.settled("nothing");
    await tab.ask("198.51.100.7 -> 198.51.100.10 : tcp 443");
    await tab.answer.getByText("What stops it").waitFor();
  },
  async exportsReachable(tab) {
    await tab.settled("28 hold");
    await dropFolder(tab, SHOP);
    await tab.settled("nothing");
    await tab.ask("203.0.113.7 -> 198.51.100.10 : tcp 443");
    await tab.answer.getByText("back", { exact: true }).waitFor();
  },
  async exportsBroken(tab) {
    await tab.settled("28 hold");
    await tab.openFiles({ "describe-vpcs.json": '{"Vpcs": [\n  {"VpcId": 7}\n]}' });
    await tab.settled("error");
    await tab.onPart("Network");
    await tab.view("Findings");
  },
  async help(tab) {
    await tab.settled("28 hold");
    await tab.page.getByRole("button", { name: "help" }).click();
  },
};

const SIZES = {
  usual: { viewport: { width: 1280, height: 800 } },
  wide: { viewport: { width: 1600, height: 1000 } },
  phone: PHONE,
};

const only = process.argv.slice(3);
const browser = await start();
for (const [name, reach] of Object.entries(STATES)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, options] of Object.entries(SIZES)) {
      const tab = await browser.open({ ...options, colorScheme });
      await reach(tab);
      await tab.page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      for (const complaint of tab.complaints) console.error(`${name} ${size} ${colorScheme}: ${complaint}`);
      await tab.close();
    }
  }
}
await browser.close();

/** Without the intents that take long to judge; the map is the same. */
function quick(text) {
  return text.replace(/^require.*\n/gm, "");
}
