// Warns whoever leaves a story with changes that are not saved, and gives the choice of topics a name.
const form = document.querySelector("#article_form");
const column = document.querySelector(".columns__main");
let unsaved = column?.hasAttribute("data-unsaved") ?? false; // shown again after a refusal: nothing of it is stored

form?.addEventListener("input", () => { unsaved = true; });
form?.addEventListener("change", () => { unsaved = true; });
form?.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  // Where the form saves itself, only what it could not store yet is worth a question.
  if (form?.hasTextAtRisk ? form.hasTextAtRisk() : unsaved) event.preventDefault();
});

const topics = document.querySelector("#id_topics");
if (topics) {
  topics.dataset.allowClear = "false"; // the button for it would stand among the topics, in a list
  // The admin's own script (select2) draws the box in which topics are searched, and leaves it without a name.
  new MutationObserver((_changes, observer) => {
    const box = topics.parentElement.querySelector(".select2-search__field");
    if (!box) return;
    box.setAttribute("aria-label", document.querySelector("label[for=id_topics]").textContent.replace(":", "").trim());
    observer.disconnect();
  }).observe(topics.parentElement, { childList: true, subtree: true });
}
