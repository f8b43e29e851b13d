// Dragging an element of a theory by its grip, with a mouse, a finger or a pen: in its column to move it, onto another to link them. Pointer events
// rather than the drag of HTML, which fingers do not have. An extra: each move has its button and its keys.

const editor = document.querySelector("worksheet-editor");
const NODE = ".row-node";
const PLACES = `${NODE}, #diagram [data-anchor^='node:']`;
const FAR = 5; // px before a press is a drag
const EDGE = 72; // px from an edge where what is under scrolls
const REST = 500; // ms over a folded column before it opens

let held = null; // {grip, row, id, x, y, from, tag, target, fold, opening}

const word = (name) => editor.querySelector("template[data-words]").dataset[name];
const said = (row) => row.querySelector("[name=label]").value || word("empty");
const column = (row) => row.closest("section[data-kind]").dataset.kind + (row.querySelector("select[name=horizon]")?.value || "");
const moves = (target) => target.matches(NODE) && column(target) === column(held.row);

function mark(target) {
  held.target = target;
  for (const one of editor.querySelectorAll("[data-drop]")) delete one.dataset.drop;
  const box = target?.getBoundingClientRect();
  if (target) target.dataset.drop = moves(target) ? (held.y > box.top + box.height / 2 ? "after" : "before") : "link";
  const name = target && said(editor.row(target.dataset.anchor));
  const act = target && word(moves(target) ? "place" : "join").replace("{name}", name);
  held.tag.replaceChildren(Object.assign(document.createElement("strong"), { textContent: said(held.row) }), ...(act ? [document.createElement("br"), act] : []));
}

function open_under(under) {
  const fold = under?.closest(".fold:not([open]) > summary")?.parentElement || null;
  if (fold === held.fold) return;
  clearTimeout(held.opening);
  held.fold = fold;
  if (fold) held.opening = setTimeout(() => { fold.open = true; }, REST);
}

function look() {
  const under = document.elementFromPoint(held.x, held.y);
  const found = under && editor.contains(under) ? under.closest(PLACES) : null;
  mark(found && found.dataset.anchor !== held.row.dataset.anchor ? found : null);
  open_under(under);
  const room = innerWidth - held.tag.offsetWidth - 8;
  held.tag.style.transform = `translate(${Math.max(8, Math.min(held.x + 16, room))}px, ${held.y + (held.y > innerHeight - 120 ? -72 : 20)}px)`;
  return under;
}

// While the pointer rests near an edge, what is under it goes on.
function scroll() {
  if (!held?.tag) return;
  if (!held.row.isConnected) return end();
  const speed = (at, size) => (at < EDGE ? at - EDGE : at > size - EDGE ? at - size + EDGE : 0) / 5;
  const box = document.elementFromPoint(held.x, held.y)?.closest("#diagram");
  const frame = box?.getBoundingClientRect();
  const before = scrollY;
  if (box) box.scrollBy(speed(held.x - frame.left, frame.width), speed(held.y - frame.top, frame.height));
  else scrollBy({ top: speed(held.y, innerHeight), behavior: "instant" });
  if (box || scrollY !== before) look();
  requestAnimationFrame(scroll);
}

function begin() {
  held.tag = Object.assign(document.createElement("p"), { className: "drag-tag" });
  held.tag.setAttribute("aria-hidden", "true");
  editor.append(held.tag);
  held.row.dataset.dragged = "";
  requestAnimationFrame(scroll);
}

function end() {
  const { grip, row, id, tag, opening } = held;
  clearTimeout(opening);
  tag?.remove();
  delete row.dataset.dragged;
  for (const one of editor.querySelectorAll("[data-drop]")) delete one.dataset.drop;
  held = null;
  if (grip.hasPointerCapture(id)) grip.releasePointerCapture(id);
}

function place(row, way, anchor) {
  const { anchor: mine } = row.dataset;
  const asked = Object.assign(document.createElement("button"), { name: "do", value: `${way}:${anchor.slice(5)}` });
  editor.change(editor.form(mine), asked, () => {
    const moved = editor.row(mine);
    moved.scrollIntoView({ block: "nearest" });
    editor.say_place(moved);
  });
}

function link(source, target) {
  // Imported: in the document of a template, the address of a form is read as nothing.
  const form = document.importNode(editor.querySelector("template[data-link-form]").content, true).firstElementChild;
  form.querySelector("[name=source]").value = source;
  form.querySelector("[name=target]").value = target;
  form.querySelector("[name=csrfmiddlewaretoken]").value = editor.token;
  editor.change(form);
}

editor.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || held || event.button || !event.isPrimary) return;
  event.preventDefault(); // no text is selected
  grip.setPointerCapture(event.pointerId);
  held = { grip, row: grip.closest(NODE), id: event.pointerId, x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] };
});
editor.addEventListener("pointermove", (event) => {
  if (event.pointerId !== held?.id) return;
  [held.x, held.y] = [event.clientX, event.clientY];
  if (!held.tag && Math.hypot(held.x - held.from[0], held.y - held.from[1]) < FAR) return;
  if (!held.tag) begin();
  look();
});
editor.addEventListener("pointerup", (event) => {
  if (event.pointerId !== held?.id) return;
  const { row, target } = held;
  const way = target?.dataset.drop;
  end();
  if (way === "link") link(row.dataset.anchor, target.dataset.anchor);
  else if (way) place(row, way, target.dataset.anchor);
});
for (const type of ["pointercancel", "lostpointercapture"]) editor.addEventListener(type, (event) => event.pointerId === held?.id && end());
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !held) return;
  event.preventDefault();
  end();
}, true);

function dress() {
  for (const row of editor.querySelectorAll(NODE)) {
    if (row.querySelector(":scope > .grip")) continue;
    const grip = Object.assign(document.createElement("span"), { className: "grip no-print", title: word("grip"), textContent: "⠿" });
    grip.setAttribute("aria-hidden", "true");
    row.prepend(grip);
  }
}

if (editor && !("frozen" in editor.dataset)) {
  new MutationObserver(dress).observe(editor, { childList: true });
  dress();
}
