// The sign of each state: told by its shape, not only by its colour.

import type { State } from "./contract";

const SVG = "http://www.w3.org/2000/svg";

/** Paths in a box of 16: what is filled, and the strokes on it. */
const SHAPES: Record<State, { shape: string; stroke: string }> = {
  holds: { shape: "", stroke: "M3.5 8.5 L6.6 11.5 L12.5 4.8" },
  fails: { shape: "M5 1.5 H11 L14.5 5 V11 L11 14.5 H5 L1.5 11 V5 Z", stroke: "M5.6 5.6 L10.4 10.4 M10.4 5.6 L5.6 10.4" },
  unknown: { shape: "M8 .8 L15.2 8 L8 15.2 L.8 8 Z", stroke: "M6.1 6.4 A1.95 1.95 0 1 1 8.7 8.3 Q8 8.6 8 9.3 M8 11.3 V11.4" },
  "not-judged": { shape: "", stroke: "M4.5 8 H11.5" },
};

/** A drawing of a state's sign; colours come from the style. */
export function sign(state: State): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const { shape, stroke } = SHAPES[state];
  for (const [className, d] of [["shape", shape], ["stroke", stroke]] as const) {
    if (!d) continue;
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", className);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
