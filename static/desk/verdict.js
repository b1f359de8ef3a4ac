// One key for one decision. Each button that has a key shows it, and works without this file too.
// Never while somebody types, nor with Ctrl, Alt or Command: those belong to the browser.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const key = CSS.escape(event.key.toLowerCase());
  const control = document.querySelector(`[data-key="${key}"]`);
  if (!control || control.disabled) return;
  event.preventDefault();
  if (control.matches("textarea")) control.focus();
  else control.click();
});
