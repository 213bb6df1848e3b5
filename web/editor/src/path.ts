// The lines that decide the path that the page shows.

import { type EditorState, RangeSet, StateEffect, StateField, type TransactionSpec } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";
import type { Range } from "./contract";
import { offsets } from "./place";

/** Marks the lines of these ranges instead of those before. */
export function showPath({ doc }: EditorState, ranges: readonly Range[]): TransactionSpec {
  const starts = new Set<number>();
  for (const range of ranges) {
    const { from, to } = offsets(doc, range);
    const last = doc.lineAt(to).number;
    for (let line = doc.lineAt(from).number; line <= last; line++) starts.add(doc.line(line).from);
  }
  return { effects: setLines.of([...starts].sort((a, b) => a - b)) };
}

const setLines = StateEffect.define<readonly number[]>();

const line = Decoration.line({ class: "rf-path" });
const number = new (class extends GutterMarker {
  override elementClass = "rf-path";
})();

/** Both the text and the gutters of a line show it. */
export const path = [
  StateField.define<RangeSet<Decoration>>({
    create: () => RangeSet.empty,
    update: (lines, tr) => {
      const set = tr.effects.find((effect) => effect.is(setLines));
      return set ? RangeSet.of(set.value.map((from) => line.range(from))) : lines.map(tr.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  }),
  StateField.define<RangeSet<GutterMarker>>({
    create: () => RangeSet.empty,
    update: (lines, tr) => {
      const set = tr.effects.find((effect) => effect.is(setLines));
      return set ? RangeSet.of(set.value.map((from) => number.range(from))) : lines.map(tr.changes);
    },
    provide: (field) => gutterLineClass.from(field),
  }),
];
