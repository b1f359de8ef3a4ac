// Shows the length of a field while typing. Text that is too long is never truncated.
import { words } from "desk/words";

for (const field of document.querySelectorAll("[data-most]")) {
  const most = Number(field.dataset.most);
  const count = Object.assign(document.createElement("span"), { className: "length" });
  const help = document.getElementById(`${field.id}_helptext`);
  (help?.firstElementChild ?? field.parentElement).append(" ", count);
  const tell = () => {
    const length = [...field.value].length; // characters, as the server counts them
    count.textContent = length ? words.length(length, most) : "";
    count.toggleAttribute("data-wrong", length > most);
  };
  field.addEventListener("input", tell);
  tell();
}
