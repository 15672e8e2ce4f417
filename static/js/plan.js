// Writing a plan: whatever changes the order or number of rows waits until the row that was left has saved itself, so that
// nothing typed is lost; Alt with an arrow key moves the row that holds the focus.

const saving = () => document.querySelector('.saved[data-state="saving"]');

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-after-saving]")) return;
  // What is signed is what was saved last: the form that saves itself knows its newest version.
  const other = form.dataset.versionOf && document.getElementById(form.dataset.versionOf);
  if (other) form.elements.namedItem("version").value = other.elements.namedItem("version").value;
  if (!saving()) return;
  event.preventDefault();
  const button = event.submitter;
  const look = new MutationObserver(() => {
    if (saving()) return;
    look.disconnect();
    form.requestSubmit(button);
  });
  look.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const row = event.target.closest?.(".plan-row");
  const place = row?.closest(".plan-step, .plan-objective, .plan-goal, .plan-problem");
  const mover = place?.querySelector(`form[data-moves="${event.key === "ArrowUp" ? "up" : "down"}"]`);
  if (!mover || mover.closest(".plan-step, .plan-objective, .plan-goal, .plan-problem") !== place) return;
  event.preventDefault();
  document.activeElement.blur(); // saves what was typed; moving waits for it
  mover.requestSubmit(mover.querySelector("button"));
});
