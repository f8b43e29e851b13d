// What stands in a form with `data-keep` (a letter, a rubric, notes) is kept as one writes. Without JavaScript, each has its button.
const said = document.querySelector("[data-kept]");
const waiting = new Map();

async function keep(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true,
    });
    if (said) said.textContent = answer.ok ? said.dataset.kept : said.dataset.lost;
  } catch {
    if (said) said.textContent = said.dataset.lost;
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  form.addEventListener("input", () => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, 800, form));
  });
  form.addEventListener("submit", () => clearTimeout(waiting.get(form)) || waiting.delete(form));
}
addEventListener("pagehide", () => [...waiting.keys()].forEach(keep));
