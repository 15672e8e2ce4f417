// Keeps an open roster as it stands: asks every few seconds whether anything has changed and swaps the rows that have. What
// the counselor is in the middle of, a row with the focus or with something open in it, is left until they are out of it.
//
//   <ul data-live="/where/" data-live-state="print of the roster as the page knows it">
//
// The server answers 204 for "nothing new", else the roster with the new print in X-State. Asking by itself never keeps
// somebody signed in (X-Background).

const EVERY = 5000;
const roster = document.querySelector("[data-live]");
let state = roster?.dataset.liveState;
let asking = false;

async function look() {
  if (asking || document.visibilityState !== "visible" || !navigator.onLine) return;
  asking = true;
  try {
    const response = await fetch(`${roster.dataset.live}?state=${encodeURIComponent(state)}`, {
      headers: { "X-Background": "1" }, credentials: "same-origin",
    });
    if (response.redirected || response.status === 401) { clearInterval(timer); return; }
    if (response.status === 200) take(await response.text(), response.headers.get("X-State"));
  } catch {
    // No network for a moment: the next look comes by itself.
  } finally {
    asking = false;
  }
}

function take(html, newest) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const rows = [...fresh.querySelectorAll("ul > li[data-print]")];
  if (rows.some((row) => !document.getElementById(row.id)) || rows.length !== roster.querySelectorAll(":scope > li").length) {
    arrange(rows);
  }
  const left = rows.filter((row) => !swap(row));
  document.getElementById("counts")?.replaceWith(document.adoptNode(fresh.getElementById("counts")));
  if (!left.length) state = newest;
}

/** Put one row in the place of its older self; false when somebody is in the middle of it. */
function swap(row) {
  const old = document.getElementById(row.id);
  if (!old || old.dataset.print === row.dataset.print) return true;
  if (old.contains(document.activeElement) || old.querySelector("details[open], .htmx-request")) return false;
  const current = old.querySelector(".roster-row")?.getAttribute("aria-current");
  const adopted = document.adoptNode(row);
  old.replaceWith(adopted);
  if (current) adopted.querySelector(".roster-row")?.setAttribute("aria-current", current);
  window.htmx.process(adopted);
  return true;
}

/** Somebody was added to the roster or taken off it. */
function arrange(rows) {
  const wanted = new Set(rows.map((row) => row.id));
  for (const old of [...roster.children]) if (!wanted.has(old.id)) old.remove();
  rows.forEach((row, index) => {
    if (document.getElementById(row.id)) return;
    const copy = document.importNode(row, true);
    roster.insertBefore(copy, roster.children[index] ?? null);
    window.htmx.process(copy);
  });
}

const timer = roster ? setInterval(look, EVERY) : 0;
document.addEventListener("visibilitychange", () => { if (roster) look(); });
