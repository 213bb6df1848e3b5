// What editor and language worker tell each other.

import type { Completions, FormatResult, Hover, OutlineItem, Place, RenameResult, SemanticToken, Source } from "ringfence/editor";

/** A place of a text; the offset in UTF-16 code units. */
export interface Point {
  key: string;
  offset: number;
}

/** What can be asked, and what is answered. */
export interface Calls {
  complete: { asked: Point; answer: Completions | null };
  hover: { asked: Point; answer: Hover | null };
  definition: { asked: Point; answer: Place | null };
  references: { asked: Point; answer: Place[] };
  rename: { asked: Point & { name: string }; answer: RenameResult };
  /** With the text as it was when it was asked about. */
  format: { asked: { key: string }; answer: FormatResult & { was: string } };
  outline: { asked: { key: string }; answer: OutlineItem[] };
  /** Lines from 1, both included. */
  tokens: { asked: { key: string; from: number; to: number }; answer: SemanticToken[] };
}

export interface Question<Call extends keyof Calls> {
  call: Call;
  asked: Calls[Call]["asked"];
  /** All texts, where they are other ones than at the last question. */
  texts?: readonly Source[];
}

export type Reply = { ready: true } | { answer: Calls[keyof Calls]["answer"] } | { failed: string };
