// <cohort-dates data-months="9"> or data-lengths="<programme>:<months> …": proposes the last day when the first is chosen.
// Improves a form that works without it: a last day left empty is proposed by the server, by the same rule.
class CohortDates extends HTMLElement {
  connectedCallback() {
    const [first, last] = this.querySelectorAll("input[type=date]");
    const programme = this.closest("form").querySelector("select[name=programme]");
    if (!first || !last) return;
    let proposed = "";
    const propose = () => {
      if (last.value && last.value !== proposed) return; // chosen by the person: never overwritten
      const start = first.valueAsDate;
      const months = this.months(programme);
      if (!start || !months) return;
      const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 0));
      last.valueAsDate = end;
      proposed = last.value;
    };
    first.addEventListener("change", propose);
    if (programme) programme.addEventListener("change", propose);
  }

  months(programme) {
    if (this.dataset.months) return Number(this.dataset.months);
    const lengths = Object.fromEntries((this.dataset.lengths || "").trim().split(/\s+/).map((pair) => pair.split(":")));
    return Number(lengths[programme?.value] || 0);
  }
}

customElements.define("cohort-dates", CohortDates);
