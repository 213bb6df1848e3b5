// A sentence at the cursor, which goes with the next key.

import { type Extension, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { EditorView, type Tooltip, showTooltip } from "@codemirror/view?later";
import { element, prose } from "./dom";

const say = StateEffect.define<Tooltip | null>();

const field = StateField.define<Tooltip | null>({
  create: () => null,
  update: (note, tr) => {
    const said = tr.effects.find((effect) => effect.is(say));
    if (said) return said.value;
    return moved(tr) ? null : note;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shows it, and reads it out. */
export function note(view: EditorView, message: string): void {
  const dom = element("div", "rf-card rf-note", prose(message));
  const tooltip: Tooltip = { pos: view.state.selection.main.head, above: true, create: () => ({ dom }) };
  view.dispatch({ effects: [say.of(tooltip), EditorView.announce.of(message)] });
}

/** Whether something was written, or the cursor is elsewhere. */
export function moved({ docChanged, newSelection, startState }: Transaction): boolean {
  return docChanged || !newSelection.eq(startState.selection);
}

export const notes: Extension = [field, EditorView.domEventHandlers({ keydown: (_, view) => gone(view), blur: (_, view) => gone(view) })];

function gone(view: EditorView): boolean {
  if (view.state.field(field, false)) view.dispatch({ effects: say.of(null) });
  return false;
}
