// The calendar: a free place opens the booking form as a dialog, and the arrows turn the page at the edge. Without this
// module a free place is a link to the booking page.

const calendar = document.querySelector("[data-calendar]");

document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-slot]");
  if (!slot || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
  event.preventDefault();
  slot.focus();
  window.htmx.ajax("GET", slot.getAttribute("href"), { target: "#booking", swap: "innerHTML", source: slot });
});

if (calendar) {
  // Only one place a day is reached by Tab; the arrows reach the others. Where somebody stands is where Tab returns to.
  calendar.addEventListener("focusin", (event) => {
    const slot = event.target.closest("[data-slot]");
    if (!slot) return;
    for (const other of slot.closest("[data-roving-row]").querySelectorAll("[data-slot]")) other.tabIndex = other === slot ? 0 : -1;
  });

  const DAY = { ArrowLeft: "[rel=prev]", ArrowRight: "[rel=next]" };
  calendar.addEventListener("keydown", (event) => {
    const edge = DAY[event.key];
    const row = event.target.closest("[data-roving-row]");
    if (!edge || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...calendar.querySelectorAll("[data-roving-row]")];
    if (row !== rows[event.key === "ArrowLeft" ? 0 : rows.length - 1]) return;
    event.preventDefault();
    document.querySelector(edge)?.click();
  });
}
