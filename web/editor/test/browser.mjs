// A browser that shows the built editor on a page with the policy of the playground.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const BUILT = here("../../../target/editor/");

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", wasm: "application/wasm" };

/** The page and its style, else what was built. */
function fileOf(path) {
  if (path === "/") return here("page.html");
  return path === "/page.css" ? here("page.css") : join(BUILT, basename(path));
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A server and a browser; `close` ends both. */
export async function start() {
  const server = createServer(async (request, response) => {
    const path = fileOf(new URL(request.url, "http://localhost").pathname);
    const body = await readFile(path).catch(() => undefined);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path.split(".").at(-1)] }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.RINGFENCE_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return {
    /** A page with the editor on it, entered unless it is to be `early`, and what it told and complained about. */
    async open({ early = false, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...options });
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (message) => complaints.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
      await page.exposeFunction("complain", (text) => complaints.push(text));
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          window.complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
        window.told = [];
        for (const name of ["edit", "cursor", "mark", "place", "notice"]) {
          document.addEventListener(name, (event) => window.told.push({ name, ...event.detail }), true);
        }
      });
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.waitForFunction(() => customElements.get("fence-editor"));
      if (!early) await page.evaluate(() => document.querySelector("fence-editor").load());
      return { page, complaints, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
