// The service worker: answers with what was kept when the page was first loaded. `offline.mjs` fills in the two constants.

const VERSION = "VERSION";
const FILES = ["FILES"];
const CACHE = `ringfence-${VERSION}`;

self.addEventListener("install", (event) => {
  // `reload`: what the browser keeps of an older version must not come in.
  const requests = FILES.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("ringfence-") && name !== CACHE);
  const forget = (names) => Promise.all(old(names).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  const kept = caches.open(CACHE).then((cache) => cache.match(request, { ignoreSearch: request.mode === "navigate" }));
  event.respondWith(kept.then((response) => response ?? fetch(request)));
});
