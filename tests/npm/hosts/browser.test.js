// Bundles, and a worker without one, in a browser.
import assert from "node:assert/strict";
import { createReadStream, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { chromium } from "playwright-core";
import webpack from "webpack";

import { HOSTS, run, tool, toured } from "./setting.js";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

let browser, server, origin;

before(async () => {
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = createReadStream(join(HOSTS, path));
    response.setHeader("content-type", TYPES[path.split(".").at(-1)] ?? "application/octet-stream");
    file.on("error", () => response.writeHead(404).end());
    file.pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.RINGFENCE_CHROMIUM, args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** What the page at `path` says, once it has said it. A message on its console is a failure. */
async function visited(path) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const fetched = [];
  page.on("response", (response) => fetched.push([response.url(), response.status()]));
  await page.goto(`${origin}/${path}`);
  const said = await page
    .waitForFunction(() => globalThis.toured, undefined, { timeout: 60_000 })
    .catch((error) => assert.fail(`${error}\n${complaints.join("\n")}`));
  const toured = await said.jsonValue();
  await page.close();
  assert.deepEqual(complaints, []);
  return { ...toured, fetched };
}

const EARLY = ["ringfence", "ringfence/editor"].map(
  (name) => `${name} is not loaded yet: \`await init()\` first (its default export), or import \`${name}/inline\``,
);

test("vite", async () => {
  run("vite", tool("vite"), ["build", "--base", "./", "--logLevel", "warn"]);
  assert.equal(readdirSync(join(HOSTS, "vite/dist/assets")).filter((name) => name.endsWith(".wasm")).length, 2);
  const { early, fetched, text } = await visited("vite/dist/index.html");
  assert.deepEqual(early, EARLY);
  assert.equal(text, toured());
  assert.equal(fetched.filter(([url]) => url.endsWith(".wasm")).length, 2, "two calls of `init` load an engine once");
});

test("vite with the inlined build", async () => {
  const { fetched, text } = await visited("vite/dist/inline.html");
  assert.equal(text, toured());
  assert.deepEqual(fetched.filter(([url]) => url.endsWith(".wasm")), []);
});

test("webpack", async () => {
  const context = join(HOSTS, "webpack");
  const built = await promisify(webpack)({ context, entry: "./main.js", mode: "production", output: { path: join(context, "dist") }, performance: { hints: false } });
  assert.deepEqual(built.toJson({ all: false, errors: true, warnings: true }), { errors: [], warnings: [] });
  const { early, text } = await visited("webpack/index.html");
  assert.deepEqual(early, EARLY);
  assert.equal(text, toured());
});

test("a module worker", async () => {
  const { text } = await visited("worker/index.html");
  assert.equal(text, toured());
});

test("a load that fails can be tried again", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/worker/empty.html`);
  const tried = await page.evaluate(async () => {
    const { default: init, version } = await import("./node_modules/ringfence/web.js");
    const first = await init("nothing.wasm").then(() => "loaded", (error) => error.name);
    await init();
    return { first, version: version() };
  });
  await page.close();
  assert.notEqual(tried.first, "loaded");
  assert.match(tried.version, /^\d+\.\d+\.\d+$/);
});
