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

  ".rf-card": { maxWidth: "min(36rem, calc(100vw - 2rem))", padding: "8px 12px", font: "13px/1.5 var(--font)", overflowWrap: "anywhere" },
  ".rf-card p, .rf-card pre": { margin: "0" },
  ".rf-card .rf-title code": { font: "600 12.5px/1.6 var(--code)" },
  ".rf-card pre": { font: "12.5px/1.6 var(--code)", whiteSpace: "pre-wrap", margin: "2px 0", color: "var(--muted)" },
  ".rf-card .rf-doc code": { font: ".93em var(--code)", padding: "0 3px", borderRadius: "4px", backgroundColor: mix("text", 8) },
  ".rf-card .rf-source": { marginTop: "4px", fontSize: "11.5px", color: "var(--muted)" },
  ".cm-tooltip-section + .cm-tooltip-section, .cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--border)" },
  ".rf-rename": { display: "grid", gap: "4px", minWidth: "16rem" },
  ".rf-rename .rf-doc": { fontSize: "12px", color: "var(--muted)" },
  ".rf-why": { color: "var(--error)" },
  ".rf-why:empty": { display: "none" },
  ".rf-named": { backgroundColor: mix("accent", 22), borderRadius: "2px" },
  "&.rf-going .cm-content": { cursor: "pointer" },

  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "13px/1.5 var(--code)", maxHeight: "15.5em", minWidth: "18rem", maxWidth: "min(34rem, calc(100vw - 2rem))", borderRadius: "8px", padding: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "10px", alignItems: "baseline", padding: "2px 8px", borderRadius: "5px", lineHeight: "1.6" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: mix("accent", 20), color: "var(--text)" },
  ".cm-completionLabel": { flex: "none" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { flex: "1", marginLeft: "0", fontStyle: "normal", fontSize: "12px", color: "var(--muted)", overflow: "hidden", textOverflow: "ellipsis", textAlign: "right" },
  ".cm-tooltip-autocomplete li[aria-selected] .cm-completionDetail, .rf-picker li[aria-selected=true] .rf-where": { color: "var(--text)" },
  ".rf-o-kind > .cm-completionLabel, .rf-o-property > .cm-completionLabel": { color: "var(--head)" },
  ".rf-o-verb > .cm-completionLabel": { color: "var(--verb)" },
  ".rf-o-link > .cm-completionLabel": { color: "var(--link)" },
  ".rf-o-value > .cm-completionLabel": { color: "var(--number)" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", borderRadius: "8px", maxWidth: "24rem" },

  ".rf-picker": { padding: "8px 12px", display: "grid", gap: "6px" },
  ".rf-heading": { margin: "0", fontWeight: "600" },
  ".rf-count": { fontWeight: "400", color: "var(--muted)" },
  ".rf-picker ul": { margin: "0", padding: "0", listStyle: "none", maxHeight: "38vh", overflow: "auto" },
  ".rf-picker li": { display: "flex", gap: "8px", alignItems: "baseline", padding: "2px 12px", borderRadius: "5px", cursor: "pointer", font: "13px/1.6 var(--code)", whiteSpace: "nowrap" },
  ".rf-picker li[aria-selected=true]": { backgroundColor: mix("accent", 20) },
  ".rf-picker li:hover": { backgroundColor: mix("text", 6) },
  ".rf-picker li[aria-selected=true]:hover": { backgroundColor: mix("accent", 26) },
  ".rf-picker .rf-kind": { color: "var(--head)" },
  ".rf-name": { overflow: "hidden", textOverflow: "ellipsis" },
  ".rf-where": { marginLeft: "auto", font: "12px/1.6 var(--font)", color: "var(--muted)" },

  // Small fields make phones zoom in, small buttons are missed by fingers.
  "@media (pointer: coarse)": {
    ".cm-textfield": { fontSize: "16px" },
    ".cm-button, .cm-diagnosticAction": { padding: "8px 12px" },
  },
});
