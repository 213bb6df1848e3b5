// A browser that shows the built editor on a page with the policy of the playground.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const FILES = {
  "/": [here("page.html"), "text/html"],
  "/page.css": [here("page.css"), "text/css"],
  "/editor.js": [here("../../../target/editor/editor.js"), "text/javascript"],
};

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
    const [path, type] = FILES[new URL(request.url, "http://localhost").pathname] ?? [];
    if (!path) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(await readFile(path));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.RINGFENCE_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return {
    /** A page with the editor on it, and what it told and complained about. */
    async open(options = {}) {
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
        for (const name of ["edit", "cursor", "mark", "place"]) {
          document.addEventListener(name, (event) => window.told.push({ name, ...event.detail }), true);
        }
      });
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.waitForFunction(() => customElements.get("fence-editor"));
      return { page, complaints, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
