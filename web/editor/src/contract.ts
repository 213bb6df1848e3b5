// What the page and the editor tell each other.

/** A point of a text: lines and columns from 1, columns in UTF-16 code units. */
export interface Position {
  line: number;
  column: number;
}

/** A stretch of a text, its end not included. */
export interface Range {
  from: Position;
  to: Position;
}

export interface Problem extends Range {
  severity: "error" | "warning";
  code: string;
  message: string;
  help?: string | undefined;
  related?: Related[] | undefined;
  fixes?: Fix[] | undefined;
}

/** Another place that matters; without a key it is in the same text. */
export interface Related extends Range {
  note: string;
  key?: string | undefined;
}

/** An edit that mends a problem; an empty range inserts. */
export interface Fix extends Range {
  label: string;
  text: string;
}

export type State = "holds" | "fails" | "unknown" | "not-judged";

/** The state of the intent that starts on a line. */
export interface Mark {
  line: number;
  state: State;
  title: string;
}

/** What each event carries as its `detail`. */
export interface Events {
  /** The user changed the text. */
  edit: { key: string; text: string };
  /** The cursor is on another line than before. */
  cursor: Position & { key: string };
  /** The mark of a line was chosen. */
  mark: { key: string; line: number };
  /** A place that a problem names was chosen. */
  place: Range & { key: string };
  /** Something to tell the user once. */
  notice: { text: string };
}

/** Tells the page. */
export type Send = <Name extends keyof Events>(name: Name, detail: Events[Name]) => void;
