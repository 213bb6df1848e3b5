// Texts as the page has them, and as documents.

import { Text } from "@codemirror/state";

/** The document of a text. Only line feeds end lines, as in the language; carriage returns before them go. */
export function toDoc(text: string): Text {
  return Text.of(text.toWellFormed().split(/\r?\n/));
}

/** The text of a document. Half a surrogate pair is no character: U+FFFD stands for it. */
export function toText(doc: Text): string {
  return doc.sliceString(0, doc.length, "\n").toWellFormed();
}
