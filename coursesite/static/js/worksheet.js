// <worksheet-editor>: saves as one types, keeps typed text until the server has it, follows the row in the diagram.
// Every form of the page works without this file. Sentences come from the page (template[data-words]).

const RETRY = 30_000;
const PAUSE = 1_000; // after the last key
const CALM = 900; // before remarks and diagram are asked again
const OPENED = ":is(details.row-more, details.line-fold, details.line-more)[open]";
const OWN_FORM = ":scope > form[data-row], :scope > .line-fold > form[data-row]"; // of a row, not of the links in it
const MOVES = ".row-node, .row-line"; // rows that have a place among others

const uuid = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
};

// What this browser keeps until it is acknowledged. One drawer a tab; a drawer left behind is taken over at the next opening.
class Drafts {
  constructor(prefix) {
    this.prefix = prefix;
    this.key = `${prefix}:${this.tab()}`;
  }

  tab() {
    try {
      const known = sessionStorage.getItem("jalons:tab") || uuid();
      sessionStorage.setItem("jalons:tab", known);
      return known;
    } catch {
      return uuid();
    }
  }

  get shared() {
    try {
      return localStorage.getItem("jalons:shared") === "1";
    } catch {
      return true;
    }
  }

  set shared(value) {
    try {
      value ? localStorage.setItem("jalons:shared", "1") : localStorage.removeItem("jalons:shared");
      if (!value) return;
      for (const key of Object.keys(localStorage)) if (/^jalons:(sheet|exercise):/.test(key)) localStorage.removeItem(key); // whoever began them
    } catch { /* a browser that keeps nothing */ }
  }

