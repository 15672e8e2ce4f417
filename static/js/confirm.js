// Dialogs and menus.
//   data-opens="id"       opens the <dialog> of that id; the focus returns to the opener when it closes.
//   data-closes           inside a dialog: closes it.
//   data-closes-notice    inside a notice: takes it away.
//   <details class="menu">  closes on Escape, on a click elsewhere and when another menu opens.
//   data-opens on a link  its href works without a script: the same questions on a page of their own.
//   data-submits-on-change  on a form: sends itself when a choice changes (filter bars).
//   data-prints           prints the page.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) { event.preventDefault(); show(dialog, opener); }
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-closes-notice]")) event.target.closest(".notice")?.remove();
  if (event.target.closest("[data-prints]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

function show(dialog, opener) {
  dialog.showModal();
  dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submits-on-change]");
  if (form) form.requestSubmit();
});

// A dialog that the server sent already open (after an htmx swap) becomes modal.
document.addEventListener("htmx:load", (event) => {
  for (const dialog of event.detail.elt.querySelectorAll?.("dialog[data-open-now]") ?? []) show(dialog, document.activeElement);
});
