// Signing on a tablet: one step at a time, and a box to sign in. Without this module the page shows all steps one below
// the other, and a typed name signs.

const form = document.getElementById("sign");

if (form) {
  document.documentElement.classList.add("has-signing");
  const steps = [...form.querySelectorAll("[data-step]")];
  const canvas = form.querySelector("[data-sign-pad]");
  const into = form.querySelector("[data-sign-into]");
  const pad = window.SignaturePad ? new window.SignaturePad(canvas, { penColor: "#12233d", minWidth: 1, maxWidth: 3 }) : null;

  const go = (name, focus = true) => {
    for (const step of steps) step.classList.toggle("is-now", step.dataset.step === name);
    document.body.dataset.at = name;
    if (name === "sign") fit();
    window.scrollTo(0, 0);
    if (focus) document.getElementById(`${name}-title`)?.focus({ preventScroll: true });
  };

  // Before the client takes the device everything else is closed; without that it is not handed over.
  const close = async (address) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
    document.getElementById("refusals").textContent = answer?.ok ? "" : form.dataset.offline;
    return Boolean(answer?.ok);
  };

  // The canvas has as many points as the screen shows, so that the line is sharp; what was drawn is kept when it turns.
  const fit = () => {
    if (!pad || !canvas.offsetWidth) return;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const [width, height] = [canvas.offsetWidth * ratio, canvas.offsetHeight * ratio];
    if (canvas.width === width && canvas.height === height) return;
    const drawn = pad.toData();
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    if (drawn.length) pad.fromData(drawn);
  };

  for (const button of form.querySelectorAll("[data-goes-to]")) {
    button.addEventListener("click", async () => {
      if (button.dataset.handOver && !(await close(button.dataset.handOver))) return;
      go(button.dataset.goesTo);
    });
  }
  form.querySelector("[data-sign-clear]").addEventListener("click", () => { pad?.clear(); into.value = ""; });
  form.addEventListener("submit", () => { into.value = pad && !pad.isEmpty() ? pad.toDataURL("image/png") : ""; });
  // Enter in the name signs; in the steps before it goes on instead of sending a form half done.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    if (document.body.dataset.at !== "staff" || event.target.type === "file") return;
    event.preventDefault();
    go("read");
  });
  window.addEventListener("resize", fit);

  const wrong = form.querySelector(".field-invalid")?.closest("[data-step]");
  go((wrong ?? steps[0]).dataset.step, false);
  if (!pad) canvas.closest("[data-with-script]").remove();
}
