// A plan that its owner keeps on their own phone, and the page that shows it without a connection.
// It is the only thing these pages ever put into a browser's storage, and only when the button is pressed on this very device.
//
//   [data-keep-plan='{"kind", "title", "kept", "sections", "note"}'] [data-worker]   with buttons [data-keep], [data-forget]
//   [data-kept-plans]    filled with the kept plans     [data-kept-link]   shown when one is kept

const PLACE = "kept-plan";

function kept() {
  try { return JSON.parse(localStorage.getItem(PLACE) || "{}") ?? {}; } catch { return {}; }
}

function keep(plans) {
  if (Object.keys(plans).length) localStorage.setItem(PLACE, JSON.stringify(plans));
  else localStorage.removeItem(PLACE);
}

function made(tag, text, more = {}) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(more)) node.setAttribute(name, value);
  return node;
}

function lineOf(line) {
  const item = made("li", line.text ? `${line.text} ` : "");
  if (line.phone && /^[+0-9]+$/.test(line.tel ?? "")) item.append(made("a", line.phone, { href: `tel:${line.tel}`, class: "own-call" }));
  else if (line.phone) item.append(line.phone);
  return item;
}

function drawn(plan, forget, says) {
  const card = made("section", "", { class: "card", lang: plan.language ?? "en" });
  const inside = made("div", "", { class: "card-inside stack" });
  inside.append(made("h2", plan.title));
  for (const section of plan.sections ?? []) {
    const list = made("ul", "");
    for (const words of section.always ?? []) list.append(made("li", words));
    for (const line of section.lines ?? []) list.append(lineOf(line));
    const step = made("div", "", { class: "own-step" });
    step.append(made("h3", section.title), list);
    inside.append(step);
  }
  const button = made("button", says, { type: "button", class: "btn btn-quiet" });
  button.addEventListener("click", forget);
  inside.append(made("p", plan.note), made("p", plan.kept, { class: "soft small" }), button);
  card.append(inside);
  return card;
}

function showKept(place) {
  const plans = kept();
  place.replaceChildren(...Object.values(plans).map((plan) => drawn(plan, () => { delete plans[plan.kind]; keep(plans); showKept(place); }, place.dataset.saysForget)));
}

class Keeping {
  constructor(root) {
    this.root = root;
    this.plan = JSON.parse(root.dataset.keepPlan);
    this.says = root.querySelector("[data-kept-says]");
    root.querySelector("[data-keep]").addEventListener("click", () => this.keep());
    root.querySelector("[data-forget]").addEventListener("click", () => this.forget());
    root.hidden = false;
    this.show();
  }

  show() {
    const mine = kept()[this.plan.kind];
    const same = mine && JSON.stringify(mine) === JSON.stringify(this.plan);
    this.says.textContent = this.says.dataset[mine ? (same ? "yes" : "old") : "no"];
    this.root.querySelector("[data-keep]").hidden = Boolean(same);
    for (const name of ["[data-forget]", "[data-kept-open]"]) this.root.querySelector(name).hidden = !mine;
  }

  async keep() {
    try {
      keep({ ...kept(), [this.plan.kind]: this.plan });
      // Only the pages of clients: those of colleagues never see this script.
      await navigator.serviceWorker?.register(this.root.dataset.worker, { scope: "/my/" });
      this.show();
    } catch { if (!kept()[this.plan.kind]) this.says.textContent = this.says.dataset.failed; else this.show(); }
  }

  forget() {
    const plans = kept();
    delete plans[this.plan.kind];
    keep(plans);
    this.show();
  }
}

for (const root of document.querySelectorAll("[data-keep-plan]")) new Keeping(root);
for (const place of document.querySelectorAll("[data-kept-plans]")) showKept(place);
for (const link of document.querySelectorAll("[data-kept-link]")) link.hidden = !Object.keys(kept()).length;
for (const note of document.querySelectorAll("[data-offline-note]")) {
  note.hidden = navigator.onLine;
  window.addEventListener("online", () => { note.hidden = true; });
  window.addEventListener("offline", () => { note.hidden = false; });
}
