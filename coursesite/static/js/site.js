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

// Answers begun go with whoever signs out: the next person in front of this screen finds none of them.
document.addEventListener("submit", (event) => {
  if (!("signsOut" in event.target.dataset)) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("jalons:exercise:")) localStorage.removeItem(key);
  } catch { /* a browser that keeps nothing */ }
});

// After a refusal, a link to the page the person came from, if it is one of ours: loaded again, it shows where things stand.
for (const link of document.querySelectorAll("a[data-page-before]")) {
  if (!document.referrer.startsWith(`${location.origin}/`)) continue;
  link.href = document.referrer;
  link.hidden = false;
}
