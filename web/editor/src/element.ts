// The element `<fence-editor>`: which text is shown, and what the page asks of it.

import { forceParsing } from "@codemirror/language";
import { ChangeSet, type EditorState, type Extension, type StateEffect, Text, type TransactionSpec } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import type { ShownFix, Source } from "ringfence/editor";
import type { Events, Mark, Position, Problem, Range } from "./contract";
import { element } from "./dom";
import { reveal } from "./flash";
import { sheet } from "./look";
import { showMarks } from "./marks";
import { showPath } from "./path";
import { offsets, position } from "./place";
import { rangeOf } from "./scope";
import type { Service } from "./service";
import { KEYS, open, setMore, setReadOnly } from "./setup";
import { toDoc, toText } from "./text";

/** How long a text may be read before it is shown, in milliseconds; the rest follows when nothing else is to be done. */
const PARSING = 40;

/** Why a text stays as it is where nothing can be loaded. */
const UNFORMATTED = "the text is not formatted: what formats it could not be loaded; try again once there is a network";

/** A text, with all that the user did to it. */
interface Held {
  state: EditorState;
  /** What was loaded later, as it is for this text. */
  more: Extension[];
  scroll?: StateEffect<unknown>;
}

/** What to show of a text. */
type Shown = (state: EditorState) => TransactionSpec;

export class FenceEditor extends HTMLElement {
  static observedAttributes = ["readonly"];

