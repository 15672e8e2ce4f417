// Without a connection: one page that is the same for everybody. Nothing of anybody is ever put into this store.
const STORE = "offline-{{ stamp }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = "{{ page|escapejs }}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => Promise.all(FILES.map(async (file) => {
    const answer = await fetch(file, { cache: "reload", credentials: "omit" });
    if (answer.ok) await store.put(file, answer);
  }))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  else if (FILES.includes(url.pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(url.pathname)));
});
