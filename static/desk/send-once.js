// Ignores a second click on a slow connection, which the server would refuse.
document.querySelectorAll("[data-send-once]").forEach((form) => {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Restored by the back button: allow sending again.
  window.addEventListener("pageshow", () => { sent = false; });
});
