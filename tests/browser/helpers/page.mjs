// A browser that shows the built page, hears every complaint, and the few things that most tests do.

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

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

/** How long a test waits for what it expects, in milliseconds. */
const TIMEOUT = 20_000;

/** As phones are. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** The page behind a server of its own, and a browser; `close` ends both. */
export async function start(serving) {
  const server = await serve(serving);
  const browser = await chromium.launch({
    executablePath: process.env.RINGFENCE_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return {
    server,
    /** The page in a fresh profile; see `Tab`. */
    open: (options) => Tab.open(browser, server, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A page, and all that it and its workers complained about. */
export class Tab {
  complaints = [];

  static async open(browser, server, { fragment = "", before, ...options } = {}) {
    const tab = new Tab();
    tab.context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    tab.context.setDefaultTimeout(TIMEOUT);
    tab.page = await tab.context.newPage();
    await tab.#listen(server.origin);
    await before?.(tab);
    await tab.page.goto(`${server.address}${fragment && `#${fragment}`}`);
    return tab;
  }

  async #listen(origin) {
    const complain = (text) => this.complaints.push(text);
    this.page.on("console", (message) => complain(`console: ${message.type()}: ${message.text()}`));
    this.page.on("pageerror", (error) => complain(`error: ${error.message}`));
    this.page.on("worker", (worker) => {
      const hear = () =>
        self.addEventListener("securitypolicyviolation", (event) => {
          console.error(`policy in the worker: ${event.violatedDirective} ${event.blockedURI}`);
        });
      // A worker that is gone by now has nothing to tell.
      worker.evaluate(hear).catch(() => {});
    });
    // Of the page and its workers.
    this.context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !["blob:", "data:"].includes(url.protocol)) complain(`request: ${url.href}`);
    });
    await this.page.exposeFunction("complain", complain);
    await this.page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  close() {
    return this.context.close();
  }

  // What is on the page.

  get status() {
    return this.page.locator(".status button");
  }

  get editor() {
    return this.page.getByRole("textbox", { name: "policy text" });
  }

  get question() {
    return this.page.getByRole("combobox", { name: "Question" });
  }

  get answer() {
    return this.page.getByRole("region", { name: "answer" });
  }

  /** A box, machine or gateway on the map, by its name as it is read out. */
  onMap(name) {
    return this.page.locator(".drawing").getByRole("button", { name });
  }

  /** The mark of an intent in the editor's gutter. */
  mark(name) {
    return this.page.locator("fence-editor").getByRole("button", { name });
  }

  /** An intent or a line of a test among the findings. */
  finding(name) {
    return this.page.locator(".findings").getByRole("button", { name }).first();
  }

  /** Once the status says so, of the text as it is: what is said of an older one ends in `…`. */
  async settled(text, options) {
    await this.status.filter({ hasText: text, hasNotText: /\d.*…$/ }).waitFor(options);
  }

  /** On a small screen: shows a part of the page. */
  async onPart(name) {
    const button = this.page.getByRole("navigation", { name: "parts of the page" }).getByRole("button", { name });
    if (await button.isVisible()) await button.click();
  }

  view(name) {
    return this.page.getByRole("group", { name: "views" }).getByRole("button", { name }).click();
  }

  async ask(question) {
    await this.onPart("Network");
    await this.question.fill(question);
    await this.question.press("Enter");
  }

  /** The verdict of a question, as soon as it is there. */
  async verdict(question) {
    const heading = this.answer.locator("h2", { has: this.page.getByText(question, { exact: true }) });
    return (await heading.locator(".badge").textContent()).trim();
  }

  /** Opens texts as a person does, from files. */
  async openFiles(files) {
    const chosen = Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from(text),
    }));
    await this.page.locator("input[type=file]").setInputFiles(chosen);
  }

  example(path) {
    return this.page.getByRole("combobox", { name: "examples" }).selectOption(path);
  }

  /** Enters the editor, as soon as all is there that one needs who writes. */
  async enter() {
    await this.editor.focus();
    await this.page.locator("fence-editor").evaluate((editor) => editor.load());
  }

  /** Selects the next occurrence of `text` in the editor, by its search. */
  async find(text) {
    await this.enter();
    // At the editor, wherever the focus went meanwhile.
    await this.editor.press("Control+f");
    const field = this.page.getByRole("textbox", { name: "Find" });
    await field.waitFor().catch(async (error) => {
      const focused = await this.page.evaluate(() => document.activeElement?.tagName);
      throw new Error(`no search: ${focused} has the focus; ${this.complaints.join("; ")}`, { cause: error });
    });
    await this.page.keyboard.type(text);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".cm-searchMatch-selected").waitFor();
    await field.press("Escape");
    await field.waitFor({ state: "detached" });
  }

  /** Writes `text` over the next occurrence of `old`. */
  async change(old, text) {
    await this.find(old);
    await this.page.keyboard.type(text);
  }

  /** Pastes `text` over everything in the editor. */
  async replaceText(text) {
    await this.enter();
    await this.page.keyboard.press("Control+a");
    await this.paste(text);
  }

  /** Pastes at the cursor. */
  paste(text) {
    return this.editor.evaluate((content, text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Once the cursor is on this line of the text, the line. */
  async lineAt(number) {
    const editor = this.page.locator("fence-editor");
    await editor.locator(".cm-activeLineGutter", { hasText: new RegExp(`^${number}$`) }).waitFor();
    return editor.locator(".cm-activeLine").textContent();
  }

  /** What is selected in the editor. */
  selected() {
    return this.page.locator("fence-editor").evaluate((editor) => editor.shadowRoot.getSelection().toString());
  }

  /** Shares, and returns what the link holds, read without any code of the page. */
  async state() {
    const before = this.page.url();
    await this.page.getByRole("button", { name: "Share" }).click();
    await this.page.waitForURL((url) => url.href !== before && url.hash.startsWith("#1."));
    return unpacked(this.page.url());
  }
}

/** What a link holds: JSON, deflated, as base64url. */
export function unpacked(link) {
  const [, packed] = link.split("#1.");
  return JSON.parse(inflateRawSync(Buffer.from(packed, "base64url")));
}

/** The fragment of a link to a text. */
export function packed(text) {
  const state = JSON.stringify({ files: [{ name: "policy.fence", text }] });
  return `1.${deflateRawSync(state).toString("base64url")}`;
}
