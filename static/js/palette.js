// The palette: Ctrl-K (or ⌘K) anywhere, or "/" outside a field. Searches by POST, because what is typed is a name and
// addresses are kept in histories and logs. The server answers <li role="presentation"><a role="option" id="…" …>…</a></li>.

const dialog = document.getElementById("palette");
if (dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const url = dialog.dataset.url;
  const atRest = list.innerHTML;
  let timer;
  let turn = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function open() {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    field.value = "";
    list.innerHTML = atRest;
    dialog.showModal();
    choose(0);
    field.focus();
  }

  function choose(index) {
    const all = options();
    for (const [place, option] of all.entries()) option.setAttribute("aria-selected", String(place === index));
    if (all[index]) {
      field.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  async function search() {
    const words = field.value.trim();
    const mine = ++turn;
    if (words.length < 2) { list.innerHTML = atRest; filterAtRest(words); choose(0); return; }
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" };
    const body = new FormData();
    body.set("q", words);
    const response = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
    if (mine !== turn || !response?.ok) return; // a later keystroke has asked again
    list.innerHTML = await response.text();
    choose(0);
    const found = options().length;
    document.dispatchEvent(new CustomEvent("iop:say", { detail: { text: dialog.dataset.found.replace("0", String(found)) } }));
  }

  function filterAtRest(words) {
    const wanted = words.toLocaleLowerCase();
    for (const option of options()) if (!option.textContent.toLocaleLowerCase().includes(wanted)) option.closest("li").remove();
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
  dialog.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") { event.preventDefault(); choose((now + 1) % Math.max(1, all.length)); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose((now - 1 + all.length) % Math.max(1, all.length)); }
    if (event.key === "Enter" && all[now]) { event.preventDefault(); all[now].click(); }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
    if (!asked) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll("[data-opens-palette]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
}
