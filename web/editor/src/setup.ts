// What makes an editor of CodeMirror: one state for each text.

import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { Compartment, EditorState, type Extension, type StateEffect, type Text } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from "@codemirror/view";
import type { Send } from "./contract";
import { flash } from "./flash";
import { language } from "./language";
import { look } from "./look";
import { marks } from "./marks";
import { path } from "./path";
import { readingOf } from "./size";

/** The id of the note on keys. */
export const KEYS = "keys";

/** What a state is made for. */
export interface Setting {
  key: string;
  readOnly: boolean;
  send: Send;
  /** What was loaded later. */
  more: readonly Extension[];
  /** Opens the search as soon as it is loaded. */
  find: () => void;
  updated: (update: ViewUpdate) => void;
}

const access = new Compartment();
const later = new Compartment();

/** The state of a text that was just opened. */
export function open(doc: Text, { key, readOnly, send, more, find, updated }: Setting): EditorState {
  return EditorState.create({
    doc,
    extensions: [
      marks(key, send),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      highlightActiveLine(),
      // Its keys come before those here.
      later.of(more),
      // Tab is not bound: it leaves the editor, as everywhere else on a page.
      keymap.of([...standardKeymap, ...historyKeymap, { key: "Mod-f", run: () => (find(), true) }]),
      language,
      readingOf(doc),
      path,
      flash,
      look,
      access.of(EditorState.readOnly.of(readOnly)),
      overwriting,
      EditorView.contentAttributes.of({
        "aria-label": key ? `policy text, ${key}` : "policy text",
        "aria-describedby": KEYS,
        tabindex: "0",
      }),
      EditorView.updateListener.of(updated),
    ],
  });
}

/**
 * Writing over a selection. Left to itself, Chromium keeps the looks of what was there in a `style` attribute, which the
 * policy of the page forbids.
 */
const overwriting = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to } = view.state.selection.main;
    const { data } = event;
    if (event.inputType !== "insertText" || !data || event.isComposing || from === to) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { scrollIntoView: true, userEvent: "input.type" });
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert));
    if (!handled && !view.state.readOnly) view.dispatch(insert());
    return true;
  },
  compositionstart: (_, view) => {
    if (!view.state.readOnly && !view.state.selection.main.empty) {
      view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.selection" });
    }
    return false;
  },
});

/** Whether the text can be changed. */
export function setReadOnly(readOnly: boolean): { effects: StateEffect<unknown> } {
  return { effects: access.reconfigure(EditorState.readOnly.of(readOnly)) };
}

/** What was loaded later, all of it. */
export function setMore(more: readonly Extension[]): { effects: StateEffect<unknown> } {
  return { effects: later.reconfigure(more) };
}
