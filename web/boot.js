// Starts the page: first the editor's element, then the page itself. A file of its own, since the page's policy forbids
// inline scripts.
const { js, wasm } = document.querySelector("script[data-js]").dataset;
const here = (path) => new URL(path, document.baseURI).href;

try {
  const [{ default: start }] = await Promise.all([import(here(js)), import(here("app/editor.js"))]);
  await start({ module_or_path: here(wasm) });
} catch (error) {
  const message = document.querySelector("#app");
  message.textContent = `The page does not start: ${error.message ?? error}. It needs a browser with WebAssembly.`;
}

// Once loaded, it works offline, and once used, so does what is loaded later. Only secure connections and this machine allow that.
navigator.serviceWorker?.register(here("offline.js")).catch(() => {});
addEventListener("more", () => void navigator.serviceWorker?.ready.then(({ active }) => active.postMessage("keep")));
