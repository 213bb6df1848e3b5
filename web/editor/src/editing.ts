// What only one who writes needs; loaded when the editor is entered.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands?keys";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { colouring } from "./colours";
import { completing } from "./complete";
import { hovering } from "./hover";
import { laterLook } from "./later-look";
import { naming } from "./names";
import { notes } from "./note";
import { outlining } from "./outline";
import { picker } from "./picker";
import { renaming } from "./rename";
import type { Scope } from "./scope";

export { format } from "./format";
export { Service } from "./service";

/** Search, commands beyond the usual ones, brackets that close, and the language service. */
export function editing(scope: Scope): Extension {
  return [
    completing(scope),
    hovering(scope),
    naming(scope),
    renaming(scope),
    outlining(scope),
    colouring(scope),
    notes,
    picker,
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
