// Warns before leaving a story with unsaved changes, and labels the topics field.
const form = document.querySelector("#article_form");
const column = document.querySelector(".columns__main");
let unsaved = column?.hasAttribute("data-unsaved") ?? false; // shown again after a refusal: nothing of it is stored

form?.addEventListener("input", () => { unsaved = true; });
form?.addEventListener("change", () => { unsaved = true; });
form?.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  // With autosave, ask only about what could not be stored yet.
  if (form?.hasTextAtRisk ? form.hasTextAtRisk() : unsaved) event.preventDefault();
});

const topics = document.querySelector("#id_topics");
if (topics) {
  topics.dataset.allowClear = "false"; // the button for it would stand among the topics, in a list
  // select2's search box has no accessible name.
  new MutationObserver((_changes, observer) => {
    const box = topics.parentElement.querySelector(".select2-search__field");
    if (!box) return;
    box.setAttribute("aria-label", document.querySelector("label[for=id_topics]").textContent.replace(":", "").trim());
    observer.disconnect();
  }).observe(topics.parentElement, { childList: true, subtree: true });
}
