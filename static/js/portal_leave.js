// Signing out empties this browser, but for the plans that somebody chose to keep on their own device.
for (const form of document.querySelectorAll("[data-leave]")) {
  form.addEventListener("submit", () => {
    let kept = null;
    try {
      kept = localStorage.getItem("kept-plan");
    } catch {
      return;
    }
    if (kept === null || form.elements.kept) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "kept", value: "1" });
    form.append(field);
  });
}
