// <sheet-words>: in the editing space, finds a word of a sheet, and takes the original back. The form works without it.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class SheetWords extends HTMLElement {
  connectedCallback() {
    // The editing space loads its scripts first: what is inside is not there yet.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.begin());
    else this.begin();
  }

  begin() {
    const search = this.querySelector(".sheet-words-search");
    if (!search) return;
    search.hidden = false;
    this.search = search.querySelector("input[type=search]");
    this.only = search.querySelector("[data-changed]");
    this.search.addEventListener("input", () => this.filter());
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.only.addEventListener("change", () => this.filter());
    for (const one of [this.search, this.only]) one.addEventListener("input", (event) => event.stopPropagation()); // no change of the form
    this.addEventListener("input", (event) => this.show(event.target.closest(".sheet-word")));
    this.addEventListener("click", (event) => event.target.closest("[data-back]") && this.takeBack(event.target.closest(".sheet-word")));
  }

  takeBack(word) {
    const control = word.querySelector("textarea, input");
    control.value = this.original(word);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  }

  original(word) {
    return this.dataset.sector ? "" : word.querySelector("[data-original]").textContent;
  }

  show(word) {
    if (!word) return;
    const changed = word.querySelector("textarea, input").value.trim() !== this.original(word);
    word.toggleAttribute("data-is-changed", changed);
    word.querySelector("[data-back]").hidden = !changed;
    if (!this.dataset.sector) word.querySelector(".sheet-word-original").hidden = !changed;
  }

  filter() {
    const wanted = plain(this.search.value.trim());
    let found = 0;
    for (const group of this.querySelectorAll("fieldset")) {
      const named = plain(group.querySelector("legend").textContent).includes(wanted);
      let shown = 0;
      for (const word of group.querySelectorAll(".sheet-word")) {
        const text = plain(word.querySelector("textarea, input").value + word.querySelector("[data-original]").textContent);
        word.hidden = !(named || text.includes(wanted)) || (this.only.checked && !word.hasAttribute("data-is-changed"));
        shown += word.hidden ? 0 : 1;
      }
      group.hidden = !shown;
      found += shown;
    }
    for (const chapter of this.querySelectorAll(".sheet-words-chapter")) chapter.hidden = !chapter.querySelector("fieldset:not([hidden])");
    this.querySelector("[data-none]").hidden = found > 0;
  }
}

customElements.define("sheet-words", SheetWords);
