// A secret that is shown once, taken along in one touch.
//   <button data-copy="id" data-copied="Copied" hidden>   copies the text of that element and says so. Without a script it stays hidden.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}
