// Served as /sw.js (newsroom/offline.py). Stores the stories that a reader has opened, so that they open offline too.
// The network always comes first, so that nobody reads an old text while the new one is available.
const PAGES = "halaman-1";
const FILES = "berkas-2"; // a new name: the first also held photos that only the desk may see
const OFFLINE = "/luring/";
const MOST_PAGES = 60; // some weeks of one reader, about 1 MB
const MOST_FILES = 120; // their photos and the stylesheets, about 6 MB
const STORY = /^\/[a-z0-9-]+\/\d{4}\/\d{2}\/\d{2}\/[^/]+\/(?:lite\/)?$/;

// The fallback page with its stylesheet, script and fonts.
const keepOffline = async () => {
  const pages = await caches.open(PAGES);
  await pages.add(OFFLINE);
  const html = await (await pages.match(OFFLINE)).text();
  const needed = [...html.matchAll(/"(\/static\/[^"]+\.(?:css|js|woff2))"/g)].map((match) => match[1]);
  await (await caches.open(FILES)).addAll([...new Set(needed)]);
};

self.addEventListener("install", (event) => {
  event.waitUntil(keepOffline().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => ![PAGES, FILES].includes(name);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

const isForAll = (response) => response.ok && !response.headers.get("Cache-Control")?.includes("private");

const keep = async (name, request, response, most) => {
  const cache = await caches.open(name);
  await cache.delete(request, { ignoreSearch: true }); // put last: what was read longest ago goes first
  await cache.put(request, response);
  const kept = (await cache.keys()).filter((other) => new URL(other.url).pathname !== OFFLINE);
  await Promise.all(kept.slice(0, Math.max(0, kept.length - most)).map((other) => cache.delete(other)));
};

// The page as anonymous visitors get it, so that nothing of an account stays on a shared phone.
const keepStory = async (url) => {
  const response = await fetch(url, { credentials: "omit" });
  if (response.ok && !response.redirected) await keep(PAGES, url, response, MOST_PAGES);
  else await (await caches.open(PAGES)).delete(url);
};

const page = async (event, url) => {
  try {
    const response = await fetch(event.request);
    if (STORY.test(url.pathname)) {
      const address = url.origin + url.pathname;
      const asStrangersSee = isForAll(response) && !response.redirected;
      event.waitUntil(asStrangersSee ? keep(PAGES, address, response.clone(), MOST_PAGES) : keepStory(address));
    }
    return response;
  } catch (error) {
    const pages = await caches.open(PAGES);
    return (await pages.match(url.origin + url.pathname)) ?? (await pages.match(OFFLINE)) ?? Promise.reject(error);
  }
};

const file = async (event) => {
  const kept = await (await caches.open(FILES)).match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (isForAll(response) && response.type === "basic") event.waitUntil(keep(FILES, event.request, response.clone(), MOST_FILES));
  return response;
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || /^\/(admin|akun)\//.test(url.pathname)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (/^\/(static|foto)\//.test(url.pathname)) event.respondWith(file(event));
});
