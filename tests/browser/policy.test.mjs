// Nothing leaves the page: what is planted in page and worker to call another host is refused, and does call it where the
// policy is taken out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PAGE, serveElsewhere } from "./helpers/server.mjs";
import { suite } from "./helpers/suite.mjs";

/** Calls another host in every way that there is, and says when all have come to an end. */
async function plant(elsewhere) {
  const ended = (target, ...events) =>
    new Promise((resolve) => events.forEach((event) => target.addEventListener(event, () => resolve(event))));
  const ways = {
    fetch: () => fetch(`${elsewhere}/fetch`, { mode: "no-cors" }),
    XMLHttpRequest: () => {
      const request = new XMLHttpRequest();
      request.open("GET", `${elsewhere}/XMLHttpRequest`);
      request.send();
      return ended(request, "loadend");
    },
    WebSocket: () => ended(new WebSocket(`${elsewhere.replace("http", "ws")}/WebSocket`), "error", "close"),
    EventSource: () => ended(new EventSource(`${elsewhere}/EventSource`), "error"),
    import: () => import(`${elsewhere}/import`),
  };
  if (self.document) {
    const append = (tag, properties) => {
      const element = Object.assign(document.createElement(tag), properties);
      document.head.append(element);
      return ended(element, "load", "error");
    };
    Object.assign(ways, {
      sendBeacon: () => navigator.sendBeacon(`${elsewhere}/sendBeacon`, "text"),
      image: () => append("img", { src: `${elsewhere}/image` }),
      script: () => append("script", { src: `${elsewhere}/script` }),
      style: () => append("link", { rel: "stylesheet", href: `${elsewhere}/style` }),
      frame: () => append("iframe", { src: `${elsewhere}/frame` }),
      form: () => {
        const [frame, form] = [document.createElement("iframe"), document.createElement("form")];
        Object.assign(frame, { name: "target" });
        Object.assign(form, { action: `${elsewhere}/form`, target: "target" });
        document.body.append(frame, form);
        form.submit();
      },
    });
  }
  await Promise.allSettled(Object.values(ways).map(async (way) => way()));
  return Object.keys(ways);
}

/**
 * Starts a worker as the page does, from a script of its own that holds one import. Gives the ways that it tried; what is
 * refused comes into `window.refused`.
 */
function startWorker() {
  window.refused = [];
  const script = new URL("app/planted.js", document.baseURI).href;
  const blob = new Blob([`import ${JSON.stringify(script)};`], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(blob), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { ways, refused } }) => (ways ? resolve(ways) : window.refused.push(refused));
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}

let elsewhere;
const instead = {
  get "app/planted.js"() {
    return `
      self.addEventListener("securitypolicyviolation", ({ blockedURI }) => self.postMessage({ refused: blockedURI }));
      ${plant}
      self.postMessage({ ways: await plant(${JSON.stringify(elsewhere.origin)}) });
    `;
  },
};
before(async () => {
  elsewhere = await serveElsewhere();
});
after(() => elsewhere.close());

const ws = (address) => address.replace("http", "ws");

/** How a refusal names what was asked for, where that is not the way's name. */
const PATHS = { frame: "", form: "/form?" };

/** What was planted is complained about: other tests would fail by it. */
function heard({ complaints }, what) {
  const heard = complaints.splice(0);
  assert.ok(heard.some((complaint) => complaint.startsWith(what)), `${heard}`);
}

/** Once each of the ways was refused, nobody was called. */
async function refused({ page }, ways) {
  assert.ok(ways.includes("fetch") && ways.includes("import"));
  const addresses = ways.map((way) => `${way === "WebSocket" ? ws(elsewhere.origin) : elsewhere.origin}${PATHS[way] ?? `/${way}`}`);
  await page.waitForFunction((uris) => uris.every((uri) => window.refused.includes(uri)), addresses);
  assert.deepEqual(elsewhere.hits, []);
}

describe("with the policy", () => {
  const page = suite({ instead });

  test("the page calls nobody", async () => {
    const tab = await page.opened();
    elsewhere.hits.splice(0);
    await tab.page.evaluate(() => {
      window.refused = [];
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) => window.refused.push(blockedURI));
    });
    await refused(tab, await tab.page.evaluate(plant, elsewhere.origin));
    heard(tab, "policy: ");
  });

  test("a worker calls nobody", async () => {
    const tab = await page.opened();
    elsewhere.hits.splice(0);
    await refused(tab, await tab.page.evaluate(startWorker));
    heard(tab, `request: ${elsewhere.origin}`);
  });

  test("the worker of the engine calls nobody", async () => {
    const tab = await page.opened();
    elsewhere.hits.splice(0);
    const [worker] = tab.page.workers();
    const refused = await worker.evaluateHandle(() => {
      const refused = [];
      self.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.push(blockedURI));
      return refused;
    });
    const ways = await worker.evaluate(plant, elsewhere.origin);
    const told = await worker.evaluate(
      ([refused, count]) =>
        new Promise((resolve) => {
          const look = () => refused.length >= count && resolve(refused);
          self.addEventListener("securitypolicyviolation", look);
          look();
        }),
      [refused, ways.length],
    );
    assert.ok(ways.includes("fetch") && ways.includes("import"));
    for (const way of ways) assert.ok(told.some((uri) => uri.endsWith(`/${way}`)), way);
    assert.deepEqual(elsewhere.hits, []);
    heard(tab, "console: error: policy in the worker: ");
  });
});

describe("without the policy, to see that these tests can fail", async () => {
  const html = await readFile(join(PAGE, "index.html"), "utf8");
  const meta = /<meta\b[^>]*\bContent-Security-Policy\b[^>]*>/;
  assert.match(html, meta, "the page has a policy");
  const files = { "index.html": html.replace(meta, "") };
  const page = suite({ instead: Object.defineProperties(files, Object.getOwnPropertyDescriptors(instead)) });
  const called = (ways) => assert.deepEqual([...new Set(elsewhere.hits)].sort(), ways.map((way) => (way === "form" ? "/form?" : `/${way}`)).sort());

  test("the page calls in every way", async () => {
    const tab = await page.opened();
    elsewhere.hits.splice(0);
    const ways = await tab.page.evaluate(plant, elsewhere.origin);
    await elsewhere.called(ways.length);
    called(ways);
    tab.complaints.splice(0);
  });

  test("a worker calls in every way", async () => {
    const tab = await page.opened();
    elsewhere.hits.splice(0);
    called(await tab.page.evaluate(startWorker));
    tab.complaints.splice(0);
  });
});
