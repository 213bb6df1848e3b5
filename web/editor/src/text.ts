// Texts as the page has them, and as documents.

import { type EditorState, Text, type TransactionSpec } from "@codemirror/state";

/** The document of a text. Only line feeds end lines, as in the language; carriage returns before them go. */
export function toDoc(text: string): Text {
  return Text.of(text.toWellFormed().split(/\r?\n/));
}

/** The text of a document. Half a surrogate pair is no character: U+FFFD stands for it. */
export function toText(doc: Text): string {
  return doc.sliceString(0, doc.length, "\n").toWellFormed();
}

/** What makes another document of the one there is: only what lies between its first and last other line changes. */
export function rewriting({ doc, selection }: EditorState, to: Text): TransactionSpec {
  if (doc.eq(to)) return {};
  const line = (of: Text, number: number) => of.line(number).text;
  const most = Math.min(doc.lines, to.lines);
  let before = 0;
  while (before < most && line(doc, before + 1) === line(to, before + 1)) before++;
  let behind = 0;
  while (behind < most - before && line(doc, doc.lines - behind) === line(to, to.lines - behind)) behind++;
  // From the end of the last same line, or from the start of the text, to the end of the last other one.
  const start = before > 0 ? doc.line(before).to : 0;
  const from = { from: start, to: behind > 0 ? doc.line(doc.lines - behind + 1).from : doc.length };
  const insert = to.slice(before > 0 ? to.line(before).to : 0, behind > 0 ? to.line(to.lines - behind + 1).from : to.length);
  const cursor = doc.lineAt(selection.main.head);
  const target = to.line(Math.min(cursor.number, to.lines));
  const column = Math.min(selection.main.head - cursor.from, target.length);
  return { changes: { ...from, insert }, selection: { anchor: target.from + column }, userEvent: "input" };
}
