// The 0–10 scale: number keys choose (1 then 0 gives ten), "+" and "-" step. Arrow keys are the browser's own, as for any
// radio group.

let lastDigit = { at: 0, value: "" };

document.addEventListener("keydown", (event) => {
  const group = event.target.closest(".scale");
  if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^\d$/.test(event.key)) {
    const ten = event.key === "0" && lastDigit.value === "1" && Date.now() - lastDigit.at < 900;
    lastDigit = { at: Date.now(), value: event.key };
    choose(group, ten ? 10 : Number(event.key));
    event.preventDefault();
  } else if (event.key === "+" || event.key === "-") {
    const now = Number(group.querySelector("input:checked")?.value ?? 0);
    choose(group, Math.min(10, Math.max(0, now + (event.key === "+" ? 1 : -1))));
    event.preventDefault();
  }
});

function choose(group, value) {
  const radio = group.querySelector(`input[value="${value}"]`);
  if (!radio) return;
  radio.focus();
  if (!radio.checked) radio.click();
}
