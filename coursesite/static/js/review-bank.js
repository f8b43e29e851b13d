// A ready-made remark fills the text, so that it can be changed before it is added. Without JavaScript it stands in for an empty text.
for (const form of document.querySelectorAll("[data-bank]")) {
  const { ready, text, kind } = form.elements;
  ready.addEventListener("change", () => {
    if (!ready.value || (text.value && text.dataset.from !== text.value)) return;
    text.value = text.dataset.from = ready.value;
    kind.value = ready.selectedOptions[0].dataset.kind || kind.value;
    text.focus();
  });
}
