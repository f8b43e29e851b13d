// The three views of a theory of change: what is selected is kept from one to the other, the list can be searched and folded.
// Each of these has its link or its button without this file, which the editor (worksheet.js) knows nothing of.

const editor = document.querySelector("worksheet-editor");
const NODE = ".row-node";
const TYPED = "input:not([type=checkbox]), textarea, select";
const all = (selector, from = editor) => [...from.querySelectorAll(selector)];
const word = (name) => editor.querySelector("template[data-words]").dataset[name];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// --- What is selected --------------------------------------------------------------------------------------------------------

const PLACES = { liste: "", schema: "fig-", recit: "told-" };

function select(anchor) {
  for (const tab of all(".tabs a[data-view]")) {
    const { view } = tab.dataset;
    tab.search = `${view === "liste" ? "" : `vue=${view}&`}ligne=${anchor}`;
    tab.hash = PLACES[view] + anchor.replace(":", "-");
  }
}

editor.addEventListener("focusin", (event) => {
  const row = event.target.closest(":is(.row-node, .link)[data-anchor], [data-told]");
  const drawn = event.target.closest("svg.theory a")?.querySelector("[data-anchor]");
  const anchor = row?.dataset.anchor || row?.dataset.told || drawn?.dataset.anchor;
  if (anchor) select(anchor);
  if (drawn) for (const one of all("svg.theory a")) one.setAttribute("tabindex", one.contains(drawn) ? "0" : "-1");
});

// From an element of the picture to the next: one stop for the Tab key, arrows inside.
const AXES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function neighbour(from, [x, y]) {
  const centre = (one) => {
    const box = one.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [left, top] = centre(from);
  let [best, least] = [null, Infinity];
  for (const one of all("svg.theory a")) {
    const [dx, dy] = [centre(one)[0] - left, centre(one)[1] - top];
    const ahead = dx * x + dy * y;
    if (ahead < 8) continue;
    const cost = ahead + 3 * Math.abs(dx * y + dy * x);
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}

// --- Search and folding ------------------------------------------------------------------------------------------------------

const FOLDS = `jalons:folds:${editor.dataset.sheet}`;
const folded = () => {
  try {
    return JSON.parse(sessionStorage.getItem(FOLDS)); // nothing until somebody folds: the page knows which are long
  } catch {
    return null;
  }
};
const keepFolds = () => {
  try {
    sessionStorage.setItem(FOLDS, JSON.stringify(all(".fold:not([open])").map((one) => one.closest("section").id)));
  } catch { /* a browser that keeps nothing */ }
  press();
};
const press = () => {
  const button = editor.querySelector("[data-fold-all]");
  if (!button) return;
  button.dataset.fold ||= button.textContent;
  button.textContent = editor.querySelector(".fold[open]") ? button.dataset.fold : button.dataset.unfold;
};

function search(asked) {
  const wanted = plain(asked.trim()).split(/\s+/).filter(Boolean);
  const rows = all(NODE);
  for (const row of rows) {
    const texts = [row.getAttribute("aria-label"), ...all(TYPED, row).map((one) => one.selectedOptions?.[0]?.text ?? one.value), ...all(".link-head a", row).map((one) => one.textContent)];
    const said = plain(texts.join(" "));
    row.hidden = !wanted.every((one) => said.includes(one));
  }
  for (const part of all("section[data-kind]")) {
    part.hidden = Boolean(wanted.length) && !part.querySelector(`${NODE}:not([hidden])`);
    if (wanted.length && !part.hidden) part.querySelector(".fold").open = true;
  }
  if (wanted.length) editor.tell(word("shown").replace("{count}", rows.filter((row) => !row.hidden).length).replace("{total}", rows.length));
}

function reveal(target) {
  target?.closest(".fold")?.setAttribute("open", "");
  const filter = editor.querySelector("[data-filter]");
  if (target?.closest("[hidden]") && filter) {
    filter.value = "";
    search("");
  }
}

editor.addEventListener("toggle", (event) => event.target.matches(".fold") && press(), true);
editor.addEventListener("input", (event) => event.target.matches("[data-filter]") && search(event.target.value));
editor.addEventListener("click", (event) => {
  if (event.target.closest("[data-fold-all]")) {
    const open = !editor.querySelector(".fold[open]");
    for (const one of all(".fold")) one.open = open;
    return keepFolds();
  }
  if (event.target.closest(".fold > summary")) setTimeout(keepFolds); // once it has turned
  const drawn = event.target.closest("#diagram [data-anchor^='node:']");
  const row = drawn && !event.target.closest("a") && editor.row(drawn.dataset.anchor);
  if (row) {
    reveal(row);
    editor.show_row(row);
    editor.first(row)?.focus();
  }
  reveal(document.getElementById(event.target.closest("a[href^='#']")?.hash.slice(1)));
}, true);

// --- Keys --------------------------------------------------------------------------------------------------------------------

const turn = async (path) => {
  await editor.flush(); // what is being typed is the last change, and its number comes with the panel
  await editor.refresh();
  editor.querySelector(`#steps form[action$="/${path}/"]`)?.requestSubmit();
};

editor.addEventListener("keydown", (event) => {
  const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
  const drawn = target.closest("svg.theory a");
  const row = target.closest(NODE);
  const letter = event.code.startsWith("Key") && !/^[a-z]$/i.test(key) ? event.code.slice(3).toLowerCase() : key.toLowerCase();
  let act = null;
  if (drawn && AXES[key] && !altKey) act = () => neighbour(drawn, AXES[key])?.focus();
  else if ((ctrlKey || metaKey) && (altKey || !target.matches(TYPED)) && "zy".includes(letter)) {
    act = () => turn(letter === "y" || shiftKey ? "retablir" : "annuler");
  } else if (altKey && !ctrlKey && !metaKey && letter === "s") {
    const place = editor.querySelector(`.tabs a[data-view=${drawn ? "liste" : "schema"}]`);
    if (drawn || row) act = () => place.click();
  } else if (altKey && !ctrlKey && !metaKey && row && letter === "l") act = () => row.querySelector("a[data-link-from]:not([hidden])")?.click();
  else if (altKey && !ctrlKey && !metaKey && row && letter === "n") {
    let add = row;
    while (add && !add.matches("details.add")) add = add.nextElementSibling;
    act = () => { if (add) add.open = true; add?.querySelector("[name=label]").focus(); };
  }
  if (!act) return;
  event.preventDefault();
  act();
});

// --- Each time the page is put in place of the one before ---------------------------------------------------------------------------

function dress() {
  const tools = editor.querySelector("[data-tools]");
  if (tools) tools.hidden = false;
  const closed = folded();
  const here = location.hash && document.getElementById(location.hash.slice(1));
  for (const one of closed ? all(".fold") : []) {
    const busy = one.contains(document.activeElement) || one.contains(here);
    one.open = busy || !closed.includes(one.closest("section").id);
  }
  press();
  const drawn = all("svg.theory a");
  const first = drawn.find((one) => one === here) || drawn[0];
  for (const one of drawn) one.setAttribute("tabindex", one === first ? "0" : "-1");
  if (first && first === here && !editor.contains(document.activeElement)) {
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest", inline: "center" });
  }
}

if (editor && !("frozen" in editor.dataset)) {
  new MutationObserver(dress).observe(editor, { childList: true });
  dress();
  // The browser goes to the fragment of the address after this file has run, and drops what was focused there.
  addEventListener("load", () => setTimeout(() => editor.contains(document.activeElement) || editor.openFromAddress(), 50));
}
