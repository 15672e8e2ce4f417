// Warns before the session ends for want of activity, and keeps it only when the person says so.
// On <body>: data-idle-minutes; data-ping-url (POST: "I am here"); data-left-url (GET: asks without counting as activity);
// data-signed-out-url. Both answer {"seconds_left": n}, and 401 when it is over. Requests that a page makes by itself carry
// X-Background and never extend a session, so they are not counted here either; keys and taps are. Before it warns or
// leaves it asks the server, because the person may be busy in another tab.

const { idleMinutes, pingUrl, leftUrl, signedOutUrl } = document.body.dataset;
const dialog = document.getElementById("idle-dialog");
const WARN_BEFORE = 2 * 60 * 1000;
const PING_AT_MOST_EVERY = 60 * 1000;

if (idleMinutes && pingUrl && dialog) {
  const left = dialog.querySelector("[data-idle-left]");
  let endsAt = Date.now() + Number(idleMinutes) * 60 * 1000;
  let lastPing = Date.now();
  let asking = false;

  async function ask(url, options) {
    const response = await fetch(url, { credentials: "same-origin", ...options }).catch(() => null);
    if (!response) return; // no connection: the warning comes in its time all the same
    if (response.redirected || response.status === 401) { leave(); return; }
    const answer = await response.json().catch(() => ({}));
    if (typeof answer.seconds_left === "number") endsAt = Date.now() + answer.seconds_left * 1000;
    else if (options.method === "POST" && response.ok) endsAt = Date.now() + Number(idleMinutes) * 60 * 1000;
  }

  async function ping() {
    lastPing = Date.now();
    await ask(pingUrl, { method: "POST", headers: JSON.parse(document.body.getAttribute("hx-headers") || "{}") });
  }

  async function lookElsewhere() {
    if (leftUrl) await ask(leftUrl, { method: "GET", headers: { "X-Background": "1" } });
  }

  function leave() { window.location.assign(signedOutUrl || window.location.href); }

  function active() {
    if (!dialog.open && Date.now() - lastPing > PING_AT_MOST_EVERY) ping(); // while it asks, only the button counts
  }

  async function stay() {
    dialog.close();
    await ping();
  }

  async function look() {
    if (asking || endsAt - Date.now() > WARN_BEFORE) { if (dialog.open && !asking) dialog.close(); return; }
    asking = true;
    await lookElsewhere();
    asking = false;
    const remaining = endsAt - Date.now();
    if (remaining <= 0) { leave(); return; }
    if (remaining > WARN_BEFORE) return;
    const minutes = String(Math.max(1, Math.ceil(remaining / 60000)));
    if (left.textContent !== minutes) left.textContent = minutes;
    if (!dialog.open) dialog.showModal();
  }

  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, active, { passive: true });
  dialog.querySelector("[data-idle-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  setInterval(look, 10000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