  keys() {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${this.prefix}:`));
  }

  read() {
    const found = { pending: {}, flights: [], orphans: [] };
    try {
      for (const key of this.keys()) {
        const one = JSON.parse(localStorage.getItem(key)) || {};
        found.flights.push(...(one.flights || []));
        found.orphans.push(...(one.orphans || []));
        for (const [anchor, row] of Object.entries(one.pending || {})) {
          const known = found.pending[anchor];
          found.pending[anchor] = known ? { lock: Math.min(known.lock, row.lock), fields: { ...known.fields, ...row.fields } } : row;
        }
        if (key !== this.key) localStorage.removeItem(key);
      }
    } catch { /* nothing readable was kept */ }
    return found;
  }

  write(state) {
    if (this.shared || "signedOut" in document.documentElement.dataset) return;
    try {
      const empty = !state.flights.length && !state.orphans.length && !Object.keys(state.pending).length;
      empty ? localStorage.removeItem(this.key) : localStorage.setItem(this.key, JSON.stringify(state));
    } catch { /* full: the text is still on the page */ }
  }
}

class WorksheetEditor extends HTMLElement {
  connectedCallback() {
    if (this.drafts) return;
    this.drafts = new Drafts(`jalons:sheet:${this.dataset.person}:${this.dataset.sheet}`);
    this.state = this.drafts.read(); // pending: {anchor: {fields, lock}}, flights: [{anchor, fields, lock, op}], orphans: [{text}]
    this.blocked = new Set();
    this.words = this.querySelector("template[data-words]").dataset;
    this.listenToDialog();
    if ("frozen" in this.dataset) return this.orphanEverything();
    this.classList.add("ready");
    for (const type of ["input", "change", "focusin", "keydown", "click", "submit"]) this.addEventListener(type, (event) => this[`on_${type}`](event));
    this.addEventListener("toggle", (event) => this.on_toggle(event), true);
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.isClean || this.tell(this.words.offline));
    addEventListener("beforeunload", (event) => this.leave(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    const found = !this.isClean;
    this.restore();
    this.openFromAddress();
    if (found) {
      this.tell(this.words.found);
      this.flush();
    }
  }

  // The page that comes may have been written before the answer on its way: the save stays kept, and is asked again there.
  leave(event) {
    if (!this.isClean && this.drafts.shared) event.preventDefault();
    this.leaving = true;
    setTimeout(() => { this.leaving = false; this.flush(); }, 5_000);
  }

  get isClean() {
    return !this.state.flights.length && !Object.keys(this.state.pending).length;
  }

  keep() {
    this.dataset.state = this.isClean ? "saved" : "unsaved";
    this.drafts.write(this.state);
  }

  row(anchor) {
    return this.querySelector(`[data-anchor="${CSS.escape(anchor)}"]:is(.row, .link)`);
  }

  form(anchor) {
    return this.row(anchor)?.querySelector(OWN_FORM);
  }

  control(form, name) {
    return form?.querySelector(`[name="${name}"]:not([type="hidden"])`);
  }

  lockOf(form) {
    return Number(form.querySelector("[name=lock]").value) || 0;
  }

  setLock(anchor, lock) {
    const form = this.form(anchor);
    if (form) form.querySelector("[name=lock]").value = lock;
    const later = this.state.pending[anchor];
    if (later) later.lock = lock;
  }

  // --- Typing ------------------------------------------------------------------------------------------------------------

  on_input(event) {
    const form = event.target.closest("form[data-row]");
    if (!form || !event.target.name || event.target.name === "lock") return;
    const own = form.closest("[data-anchor]");
    const { anchor } = own.dataset;
    const row = (this.state.pending[anchor] ||= { fields: {}, lock: this.lockOf(form) });
    row.fields[event.target.name] = this.take(event.target);
    for (const more of form.querySelectorAll(`[data-when="${CSS.escape(event.target.name)}"]`)) more.hidden = !more.dataset.says.split(",").includes(event.target.value);
    if (!own.querySelector(":scope > .conflict")) this.blocked.delete(anchor);
    this.keep();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.flush(), PAUSE);
  }

  on_change(event) {
    if (event.target.matches("[data-shared]")) {
      this.drafts.shared = event.target.checked;
      this.keep();
    } else if (event.target.closest("form[data-row]")) this.flush();
  }

  // --- Saving, one request at a time -------------------------------------------------------------------------------------

  flush() {
    this.running ||= this.run().finally(() => { this.running = null; });
    return this.running;
  }

  async run() {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
    for (;;) {
      if (!this.state.flights.length) {
        const next = Object.keys(this.state.pending).find((anchor) => !this.blocked.has(anchor));
        if (!next) return;
        const { fields, lock } = this.state.pending[next];
        delete this.state.pending[next];
        this.state.flights.push({ anchor: next, fields, lock, op: uuid() });
        this.keep();
      }
      if (!(await this.fly(this.state.flights[0]))) return;
    }
  }

  // True when the queue may go on.
  async fly(flight) {
    this.show(this.words.saving);
    const body = JSON.stringify({ anchor: flight.anchor, fields: flight.fields, lock: flight.lock, op_id: flight.op });
    let response;
    try {
      response = await this.ask(this.dataset.save, {
        method: "POST",
        keepalive: document.hidden && body.length < 20_000, // browsers refuse long ones
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body,
      });
    } catch {
      return this.later(this.words.offline);
    }
    if (response.status === 401) return this.signedOut();
    if (response.status === 403 && !flight.again) {
      flight.again = true; // a new sign-in changes the token
      return (await this.refresh()) || this.later(this.words.failed);
    }
    if (response.status === 429 || response.status === 403 || response.status >= 500) return this.later(this.words.failed);
    const answer = await response.json().catch(() => null);
    if (!answer) return this.later(this.words.failed);
    if (this.leaving && !this.drafts.shared) return false;
    this.state.flights.shift();
    response.ok ? this.saved(flight, answer) : this.notSaved(flight, answer);
    this.keep();
    return true;
  }

  ask(url, options = {}) {
    return fetch(url, { ...options, credentials: "same-origin", headers: { "X-Requested-With": "fetch", ...options.headers } });
  }

  saved(flight, answer) {
    this.setLock(flight.anchor, answer.lock);
    this.clearErrors(flight.anchor);
    this.tell(this.words.saved.replace("{time}", answer.at));
    clearTimeout(this.calm);
    this.calm = setTimeout(() => this.refresh(), CALM);
  }

  notSaved(flight, answer) {
    const later = this.state.pending[flight.anchor];
    const fields = { ...flight.fields, ...later?.fields };
    if (!this.row(flight.anchor) || answer.code === "not_editable" || answer.status === 404) {
      delete this.state.pending[flight.anchor];
      return this.orphan(fields, answer.detail);
    }
    this.state.pending[flight.anchor] = { fields, lock: flight.lock };
    this.blocked.add(flight.anchor);
    this.tell(this.words.refused);
    answer.code === "stale_lock" ? this.conflict(flight.anchor, fields, answer) : this.errors(flight.anchor, fields, answer);
  }

  later(text) {
    this.tell(text);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.flush(), RETRY);
    return false;
  }

  // --- What the server said ----------------------------------------------------------------------------------------------

  clearErrors(anchor) {
    for (const error of this.form(anchor)?.querySelectorAll(".error") || []) error.remove();
    for (const control of this.form(anchor)?.querySelectorAll("[aria-invalid]") || []) {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
  }

  errors(anchor, fields, answer) {
    this.clearErrors(anchor);
    for (const name of Object.keys(fields)) {
      const control = this.control(this.form(anchor), name);
      const messages = answer.errors ? answer.errors[name] : [answer.detail];
      if (!control || !messages) continue;
      const error = Object.assign(document.createElement("span"), { className: "error", id: `error-${this.row(anchor).id}-${name}`, textContent: messages.join(" ") });
      control.before(error);
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", error.id);
    }
  }

  conflict(anchor, mine, answer) {
    const row = this.row(anchor);
    row.querySelector(":scope > .conflict")?.remove();
    const box = this.querySelector("template[data-conflict]").content.cloneNode(true).firstElementChild;
    const words = (fields) => Object.keys(answer.theirs).map((name) => this.words_of(anchor, name, fields[name])).join("\n") || this.words.empty;
    box.querySelector("[data-message]").textContent = answer.detail;
    box.querySelector("[data-mine]").textContent = words({ ...answer.yours, ...mine });
    box.querySelector("[data-theirs]").textContent = words(answer.theirs);
    box.querySelector("[data-keep]").addEventListener("click", () => this.settle(anchor, box, answer.lock));
    box.querySelector("[data-take]").addEventListener("click", () => this.settle(anchor, box, answer.lock, answer.theirs));
    row.prepend(box);
  }

  words_of(anchor, name, value) {
    const control = this.control(this.form(anchor), name);
    const boxes = control ? this.boxes(control) : [];
    if (boxes.length) return boxes.filter((box) => String(value ?? "").split(",").includes(box.value)).map((box) => box.parentElement.textContent.trim()).join(", ");
    if (control?.options) return [...control.options].find((option) => option.value === String(value ?? ""))?.text || "";
    return String(value ?? "");
  }

  settle(anchor, box, lock, theirs) {
    const form = this.form(anchor);
    this.blocked.delete(anchor);
    if (theirs) {
      for (const [name, value] of Object.entries(theirs)) this.put(this.control(form, name), value);
      delete this.state.pending[anchor];
    }
    this.setLock(anchor, lock);
    box.remove();
    this.keep();
    this.control(form, Object.keys(theirs || this.state.pending[anchor]?.fields || {})[0])?.focus();
    this.flush();
  }

  // Boxes of one name make one value, « a,b ».
  boxes(control) {
    return [...(control.closest("[data-many]")?.querySelectorAll("input[type=checkbox]") || [])];
  }

  take(control) {
    const boxes = this.boxes(control);
    if (boxes.length) return boxes.filter((box) => box.checked).map((box) => box.value).join(",");
    return control.type === "checkbox" ? control.checked : control.value;
  }

  put(control, value) {
    if (!control) return;
    const boxes = this.boxes(control);
    if (boxes.length) for (const box of boxes) box.checked = String(value ?? "").split(",").includes(box.value);
    else if (control.type === "checkbox") control.checked = value === true || value === "1";
    else control.value = value ?? "";
  }

  orphan(fields, message) {
    const text = Object.values(fields).filter((value) => typeof value === "string" && value.trim()).join("\n");
    if (!text) return;
    const orphan = { text, message };
    this.state.orphans.push(orphan);
    this.showOrphan(orphan);
  }

  showOrphan(orphan) {
    const box = this.querySelector("template[data-orphan]").content.cloneNode(true).firstElementChild;
    box.querySelector("[data-message]").textContent = orphan.message;
    box.querySelector("textarea").value = orphan.text;
    box.querySelector("[data-copy]").addEventListener("click", async (event) => {
      box.querySelector("textarea").select();
      await navigator.clipboard?.writeText(orphan.text).catch(() => document.execCommand("copy"));
      event.target.textContent = this.words.copied;
    });
    box.querySelector("[data-forget]").addEventListener("click", () => {
      this.state.orphans = this.state.orphans.filter((one) => one !== orphan);
      this.keep();
      box.remove();
    });
    this.prepend(box);
  }

  orphanEverything() {
    const message = this.querySelector("template[data-orphan-gone]").content.textContent;
    for (const orphan of this.state.orphans) this.showOrphan(orphan);
    for (const row of [...this.state.flights, ...Object.values(this.state.pending)]) this.orphan(row.fields, message);
    this.state = { pending: {}, flights: [], orphans: this.state.orphans };
    this.keep();
  }

  restore() {
    const message = this.querySelector("template[data-orphan-gone]").content.textContent;
    for (const orphan of this.state.orphans) this.showOrphan(orphan);
    for (const row of [...this.state.flights, ...Object.entries(this.state.pending).map(([anchor, one]) => ({ anchor, ...one }))]) {
      const form = this.form(row.anchor);
      if (form) for (const [name, value] of Object.entries(row.fields)) this.put(this.control(form, name), value);
      else if (this.querySelector("#outline .row-node, .row-line, .row-text") && !this.querySelector(".narrative") && !row.op) {
        delete this.state.pending[row.anchor];
        this.orphan(row.fields, message);
      }
    }
    const shared = this.querySelector("[data-shared]");
    if (shared) shared.checked = this.drafts.shared;
    this.keep();
  }

  // --- Session -----------------------------------------------------------------------------------------------------------

  get token() {
    return this.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  }

  signedOut() {
    const dialog = this.querySelector("[data-signed-out]");
    if (!dialog.open) dialog.showModal();
    return false;
  }

  listenToDialog() {
    const back = async (asked) => {
      const dialog = this.querySelector("[data-signed-out]");
      if (!dialog?.open || !(await this.refresh())) return;
      dialog.close();
      if (asked !== "form") this.flush();
    };
    this.addEventListener("click", (event) => event.target.matches("[data-signed-in]") && back());
    addEventListener("focus", () => back());
  }

  // --- Remarks and diagram -----------------------------------------------------------------------------------------------

  async refresh() {
    if (!this.dataset.panel) return false;
    let response;
    try {
      response = await this.ask(this.dataset.panel, { headers: { Accept: "text/html" } });
    } catch {
      return false;
    }
    if (!response.ok) return false;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const plain = (html) => html.replace(/value="[A-Za-z0-9]{64}"/g, "");
    for (const live of this.querySelectorAll("[data-live]")) {
      const html = fresh.getElementById(live.id)?.innerHTML || "";
      const busy = live.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
      if (!busy && plain(live.innerHTML).trim() !== plain(html).trim()) live.innerHTML = html;
    }
    for (const input of this.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    this.follow();
    return true;
  }

  on_focusin(event) {
    const anchor = event.target.closest("[data-anchor]:is(.row, .link)")?.dataset.anchor;
    if (!anchor || anchor === this.followed) return;
    this.followed = anchor;
    this.follow();
  }

  follow() {
    const box = this.querySelector("#diagram");
    if (!box || !this.followed || !box.offsetWidth) return;
    for (const old of box.querySelectorAll(".is-live")) old.classList.remove("is-live");
    const part = box.querySelector(`[data-anchor="${CSS.escape(this.followed)}"]`);
    if (!part) return;
    part.classList.add("is-live");
    const [place, frame] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
    const far = (from, size, start, room) => start + from - (room - size) / 2;
    box.scrollTo({
      left: far(place.left - frame.left, place.width, box.scrollLeft, frame.width),
      top: far(place.top - frame.top, place.height, box.scrollTop, frame.height),
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  }

  // --- Adding, moving, deleting, undoing: the form's own request, and its page put in place of this one ------------------------

  on_submit(event) {
    const { target: form, submitter } = event;
    if (form.matches("[data-send]")) {
      event.preventDefault();
      this.send(form);
    } else if (form.matches("[data-row], [data-structure], [data-turn]")) {
      event.preventDefault();
      if (submitter?.getAttribute("aria-disabled") === "true") return;
      if (form.matches("[data-row]") && submitter?.name !== "do") this.flush();
      else this.change(form, submitter);
    }
  }

  async send(form) {
    await this.flush();
    if (this.isClean) form.submit();
    else this.tell(this.words.unsaved);
  }

  async change(form, submitter, after) {
    if (this.changing) return;
    this.changing = true;
    try {
      await this.flush();
      if (this.state.flights.length) return;
      const body = new URLSearchParams(new FormData(form));
      if (submitter?.name) body.append(submitter.name, submitter.value);
      const response = await this.ask(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      if (response.status === 401) return void this.signedOut();
      if (response.status === 403 && (await this.refresh())) return void this.change_again(form, submitter, after);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.replace(page, response, after);
    } catch {
      this.tell(this.words.offline);
    } finally {
      this.changing = false;
    }
  }

  change_again(form, submitter, after) {
    if (form.dataset.again) return;
    form.dataset.again = "1";
    setTimeout(() => this.change(form, submitter, after));
  }

  replace(page, response, after) {
    const fresh = page.querySelector("worksheet-editor");
    if (!fresh || "frozen" in fresh.dataset) return location.assign(response.redirected ? response.url : location.pathname);
    const open = [...this.querySelectorAll(OPENED)].map((details) => [details.closest(".row").id, details.classList[0]]);
    this.replaceChildren(...fresh.childNodes);
    this.words = this.querySelector("template[data-words]").dataset;
    for (const [id, kind] of open) document.getElementById(id)?.querySelector(`details.${kind}`)?.setAttribute("open", "");
    this.blocked.clear();
    this.restore();
    const said = [...page.querySelectorAll(".messages .note")].map((note) => note.textContent.trim()).join(" ");
    const anchor = new URL(response.url).searchParams.get("ligne");
    const row = anchor && this.row(anchor);
    if (after) after();
    else if (row) {
      this.show_row(row);
      this.first(row)?.focus();
    } else (this.querySelector("[aria-invalid], .note button") || this.querySelector("#outline"))?.focus();
    if (said) this.tell(said);
  }

  // Where one writes in a row.
  first(row) {
    if (row.matches(".link")) return this.control(row.querySelector("form[data-row]"), "assumption");
    return row.querySelector("form[data-row] :is(textarea, select, input:not([type=hidden]))");
  }

  unfold(row) {
    row.querySelector(":scope > .line-fold")?.setAttribute("open", "");
  }

  show_row(row) {
    this.unfold(row);
    const target = row.closest(".row");
    if (matchMedia("(max-width: 40rem)").matches) location.replace(`#${target.id}`);
    else row.scrollIntoView({ block: "nearest" });
  }

