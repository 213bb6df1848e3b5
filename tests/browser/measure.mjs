// From key to painted answer: `npm run measure`.

import { SUBJECTS, latencies, summary } from "./helpers/latency.mjs";
import { start } from "./helpers/page.mjs";

const browser = await start();
for (const [name, subject] of Object.entries(SUBJECTS)) {
  const tab = await browser.open();
  await tab.settled("28 hold");
  console.log(`${name}: ${summary(await latencies(tab, subject, 20))}`);
  await tab.close();
}
await browser.close();
