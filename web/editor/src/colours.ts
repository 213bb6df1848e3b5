// Words in the colour of what they mean, where the text is seen.

import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { SemanticToken, TokenClass } from "ringfence/editor";
import type { Scope } from "./scope";

/** Past this only what the words look like is told, in UTF-16 code units. */
const LARGE = 500_000;

/** How long nobody writes before it is asked again, in milliseconds. */
const REST = 150;

/** Lines beside those that are seen. */
const MARGIN = 40;

/** What has a colour of its own. */
const CLASSES: { [Class in TokenClass]?: Decoration } = Object.fromEntries(
  ["kind", "property", "verb", "declaration", "reference", "link", "builtin", "action", "service", "number", "address", "tag", "text", "string"].map(
    (name) => [name, Decoration.mark({ class: `rf-t-${name}` })],
  ),
);

export function colouring(scope: Scope): Extension {
  return [
    ViewPlugin.define((view) => new Colours(view, scope), { decorations: ({ decorations }) => decorations }),
    colours,
  ];
}

class Colours {
  decorations: DecorationSet = Decoration.none;
  #view: EditorView;
  #scope: Scope;
  #timer: number | undefined;

  constructor(view: EditorView, scope: Scope) {
    this.#view = view;
    this.#scope = scope;
    this.#later(0);
  }

  update({ docChanged, viewportChanged, changes }: ViewUpdate): void {
    if (docChanged) this.decorations = this.decorations.map(changes);
    if (docChanged || viewportChanged) this.#later(REST);
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  #later(rest: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), rest);
  }

  async #ask(): Promise<void> {
    const { key, service, texts } = this.#scope;
    const { doc } = this.#view.state;
    if (doc.length > LARGE) return this.#show(Decoration.none);
    const { from, to } = this.#view.viewport;
    const lines = { from: doc.lineAt(from).number - MARGIN, to: doc.lineAt(to).number + MARGIN };
    const before = texts();
    const tokens = await service.ask("tokens", { key, ...lines });
    // What is another text by now is asked about again.
    if (tokens && this.#view.state.doc === doc && texts() === before) this.#show(marks(doc, tokens));
  }

  #show(decorations: DecorationSet): void {
    this.decorations = decorations;
    this.#view.dispatch({});
  }
}

function marks(doc: EditorView["state"]["doc"], tokens: readonly SemanticToken[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { line, column, length, class: name } of tokens) {
    const mark = CLASSES[name];
    if (!mark || line > doc.lines) continue;
    const from = doc.line(line).from + column - 1;
    const to = Math.min(from + length, doc.length);
    if (from < to) builder.add(from, to, mark);
  }
  return builder.finish();
}

const PLAIN = { fontWeight: "400", color: "var(--text)" };

const colours = EditorView.theme({
  ".rf-t-kind": { ...PLAIN, color: "var(--head)" },
  ".rf-t-property": { ...PLAIN, color: "var(--head)" },
  ".rf-t-verb": { color: "var(--verb)", fontWeight: "600" },
  ".rf-t-declaration": { color: "var(--text)", fontWeight: "600" },
  ".rf-t-reference, .rf-t-service": PLAIN,
  ".rf-t-link": { ...PLAIN, color: "var(--link)" },
  ".rf-t-builtin, .rf-t-action": { ...PLAIN, color: "var(--verb)" },
  ".rf-t-number": { ...PLAIN, color: "var(--number)" },
  ".rf-t-address": { ...PLAIN, color: "var(--address)" },
  ".rf-t-tag": { ...PLAIN, color: "var(--pair)" },
  ".rf-t-text, .rf-t-string": { ...PLAIN, color: "var(--string)" },
});