  move(row, way) {
    const form = row.querySelector(OWN_FORM);
    const button = form.querySelector(`button[name=do][value=${way}]`);
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { anchor } = row.dataset;
    const held = document.activeElement;
    const caret = held.selectionStart;
    const where = held.name === "do" ? `[name=do][value=${way}]` : `[name="${held.name || "label"}"]:not([type=hidden])`;
    this.change(form, button, () => {
      const moved = this.row(anchor);
      const control = this.form(anchor).querySelector(where) || this.first(moved);
      this.show_row(moved);
      control.focus();
      if (caret != null && control.setSelectionRange) control.setSelectionRange(caret, caret);
      this.say_place(moved);
    });
  }

  say_place(row) {
    let [place, total] = [1, 1];
    for (let one = row.previousElementSibling; one?.matches(MOVES); one = one.previousElementSibling) [place, total] = [place + 1, total + 1];
    for (let one = row.nextElementSibling; one?.matches(MOVES); one = one.nextElementSibling) total += 1;
    const label = this.first(row).value;
    const heading = row.parentElement.querySelector("h2, h3").cloneNode(true);
    heading.querySelector(".meta")?.remove(); // how many there are
    const part = heading.textContent.trim();
    this.tell(this.words.moved.replace("{name}", `${label}, ${part}`).replace("{place}", place).replace("{total}", total));
  }

