// The gutter that shows the state of each intent.

import { type EditorState, type Extension, RangeSet, StateEffect, StateField, type TransactionSpec } from "@codemirror/state";
import { EditorView, GutterMarker, ViewPlugin, gutter, keymap } from "@codemirror/view";
import type { Mark, Send, State } from "./contract";
import { element } from "./dom";
import { sign } from "./signs";

/** Shows these marks instead of those before. */
export function showMarks({ doc }: EditorState, marks: readonly Mark[]): TransactionSpec {
  const lines = new Map<number, Mark[]>();
  for (const mark of marks) {
    const line = Math.max(1, Math.min(doc.lines, Math.floor(mark.line) || 1));
    lines.set(line, [...(lines.get(line) ?? []), mark]);
  }
  const ranges = [...lines].map(([line, marks]) => new Sign(marks).range(doc.line(line).from));
  return { effects: setSigns.of(RangeSet.of(ranges, true)) };
}

/** The gutter, one stop for Tab; the arrow keys go from mark to mark. */
export function marks(key: string, send: Send): Extension {
  const choose = (view: EditorView, from: number): void => send("mark", { key, line: view.state.doc.lineAt(from).number });
  return [
    signs,
    gutter({
      class: "rf-marks",
      markers: (view) => view.state.field(signs),
      domEventHandlers: {
        click: (view, line, event) => {
          if (!button(event)) return false;
          choose(view, line.from);
          return true;
        },
        keydown: (view, line, event) => {
          const way = { ArrowDown: 1, ArrowUp: -1 }[(event as KeyboardEvent).key];
          if (!button(event) || !way) return false;
          event.preventDefault();
          goTo(view, line.from, way);
          return true;
        },
      },
    }),
    toolbar,
    keymap.of([
      {
        key: "Alt-Enter",
        run: (view) => {
          const { from, to } = view.state.doc.lineAt(view.state.selection.main.head);
          const found = within(view.state, from, to);
          if (found !== undefined) choose(view, found);
          return found !== undefined;
        },
      },
    ]),
  ];
}

/** From what weighs most: a line with several intents shows that one. */
const STATES: readonly State[] = ["fails", "unknown", "not-judged", "holds"];
const SAID: Record<State, string> = { holds: "holds", fails: "fails", unknown: "unknown", "not-judged": "not judged" };

class Sign extends GutterMarker {
  readonly state: State;
  readonly title: string;

  constructor(marks: readonly Mark[]) {
    super();
    this.state = STATES.find((state) => marks.some((mark) => mark.state === state)) ?? "not-judged";
    this.title = marks.map(({ state, title }) => `${SAID[state] ?? SAID["not-judged"]}: ${title}`).join("\n");
  }

  override eq(other: Sign): boolean {
    return this.state === other.state && this.title === other.title;
  }

  override toDOM(): HTMLElement {
    const button = element("button", `rf-mark rf-${this.state}`, sign(this.state));
    button.type = "button";
    button.tabIndex = -1;
    button.title = this.title;
    button.setAttribute("aria-label", this.title);
    return button;
  }
}

const setSigns = StateEffect.define<RangeSet<Sign>>();

const signs = StateField.define<RangeSet<Sign>>({
  create: () => RangeSet.empty,
  update: (signs, tr) => {
    const set = tr.effects.find((effect) => effect.is(setSigns));
    return set ? set.value : signs.map(tr.changes);
  },
});

/** Where the first mark between two offsets stands. */
function within(state: EditorState, from: number, to: number): number | undefined {
  let found: number | undefined;
  state.field(signs).between(from, to, (at) => {
    found = at;
    return false;
  });
  return found;
}

/** Focuses the mark above or below. */
function goTo(view: EditorView, from: number, way: number): void {
  const all: number[] = [];
  view.state.field(signs).between(0, view.state.doc.length, (at) => void all.push(at));
  const next = way > 0 ? all.find((at) => at > from) : all.reverse().find((at) => at < from);
  if (next === undefined) return;
  view.dispatch({ effects: EditorView.scrollIntoView(next, { yMargin: 40 }) });
  view.requestMeasure({
    read: () => view.lineBlockAt(next),
    write: ({ top, bottom }) => {
      const shown = buttons(view).find((mark) => {
        const box = mark.getBoundingClientRect();
        const middle = (box.top + box.bottom) / 2 - view.documentTop;
        return top < middle && middle < bottom;
      });
      shown?.focus();
    },
  });
}

/** Keeps the gutter one stop for Tab. What CodeMirror hides of it from assistive technology is shown, but for the numbers. */
const toolbar = ViewPlugin.define((view) => {
  const keep = (): void => {
    const gutters = view.scrollDOM.querySelector(".cm-gutters");
    const marks = gutters?.querySelector(".rf-marks");
    if (!gutters || !marks) return;
    gutters.removeAttribute("aria-hidden");
    for (const other of gutters.children) if (other !== marks) other.setAttribute("aria-hidden", "true");
    const all = buttons(view);
    if (all.length > 0) {
      marks.setAttribute("role", "toolbar");
      marks.setAttribute("aria-orientation", "vertical");
      marks.setAttribute("aria-label", "what must hold");
    } else {
      marks.removeAttribute("role");
      marks.removeAttribute("aria-orientation");
      marks.removeAttribute("aria-label");
    }
    const stop = all.find((mark) => mark === (view.root as ShadowRoot).activeElement) ?? all.find((mark) => mark.tabIndex === 0) ?? all[0];
    for (const mark of all) mark.tabIndex = mark === stop ? 0 : -1;
  };
  const later = (): void => view.requestMeasure({ key: keep, read: () => undefined, write: keep });
  later();
  view.scrollDOM.addEventListener("focusin", later);
  return { update: later, destroy: () => view.scrollDOM.removeEventListener("focusin", later) };
});

function buttons(view: EditorView): HTMLElement[] {
  return [...view.scrollDOM.querySelectorAll<HTMLElement>(".rf-mark")];
}

function button(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(".rf-mark") !== null;
}
