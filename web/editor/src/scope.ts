// What the language service works on: a text among all that are open.

import type { Text } from "@codemirror/state";
import type { Place, ShownFix, Source } from "ringfence/editor";
import type { Range, Send } from "./contract";
import { offsets } from "./place";
import type { Service } from "./service";

export interface Scope {
  /** The text that the editor shows. */
  key: string;
  service: Service;
  send: Send;
  /** All texts as they are: the same list as long as none changed. */
  texts: () => readonly Source[];
  /** Changes texts, also those that are not shown. */
  apply: (edits: readonly ShownFix[]) => void;
}

/** A place as the page has it. */
export function rangeOf({ start, end }: Place): Range {
  return { from: { line: start.line, column: start.column }, to: { line: end.line, column: end.column } };
}

/** Where a place stands in a document. */
export function within(doc: Text, place: Place): { from: number; to: number } {
  return offsets(doc, rangeOf(place));
}
