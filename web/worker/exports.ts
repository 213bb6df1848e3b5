// The import worker: makes one text of what a cloud printed, and is ended.

import init, { importExports } from "ringfence/import";
import type { Source } from "ringfence/import";

self.addEventListener("message", ({ data }: MessageEvent<Source[]>) => {
  try {
    const { text, origins } = importExports(data);
    self.postMessage({ text, origins });
  } catch (error) {
    self.postMessage({ why: error instanceof Error ? error.message : String(error) });
  }
});

// What is sent before this is lost, so the page waits for it.
init(new URL("exports.wasm", import.meta.url)).then(
  () => self.postMessage({ ready: true }),
  () => self.postMessage({}),
);
