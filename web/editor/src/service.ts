// The language service: a worker that is asked one thing at a time. Of each kind only the newest question counts.

import type { Source } from "ringfence/editor";
import type { Calls, Question, Reply } from "./calls";

type Call = keyof Calls;

/** What somebody waits for comes before what is nice to have. */
const ORDER: readonly Call[] = ["complete", "rename", "format", "definition", "references", "outline", "hover", "tokens"];

/** How long an answer may take before the worker is replaced, in milliseconds. */
const PATIENCE = 10_000;

interface Waiting {
  call: Call;
  asked: Calls[Call]["asked"];
  /** Without an answer where there is none: the question is no longer the newest, or the worker broke. */
  settle: (answer?: Calls[Call]["answer"]) => void;
}

export class Service {
  readonly #texts: () => readonly Source[];
  readonly #waiting = new Map<Call, Waiting>();
  #worker: Worker | undefined;
  #ready = false;
  /** It did not start: it is not tried again at every letter. */
  #off = false;
  #asked: Waiting | undefined;
  #sent: readonly Source[] | undefined;
  #timer: number | undefined;

  /** `texts`: all that are open, the same list as long as none changed. */
  constructor(texts: () => readonly Source[]) {
    this.#texts = texts;
  }

  /** Whether the worker did not start. */
  get off(): boolean {
    return this.#off;
  }

  /** Starts the worker, so that it is there when it is asked; again, where it did not start before. */
  start(): void {
    this.#off = false;
    this.#worker ??= this.#started();
  }

  /** Ends the worker. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = this.#sent = undefined;
    this.#ready = false;
    for (const waiting of [this.#asked, ...this.#waiting.values()]) waiting?.settle();
    this.#asked = undefined;
    this.#waiting.clear();
  }

  /** Asks about the texts as they are. No answer comes to what was asked anew in the meantime, and without a worker. */
  async ask<C extends Call>(call: C, asked: Calls[C]["asked"]): Promise<Calls[C]["answer"] | undefined> {
    return new Promise<Calls[Call]["answer"] | undefined>((settle) => {
      this.#waiting.get(call)?.settle();
      this.#waiting.delete(call);
      if (this.#off) return settle(undefined);
      this.#waiting.set(call, { call, asked, settle });
      this.start();
      this.#next();
    }) as Promise<Calls[C]["answer"] | undefined>;
  }

  #next(): void {
    const next = ORDER.map((call) => this.#waiting.get(call)).find((waiting) => waiting !== undefined);
    if (!next || !this.#ready || this.#asked) return;
    this.#waiting.delete(next.call);
    this.#asked = next;
    const texts = this.#texts();
    const question: Question<Call> = { call: next.call, asked: next.asked };
    if (texts !== this.#sent) question.texts = this.#sent = texts;
    this.#worker?.postMessage(question);
    this.#timer = setTimeout(() => this.#fail(), PATIENCE);
  }

  #hear(reply: Reply): void {
    if ("failed" in reply) return this.#fail();
    if ("ready" in reply) this.#ready = true;
    else {
      clearTimeout(this.#timer);
      const asked = this.#asked;
      this.#asked = undefined;
      if (asked) asked.settle(this.#waiting.has(asked.call) ? undefined : reply.answer);
    }
    this.#next();
  }

  /** What breaks at one question is replaced for the next; what does not start stays away until the editor is entered again. */
  #fail(): void {
    this.#off = !this.#ready;
    const waiting = this.#off ? [] : [...this.#waiting];
    for (const [call] of waiting) this.#waiting.delete(call);
    this.stop();
    for (const [call, next] of waiting) this.#waiting.set(call, next);
    if (waiting.length > 0) this.start();
  }

  /** A script of our own that holds one `import`: unlike one that is started from its address, it is under the page's policy. */
  #started(): Worker {
    const script = JSON.stringify(new URL("language.js", import.meta.url).href);
    const address = URL.createObjectURL(new Blob([`import ${script};`], { type: "text/javascript" }));
    const worker = new Worker(address, { type: "module" });
    const current = (does: () => void) => this.#worker === worker && does();
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => current(() => this.#hear(data)));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      current(() => this.#fail());
    });
    return worker;
  }
}
