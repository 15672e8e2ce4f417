// A progress note while it is written: what is asked follows how the contact was held and which objectives were chosen.
//
//   [data-when-mode="video phone"]   shown for these ways of contact only
//   [data-when-no-objective]         shown while no objective has a mark

const form = document.querySelector("[data-progress-note]");
const mode = form?.elements.namedItem("mode");

function settle() {
  for (const part of form.querySelectorAll("[data-when-mode]")) part.hidden = !part.dataset.whenMode.split(" ").includes(mode.value);
  const marks = [...form.querySelectorAll("select[name^='mark-']")];
  for (const part of form.querySelectorAll("[data-when-no-objective]")) part.hidden = marks.some((mark) => mark.value);
}

if (form && mode) {
  form.addEventListener("change", settle);
  settle();
}
