// How long it takes from a key to the frame that shows what it changed.

import { estate } from "./estate.mjs";

/** What is measured: a text, a place where a digit more breaks an intent, and what the status says before and after. */
export const SUBJECTS = {
  "three-tier": { whole: "28 hold, 0 fail", broken: /[1-9]\d* fail/ },
  "200 interfaces": { text: estate({ machines: 200 }), whole: "16 hold, 0 fail", broken: "1 fails" },
};

/** Milliseconds of each of `count` keys. */
export async function latencies(tab, { text, whole, broken }, count) {
  if (text) await tab.openFiles({ "policy.fence": text });
  await tab.settled(whole, { timeout: 60_000 });
  await tab.find("ingress tcp 443");
  await tab.page.keyboard.press("ArrowRight");
  await tab.page.evaluate(listen);
  const times = [];
  for (let key = 0; key < count; key += 1) {
    await tab.page.evaluate(() => window.forget());
    await tab.page.keyboard.press(key % 2 === 0 ? "1" : "Backspace");
    const time = await tab.page.waitForFunction(() => window.taken, undefined, { timeout: 60_000 });
    times.push(await time.jsonValue());
    await tab.settled(key % 2 === 0 ? broken : whole);
  }
  return times;
}

/** In the page: `window.taken` is the time from the last key to the first frame after the status has changed. */
function listen() {
  let since;
  window.forget = () => {
    window.taken = since = undefined;
  };
  window.addEventListener("keydown", ({ timeStamp }) => (since ??= timeStamp), true);
  // What is said of an older text ends in `…`.
  const judged = () => /(hold|fail|error).*[^…]$/.test(status.textContent.trim());
  const status = document.querySelector(".status");
  new MutationObserver(() => {
    if (since === undefined || window.taken || !judged()) return;
    // A task behind the frame's callbacks: by then the frame has been made.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (window.taken ??= performance.now() - since);
      port2.postMessage(undefined);
    });
  }).observe(status, { subtree: true, childList: true, characterData: true });
}

/** Median, and the slowest. */
export function summary(times) {
  const sorted = times.toSorted((one, other) => one - other);
  const median = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
  return `median ${Math.round(median)} ms, slowest ${Math.round(sorted.at(-1))} ms of ${times.length} keys`;
}
