// What was chosen or typed in an exercise and not sent yet stays in this browser until an answer is recorded. Nothing is kept on a computer
// said to be shared. Loaded before exercise-order.js, which numbers steps as they stand in the page.

const PREFIX = "jalons:exercise:";

const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit", "button"].includes(one.type));

function keep(form) {
  if (localStorage.getItem("jalons:shared") === "1") return;
  const typed = fields(form).filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => [one.name, one.value]);
  localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify({ after: form.dataset.attempts, typed }));
}

function restore(form) {
  const kept = JSON.parse(localStorage.getItem(PREFIX + form.dataset.draft) || "null");
  if (!kept) return;
  // An answer was recorded since, or the page holds what was just refused: the page is right.
  if (kept.after !== form.dataset.attempts || "refused" in form.dataset) return localStorage.removeItem(PREFIX + form.dataset.draft);
  const typed = new Map(kept.typed);
  if (!fields(form).some((one) => typed.has(one.name))) return; // another moment of the same exercise
  for (const one of fields(form)) {
    if (["radio", "checkbox"].includes(one.type)) one.checked = typed.get(one.name) === one.value;
    else if (one.tagName !== "SELECT" || [...one.options].some((option) => option.value === typed.get(one.name))) one.value = typed.get(one.name) ?? "";
  }
  for (const list of form.querySelectorAll("ol.exercise-order")) {
    list.append(...[...list.children].sort((one, other) => one.querySelector("select").value - other.querySelector("select").value));
  }
  form.querySelector("[data-draft-found]").hidden = false;
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  try {
    restore(form);
  } catch { /* a browser that keeps nothing, or nothing readable */ }
  form.addEventListener("input", () => {
    try {
      keep(form);
    } catch { /* full, or closed: the answer is still on the page */ }
  });
}
