// The worker: the npm package's engine behind messages. What is asked, and in which order, is the page's decision.

import init, { Analysis } from "ringfence";
import type { MatrixBy, Source } from "ringfence";

declare const BUILD: string;

type Task =
  | { type: "open" }
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
    analysis?.free();
    analysis = undefined;
    analysis = new Analysis(texts ?? []);
    return { type: "opened", problems: analysis.problems(), topology: analysis.topology() };
  }
  if (analysis === undefined) throw new Error("nothing has been read yet");
  switch (task.type) {
    case "check":
      return { type: "checked", report: analysis.check() };
    case "reach":
      return { type: "reached", result: analysis.reach(task.question) };
    case "matrix":
      return { type: "listed", matrix: analysis.matrix(task.by) };
    case "row":
      return { type: "filled", result: analysis.matrixRow(task.by, task.row, task.service || undefined) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

self.addEventListener("message", (event: MessageEvent<Request>) => {
  try {
    self.postMessage({ type: "done", revision: event.data.revision, outcome: outcome(event.data) });
  } catch (error) {
    self.postMessage({ type: "failed", message: messageOf(error) });
  }
});

// What is sent before this is lost, so the page waits for it.
init().then(
  () => self.postMessage({ type: "ready", build: BUILD }),
  (error: unknown) => self.postMessage({ type: "failed", message: messageOf(error) }),
);
