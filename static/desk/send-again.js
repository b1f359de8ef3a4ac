// Sends a form again after its session had ended, with the token of the session that has begun since.
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
