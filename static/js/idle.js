// Warns before the session ends for want of activity, and keeps it only when the person says so.
// On <body>: data-idle-minutes, data-ping-url (POST: "I am here"), data-signed-out-url. Requests that a page makes by itself
// (polling) never extend a session, so they are not counted here either; keys, taps and moving about are.

const { idleMinutes, pingUrl, signedOutUrl } = document.body.dataset;
const dialog = document.getElementById("idle-dialog");
const WARN_BEFORE = 2 * 60 * 1000;
const PING_AT_MOST_EVERY = 60 * 1000;

if (idleMinutes && pingUrl && dialog) {
  const limit = Number(idleMinutes) * 60 * 1000;
  const left = dialog.querySelector("[data-idle-left]");
  let lastActive = Date.now();
  let lastPing = Date.now();

  async function ping() {
    lastPing = Date.now();
    try {
      const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
      const response = await fetch(pingUrl, { method: "POST", headers, credentials: "same-origin" });
      if (response.redirected || response.status === 401 || response.status === 403) leave();
    } catch { /* no connection: the warning comes in its time all the same */ }
  }

  function leave() { window.location.assign(signedOutUrl || window.location.href); }

  function active() {
    if (dialog.open) return; // then only the button counts
    lastActive = Date.now();
    if (lastActive - lastPing > PING_AT_MOST_EVERY) ping();
  }

  function stay() {
    dialog.close();
    lastActive = Date.now();
    ping();
  }

  function look() {
    const remaining = limit - (Date.now() - lastActive);
    if (remaining <= 0) { leave(); return; }
    if (remaining > WARN_BEFORE) return;
    const minutes = Math.max(1, Math.ceil(remaining / 60000));
    if (left.textContent !== String(minutes)) left.textContent = String(minutes);
    if (!dialog.open) dialog.showModal();
  }

  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, active, { passive: true });
  dialog.querySelector("[data-idle-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
