// A word of the glossary opens its definition in place. Without this file, or in a browser without popovers, it is a plain link.
// What is shown is taken from the page of the word ([data-brief]), which is public and kept by caches.

const WORD = /^\/(?:en\/)?glossaire\/[a-z0-9-]+\/$/;
const PATIENCE = 10_000;
const pieces = document.querySelector("template[data-definition]")?.content;
const known = new Map(); // address → [title, nodes]
let open = null; // { link, box }
let pressed = null; // the word under the finger, when its definition was open: pressing again closes it

const words = () => document.querySelectorAll('main a[href*="/glossaire/"]');
const isWord = (link) => link && link.origin === location.origin && WORD.test(link.pathname) && !link.closest("nav, [data-whole], .terms");

async function read(address) {
  if (known.has(address)) return known.get(address);
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const brief = [...page.querySelectorAll("[data-brief]")].filter((node) => node.textContent.trim());
  if (!brief.length) throw new Error("no definition");
  const found = [page.querySelector("h1").textContent.trim(), brief];
  known.set(address, found);
  return found;
}

async function fill({ link, box }) {
  const said = box.querySelector("[data-said]");
  const title = box.querySelector("h2");
  said.replaceChildren(pieces.querySelector("[data-waiting]").cloneNode(true));
  try {
    const [name, brief] = await read(link.pathname);
    title.textContent = name;
    said.replaceChildren(...brief.map((node) => document.importNode(node, true)));
  } catch {
    const failed = pieces.querySelector("[data-failed]").cloneNode(true);
    failed.querySelector("[data-again]").addEventListener("click", () => {
      box.focus();
      fill({ link, box });
    });
    said.replaceChildren(failed);
  }
  place({ link, box });
}

// Under the word, or above it where there is no room. On a phone the sheet of styles lays it at the foot of the window.
function place({ link, box }) {
  if (matchMedia("(max-width: 40rem)").matches) {
    box.style.top = box.style.left = "";
    return;
  }
  const word = [...link.getClientRects()].at(-1);
  const below = word.bottom + 8;
  const top = below + box.offsetHeight > innerHeight && word.top - 8 > box.offsetHeight ? word.top - 8 - box.offsetHeight : below;
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${Math.max(16, Math.min(word.left, document.documentElement.clientWidth - box.offsetWidth - 16)) + scrollX}px`;
}

function show(link) {
  const box = pieces.querySelector("[popover]").cloneNode(true);
  open = { link, box };
  box.querySelector("h2").textContent = link.textContent.trim();
  box.querySelector("[data-whole] a").href = link.href;
  box.querySelector("[data-close]").addEventListener("click", () => box.hidePopover());
  box.addEventListener("toggle", ({ newState }) => newState === "closed" && closed(link, box));
  link.after(box); // so that Tab goes from the word to its definition and on
  link.setAttribute("aria-expanded", "true");
  box.showPopover();
  box.focus({ preventScroll: true });
  fill(open);
}

function closed(link, box) {
  const at = document.activeElement;
  if (!at || at === document.body || box.contains(at)) link.focus({ preventScroll: true });
  link.setAttribute("aria-expanded", "false");
  box.remove();
  if (open?.box === box) open = null;
}

if (pieces && "popover" in HTMLElement.prototype) {
  for (const link of words()) {
    if (!isWord(link)) continue;
    link.classList.add("term");
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("pointerdown", ({ target }) => (pressed = open && target.closest?.("a") === open.link ? open.link : null), true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.term[aria-haspopup]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const again = open?.link === link || pressed === link;
    pressed = null;
    if (open) open.box.hidePopover();
    if (!again) show(link);
  });
  addEventListener("resize", () => open && place(open));
}
