// How that looks which is loaded later: problems, cards, panels.

import { EditorView } from "@codemirror/view";
import { focus, mix } from "./look";

const WAVE =
  "url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%226%22 height=%224%22>" +
  "<path d=%22M0 2 Q1.5 -.4 3 2 T6 2%22 fill=%22none%22 stroke=%22black%22 stroke-width=%221.1%22/></svg>')";

/** A wave in a colour of the page. An underline of the text's own would lose its colour where it is selected. */
const wavy = (colour: string): Record<string, Record<string, string> | string> => ({
  position: "relative",
  backgroundImage: "none",
  paddingBottom: "0",
  "&:after": {
    content: '""',
    position: "absolute",
    left: "0",
    right: "0",
    bottom: "-3px",
    height: "4px",
    pointerEvents: "none",
    forcedColorAdjust: "none",
    backgroundColor: `var(--${colour})`,
    mask: `${WAVE} left / 6px 4px repeat-x`,
  },
});

const point = (colour: string): Record<string, string> => ({ borderBottomColor: `var(--${colour})` });

const button = {
  font: "500 12px/1.4 var(--font)",
  padding: "3px 9px",
  border: "1px solid var(--border)",
  borderRadius: "6px",
  background: "var(--bg)",
  color: "var(--text)",
  cursor: "pointer",
};

/** The style of what stands beside a text or over it. */
export const laterLook = EditorView.theme({
  ".cm-searchMatch": { backgroundColor: mix("warning", 26), borderRadius: "2px" },
  ".cm-searchMatch-selected": { backgroundColor: mix("warning", 52) },

  ".cm-lintRange-error": wavy("error"),
  ".cm-lintRange-warning": wavy("warning"),
  ".cm-lintPoint:after": point("error"),
  ".cm-lintPoint-warning:after": point("warning"),

  ".cm-tooltip": { border: "1px solid var(--border)", borderRadius: "8px", backgroundColor: "var(--panel)", color: "var(--text)", boxShadow: "0 6px 24px rgb(0 0 0 / .16)", overflow: "hidden" },
  ".cm-tooltip-lint": { font: "13px/1.5 var(--font)", maxWidth: "min(34rem, calc(100vw - 2rem))" },
  ".cm-diagnostic": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px 8px", padding: "9px 12px 9px 11px", margin: "0", whiteSpace: "normal", overflowWrap: "anywhere" },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--border)" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--error)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warning)" },
  ".cm-diagnosticText": { flex: "1 0 100%" },
  ".cm-diagnosticSource": { order: "1", marginLeft: "auto", font: "11.5px/1.5 var(--code)", color: "var(--muted)", opacity: "1" },
  ".cm-diagnosticAction": { ...button, margin: "0", background: "var(--accent)", borderColor: "var(--accent)", color: "var(--bg)" },
  ".cm-diagnosticAction ~ .cm-diagnosticAction": { background: "var(--bg)", borderColor: "var(--border)", color: "var(--text)" },
  ".cm-diagnosticAction:hover": { filter: "brightness(1.08)" },
  ".cm-diagnosticAction:focus-visible, .rf-link:focus-visible": focus,
  ".rf-problem p, .rf-problem ul": { margin: "0", padding: "0", listStyle: "none" },
  ".rf-help, .rf-related": { color: "var(--muted)", marginTop: "2px !important" },
  ".rf-problem code": { font: ".93em var(--code)", padding: "0 3px", borderRadius: "4px", backgroundColor: mix("text", 8), color: "var(--text)" },
  ".rf-link": { all: "unset", color: "var(--accent)", cursor: "pointer" },
  ".rf-link:hover": { textDecoration: "underline" },

  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)", font: "13px/1.5 var(--font)", zIndex: "200" },
  ".cm-panels-top": { borderBottom: "1px solid var(--border)" },
  ".cm-panel.cm-search, .cm-panel.cm-dialog": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px", padding: "8px 44px 8px 12px", fontFamily: "var(--font)" },
  ".cm-panel.cm-search br": { display: "block", content: "''", flexBasis: "100%" },
  ".cm-panel.cm-search :is(input, button, label)": { margin: "0" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontSize: "12px", color: "var(--muted)" },
  ".cm-textfield": { flex: "0 1 20em", minWidth: "9em", font: "13px/1.4 var(--code)", verticalAlign: "middle", padding: "3px 8px", border: "1px solid var(--border)", borderRadius: "6px", backgroundColor: "var(--bg)", color: "var(--text)" },
  ".cm-button": { ...button, backgroundImage: "none", textTransform: "none" },
  ".cm-button:hover": { backgroundColor: mix("text", 6, "var(--bg)") },
  ".cm-panel input[type=checkbox]": { accentColor: "var(--accent)" },
  ".cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel [name=close]:focus-visible": focus,
  ".cm-panel.cm-search [name=close], .cm-panel.cm-dialog [name=close]": { top: "7px", right: "10px", width: "24px", height: "24px", fontSize: "18px", color: "var(--muted)", cursor: "pointer", borderRadius: "6px" },

  // Small fields make phones zoom in, small buttons are missed by fingers.
  "@media (pointer: coarse)": {
    ".cm-textfield": { fontSize: "16px" },
    ".cm-button, .cm-diagnosticAction": { padding: "8px 12px" },
  },
});
