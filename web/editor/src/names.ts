// Where a name is declared, and where it is used.

import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import type { Place } from "ringfence/editor";
import { note } from "./note";
import { type Choice, choosing } from "./picker";
import { type Scope, rangeOf, within } from "./scope";

/** Said where no name stands. */
const NONE = "no name that the texts give stands here";

export function naming(scope: Scope): Extension {
  return [
    marked,
    keymap.of([
      { key: "F12", run: (view) => (void define(view, view.state.selection.main.head, scope), true) },
      { key: "Shift-F12", run: (view) => (void list(view, scope), true) },
    ]),
    // A click with the key that else sets a second cursor.
    EditorView.clickAddsSelectionRange.of((event) => event.altKey),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (event.button !== 0 || !isMod(event)) return false;
        const at = view.posAtCoords(event);
        if (at === null) return false;
        view.dispatch({ selection: { anchor: at } });
        void define(view, at, scope);
        return true;
      },
      mousemove: (event, view) => {
        view.dom.classList.toggle("rf-going", isMod(event));
        return false;
      },
      keyup: (_, view) => {
        view.dom.classList.remove("rf-going");
        return false;
      },
    }),
  ];
}

function isMod({ ctrlKey, metaKey }: MouseEvent): boolean {
  return /Mac/.test(navigator.platform) ? metaKey : ctrlKey;
}

async function define(view: EditorView, offset: number, { key, service, texts, send }: Scope): Promise<void> {
  const before = texts();
  const found = await service.ask("definition", { key, offset });
  if (found === undefined || texts() !== before) return;
  if (found) send("place", { key: found.file, ...rangeOf(found) });
  else note(view, NONE);
}

async function list(view: EditorView, { key, service, texts, send }: Scope): Promise<void> {
  const before = texts();
  const found = await service.ask("references", { key, offset: view.state.selection.main.head });
  if (found === undefined || texts() !== before) return;
  if (found.length === 0) return note(view, NONE);
  const { doc } = view.state;
  const here = found.filter(({ file }) => file === key).map((place) => within(doc, place));
  const lines = new Map(before.map(({ name, text }) => [name, text.split("\n")]));
  const choices = found.map((place): Choice => {
    const line = lines.get(place.file)?.[place.start.line - 1] ?? "";
    const where = place.file === key ? `line ${place.start.line}` : `${place.file}, line ${place.start.line}`;
    return { label: line.trim(), detail: where, kind: "", depth: 0, value: place };
  });
  view.dispatch({ effects: mark.of(here.filter(({ from, to }) => from < to)) });
  choosing(view, {
    title: found.length === 1 ? "The only place that names it" : `${found.length} places that name it`,
    choices,
    at: Math.max(0, found.findIndex((place) => place.file === key && touches(doc, place, view.state.selection.main.head))),
    choose: (place) => send("place", { key: place.file, ...rangeOf(place) }),
    look: (place) => {
      if (place.file === key) view.dispatch({ effects: EditorView.scrollIntoView(within(view.state.doc, place).from, { y: "center" }) });
    },
    closed: () => view.dispatch({ effects: mark.of([]) }),
  });
}

function touches(doc: Parameters<typeof within>[0], place: Place, head: number): boolean {
  const { from, to } = within(doc, place);
  return from <= head && head <= to;
}

const mark = StateEffect.define<readonly { from: number; to: number }[]>();

const name = Decoration.mark({ class: "rf-named" });

/** The places of the text while they are listed. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (places, tr) => {
    const set = tr.effects.find((effect) => effect.is(mark));
    return set ? Decoration.set(set.value.map(({ from, to }) => name.range(from, to)), true) : places.map(tr.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
