// What every htmx exchange needs: focus goes back where it was, refusals are shown where the person is looking, a lost
// session goes to the sign-in page, and people who listen are told.
//
//   data-error-target="#id"  on the element or an ancestor: where a refusal (400, 403, 404, 409, 429, 5xx) is shown;
//                            without it, #refusals at the top of the page. 422 is swapped as usual: the form comes back.
//   data-say="Saved"         on the swapped-in content: said aloud once it stands.
//   data-focus               in the swapped-in content: gets the focus, when the focus would else be lost.

const words = document.getElementById("words")?.dataset ?? {};
const say = (text, urgent = false) => document.dispatchEvent(new CustomEvent("iop:say", { detail: { text, urgent } }));

function focusKey(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset?.focusKey) return `[data-focus-key="${CSS.escape(element.dataset.focusKey)}"]`;
  if (element.name && element.form?.id) {
    const value = element.type === "radio" ? `[value="${CSS.escape(element.value)}"]` : "";
    return `#${CSS.escape(element.form.id)} [name="${CSS.escape(element.name)}"]${value}`;
  }
  return null;
}

let remembered = null;
let caret = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const active = document.activeElement;
  remembered = focusKey(active) ?? focusKey(requestConfig?.elt);
  caret = typeof active?.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;

  if (xhr.responseText?.includes('data-page="entrance"') && !document.body.matches('[data-page="entrance"]')) {
    // The session is over; the answer is the sign-in page. Going there whole is kinder than a form inside a card.
    event.detail.shouldSwap = false;
    window.location.reload();
    return;
  }
  if (xhr.status < 400 || xhr.status === 422) return;
  showRefusal(event.detail, xhr);
});

function showRefusal(detail, xhr) {
  const holder = detail.requestConfig?.elt?.closest("[data-error-target]");
  const place = (holder && document.querySelector(holder.dataset.errorTarget)) || document.getElementById("refusals");
  if (!place) return;
  if (xhr.responseText?.includes('id="refusal"')) {
    Object.assign(detail, { shouldSwap: true, isError: false, target: place, swapOverride: "innerHTML", selectOverride: "#refusal" });
  } else {
    detail.shouldSwap = false;
    place.replaceChildren(notice(xhr.status >= 500 || xhr.status === 0 ? words.failed : words.refused));
  }
  place.scrollIntoView({ block: "nearest" });
}

function notice(text) {
  const box = document.createElement("div");
  box.className = "notice notice-bad";
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  return box;
}

document.addEventListener("htmx:beforeRequest", () => {
  document.documentElement.dataset.busy = "";
  document.getElementById("refusals")?.replaceChildren();
});
document.addEventListener("htmx:afterRequest", () => { delete document.documentElement.dataset.busy; });
document.addEventListener("htmx:sendError", () => {
  document.getElementById("refusals")?.replaceChildren(notice(words.unreachable));
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target ?? event.target;
  const spoken = target.matches?.("[data-say]") ? target : target.querySelector?.("[data-say]");
  if (spoken) say(spoken.dataset.say);

  const lost = !document.activeElement || document.activeElement === document.body || !document.contains(document.activeElement);
  if (!lost) return;
  const next = (remembered && document.querySelector(remembered)) || target.querySelector?.("[data-focus]");
  if (!next) return;
  next.focus({ preventScroll: true });
  if (caret && typeof next.setSelectionRange === "function") {
    try { next.setSelectionRange(...caret); } catch { /* e-mail and number fields have no caret to set */ }
  }
});

// A passkey that was refused or given up says so where people look, not in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("refusals")?.replaceChildren(notice(words.keyFailed));
});

// A page that comes back with errors starts at its summary, as a page with a heading starts at its heading.
document.querySelector(".error-summary")?.focus();
