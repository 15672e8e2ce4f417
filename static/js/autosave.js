// Saves a form while it is being filled in. What is typed lives in the form alone, never in any storage of the browser:
// it is somebody's health, and the tablet may be shared.
//
//   <form id="note" data-autosave="/where/">    (default: its action)
//   <input type="hidden" name="version" …>      the version that this form was made from
//   <span class="saved" data-saved-for="note">  says what became of it
//   data-autosave-after="1200"                  milliseconds of quiet before a save; who types on without a pause is saved
//                                               every ten seconds, and a page that is left or hidden at once
//   data-autosave-first                         its buttons wait for a save that is under way, so that nobody meets themselves
//
// The server answers JSON: 200 {"saved_at": "10:42", "version": 8, "errors": {…}} (what could not be kept, the rest was); 409 {"sentence", "version", "theirs": {name: value}};
// 400, 403 or 422 {"sentence", "errors": {name: ["…"]}}. The request carries X-Autosave: 1.

const words = document.getElementById("words")?.dataset ?? {};
const say = (text, urgent = false) => document.dispatchEvent(new CustomEvent("iop:say", { detail: { text, urgent } }));
const keepers = new Map();
const LONGEST_WAIT = 10000;

class Keeper {
  constructor(form) {
    this.form = form;
    this.quiet = Number(form.dataset.autosaveAfter || 1200);
    this.unsaved = false;
    this.sending = false;
    this.tries = 0;
    this.state = "";
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("focusout", (event) => { if (this.unsaved && !form.contains(event.relatedTarget)) this.save(); });
  }

  changed() {
    this.unsaved = true;
    this.since ??= Date.now();
    this.wait(Math.max(0, Math.min(this.quiet, this.since + LONGEST_WAIT - Date.now())));
  }

