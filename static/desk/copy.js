// Copies the value of a read-only field.
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
