// Reading without a connection, for somebody who asked it on this device (« jalons:offline » holds her mark): asks the service worker to keep
// lessons and the open worksheet, empties what it kept of anybody else, says when a page is a copy. On a shared device nothing is kept.

const CHOICE = "jalons:offline";
const A_WEEK = 7 * 24 * 3600 * 1000; // as in the worker
const SAVED = 20_000; // after the last save of a worksheet, before its copy is made anew
const reader = document.querySelector('meta[name="offline-reader"]')?.content; // empty where nobody is signed in
const words = document.querySelector("template[data-offline-words]")?.content;
const copy = document.documentElement.dataset.copy; // when this page was kept; absent from a page of now
const store = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null; // a browser that keeps nothing
  }
};
const isShared = () => store((kept) => kept.getItem("jalons:shared") === "1") ?? true;
const isAsked = () => Boolean(reader) && !isShared() && store((kept) => kept.getItem(CHOICE)) === reader;

// All but what is kept for `mark`. The workers are told: one of them may be keeping a page just now.
async function forget(mark = "") {
  const workers = await navigator.serviceWorker.getRegistrations();
  for (const one of workers) one.active?.postMessage({ reader: mark });
  for (const name of await caches.keys()) {
    if (name.startsWith("jalons-kept-") && !(mark && name.startsWith(`jalons-kept-${mark}-`))) await caches.delete(name);
  }
  return workers;
}

async function leave() {
  store((kept) => kept.removeItem(CHOICE));
  for (const one of await forget()) await one.unregister();
}

async function enter() {
  await forget(reader);
  if (!isAsked()) return reader || isShared() ? leave() : undefined; // the sign-in page: nobody's copies, and a choice that may be hers
  if (!words || copy) return;
  const known = await navigator.serviceWorker.register(`/hors-connexion.js?pour=${reader}`);
  const worker = known.active || known.installing || known.waiting;
  const ask = () => isAsked() && worker.state === "activated" && worker.postMessage({ keep: location.href });
  if (!navigator.serviceWorker.controller) worker.state === "activated" ? ask() : worker.addEventListener("statechange", ask);
  followSaves(ask);
}

// A worksheet is saved as one types: the copy follows, once the typing rests or the page is left.
let following = false;
function followSaves(keep) {
  const sheet = document.querySelector("worksheet-editor");
  if (!sheet || following) return;
  following = true;
  let timer = 0;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    keep();
  };
  new MutationObserver(() => {
    if (sheet.dataset.state !== "saved") return;
    clearTimeout(timer);
    timer = setTimeout(now, SAVED);
  }).observe(sheet, { attributeFilter: ["data-state"] });
  document.addEventListener("visibilitychange", () => document.hidden && now());
}

// This page is a copy: say so, and hold back what needs a connection. What is typed in a worksheet is kept and sent later.
function tellCopy() {
  if (!copy || !words) return;
  const note = words.querySelector("[data-copy-note]").cloneNode(true);
  note.querySelector("time").dateTime = copy;
  note.querySelector("time").textContent = new Date(copy).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const button of document.querySelectorAll("main form[method=post] button:not([type=button])")) {
    if (!button.closest("worksheet-editor")) button.disabled = true;
  }
  document.querySelector("main").prepend(note);
  addEventListener("online", () => (note.querySelector("[data-back]").hidden = false));
}

// This page is of now, and the line is cut: what is on the screen can be read, what is sent would be lost with the page.
function tellCut() {
  const sheet = document.querySelector("worksheet-editor"); // says so itself, at the text
  if (copy || !words || sheet) return;
  const note = words.querySelector("[data-cut-note]").cloneNode(true);
  addEventListener("offline", () => document.querySelector("main").prepend(note));
  addEventListener("online", () => note.remove());
}

// On the page « Hors connexion »: what can be read here.
async function listKept() {
  const list = document.querySelector("[data-kept-pages]");
  if (!list) return;
  for (const name of (await caches.keys()).filter((one) => one.startsWith("jalons-kept-"))) {
    for (const request of (await (await caches.open(name)).keys()).reverse()) {
      const kept = await caches.match(request, { cacheName: name });
      if (!kept || !(Date.now() - Date.parse(kept.headers.get("Kept-At")) < A_WEEK)) continue;
      const page = new DOMParser().parseFromString(await kept.text(), "text/html");
      const link = document.createElement("a");
      link.href = request.url;
      link.textContent = page.querySelector("h1")?.textContent.trim() || page.title;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  }
  list.closest("[data-some]").hidden = !list.children.length;
}

// The choice itself. Saying that the device is shared takes it back.
function choose() {
  const line = document.querySelector("[data-keeps]");
  const box = line?.querySelector("input");
  if (!box || !reader) return;
  const show = () => {
    line.hidden = isShared();
    box.checked = isAsked();
  };
  show();
  box.addEventListener("change", () => {
    box.checked ? store((kept) => kept.setItem(CHOICE, reader)) : store((kept) => kept.removeItem(CHOICE));
    enter().catch(() => {});
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-shared]")) setTimeout(() => enter().catch(() => {}).finally(show)); // once the sheet has noted it
  });
}

tellCopy();
tellCut();
if ("serviceWorker" in navigator && "caches" in window) {
  choose();
  if (reader !== undefined) enter().catch(() => {});
  listKept().catch(() => {});
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && new URL(event.target.action, location).pathname.endsWith("/logout/")) leave().catch(() => {});
  });
}
