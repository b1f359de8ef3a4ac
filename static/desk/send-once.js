// A second click on a slow line must not look like a failure. The server refuses it anyway.
document.querySelectorAll("[data-send-once]").forEach((form) => {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Back to this page from the next one: it may be sent again.
  window.addEventListener("pageshow", () => { sent = false; });
});
