// The worker: the npm package's engine behind messages. What is asked, and in which order, is the page's decision.

import init, { Analysis } from "ringfence";
import type { MatrixBy, Source } from "ringfence";

declare const BUILD: string;

/** Work that newer texts wait for, in steps of the engine: some hundredths of a second; where there are appliances, a row. */
const STEP = 1_000_000;

type Task =
  | { type: "open" }
  | { type: "step" }
  | { type: "check" }
  | { type: "reach"; question: string }
  | { type: "matrix"; by: MatrixBy }
  | { type: "row"; by: MatrixBy; row: number; service: string };

interface Request {
  revision: number;
  task: Task;
  texts: Source[] | null;
}

let analysis: Analysis | undefined;

function outcome({ task, texts }: Request): object {
  if (task.type === "open") {
    if (analysis === undefined) analysis = new Analysis(texts ?? []);
    else analysis.update(texts ?? []);
    return { opened: [analysis.problems(), analysis.topology()] };
  }
  if (analysis === undefined) throw new Error("nothing has been read yet");
  switch (task.type) {
    case "step":
      return { stepped: analysis.step(STEP).type === "done" };
    case "check":
      return { checked: analysis.check() };
    case "reach": {
      const result = analysis.reach(task.question);
      return result.type === "answer" ? { answered: result } : { refused: result.problems };
    }
    case "matrix":
      return { listed: analysis.matrix(task.by) };
    case "row": {
      const result = analysis.matrixRow(task.by, task.row, task.service || undefined);
      return result.type === "row" ? { filled: result.cells } : { refused: result.problems };
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

self.addEventListener("message", (event: MessageEvent<Request>) => {
  try {
    self.postMessage({ done: [event.data.revision, outcome(event.data)] });
  } catch (error) {
    self.postMessage({ failed: messageOf(error) });
  }
});

// What is sent before this is lost, so the page waits for it.
init().then(
  () => self.postMessage({ ready: BUILD }),
  (error: unknown) => self.postMessage({ failed: messageOf(error) }),
);
