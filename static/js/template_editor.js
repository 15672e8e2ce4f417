// The week editor: choosing what to add or copy asks the server nothing (only the button beside it does), and the part
// somebody just opened stays open when the totals come back.

const quiet = (event) => { if (event.target.matches("[data-quiet]")) event.stopPropagation(); };
const open = new Set();

function wire() {
  const form = document.getElementById("week");
  if (!form || form.dataset.wired) return;
  form.dataset.wired = "yes";
  for (const field of form.querySelectorAll("[data-quiet]")) field.addEventListener("change", quiet);
  for (const part of form.querySelectorAll("details.part-more, details.preview-day")) {
    const key = part.closest("[id^=d]")?.id ?? part.querySelector("summary b")?.textContent;
    if (open.has(key)) part.open = true;
    part.addEventListener("toggle", () => (part.open ? open.add(key) : open.delete(key)));
  }
}

wire();
document.addEventListener("htmx:load", wire);
// A part that moves, comes or goes changes the numbers of the others: what was open is forgotten then.
document.addEventListener("htmx:configRequest", (event) => {
  if (/^(up|down|remove|open|copy|take)/.test(event.detail.parameters.do ?? "")) open.clear();
});
