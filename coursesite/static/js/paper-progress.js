// Looks how far a document is, in place of the person; without it the link on the page does the same.
const WAIT = 1500;

class PaperProgress extends HTMLElement {
  connectedCallback() {
    this.next = setTimeout(() => this.look(), WAIT);
  }

  disconnectedCallback() {
    clearTimeout(this.next);
  }

  async look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("paper-progress");
      if (!answer.ok || !now) return location.reload();
      this.show(now);
    } catch {
      // The network is away: the next look will tell.
    }
    if (["asked", "making"].includes(this.dataset.state)) this.next = setTimeout(() => this.look(), WAIT);
  }

  show(now) {
    if (this.innerHTML === now.innerHTML) return;
    const held = this.contains(document.activeElement);
    this.dataset.state = now.dataset.state;
    this.replaceChildren(...now.childNodes);
    if (held) this.querySelector("a, button").focus();
  }
}

customElements.define("paper-progress", PaperProgress);
