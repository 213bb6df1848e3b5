// From the page's places to offsets and back.

import type { Text } from "@codemirror/state";
import type { Position, Range } from "./contract";

/** The offset of a position; one outside of the text counts as the nearest inside. */
export function offset(doc: Text, { line, column }: Position): number {
  if (line > doc.lines) return doc.length;
  if (!(line >= 1)) return 0;
  const { from, length } = doc.line(Math.floor(line));
  return from + Math.max(0, Math.min(length, Math.floor(column) - 1 || 0));
}

/** The offsets of a range, in order. */
export function offsets(doc: Text, range: Range): { from: number; to: number } {
  const from = offset(doc, range.from);
  return { from, to: Math.max(from, offset(doc, range.to)) };
}

/** The position at an offset. */
export function position(doc: Text, at: number): Position {
  const line = doc.lineAt(at);
  return { line: line.number, column: at - line.from + 1 };
}
