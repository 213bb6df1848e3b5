// A list to choose a place from, sifted by what is typed.

import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, type Panel, showPanel } from "@codemirror/view?later";
import type { Place } from "ringfence/editor";
import { element } from "./dom";

export interface Choice {
  label: string;
  /** Where it is, or what else tells it apart. */
  detail: string;
  /** What it is; may be empty. */
  kind: string;
  /** How deep it stands in what holds it. */
  depth: number;
  value: Place;
}

export interface Choosing {
  title: string;
  choices: readonly Choice[];
  /** Which one is chosen when nothing was done yet. */
  at: number;
  choose: (place: Place) => void;
  /** Shows one that is only looked at. */
  look: (place: Place) => void;
  closed: () => void;
}

/** How many are shown; typing finds the others. */
const MOST = 500;

const set = StateEffect.define<Choosing | null>();

const field = StateField.define<Choosing | null>({
  create: () => null,
  update: (choosing, tr) => {
    const found = tr.effects.find((effect) => effect.is(set));
    if (found) return found.value;
    return tr.docChanged ? null : choosing;
  },
  provide: (field) => showPanel.from(field, (choosing) => choosing && ((view) => panel(view, choosing))),
});

export const picker: Extension = field;

/** Lets the user choose. */
export function choosing(view: EditorView, choosing: Choosing): void {
  view.dispatch({ effects: set.of(choosing) });
}

function panel(view: EditorView, { title, choices, at, choose, look, closed }: Choosing): Panel {
  const input = element("input", "cm-textfield");
  const list = element("ul", "");
  const count = element("span", "rf-count");
  const dom = element("div", "rf-picker", element("p", "rf-heading", title, count), input, list);
  let shown: readonly Choice[] = [];
  let current = 0;

  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-label": title,
    "aria-expanded": "true",
    "aria-controls": "rf-choices",
    "aria-autocomplete": "list",
    "main-field": "true",
    placeholder: "filter",
    spellcheck: "false",
    autocomplete: "off",
  })) {
    input.setAttribute(name, value);
  }
  list.id = "rf-choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", title);
  count.setAttribute("role", "status");

  const mark = (to: number): void => {
    list.children[current]?.setAttribute("aria-selected", "false");
    current = Math.max(0, Math.min(shown.length - 1, to));
    const option = list.children[current];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const sift = (): void => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = ({ label, detail, kind }: Choice) => {
      const text = `${kind} ${label} ${detail}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const all = choices.filter(has);
    shown = all.slice(0, MOST);
    list.replaceChildren(...shown.map((choice, index) => row(choice, index, words.length > 0)));
    count.textContent = all.length === choices.length ? "" : ` ${all.length} of ${choices.length}`;
  };
  const close = (): void => {
    view.dispatch({ effects: set.of(null) });
    view.focus();
  };
  const take = (choice: Choice | undefined): void => {
    if (!choice) return;
    close();
    choose(choice.value);
  };

  input.addEventListener("input", () => {
    sift();
    const typed = input.value.trim().toLowerCase();
    mark(Math.max(0, shown.findIndex(({ label }) => label.toLowerCase().startsWith(typed))));
  });
  dom.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (steps !== undefined) {
      mark(current + steps);
      const choice = shown[current];
      if (choice) look(choice.value);
    } else if (event.key === "Enter") take(shown[current]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("li") : null;
    if (option) take(shown[[...list.children].indexOf(option)]);
  });
  sift();
  mark(at);
  return {
    dom,
    top: true,
    mount: () => {
      input.focus();
      mark(current);
    },
    // Not in the update that takes the panel away.
    destroy: () => queueMicrotask(closed),
  };
}

function row({ label, detail, kind, depth }: Choice, index: number, flat: boolean): HTMLElement {
  const name = element("span", "rf-name", label || "…");
  const row = element("li", "", ...(kind ? [element("span", "rf-kind", kind)] : []), name, element("span", "rf-where", detail));
  row.id = `rf-choice-${index}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  if (!flat) row.style.paddingInlineStart = `${12 + 16 * Math.min(depth, 8)}px`;
  return row;
}
