// Sends a form again after its session has ended, with the CSRF token of the new session.
document.querySelectorAll("[data-send-again]").forEach((form) => {
  const status = form.querySelector("[data-status]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      const response = await fetch(form.dataset.sessionUrl, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error();
      form.elements.csrfmiddlewaretoken.value = (await response.json()).token;
      form.submit();
    } catch {
      status.textContent = form.dataset.stillOut;
    }
  });
});
