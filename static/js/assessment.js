// A section of an assessment while it is written: danger is answered at once, the way through follows what was saved.
//
//   <input data-alarm="suicidal">        when it is chosen, [data-alarm-notice] is shown and said
//   <select data-left>                   why a question has no answer; choosing one lifts the choice, and the other way round
//   <details data-opens-wide>            open where there is room beside the form
//   <input data-picks="id">             copies its value into that field

const say = (text) => document.dispatchEvent(new CustomEvent("iop:say", { detail: { text, urgent: true } }));
const form = document.querySelector("form[data-autosave]");
const notice = document.querySelector("[data-alarm-notice]");

function answerDanger(aloud) {
  if (!notice) return;
  const danger = form.querySelector("[data-alarm]:checked") !== null;
  if (danger && notice.hidden && aloud) say(notice.querySelector("b")?.textContent ?? "");
  notice.hidden = !danger;
}

function settle(target) {
  const question = target.closest(".question");
  if (!question) return;
  if (target.matches("[data-left]")) {
    if (target.value) for (const choice of question.querySelectorAll("input[type=radio]:checked")) choice.checked = false;
  } else if (target.matches("input[type=radio]")) {
    const left = question.querySelector("[data-left]");
    if (left) left.value = "";
  }
}

form?.addEventListener("change", (event) => { settle(event.target); answerDanger(true); });
answerDanger(false);

// A code picked from what was found stands in the form, where it can still be corrected.
document.addEventListener("change", (event) => {
  const picks = event.target.dataset?.picks;
  if (picks) document.getElementById(picks).value = event.target.value;
});

for (const fold of document.querySelectorAll("[data-opens-wide]")) fold.open = matchMedia("(min-width: 62rem)").matches;

// After a save the steps are read again; what a colleague finished meanwhile shows too.
const saved = form && document.querySelector(`[data-saved-for="${CSS.escape(form.id)}"]`);
if (saved && document.getElementById("steps")) {
  let last = saved.textContent;
  new MutationObserver(async () => {
    if (saved.dataset.state !== "saved" || saved.textContent === last) return;
    last = saved.textContent;
    const answer = await fetch(location.href, { headers: { "X-Background": "1" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    const steps = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("steps");
    if (steps) document.getElementById("steps").replaceWith(steps);
  }).observe(saved, { attributes: true, childList: true, characterData: true, subtree: true });
}
