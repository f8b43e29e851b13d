// What every page shares. Nothing here is needed to read or to send: without it menus stay open until pressed again.

for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// What was typed and not sent goes with whoever signs out: the next person in front of this screen finds none of it. She is asked before words of a
// worksheet are lost that way.
document.addEventListener("submit", (event) => {
  const { signsOut, unsent } = event.target.dataset;
  if (signsOut === undefined) return;
  try {
    const drafts = Object.keys(localStorage).filter((key) => /^jalons:(sheet|exercise):/.test(key));
    if (unsent && drafts.some((key) => key.startsWith("jalons:sheet:")) && !confirm(unsent)) return event.preventDefault();
    document.documentElement.dataset.signedOut = ""; // the sheet on this page keeps nothing more
    for (const key of drafts) localStorage.removeItem(key);
  } catch { /* a browser that keeps nothing */ }
});

// After a refusal, a link to the page the person came from, if it is one of ours: loaded again, it shows where things stand.
for (const link of document.querySelectorAll("a[data-page-before]")) {
  if (!document.referrer.startsWith(`${location.origin}/`)) continue;
  link.href = document.referrer;
  link.hidden = false;
}