  submitted(event) {
    if (this.sending && this.form.dataset.autosaveFirst !== undefined) {
      event.preventDefault();
      this.submitter = event.submitter;
      return;
    }
    this.unsaved = false;
    clearTimeout(this.timer);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    if (this.choosing) return; // between two texts; the dialog goes on from there
    if (this.sending) { this.again = true; return; }
    if (!navigator.onLine) { this.show("waiting", words.waiting); return; }
    this.sending = true;
    this.again = false;
    this.unsaved = false; // typing from here on counts as new
    this.since = undefined;
    this.show("saving", words.saving);
    try {
      const response = await fetch(this.form.dataset.autosave || this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json", "X-Autosave": "1", ...csrf() },
        credentials: "same-origin",
        keepalive: leaving, // a browser that closes still sends it
      });
      await this.take(response);
    } catch {
      this.unsaved = true;
      this.later();
    } finally {
      this.sending = false;
      if (this.submitter !== undefined) {
        const submitter = this.submitter;
        this.submitter = undefined;
        if (!this.choosing) this.form.requestSubmit(submitter);
      } else if (this.again) this.save();
    }
  }

  async take(response) {
    if (response.redirected || response.status === 401) { this.unsaved = true; this.refuse(words.signedOut); return; }
    if (response.status >= 500 || response.status === 429) { this.unsaved = true; this.later(); return; }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) { this.tries = 0; this.adopt(answer); this.show("saved", answer.saved_at ? `${words.saved} ${answer.saved_at}` : words.saved); return; }
    this.unsaved = true;
    if (response.status === 409 && answer.theirs) { this.differ(answer); return; }
    this.refuse(answer.sentence || answer.detail || words.refused);
    this.mark(answer.errors ?? {});
  }

  adopt(answer) {
    const version = this.form.elements.namedItem("version");
    if (version && answer.version !== undefined) version.value = answer.version;
    this.mark(answer.errors ?? {});
  }

  later() {
    this.tries += 1;
    this.show("waiting", words.waiting);
    this.wait(Math.min(60000, 2000 * 2 ** Math.min(this.tries, 5)));
  }

  refuse(sentence) { this.show("refused", sentence); }

  mark(errors) {
    for (const old of this.form.querySelectorAll("[data-autosave-error]")) old.remove();
    for (const control of this.form.querySelectorAll("[data-autosave-invalid]")) {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("data-autosave-invalid");
    }
    for (const [name, lines] of Object.entries(errors)) {
      const control = this.control(name);
      if (!control) continue;
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("data-autosave-invalid", "");
      const box = document.createElement("p");
      box.className = "field-error";
      box.dataset.autosaveError = "";
      box.textContent = [].concat(lines).join(" ");
      control.before(box);
    }
  }

  control(name) {
    const found = this.form.elements.namedItem(name);
    return found instanceof RadioNodeList ? found[0] : found;
  }

  /** Two people wrote: show both, and let this person choose. Nothing is overwritten until they do. */
  differ(answer) {
    this.show("refused", answer.sentence || words.differ);
    const template = document.getElementById("versions-template");
    if (!template) return;
    const dialog = template.content.firstElementChild.cloneNode(true);
    this.choosing = true;
    document.body.append(dialog);
    const mine = new FormData(this.form);
    const names = Object.keys(answer.theirs).filter((name) => String(mine.get(name) ?? "") !== String(answer.theirs[name] ?? ""));
    fill(dialog.querySelector("[data-theirs]"), names, (name) => [this.label(name), answer.theirs[name]]);
    fill(dialog.querySelector("[data-mine]"), names, (name) => [this.label(name), mine.get(name)]);
    dialog.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-choice]")?.dataset.choice;
      if (!choice) return;
      if (choice === "theirs") for (const name of names) this.set(name, answer.theirs[name]);
      this.adopt(answer);
      this.choosing = false;
      dialog.close();
      if (choice === "mine") { this.save(); } else { this.unsaved = false; this.show("saved", words.tookTheirs); }
    });
    dialog.addEventListener("close", () => { this.choosing = false; dialog.remove(); });
    dialog.showModal();
  }

  label(name) {
    const control = this.control(name);
    return control?.labels?.[0]?.textContent.trim() || control?.closest("fieldset")?.querySelector("legend")?.textContent.trim() || name;
  }

  set(name, value) {
    const found = this.form.elements.namedItem(name);
    if (!found) return;
    if (found instanceof HTMLInputElement && found.type === "checkbox") found.checked = Boolean(value);
    else found.value = value ?? "";
  }

  show(state, text) {
    const place = document.querySelector(`[data-saved-for="${CSS.escape(this.form.id)}"]`) || this.form.querySelector(".saved");
    if (place) {
      place.dataset.state = state;
      place.textContent = text;
    }
    // Every save is visible; only changes of fortune are said aloud, or a writer would hear "saved" all day.
    if (state !== this.state && (state === "waiting" || state === "refused" || this.state === "waiting" || this.state === "refused")) {
      if (state !== "saving") say(text, state !== "saved");
    }
    if (state !== "saving") this.state = state;
  }
}

function fill(list, names, pair) {
  for (const name of names) {
    const [label, value] = pair(name);
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = label;
    dd.textContent = value || "—";
    list.append(dt, dd);
  }
}

function csrf() {
  try { return JSON.parse(document.body.getAttribute("hx-headers") || "{}"); } catch { return {}; }
}

function adoptForms(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) if (!keepers.has(form)) keepers.set(form, new Keeper(form));
  for (const form of keepers.keys()) if (!document.contains(form)) keepers.delete(form);
}

adoptForms(document);
document.addEventListener("htmx:load", (event) => adoptForms(event.detail.elt.parentNode ?? document));
window.addEventListener("online", () => { for (const keeper of keepers.values()) if (keeper.unsaved) keeper.save(); });
window.addEventListener("offline", () => { for (const keeper of keepers.values()) if (keeper.unsaved) keeper.show("waiting", words.waiting); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const keeper of keepers.values()) if (keeper.unsaved) keeper.save(true);
});
window.addEventListener("beforeunload", (event) => {
  if ([...keepers.values()].some((keeper) => keeper.unsaved || keeper.sending)) event.preventDefault();
});
