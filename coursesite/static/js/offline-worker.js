// The service worker of a device on which somebody asked to read without a connection: it keeps the pages that say « Offline-Copy », and no
// other, for the one person whose mark its address bears. SITE (version, static, pages, shell) is written before this text by core/offline.py.

const STATIC = `jalons-static-${SITE.version}`;
const A_WEEK = 7 * 24 * 3600 * 1000;
const PATIENCE = 15_000; // a line slower than this shows what was kept
const READ_HERE = /^\/(?:en\/)?(?:modules|parcours|fiches)\//;
const UNTOUCHED = /^\/(?:cms|media)\/|\/(?:exporter|fichier)\//; // the editing space, and what is taken away
const MINE = `jalons-kept-${new URL(location.href).searchParams.get("pour")}-`;
const isKept = (name) => name.startsWith("jalons-kept-");
const isMine = (name) => name.startsWith(MINE);

addEventListener("install", (event) => {
  const fill = async () => (await caches.open(STATIC)).addAll([...SITE.pages, ...SITE.shell]);
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("jalons-static-") && name !== STATIC;
  event.waitUntil(forget(old).then(() => clients.claim()));
});

// A page asks to be kept: the one on which the choice was made, and a worksheet that was saved since it was read.
addEventListener("message", (event) => {
  const url = new URL(event.data?.keep || "", location.origin);
  if (url.origin !== location.origin || !READ_HERE.test(url.pathname)) return;
  event.waitUntil(fetch(url, { credentials: "same-origin" }).then((answer) => keep(url.href, answer)).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || UNTOUCHED.test(url.pathname)) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(visit(event));
  // Any form sent elsewhere than in lessons and sheets may sign somebody in, or out: whoever comes next finds nothing.
  else if (request.mode === "navigate" && !READ_HERE.test(url.pathname)) event.waitUntil(forget(isKept));
  else if (request.method === "GET" && url.pathname.startsWith(SITE.static)) event.respondWith(asset(request));
});

async function visit(event) {
  const { request } = event;
  const coming = fetch(request);
  const kept = await find(request.url);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([coming.catch(() => null), ...(kept ? [late] : [])]);
  if (!answer) return kept || instead(new URL(request.url).pathname);
  const matters = answer.headers.has("Offline-Copy") || answer.status > 400;
  if (matters) event.waitUntil(keep(request.url, answer.clone()).catch(() => {})); // a full disk refuses nothing to the reader
  return answer;
}

async function instead(path) {
  const [french, english] = SITE.pages;
  return (await caches.match(path.startsWith("/en/") ? english : french, { cacheName: STATIC })) || Response.error();
}

async function asset(request) {
  return (await caches.match(request, { cacheName: STATIC })) || fetch(request); // their names change with their content
}

async function keep(address, answer) {
  const url = address.split("#")[0];
  if ([401, 403, 404, 410].includes(answer.status)) return drop(url);
  const [reader, what, most] = (answer.headers.get("Offline-Copy") || "").split(" ");
  if (answer.status !== 200 || !reader || answer.redirected) return;
  const name = `jalons-kept-${reader}-${what}`;
  if (!isMine(name)) return forget(isKept); // somebody else reads here now
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const one of ["Content-Encoding", "Content-Length"]) headers.delete(one);
  headers.set("Kept-At", new Date().toISOString());
  await keepAssets(text);
  const cache = await caches.open(name);
  await cache.delete(url);
  await cache.put(url, new Response(text, { headers }));
  const addresses = await cache.keys(); // in the order in which they were kept
  for (const old of addresses.slice(0, Math.max(0, addresses.length - Number(most)))) await cache.delete(old);
}

// Styles and scripts that the page named, most of them in the browser's own cache already.
async function keepAssets(text) {
  const cache = await caches.open(STATIC);
  const named = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map((found) => found[1]).filter((one) => one.startsWith(SITE.static));
  for (const one of new Set(named)) if (!(await cache.match(one))) await cache.add(one).catch(() => {});
}

async function forget(unwanted) {
  for (const name of (await caches.keys()).filter(unwanted)) await caches.delete(name);
}

async function drop(url) {
  for (const name of (await caches.keys()).filter(isKept)) await (await caches.open(name)).delete(url);
}

async function find(address) {
  const url = address.split("#")[0];
  for (const name of (await caches.keys()).filter(isMine)) {
    const cache = await caches.open(name);
    const kept = (await cache.match(url)) || (await cache.match(url, { ignoreSearch: true }));
    if (!kept) continue;
    const at = kept.headers.get("Kept-At");
    if (Date.now() - Date.parse(at) > A_WEEK) {
      await cache.delete(url, { ignoreSearch: true });
      continue;
    }
    const text = (await kept.text()).replace("<html ", `<html data-copy="${at}" `);
    return new Response(text, { headers: kept.headers });
  }
  return null;
}
