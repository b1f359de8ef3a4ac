// Links from findings and remarks to their place: a field, or the words in the text.
import { words } from "desk/words";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-jump]");
  if (!link) return;
  event.preventDefault();
  const { quote, prefix, suffix, block, rivals = 0, tells, jump } = link.dataset;
  if (quote) {
    const sure = tells ? { rivals: Number(rivals), tells: Number(tells) } : {};
    const detail = { passage: { quote, prefix, suffix, block: Number(block), ...sure } };
    document.dispatchEvent(new CustomEvent("desk:jump", { detail }));
    link.closest("li").toggleAttribute("data-gone", !detail.found);
    const gone = link.closest("li").querySelector(".remark__gone");
    if (gone) gone.hidden = detail.found;
    const status = document.querySelector(gone ? "#remarks-status" : "#checklist-status");
    if (status) status.textContent = detail.found ? "" : words.passageGone;
    return;
  }
  const field = document.querySelector(`.field-${jump}`) ?? document.querySelector(`#${jump}-group`);
  field?.closest("details")?.setAttribute("open", "");
  field?.scrollIntoView({ block: "center" });
  field?.querySelector("input:not([type=hidden]), textarea, select, [contenteditable]")?.focus();
});
