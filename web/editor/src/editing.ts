// What only one who writes needs; loaded when the editor is entered.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands?keys";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { laterLook } from "./later-look";

/** Search, commands beyond the usual ones, and brackets that close. */
export function editing(): Extension {
  return [
    search({ top: true }),
    closeBrackets(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap]),
    laterLook,
  ];
}

/** Opens the search. */
export function find(view: EditorView): void {
  openSearchPanel(view);
}
