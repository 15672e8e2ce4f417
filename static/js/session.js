// The session page's own manners: the client's panel takes the focus and gives it back, text boxes grow, and nothing that is
// not saved yet is ever swapped away.

const say = (text, urgent = false) => document.dispatchEvent(new CustomEvent("iop:say", { detail: { text, urgent } }));
const UNSETTLED = [".saved[data-state=saving]", ".saved[data-state=waiting]", ".saved[data-state=refused]"].join(",");
const PATIENCE = 4000;

// Whoever goes on to the next client while the last words are still under way waits for them, and stays when they cannot leave.
document.addEventListener("htmx:confirm", (event) => {
  const place = event.detail.target;
  if (!place?.querySelector?.("form[data-autosave]")) return;
  if (!place.querySelector(UNSETTLED)) return;
  event.preventDefault();
  const begun = Date.now();
  const look = () => {
    const state = place.querySelector(UNSETTLED);
    if (!state) return event.detail.issueRequest(true);
    if (state.dataset.state === "saving" && Date.now() - begun < PATIENCE) return setTimeout(look, 100);
    state.scrollIntoView({ block: "center" });
    return say(state.textContent, true);
  };
  look();
});

let opener = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches?.("[data-opens-panel]")) return;
  opener = event.target.id;
  const left = document.querySelector("#desk-client [data-closes-panel]")?.dataset.closesPanel;
  if (left && left !== opener) refresh(left);
});

// What was written in a client's panel shows in their row once it is left.
function refresh(id) {
  const row = document.getElementById(id)?.closest("li");
  const url = document.getElementById(id)?.getAttribute("href");
  if (row && url) window.htmx.ajax("GET", `${url}row/`, { source: row, target: row, swap: "outerHTML" });
}
document.addEventListener("htmx:afterSettle", (event) => {
  grow(document);
  if (opener && event.detail.target?.id === "desk-client") {
    document.getElementById("client-head")?.focus();
    document.getElementById("client-head")?.scrollIntoView({ block: "nearest" });
    mark(opener);
    opener = null;
  }
});

function mark(id) {
  for (const row of document.querySelectorAll(".roster-row[aria-current]")) row.removeAttribute("aria-current");
  document.getElementById(id)?.closest(".roster-row")?.setAttribute("aria-current", "true");
}

function back(id) {
  const panel = document.getElementById("desk-client");
  if (panel.querySelector(UNSETTLED)) {
    const state = panel.querySelector(UNSETTLED);
    if (state.dataset.state === "saving") { setTimeout(() => back(id), 150); return; }
    say(state.textContent, true);
    return;
  }
  panel.replaceChildren();
  mark("");
  const link = document.getElementById(id);
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
  refresh(id);
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-closes-panel]");
  if (closer && document.getElementById("roster")) {
    event.preventDefault();
    back(closer.dataset.closesPanel);
  }
  if (event.target.closest("[data-to-roster]")) {
    event.preventDefault();
    document.querySelector("#roster [data-roving-item]")?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const closer = event.target.closest("#desk-client")?.querySelector("[data-closes-panel]");
  if (!closer || !document.getElementById("roster")) return;
  event.preventDefault();
  document.activeElement.blur();
  back(closer.dataset.closesPanel);
});

// Where the browser sizes text boxes by their content itself, there is nothing to do.
function grow(root) {
  if (CSS.supports("field-sizing", "content")) return;
  for (const box of root.querySelectorAll("textarea[data-grows]")) fit(box);
}
function fit(box) { box.rows = Math.min(12, Math.max(1, box.value.split("\n").length, Math.ceil(box.value.length / 48))); }
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-grows]") && !CSS.supports("field-sizing", "content")) fit(event.target);
});
grow(document);
