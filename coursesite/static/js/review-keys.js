// Keys of the reading screen: next and previous place, a remark, the parts of the page. One letter, so they can be switched off (WCAG 2.1.4).
const panel = document.querySelector("[data-keys]");
const OFF = "jalons-review-keys-off";
const places = [...document.querySelectorAll(".place[id]")];
const go = { c: "#changes", f: "#whole", g: "#rubric", l: "#letter", n: "#notes", t: "#rounds" };

function stored() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function here() {
  const held = document.activeElement?.closest(".place[id]");
  if (held) return places.indexOf(held);
  return places.findLastIndex((place) => place.getBoundingClientRect().top < 120);
}

function show(element) {
  if (!element) return false;
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
  return true;
}

function remark() {
  const form = places[Math.max(here(), 0)]?.querySelector(":scope > .place-margin > .add-remark");
  if (!form) return false;
  form.open = true;
  form.querySelector("textarea").focus();
  return true;
}

function act(key) {
  if (key === "j") return show(places[Math.min(here() + 1, places.length - 1)]);
  if (key === "k") return show(places[Math.max(here() - 1, 0)]);
  if (key === "r") return remark();
  if (key === "?") { panel.open = !panel.open; return show(panel.querySelector("summary")); }
  return go[key] ? show(document.querySelector(go[key])) : false;
}

if (panel) {
  panel.hidden = false;
  const off = panel.querySelector("input");
  off.checked = stored();
  off.addEventListener("change", () => {
    try { localStorage.setItem(OFF, off.checked ? "1" : "0"); } catch { /* kept for this page only */ }
  });
  addEventListener("keydown", (event) => {
    if (off.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (act(event.key)) event.preventDefault();
  });
}