  #held = new Map<string, Held>();
  /** What was told of texts that are not there yet, by what it is about. */
  #early = new Map<string, Map<string, Shown>>();
  /** What was loaded so far, for any text. */
  #more: ((key: string) => Extension)[] = [];
  #loading: Promise<void> | undefined;
  #service: Service | undefined;
  /** The texts that are on their way to be formatted: once more would change nothing. */
  #formatting = new Set<string>();
  /** All texts of the page, as it told them, and as they were last asked for. */
  #texts: readonly Source[] = [];
  #asked: { told: readonly Source[]; key: string | undefined; doc: Text | undefined; texts: readonly Source[] } | undefined;
  /** The newest problems of each text, while what shows them is not loaded. */
  #told = new Map<string, readonly Problem[]>();
  #problems: typeof import("./problems") | undefined;
  #key: string | undefined;
  #view: EditorView | undefined;
  #root: ShadowRoot;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [sheet()];
    const note = element("p", "note", keysNote());
    note.id = KEYS;
    this.#root.append(note);
    for (const event of ["focusin", "pointerenter"]) {
      this.addEventListener(event, () => void this.load().then(() => this.#service?.start()));
    }
  }

  /**
   * Loads what only one who writes needs: search, commands, brackets that close, problems, the language service. It
   * happens by itself as soon as the editor is entered; without a network the text can be edited, too.
   */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const [{ editing, Service }] = await Promise.all([import("./editing"), this.#loadProblems()]);
    const service = new Service(this.#all);
    this.#service = service;
    this.#extend((key) => editing({ key, service, send: this.#send, texts: this.#all, apply: this.#apply }));
  }

  connectedCallback(): void {
    this.#view = new EditorView({ parent: this.#root, root: this.#root, state: this.#blank() });
    if (this.#key !== undefined) this.#mount(this.#key);
  }

  disconnectedCallback(): void {
    this.#leave();
    this.#view?.destroy();
    this.#view = undefined;
    this.#service?.stop();
  }

  attributeChangedCallback(): void {
    for (const key of this.#held.keys()) this.#change(key, () => setReadOnly(this.readOnly));
  }

  get readOnly(): boolean {
    return this.hasAttribute("readonly");
  }

  set readOnly(readOnly: boolean) {
    this.toggleAttribute("readonly", readOnly);
  }

  /**
   * Shows a text under its key. One that is as it was left comes back with its undo history, selection and
   * scroll; another one starts afresh, and is no step that undo takes back.
   */
  setDocument(key: string, text: string): void {
    const held = this.#held.get(key);
    const doc = toDoc(text);
    const same = held?.state.doc.eq(doc) ?? false;
    if (same && key === this.#key) return;
    this.#leave();
    if (!same) this.#held.set(key, this.#open(key, doc));
    this.#key = key;
    this.#mount(key);
  }

  /** Tells all texts that are read together; the one that is shown counts as it is. */
  setTexts(texts: readonly Source[]): void {
    this.#texts = texts;
  }

  /** Puts the blanks of the text that is shown where they belong, as if that had been typed; says so where it cannot. */
  format(): void {
    const [key, view] = [this.#key, this.#view];
    if (key === undefined || !view || this.#formatting.has(key)) return;
    this.#formatting.add(key);
    void this.#format(key, view).finally(() => this.#formatting.delete(key));
  }

  async #format(key: string, view: EditorView): Promise<void> {
    await this.load();
    const service = this.#service;
    const loaded = await import("./editing").catch(() => undefined);
    const shown = () => view === this.#view && key === this.#key;
    const why = service && loaded ? await loaded.format(view, { key, shown, service }) : UNFORMATTED;
    if (why) this.#send("notice", { text: why });
  }

  /** Drops a text and all that is known of it. */
  forget(key: string): void {
    this.#early.delete(key);
    this.#told.delete(key);
    this.#held.delete(key);
    if (key !== this.#key) return;
    this.#key = undefined;
    this.#view?.setState(this.#blank());
  }

  setProblems(key: string, problems: readonly Problem[]): void {
    this.#told.set(key, problems);
    if (this.#problems) this.#showProblems();
    else if (problems.length > 0) void this.#loadProblems();
  }

  setMarks(key: string, marks: readonly Mark[]): void {
    this.#show(key, "marks", (state) => showMarks(state, marks));
  }

  /** Sets the lines that decide the path that is shown apart; none with an empty list. */
  highlight(key: string, ranges: readonly Range[]): void {
    this.#show(key, "path", (state) => showPath(state, ranges));
  }

  /** Selects a range, scrolls there, lets it light up and takes the focus. A text that was never set is not shown. */
  reveal(key: string, from: Position, to: Position): void {
    if (!this.#held.has(key)) return;
    if (key !== this.#key) {
      this.#leave();
      this.#key = key;
      this.#mount(key);
    }
    this.#change(key, (state) => reveal(state, { from, to }));
    this.focus();
  }

  override focus(): void {
    this.#view?.focus();
  }

  /** What is shown while there is no text. */
  #blank(): EditorState {
    // What is still on its way to an older text finds what it looks for.
    const more = this.#more.map((make) => make(""));
    return open(Text.empty, { key: "", readOnly: true, more, ...this.#calls });
  }

  #open(key: string, doc: Text): Held {
    const more = this.#more.map((make) => make(key));
    let state = open(doc, { key, readOnly: this.readOnly, more, ...this.#calls });
    for (const shown of this.#early.get(key)?.values() ?? []) state = state.update(shown(state)).state;
    this.#early.delete(key);
    return { state, more };
  }

  /** Puts into every text, also those that come, what was loaded, and says that there is more to keep. */
  #extend(make: (key: string) => Extension): void {
    this.#more.push(make);
    for (const [key, held] of this.#held) {
      held.more.push(make(key));
      this.#change(key, () => setMore(held.more));
    }
    this.dispatchEvent(new Event("more", { bubbles: true }));
  }

  async #loadProblems(): Promise<void> {
    // Without a network the page still lists them.
    const loaded = await import("./problems").catch(() => undefined);
    if (!loaded || this.#problems) return;
    this.#problems = loaded;
    this.#extend(loaded.problems);
    this.#showProblems();
  }

  #showProblems(): void {
    const show = this.#problems?.showProblems;
    if (!show) return;
    for (const [key, problems] of this.#told) {
      this.#show(key, "problems", (state) => show(state, problems, key, this.#send));
    }
    this.#told.clear();
  }

  #mount(key: string): void {
    const held = this.#held.get(key);
    if (!this.#view || !held) return;
    this.#view.setState(held.state);
    if (held.scroll) this.#view.dispatch({ effects: held.scroll });
    // Else a jump shows words without their colours for a moment.
    forceParsing(this.#view, held.state.doc.length, PARSING);
    this.#sendCursor(held.state);
  }

  #leave(): void {
    const held = this.#key === undefined ? undefined : this.#held.get(this.#key);
    if (held && this.#view) held.scroll = this.#view.scrollSnapshot();
  }

  #show(key: string, about: string, shown: Shown): void {
    if (this.#held.has(key)) return this.#change(key, shown);
    const early = this.#early.get(key) ?? new Map<string, Shown>();
    this.#early.set(key, early.set(about, shown));
  }

  #change(key: string, spec: Shown): void {
    const held = this.#held.get(key);
    if (!held) return;
    if (this.#view && key === this.#key) this.#view.dispatch(spec(held.state));
    else held.state = held.state.update(spec(held.state)).state;
  }

  /** All texts as they are: the same list as long as none changed. */
  #all = (): readonly Source[] => {
    const key = this.#key;
    const doc = key === undefined ? undefined : this.#held.get(key)?.state.doc;
    const last = this.#asked;
    if (last && last.told === this.#texts && last.key === key && last.doc === doc) return last.texts;
    let texts = this.#texts;
    if (key !== undefined && doc) {
      const shown = { name: key, text: toText(doc) };
      const known = texts.some(({ name }) => name === key);
      texts = known ? texts.map((text) => (text.name === key ? shown : text)) : [...texts, shown];
    }
    this.#asked = { told: this.#texts, key, doc, texts };
    return texts;
  };

  /** Changes texts. One that was shown before keeps its history, so that undo takes this back there, too. */
  #apply = (edits: readonly ShownFix[]): void => {
    for (const { name: key, text } of this.#all()) {
      const own = edits.filter(({ place }) => place.file === key);
      if (own.length === 0) continue;
      const held = this.#held.get(key);
      const doc = key === this.#key && held ? held.state.doc : toDoc(text);
      const changes = ChangeSet.of(own.map(({ place, text }) => ({ ...offsets(doc, rangeOf(place)), insert: text })), doc.length);
      if (held?.state.doc.eq(doc)) this.#change(key, () => ({ changes, userEvent: "input.rename" }));
      if (key === this.#key) continue;
      const changed = toText(changes.apply(doc));
      this.#texts = this.#texts.map((source) => (source.name === key ? { name: key, text: changed } : source));
      this.#send("edit", { key, text: changed });
    }
  };

  #updated = ({ state, startState, docChanged }: ViewUpdate): void => {
    const key = this.#key;
    const held = key === undefined ? undefined : this.#held.get(key);
    if (key === undefined || !held) return;
    held.state = state;
    // Only the user changes a mounted text: one that is set is mounted anew.
    if (docChanged) this.#send("edit", { key, text: toText(state.doc) });
    if (lineOf(state) !== lineOf(startState)) this.#sendCursor(state);
  };

  /** A search that is asked for before it is there. */
  #find = (): void => {
    void this.load().then(() => import("./editing")).then(({ find }) => this.#view && find(this.#view), () => {});
  };

  #sendCursor({ doc, selection }: EditorState): void {
    if (this.#key !== undefined) this.#send("cursor", { key: this.#key, ...position(doc, selection.main.head) });
  }

  /** Events come after the call that caused them, so that a listener may call the element. */
  #send = <Name extends keyof Events>(name: Name, detail: Events[Name]): void => {
    queueMicrotask(() => this.dispatchEvent(new CustomEvent(name, { detail })));
  };

  #calls = { send: this.#send, find: this.#find, updated: this.#updated };
}

function lineOf({ doc, selection }: EditorState): number {
  return doc.lineAt(selection.main.head).number;
}

function keysNote(): string {
  const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? "Command" : "Control";
  return (
    `F8 goes to the next problem, ${mod} and full stop mends the one at the cursor, Alt and Enter opens the answer ` +
    `of the intent on this line, Control and Space offers what may be written, ${mod} and I tells what a word means, ` +
    `F12 goes to where a name is declared, Shift and F12 lists where it is used, F2 renames it, ${mod}, Shift and O ` +
    `lists what is declared, ${mod} and square brackets indent, Tab leaves the editor.`
  );
}
