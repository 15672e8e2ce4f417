// Light, dark or as the device: a cookie that holds one of three words, read by the server so that no page flashes.
// Without a script the device decides.

const YEAR = 365 * 24 * 60 * 60;

for (const button of document.querySelectorAll("[data-theme-choice]")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", () => {
    const choice = button.dataset.themeChoice;
    const safe = window.location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${choice}; Path=/; Max-Age=${choice === "auto" ? 0 : YEAR}; SameSite=Lax${safe}`;
    if (choice === "auto") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = choice;
    mark(choice);
  });
}

function mark(choice) {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}
mark(document.documentElement.dataset.bsTheme ?? "auto");
