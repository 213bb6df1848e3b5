// A place that lights up once, so that the eye finds it.

import { EditorSelection, type EditorState, StateEffect, StateField, type TransactionSpec } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Range } from "./contract";
import { offsets } from "./place";

/** Selects a range, scrolls it into view and lets it light up. */
export function reveal({ doc }: EditorState, range: Range): TransactionSpec {
  const { from, to } = offsets(doc, range);
  return {
    selection: EditorSelection.single(from, to),
    effects: [light.of({ from, to }), EditorView.scrollIntoView(EditorSelection.range(from, to), { y: "center" })],
  };
}

const light = StateEffect.define<{ from: number; to: number } | null>();

const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (lit, tr) => {
    const set = tr.effects.find((effect) => effect.is(light));
    if (!set) return tr.docChanged ? Decoration.none : lit;
    if (!set.value) return Decoration.none;
    const { from, to } = set.value;
    if (from < to) return Decoration.set(Decoration.mark({ class: "rf-flash" }).range(from, to));
    return Decoration.set(Decoration.line({ class: "rf-flash" }).range(tr.newDoc.lineAt(from).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The light goes out when its animation is over. */
export const flash = [
  lit,
  EditorView.domEventHandlers({
    animationend: (event, view) => {
      if (event.animationName === "rf-flash") view.dispatch({ effects: light.of(null) });
      return false;
    },
  }),
];
