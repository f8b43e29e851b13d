// Steps to put in order: two buttons a step instead of a list of places. Without this file the lists of places do the same.

class ExerciseOrder extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    this.list.setAttribute("aria-label", this.dataset.label);
    for (const item of this.list.children) this.dress(item);
    this.classList.add("ready");
    this.number();
  }

  dress(item) {
    const text = item.querySelector(".exercise-text").textContent.trim();
    const said = item.querySelector(".exercise-said");
    const buttons = document.createElement("span");
    buttons.className = "exercise-moves";
    for (const [way, sign, label] of [[-1, "↑", this.dataset.up], [1, "↓", this.dataset.down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button secondary small";
      button.textContent = sign;
      button.setAttribute("aria-label", label.replace("{text}", text));
      if (said) button.setAttribute("aria-describedby", said.id);
      button.addEventListener("click", () => this.move(item, way, button, text));
      buttons.append(button);
    }
    item.append(buttons);
  }

  move(item, way, button, text) {
    const other = way < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    way < 0 ? other.before(item) : other.after(item);
    this.number();
    this.dispatchEvent(new Event("input", { bubbles: true })); // kept with the rest of the answer
    // The end of the list disables the button just pressed: the focus goes to its neighbour, never away.
    (button.getAttribute("aria-disabled") === "true" ? button.parentElement.querySelector('[aria-disabled="false"]') : button).focus();
    const place = [...this.list.children].indexOf(item) + 1;
    this.said.textContent = this.dataset.moved.replace("{text}", text).replace("{place}", place).replace("{total}", this.list.children.length);
  }

  number() {
    const items = [...this.list.children];
    items.forEach((item, index) => {
      item.querySelector("select").value = String(index + 1);
      const [up, down] = item.querySelectorAll(".exercise-moves button");
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === items.length - 1));
    });
  }
}

customElements.define("exercise-order", ExerciseOrder);
