// Moving about with keys.
//   data-roving            on a list or table body: arrow keys, Home and End move between its [data-roving-item] (else its
//                          first links). Tab goes through everything as ever: this is a shortcut, not a trap.
//   data-roving="grid"     left and right too, by the places' columns (calendar days: [data-roving-row] holds one row).
//   data-key="p"           on a control: the key presses it, when nobody is typing and no dialog is open.
//   data-key-scope         on an ancestor: its keys act on the part that holds the focus (one client of a roster).

const MOVES = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (typing) return;
  const list = event.target.closest("[data-roving]");
  if (list && !event.target.matches("input[type=radio]") && move(list, event)) return;
  press(event);
});

function items(root) {
  const named = [...root.querySelectorAll("[data-roving-item]")];
  const all = named.length ? named : [...root.querySelectorAll("a[href]")];
  return all.filter((item) => !item.disabled && item.getClientRects().length > 0);
}

function move(list, event) {
  if (list.dataset.roving === "grid" && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return aside(list, event);
  const step = MOVES[event.key];
  if (step === undefined) return false;
  const row = list.dataset.roving === "grid" ? event.target.closest("[data-roving-row]") ?? list : list;
  const all = items(row);
  if (!all.length) return false;
  const here = all.indexOf(event.target.closest("[data-roving-item]") ?? event.target);
  const near = here >= 0 ? here : all.findIndex((item) => item.closest("li, tr")?.contains(event.target));
  const next = step === "first" ? 0 : step === "last" ? all.length - 1 : Math.min(all.length - 1, Math.max(0, near + step));
  event.preventDefault();
  all[next].focus();
  return true;
}

function aside(list, event) {
  const rows = [...list.querySelectorAll("[data-roving-row]")].filter((row) => items(row).length);
  const row = event.target.closest("[data-roving-row]");
  const next = rows[rows.indexOf(row) + (event.key === "ArrowRight" ? 1 : -1)];
  if (!row || !next) return false;
  const top = event.target.getBoundingClientRect().top;
  const nearest = items(next).sort((a, b) => Math.abs(a.getBoundingClientRect().top - top) - Math.abs(b.getBoundingClientRect().top - top))[0];
  event.preventDefault();
  nearest.focus();
  return true;
}

function press(event) {
  if (event.key.length !== 1 || document.querySelector("dialog[open]")) return;
  const wanted = `[data-key="${CSS.escape(event.key.toLowerCase())}"]`;
  const scope = event.target.closest("[data-key-scope]");
  const control = scope?.querySelector(wanted) ?? [...document.querySelectorAll(wanted)].find((one) => !one.closest("[data-key-scope]"));
  if (!control || control.disabled) return;
  event.preventDefault();
  if (control.matches("input[type=radio]")) control.focus();
  if (control.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) control.focus();
  else control.click();
}
