// Problems of a text: underlines, cards, and edits that mend them.

import { type Action, type Diagnostic, forEachDiagnostic, nextDiagnostic, previousDiagnostic, setDiagnostics, setDiagnosticsEffect } from "@codemirror/lint";
import { ChangeSet, type ChangeDesc, type EditorState, type Extension, Prec, StateField, type TransactionSpec } from "@codemirror/state";
import { type Command, EditorView, ViewPlugin, activateHover, closeHoverTooltips, hasHoverTooltips, keymap } from "@codemirror/view?later";
import type { Fix, Problem, Related, Send } from "./contract";
import { element, prose } from "./dom";
import { laterLook } from "./later-look";
import { offsets } from "./place";

/** Shows these problems instead of those before. */
export function showProblems(state: EditorState, problems: readonly Problem[], key: string, send: Send): TransactionSpec {
  return setDiagnostics(state, problems.map((problem) => diagnostic(state, problem, key, send)));
}

/** Keys for problems, and what is remembered for their edits. */
export function problems(): Extension {
  return [
    edits,
    Prec.high(
      keymap.of([
        { key: "F8", run: said(nextDiagnostic), shift: said(previousDiagnostic) },
        { key: "Mod-.", run: fix },
        { key: "Escape", run: closeCard },
      ]),
    ),
    cardKeys,
    laterLook,
  ];
}

/** The edits since the problems were told: where their fixes stand now. */
const edits = StateField.define<ChangeDesc>({
  create: ({ doc }) => ChangeSet.empty(doc.length).desc,
  update: (edits, tr) => {
    if (tr.effects.some((effect) => effect.is(setDiagnosticsEffect))) return ChangeSet.empty(tr.newDoc.length).desc;
    return tr.docChanged ? edits.composeDesc(tr.changes.desc) : edits;
  },
});

function diagnostic({ doc }: EditorState, problem: Problem, key: string, send: Send): Diagnostic {
  return {
    ...offsets(doc, problem),
    severity: problem.severity,
    message: problem.message,
    source: problem.code,
    renderMessage: () => card(problem, key, send),
    actions: (problem.fixes ?? []).map((fix) => action(fix, offsets(doc, fix))),
  };
}

function action({ label, text }: Fix, { from, to }: { from: number; to: number }): Action {
  return {
    name: label,
    apply: (view) => {
      const since = view.state.field(edits);
      // Where somebody wrote in the meantime, the problem is another one by now.
      if (view.state.readOnly || since.touchesRange(from, to)) return;
      view.dispatch({
        changes: { from: since.mapPos(from, -1), to: since.mapPos(to, 1), insert: view.state.toText(text) },
        effects: [EditorView.announce.of(label), closeHoverTooltips],
        userEvent: "input.fix",
      });
      view.focus();
    },
  };
}

function card(problem: Problem, key: string, send: Send): HTMLElement {
  const card = element("div", "rf-problem");
  card.append(element("p", "rf-message", prose(problem.message)));
  if (problem.help) card.append(element("p", "rf-help", prose(problem.help)));
  if (problem.related?.length) {
    card.append(element("ul", "rf-related", ...problem.related.map((related) => element("li", "", place(related, key, send)))));
  }
  return card;
}

function place({ note, key: other, from, to }: Related, here: string, send: Send): HTMLElement {
  const key = other ?? here;
  const where = key === here ? `line ${from.line}` : `${key}, line ${from.line}`;
  const button = element("button", "rf-link", `${where}: `, prose(note));
  button.type = "button";
  button.addEventListener("click", () => send("place", { key, from, to }));
  return button;
}

/** Goes to a problem, and reads it out. */
function said(go: Command): Command {
  return (view) => {
    if (!go(view)) return false;
    const [problem] = at(view.state);
    if (problem) view.dispatch({ effects: EditorView.announce.of(`${problem.severity}: ${problem.message}`) });
    return true;
  };
}

/** Mends the problem at the cursor; among several edits one is chosen. */
function fix(view: EditorView): boolean {
  const found = at(view.state).filter(({ actions }) => actions?.length);
  const [first] = found;
  const actions = found.flatMap(({ actions }) => actions ?? []);
  if (!first) return false;
  if (actions.length === 1) {
    actions[0]?.apply(view, first.from, first.to);
    return true;
  }
  if (!hasHoverTooltips(view.state)) {
    activateHover(view, first.from, 1, { until: (tr) => tr.docChanged || tr.selection !== undefined });
  }
  view.dom.querySelector<HTMLElement>(".cm-diagnosticAction")?.focus();
  return true;
}

/** The problems at the cursor, else those of its line, where they stand now. */
function at(state: EditorState): Diagnostic[] {
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(state.selection.main.head);
  const touching: Diagnostic[] = [];
  const near: Diagnostic[] = [];
  forEachDiagnostic(state, (diagnostic, start, end) => {
    const here = { ...diagnostic, from: start, to: end };
    if (start <= to && end >= from) touching.push(here);
    if (start <= line.to && end >= line.from) near.push(here);
  });
  return touching.length > 0 ? touching : near;
}

function closeCard(view: EditorView): boolean {
  if (!hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: closeHoverTooltips });
  return true;
}

/** The way back from a card by keyboard. */
const cardKeys = ViewPlugin.define((view) => {
  const back = (event: KeyboardEvent): void => {
    const inCard = event.target instanceof Element && event.target.closest(".cm-tooltip");
    if (event.key !== "Escape" || !inCard) return;
    event.preventDefault();
    view.focus();
    closeCard(view);
  };
  view.dom.addEventListener("keydown", back);
  return { destroy: () => view.dom.removeEventListener("keydown", back) };
});
