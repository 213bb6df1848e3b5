// What may be written at the cursor, while one types and when it is asked for.

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  selectedCompletion,
} from "@codemirror/autocomplete";
import { type Extension, Prec } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import type { Completion as Offer, CompletionKind } from "ringfence/editor";
import { element, prose } from "./dom";
import { type Scope, within } from "./scope";
import { isLarge } from "./size";

/** Letters that only sift what is offered. */
const SIFTING = /^"?[\p{XID_Continue}-]*$/u;

const KIND: Record<CompletionKind, string> = {
  kind: "kind",
  property: "property",
  verb: "verb",
  name: "name",
  value: "value",
  link: "link word",
};

export function completing({ key, service }: Scope): Extension {
  const source = async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    if (!explicit && isLarge(state.doc)) return null;
    if (!explicit && !/[\p{XID_Continue}."=-]$/u.test(state.sliceDoc(Math.max(0, pos - 1), pos))) return null;
    const found = await service.ask("complete", { key, offset: pos });
    if (!found || found.items.length === 0) return null;
    const { from, to } = within(state.doc, found.place);
    return { from, to: Math.max(to, pos), options: found.items.map(option), ...(found.partial ? {} : { validFor: SIFTING }) };
  };
  return [
    // Before the keys that choose.
    Prec.highest(
      keymap.of([
        { key: "Enter", run: written },
        { key: "Tab", run: acceptCompletion },
      ]),
    ),
    autocompletion({ override: [source], icons: false, optionClass: ({ type }) => `rf-o-${type}`, maxRenderedOptions: 200 }),
  ];
}

function option({ text, kind, detail, doc }: Offer, index: number): Completion {
  // How a statement goes on is told with its word, which the list has already.
  const on = detail.startsWith(`${text} `) ? detail.slice(text.length + 1) : detail;
  const option: Completion = { label: text, type: kind, detail: on, sortText: String(index).padStart(6, "0") };
  // A name is told by its kind and full name.
  const title = on !== detail || (kind === "name" && detail) ? detail : `${text} ${detail}`.trim();
  if (detail || doc) option.info = () => card(title, KIND[kind], doc);
  return option;
}

function card(title: string, kind: string, doc: string): HTMLElement {
  const card = element("div", "rf-card", element("p", "rf-title", element("code", "", title)));
  card.append(element("p", "rf-doc", doc ? prose(doc) : kind));
  return card;
}

/** Where the word stands there already, Enter ends the line. */
function written(view: EditorView): boolean {
  const label = selectedCompletion(view.state)?.label;
  if (label === undefined || completionStatus(view.state) !== "active") return false;
  const { head } = view.state.selection.main;
  if (view.state.sliceDoc(Math.max(0, head - label.length), head) === label) closeCompletion(view);
  return false;
}
