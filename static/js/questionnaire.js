// Answering a questionnaire: number keys choose, questions appear and go as the answers ask for them, and help is shown at once.
//
//   [data-questionnaire]                 around the questions
//   [data-item="key"]                    one question; [data-ask] holds the condition under which it is asked, as JSON
//   <input data-points data-shortcut data-safety>
//   [data-help]                          shown when a [data-safety] answer is chosen
//   [data-progress]                      filled with "3 of 9 answered"
//
// A condition is true, false, or null while something it needs is unanswered; the same rules as on the server.

const OPERATORS = {
  "==": (a, b) => a === b, "!=": (a, b) => a !== b, ">": (a, b) => a > b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, "<=": (a, b) => a <= b,
};

function compare([low, high], op, value) {
  if (op === "==" || op === "!=") {
    const equal = low === high ? low === value : low <= value && value <= high ? null : false;
    return equal === null || op === "==" ? equal : !equal;
  }
  const [atLow, atHigh] = [OPERATORS[op](low, value), OPERATORS[op](high, value)];
  return atLow === atHigh ? atLow : null;
}

function every(found) { return found.includes(false) ? false : found.includes(null) ? null : true; }
function some(found) { return found.includes(true) ? true : found.includes(null) ? null : false; }

function holds(condition, states) {
  if ("item" in condition) {
    const state = states.get(condition.item);
    if (!state || state.asked === false) return false;
    if (state.value === null) return null;
    const [own, wanted] = [Number(state.value), Number(condition.value)];
    if (Number.isNaN(own) || Number.isNaN(wanted)) {
      const words = { "==": state.value === String(condition.value), "!=": state.value !== String(condition.value) };
      return words[condition.op] ?? null;
    }
    return OPERATORS[condition.op](own, wanted);
  }
  if ("sum" in condition) {
    const total = [0, 0];
    for (const key of condition.sum) {
      const state = states.get(key);
      if (!state) continue;
      total[0] += state.reach[0];
      total[1] += state.reach[1];
    }
    return compare(total, condition.op, Number(condition.value));
  }
  if ("all" in condition) return every(condition.all.map((each) => holds(each, states)));
  if ("any" in condition) return some(condition.any.map((each) => holds(each, states)));
  if ("not" in condition) { const found = holds(condition.not, states); return found === null ? null : !found; }
  return null;
}

const FAR = 1e9;

function valueOf(card) {
  const chosen = card.querySelector("input[type=radio]:checked");
  if (chosen) return chosen.value === "declined" ? null : chosen.value;
  const typed = card.querySelector("input:not([type=radio], [type=checkbox]), textarea");
  return typed?.value.trim() ? typed.value.trim().replace(",", ".") : null;
}

function reachOf(card, value, asked) {
  const radios = [...card.querySelectorAll("input[data-points]")];
  if (asked === false) return [0, 0];
  if (value !== null) {
    const points = radios.length ? Number(radios.find((radio) => radio.checked)?.dataset.points || 0) : Number(value) || 0;
    return [points, points];
  }
  const all = radios.length ? radios.map((radio) => Number(radio.dataset.points || 0)) : [-FAR, FAR];
  const low = Math.min(...all);
  return [asked ? low : Math.min(low, 0), Math.max(...all)];
}

class Questionnaire {
  constructor(root) {
    this.root = root;
    this.cards = [...root.querySelectorAll("[data-item]")];
    this.help = root.querySelector("[data-help]");
    this.progress = root.querySelector("[data-progress]");
    root.addEventListener("change", (event) => { this.settle(event.target); this.follow(true); });
    root.addEventListener("input", (event) => { if (event.target.matches("input:not([type=radio], [type=checkbox])")) this.follow(true); });
    root.addEventListener("keydown", (event) => this.key(event));
    this.follow(false);
  }

  // Saying something and declining to say it take each other back.
  settle(target) {
    const card = target.closest("[data-item]");
    if (!card) return;
    const declined = card.querySelector("input[type=checkbox][value=declined]");
    const typed = card.querySelector("input:not([type=radio], [type=checkbox]), textarea");
    if (target === declined && declined.checked && typed) typed.value = "";
    else if (target === typed && typed.value && declined) declined.checked = false;
  }

  follow(aloud) {
    const states = new Map();
    for (const card of this.cards) {
      const asked = card.dataset.ask ? holds(JSON.parse(card.dataset.ask), states) : true;
      const value = asked === false ? null : valueOf(card);
      states.set(card.dataset.item, { asked, value, reach: reachOf(card, value, asked) });
      const shown = asked === true || (asked !== false && value !== null);
      card.hidden = !shown;
      if (card.tagName === "FIELDSET") card.disabled = !shown;
      const heading = this.root.querySelector(`[data-with="${CSS.escape(card.dataset.item)}"]`);
      if (heading) heading.hidden = !shown;
    }
    this.count();
    this.answerDanger(aloud);
  }

  count() {
    const asked = this.cards.filter((card) => !card.hidden && card.dataset.kind);
    const done = asked.filter((card) => valueOf(card) !== null || card.querySelector("[value=declined]:checked")).length;
    if (this.progress) this.progress.textContent = this.root.dataset.saysProgress.replace("{done}", done).replace("{all}", asked.length);
  }

  answerDanger(aloud) {
    if (!this.help) return;
    const danger = this.root.querySelector("fieldset:not([disabled]) [data-safety]:checked") !== null;
    if (danger && this.help.hidden) {
      this.help.hidden = false;
      if (aloud) document.dispatchEvent(new CustomEvent("iop:say", { detail: { text: this.help.querySelector("p")?.textContent ?? "", urgent: true } }));
    } else if (!danger) this.help.hidden = true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
    if (!event.target.matches("input[type=radio]")) return;
    const card = event.target.closest("[data-item]");
    const choice = card?.querySelector(`input[data-shortcut="${event.key}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    if (!choice.checked) choice.click();
    this.next(card)?.focus();
  }

  next(card) {
    const rest = this.cards.slice(this.cards.indexOf(card) + 1).filter((each) => !each.hidden && each.dataset.kind);
    return rest[0]?.querySelector("input:checked, input, textarea")
      ?? card.closest("form")?.querySelector("[data-questionnaire] ~ * button, button[type=submit], button:not([type])");
  }
}

for (const root of document.querySelectorAll("[data-questionnaire]")) new Questionnaire(root);
