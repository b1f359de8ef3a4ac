// Suggests people of the desk after an “@” in a textarea. Without JavaScript, full names can be typed.
import { element, freshId } from "desk/dialog";
import { search } from "desk/server";
import { words } from "desk/words";

const PAUSE = 150; // ms without a key before the server is asked
const BEGUN = /(?:^|[\s(“"])@([\p{L}\p{N}.'’ -]{0,40})$/u;

export const offerNames = (field, url) => {
  if (field.dataset.offersNames) return;
  field.dataset.offersNames = "true";
  const list = element("ul", { id: freshId("names"), className: "mentions", role: "listbox", "aria-label": words.remark.people, hidden: true });
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let people = [];
  let active = -1;
  let timer;
  let newest = 0;

  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;

  const mark = (index) => {
    active = index;
    [...list.children].forEach((entry, position) => entry.setAttribute("aria-selected", String(position === index)));
    if (list.children[index]) field.setAttribute("aria-activedescendant", list.children[index].id);
    else field.removeAttribute("aria-activedescendant");
  };

  const hide = () => {
    newest += 1;
    people = [];
    list.hidden = true;
    list.replaceChildren();
    mark(-1);
  };

  const choose = (person) => {
    const typed = begun();
    const caret = field.selectionStart;
    field.setRangeText(`${person.title} `, caret - (typed?.length ?? 0), caret, "end");
    hide();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const look = async () => {
    const typed = begun();
    const mine = ++newest;
    if (typed === null) return hide();
    let found = [];
    try {
      found = await search(url, { q: typed });
    } catch {
      // No suggestions offline: names can be typed.
    }
    if (mine !== newest) return;
    if (!found.length || found.some(({ title }) => title.toLowerCase() === typed.trim().toLowerCase())) return hide();
    people = found;
    list.replaceChildren(...found.map((person, index) => {
      const entry = element("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": "false" }, [
        element("strong", { textContent: person.title }), " ", element("small", { textContent: person.detail }),
      ]);
      entry.addEventListener("mousedown", (event) => { event.preventDefault(); choose(person); });
      return entry;
    }));
    list.hidden = false;
    mark(0);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  const leave = () => {
    clearTimeout(timer);
    hide();
  };
  // Hiding the list on mousedown would move the button below it, and the click would miss.
  field.addEventListener("blur", () => document.addEventListener("click", leave, { once: true, capture: true }));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(Math.min(active + 1, people.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(active - 1, 0));
    else if (event.key === "Enter" || event.key === "Tab") choose(people[active]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};
