// The service worker: answers with what was kept when the page was first loaded. `offline.mjs` fills in the constants.

const VERSION = "VERSION";
const FILES = ["FILES"];
// What is kept once it was used.
const LATER = ["LATER"];
// Other pages of this origin have caches of their own.
const OURS = `ringfence ${self.registration.scope} `;
const CACHE = OURS + VERSION;

async function keep(paths) {
  const cache = await caches.open(CACHE);
  const kept = await Promise.all(paths.map((path) => cache.match(path)));
  // `no-cache`: what the browser keeps of an older version must not come in; what is still the same is not sent again.
  const requests = paths.filter((_, index) => !kept[index]).map((path) => new Request(path, { cache: "no-cache" }));
  await cache.addAll(requests);
}

self.addEventListener("install", (event) => event.waitUntil(keep(FILES).then(() => self.skipWaiting())));

// The page says when it has loaded more. Where that cannot be kept, it is still there as long as there is a network.
self.addEventListener("message", (event) => event.waitUntil(keep(LATER).catch(() => {})));

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  const forget = (names) => Promise.all(old(names).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  // The page is kept under its folder's address.
  const wanted = request.mode === "navigate" ? request.url.replace(/(index\.html)?([?#].*)?$/, "") : request;
  const kept = caches.open(CACHE).then((cache) => cache.match(wanted));
  event.respondWith(kept.then((response) => response ?? fetch(request)));
});
