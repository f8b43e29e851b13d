// The service worker of a device on which somebody asked to read without a connection: it keeps the pages that say « Offline-Copy », and no
// other, for the one person whose mark its address bears. SITE (version, static, pages, shell) is written before this text by core/offline.py.

const STATIC = `jalons-static-${SITE.version}`;
const A_WEEK = 7 * 24 * 3600 * 1000;
const PATIENCE = 15_000; // a line slower than this shows what was kept
const READ_HERE = /^\/(?:en\/)?(?:modules|parcours|fiches)\//;
const UNTOUCHED = /^\/(?:cms|media)\/|\/(?:exporter|fichier)\//; // the editing space, and what is taken away
const READER = new URL(location.href).searchParams.get("pour");
const isKept = (name) => name.startsWith("jalons-kept-");
const isMine = (name) => name.startsWith(`jalons-kept-${READER}-`);
const isStale = (copy) => !(Date.now() - Date.parse(copy.headers.get("Kept-At")) < A_WEEK);
let emptied = 0; // how often all was forgotten: what was asked before is not kept after

addEventListener("install", (event) => {
  const fill = async () => (await caches.open(STATIC)).addAll([...SITE.pages, ...SITE.shell]);
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("jalons-static-") && name !== STATIC;
  event.waitUntil(remove(old).then(() => clients.claim()));
});

// A page asks to be kept: the one on which the choice was made, and a worksheet that was saved since it was read. Or says who reads now.
addEventListener("message", (event) => {
  const { keep: address, reader } = event.data || {};
  if (reader !== undefined && reader !== READER) return event.waitUntil(forget());
  const url = new URL(address || "", location.origin);
  if (url.origin !== location.origin || !READ_HERE.test(url.pathname)) return;
  const since = emptied;
  event.waitUntil(fetch(url, { credentials: "same-origin" }).then((answer) => keep(url.href, answer, since)).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || UNTOUCHED.test(url.pathname)) return;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(visit(event));
    event.waitUntil(sweep().catch(() => {}));
  }
  // Any form sent elsewhere than in lessons and sheets may sign somebody in, or out: whoever comes next finds nothing.
  else if (request.mode === "navigate" && !READ_HERE.test(url.pathname)) event.waitUntil(forget());
  else if (request.method === "GET" && url.pathname.startsWith(SITE.static)) event.respondWith(asset(request));
});

async function visit(event) {
  const { request } = event;
  const since = emptied;
  const coming = fetch(request);
  const matters = (answer) => answer.headers.has("Offline-Copy") || answer.status > 400;
  // However late it comes, a copy shown meanwhile: it is the next copy, or says that there is none to keep. A full disk refuses nothing to the reader.
  event.waitUntil(coming.then((answer) => matters(answer) && keep(request.url, answer.clone(), since)).catch(() => {}));
  const kept = await find(request.url);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([coming.catch(() => null), ...(kept ? [late] : [])]);
  return answer || kept || instead(new URL(request.url).pathname);
}

async function instead(path) {
  const [french, english] = SITE.pages;
  return (await caches.match(path.startsWith("/en/") ? english : french, { cacheName: STATIC })) || Response.error();
}

async function asset(request) {
  return (await caches.match(request, { cacheName: STATIC })) || fetch(request); // their names change with their content
}

// `since`: what `emptied` was when the page was asked for.
async function keep(address, answer, since) {
  const url = address.split("#")[0];
  if ([401, 403, 404, 410].includes(answer.status)) return drop(url);
  const [reader, what, most] = (answer.headers.get("Offline-Copy") || "").split(" ");
  if (answer.status !== 200 || !reader || answer.redirected) return;
  const name = `jalons-kept-${reader}-${what}`;
  if (!isMine(name)) return forget(); // somebody else reads here now
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const one of ["Content-Encoding", "Content-Length"]) headers.delete(one);
  headers.set("Kept-At", new Date().toISOString());
  await keepAssets(text);
  if (since !== emptied) return;
  const cache = await caches.open(name);
  await cache.delete(url);
  if (since !== emptied) return caches.delete(name); // all was forgotten meanwhile: not even its name is left
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

async function forget() {
  emptied += 1;
  await remove(isKept);
}

async function remove(unwanted) {
  for (const name of (await caches.keys()).filter(unwanted)) await caches.delete(name);
}

async function drop(url) {
  for (const name of (await caches.keys()).filter(isKept)) await (await caches.open(name)).delete(url, { ignoreSearch: true });
}

// What is older than a week goes, whether or not anybody asks for it again.
async function sweep() {
  for (const name of (await caches.keys()).filter(isKept)) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const copy = await cache.match(request);
      if (copy && isStale(copy)) await cache.delete(request);
    }
  }
}

async function find(address) {
  const url = address.split("#")[0];
  for (const name of (await caches.keys()).filter(isMine)) {
    const cache = await caches.open(name);
    const kept = (await cache.match(url)) || (await cache.match(url, { ignoreSearch: true }));
    if (!kept || isStale(kept)) continue;
    const text = (await kept.text()).replace("<html ", `<html data-copy="${kept.headers.get("Kept-At")}" `);
    return new Response(text, { headers: kept.headers });
  }
  return null;
}
