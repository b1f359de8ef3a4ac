// Puts what stands in a read-only field on the clipboard.
const field = document.querySelector("[data-copy]");
const button = document.querySelector("[data-copy-button]");

if (field && button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Tersalin";
  });
}
