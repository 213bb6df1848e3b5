// The declarations, intents and tests of a text as a list to jump to.

import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { OutlineItem } from "ringfence/editor";
import { note } from "./note";
import { type Choice, choosing } from "./picker";
import { type Scope, rangeOf, within } from "./scope";

export function outlining(scope: Scope): Extension {
  return keymap.of([{ key: "Mod-Shift-o", run: (view) => (void open(view, scope), true), preventDefault: true }]);
}

async function open(view: EditorView, { key, service, texts, send }: Scope): Promise<void> {
  const before = texts();
  const items = await service.ask("outline", { key });
  if (items === undefined || texts() !== before) return;
  if (items.length === 0) return note(view, "nothing is declared here");
  const choices: Choice[] = [];
  flatten(items, 0, choices);
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  choosing(view, {
    title: "Outline",
    choices,
    at: Math.max(0, choices.findLastIndex(({ value }) => value.start.line <= line)),
    choose: (place) => send("place", { key, ...rangeOf(place) }),
    look: (place) => view.dispatch({ effects: EditorView.scrollIntoView(within(view.state.doc, place).from, { y: "center" }) }),
    closed: () => {},
  });
}

function flatten(items: readonly OutlineItem[], depth: number, into: Choice[]): void {
  for (const { kind, name, namePlace, children } of items) {
    into.push({ kind, label: name, detail: `line ${namePlace.start.line}`, depth, value: { ...namePlace, file: "" } });
    flatten(children, depth + 1, into);
  }
}
