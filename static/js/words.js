// Words and announcements that the other modules ask for. Sentences live in the page (#words), where they are translated;
// nothing here is text of its own. Any module may say something aloud:
//   document.dispatchEvent(new CustomEvent("iop:say", { detail: { text, urgent } }))

const polite = document.getElementById("say-polite");
const urgent = document.getElementById("say-urgent");

document.addEventListener("iop:say", (event) => {
  const region = event.detail.urgent ? urgent : polite;
  if (!region) return;
  // Emptied first: the same sentence twice is otherwise read once.
  region.textContent = "";
  setTimeout(() => { region.textContent = event.detail.text; }, 60);
});
