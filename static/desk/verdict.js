// Keyboard shortcuts for decisions, shown on their buttons. Not while typing, nor with Ctrl, Alt or Command, which belong
// to the browser.
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