  on_keydown(event) {
    const row = event.target.closest(MOVES);
    const way = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" }[event.key];
    if (row && way && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.move(row, way);
    } else if (event.key === "Enter" && !event.isComposing && event.target.matches("textarea[name=label], textarea.one-line")) {
      event.preventDefault();
      this.flush();
    }
  }

  on_click(event) {
    const opener = event.target.closest("a[data-link-from]");
    const closer = event.target.closest("a[data-close]");
    if (event.target.closest("[data-move]")) {
      event.preventDefault();
      this.move(event.target.closest(MOVES), event.target.closest("[data-move]").value);
    } else if (opener) {
      event.preventDefault();
      this.link(opener);
    } else if (closer) {
      event.preventDefault();
      const row = closer.closest(".row");
      closer.closest("form").remove();
      const foot = row.querySelector("a[data-link-from]");
      if (foot) foot.hidden = false;
      foot?.focus();
    } else {
      const there = document.getElementById(event.target.closest("a[href^='#']")?.hash.slice(1));
      if (there) this.unfold(there);
    }
  }

  link(opener) {
    const form = this.querySelector("template[data-link-form]").content.cloneNode(true).firstElementChild;
    const { linkFrom } = opener.dataset;
    form.querySelector("[name=source]").value = linkFrom;
    form.querySelector(`option[value="${CSS.escape(linkFrom)}"]`)?.remove();
    form.querySelector("[name=csrfmiddlewaretoken]").value = this.token;
    opener.closest(".row-foot").before(form);
    opener.hidden = true;
    form.querySelector("select").focus();
  }

  on_toggle(event) {
    if (event.target.matches("details.add") && event.target.open) event.target.querySelector("[name=label]").focus();
  }

  openFromAddress() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !this.contains(target)) return;
    this.unfold(target);
    if (matchMedia("(pointer: coarse)").matches) return;
    target.querySelector("form[data-row] :is(textarea, input:not([type=hidden]))")?.focus({ preventScroll: true });
  }

  // --- Words -------------------------------------------------------------------------------------------------------------

  show(text) {
    const status = this.querySelector("[data-status]");
    if (status) status.textContent = text;
  }

  // Shown, and said once.
  tell(text) {
    this.show(text);
    const said = this.querySelector("[data-said]");
    if (said && said.textContent !== text) said.textContent = text;
  }
}

customElements.define("worksheet-editor", WorksheetEditor);
